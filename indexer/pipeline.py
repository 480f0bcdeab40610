"""The load: files are walked, read in worker processes, kept in the library and indexed.

What is written, and in which order: the original, then the ledger with the parsed report, then
the engine, then the ledger's note that the engine holds it. A report whose file holds a newer one
is superseded in the ledger first, and then taken out of the engine. Whatever ends a load, the next
one goes on from there.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.alike import Near, Sketch
from archive.files import Fixity, Outcome
from archive.library import Library
from archive.messages import indexer as messages
from archive.model import Report
from indexer.beside import NAME as TABLE
from indexer.beside import Beside, Values, changes_beside
from indexer.blocks import NeedsOcr, Unreadable
from indexer.indexing import Indexing
from indexer.limits import DEFAULTS, Limits
from indexer.opened import Opened, Reading, Rooms, source_of
from indexer.outcomes import NOBODY, Follower, Summary
from indexer.pending import Level, Pending
from indexer.sketching import nearest
from indexer.walking import Offered, members_of
from indexer.workers import Crashed, Workers

WINDOW = 16
"""How many files are read ahead of the one that is recorded next."""

WINDOW_BYTES = 200_000_000
"""How many bytes these may have together, so that memory stays flat."""


def load(
    files: Sequence[Offered],
    indexing: Indexing,
    limits: Limits = DEFAULTS,
    beside: Beside | None = None,
    follower: Follower = NOBODY,
) -> Summary:
    """Load files; `beside` tells what a metadata.csv says of each. One unreadable is an outcome.

    Only `follower`, or an `ArchiveError` of library or engine, ends the load before its end.
    """
    with Workers(limits) as workers:
        loader = _Loader(indexing, workers, follower, beside or Beside(()))
        indexing.library.begin_run([file.name for file in files])
        loader.summary.resumed = indexing.resume(follower.stopped)
        loader.run(files)
        loader.summary.refused = indexing.refused
        indexing.library.end_run()
    return loader.summary


def near_of(sketch: Sketch, library: Library, of: str, former: str | None = None) -> Near | None:
    """Which group a report is nearly the same as the first of; `former` is the one it replaces."""
    near = nearest(sketch, library.candidates(sketch, of, former))
    return Near(*near) if near else None


class _Loader:
    def __init__(
        self,
        indexing: Indexing,
        workers: Workers,
        follower: Follower,
        beside: Beside,
    ) -> None:
        self.summary = Summary()
        self._library = indexing.library
        self._indexing = indexing
        self._workers = workers
        self._follower = follower
        self._stopped = follower.stopped
        self._beside = beside
        self._rooms = Rooms(indexing.library.scratch())
        self._levels: list[Level] = []  # the files offered, and of each opened archive its own
        self._ready: deque[Report] = deque()
        self._opened: dict[Offered, tuple[Pending, Opened]] = {}

    def run(self, files: Sequence[Offered]) -> None:
        """Load files in their order, so that the same files always make the same archive."""
        self.summary.left = len(files)
        self._levels.append(Level(iter(files)))
        self._indexing.index(self._reports())
        for pending, _ in self._opened.values():  # stopped before all their members
            pending.room.clear()

    def _reports(self) -> Iterator[Report]:
        """The reports to index, as the files are recorded."""
        while self._levels:
            level = self._levels[-1]
            while not (self._is_full(level) or self._stopped()) and (
                file := next(level.files, None)
            ):
                self._submit(file, level)
                yield from self._taken()
            if not level.pending:
                self._levels.pop()
                continue
            self._send_scans()
            pending = level.pending.popleft()
            if not (self._stopped() and self._workers.give_up(pending.task)):
                self._finish(pending, level)
            yield from self._taken()

    def _taken(self) -> Iterator[Report]:
        while self._ready:
            yield self._ready.popleft()

    def _is_full(self, level: Level) -> bool:
        """Whether no more is read ahead: of a level always one file, whatever others hold."""
        size = sum(pending.size for one in self._levels for pending in one.pending)
        return len(level.pending) >= (WINDOW if size <= WINDOW_BYTES else 1)

    def _send_scans(self) -> None:
        """Have the scans read by OCR that have come to light, while others wait for their turn."""
        for level in self._levels:
            for place, pending in enumerate(level.pending):
                scan = self._workers.scan(pending.task)
                if scan and not self._stopped():
                    again = self._workers.read_scan(pending.task, scan)
                    level.pending[place] = replace(pending, task=again)

    def _submit(self, file: Offered, level: Level) -> None:
        """Have a file read, unless it is known already."""
        if file.is_unpacked:
            self._record_unpacked(file)
            return
        try:
            if file.failure:
                raise file.failure
            source = source_of(file.file or file.path, self._workers.limits)
        except Unreadable as failure:
            self._quarantine(file, failure)
            return
        fixity = Fixity.of(source) if isinstance(source, bytes) else None
        if fixity and (doc_id := self._library.known(fixity)):
            assert isinstance(source, bytes)
            if not self._library.removed(doc_id):
                self._library.keep_original(fixity, source)  # it may have been lost
            self._pass_over(file, fixity, doc_id)
            return
        room = self._rooms.another(file.depth)
        task = self._workers.open(source, os.path.basename(file.name), room)
        level.pending.append(Pending(file, fixity, task, room))

    def _finish(self, pending: Pending, level: Level) -> None:
        """Record what a worker made of a file; go on with the files that it holds."""
        try:
            opened = self._result(pending, level)
        except Unreadable as failure:
            if isinstance(failure, Crashed) and self._stopped():
                return  # who stops a service ends its workers, too: the file is left
            self._quarantine(pending.file, failure, pending)
            return
        if opened:
            self._opened[pending.file] = (pending, opened)
            if opened.members:
                self._offer_members(pending.file, opened)
            self._close_if_done(pending.file)

    def _result(self, pending: Pending, level: Level) -> Opened | None:
        """What a file holds; None for one that goes to OCR and is pending again."""
        try:
            return self._workers.result(pending.task)
        except NeedsOcr as scan:
            if self._stopped():
                return None  # minutes more: the file is left
            again = self._workers.read_scan(pending.task, scan)
        level.pending.appendleft(replace(pending, task=again))
        return None

    def _offer_members(self, holder: Offered, opened: Opened) -> None:
        members = members_of(holder, opened.members)
        paths = [member.path for member in members]
        for member in members:
            if member.path.name == TABLE and member.file:
                self._beside.read_in_archive(member.path, member.file, paths)
        files = [member for member in members if member.path.name != TABLE]
        holder.waiting = len(files)
        self._library.offer([file.name for file in files])
        self.summary.left += len(files)
        self._follower.found(len(files))
        self._levels.append(Level(iter(files)))

    def _close_if_done(self, file: Offered) -> None:
        """Record a file when all that it holds has been: killed before, it is opened again."""
        if file.waiting:
            return
        pending, opened = self._opened.pop(file)
        if opened.members:
            pending.room.clear()
        if opened.reading:
            self._record(pending, opened.reading)
        else:
            self._record_unpacked(file)

    def _record_unpacked(self, file: Offered) -> None:
        self._library.record_unpacked(file.name)
        self._note(file, Outcome.UNPACKED)

    def _record(self, pending: Pending, reading: Reading) -> None:
        file, fixity = pending.file, pending.kept(self._library)
        # Another file of the same bytes may have been read at the same time.
        held = self._library.known(fixity) or self._library.same_text(reading.sketch)
        if held:
            self._pass_over(file, fixity, held)
            return
        former = self._library.only_held_by(file.name)
        near = near_of(reading.sketch, self._library, fixity.doc_id, former)
        self._library.record_report(
            file.name,
            fixity,
            reading.reader,
            reading.report,
            reading.packed,
            (reading.sketch, near),
        )
        # Corrections outlive a report: it may have been in the archive before.
        report = self._library.corrected(reading.report)
        report = replace(report, near_to=near.near_to) if near else report
        self._ready.append(self._set_values(file, report) or report)
        self._note(file, Outcome.LOADED)

    def _pass_over(self, file: Offered, fixity: Fixity, doc_id: str) -> None:
        """Record a file whose report the library holds already, or once did."""
        if self._library.removed(doc_id):
            self._library.delete_original(fixity.sha256)  # it is kept before its text is known
            self._library.record_removed(file.name, fixity, doc_id)
            self._note(file, Outcome.REMOVED)
            return
        report = self._library.report(doc_id) if self._values(file) else None
        if report and (changed := self._set_values(file, report)):
            self._ready.append(changed)
        if self._library.superseded(doc_id):
            self._restore(file, fixity, doc_id)
            return
        known = self._library.file(file.name)
        if known and (known.doc_id, known.sha256) == (doc_id, fixity.sha256):
            self._library.record_unchanged()
            self._note(file, Outcome.UNCHANGED)
            return
        self._note(file, self._library.record_copy(file.name, fixity, doc_id))

    def _restore(self, file: Offered, fixity: Fixity, doc_id: str) -> None:
        """Take a superseded report back into the index: a file holds it again."""
        self._library.record_restored(file.name, fixity, doc_id)
        if report := self._library.report(doc_id):
            self._ready.append(report)
        self._note(file, Outcome.LOADED)

    def _quarantine(
        self, file: Offered, failure: Unreadable, pending: Pending | None = None
    ) -> None:
        fixity = None
        if pending:
            pending.room.clear()
            fixity = pending.kept(self._library) if pending.fixity else None
        self._library.record_quarantined(file.name, failure.reason, failure.remedy, fixity)
        self.summary.quarantined.append((file.given, failure.reason, failure.remedy))
        self._note(file, Outcome.QUARANTINED)

    def _note(self, file: Offered, outcome: Outcome) -> None:
        self.summary.counts[outcome] += 1
        self.summary.left -= 1
        self._follower.advance(file, outcome)
        if file.holder:
            file.holder.waiting -= 1
            self._close_if_done(file.holder)

    def _values(self, file: Offered) -> Values:
        return self._beside.values(file.path)

    def _set_values(self, file: Offered, report: Report) -> Report | None:
        """Record what a metadata.csv says of a file: its report as that changes it, or None."""
        made = changes_beside(report, self._values(file))
        if not made:
            return None
        self._library.correct(made, messages.CORRECTED_BESIDE)
        self.summary.set_beside += 1
        return self._library.report(report.doc_id)
