"""`rebuild --reread`: originals are read again in place of what earlier readers made of them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from archive.errors import LibraryError
from archive.files import Fixity
from archive.library import Library
from archive.model import Report
from indexer import ocr
from indexer.limits import DEFAULTS
from indexer.rereading import reread
from indexer.workers import Workers
from tests.indexer.commanding import TEXT, doc_id_of, found, run, write
from tests.indexer.documents import read_report, zip_of
from tests.indexer.earlier import READER, put_back, write_ledger
from tests.indexer.scans import needs_ocr, page, saved
from tests.test_commands import run as run_process

AGAIN = (
    "照旧保留的报告还是原先读出的内容，检索不受影响。处理之后不必再装载，"
    "再运行一次 python -m indexer rebuild --reread；另存成新文件的才要装载。"
)
PUT_BACK = (
    "  处理：请用备份中同名的原件放回该处（备份是 tar，可单独取出一个文件），"
    "或把没有改动过的来源文件复制到该处并改成这个名字。"
)


def summary(read: int, changed: str = "0 份内容有变化", kept: int = 0) -> str:
    return f"重读原件 {read} 份，其中 {changed}；照旧保留 {kept} 份。"


def rebuilt(reports: int, paragraphs: int | None = None) -> str:
    return f"已重建索引：{reports} 份报告，{paragraphs or 2 * reports} 段。"


def stored(data: Path) -> list[tuple[str, Report]]:
    """Every report that is kept, in the order of loading, with the name of its reader."""
    with Library(data / "library") as library:
        kept = [one.doc_id for one in library.kept()]
        return [(str(library.reader_of(one)), report_of(library, one)) for one in kept]


def report_of(library: Library, doc_id: str) -> Report:
    report = library.report(doc_id)
    assert report
    return report


def rows(data: Path, query: str, *values: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "library" / "ledger.sqlite")) as ledger:
        return ledger.execute(query, values).fetchall()


def original_of(data: Path, path: Path | str) -> Path:
    with Library(data / "library") as library:
        original = library.original_of(doc_id_of(data, path))
    assert original
    return original


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def incoming(data: Path, tmp_path: Path) -> Path:
    """Three loaded reports: a text, a page, and one that its name alone tells for Markdown."""
    folder = tmp_path / "in"
    write(folder / "c.txt", 1)
    lines = TEXT.format(2).splitlines()
    (folder / "a.html").write_text("".join(f"<p>{line}</p>" for line in lines), "utf-8")
    write(folder / "b.md", 3)
    run(data, "load", *(str(folder / name) for name in ("c.txt", "a.html", "b.md")))
    return folder


@pytest.fixture
def earlier(data: Path, incoming: Path) -> Iterator[list[tuple[str, Report]]]:
    """The same archive as an earlier version left it; what it would be if read today."""
    today = stored(data)
    put_back(data)
    run(data, "rebuild")
    assert found(data) == []
    return today


def test_what_a_better_reader_reads_takes_the_stored_reports_place(
    data: Path, incoming: Path, earlier: list[tuple[str, Report]]
) -> None:
    ran = run(data, "rebuild", "--reread")
    assert (ran.status, ran.lines) == (
        0,
        [summary(3, "3 份内容有变化（html 1，markdown 1，plain 1）"), rebuilt(3)],
    )
    assert stored(data) == earlier
    assert found(data) == [f"全年负责人出庭应诉{count}件。" for count in (1, 2, 3)]


def test_read_again_a_second_time_nothing_changes(data: Path, incoming: Path) -> None:
    before = rows(data, "SELECT * FROM reports ORDER BY rowid")
    ran = run(data, "rebuild", "--reread")
    assert (ran.status, ran.lines) == (0, [summary(3), rebuilt(3)])
    assert rows(data, "SELECT * FROM reports ORDER BY rowid") == before


def test_what_the_ledger_tells_of_files_stays_as_it_is(
    data: Path, incoming: Path, earlier: list[tuple[str, Report]]
) -> None:
    (incoming / "bad.docx").write_bytes(b"random bytes")
    write(incoming / "copy.txt", 1)
    run(data, "load", str(incoming / "bad.docx"), str(incoming / "copy.txt"))
    before = rows(data, "SELECT * FROM files"), rows(data, "SELECT doc_id, loaded_at FROM reports")
    assert run(data, "rebuild", "--reread").status == 0
    assert (
        rows(data, "SELECT * FROM files"),
        rows(data, "SELECT doc_id, loaded_at FROM reports"),
    ) == before
    assert {row[1] for row in before[0]} == {"loaded", "duplicate", "quarantined"}


def test_a_plain_rebuild_reads_no_original(
    data: Path, incoming: Path, earlier: list[tuple[str, Report]]
) -> None:
    assert run(data, "rebuild").lines == [rebuilt(3)]
    assert [reader for reader, _ in stored(data)] == [READER] * 3


def test_what_a_person_set_stays_and_shows_what_is_read_now_instead(
    data: Path, incoming: Path
) -> None:
    doc_id = doc_id_of(data, incoming / "c.txt")
    put_back(data, doc_id)
    run(data, "correct", doc_id, "year=2019")
    with Library(data / "library") as library:
        assert report_of(library, doc_id).metadata.corrections["year"].read is None
    run(data, "rebuild", "--reread")
    with Library(data / "library") as library:
        metadata = report_of(library, doc_id).metadata
    assert (metadata.year, metadata.corrections["year"].read) == (2019, 2022)


def test_a_superseded_report_is_read_again_and_stays_superseded(data: Path, incoming: Path) -> None:
    older = doc_id_of(data, incoming / "c.txt")
    write(incoming / "c.txt", 7)
    run(data, "load", str(incoming / "c.txt"))
    put_back(data, older)
    ran = run(data, "rebuild", "--reread")
    assert ran.lines == [summary(4, "1 份内容有变化（plain 1）"), rebuilt(3)]
    with Library(data / "library") as library:
        assert report_of(library, older) == read_report(TEXT.format(1).encode(), "c.txt")
        assert library.superseded(older)
    assert found(data) == [f"全年负责人出庭应诉{count}件。" for count in (2, 3, 7)]


# What cannot be read


def test_a_report_whose_original_is_missing_is_kept_and_named(
    data: Path, incoming: Path, earlier: list[tuple[str, Report]]
) -> None:
    original = original_of(data, incoming / "b.md")
    original.unlink()
    ran = run(data, "rebuild", "--reread")
    assert (ran.status, ran.lines) == (
        1,
        [
            f"照旧保留：b.md（编号 {original.name[:16]}）",
            f"  原因：原件缺失：{original}",
            PUT_BACK,
            summary(2, "2 份内容有变化（html 1，plain 1）", 1),
            AGAIN,
            rebuilt(3),
        ],
    )
    assert [reader for reader, _ in stored(data)] == ["plain", "html", READER]
    assert found(data) == [f"全年负责人出庭应诉{count}件。" for count in (1, 2)]


def test_an_original_that_was_put_back_is_read_by_the_next(
    data: Path, incoming: Path, earlier: list[tuple[str, Report]]
) -> None:
    original = original_of(data, incoming / "b.md")
    original.unlink()
    run(data, "rebuild", "--reread")
    original.write_bytes((incoming / "b.md").read_bytes())
    ran = run(data, "rebuild", "--reread")
    assert (ran.status, ran.lines[0]) == (0, summary(3, "1 份内容有变化（markdown 1）"))
    assert stored(data) == earlier


def test_an_original_that_was_changed_is_not_read(data: Path, incoming: Path) -> None:
    before = stored(data)
    original = original_of(data, incoming / "c.txt")
    original.write_text(TEXT.format(9), "utf-8")
    ran = run(data, "rebuild", "--reread")
    assert (ran.status, ran.lines[1:3]) == (
        1,
        [f"  原因：原件的内容与其 SHA-256 不符：{original}", PUT_BACK],
    )
    assert stored(data) == before


def keep(data: Path, name: str, content: bytes) -> Report:
    """Let the library hold an original, and what an earlier reader is said to have read in it."""
    fixity = Fixity.of(content)
    report = replace(
        read_report(TEXT.format(4).encode(), "a.txt"), doc_id=fixity.doc_id, source=name
    )
    with Library(data / "library", writable=True) as library:
        library.keep_original(fixity, content)
        library.record_report(f"/in/{name}", fixity, READER, report)
    return report


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"random bytes", "docx 文件不完整或已损坏"),
        ("a.txt", "出庭应诉。\n".encode() * 3_000_000, "读取超过 2 秒，已中止"),
        (
            "a.zip",
            zip_of({"甲.txt": "正文。"}),
            "原件现在被认作压缩包，或没有正文的邮件，读不出报告",
        ),
    ],
)
def test_a_report_that_no_reader_reads_now_is_kept_with_the_reason_and_the_others_are_read(
    data: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, reason: str
) -> None:
    monkeypatch.setenv("ARCHIVE_READ_SECONDS", "2")
    before = keep(data, name, content)
    other = keep(data, "b.txt", TEXT.format(5).encode())
    ran = run(data, "rebuild", "--reread")
    assert (ran.status, ran.lines[0], ran.lines[1]) == (
        1,
        f"照旧保留：{name}（编号 {before.doc_id}）",
        f"  原因：{reason}",
    )
    assert ran.lines[2].startswith("  处理：请")
    wanted = replace(read_report(TEXT.format(5).encode(), "b.txt"), doc_id=other.doc_id)
    assert stored(data) == [(READER, before), ("plain", wanted)]


LINES = ["青石县司法局2022年工作总结", "全年行政机关负责人出庭应诉57件。"]


@pytest.mark.parametrize("has_ocr", [False, True])
@needs_ocr
def test_a_scan_is_read_again_by_ocr_and_kept_where_that_is_not_installed(
    data: Path, monkeypatch: pytest.MonkeyPatch, has_ocr: bool
) -> None:
    keep(data, "a.png", saved(page(LINES, height=120)))
    if not has_ocr:
        monkeypatch.setattr(ocr, "available", lambda: False)
    lines = run(data, "rebuild", "--reread").lines
    ((reader, report),) = stored(data)
    if has_ocr:
        assert lines[0] == summary(1, "1 份内容有变化（scan 1）")
        assert (reader, [one.text for one in report.paragraphs]) == ("scan", LINES)
    else:
        assert "pip install -r requirements-ocr.txt" in lines[2]
        assert (reader, report.paragraphs[1].text) == (READER, "全年负责人出庭应诉4件。")


def test_of_a_mail_its_own_text_is_read_again_and_what_it_brought_apart(
    data: Path, tmp_path: Path
) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = "a@example.org", "b@example.org", "Mon, 2 Jan 2023"
    mail["Subject"] = "关于报送2022年法治政府建设情况报告的函"
    mail.set_content("县委依法治县办：\n现将负责人出庭应诉情况一并报送。\n")
    mail.add_attachment(TEXT.format(3).encode(), "text", "plain", filename="报告.txt")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    run(data, "load", str(tmp_path / "a.eml"))
    today = stored(data)
    put_back(data)
    ran = run(data, "rebuild", "--reread")
    assert ran.lines[0] == summary(2, "2 份内容有变化（mail 1，plain 1）")
    assert stored(data) == today
    assert not [*(data / "library" / "unpacking").glob("*")]


# What the engines are told


def test_only_reports_that_changed_have_to_be_indexed_anew(data: Path, incoming: Path) -> None:
    doc_id = doc_id_of(data, incoming / "a.html")
    put_back(data, doc_id)
    with Library(data / "library", writable=True) as library, Workers(DEFAULTS) as workers:
        told = {one.doc_id: (one.reader, one.changed) for one in reread(library, workers)}
        unindexed = [report.doc_id for report in library.unindexed("embedded")]
    assert told == {
        doc_id_of(data, incoming / "c.txt"): ("plain", False),
        doc_id: ("html", True),
        doc_id_of(data, incoming / "b.md"): ("markdown", False),
    }
    assert unindexed == [doc_id]


def test_a_report_in_the_form_of_an_earlier_version_is_no_changed_one(
    data: Path, incoming: Path
) -> None:
    doc_id = doc_id_of(data, incoming / "c.txt")
    before = rows(data, "SELECT parsed FROM reports WHERE doc_id = ?", doc_id)
    record = json.loads(zlib.decompress(before[0][0]))
    del record["stated"]  # versions before 0.4.0 wrote none
    older = zlib.compress(json.dumps(record).encode())
    write_ledger(data, "UPDATE reports SET parsed = ? WHERE doc_id = ?", older, doc_id)
    assert run(data, "rebuild", "--reread").lines[0] == summary(3)
    assert rows(data, "SELECT parsed FROM reports WHERE doc_id = ?", doc_id) == before


def test_a_load_brings_the_engine_in_step_where_no_index_was_rebuilt(
    data: Path, incoming: Path, earlier: list[tuple[str, Report]]
) -> None:
    with Library(data / "library", writable=True) as library, Workers(DEFAULTS) as workers:
        assert all(one.changed for one in reread(library, workers))
    ran = run(data, "load", str(incoming))
    assert ran.lines[0] == "接续上次：补入索引 3 份报告。"
    assert found(data) == [f"全年负责人出庭应诉{count}件。" for count in (1, 2, 3)]


def test_what_was_read_again_is_not_lost_when_the_index_cannot_be_built(
    data: Path, incoming: Path, earlier: list[tuple[str, Report]]
) -> None:
    nowhere = {"ARCHIVE_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": "http://127.0.0.1:1"}
    done = run_process(data, "indexer", "rebuild", "--reread", **nowhere)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        "重读的结果已经记入台账，只差索引；排除下面的问题后运行 python -m indexer rebuild。",
    )
    assert stored(data) == earlier


# A stored report that does not parse


@pytest.fixture
def damaged(data: Path, incoming: Path) -> str:
    doc_id = doc_id_of(data, incoming / "b.md")
    bad = zlib.compress(b"{")
    write_ledger(data, "UPDATE reports SET parsed = ? WHERE doc_id = ?", bad, doc_id)
    return doc_id


def test_verify_advises_to_read_a_damaged_report_again_and_that_mends_it(
    data: Path, incoming: Path, damaged: str
) -> None:
    ran = run(data, "verify")
    assert ran.status == 1
    assert ran.lines[0].startswith(f"台账中的报告读不出来：{damaged}（JSONDecodeError")
    assert ran.lines[1].startswith("1 处：请运行 python -m indexer rebuild --reread，")
    assert run(data, "rebuild", "--reread").lines == [
        summary(3, "1 份内容有变化（markdown 1）"),
        rebuilt(3),
    ]
    assert run(data, "verify").lines == ["核对完毕，没有不符：3 份报告，3 个原件。"]


def test_a_plain_rebuild_names_a_damaged_report_and_leaves_the_index_in_service(
    data: Path, incoming: Path, damaged: str
) -> None:
    with pytest.raises(LibraryError) as failed:
        run(data, "rebuild")
    assert failed.value.message == f"台账中的报告 {damaged} 读不出来（JSONDecodeError）。"
    assert "rebuild --reread" in failed.value.remedy
    assert len(found(data)) == 3
