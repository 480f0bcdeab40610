"""What every room shares: the samples as reports, the real corpora, the order of the files."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from archive.model import Report
from tests.indexer.documents import read_report

SAMPLES = Path(__file__).parent.parent / "samples"

LONGEST_FIRST = (
    *("indexer/test_crash_elastic.py", "engines/test_elastic.py", "indexer/test_crash.py"),
    *("web/test_in_a_browser.py", "indexer/test_reader_scan.py", "indexer/test_watching.py"),
    *("web/test_three_users.py", "test_commands.py", "indexer/test_faults.py"),
    *("indexer/test_fuzz_readers.py", "web/test_report_in_a_browser.py"),
    *("web/test_accessibility.py", "web/test_fuzz.py", "web/test_headers.py"),
)
"""The test files of more than a quarter of a minute.

Run file by file, the others fill up what time the workers have beside them; one of these taken
last would leave every other worker without work. With xdist: --no-loadscope-reorder.
"""

# A shell has what it starts in the background ignore Ctrl-C, and so all that the tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Beside other tests an example may take longer than a fifth of a second; in CI it may anyway.
hypothesis_settings.register_profile(
    "default",
    hypothesis_settings.get_profile("default"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest files come first, the others in the order in which they were collected."""
    here = Path(__file__).parent
    places = {here / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name what is given as bytes by its argument alone.

    A file made for a test may hold the time of its making (a zip does), and workers that collect
    the tests in different seconds must name them alike.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def sample_reports() -> tuple[Report, ...]:
    """Every report in `samples/`, as the indexer reads it."""
    return tuple(read_report(path.read_bytes(), path.name) for path in sorted(SAMPLES.rglob("*.*")))


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real reports, where there is one."""
    folder = os.environ.get("ARCHIVE_CORPORA")
    if not folder:
        pytest.skip("real reports are not on this machine; ARCHIVE_CORPORA names their folder")
    return Path(folder)
