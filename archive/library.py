"""The library: every original by its content's hash, and the ledger of what became of each file.

The ledger is SQLite in WAL mode: one loader writes while any number of readers read. Any index
can be rebuilt from the parsed reports that it holds, without reading an original again.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO

from archive import messages, removal
from archive.corrections import Change, corrected
from archive.disk import reason
from archive.errors import LibraryError
from archive.ledger import open_ledger
from archive.locking import lock
from archive.model import Correction, Report
from archive.originals import Originals
from archive.parsed import parsed_report
from archive.recorded import CURRENT
from archive.recording import Recording
from archive.records import to_value


class Library(Originals, Recording):
    """Originals and ledger in one folder. Raises `LibraryError` where that cannot be used.

    Opened `writable`, it makes the folder and keeps every other loader out (`EngineBusy`) until
    it is closed; otherwise it only reads, and an archive that does not exist yet reads as empty.
    """

    def __init__(self, folder: Path, *, writable: bool = False) -> None:
        self._folder = folder
        self._lock: IO[str] | None = None
        path = folder / "ledger.sqlite"
        try:
            if writable:
                (folder / "originals").mkdir(parents=True, exist_ok=True)
                self._lock = lock(folder / "loader.lock")
            self._ledger = open_ledger(path if writable or path.exists() else None)
        except (OSError, sqlite3.Error) as error:
            detail = reason(error) if isinstance(error, OSError) else error
            raise LibraryError(
                messages.LIBRARY_UNUSABLE.format(location=folder, detail=detail),
                messages.LIBRARY_UNUSABLE_REMEDY,
            ) from error

    def original_of(self, doc_id: str) -> Path | None:
        """Where the original of a report is kept, None when the library does not hold it."""
        found = self._one("SELECT sha256 FROM reports WHERE doc_id = ?", doc_id)
        path = self.original(found[0]) if found else None
        return path if path and path.is_file() else None

    def count_reports(self) -> int:
        """How many reports there are, superseded ones not counted."""
        return int(self._one(f"SELECT count(*) FROM reports WHERE {CURRENT}")[0])

    def report(self, doc_id: str) -> Report | None:
        """The report with a person's corrections, superseded or not; None when it is not held."""
        return next(self._reports("WHERE doc_id = ?", doc_id), None)

    def reports(self) -> Iterator[Report]:
        """Every report but the superseded, in the order of loading, one at a time in memory."""
        return self._reports(f"WHERE {CURRENT}")

    def unindexed(self, engine: str) -> Iterator[Report]:
        """The reports that this engine has not been given yet, or not as they are now."""
        held = "SELECT 1 FROM indexed WHERE engine = ? AND indexed.doc_id = reports.doc_id"
        return self._reports(f"WHERE {CURRENT} AND NOT EXISTS ({held})", engine)

    def outdated(self, engine: str) -> list[str]:
        """The superseded and removed reports that this engine was not yet told to take out."""
        held = "SELECT 1 FROM indexed WHERE engine = ? AND indexed.doc_id = gone.doc_id"
        gone = "SELECT doc_id FROM superseded UNION SELECT doc_id FROM removed"
        query = f"SELECT doc_id FROM ({gone}) AS gone WHERE NOT EXISTS ({held})"
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

    def release(self, doc_id: str) -> None:
        """Let the files of a removed report that was taken back and not read again be read."""
        self._ledger.execute(
            "UPDATE files SET state = 'seen', doc_id = NULL WHERE doc_id = ? AND state = 'removed'"
            " AND doc_id NOT IN (SELECT doc_id FROM removed)",
            (doc_id,),
        )

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

    def mark_rebuilt(self, engine: str, without: Iterable[str] = ()) -> None:
        """Record that an engine holds every report but the superseded and those it refused.

        What it held until then is what its former index holds.
        """
        with self._transaction():
            self._ledger.execute("DELETE FROM indexed WHERE engine = ?", (_former(engine),))
            self._ledger.execute(
                "UPDATE indexed SET engine = ? WHERE engine = ?", (_former(engine), engine)
            )
            self._ledger.execute(
                "INSERT OR IGNORE INTO indexed SELECT ?, doc_id FROM"
                " (SELECT doc_id FROM reports UNION SELECT doc_id FROM removed)",
                (engine,),
            )
            self._ledger.executemany(
                "DELETE FROM indexed WHERE engine = ? AND doc_id = ?",
                ((engine, doc_id) for doc_id in without),
            )

    def mark_lost(self, engine: str) -> None:
        """Record that an engine holds nothing, though it had been given reports."""
        self._ledger.execute("DELETE FROM indexed WHERE engine = ?", (engine,))

    def mark_back(self, engine: str) -> None:
        """Record that an engine holds what both its index and its former one hold, and no more.

        To be called before the two change places: so it is true whichever of them is in service.
        """
        held = "SELECT doc_id FROM indexed WHERE engine = ?"
        pair = (engine, _former(engine))
        with self._transaction():
            for one, other in (pair, pair[::-1]):
                self._ledger.execute(
                    f"DELETE FROM indexed WHERE engine = ? AND doc_id NOT IN ({held})", (one, other)
                )

    def close(self) -> None:
        """Let go of the ledger and of the loader's lock."""
        self._ledger.close()
        if self._lock is not None:
            self._lock.close()

    def _reports(self, condition: str, *values: str) -> Iterator[Report]:
        """Reports, one at a time; none that come to meet the condition meanwhile.

        No query stays open: SQLite could not use its write-ahead log anew.
        """
        query = f"SELECT rowid FROM reports {condition} ORDER BY rowid"
        numbers = array("Q", (number for (number,) in self._ledger.execute(query, values)))
        columns = "doc_id, parsed, near_to"
        one = f"SELECT {columns} FROM reports LEFT JOIN near USING (doc_id) WHERE reports.rowid = ?"
        for number in numbers:
            if found := self._ledger.execute(one, (number,)).fetchone():
                doc_id, parsed, near_to = found
                report = self.corrected(parsed_report(doc_id, parsed))
                yield replace(report, near_to=near_to) if near_to else report


def _former(engine: str) -> str:
    """The name under which the ledger says what an engine's former index holds."""
    return f"{engine} (former)"
