"""A drop folder: what is dropped in is loaded when it is whole, and once."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest

from archive.library import Library
from tests.indexer.commanding import NOTHING, TITLE, doc_id_of, found, run, write
from tests.indexer.processes import SECONDS, started, to_group

TIME = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ")
BATCH = "提交 {} 个文件：新装载 {}，已在库 {}，内容重复 0，解包 0，隔离 {}。"


class Watched:
    """A running `load --watch`, and the lines that it printed, from either stream."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: Queue[str] = Queue()
        streams = (process.stdout, process.stderr)
        self._readers = [threading.Thread(target=self._read, args=(one,)) for one in streams]
        for reader in self._readers:
            reader.start()

    def line(self) -> str:
        """The next line, without its time."""
        return TIME.sub("", self._lines.get(timeout=SECONDS))

    def has_more(self) -> bool:
        return not self._lines.empty()

    def rest(self) -> set[str]:
        """The lines until its end."""
        for reader in self._readers:
            reader.join(SECONDS)
        return {self._lines.get() for _ in range(self._lines.qsize())}

    def _read(self, stream: Iterator[str]) -> None:
        for line in stream:
            self._lines.put(line.rstrip("\n"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@contextmanager
def watching(data: Path, *words: object, **more: str) -> Iterator[Watched]:
    """A watch that has begun, and at the end is ended by Ctrl-C."""
    with started(data, "load", "--watch", *map(str, words), **more) as process:
        watched = Watched(process)
        assert watched.line().startswith("正在监视 ")
        yield watched
        to_group(process, signal.SIGINT)
        assert process.wait(SECONDS) == 0
        assert watched.rest() == {
            "正在停止：等正在读取的文件读完。再按一次 Ctrl-C 立即中止。",
            "已停止监视。",
        }


def lines(watched: Watched, count: int) -> Sequence[str]:
    return [watched.line() for _ in range(count)]


def test_what_is_there_is_loaded_and_then_what_is_dropped_in_or_replaced(
    data: Path, folder: Path
) -> None:
    write(folder / "a.txt", 1)
    write(folder / "left_out.tmp2", 7)
    with watching(data, folder, "--exclude", "*.tmp2", "--exclude", "草稿/") as watched:
        assert watched.line() == BATCH.format(1, 1, 0, 0)
        write(folder / "草稿" / "c.txt", 8)
        write(folder / "a.txt", 2)
        assert watched.line() == BATCH.format(1, 1, 0, 0)
        assert found(data) == ["全年负责人出庭应诉2件。"]
    with Library(data / "library") as library:
        assert library.count_superseded() == 1


def test_a_file_is_loaded_when_it_has_come_to_rest_under_its_name(data: Path, folder: Path) -> None:
    with watching(data, folder) as watched:
        part = write(folder / "b.txt.part", 3)
        with (folder / "a.txt").open("w", encoding="utf-8") as file:
            file.write(f"{TITLE}\n")
            for number in range(6):
                file.write(f"第{number}季度出庭应诉{number}件。\n")
                file.flush()
                time.sleep(0.5)  # longer than it takes to come to rest, all together
        assert watched.line() == BATCH.format(1, 1, 0, 0)
        assert found(data) == [f"第{number}季度出庭应诉{number}件。" for number in range(6)]
        part.rename(folder / "b.txt")
        assert watched.line() == BATCH.format(1, 1, 0, 0)


def test_a_folder_dropped_in_is_loaded_whole_and_its_table_takes_effect(
    data: Path, folder: Path, tmp_path: Path
) -> None:
    for number, name in enumerate(("a.txt", "下级/b.txt", "下级/下级/c.txt")):
        write(tmp_path / "ready" / name, number)
    (tmp_path / "ready" / "metadata.csv").write_text("filename,year\na.txt,2019\n", "utf-8")
    with watching(data, folder) as watched:
        shutil.copytree(tmp_path / "ready", folder / "2022")
        assert lines(watched, 2) == [
            "按 metadata.csv 设定了 1 份报告的信息。",
            BATCH.format(3, 3, 0, 0),
        ]
        (folder / "2022" / "下级" / "metadata.csv").write_text("filename,year\nb.txt,2018\n")
        assert lines(watched, 2) == [
            "按 metadata.csv 设定了 1 份报告的信息。",
            BATCH.format(2, 0, 2, 0),
        ]
    with Library(data / "library") as library:
        years = []
        for name in ("a.txt", "下级/b.txt", "下级/下级/c.txt"):
            report = library.report(doc_id_of(data, folder / "2022" / name))
            assert report
            years.append(report.metadata.year)
    assert years == [2019, 2018, 2022]


def test_a_quarantined_file_is_read_again_when_it_has_changed(data: Path, folder: Path) -> None:
    (folder / "a.txt").touch()
    write(folder / "b.txt", 1)
    with watching(data, folder) as watched:
        assert lines(watched, 4)[::3] == [f"隔离：{folder}/a.txt", BATCH.format(2, 1, 0, 1)]
        (folder / "metadata.csv").write_text("filename,year\nb.txt,2018\n")
        assert lines(watched, 2)[1] == BATCH.format(1, 0, 1, 0)
        write(folder / "a.txt", 2)
        assert watched.line() == BATCH.format(1, 1, 0, 0)


def test_a_watch_waits_while_another_command_writes(data: Path, folder: Path) -> None:
    library = Library(data / "library", writable=True)
    write(folder / "a.txt", 1)
    with watching(data, folder) as watched:
        assert lines(watched, 2) == [
            f"另一个装载程序正在写入（{data}/library）。",
            "每 1 秒再试一次，可用时接着装载。",
        ]
        library.close()
        assert watched.line() == BATCH.format(1, 1, 0, 0)


def test_other_commands_write_while_a_watch_waits_for_files(data: Path, folder: Path) -> None:
    write(folder / "a.txt", 1)
    with watching(data, folder) as watched:
        assert watched.line() == BATCH.format(1, 1, 0, 0)
        assert run(data, "rebuild").lines == ["已重建索引：1 份报告，2 段。"]
        assert run(data, "correct", doc_id_of(data, folder / "a.txt"), "year=2019").status == 0
        write(folder / "b.txt", 2)
        assert watched.line() == BATCH.format(1, 1, 0, 0)
    assert found(data) == ["全年负责人出庭应诉1件。", "全年负责人出庭应诉2件。"]


def test_a_watch_waits_for_elasticsearch(data: Path, folder: Path) -> None:
    write(folder / "a.txt", 1)
    away = {"ARCHIVE_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": "http://127.0.0.1:9"}
    with watching(data, folder, **away) as watched:
        unreachable, remedy, again = lines(watched, 3)
    assert unreachable.startswith("连不上 Elasticsearch（http://127.0.0.1:9）：")
    assert remedy.startswith("请先启动它")
    assert again == "每 10 秒再试一次，可用时接着装载。"


def test_a_folder_that_vanishes_is_watched_again_when_it_is_back(data: Path, folder: Path) -> None:
    with watching(data, folder) as watched:
        shutil.rmtree(folder)
        assert watched.line() == f"监视的文件夹不见了：{folder}。等它回来后接着监视。"
        write(folder / "a.txt", 1)
        assert watched.line() == f"监视的文件夹回来了：{folder}。"
        assert watched.line() == BATCH.format(1, 1, 0, 0)


def test_what_the_load_writes_in_a_watched_folder_starts_no_batch(folder: Path) -> None:
    data = folder / "data"
    write(folder / "a.txt", 1)
    with watching(data, folder, "--log", folder / "load.jsonl") as watched:
        assert watched.line() == BATCH.format(1, 1, 0, 0)
        time.sleep(3)  # in which it would have come to rest
        assert not watched.has_more()


def test_a_folder_is_watched_by_polling(data: Path, folder: Path) -> None:
    with watching(data, folder, WATCHFILES_FORCE_POLLING="1") as watched:
        write(folder / "a.txt", 1)
        assert watched.line() == BATCH.format(1, 1, 0, 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--dry-run"], "--watch 不能与 --dry-run 同时给出。"),
        (["--from-list", "-"], "--watch 不能与 --from-list 同时给出。"),
        (["a.txt"], "--watch 只监视文件夹；“a.txt”不是文件夹。"),
    ],
)
def test_what_cannot_be_watched_is_refused(
    data: Path, folder: Path, words: list[str], said: str
) -> None:
    ran = run(data, "load", "--watch", str(folder), *words)
    assert (ran.status, ran.lines[-1].endswith(said)) == (2, True)
    assert NOTHING not in ran.lines
