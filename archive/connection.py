"""A connection to the ledger whose failures are explained: the one place that turns SQLite's."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from archive import messages
from archive.errors import LibraryError

PATIENCE = 30.0
"""Seconds that a statement waits for another program that is writing."""

_LOCKED = (messages.LEDGER_LOCKED, messages.LEDGER_LOCKED_REMEDY)
_NOT_WRITTEN = (messages.LEDGER_NOT_WRITTEN, messages.NOT_WRITTEN_REMEDY)
_DAMAGED = (messages.LEDGER_DAMAGED, messages.LEDGER_DAMAGED_REMEDY)

_EXPLAINED = {
    sqlite3.SQLITE_BUSY: (*_LOCKED, ""),
    sqlite3.SQLITE_LOCKED: (*_LOCKED, ""),
    sqlite3.SQLITE_FULL: (*_NOT_WRITTEN, messages.WHY_NO_SPACE),
    sqlite3.SQLITE_IOERR: (*_NOT_WRITTEN, messages.WHY_DISK),
    sqlite3.SQLITE_READONLY: (*_NOT_WRITTEN, messages.WHY_NO_PERMISSION),
    sqlite3.SQLITE_CANTOPEN: (*_NOT_WRITTEN, messages.WHY_NOT_OPENED),
    sqlite3.SQLITE_CORRUPT: (*_DAMAGED, messages.WHY_CORRUPT),
    sqlite3.SQLITE_NOTADB: (*_DAMAGED, messages.WHY_NO_LEDGER),
}
"""What befalls a ledger, by SQLite's primary result code: form, remedy, and why."""

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_Cursor = TypeVar("_Cursor", bound=sqlite3.Cursor)


class Connection(sqlite3.Connection):
    """A connection that raises `LibraryError` for what befalls the ledger's file or its disk."""

    def __init__(self, database: str | Path, **settings: Any) -> None:
        super().__init__(database, **settings)
        self.location = database

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """As SQLite's, by a cursor that explains its failures."""
        return self.cursor(Cursor).execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """As SQLite's, by a cursor that explains its failures."""
        return self.cursor(Cursor).executemany(sql, parameters)

    def executescript(self, script: str, /) -> sqlite3.Cursor:
        """As SQLite's, by a cursor that explains its failures."""
        return self.cursor(Cursor).executescript(script)


def connect(path: Path | None) -> Connection:
    """A connection, without a path to an empty ledger in memory; transactions are explicit."""
    return sqlite3.connect(
        path or ":memory:", isolation_level=None, timeout=PATIENCE, factory=Connection
    )


def explained(error: sqlite3.Error, location: object) -> Exception:
    """The `LibraryError` for what befell a ledger; a fault of ours stays as it is."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code not in _EXPLAINED:
        return error
    form, remedy, why = _EXPLAINED[code]
    return LibraryError(form.format(location=location, detail=why, seconds=f"{PATIENCE:g}"), remedy)


def _explaining(
    method: Callable[Concatenate[_Cursor, _Given], _Answer],
) -> Callable[Concatenate[_Cursor, _Given], _Answer]:
    def explaining(cursor: _Cursor, /, *given: _Given.args, **named: _Given.kwargs) -> _Answer:
        try:
            return method(cursor, *given, **named)
        except sqlite3.DatabaseError as error:
            found = explained(error, getattr(cursor.connection, "location", ""))
            if found is error:
                raise
            raise found from error

    return explaining


class Cursor(sqlite3.Cursor):
    """A cursor that explains its failures, while it asks and while it reads the answer."""

    execute = _explaining(sqlite3.Cursor.execute)
    executemany = _explaining(sqlite3.Cursor.executemany)
    executescript = _explaining(sqlite3.Cursor.executescript)
    fetchone = _explaining(sqlite3.Cursor.fetchone)
    fetchmany = _explaining(sqlite3.Cursor.fetchmany)
    fetchall = _explaining(sqlite3.Cursor.fetchall)
    __next__ = _explaining(sqlite3.Cursor.__next__)
