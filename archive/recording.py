"""What a load records in the ledger: its runs, and what became of each file, a step for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from archive import removal, runs
from archive.alike import Near, Sketch, add
from archive.files import FileRecord, Fixity, Outcome, State
from archive.holding import copy_of, hold, hold_nothing, is_held_elsewhere
from archive.model import Report
from archive.parsed import is_kept_as, packed
from archive.recorded import Recorded


class Recording(Recorded):
    """A ledger that can be written to. Each method is carried out whole or not at all."""

    _run: int | None = None

    def begin_run(self, paths: Sequence[str]) -> None:
        """Record that a load begins, and the files offered to it: those unknown as seen.

        Until it ends, what is recorded of a file is counted as its outcome in this run.
        """
        with self._transaction():
            self._run = runs.begin(self._ledger, now())
        self.offer(paths)

    def offer(self, paths: Sequence[str]) -> None:
        """Record further files of the run: those that an archive holds."""
        if self._run is not None:
            with self._transaction():
                runs.offer(self._ledger, self._run, paths, now())

    def end_run(self) -> None:
        """Record that the load has come to its end."""
        if self._run is not None:
            with self._transaction():
                runs.end(self._ledger, self._run, now())
            self._run = None

    def record_report(
        self,
        path: str,
        fixity: Fixity,
        reader: str,
        report: Report,
        parsed: bytes = b"",
        alike: tuple[Sketch, Near | None] | None = None,
    ) -> None:
        """Record a report that was read, and the file it was read from as loaded.

        What the file held before is superseded by it, unless another file holds that still.
        `parsed` is the report packed, where that has been done; `alike` what it is compared by,
        and which group of reports it is nearly the same as.
        """
        with self._recording(Outcome.LOADED):
            self._ledger.execute(
                "INSERT INTO reports VALUES (?, ?, ?, ?, ?)",
                (report.doc_id, fixity.sha256, reader, parsed or packed(report), now()),
            )
            if alike:
                add(self._ledger, report.doc_id, *alike)
            hold(self._ledger, path, State.LOADED, report.doc_id, fixity.sha256, now())
            for other, sha256 in removal.waiting(self._ledger, report.doc_id):
                state = copy_of(report.doc_id, sha256)
                hold(self._ledger, other, state, report.doc_id, sha256, now())

    def record_reread(
        self,
        reader: str,
        report: Report,
        parsed: bytes = b"",
        alike: tuple[Sketch, Near | None] | None = None,
    ) -> bool:
        """Put a report that was read again in place of the one kept; whether it differs from it.

        One that does has to be given to every engine; files, corrections and order stay. `parsed`
        and `alike` are as `record_report` takes them.
        """
        doc_id = report.doc_id
        parsed = parsed or packed(report)
        with self._transaction():
            (kept,) = self._one("SELECT parsed FROM reports WHERE doc_id = ?", doc_id)
            group = self.near(doc_id)
            self._ledger.execute(
                "UPDATE reports SET reader = ?, parsed = ? WHERE doc_id = ?",
                (reader, parsed, doc_id),
            )
            if alike:
                add(self._ledger, doc_id, *alike)
            is_same = kept == parsed or is_kept_as(report, kept)
            differs = not is_same or self.near(doc_id) != group
            if differs:
                self._ledger.execute("DELETE FROM indexed WHERE doc_id = ?", (doc_id,))
        return differs

    def record_unchanged(self) -> None:
        """Count a file of which the ledger says already what became of it."""
        with self._recording(Outcome.UNCHANGED):
            pass

    def record_copy(self, path: str, fixity: Fixity, doc_id: str) -> Outcome:
        """Record a file of the same bytes as a report's original, or of the same text: which.

        Where no other file holds the report, this one does.
        """
        state = copy_of(doc_id, fixity.sha256)
        outcome = Outcome(state)
        if not is_held_elsewhere(self._ledger, path, doc_id):
            state, outcome = State.LOADED, Outcome.UNCHANGED  # saved anew, with other bytes
        with self._recording(outcome):
            hold(self._ledger, path, state, doc_id, fixity.sha256, now())
        return outcome

    def record_restored(self, path: str, fixity: Fixity, doc_id: str) -> None:
        """Record a file that holds again a report which had been superseded."""
        with self._recording(Outcome.LOADED):
            for table in ("superseded", "indexed"):
                self._ledger.execute(f"DELETE FROM {table} WHERE doc_id = ?", (doc_id,))
            is_its_own = fixity.doc_id == doc_id
            state = State.LOADED if is_its_own else State.SAME_TEXT
            hold(self._ledger, path, state, doc_id, fixity.sha256, now())

    def record_removed(self, path: str, fixity: Fixity, doc_id: str) -> None:
        """Record a file that holds a report which was removed; what it held before stays."""
        file = FileRecord(path, State.REMOVED, doc_id, None, None, now(), sha256=fixity.sha256)
        with self._recording(Outcome.REMOVED):
            hold_nothing(self._ledger, file)

    def record_unpacked(self, path: str) -> None:
        """Record an archive whose members are recorded, each under a path of its own.

        The report that was read from the file before stays, as with one in quarantine.
        """
        file = FileRecord(path, State.UNPACKED, None, None, None, now())
        with self._recording(Outcome.UNPACKED):
            hold_nothing(self._ledger, file)

    def record_quarantined(
        self, path: str, reason: str, remedy: str, fixity: Fixity | None = None
    ) -> None:
        """Record a file that could not be read, why, and what can be done about it.

        The report that was read from it before stays until the file is read again. `fixity` is
        that of its bytes, where they are kept.
        """
        sha256 = fixity.sha256 if fixity else None
        file = FileRecord(path, State.QUARANTINED, None, reason, remedy, now(), sha256=sha256)
        with self._recording(Outcome.QUARANTINED):
            hold_nothing(self._ledger, file)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._ledger.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._ledger.execute("COMMIT")
        except BaseException:
            if self._ledger.in_transaction:  # a full disk may have ended it
                self._ledger.execute("ROLLBACK")
            raise

    @contextmanager
    def _recording(self, outcome: Outcome) -> Iterator[None]:
        """Record what became of a file, and count it in the same step."""
        with self._transaction():
            yield
            if self._run is not None:
                runs.count(self._ledger, self._run, outcome)


def now() -> str:
    """This moment as the ledger has it: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
