"""Fixtures that every room shares: the samples as reports, and the real corpora."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.model import Report
from tests.indexer.documents import read_report

SAMPLES = Path(__file__).parent.parent / "samples"


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
