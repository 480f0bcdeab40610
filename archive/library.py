"""The library: every original by its content's hash, and the ledger of what became of each file.

The ledger is SQLite in WAL mode: one loader writes while any number of readers read. Any index
can be rebuilt from the parsed reports that it holds, without reading an original again.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from archive import messages, removal
from archive.corrections import Change, corrected
from archive.errors import LibraryError
from archive.files import Fixity, Kept, State
from archive.ledger import open_ledger
from archive.locking import lock
from archive.model import Correction, Report
from archive.recorded import Recorded
from archive.records import from_report, to_report, to_value

_CURRENT = "doc_id NOT IN (SELECT doc_id FROM superseded)"


class Library(Recorded):
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
            raise LibraryError(
                messages.LIBRARY_UNUSABLE.format(location=folder, detail=error),
                messages.LIBRARY_UNUSABLE_REMEDY,
            ) from error

    def keep_original(self, fixity: Fixity, data: bytes) -> Path:
        """Keep a file's bytes under their hash and say where; kept ones are left as they are."""
        path = self.original(fixity.sha256)
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            pending = path.with_suffix(".new")
            pending.write_bytes(data)
            pending.replace(path)
        return path

    def scratch(self) -> Path:
        """A folder for what a load unpacks, emptied of what a killed load left there."""
        folder = self._folder / "unpacking"
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    def original(self, sha256: str) -> Path:
        """Where the original of this hash is kept."""
        return self._folder / "originals" / sha256[:2] / sha256

    def originals(self) -> Iterator[Path]:
        """Every file that stands among the originals, by path."""
        for folder in sorted((self._folder / "originals").glob("*")):
            yield from sorted(folder.rglob("*")) if folder.is_dir() else [folder]

    def original_of(self, doc_id: str) -> Path | None:
        """Where the original of a report is kept, None when the library does not hold it."""
        found = self._one("SELECT sha256 FROM reports WHERE doc_id = ?", doc_id)
        path = self.original(found[0]) if found else None
        return path if path and path.is_file() else None

    def record_report(self, path: str, fixity: Fixity, reader: str, report: Report) -> None:
        """Record a report that was read, and the file it was read from as loaded.

        What the file held before is superseded by it, unless another file holds that still.
        """
        parsed = json.dumps(from_report(report), ensure_ascii=False).encode()
        with self._transaction():
            self._ledger.execute(
                "INSERT INTO reports VALUES (?, ?, ?, ?, ?)",
                (report.doc_id, fixity.sha256, reader, zlib.compress(parsed, 1), _now()),
            )
            self._hold(path, State.LOADED, report.doc_id)
            for other in removal.waiting(self._ledger, report.doc_id):
                self._hold(other, State.DUPLICATE, report.doc_id)

    def record_duplicate(self, path: str, doc_id: str) -> None:
        """Record a file whose bytes the archive holds already under another name."""
        with self._transaction():
            self._hold(path, State.DUPLICATE, doc_id)

    def record_restored(self, path: str, doc_id: str) -> None:
        """Record a file that holds again a report which had been superseded."""
        with self._transaction():
            for table in ("superseded", "indexed"):
                self._ledger.execute(f"DELETE FROM {table} WHERE doc_id = ?", (doc_id,))
            self._hold(path, State.LOADED, doc_id)

    def record_removed(self, path: str, doc_id: str) -> None:
        """Record a file that holds a report which was removed; what it held before stays."""
        self._record_without_report(path, State.REMOVED, doc_id=doc_id)

    def record_unpacked(self, path: str) -> None:
        """Record an archive whose members are recorded, each under a path of its own.

        The report that was read from the file before stays, as with one in quarantine.
        """
        self._record_without_report(path, State.UNPACKED)

    def record_quarantined(self, path: str, reason: str, remedy: str) -> None:
        """Record a file that could not be read, why, and what can be done about it.

        The report that was read from it before stays until the file is read again.
        """
        self._record_without_report(path, State.QUARANTINED, reason, remedy)

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

    def delete_original(self, sha256: str) -> None:
        """Delete the original of a report that was removed."""
        self.original(sha256).unlink(missing_ok=True)

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

    def _hold(self, path: str, state: State, doc_id: str) -> None:
        """Record the report that a file holds; the one that it held before may be superseded."""
        former = self._held_by(path)
        removal.succeed(self._ledger, path, doc_id)
        self._ledger.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, NULL, NULL, ?, NULL)",
            (path, state, doc_id, _now()),
        )
        if former in (None, doc_id) or self._one("SELECT 1 FROM files WHERE doc_id = ?", former):
            return
        self._ledger.execute(
            "INSERT OR IGNORE INTO superseded VALUES (?, ?, ?)",
            (former, doc_id, date.today().isoformat()),
        )
        self._ledger.execute("DELETE FROM indexed WHERE doc_id = ?", (former,))

    def _record_without_report(
        self, path: str, state: State, *why: str, doc_id: str | None = None
    ) -> None:
        reason, remedy = why or (None, None)
        self._ledger.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
            (path, state, doc_id, reason, remedy, _now(), self._held_by(path)),
        )

    def _held_by(self, path: str) -> str | None:
        """The report that was last read from a file."""
        held = "CASE state WHEN 'removed' THEN former ELSE coalesce(doc_id, former) END"
        found = self._one(f"SELECT {held} FROM files WHERE path = ?", path)
        return found[0] if found else None

    def _reports(self, condition: str, *values: str) -> Iterator[Report]:
        query = f"SELECT parsed FROM reports {condition} ORDER BY rowid"
        with closing(self._ledger.execute(query, values)) as rows:
            for (parsed,) in rows:
                yield self.corrected(to_report(json.loads(zlib.decompress(parsed))))


def parsed_report(parsed: bytes) -> Report:
    """The report that the ledger keeps as these bytes."""
    return to_report(json.loads(zlib.decompress(parsed)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
