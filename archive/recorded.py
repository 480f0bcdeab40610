"""What the ledger tells of each file that was offered, and of the reports read from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from archive.closing import Closing
from archive.files import FileRecord, Removed, State, Superseded
from archive.ledger import problems


class Recorded(Closing):
    """The questions to a ledger that no report has to be unpacked for."""

    _ledger: sqlite3.Connection

    def file(self, path: str) -> FileRecord | None:
        """The ledger's line on a file, None when it was never offered."""
        return next(self._files("WHERE path = ?", path), None)

    def quarantined(self) -> Iterator[FileRecord]:
        """The files that could not be read, by path."""
        return self._files("WHERE state = 'quarantined' ORDER BY path")

    def counts(self) -> Mapping[State, int]:
        """How many files ended in each state; together they are all files ever offered."""
        found = dict(self._ledger.execute("SELECT state, count(*) FROM files GROUP BY state"))
        return {state: found.get(state.value, 0) for state in State}

    def holds(self, doc_id: str) -> bool:
        """Whether this report was read."""
        return self._one("SELECT 1 FROM reports WHERE doc_id = ?", doc_id) is not None

    def superseded(self, doc_id: str) -> Superseded | None:
        """By which report this one was superseded, and when; None when it was not."""
        columns = "by_doc_id, superseded_on"
        found = self._one(f"SELECT {columns} FROM superseded WHERE doc_id = ?", doc_id)
        return Superseded(*found) if found else None

    def supersedes(self, doc_id: str) -> list[str]:
        """The reports whose place this one took."""
        query = "SELECT doc_id FROM superseded WHERE by_doc_id = ? ORDER BY superseded_on, doc_id"
        return [one for (one,) in self._ledger.execute(query, (doc_id,))]

    def removed(self, doc_id: str) -> Removed | None:
        """What is left of a report that was taken out for good; None when it was not."""
        query = "SELECT title, sha256, removed_on FROM removed WHERE doc_id = ?"
        found = self._one(query, doc_id)
        return Removed(*found) if found else None

    def files_of(self, doc_id: str) -> list[str]:
        """The files that hold a report, the one that it was read from first."""
        query = "SELECT path FROM files WHERE doc_id = ? ORDER BY state != 'loaded', path"
        return [path for (path,) in self._ledger.execute(query, (doc_id,))]

    def reader_of(self, doc_id: str) -> str | None:
        """The name of the reader that read a report, None when it is not held."""
        found = self._one("SELECT reader FROM reports WHERE doc_id = ?", doc_id)
        return found[0] if found else None

    def count_superseded(self) -> int:
        """How many reports are kept that a newer one took the place of."""
        return int(self._one("SELECT count(*) FROM superseded")[0])

    def problems(self) -> Iterator[str]:
        """What SQLite finds wrong with the ledger, in its words; nothing when it is sound."""
        return problems(self._ledger)

    def _files(self, condition: str, *values: str) -> Iterator[FileRecord]:
        columns = "path, state, doc_id, reason, remedy, seen_at, former"
        for path, state, *rest in self._ledger.execute(
            f"SELECT {columns} FROM files {condition}", values
        ):
            yield FileRecord(path, State(state), *rest)

    def _one(self, query: str, *values: str | None) -> Any:
        return self._ledger.execute(query, values).fetchone()
