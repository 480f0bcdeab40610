"""The command `remove`: a report is taken out for good, and no load brings it back silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.engines.embedded import EmbeddedEngine
from archive.errors import ArchiveError
from archive.files import Fixity
from archive.library import Library
from indexer import removing
from tests.indexer.commanding import TEXT, TITLE, doc_id_of, found, run, write

ASKED = "永久移除这 1 份报告？不能撤销 [y/N]: "


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    return tmp_path / "in"


@pytest.fixture
def doc_id(data: Path, incoming: Path) -> str:
    """A report that two files hold, beside another one."""
    for name, count in (("a.txt", 3), ("b.txt", 3), ("c.txt", 5)):
        write(incoming / name, count)
    run(data, "load", str(incoming))
    return doc_id_of(data, incoming / "a.txt")


def test_a_report_is_named_with_its_files_and_removed_once_that_is_confirmed(
    data: Path, incoming: Path, doc_id: str
) -> None:
    ran = run(data, "remove", doc_id.upper(), typed=b"y\n")
    assert (ran.status, ran.lines) == (
        0,
        [
            f"将移除：{doc_id}《{TITLE}》",
            f"  文件：{incoming}/a.txt",
            f"  文件：{incoming}/b.txt",
            f"{ASKED}y",
            "已移除 1 份报告。",
        ],
    )
    assert found(data) == ["全年负责人出庭应诉5件。"]


@pytest.mark.parametrize("answer", [b"n\n", b"\n"])
def test_nothing_is_removed_unless_it_is_confirmed(data: Path, doc_id: str, answer: bytes) -> None:
    ran = run(data, "remove", doc_id, typed=answer)
    assert (ran.status, ran.lines[-1]) == (1, "什么都没有移除。")
    assert len(found(data)) == 2


def test_nothing_is_removed_when_no_one_answers(data: Path, doc_id: str) -> None:
    assert run(data, "remove", doc_id).status == 1
    assert len(found(data)) == 2


def test_nothing_is_removed_when_one_of_the_reports_is_unknown(data: Path, doc_id: str) -> None:
    with pytest.raises(ArchiveError, match="0123456789abcdef"):
        run(data, "remove", "--yes", doc_id, "0123456789abcdef")
    assert len(found(data)) == 2


def test_neither_text_nor_original_of_a_removed_report_is_kept(data: Path, doc_id: str) -> None:
    run(data, "remove", "--yes", doc_id)
    with Library(data / "library") as library:
        assert library.report(doc_id) is None
        assert library.original_of(doc_id) is None
        assert not library.original(Fixity.of(TEXT.format(3).encode()).sha256).exists()
        assert [report.doc_id for report in library.reports()] == [
            Fixity.of(TEXT.format(5).encode()).doc_id
        ]


def test_the_files_of_a_removed_report_are_counted_as_removed(
    data: Path, incoming: Path, doc_id: str
) -> None:
    run(data, "remove", "--yes", doc_id)
    assert run(data, "status").lines[0] == ("文件：共提交 3 个，其中已入索引 1，已移除 2")
    assert run(data, "status", str(incoming / "b.txt")).lines[:2] == [
        f"{incoming}/b.txt",
        "  去向：已移除（T）",
    ]


def test_the_next_load_passes_its_files_over_under_whatever_name(
    data: Path, incoming: Path, doc_id: str
) -> None:
    run(data, "remove", "--yes", doc_id)
    write(incoming / "d.txt", 3)
    ran = run(data, "load", str(incoming))
    assert (ran.status, ran.lines) == (
        0,
        ["提交 4 个文件：新装载 0，已在库 1，内容重复 0，解包 0，隔离 0，已移除 3。"],
    )
    assert found(data) == ["全年负责人出庭应诉5件。"]


def test_a_file_that_holds_something_new_is_loaded(data: Path, incoming: Path, doc_id: str) -> None:
    run(data, "remove", "--yes", doc_id)
    run(data, "load", str(write(incoming / "a.txt", 7)))
    assert found(data) == ["全年负责人出庭应诉5件。", "全年负责人出庭应诉7件。"]


def test_a_rebuilt_index_does_not_hold_a_removed_report(data: Path, doc_id: str) -> None:
    run(data, "remove", "--yes", doc_id)
    run(data, "rebuild")
    assert found(data) == ["全年负责人出庭应诉5件。"]


def test_a_retry_of_its_file_brings_a_report_back_under_all_its_names(
    data: Path, incoming: Path, doc_id: str
) -> None:
    run(data, "remove", "--yes", doc_id)
    assert run(data, "retry").lines == ["没有符合条件的文件。"]
    assert run(data, "retry", str(incoming)).lines == ["没有符合条件的文件。"]
    assert run(data, "retry", str(incoming / "b.txt")).lines == [
        "提交 1 个文件：新装载 1，已在库 0，内容重复 0，解包 0，隔离 0。"
    ]
    assert run(data, "status").lines[0] == ("文件：共提交 3 个，其中已入索引 2，内容重复 1")
    assert found(data) == ["全年负责人出庭应诉3件。", "全年负责人出庭应诉5件。"]


def test_the_version_that_a_removed_report_took_the_place_of_does_not_come_back(
    data: Path, incoming: Path
) -> None:
    for count in (3, 5):
        run(data, "load", str(write(incoming / "a.txt", count)))
    old = Fixity.of(TEXT.format(3).encode()).doc_id
    new = doc_id_of(data, incoming / "a.txt")
    assert run(data, "remove", "--yes", new).lines == [
        f"将移除：{new}《{TITLE}》",
        f"  文件：{incoming}/a.txt",
        f"  它取代的旧版不会恢复：{old}《{TITLE}》",
        "已移除 1 份报告。",
    ]
    assert found(data) == []
    run(data, "load", str(write(incoming / "a.txt", 7)))
    with Library(data / "library") as library:
        superseded = library.superseded(old)
    assert superseded
    assert superseded.by == doc_id_of(data, incoming / "a.txt")


class Killed(BaseException):
    """The process ends here."""


class KilledBeforeTheEngine(EmbeddedEngine):
    def remove(self, doc_ids: object) -> None:
        raise Killed


class KilledBeforeItIsNoted(Library):
    def mark_indexed(self, engine: str, doc_ids: object) -> None:
        raise Killed


class KilledBeforeTheOriginal(Library):
    def delete_original(self, sha256: str) -> None:
        raise Killed


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("open_engine", KilledBeforeTheEngine),
        ("Library", KilledBeforeItIsNoted),
        ("Library", KilledBeforeTheOriginal),
    ],
)
def test_a_second_remove_finishes_what_a_killed_one_began(
    data: Path, incoming: Path, doc_id: str, monkeypatch: pytest.MonkeyPatch, name: str, kind: type
) -> None:
    monkeypatch.setattr(removing, name, kind)
    with pytest.raises(Killed):
        run(data, "remove", "--yes", doc_id)
    monkeypatch.undo()
    assert run(data, "remove", doc_id).lines == [
        f"已经移除：{doc_id}《{TITLE}》",
        f"  文件：{incoming}/a.txt",
        f"  文件：{incoming}/b.txt",
        "已移除 1 份报告。",
    ]
    assert found(data) == ["全年负责人出庭应诉5件。"]
    originals = (data / "library" / "originals").rglob("*")
    assert [path.name for path in originals if path.is_file()] == [
        Fixity.of(TEXT.format(5).encode()).sha256
    ]
