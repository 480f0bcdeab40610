"""What goes wrong under a load ends it with a message, and the next load makes up for it."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive import connection
from archive.engines.embedded import EmbeddedEngine
from archive.errors import EngineUnavailable, LibraryError
from archive.files import Outcome, State
from archive.library import Library
from archive.model import Page
from archive.query import parse
from archive.settings import Settings
from indexer.indexing import Indexing
from indexer.outcomes import Follower, Summary
from indexer.pipeline import load
from indexer.walking import Offered, walk
from tests.engines.contract import FOUR
from tests.indexer.archives import Held, held, write_reports

CAP_DAC_OVERRIDE, PR_CAPBSET_DROP = 1, 24


@pytest.fixture(scope="module")
def incoming(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reports(tmp_path_factory.mktemp("faults") / "incoming")


@pytest.fixture(scope="module")
def undisturbed(incoming: Path) -> Settings:
    settings = Settings(data=incoming.parent / "undisturbed")
    assert ended(settings, incoming) == (0, "")
    return settings


@pytest.fixture(scope="module")
def whole(undisturbed: Settings) -> Held:
    return held(undisturbed)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def ended(
    settings: Settings, *words: object, prepare: Callable[[], None] = lambda: None
) -> tuple[int, str]:
    """The exit status of `load`, or of another command, and what it said of what went wrong."""
    command = ["load", str(words[0])] if isinstance(words[0], Path) else [str(one) for one in words]
    done = subprocess.run(
        [sys.executable, "-m", "indexer", *command],
        env={**os.environ, "ARCHIVE_DATA": str(settings.data), "ARCHIVE_ENGINE": "embedded"},
        preexec_fn=prepare,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "隔离：" not in done.stdout, done.stdout
    return done.returncode, done.stderr


def at_most(size: int) -> Callable[[], None]:
    """Let the process that is begun, and those that it begins, write no file beyond a size."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def without_privilege() -> None:
    """Make permissions count for root, too."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


def explained(status: int, said: str) -> bool:
    """Whether a command ended with a message of two lines: what happened, and what to do."""
    return status == 2 and len(said.splitlines()) == 2 and "再运行一次" in said


def loaded(
    settings: Settings,
    *paths: Path,
    advance: Callable[[Offered, Outcome], None] = lambda file, outcome: None,
) -> Summary:
    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
    ):
        indexing = Indexing(library, engine, "embedded")
        return load(list(walk(paths)), indexing, follower=Follower(advance))


def goes_on(settings: Settings, incoming: Path) -> bool:
    """Whether the next load, in this process, comes to every file and reads it."""
    summary = loaded(settings, incoming)
    return not (summary.left or summary.quarantined or summary.refused)


# A full disk


@pytest.mark.parametrize("size", [8_000, 250_000, 700_000])
def test_a_load_that_fills_the_disk_is_explained_and_goes_on_when_there_is_room(
    settings: Settings, incoming: Path, whole: Held, size: int
) -> None:
    status, said = ended(settings, incoming, prepare=at_most(size))
    assert explained(status, said), said
    assert goes_on(settings, incoming)
    assert held(settings) == whole


@pytest.mark.parametrize(
    ("name", "size", "place"), [("90.txt", 280_000, "originals"), ("95.zip", 400_000, "unpacking")]
)
def test_a_full_disk_is_no_fault_of_the_file_that_is_kept_or_unpacked(
    settings: Settings, incoming: Path, name: str, size: int, place: str
) -> None:
    status, said = ended(settings, incoming / name, prepare=at_most(size))
    assert explained(status, said), said
    assert said.startswith(f"写不进 {settings.library / place}")
    with Library(settings.library) as library:
        counts = library.counts()
        assert counts[State.SEEN] == sum(counts.values()) == 1
    assert not [*settings.library.rglob("*.new")]


@pytest.mark.parametrize("part", [0.1, 0.5, 0.95])
def test_an_index_that_fills_the_disk_stays_as_it_was_and_is_completed_later(
    settings: Settings, incoming: Path, undisturbed: Settings, whole: Held, part: float
) -> None:
    shutil.copytree(undisturbed.data, settings.data)
    shutil.rmtree(settings.embedded_index)
    with closing(sqlite3.connect(settings.library / "ledger.sqlite")) as ledger, ledger:
        ledger.execute("DELETE FROM indexed")
    largest = max(path.stat().st_size for path in undisturbed.embedded_index.rglob("*.*"))
    status, said = ended(settings, incoming, prepare=at_most(int(largest * part)))
    assert explained(status, said), said
    assert said.startswith(f"索引（{settings.embedded_index}）写不进去：")
    with EmbeddedEngine(settings) as engine:
        assert engine.status().reports == 0
    assert goes_on(settings, incoming)
    assert held(settings) == whole


def test_the_same_process_goes_on_when_the_disk_has_room_again(settings: Settings) -> None:
    with EmbeddedEngine(settings) as engine, EmbeddedEngine(settings) as reader:
        engine.replace(FOUR[:1])
        with file_size(1_000):
            for write in (lambda: engine.replace(FOUR), lambda: engine.rebuild(FOUR)):
                with pytest.raises(EngineUnavailable, match="磁盘空间"):
                    write()
            assert reader.status().reports == 1
        engine.replace(FOUR)
        assert reader.status().reports == 4


@contextmanager
def file_size(size: int) -> Iterator[None]:
    """Let this process write no file beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_backup_that_fills_the_disk_leaves_nothing(tmp_path: Path, undisturbed: Settings) -> None:
    file = tmp_path / "b.tar"
    for size in (40_000, 500_000):
        status, said = ended(undisturbed, "backup", file, prepare=at_most(size))
        assert (status, said.splitlines()[1:]) == (
            2,
            ["没有留下半个文件；请核对路径、权限和磁盘空间，再备份一次。"],
        )
        assert not [*tmp_path.iterdir()]
    assert ended(undisturbed, "backup", file) == (0, "")
    assert file.stat().st_size > 500_000


# The ledger and the folders


def test_a_ledger_that_another_program_locks_is_named_and_the_next_load_goes_on(
    settings: Settings, incoming: Path, whole: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.2)
    other: list[sqlite3.Connection] = []

    def locked(file: Offered, outcome: Outcome) -> None:
        if not other:
            other.append(sqlite3.connect(settings.library / "ledger.sqlite"))
            other[0].execute("BEGIN IMMEDIATE")

    with pytest.raises(LibraryError) as failed:
        loaded(settings, incoming, advance=locked)
    assert failed.value.message == (
        f"台账（{settings.library / 'ledger.sqlite'}）被另一个程序占用，等了 0.2 秒还不能写入。"
    )
    other[0].close()
    loaded(settings, incoming)
    assert held(settings) == whole


def test_a_ledger_that_is_damaged_is_named_and_points_to_verify_and_restore(
    settings: Settings, incoming: Path, undisturbed: Settings
) -> None:
    shutil.copytree(undisturbed.data, settings.data)
    ledger = settings.library / "ledger.sqlite"
    sound = ledger.read_bytes()
    ledger.write_bytes(sound[:4096] + b"\xff" * (len(sound) - 4096))
    status, said = ended(settings, incoming)
    assert (status, said.splitlines()[0]) == (
        2,
        f"台账（{ledger}）已损坏：数据库文件的内容前后矛盾。",
    )
    assert "python -m indexer verify" in said
    assert "python -m indexer restore" in said


@pytest.mark.parametrize(
    "place", ["", "library", "library/ledger.sqlite", "library/originals", "index"]
)
def test_what_may_not_be_written_is_named_and_the_next_load_goes_on(
    settings: Settings, incoming: Path, whole: Held, place: str
) -> None:
    locked = settings.data / place
    if place:
        loaded(settings, incoming / "01.txt")
    else:
        locked.mkdir()
    former = {path: path.stat().st_mode for path in [locked, *locked.rglob("*")]}
    for path in former:
        path.chmod(0o555 if path.is_dir() else 0o444)
    status, said = ended(settings, incoming, prepare=without_privilege)
    for path, mode in former.items():
        path.chmod(mode)
    assert (status, len(said.splitlines())) == (2, 2), said
    assert str(settings.data) in said.splitlines()[0]
    assert "没有写入权限" in said.splitlines()[0] or "打不开" in said.splitlines()[0]
    assert goes_on(settings, incoming)
    assert held(settings) == whole


# Workers and the files themselves


def test_a_load_whose_workers_are_all_killed_once_loses_nothing(
    settings: Settings, incoming: Path, whole: Held
) -> None:
    outcomes = 0

    def killing(file: Offered, outcome: Outcome) -> None:
        nonlocal outcomes
        outcomes += 1
        if outcomes == 5:
            for worker in multiprocessing.active_children():
                worker.kill()

    loaded(settings, incoming, advance=killing)
    assert held(settings) == whole


def test_a_file_that_shrinks_while_it_is_offered_is_loaded_as_it_is_then(
    settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    text = "青石县2022年工作总结\n全年负责人出庭应诉三件。\n"
    file.write_text(f"{text}出庭应诉率百分之百。\n", "utf-8")
    offered = list(walk([file]))
    file.write_text(text, "utf-8")
    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
    ):
        load(offered, Indexing(library, engine, "embedded"))
        assert engine.search(parse("出庭应诉"), Page()).total == 1
        (original,) = (path for path in library.originals() if path.is_file())
        assert original.read_bytes() == file.read_bytes()


def test_a_file_whose_name_is_not_in_utf8_is_loaded_under_the_name_it_has_in_gb18030(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/" + "报告.txt".encode("gb18030"), "w") as file:
        file.write("青石县2022年工作总结\n全年负责人出庭应诉三件。\n")
    assert ended(settings, folder) == (0, "")
    with Library(settings.library) as library:
        (report,) = library.reports()
        assert (report.source, library.files_of(report.doc_id)) == (
            "报告.txt",
            [str(folder / "报告.txt")],
        )
