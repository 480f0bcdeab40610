"""The library: originals by hash, and a ledger in which nothing is lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import sampled_from

from archive.errors import EngineBusy, LibraryError
from archive.library import Fixity, Library, State
from archive.model import Evidence, Level, Metadata, Paragraph, Report, Role, SectionKind
from archive.records import from_report, to_report


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
    assert to_report(from_report(report(b"a"))) == report(b"a")


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
    with pytest.raises(LibraryError, match="ARCHIVE_DATA"):
        Library(folder)


class LedgerMachine(RuleBasedStateMachine):
    """Whatever is offered in whatever order, each file has one state and the numbers add up."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.library = Library(Path(self.folder.name) / "library", writable=True)
        self.files: dict[str, State] = {}
        self.read: set[str] = set()

    @rule(path=sampled_from("abcd"), content=sampled_from([b"1", b"2", b"3"]))
    def offer(self, path: str, content: bytes) -> None:
        doc_id = Fixity.of(content).doc_id
        if self.library.holds(doc_id):
            self.library.record_duplicate(path, doc_id)
            self.files[path] = State.DUPLICATE
        else:
            add(self.library, path, content)
            self.files[path] = State.LOADED
        self.read.add(doc_id)

    @rule(path=sampled_from("abcd"))
    def fail_to_read(self, path: str) -> None:
        self.library.record_quarantined(path, "损坏", "重新导出")
        self.files[path] = State.QUARANTINED

    @invariant()
    def the_numbers_add_up(self) -> None:
        wanted = {state: list(self.files.values()).count(state) for state in State}
        assert self.library.counts() == wanted

    @invariant()
    def no_report_is_lost(self) -> None:
        assert {one.doc_id for one in self.library.reports()} == self.read
        assert self.library.count_reports() == len(self.read)

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()


TestLedger = LedgerMachine.TestCase
TestLedger.settings = hypothesis_settings(max_examples=25, stateful_step_count=20, deadline=None)
