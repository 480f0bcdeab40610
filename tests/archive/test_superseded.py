"""The library: a report whose file holds a newer one is superseded, and kept."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import sampled_from

from archive.files import Fixity, State, Superseded
from archive.library import Library
from archive.model import Metadata, Paragraph, Report, Role
from tests.archive.ledgers import step_back

PATHS, CONTENTS = "abc", [b"1", b"2", b"3"]


def report(data: bytes) -> Report:
    """A report as it would be read from these bytes."""
    title = f"青石县报告{data.decode()}"
    return Report(
        Fixity.of(data).doc_id, "a.txt", Metadata(title), (Paragraph(0, Role.TITLE, title),)
    )


def offer(library: Library, path: str, data: bytes) -> str:
    """What the loader does with a file, but for the engine."""
    fixity = Fixity.of(data)
    if library.removed(fixity.doc_id):
        library.record_removed(path, fixity, fixity.doc_id)
    elif not library.holds(fixity.doc_id):
        library.keep_original(fixity, data)
        library.record_report(path, fixity, "plain", report(data))
    elif library.superseded(fixity.doc_id):
        library.record_restored(path, fixity, fixity.doc_id)
    else:
        library.record_copy(path, fixity, fixity.doc_id)
    return fixity.doc_id


def current(library: Library) -> list[str]:
    return [one.doc_id for one in library.reports()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def test_a_report_is_superseded_by_the_next_of_its_file_on_that_day(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        old, new = offer(library, "/in/a.txt", b"1"), offer(library, "/in/a.txt", b"2")
        assert library.superseded(old) == Superseded(new, date.today().isoformat())
        assert library.superseded(new) is None


def test_a_superseded_report_is_kept_with_its_original_but_is_no_longer_current(
    folder: Path,
) -> None:
    with Library(folder, writable=True) as library:
        old, new = offer(library, "/in/a.txt", b"1"), offer(library, "/in/a.txt", b"2")
        original = library.original_of(old)
        assert library.report(old) == report(b"1")
        assert original is not None
        assert original.read_bytes() == b"1"
        assert (current(library), library.count_reports()) == ([new], 1)


def test_a_report_that_another_file_still_holds_is_not_superseded(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        old = offer(library, "/in/a.txt", b"1")
        offer(library, "/in/b.txt", b"1")
        new = offer(library, "/in/a.txt", b"2")
        assert library.superseded(old) is None
        offer(library, "/in/b.txt", b"2")
        assert library.superseded(old) == Superseded(new, date.today().isoformat())


def test_a_file_that_becomes_unreadable_supersedes_nothing_until_it_is_read_again(
    folder: Path,
) -> None:
    with Library(folder, writable=True) as library:
        old = offer(library, "/in/a.txt", b"1")
        library.record_quarantined("/in/a.txt", "损坏", "重新导出")
        library.record_quarantined("/in/a.txt", "仍损坏", "重新导出")
        assert library.superseded(old) is None
        new = offer(library, "/in/a.txt", b"2")
        assert library.superseded(old) == Superseded(new, date.today().isoformat())


def test_a_superseded_report_that_a_file_holds_again_is_current_and_supersedes_in_turn(
    folder: Path,
) -> None:
    with Library(folder, writable=True) as library:
        old, new = offer(library, "/in/a.txt", b"1"), offer(library, "/in/a.txt", b"2")
        offer(library, "/in/a.txt", b"1")
        assert library.superseded(old) is None
        assert library.superseded(new) == Superseded(old, date.today().isoformat())
        file = library.file("/in/a.txt")
        assert file is not None
        assert (file.state, file.doc_id) == (State.LOADED, old)


def test_every_engine_has_to_take_a_superseded_report_out_and_put_a_restored_one_in(
    folder: Path,
) -> None:
    with Library(folder, writable=True) as library:
        old = offer(library, "/in/a.txt", b"1")
        library.mark_indexed("embedded", [old])
        new = offer(library, "/in/a.txt", b"2")
        assert (library.outdated("embedded"), library.outdated("elastic")) == ([old], [old])
        library.mark_indexed("embedded", [old, new])
        assert (library.outdated("embedded"), list(library.unindexed("embedded"))) == ([], [])
        offer(library, "/in/a.txt", b"1")
        assert [one.doc_id for one in library.unindexed("embedded")] == [old]
        assert library.outdated("embedded") == [new]


def test_a_rebuilt_engine_has_nothing_to_take_out(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        offer(library, "/in/a.txt", b"1")
        offer(library, "/in/a.txt", b"2")
        library.mark_rebuilt("embedded")
        assert library.outdated("embedded") == []


def test_a_ledger_of_version_2_is_brought_up_to_date_with_all_it_holds(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        old = offer(library, "/in/a.txt", b"1")
    step_back(folder / "ledger.sqlite", 2)
    with Library(folder, writable=True) as library:
        assert current(library) == [old]
        new = offer(library, "/in/a.txt", b"2")
        assert library.superseded(old) == Superseded(new, date.today().isoformat())


def test_a_ledger_of_version_4_is_brought_up_to_date_with_all_it_holds(folder: Path) -> None:
    with Library(folder, writable=True) as library:
        old, new = offer(library, "/in/a.txt", b"1"), offer(library, "/in/a.txt", b"2")
        library.record_quarantined("/in/b.txt", "损坏", "重新导出")
        library.mark_indexed("embedded", [old, new])
        files = [library.file(path) for path in ("/in/a.txt", "/in/b.txt")]
    step_back(folder / "ledger.sqlite", 4)
    with Library(folder, writable=True) as library:
        assert [library.file(path) for path in ("/in/a.txt", "/in/b.txt")] == files
        assert library.superseded(old) == Superseded(new, date.today().isoformat())
        assert (library.outdated("embedded"), list(library.unindexed("embedded"))) == ([], [])
        library.remove(new)
        assert library.counts()[State.REMOVED] == 1


class FilesChange(RuleBasedStateMachine):
    """Whatever files come to hold: each report that one holds is current, the others are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.library = Library(Path(self.folder.name) / "library", writable=True)
        self.held: dict[str, str] = {}
        self.lost: dict[str, str] = {}
        self.read: set[str] = set()
        self.removed: set[str] = set()

    @rule(path=sampled_from(PATHS), content=sampled_from(CONTENTS))
    def offer(self, path: str, content: bytes) -> None:
        doc_id = offer(self.library, path, content)
        if doc_id in self.removed:
            if path in self.held:
                self.lost[path] = self.held.pop(path)
            return
        self.held[path] = doc_id
        self.lost.pop(path, None)
        self.read.add(doc_id)

    @rule(content=sampled_from(CONTENTS))
    def remove(self, content: bytes) -> None:
        doc_id = Fixity.of(content).doc_id
        self.library.remove(doc_id)
        if doc_id in self.read:
            self.read.remove(doc_id)
            self.removed.add(doc_id)
            for paths in (self.held, self.lost):
                for path in [path for path, held in paths.items() if held == doc_id]:
                    del paths[path]

    @rule(path=sampled_from(PATHS))
    def retry(self, path: str) -> None:
        file = self.library.file(path)
        if file and file.state is State.REMOVED and file.doc_id:
            self.library.take_back(file.doc_id)
            self.removed.remove(file.doc_id)
            content = next(one for one in CONTENTS if Fixity.of(one).doc_id == file.doc_id)
            again = self.library._ledger.execute(
                "SELECT path FROM files WHERE doc_id = ? AND state = 'removed'", (file.doc_id,)
            ).fetchall()
            self.offer(path, content)
            for (other,) in again:  # they hold it still
                self.held[other] = file.doc_id
                self.lost.pop(other, None)

    @rule(path=sampled_from(PATHS))
    def fail_to_read(self, path: str) -> None:
        self.library.record_quarantined(path, "损坏", "重新导出")
        if path in self.held:
            self.lost[path] = self.held.pop(path)

    @invariant()
    def what_a_file_holds_is_current(self) -> None:
        assert set(self.held.values()) <= set(current(self.library))

    @invariant()
    def every_report_is_kept(self) -> None:
        assert {one for one in self.read if self.library.report(one)} == self.read

    @invariant()
    def nothing_is_left_of_a_removed_report(self) -> None:
        assert not self.removed & set(current(self.library))
        assert self.removed <= set(self.library.outdated("embedded"))
        tables = ("reports", "indexed", "superseded")
        for doc_id in self.removed:
            assert self.library.removed(doc_id)
            for table in tables:
                query = f"SELECT 1 FROM {table} WHERE doc_id = ?"
                assert not self.library._ledger.execute(query, (doc_id,)).fetchall()

    @invariant()
    def a_file_is_in_the_state_that_it_came_to(self) -> None:
        for path in PATHS:
            file = self.library.file(path)
            held = file.doc_id if file and file.state is not State.REMOVED else None
            assert (held, file.former if file else None) == (
                self.held.get(path),
                self.lost.get(path),
            )

    @invariant()
    def every_superseded_report_leads_to_a_current_or_a_removed_one(self) -> None:
        now = set(current(self.library)) | self.removed
        for doc_id in self.read - now:
            assert self.library.superseded(doc_id)
            chain = [doc_id]
            while found := self.library.superseded(chain[-1]):
                assert found.by not in chain
                chain.append(found.by)
            assert chain[-1] in now

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()


TestFilesChange = FilesChange.TestCase
TestFilesChange.settings = hypothesis_settings(
    max_examples=40, stateful_step_count=20, deadline=None
)
