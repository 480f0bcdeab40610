"""Taking a report out of the ledger for good, and letting it be loaded again."""

from __future__ import annotations

import sqlite3
from datetime import date

from archive import alike


def remove(ledger: sqlite3.Connection, doc_id: str, title: str) -> None:
    """Leave of a report its title and hash alone; each file that holds it becomes a removed one.

    What it had superseded does not come back: its text was taken out as the older one. Where the
    report was itself superseded, it is superseded by that one now.
    """
    ledger.execute(
        "INSERT INTO removed SELECT doc_id, sha256, ?, ? FROM reports WHERE doc_id = ?",
        (title, date.today().isoformat(), doc_id),
    )
    ledger.execute(
        "UPDATE superseded SET by_doc_id = newer.by_doc_id"
        " FROM (SELECT by_doc_id FROM superseded WHERE doc_id = ?) AS newer"
        " WHERE superseded.by_doc_id = ?",
        (doc_id, doc_id),
    )
    ledger.execute("UPDATE files SET state = 'removed' WHERE doc_id = ?", (doc_id,))
    ledger.execute("UPDATE files SET former = NULL WHERE former = ?", (doc_id,))
    alike.remove(ledger, doc_id)
    # Without its note every engine has to be told to take it out.
    for table in ("superseded", "indexed", "reports"):
        ledger.execute(f"DELETE FROM {table} WHERE doc_id = ?", (doc_id,))


def take_back(ledger: sqlite3.Connection, doc_id: str) -> None:
    """Forget that a report was removed."""
    for table in ("removed", "indexed"):
        ledger.execute(f"DELETE FROM {table} WHERE doc_id = ?", (doc_id,))
    alike.take_back(ledger, doc_id)


def waiting(ledger: sqlite3.Connection, doc_id: str) -> list[tuple[str, str]]:
    """The files, with their hashes, passed over because of a removed report that is held again."""
    query = "SELECT path, sha256 FROM files WHERE doc_id = ? AND state = 'removed' ORDER BY path"
    return ledger.execute(query, (doc_id,)).fetchall()


def succeed(ledger: sqlite3.Connection, path: str, doc_id: str) -> None:
    """What the removed report of a file had superseded is superseded by what it holds next."""
    ledger.execute(
        "UPDATE superseded SET by_doc_id = ? WHERE by_doc_id ="
        " (SELECT doc_id FROM files WHERE path = ? AND state = 'removed')",
        (doc_id, path),
    )
