"""Ctrl-C and SIGTERM: a load stops after the files in hand, and the next one goes on from there."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import struct
import subprocess
import termios
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from archive.engines.embedded import EmbeddedEngine
from archive.files import State
from archive.library import Library
from archive.model import Page
from archive.query import literal_query
from archive.settings import Settings
from tests.indexer.commanding import TITLE, run
from tests.indexer.processes import held, kept, reports, started, to_all, to_group, until

COUNT = 60
LONG = 6
STOPPING = "正在停止：等正在读取的文件读完。再按一次 Ctrl-C 立即中止。\n"
INTERRUPTED = "已中止。档案库和索引没有损坏；再运行同一条命令即可。\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    return reports(tmp_path / "in", COUNT)


@pytest.fixture
def long_reports(tmp_path: Path) -> Path:
    """So few and so long that an engine takes a while with each."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(LONG):
        text = "各部门依法行政。" * 10_000
        (folder / f"{number}.txt").write_text(f"{TITLE}\n出庭应诉{number}件。{text}\n", "utf-8")
    return folder


def assert_everything_is_there_once(data: Path, count: int = COUNT) -> None:
    with (
        Library(data / "library") as library,
        EmbeddedEngine(Settings(data=data)) as engine,
    ):
        assert {state: count for state, count in library.counts().items() if count} == {
            State.LOADED: count
        }
        found = engine.search(literal_query("出庭应诉"), Page())
        assert (found.total, found.reports) == (count, count)


@pytest.mark.parametrize(
    ("send", "number", "status"),
    [
        (to_group, signal.SIGINT, 130),
        (to_group, signal.SIGTERM, 143),
        (to_all, signal.SIGTERM, 143),
    ],
)
def test_a_load_that_is_stopped_finishes_what_it_reads_and_says_how_to_go_on(
    data: Path,
    incoming: Path,
    send: Callable[[subprocess.Popen[str], int], None],
    number: int,
    status: int,
) -> None:
    with started(data, "load", str(incoming)) as process:
        until(lambda: kept(data) > 5)
        send(process, number)
        printed, told = process.communicate(timeout=120)
    assert (process.returncode, told) == (status, STOPPING)
    loaded = held(data)
    assert 5 < loaded < COUNT
    assert printed.splitlines() == [
        f"提交 {loaded} 个文件：新装载 {loaded}，已在库 0，内容重复 0，解包 0，隔离 0。",
        f"已停止：还有 {COUNT - loaded} 个文件没有装载。再运行同一条命令即可接着装载。",
    ]
    assert run(data, "load", str(incoming)).lines == [
        f"提交 {COUNT} 个文件：新装载 {COUNT - loaded}，已在库 {loaded}，"
        "内容重复 0，解包 0，隔离 0。"
    ]
    assert_everything_is_there_once(data)


def test_ctrl_c_while_the_workers_are_started_stops_a_load_before_its_first_file(
    data: Path, incoming: Path
) -> None:
    with started(data, "load", str(incoming)) as process:
        until((data / "library" / "loader.lock").exists)
        to_group(process, signal.SIGINT)
        printed, told = process.communicate(timeout=120)
    assert (process.returncode, told) == (130, STOPPING)
    assert printed.splitlines()[-1] == (
        f"已停止：还有 {COUNT} 个文件没有装载。再运行同一条命令即可接着装载。"
    )
    assert run(data, "load", str(incoming)).status == 0
    assert_everything_is_there_once(data)


def test_a_second_ctrl_c_ends_a_load_at_once_and_the_next_goes_on(
    data: Path, incoming: Path
) -> None:
    with started(data, "load", str(incoming)) as process:
        until(lambda: kept(data) > 5)
        to_group(process, signal.SIGINT)
        assert process.stderr
        assert process.stderr.readline() == STOPPING
        to_group(process, signal.SIGINT)
        printed, told = process.communicate(timeout=120)
    # It may fall between the opening of a file and its block, of which Python tells here, where
    # every warning is an error.
    told = told[told.rindex(INTERRUPTED) :]
    assert (process.returncode, printed, told) == (130, "", INTERRUPTED)
    assert run(data, "load", str(incoming)).status == 0
    assert_everything_is_there_once(data)


def test_ctrl_c_before_the_first_file_ends_a_load_with_nothing_made(
    data: Path, tmp_path: Path
) -> None:
    listing = tmp_path / "list"
    os.mkfifo(listing)
    with (
        started(data, "load", "--from-list", str(listing)) as process,
        listing.open("wb", buffering=0) as writer,  # waits until the other end is opened
    ):
        writer.write(b"a.txt\n")
        until(lambda: unread(writer) == 0)
        to_group(process, signal.SIGINT)
        printed, told = process.communicate(timeout=120)
    assert (process.returncode, printed, told) == (130, "", INTERRUPTED)
    assert not data.exists()


def unread(pipe: IO[bytes]) -> int:
    """How many bytes are in a pipe."""
    (count,) = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))
    return int(count)


def test_ctrl_c_while_what_an_earlier_load_left_is_indexed_stops_the_load(
    data: Path, long_reports: Path
) -> None:
    run(data, "load", str(long_reports))
    with Library(data / "library", writable=True) as library:
        library._ledger.execute("DELETE FROM indexed")
    index = Settings(data=data).embedded_index
    index.rename(data / "lost")
    with started(data, "load", str(long_reports)) as process:
        until(index.exists)
        to_group(process, signal.SIGINT)
        printed, told = process.communicate(timeout=120)
    assert (process.returncode, told) == (130, STOPPING)
    resumed, *rest = printed.splitlines()
    found = re.fullmatch(r"接续上次：补入索引 (\d+) 份报告。", resumed)
    assert found
    assert 0 < int(found[1]) < LONG  # what was handed to the engine by then is in it
    assert rest == [
        "提交 0 个文件：新装载 0，已在库 0，内容重复 0，解包 0，隔离 0。",
        f"已停止：还有 {LONG} 个文件没有装载。再运行同一条命令即可接着装载。",
    ]
    run(data, "load", str(long_reports))
    assert_everything_is_there_once(data, LONG)


def test_ctrl_c_ends_a_rebuild_with_the_old_index_in_service(
    data: Path, long_reports: Path
) -> None:
    run(data, "load", str(long_reports))
    index = Settings(data=data).embedded_index

    def generations() -> int:
        return sum(path.is_dir() for path in index.iterdir())

    assert generations() == 1
    with started(data, "rebuild") as process:
        until(lambda: generations() == 2)
        to_group(process, signal.SIGINT)
        printed, told = process.communicate(timeout=120)
    assert (process.returncode, printed, told) == (130, "", INTERRUPTED)
    assert generations() == 1
    assert_everything_is_there_once(data, LONG)
