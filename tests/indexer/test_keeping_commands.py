"""The commands verify, backup and restore, as a person runs them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.files import Fixity
from archive.library import Library
from tests.conftest import SAMPLES
from tests.test_commands import run

COUNT = len(list(SAMPLES.rglob("*.*")))
SOUND = f"核对完毕，没有不符：{COUNT} 份报告，{COUNT} 个原件。"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("loaded") / "data"
    run(data, "indexer", "load", str(SAMPLES))
    return data


@pytest.fixture
def data(tmp_path: Path, loaded: Path) -> Path:
    """An archive of the samples, a copy for each test."""
    return Path(shutil.copytree(loaded, tmp_path / "data"))


def an_original(data: Path) -> Path:
    return min((data / "library" / "originals").glob("*/*"))


def test_verify_of_a_sound_archive_ends_with_status_0(data: Path) -> None:
    done = run(data, "indexer", "verify")
    assert (done.returncode, done.stdout, done.stderr) == (0, SOUND + "\n", "")


def test_verify_names_each_difference_and_what_to_do_once_for_each_kind(data: Path) -> None:
    shutil.rmtree(data / "index")
    path = an_original(data)
    path.unlink()
    done = run(data, "indexer", "verify")
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0] == f"原件缺失：{path}（{path.name[:16]}）"
    assert sorted(lines[1:-3]) == lines[1:-3]
    assert {line[:9] for line in lines[1:-3]} == {"索引里没有这份报告"}
    assert len(lines[1:-3]) == COUNT
    assert lines[-3].startswith("1 处：请用备份中同名的原件放回该处")
    assert lines[-2:] == [
        f"{COUNT} 处：请运行 python -m indexer rebuild。",
        f"核对完毕，有 {COUNT + 1} 处不符：共 {COUNT} 份报告，{COUNT - 1} 个原件。",
    ]


def test_what_verify_advises_makes_the_archive_sound(data: Path, tmp_path: Path) -> None:
    shutil.rmtree(data / "index")
    original = an_original(data)
    run(data, "indexer", "backup", str(tmp_path / "backup.tar"))
    original.write_bytes(b"changed")
    assert run(data, "indexer", "verify").returncode == 1
    name = str(original.relative_to(data / "library"))
    shutil.unpack_archive(tmp_path / "backup.tar", tmp_path / "unpacked", filter="data")
    shutil.copy(tmp_path / "unpacked" / name, original)
    run(data, "indexer", "rebuild")
    assert run(data, "indexer", "verify").stdout == SOUND + "\n"


def test_verify_knows_the_originals_of_files_that_were_not_read(data: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"random")
    run(data, "indexer", "load", str(bad))
    done = run(data, "indexer", "verify")
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [f"核对完毕，没有不符：{COUNT} 份报告，{COUNT + 1} 个原件。"],
    )
    original = data / "library" / "originals" / (name := Fixity.of(b"random").sha256)[:2] / name
    original.unlink()
    lines = run(data, "indexer", "verify").stdout.splitlines()
    assert lines[0] == f"原件缺失：{original}（{bad}）"


def test_verify_tells_of_sound_originals_that_no_file_is_known_to_have(
    data: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"random")
    run(data, "indexer", "load", str(bad))
    with closing(sqlite3.connect(data / "library" / "ledger.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE files SET sha256 = NULL WHERE state = 'quarantined'")
    done = run(data, "indexer", "verify")
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [
            "另有 1 个原件完好，而台账里没有它的文件：装载被打断时留下，或由 0.4.0 以前的版本隔离，"
            "当时没有记下 SHA-256；不算不符。再装载一次来源文件即可记上。",
            f"核对完毕，没有不符：{COUNT} 份报告，{COUNT + 1} 个原件。",
        ],
    )


def test_verify_of_a_damaged_ledger_says_so_and_goes_no_further(data: Path) -> None:
    path = data / "library" / "ledger.sqlite"
    ledger = bytearray(path.read_bytes())
    middle = len(ledger) // 2 // 4096 * 4096
    ledger[middle:-4096] = b"\xff" * (len(ledger) - middle - 4096)
    path.write_bytes(ledger)
    done = run(data, "indexer", "verify")
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (1, "")
    assert lines[0].startswith("台账损坏：")
    assert "台账损坏，没有再核对原件和索引。" in lines
    assert "restore" in lines[-2]


def test_verify_where_there_is_no_archive_makes_none(tmp_path: Path) -> None:
    done = run(tmp_path / "data", "indexer", "verify")
    assert (done.returncode, done.stdout) == (0, "核对完毕，没有不符：0 份报告，0 个原件。\n")
    assert not (tmp_path / "data").exists()


def test_a_restored_archive_finds_what_the_one_backed_up_did(data: Path, tmp_path: Path) -> None:
    file, restored = tmp_path / "backup.tar", tmp_path / "restored"
    backup = run(data, "indexer", "backup", str(file))
    counts = f"{COUNT} 份报告，{COUNT} 个原件，台账记有 {COUNT} 个文件。"
    assert (backup.returncode, backup.stdout) == (0, f"已备份到 {file}：{counts}\n")
    done = run(restored, "indexer", "restore", str(file))
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == f"已恢复到 {restored}：{counts}"
    assert lines[1].startswith(f"已重建索引：{COUNT} 份报告")
    assert run(restored, "indexer", "verify").stdout == SOUND + "\n"
    search = ("archive", "search", "出庭应诉", "--json", "--limit", "1000")
    assert run(restored, *search).stdout == run(data, *search).stdout
    again = run(restored, "indexer", "load", str(SAMPLES)).stdout
    assert again.splitlines()[-1].startswith(f"提交 {COUNT} 个文件：新装载 0，已在库 {COUNT}")


def test_backup_says_which_originals_it_lacks(data: Path, tmp_path: Path) -> None:
    path = an_original(data)
    path.write_bytes(b"changed")
    done = run(data, "indexer", "backup", str(tmp_path / "backup.tar"))
    assert done.returncode == 1
    assert done.stdout.splitlines()[1] == f"备份里缺这个原件（内容与其 SHA-256 不符）：{path}"
    done = run(tmp_path / "restored", "indexer", "restore", str(tmp_path / "backup.tar"))
    assert done.returncode == 0
    assert "其中有 1 个原件备份时就缺" in done.stdout


def test_a_restore_whose_index_cannot_be_built_keeps_what_it_restored(
    data: Path, tmp_path: Path
) -> None:
    file, restored = tmp_path / "backup.tar", tmp_path / "restored"
    run(data, "indexer", "backup", str(file))
    nowhere = {"ARCHIVE_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": "http://127.0.0.1:1"}
    done = run(restored, "indexer", "restore", str(file), **nowhere)
    assert done.returncode == 2
    assert done.stderr.startswith("台账和原件已经恢复，只差索引")
    assert "连不上 Elasticsearch" in done.stderr
    assert run(restored, "indexer", "rebuild").returncode == 0
    assert run(restored, "indexer", "verify").stdout == SOUND + "\n"


def test_a_restore_over_an_archive_is_refused(data: Path, tmp_path: Path) -> None:
    run(data, "indexer", "backup", str(tmp_path / "backup.tar"))
    done = run(data, "indexer", "restore", str(tmp_path / "backup.tar"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "不是空的" in done.stderr
    assert run(data, "indexer", "verify").stdout == SOUND + "\n"


def test_verify_is_refused_while_a_loader_writes(data: Path) -> None:
    with Library(data / "library", writable=True):
        done = run(data, "indexer", "verify")
    assert done.returncode == 2
    assert "请等它结束后再运行" in done.stderr
