"""What the ledger tells of each file that was offered, and of the reports read from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from archive import alike, runs
from archive.alike import Near, Sketch
from archive.closing import Closing
from archive.files import FileRecord, Fixity, Kept, Removed, State, Superseded
from archive.ledger import problems
from archive.runs import Run

CURRENT = "doc_id NOT IN (SELECT doc_id FROM superseded)"
"""What is true, in SQL, of a report that the engines are to hold."""

REMOVED_ORIGINALS = """
SELECT sha256 FROM removed
UNION SELECT sha256 FROM same_texts WHERE doc_id IN (SELECT doc_id FROM removed)
"""
"""The SHA-256, in SQL, of every original that was removed for good."""

_BATCH = 1_000  # reports asked for at a time


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

    def runs(self) -> Iterator[Run]:
        """The loads, the latest first."""
        return runs.latest(self._ledger)

    def known(self, fixity: Fixity) -> str | None:
        """The report of these bytes, or of their text as another file has it; None if unknown.

        It may be superseded or removed.
        """
        found = self._one(
            "SELECT doc_id FROM reports WHERE sha256 = ?1"
            " UNION ALL SELECT doc_id FROM removed WHERE doc_id = substr(?1, 1, 16)"
            " UNION ALL SELECT doc_id FROM same_texts WHERE sha256 = ?1 AND"
            " (doc_id IN (SELECT doc_id FROM reports) OR doc_id IN (SELECT doc_id FROM removed))",
            fixity.sha256,
        )
        return found[0] if found else None

    def same_text(self, sketch: Sketch) -> str | None:
        """The report of the same text as one that is being loaded, or the removed one."""
        return alike.same_text(self._ledger, sketch.text_hash) if sketch.text_hash else None

    def candidates(
        self, sketch: Sketch, of: str, former: str | None = None
    ) -> Iterator[tuple[str, bytes]]:
        """The groups and minhashes of what the report `of` may be nearly like.

        `former` is the report whose place it takes.
        """
        return alike.candidates(self._ledger, sketch.bands, of, former)

    def only_held_by(self, path: str) -> str | None:
        """The report that a file holds and no other does: read anew, it is superseded."""
        query = (
            "SELECT doc_id FROM files AS held WHERE path = ? AND state != 'removed'"
            " AND NOT EXISTS (SELECT 1 FROM files WHERE doc_id = held.doc_id AND path != held.path)"
        )
        found = self._one(query, path)
        return found[0] if found else None

    def holds(self, doc_id: str) -> bool:
        """Whether this report was read."""
        return self._one("SELECT 1 FROM reports WHERE doc_id = ?", doc_id) is not None

    def kept(self) -> Iterator[Kept]:
        """Every report as it is kept, the superseded too, in the order of loading.

        The ledger may be written to between any two: no question to it stays open.
        """
        columns, last = f"rowid, doc_id, sha256, {CURRENT}", 0
        query = f"SELECT {columns} FROM reports WHERE rowid > ? ORDER BY rowid LIMIT {_BATCH}"
        while found := self._ledger.execute(query, (last,)).fetchall():
            for _, doc_id, sha256, is_current in found:
                yield Kept(doc_id, sha256, bool(is_current))
            last = found[-1][0]

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

    def other_originals(self) -> Iterator[tuple[str, str]]:
        """The originals that are kept and no report was read from, as (SHA-256, path or doc_id).

        They are of files in quarantine, or of the text of a report that another file gave.
        """
        query = (
            "SELECT sha256, path FROM files WHERE sha256 IS NOT NULL AND state = 'quarantined'"
            " AND sha256 NOT IN (SELECT sha256 FROM reports)"
            " UNION SELECT sha256, doc_id FROM same_texts"
            " WHERE doc_id IN (SELECT doc_id FROM reports)"
            " AND sha256 NOT IN (SELECT sha256 FROM reports)"
        )
        return iter(self._ledger.execute(query))

    def files_without_report(self) -> Iterator[str]:
        """The files whose report the ledger holds no more, and was not removed: of a fault."""
        query = (
            "SELECT path FROM files WHERE doc_id NOT IN (SELECT doc_id FROM reports)"
            " AND doc_id NOT IN (SELECT doc_id FROM removed) ORDER BY path"
        )
        return (path for (path,) in self._ledger.execute(query))

    def reports_without_file(self) -> Iterator[str]:
        """The reports that no file holds, now or before it held nothing: of a fault."""
        query = (
            f"SELECT doc_id FROM reports WHERE {CURRENT} AND doc_id NOT IN"
            " (SELECT coalesce(former, doc_id) FROM files"
            " WHERE coalesce(former, doc_id) IS NOT NULL UNION"
            " SELECT doc_id FROM files WHERE doc_id IS NOT NULL) ORDER BY doc_id"
        )
        return (doc_id for (doc_id,) in self._ledger.execute(query))

    def hashes_of(self, doc_id: str) -> list[str]:
        """The SHA-256 of a removed report's original, and of each one of the same text."""
        query = (
            "SELECT sha256 FROM removed WHERE doc_id = ?1"
            " UNION SELECT sha256 FROM same_texts WHERE doc_id = ?1"
        )
        return [sha256 for (sha256,) in self._ledger.execute(query, (doc_id,))]

    def removed_hashes(self) -> set[str]:
        """The SHA-256 of every original that was removed for good."""
        return {sha256 for (sha256,) in self._ledger.execute(REMOVED_ORIGINALS)}

    def near(self, doc_id: str) -> Near | None:
        """Which group a report is nearly the same as the first of; None for most."""
        found = self._one("SELECT near_to, similarity FROM near WHERE doc_id = ?", doc_id)
        return Near(*found) if found else None

    def near_ones(self, doc_id: str) -> list[tuple[str, float]]:
        """The reports that are nearly the same as this first of a group, each with how much."""
        query = "SELECT doc_id, similarity FROM near WHERE near_to = ? ORDER BY doc_id"
        return self._ledger.execute(query, (doc_id,)).fetchall()

    def count_near(self) -> int:
        """How many reports are nearly the same as another one that the engines are to hold."""
        return alike.count_near(self._ledger)

    def count_indexed(self, engine: str) -> int:
        """How many loaded files' reports this engine has been given."""
        query = (
            "SELECT count(*) FROM files WHERE state = 'loaded'"
            " AND doc_id IN (SELECT doc_id FROM indexed WHERE engine = ?)"
        )
        return int(self._one(query, engine)[0])

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
        columns = "path, state, doc_id, reason, remedy, seen_at, former, sha256"
        for path, state, *rest in self._ledger.execute(
            f"SELECT {columns} FROM files {condition}", values
        ):
            yield FileRecord(path, State(state), *rest)

    def _one(self, query: str, *values: str | None) -> Any:
        return self._ledger.execute(query, values).fetchone()
