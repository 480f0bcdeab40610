"""The library: originals by hash, and a ledger in which nothing is lost."""

from __future__ import annotations

import json
import sqlite3
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import sampled_from

from archive import recorded
from archive.corrections import Change
from archive.errors import EngineBusy, LibraryError
from archive.files import Fixity, State
from archive.ledger import open_ledger
from archive.library import Library
from archive.model import (
    Correction,
    Evidence,
    Level,
    Metadata,
    Paragraph,
    Report,
    Role,
    SectionKind,
)
from archive.records import from_report, to_report
from tests.archive.ledgers import step_back


def report(data: bytes, text: str = "出庭应诉。") -> Report:
    """A report as it would be read from these bytes."""
    return Report(
        doc_id=Fixity.of(data).doc_id,
        source="a.txt",
        metadata=Metadata(
            title="青石县2022年报告",
            year=2022,
            covers=(2021, 2022),
            level=Level.COUNTY,
            is_department=False,
            evidence={"year": Evidence("2022", 0, 3, 7)},
        ),
        paragraphs=(
            Paragraph(0, Role.TITLE, "青石县2022年报告"),
            Paragraph(1, Role.BODY, text, ("一、成效",), SectionKind.ACHIEVEMENTS, (2022,)),
        ),
    )


def with_table(data: bytes) -> Report:
    """The same, with a row of a table and what the file states beside its text."""
    row = Paragraph(2, Role.TABLE_ROW, "云江区\t128", columns=("地区", "件数"))
    plain = report(data)
    stated = (("发布时间", "2023-01-20"), ("来源", "司法局"))
    return replace(plain, paragraphs=(*plain.paragraphs, row), stated=stated)


def add(library: Library, path: str, data: bytes) -> str:
    fixity = Fixity.of(data)
    library.keep_original(fixity, data)
    library.record_report(path, fixity, "plain", report(data))
    return fixity.doc_id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def test_a_report_comes_back_as_it_was_recorded(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        doc_id = add(library, "/in/a.txt", b"a")
        assert library.report(doc_id) == report(b"a")


def test_a_report_as_json_and_back_is_the_same() -> None:
    assert to_report(from_report(with_table(b"a"))) == with_table(b"a")


def test_an_original_is_kept_under_its_hash(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        fixity = Fixity.of(b"bytes of a report")
        path = library.keep_original(fixity, b"bytes of a report")
        assert path == library.original(fixity.sha256)
        assert path.read_bytes() == b"bytes of a report"
        assert path.relative_to(folder).parts == ("originals", fixity.sha256[:2], fixity.sha256)


def test_everything_is_there_when_the_library_is_opened_again(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        add(library, "/in/a.txt", b"a")
        library.record_quarantined("/in/b.docx", "文件是空的", "请重新导出")
    with Library(folder) as library:
        assert list(library.reports()) == [report(b"a")]
        (file,) = library.quarantined()
        assert (file.path, file.reason, file.remedy) == ("/in/b.docx", "文件是空的", "请重新导出")


def test_a_library_that_does_not_exist_reads_as_empty_and_is_not_made(folder: Path) -> None:
    with Library(folder) as library:
        assert list(library.reports()) == []
        assert sum(library.counts().values()) == 0
    assert not folder.exists()


def test_what_an_engine_lacks_is_told_engine_by_engine(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        first, second = add(library, "/in/a.txt", b"a"), add(library, "/in/b.txt", b"b")
        library.mark_indexed("embedded", [first])
        lacking = [one.doc_id for one in library.unindexed("embedded")]
        assert lacking == [second]
        assert [one.doc_id for one in library.unindexed("elasticsearch")] == [first, second]
        library.mark_rebuilt("elasticsearch")
        assert list(library.unindexed("elasticsearch")) == []


def test_a_second_loader_is_told_to_wait(folder: Path) -> None:
    with Library(folder, writable=True), pytest.raises(EngineBusy, match="另一个装载程序"):
        Library(folder, writable=True)
    with Library(folder, writable=True):
        pass  # the first has let go


def test_it_can_be_read_while_it_is_written(folder: Path) -> None:
    with Library(folder, writable=True) as writer, Library(folder) as reader:
        doc_id = add(writer, "/in/a.txt", b"a")
        assert reader.report(doc_id) == report(b"a")


def test_a_ledger_of_another_version_is_refused(folder: Path) -> None:
    with Library(folder, writable=True):
        pass
    with sqlite3.connect(folder / "ledger.sqlite") as ledger:
        ledger.execute("PRAGMA user_version = 99")
    ledger.close()
    with pytest.raises(LibraryError, match="第 99 版"):
        Library(folder)


def test_a_ledger_that_is_no_database_is_named_with_a_remedy(folder: Path) -> None:
    folder.mkdir()
    (folder / "ledger.sqlite").write_text("not a database, but long enough to be taken for one")
    with pytest.raises(LibraryError, match=r"已损坏：不是台账文件。\n.*恢复"):
        Library(folder)


def year_of(library: Library, doc_id: str) -> int | None:
    found = library.report(doc_id)
    assert found is not None
    return found.metadata.year


def test_a_correction_is_in_every_report_that_the_library_gives(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        doc_id = add(library, "/in/a.txt", b"a")
        library.correct([Change(doc_id, "covers", (2019, 2020))], "correct")
        made = library.report(doc_id)
        assert made is not None
        assert made.metadata.covers == (2019, 2020)
        today = date.today().isoformat()
        wanted = Correction((2019, 2020), today, "correct", read=(2021, 2022))
        assert made.metadata.corrections == {"covers": wanted}
        assert list(library.reports()) == [made] == list(library.unindexed("embedded"))
        assert library.corrected(report(b"a")) == made


def test_a_corrected_report_has_to_be_indexed_anew_on_every_engine(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        first, second = add(library, "/in/a.txt", b"a"), add(library, "/in/b.txt", b"b")
        for engine in ("embedded", "elasticsearch"):
            library.mark_indexed(engine, [first, second])
        library.correct([Change(first, "year", 2020)], "correct")
        for engine in ("embedded", "elasticsearch"):
            assert [one.doc_id for one in library.unindexed(engine)] == [first]


def test_a_correction_that_is_taken_back_leaves_what_was_read(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        doc_id = add(library, "/in/a.txt", b"a")
        library.correct([Change(doc_id, "year", 2020)], "correct")
        library.correct([Change(doc_id, "year", take_back=True)], "correct")
        assert library.report(doc_id) == report(b"a")


def test_of_corrections_that_fail_none_is_recorded(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        doc_id = add(library, "/in/a.txt", b"a")
        bad = Change(doc_id, "unit", object())  # nothing that JSON can hold
        with pytest.raises(TypeError):
            library.correct([Change(doc_id, "year", 2020), bad], "correct")
        assert year_of(library, doc_id) == 2022


@pytest.mark.parametrize("version", [0, 1, 5])
def test_a_ledger_that_many_programs_open_at_once_is_made_and_brought_up_to_date_once(
    folder: Path, version: int
) -> None:
    with Library(folder, writable=True) as library:
        doc_id = add(library, "/in/a.txt", b"a")
    path = folder / "ledger.sqlite"
    step_back(path, version) if version else path.unlink()

    def found(_: int) -> bool:
        with closing(open_ledger(path)) as ledger:
            return bool(
                ledger.execute("SELECT 1 FROM reports WHERE doc_id = ?", (doc_id,)).fetchone()
            )

    with ThreadPoolExecutor(8) as programs:
        assert list(programs.map(found, range(40))) == [version > 0] * 40


def test_a_ledger_of_the_first_version_is_brought_up_to_date(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        doc_id = add(library, "/in/a.txt", b"a")
    record = from_report(report(b"a"))
    del record["corrections"], record["evidence"]["year"]["rule"]  # as version 0.1.0 wrote it
    del record["stated"]
    for paragraph in record["paragraphs"]:
        del paragraph["columns"]
    with sqlite3.connect(folder / "ledger.sqlite") as ledger:
        parsed = zlib.compress(json.dumps(record).encode())
        ledger.execute("UPDATE reports SET parsed = ?", (parsed,))
    ledger.close()
    step_back(folder / "ledger.sqlite", 1)
    with Library(folder, writable=True) as library:
        assert library.report(doc_id) == report(b"a")
        library.correct([Change(doc_id, "year", 2020)], "correct")
        assert year_of(library, doc_id) == 2020


def test_every_report_is_asked_for_once_while_each_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorded, "_BATCH", 2)
    contents = [b"1", b"2", b"3", b"4"]
    with Library(tmp_path, writable=True) as library:
        for content in contents:
            add(library, f"/in/{content.decode()}", content)
        asked = []
        for kept in library.kept():
            asked.append(kept.doc_id)
            library.record_reread("plain", replace(report(b"", "应诉。"), doc_id=kept.doc_id))
        assert asked == [Fixity.of(content).doc_id for content in contents]
        assert [one.paragraphs[1].text for one in library.reports()] == ["应诉。"] * 4


class LedgerMachine(RuleBasedStateMachine):
    """Whatever is offered in whatever order, each file has one state and the numbers add up."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.library = Library(Path(self.folder.name) / "library", writable=True)
        self.files: dict[str, State] = {}
        self.held: dict[str, str] = {}
        self.held_before: dict[str, str] = {}  # by what cannot be read now
        self.read: set[str] = set()
        self.years: dict[str, int] = {}

    @rule(path=sampled_from("abcd"), content=sampled_from([b"1", b"2", b"3"]))
    def offer(self, path: str, content: bytes) -> None:
        doc_id = Fixity.of(content).doc_id
        former = self.held.pop(path, self.held_before.pop(path, None))
        self.files[path] = State.LOADED
        if self.library.superseded(doc_id):
            self.library.record_restored(path, Fixity.of(content), doc_id)
        elif self.library.holds(doc_id):
            self.library.record_copy(path, Fixity.of(content), doc_id)
            if State.LOADED in self.states_of(doc_id):
                self.files[path] = State.DUPLICATE
        else:
            add(self.library, path, content)
        self.held[path] = doc_id
        if former != doc_id and State.LOADED not in self.states_of(former):
            for other in sorted(one for one in self.held if self.held[one] == former)[:1]:
                self.files[other] = State.LOADED
        self.read.add(doc_id)

    def states_of(self, doc_id: str | None) -> set[State]:
        """The states of the files that hold a report."""
        return {self.files[path] for path, held in self.held.items() if held == doc_id}

    @rule(path=sampled_from("abcd"))
    def fail_to_read(self, path: str) -> None:
        self.library.record_quarantined(path, "损坏", "重新导出")
        self.files[path] = State.QUARANTINED
        if path in self.held:
            self.held_before[path] = self.held.pop(path)

    @rule(content=sampled_from([b"1", b"2", b"3"]), year=sampled_from([2019, 2020, 2022]))
    def correct(self, content: bytes, year: int) -> None:
        doc_id = Fixity.of(content).doc_id
        self.library.correct([Change(doc_id, "year", year)], "correct")
        self.years[doc_id] = year

    @rule(content=sampled_from([b"1", b"2", b"3"]))
    def take_back(self, content: bytes) -> None:
        doc_id = Fixity.of(content).doc_id
        self.library.correct([Change(doc_id, "year", take_back=True)], "correct")
        self.years.pop(doc_id, None)

    @rule(content=sampled_from([b"1", b"2", b"3"]), text=sampled_from(["应诉。", "出庭应诉。"]))
    def read_again(self, content: bytes, text: str) -> None:
        again = report(content, text)
        if self.library.holds(again.doc_id):
            self.library.record_reread("plain", again)
            assert not self.library.record_reread("plain", again)

    @invariant()
    def a_correction_stands_whatever_is_offered(self) -> None:
        kept = filter(None, map(self.library.report, self.read))
        years = {one.doc_id: one.metadata.year for one in kept}
        assert years == {doc_id: self.years.get(doc_id, 2022) for doc_id in self.read}

    @invariant()
    def the_numbers_add_up(self) -> None:
        wanted = {state: list(self.files.values()).count(state) for state in State}
        assert self.library.counts() == wanted

    @invariant()
    def no_report_is_lost(self) -> None:
        current = {one.doc_id for one in self.library.reports()}
        superseded = {one for one in self.read if self.library.superseded(one)}
        assert current == self.read - superseded
        assert self.library.count_reports() == len(current)

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()


TestLedger = LedgerMachine.TestCase
TestLedger.settings = hypothesis_settings(max_examples=25, stateful_step_count=20, deadline=None)
