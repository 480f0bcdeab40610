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
    if Fixity(sha256).doc_id != doc_id:
        ledger.execute("INSERT OR REPLACE INTO same_texts VALUES (?, ?)", (sha256, doc_id))
    if former in (None, doc_id) or _is_held(ledger, former):
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


def is_held_elsewhere(ledger: sqlite3.Connection, path: str, doc_id: str) -> bool:
    """Whether another file is the one that a report was loaded from."""
    query = "SELECT 1 FROM files WHERE doc_id = ? AND path != ? AND state = 'loaded'"
    return ledger.execute(query, (doc_id, path)).fetchone() is not None


def _is_held(ledger: sqlite3.Connection, doc_id: str) -> bool:
    """Whether a file holds a report; one of them then stands for all as the loaded one."""
    query = "SELECT path FROM files WHERE doc_id = ? ORDER BY state != 'loaded', path LIMIT 1"
    found = ledger.execute(query, (doc_id,)).fetchone()
    if found:
        ledger.execute("UPDATE files SET state = 'loaded' WHERE path = ?", found)
    return found is not None


def _held_by(ledger: sqlite3.Connection, path: str) -> str | None:
    """The report that was last read from a file."""
    held = "CASE state WHEN 'removed' THEN former ELSE coalesce(doc_id, former) END"
    found = ledger.execute(f"SELECT {held} FROM files WHERE path = ?", (path,)).fetchone()
    return found[0] if found else None
