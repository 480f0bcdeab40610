"""The ledger's line on a file: which report it holds, and what follows when it holds another."""

from __future__ import annotations

import sqlite3
from datetime import date

from archive import removal
from archive.files import FileRecord, Fixity, State


def hold(
    ledger: sqlite3.Connection, path: str, state: State, doc_id: str, sha256: str, at: str
) -> None:
    """Record the report that a file holds; the one that it held before may be superseded."""
    former = _held_by(ledger, path)
    removal.succeed(ledger, path, doc_id)
    ledger.execute(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, NULL, NULL, ?, NULL, ?)",
        (path, state, doc_id, at, sha256),
    )
    elsewhere = ledger.execute("SELECT 1 FROM files WHERE doc_id = ?", (former,)).fetchone()
    if former in (None, doc_id) or elsewhere:
        return
    ledger.execute(
        "INSERT OR IGNORE INTO superseded VALUES (?, ?, ?)",
        (former, doc_id, date.today().isoformat()),
    )
    ledger.execute("DELETE FROM indexed WHERE doc_id = ?", (former,))


def hold_nothing(ledger: sqlite3.Connection, file: FileRecord) -> None:
    """Record a file that no report was read from; the one that it held before stays."""
    ledger.execute(
        "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(file.path, file.state, file.doc_id, file.reason, file.remedy, file.seen_at),
            *(_held_by(ledger, file.path), file.sha256),
        ),
    )


def copy_of(doc_id: str, sha256: str) -> State:
    """As what a file stands beside a report's original, by its hash."""
    return State.DUPLICATE if Fixity(sha256).doc_id == doc_id else State.SAME_TEXT


def _held_by(ledger: sqlite3.Connection, path: str) -> str | None:
    """The report that was last read from a file."""
    held = "CASE state WHEN 'removed' THEN former ELSE coalesce(doc_id, former) END"
    found = ledger.execute(f"SELECT {held} FROM files WHERE path = ?", (path,)).fetchone()
    return found[0] if found else None
