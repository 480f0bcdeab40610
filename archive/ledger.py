"""The ledger's tables in SQLite, and how one of an older version is brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from archive import messages
from archive.connection import connect
from archive.errors import LibraryError

VERSION = 6
"""The ledger's own version, kept in SQLite's user_version; an older one is brought up to it."""

_CORRECTIONS = """
CREATE TABLE corrections (
    doc_id TEXT NOT NULL,       -- no reference: it outlives the report
    field TEXT NOT NULL,
    value TEXT NOT NULL,        -- as JSON
    set_on TEXT NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (doc_id, field)
) STRICT, WITHOUT ROWID;
"""

_SUPERSEDED = """
CREATE TABLE superseded (       -- reports that no file holds any more, a newer one in their place
    doc_id TEXT PRIMARY KEY REFERENCES reports (doc_id),
    by_doc_id TEXT NOT NULL,    -- it may have been removed since
    superseded_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_report ON files (doc_id);
CREATE INDEX superseded_by ON superseded (by_doc_id);
"""

_FILES = """
CREATE TABLE files (
    path TEXT PRIMARY KEY,      -- as given, made absolute
    state TEXT NOT NULL CHECK (
        state IN ('seen', 'loaded', 'duplicate', 'same_text', 'unpacked', 'quarantined', 'removed')
    ),
    doc_id TEXT,                -- in reports; of a file whose report was removed, in removed
    reason TEXT,
    remedy TEXT,
    seen_at TEXT NOT NULL,
    former TEXT REFERENCES reports (doc_id),  -- read from it before, now that nothing is
    sha256 TEXT,                -- of its bytes, where they were read
    CHECK ((state IN ('seen', 'unpacked', 'quarantined')) = (doc_id IS NULL)),
    CHECK ((state = 'quarantined') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX files_by_state ON files (state);
CREATE INDEX files_by_hash ON files (sha256);
"""

_INDEXED = """
CREATE TABLE indexed (          -- what an engine has been given as it is now: put in or taken out
    engine TEXT NOT NULL,
    doc_id TEXT NOT NULL,       -- in reports or in removed
    PRIMARY KEY (engine, doc_id)
) STRICT, WITHOUT ROWID;
"""

_REMOVED = """
CREATE TABLE removed (          -- reports that a person took out for good: none of their text
    doc_id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    title TEXT NOT NULL,
    removed_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_ALIKE = """
CREATE TABLE sketches (         -- what reports are compared by; those read before 0.4.0 have none
    id INTEGER PRIMARY KEY,     -- in the order of loading
    doc_id TEXT NOT NULL UNIQUE REFERENCES reports (doc_id),
    text_hash TEXT,             -- of the folded text; none for a short one
    minhash BLOB NOT NULL,
    bands BLOB NOT NULL         -- its bands, by which they are found when it goes
) STRICT;
CREATE INDEX sketches_by_text ON sketches (text_hash);
CREATE TABLE bands (            -- parts of a minhash: those that share one may be nearly the same
    band INTEGER NOT NULL,
    sketch INTEGER NOT NULL REFERENCES sketches (id),
    PRIMARY KEY (band, sketch)
) STRICT, WITHOUT ROWID;
CREATE TABLE near (             -- reports that are nearly the same as one loaded before
    doc_id TEXT PRIMARY KEY REFERENCES reports (doc_id),
    near_to TEXT NOT NULL,      -- the first of the group, whose name it stays when that is gone
    similarity REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX near_groups ON near (near_to);
CREATE TABLE same_texts (       -- originals of the text of a report that was read from others
    sha256 TEXT PRIMARY KEY,
    doc_id TEXT NOT NULL        -- in reports or in removed
) STRICT, WITHOUT ROWID;
CREATE INDEX same_texts_by_report ON same_texts (doc_id);
CREATE TABLE removed_texts (    -- so that a removed report does not come back in another format
    text_hash TEXT PRIMARY KEY,
    doc_id TEXT NOT NULL        -- in removed
) STRICT, WITHOUT ROWID;
"""

_RUNS = """
CREATE TABLE runs (             -- the loads, each with the number of files offered to it
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at TEXT,              -- none while it runs, and when it was broken off
    offered INTEGER NOT NULL
) STRICT;
CREATE TABLE outcomes (         -- of the files of a load: how many came to which end
    run INTEGER NOT NULL REFERENCES runs (id),
    outcome TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (run, outcome)
) STRICT, WITHOUT ROWID;
"""

_FILES_ANEW = f"""
ALTER TABLE files RENAME TO former_files;
DROP INDEX files_by_state;
DROP INDEX files_by_report;
DROP INDEX IF EXISTS files_by_hash;
{_FILES}
INSERT INTO files (path, state, doc_id, reason, remedy, seen_at, former)
    SELECT path, state, doc_id, reason, remedy, seen_at, former FROM former_files;
DROP TABLE former_files;
"""
"""SQLite cannot alter a check: the table is made anew."""

_SCHEMA = f"""
CREATE TABLE reports (
    doc_id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    reader TEXT NOT NULL,
    parsed BLOB NOT NULL,       -- the report as JSON (archive.records), compressed by zlib
    loaded_at TEXT NOT NULL
) STRICT;
{_FILES}
{_INDEXED}
{_CORRECTIONS}
{_SUPERSEDED}
{_REMOVED}
{_ALIKE}
{_RUNS}
"""

_UPGRADES = {
    1: _CORRECTIONS,
    2: "ALTER TABLE files ADD COLUMN former TEXT REFERENCES reports (doc_id);" + _SUPERSEDED,
    3: f"{_FILES_ANEW} CREATE INDEX files_by_report ON files (doc_id);",
    4: f"""
{_FILES_ANEW}
ALTER TABLE superseded RENAME TO former_superseded;
DROP INDEX IF EXISTS superseded_by;
{_SUPERSEDED}
INSERT INTO superseded SELECT * FROM former_superseded;
DROP TABLE former_superseded;
ALTER TABLE indexed RENAME TO former_indexed;
{_INDEXED}
INSERT INTO indexed SELECT * FROM former_indexed;
DROP TABLE former_indexed;
{_REMOVED}
""",
    5: f"""
{_FILES_ANEW}
CREATE INDEX files_by_report ON files (doc_id);
CREATE INDEX IF NOT EXISTS superseded_by ON superseded (by_doc_id);
UPDATE files SET sha256 = known.sha256
    FROM (SELECT doc_id, sha256 FROM reports UNION SELECT doc_id, sha256 FROM removed) AS known
    WHERE files.doc_id = known.doc_id;
{_ALIKE}
{_RUNS}
""",
}
"""What brings a ledger of each older version to the next."""


def open_ledger(path: Path | None) -> sqlite3.Connection:
    """The ledger in a file, made if it is not there; without a file an empty one in memory.

    In WAL mode one loader writes while any number of readers read. Raises `LibraryError` for a
    ledger of a version unknown here, for a file that is none, and for what befalls either later.
    """
    ledger = connect(path)
    if (version := _version(ledger)) == 0:
        ledger.execute("PRAGMA journal_mode = WAL")
        _run(ledger, _SCHEMA, 0, VERSION)
    while (version := _version(ledger)) in _UPGRADES:
        _run(ledger, _UPGRADES[version], version, version + 1)
    if version != VERSION:
        raise LibraryError(
            messages.LEDGER_VERSION.format(location=path, found=version, wanted=VERSION),
            messages.LEDGER_VERSION_REMEDY,
        )
    # With WAL this survives a kill of the process; only a power cut may take the last commits.
    ledger.execute("PRAGMA synchronous = NORMAL")
    ledger.execute("PRAGMA secure_delete = ON")  # what was removed for good is overwritten
    return ledger


def is_older(path: Path) -> bool:
    """Whether a ledger is of an older version, which opening it would bring up to date."""
    if not path.exists():
        return False
    with closing(connect(path)) as ledger:
        return 0 < _version(ledger) < VERSION


def problems(ledger: sqlite3.Connection) -> Iterator[str]:
    """What SQLite finds wrong with a ledger's file and with its references, in its own words."""
    try:
        for (found,) in ledger.execute("PRAGMA integrity_check"):
            if found != "ok":
                yield found
        for table, row, referred, _ in ledger.execute("PRAGMA foreign_key_check"):
            yield f"{table} {row} → {referred}"
    except LibraryError as error:  # too damaged to be checked
        yield str(error.__cause__)


def _version(ledger: sqlite3.Connection) -> int:
    (version,) = ledger.execute("PRAGMA user_version").fetchone()
    return int(version)


def _run(ledger: sqlite3.Connection, statements: str, before: int, after: int) -> None:
    """Bring a ledger from one version to another, unless another program just has."""
    ledger.execute("BEGIN IMMEDIATE")
    try:
        if _version(ledger) == before:
            for statement in _split(statements):
                ledger.execute(statement)
            ledger.execute(f"PRAGMA user_version = {after}")
        ledger.execute("COMMIT")
    except BaseException:
        if ledger.in_transaction:
            ledger.execute("ROLLBACK")
        raise


def _split(statements: str) -> Iterator[str]:
    """Each by itself: a script of several would be carried out in transactions of its own."""
    one = ""
    for line in statements.splitlines(keepends=True):
        one += line
        if sqlite3.complete_statement(one):
            yield one
            one = ""
