"""Backups: whole or not there at all, taken while others work, and restored byte by byte."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.backup import BackupError, back_up
from archive.engines.embedded import EmbeddedEngine
from archive.files import Fixity
from archive.library import Library
from archive.model import Query
from archive.restoring import restore
from archive.settings import Settings
from archive.verification import Verification
from tests.engines.contract import FOUR, report
from tests.engines.verification_contract import kept

ROOT = Path(__file__).parents[2]
TABLES = ("reports", "files", "corrections", "superseded", "removed")

Members = dict[str, bytes]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An archive of four reports, a file that was not read, and a list of variants."""
    settings = Settings(tmp_path / "data")
    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
    ):
        engine.replace([kept(library, one) for one in FOUR])
        library.mark_rebuilt("embedded")
        library.keep_original(Fixity.of(b"unreadable"), b"unreadable")
        library.record_quarantined("/in/bad.docx", "文件不完整", "请重新复制")
    (settings.data / "variants.txt").write_text("首长出庭 = 负责人出庭\n", "utf-8")
    return settings


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "restored")


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    back_up(settings, tmp_path / "backup.tar")
    return tmp_path / "backup.tar"


def rows(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(settings.library / "ledger.sqlite") as ledger:
        found = {
            table: ledger.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in TABLES
        }
    ledger.close()
    return found


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def members_of(file: Path) -> Members:
    with tarfile.open(file) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]


def write(file: Path, members: Members) -> None:
    with tarfile.open(file, "w") as tar:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


# Backup and restore


def test_a_restored_archive_has_the_same_ledger_originals_and_list_of_variants(
    settings: Settings, empty: Settings, file: Path
) -> None:
    manifest = restore(empty, file)
    originals = files_below(settings.library / "originals")
    assert rows(empty) == rows(settings)
    assert files_below(empty.library / "originals") == originals
    assert (manifest.reports, manifest.files, manifest.originals) == (4, 5, 5)
    assert sorted(path.name for path in empty.data.iterdir()) == ["library", "variants.txt"]
    variants = (settings.data / "variants.txt").read_bytes()
    assert (empty.data / "variants.txt").read_bytes() == variants


def test_a_restored_archive_gives_every_engine_all_that_it_holds(
    settings: Settings, empty: Settings, file: Path
) -> None:
    restore(empty, file)
    with Library(settings.library) as library, EmbeddedEngine(settings) as engine:
        assert list(library.unindexed("embedded")) == []
        before = list(engine.scan(Query()))
    with Library(empty.library, writable=True) as library, EmbeddedEngine(empty) as engine:
        engine.replace(library.unindexed("embedded"))
        assert list(engine.scan(Query())) == before


def test_a_backup_holds_nothing_but_what_is_named_in_the_manifest(
    settings: Settings, file: Path
) -> None:
    members = members_of(file)
    manifest = json.loads(members["manifest.json"])
    originals = sorted(name for name in members if name.startswith("originals/"))
    assert list(members) == ["ledger.sqlite", "variants.txt", *originals, "manifest.json"]
    assert manifest["format"] == 1
    assert manifest["originals"] == len(originals) == 5
    for name, key in (("ledger.sqlite", "ledger_sha256"), ("variants.txt", "variants_sha256")):
        assert manifest[key] == hashlib.sha256(members[name]).hexdigest()


def test_an_archive_without_a_list_of_variants_is_restored_without_one(
    settings: Settings, empty: Settings, tmp_path: Path
) -> None:
    (settings.data / "variants.txt").unlink()
    back_up(settings, tmp_path / "backup.tar")
    restore(empty, tmp_path / "backup.tar")
    assert [path.name for path in empty.data.iterdir()] == ["library"]


def test_the_original_of_a_report_that_was_removed_is_not_backed_up(
    settings: Settings, empty: Settings, tmp_path: Path
) -> None:
    with Library(settings.library, writable=True) as library:
        (first, *_) = library.kept()
        library.remove(first.doc_id)
        assert library.original(first.sha256).exists()
    back_up(settings, tmp_path / "backup.tar")
    restore(empty, tmp_path / "backup.tar")
    assert first.sha256 not in {path.name for path in empty.library.rglob("*")}
    assert rows(empty) == rows(settings)


def test_a_backup_of_a_library_that_lacks_originals_holds_the_others_and_says_so(
    settings: Settings, empty: Settings, tmp_path: Path
) -> None:
    with Library(settings.library) as library:
        gone, changed, *_ = (library.original(one.sha256) for one in library.kept())
    gone.unlink()
    changed.write_bytes(b"changed")
    manifest = back_up(settings, tmp_path / "backup.tar")
    assert (manifest.missing, manifest.changed) == ([gone.name], [changed.name])
    assert (manifest.reports, manifest.originals) == (4, 3)
    assert restore(empty, tmp_path / "backup.tar") == manifest
    assert rows(empty) == rows(settings)


def test_a_backup_taken_while_a_loader_writes_is_of_one_moment(
    settings: Settings, tmp_path: Path
) -> None:
    stopped = threading.Event()
    written: list[int] = []

    def load() -> None:
        with Library(settings.library, writable=True) as library:
            for number in range(1_000_000):
                if stopped.is_set():
                    return
                form = report(f"{number:016x}", f"办理{number}件。")
                kept(library, form, f"/in/{number % 50}.txt")
                written.append(number)

    loader = threading.Thread(target=load)
    loader.start()
    try:
        counts = []
        for number in range(5):
            before = len(written)
            while len(written) < before + 20:  # it is writing still
                assert loader.is_alive()
            file = tmp_path / f"{number}.tar"
            counts.append(back_up(settings, file).reports)
    finally:
        stopped.set()
        loader.join()
    assert counts == sorted(set(counts))
    for number, count in enumerate(counts):
        restored = Settings(tmp_path / f"restored{number}")
        restore(restored, tmp_path / f"{number}.tar")
        with Library(restored.library, writable=True) as library:
            verification = Verification(library)
            assert [*verification.in_ledger(), *verification.in_library()] == []
            assert len(list(library.kept())) == count


# What is refused


def test_an_existing_file_is_not_overwritten(settings: Settings, file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(BackupError, match="已存在，没有覆盖"):
        back_up(settings, file)
    assert file.read_bytes() == before


def test_there_is_nothing_to_back_up_where_there_is_no_archive(
    empty: Settings, tmp_path: Path
) -> None:
    with pytest.raises(BackupError, match="没有档案库"):
        back_up(empty, tmp_path / "backup.tar")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_backup_and_no_part_of_one(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    back_up(settings, tmp_path / "backup.tar")
    whole = (tmp_path / "backup.tar").stat().st_size
    # In the copy of the ledger, in the tar, and at its very end.
    for limit in (8_000, whole // 2, whole - 1):
        code = f"""
import resource
from pathlib import Path
from archive.backup import back_up
from archive.settings import Settings
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
back_up(Settings(Path({str(settings.data)!r})), Path({str(folder / "backup.tar")!r}))
"""
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "BackupError: 备份没有写成" in done.stderr
        assert list(folder.iterdir()) == []


def test_a_backup_is_restored_into_an_empty_folder_only(settings: Settings, file: Path) -> None:
    before = files_below(settings.data)
    with pytest.raises(BackupError, match="不是空的（有 index）"):
        restore(settings, file)
    assert files_below(settings.data) == before


def test_what_a_killed_restore_left_is_in_nobodys_way(empty: Settings, file: Path) -> None:
    (empty.data / "restoring" / "library").mkdir(parents=True)
    (empty.data / "restoring" / "library" / "ledger.sqlite").touch()
    (empty.data / "lost+found").mkdir()
    restore(empty, file)
    assert sorted(one.name for one in empty.data.iterdir()) == [
        *("library", "lost+found", "variants.txt")
    ]


def renamed(old: str, new: str) -> Callable[[Members], Members]:
    return lambda members: {new if name == old else name: one for name, one in members.items()}


def without(wanted: Callable[[str], bool]) -> Callable[[Members], Members]:
    return lambda members: {name: one for name, one in members.items() if not wanted(name)}


def changed(name: str, data: bytes) -> Callable[[Members], Members]:
    return lambda members: {**members, name: data}


STRAY = Fixity.of(b"stray").sha256

DAMAGES: dict[str, Callable[[Members], Members]] = {
    "没有结尾的清单": without(lambda name: name == "manifest.json"),
    "缺少“ledger.sqlite”": without(lambda name: name == "ledger.sqlite"),
    "缺少“variants.txt”": without(lambda name: name == "variants.txt"),
    "缺少“originals/": without(lambda name: name[-64:] == Fixity.of(b"a" * 16).sha256),
    "有 4 个原件，清单写的是 5 个": without(
        lambda name: name[-64:] == Fixity.of(b"unreadable").sha256
    ),
    "“ledger.sqlite”的内容与其": changed("ledger.sqlite", b"another"),
    "“variants.txt”的内容与其": changed("variants.txt", b"another"),
    "“originals/..?/.{64}”的内容与其": changed(f"originals/{'ab'}/{'ab' * 32}", b"another"),
    "清单（manifest.json）读不出来": changed("manifest.json", b"{}"),
    "格式是第 2 版": changed("manifest.json", b'{"format": 2}'),
    "不属于备份的“../variants.txt”": renamed("variants.txt", "../variants.txt"),
    "不属于备份的“/etc/variants.txt”": renamed("variants.txt", "/etc/variants.txt"),
    "不属于备份的“originals/../x”": changed("originals/../x", b"x"),
    f"不属于备份的“originals/00/{STRAY}”": changed(f"originals/00/{STRAY}", b"stray"),
}


@pytest.mark.parametrize("said", DAMAGES)
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    empty: Settings, file: Path, said: str
) -> None:
    members = DAMAGES[said](members_of(file))
    if "manifest.json" in members:  # last, as ever
        members["manifest.json"] = members.pop("manifest.json")
    write(file, members)
    with pytest.raises(BackupError, match=f"备份 .*backup.tar 不能用.*{said}"):
        restore(empty, file)
    assert not empty.data.exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE])
def test_a_member_that_is_no_plain_file_is_refused(
    empty: Settings, file: Path, tmp_path: Path, kind: bytes
) -> None:
    with tarfile.open(file, "w") as tar:
        member = tarfile.TarInfo("variants.txt")
        member.type, member.linkname = kind, str(tmp_path)
        tar.addfile(member)
    with pytest.raises(BackupError, match=r"不属于备份的“variants\.txt”"):
        restore(empty, file)
    assert not empty.data.exists()


@pytest.mark.parametrize("name", ["ledger.sqlite", "manifest.json"])
def test_a_member_that_comes_twice_is_refused(empty: Settings, file: Path, name: str) -> None:
    data = members_of(file)[name]
    with tarfile.open(file, "a") as tar:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))
    with pytest.raises(BackupError, match=name):
        restore(empty, file)
    assert not empty.data.exists()


def test_a_backup_that_was_cut_off_anywhere_is_refused(empty: Settings, file: Path) -> None:
    data = file.read_bytes()
    end = data.rindex(b"}") + 1  # of the manifest; after it there are only zeros
    for length in (0, 100, 512, *range(1_000, end, 9_973), end - 1):
        file.write_bytes(data[:length])
        with pytest.raises(BackupError, match="不能用"):
            restore(empty, file)
        assert not empty.data.exists()


def test_a_backup_with_any_byte_changed_is_refused_or_restores_the_same(
    settings: Settings, empty: Settings, file: Path
) -> None:
    data = file.read_bytes()
    chance = random.Random(7)
    refused = 0
    for number in range(60):
        damaged = bytearray(data)
        damaged[chance.randrange(data.rindex(b"}"))] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        restored = Settings(empty.data / str(number))
        try:
            restore(restored, file)
        except BackupError:
            refused += 1
            assert not restored.data.exists()
        else:
            assert rows(restored) == rows(settings)
            originals = files_below(settings.library / "originals")
            assert files_below(restored.library / "originals") == originals
    assert refused > 30


def test_what_is_no_backup_is_refused(empty: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(random.Random(7).randbytes(5_000))
    with pytest.raises(BackupError, match="不是 tar 文件"):
        restore(empty, tmp_path / "a.tar")
    with pytest.raises(BackupError, match="打不开"):
        restore(empty, tmp_path / "nowhere.tar")
    assert not empty.data.exists()


def test_a_restore_onto_a_full_disk_leaves_nothing(empty: Settings, file: Path) -> None:
    empty.data.mkdir()
    code = f"""
import resource
from pathlib import Path
from archive.restoring import restore
from archive.settings import Settings
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
restore(Settings(Path({str(empty.data)!r})), Path({str(file)!r}))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "BackupError: 没有恢复成" in done.stderr
    assert os.listdir(empty.data) == []
