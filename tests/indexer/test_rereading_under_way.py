"""`rebuild --reread` while it runs: the old index answers, and a kill leaves every report whole."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from archive.engine import SearchEngine
from archive.engines.embedded import EmbeddedEngine
from archive.library import Library
from archive.model import Report
from archive.query import parse
from archive.settings import Settings
from tests.indexer.commanding import run, write
from tests.indexer.earlier import READER, misread, put_back

COUNT = 300
LOOK = 0.002
"""Seconds between two looks, in which the processor is the command's."""

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Report]]:
    """An archive of reports as they were read earlier, and what they are if they are read today."""
    folder = tmp_path_factory.mktemp("earlier")
    for number in range(COUNT):
        write(folder / "in" / f"{number}.txt", number)
    data = folder / "data"
    run(data, "load", str(folder / "in"))
    reports = stored(data)
    put_back(data)
    run(data, "rebuild")
    return data, reports


@pytest.fixture
def today(data: Path, earlier: tuple[Path, list[Report]]) -> list[Report]:
    """What the reports of a copy of that archive are if they are read today."""
    shutil.copytree(earlier[0], data)
    return earlier[1]


def stored(data: Path) -> list[Report]:
    with Library(data / "library") as library:
        return list(library.reports())


@contextmanager
def rereading(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The command in a process of its own, which with its workers is gone at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "indexer", "rebuild", "--reread"],
        env={"PATH": os.environ["PATH"], "ARCHIVE_DATA": str(data), "PYTHONPATH": str(ROOT)},
        cwd="/",
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def read_so_far(ledger: sqlite3.Connection) -> int:
    query = "SELECT count(*) FROM reports WHERE reader != ?"
    return int(ledger.execute(query, (READER,)).fetchone()[0])


def found(engine: SearchEngine) -> tuple[int, int]:
    """How many paragraphs are found as they were read earlier, and how many as they are today."""
    texts = [hit.paragraph.text for hit in engine.scan(parse("庭应诉"))]
    return sum("〓庭" in text for text in texts), sum("出庭" in text for text in texts)


def test_the_old_index_answers_until_the_new_one_is_whole(data: Path, today: list[Report]) -> None:
    answers = set()
    with (
        closing(sqlite3.connect(data / "library" / "ledger.sqlite")) as ledger,
        EmbeddedEngine(Settings(data=data)) as engine,
        rereading(data) as process,
    ):
        while process.poll() is None:
            read = read_so_far(ledger)
            answers.add((bool(read), *found(engine)))
            time.sleep(LOOK)
        last = found(engine)
    assert process.returncode == 0
    assert answers - {(True, 0, COUNT)} == {(False, COUNT, 0), (True, COUNT, 0)}
    assert last == (0, COUNT)


@pytest.mark.parametrize("after", [1, COUNT // 2, COUNT])
def test_killed_at_any_moment_every_report_is_whole_and_the_next_run_reads_the_rest(
    data: Path, today: list[Report], after: int
) -> None:
    with (
        closing(sqlite3.connect(data / "library" / "ledger.sqlite")) as ledger,
        rereading(data) as process,
    ):
        while process.poll() is None and read_so_far(ledger) < after:
            time.sleep(LOOK)
        assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        read = read_so_far(ledger)
    pairs = list(zip(stored(data), today, strict=True))
    assert [one == now for one, now in pairs] == [True] * read + [False] * (COUNT - read)
    assert all(one == misread(now) for one, now in pairs[read:])
    with EmbeddedEngine(Settings(data=data)) as engine:
        assert found(engine) in ((COUNT, 0), (0, COUNT))
    rest = f"{COUNT - read} 份内容有变化" + (f"（plain {COUNT - read}）" if read < COUNT else "")
    ran = run(data, "rebuild", "--reread")
    assert ran.lines[0] == f"重读原件 {COUNT} 份，其中 {rest}；照旧保留 0 份。"
    assert (ran.status, stored(data)) == (0, today)
    with EmbeddedEngine(Settings(data=data)) as engine:
        assert found(engine) == (0, COUNT)
    assert run(data, "verify").status == 0
