"""Ledgers of older versions, made of one of the newest by taking out what came later."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_CAME_WITH = {
    6: (
        "DROP TABLE bands; DROP TABLE sketches; DROP TABLE near; DROP TABLE removed_texts;"
        "DROP TABLE same_texts; DROP INDEX superseded_by;"
        "DROP TABLE outcomes; DROP TABLE runs;"
        "DROP INDEX files_by_hash; ALTER TABLE files DROP COLUMN sha256;"
    ),
    5: "DROP TABLE removed;",
    3: ("DROP TABLE superseded; DROP INDEX files_by_report;ALTER TABLE files DROP COLUMN former;"),
    2: "DROP TABLE corrections;",
}
"""What takes out the tables and columns that came with a version."""

_STATES = {6: ("'seen', ", "'same_text', "), 5: (", 'removed'",), 4: ("'unpacked', ",)}
"""The states that files have had since a version."""


def step_back(path: Path, version: int) -> None:
    """Give a closed ledger the tables of an older version: 5, 4, 2 or 1."""
    with closing(sqlite3.connect(path)) as ledger:
        for newer in range(6, version, -1):
            for state in _STATES.get(newer, ()):
                _remake(ledger, "files", state, "")
            if newer == 5:
                reference = " REFERENCES reports (doc_id)"
                _remake(ledger, "files", "doc_id TEXT,", f"doc_id TEXT{reference},")
                for table in ("superseded", "indexed"):
                    _remake(ledger, table, "doc_id TEXT NOT NULL,", f"doc_id TEXT{reference},")
            ledger.executescript(_CAME_WITH.get(newer, ""))
        ledger.execute(f"PRAGMA user_version = {version}")


def _remake(ledger: sqlite3.Connection, table: str, old: str, new: str) -> None:
    """Make a table anew with other words in its statement, and its indexes with it."""
    query = "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY rowid"
    made, *indexes = [sql for (sql,) in ledger.execute(query, (table,))]
    statements = [
        f"CREATE TEMP TABLE kept AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        made.replace(old, new),
        f"INSERT INTO {table} SELECT * FROM kept",
        "DROP TABLE kept",
        *indexes,
    ]
    ledger.executescript(";".join(statements))
