"""Each run's counts add up to the files offered to it, and the states of all files to all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.engines.embedded import EmbeddedEngine
from archive.errors import EngineUnavailable
from archive.files import Outcome, State
from archive.library import Library
from archive.settings import Settings
from indexer.indexing import Indexing
from indexer.outcomes import Follower
from indexer.pipeline import load
from indexer.walking import Offered, walk
from tests.indexer.commanding import run, write
from tests.indexer.documents import zip_of


class Killed(BaseException):
    """Stands for what ends a load between two files: nothing of it may be undone."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    """Five files: two reports, one of them twice, an archive of two, and one that is damaged."""
    folder = tmp_path / "in"
    for name, count in (("a.txt", 1), ("b.txt", 2), ("c.txt", 2)):
        write(folder / name, count)
    text = "青石县司法局2022年工作总结\n全年负责人出庭应诉{}件。\n"
    (folder / "d.zip").write_bytes(zip_of({"甲.txt": text.format(4), "乙.txt": text.format(5)}))
    (folder / "e.docx").write_bytes(b"damaged")
    return folder


def break_off(data: Path, incoming: Path, after: int) -> None:
    """Load files, and end the load once so many have been recorded."""
    settings, recorded = Settings(data=data), 0

    def advance(file: Offered, outcome: Outcome) -> None:
        nonlocal recorded
        recorded += 1
        if recorded == after:
            raise Killed

    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
    ):
        indexing = Indexing(library, engine, "embedded")
        with pytest.raises(Killed):
            load(list(walk([incoming])), indexing, follower=Follower(advance))


def runs(data: Path) -> list[str]:
    """What `status --runs` says, without the seconds that a run took."""
    return [
        re.sub(r"用时 \d+ 秒", "用时 N 秒", line) for line in run(data, "status", "--runs").lines
    ]


def test_each_run_is_listed_with_all_that_was_offered_to_it(data: Path, incoming: Path) -> None:
    assert runs(data) == ["还没有装载过。"]
    run(data, "load", str(incoming))
    run(data, "load", str(incoming / "a.txt"))
    assert runs(data) == [
        "T，用时 N 秒，提交 1 个文件：新装载 0，已在库 1。",
        "T，用时 N 秒，提交 7 个文件：新装载 4，内容重复 1，解包 1，隔离 1。",
    ]


def test_the_states_of_all_files_add_up(data: Path, incoming: Path) -> None:
    run(data, "load", str(incoming))
    run(data, "load", str(incoming))
    in_all, last = run(data, "status").lines[:2]
    assert in_all == "文件：共提交 7 个，其中已入索引 4，内容重复 1，已解包 1，隔离 1"
    assert last.startswith("最近一次装载：T，用时 ")
    assert last.endswith("秒，提交 7 个文件：新装载 0，已在库 5，解包 1，隔离 1。")


@pytest.mark.parametrize("after", range(1, 8))
def test_a_run_that_is_broken_off_says_what_it_did_not_come_to(
    data: Path, incoming: Path, after: int
) -> None:
    break_off(data, incoming, after)
    with Library(data / "library") as library:
        (broken,) = library.runs()
        assert broken.ended_at is None
        assert sum(broken.counts.values()) == after
        assert broken.offered == sum(library.counts().values())
        assert library.counts()[State.SEEN] == broken.left
    (said,) = runs(data)
    assert said.startswith("T 开始，没有完成（中断，或正在进行）：提交 ")
    assert said.endswith(f"未轮到 {broken.left}。") == bool(broken.left)


def test_the_next_run_comes_to_what_was_left(data: Path, incoming: Path) -> None:
    break_off(data, incoming, 2)
    seen = str(incoming / "e.docx")
    assert run(data, "status", seen).lines == [
        seen,
        "  去向：尚未读取：装载在轮到它之前中断了，再装载一次即可（T）",
    ]
    run(data, "load", str(incoming))
    assert run(data, "status").lines[0] == (
        "文件：共提交 7 个，其中已入索引 4，内容重复 1，已解包 1，隔离 1"
    )


def test_files_of_a_load_that_met_a_broken_index_are_counted_as_seen(
    data: Path, incoming: Path
) -> None:
    run(data, "load", str(incoming / "a.txt"))
    (generation,) = (data / "index").glob("v*")
    meta = generation / "meta.json"
    sound = meta.read_bytes()
    meta.write_text("broken", "utf-8")
    with pytest.raises(EngineUnavailable):
        run(data, "load", str(incoming / "b.txt"))
    meta.write_bytes(sound)
    assert run(data, "status").lines[0] == "文件：共提交 2 个，其中已入索引 1，尚未读取 1"


def test_a_report_is_read_before_it_is_indexed(data: Path, incoming: Path) -> None:
    break_off(data, incoming / "a.txt", 1)
    assert run(data, "status").lines[0] == "文件：共提交 1 个，其中已入索引 0，已读出待入索引 1"


def test_runs_are_not_listed_with_files(data: Path) -> None:
    ran = run(data, "status", "--runs", "a.txt")
    assert (ran.status, ran.lines[-1]) == (2, "Error: --runs 不能与 FILE、--quarantined 同时给出。")
