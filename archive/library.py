"""The library: every original by its content's hash, and the ledger of what became of each file.

The ledger is SQLite in WAL mode: one loader writes while any number of readers read. Any index
can be rebuilt from the parsed reports that it holds, without reading an original again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from archive import messages, removal, runs
from archive.alike import Near, Sketch, add
from archive.corrections import Change, corrected
from archive.errors import LibraryError
from archive.files import FileRecord, Fixity, Kept, Outcome, State
from archive.holding import copy_of, hold, hold_nothing
from archive.ledger import open_ledger
from archive.locking import lock
from archive.model import Correction, Report
from archive.originals import Originals
from archive.recorded import Recorded
from archive.records import packed, to_value, unpacked

_CURRENT = "doc_id NOT IN (SELECT doc_id FROM superseded)"


class Library(Originals, Recorded):
    """Originals and ledger in one folder. Raises `LibraryError` where that cannot be used.

    Opened `writable`, it makes the folder and keeps every other loader out (`EngineBusy`) until
    it is closed; otherwise it only reads, and an archive that does not exist yet reads as empty.
    """

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        self._folder = folder
        self._lock: IO[str] | None = None
        self._run: int | None = None
        path = folder / "ledger.sqlite"
        try:
            if writable:
                (folder / "originals").mkdir(parents=True, exist_ok=True)
                self._lock = lock(folder / "loader.lock")
            self._ledger = open_ledger(path if writable or path.exists() else None)
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(
                messages.LIBRARY_UNUSABLE.format(location=folder, detail=error),
                messages.LIBRARY_UNUSABLE_REMEDY,
            ) from error

    def original_of(self, doc_id: str) -> Path | None:
        """Where the original of a report is kept, None when the library does not hold it."""
        found = self._one("SELECT sha256 FROM reports WHERE doc_id = ?", doc_id)
        path = self.original(found[0]) if found else None
        return path if path and path.is_file() else None

    def begin_run(self, paths: Sequence[str]) -> None:
        """Record that a load begins, and the files offered to it: those unknown as seen.

        Until it ends, what is recorded of a file is counted as its outcome in this run.
        """
        with self._transaction():
            self._run = runs.begin(self._ledger, _now())
        self.offer(paths)

    def offer(self, paths: Sequence[str]) -> None:
        """Record further files of the run: those that an archive holds."""
        if self._run is not None:
            with self._transaction():
                runs.offer(self._ledger, self._run, paths, _now())

    def end_run(self) -> None:
        """Record that the load has come to its end."""
        if self._run is not None:
            with self._transaction():
                runs.end(self._ledger, self._run, _now())
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
                (report.doc_id, fixity.sha256, reader, parsed or packed(report), _now()),
            )
            if alike:
                add(self._ledger, report.doc_id, *alike)
            hold(self._ledger, path, State.LOADED, report.doc_id, fixity.sha256, _now())
            for other, sha256 in removal.waiting(self._ledger, report.doc_id):
                state = copy_of(report.doc_id, sha256)
                hold(self._ledger, other, state, report.doc_id, sha256, _now())

    def record_unchanged(self) -> None:
        """Count a file of which the ledger says already what became of it."""
        with self._recording(Outcome.UNCHANGED):
            pass

    def record_copy(self, path: str, fixity: Fixity, doc_id: str) -> Outcome:
        """Record a file of the same bytes as a report's original, or of the same text: which."""
        state = copy_of(doc_id, fixity.sha256)
        with self._recording(Outcome(state)):
            hold(self._ledger, path, state, doc_id, fixity.sha256, _now())
        return Outcome(state)

    def record_restored(self, path: str, fixity: Fixity, doc_id: str) -> None:
        """Record a file that holds again a report which had been superseded."""
        with self._recording(Outcome.LOADED):
            for table in ("superseded", "indexed"):
                self._ledger.execute(f"DELETE FROM {table} WHERE doc_id = ?", (doc_id,))
            is_its_own = fixity.doc_id == doc_id
            state = State.LOADED if is_its_own else State.SAME_TEXT
            hold(self._ledger, path, state, doc_id, fixity.sha256, _now())

    def record_removed(self, path: str, fixity: Fixity, doc_id: str) -> None:
        """Record a file that holds a report which was removed; what it held before stays."""
        file = FileRecord(path, State.REMOVED, doc_id, None, None, _now(), sha256=fixity.sha256)
        with self._recording(Outcome.REMOVED):
            hold_nothing(self._ledger, file)

    def record_unpacked(self, path: str) -> None:
        """Record an archive whose members are recorded, each under a path of its own.

        The report that was read from the file before stays, as with one in quarantine.
        """
        file = FileRecord(path, State.UNPACKED, None, None, None, _now())
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
        file = FileRecord(path, State.QUARANTINED, None, reason, remedy, _now(), sha256=sha256)
        with self._recording(Outcome.QUARANTINED):
            hold_nothing(self._ledger, file)

    def count_reports(self) -> int:
        """How many reports there are, superseded ones not counted."""
        return int(self._one(f"SELECT count(*) FROM reports WHERE {_CURRENT}")[0])

    def report(self, doc_id: str) -> Report | None:
        """The report with a person's corrections, superseded or not; None when it is not held."""
        return next(self._reports("WHERE doc_id = ?", doc_id), None)

    def reports(self) -> Iterator[Report]:
        """Every report but the superseded, in the order of loading, one at a time in memory."""
        return self._reports(f"WHERE {_CURRENT}")

    def kept(self) -> Iterator[Kept]:
        """Every report as it is kept, the superseded too, in the order of loading."""
        query = f"SELECT doc_id, sha256, {_CURRENT} FROM reports ORDER BY rowid"
        for doc_id, sha256, is_current in self._ledger.execute(query):
            yield Kept(doc_id, sha256, bool(is_current))

    def unindexed(self, engine: str) -> Iterator[Report]:
        """The reports that this engine has not been given yet, or not as they are now."""
        held = "SELECT doc_id FROM indexed WHERE engine = ?"
        return self._reports(f"WHERE {_CURRENT} AND doc_id NOT IN ({held})", engine)

    def outdated(self, engine: str) -> list[str]:
        """The superseded and removed reports that this engine was not yet told to take out."""
        held = "SELECT doc_id FROM indexed WHERE engine = ?"
        gone = "SELECT doc_id FROM superseded UNION SELECT doc_id FROM removed"
        query = f"SELECT doc_id FROM ({gone}) WHERE doc_id NOT IN ({held})"
        return [doc_id for (doc_id,) in self._ledger.execute(query, (engine,))]

    def corrected(self, report: Report) -> Report:
        """A report as it was read, with what a person set."""
        query = "SELECT field, value, set_on, origin FROM corrections WHERE doc_id = ?"
        made = {
            field: Correction(to_value(field, json.loads(value)), set_on, origin)
            for field, value, set_on, origin in self._ledger.execute(query, (report.doc_id,))
        }
        return corrected(report, made)

    def correct(self, changes: Iterable[Change], origin: str) -> None:
        """Record what a person set or took back: all of it, or where this fails nothing.

        Every engine has to be given the reports anew; `unindexed` yields them.
        """
        set_on = date.today().isoformat()
        with self._transaction():
            for change in changes:
                key = (change.doc_id, change.field)
                if change.take_back:
                    self._ledger.execute(
                        "DELETE FROM corrections WHERE doc_id = ? AND field = ?", key
                    )
                else:
                    value = json.dumps(change.value, ensure_ascii=False)
                    self._ledger.execute(
                        "INSERT OR REPLACE INTO corrections VALUES (?, ?, ?, ?, ?)",
                        (*key, value, set_on, origin),
                    )
                self._ledger.execute("DELETE FROM indexed WHERE doc_id = ?", key[:1])

    def remove(self, doc_id: str) -> None:
        """Take a report out for good; each file that holds it is recorded as removed.

        What it had superseded stays so: by the report that superseded it, where there is one.
        The engines (`outdated`) and its original (`delete_original`) are left to the caller.
        """
        if report := self.report(doc_id):
            with self._transaction():
                removal.remove(self._ledger, doc_id, report.metadata.title)

    def take_back(self, doc_id: str) -> None:
        """Let a report that was removed be loaded again, from a file that is offered anew."""
        with self._transaction():
            removal.take_back(self._ledger, doc_id)

    def forget(self, path: str) -> None:
        """Drop the line on a path that is no file: on a folder that could not be opened."""
        self._ledger.execute(
            "DELETE FROM files WHERE path = ? AND coalesce(doc_id, former) IS NULL", (path,)
        )

    def mark_indexed(self, engine: str, doc_ids: Iterable[str]) -> None:
        """Record that an engine holds these reports, or where superseded no longer does."""
        with self._transaction():
            self._ledger.executemany(
                "INSERT OR IGNORE INTO indexed VALUES (?, ?)", ((engine, one) for one in doc_ids)
            )

    def mark_rebuilt(self, engine: str) -> None:
        """Record that an engine holds every report but the superseded."""
        self._ledger.execute(
            "INSERT OR IGNORE INTO indexed SELECT ?, doc_id FROM"
            " (SELECT doc_id FROM reports UNION SELECT doc_id FROM removed)",
            (engine,),
        )

    def close(self) -> None:
        """Let go of the ledger and of the loader's lock."""
        self._ledger.close()
        if self._lock is not None:
            self._lock.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._ledger.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._ledger.execute("ROLLBACK")
            raise
        self._ledger.execute("COMMIT")

    @contextmanager
    def _recording(self, outcome: Outcome) -> Iterator[None]:
        """Record what became of a file, and count it in the same step."""
        with self._transaction():
            yield
            if self._run is not None:
                runs.count(self._ledger, self._run, outcome)

    def _reports(self, condition: str, *values: str) -> Iterator[Report]:
        query = (
            "SELECT parsed, near_to FROM reports LEFT JOIN near USING (doc_id)"
            f" {condition} ORDER BY reports.rowid"
        )
        with closing(self._ledger.execute(query, values)) as rows:
            for parsed, near_to in rows:
                report = self.corrected(unpacked(parsed))
                yield replace(report, near_to=near_to) if near_to else report


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
