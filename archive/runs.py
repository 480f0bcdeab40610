"""The runs of the loader, in the ledger: how many files were offered, and what became of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.files import Outcome


@dataclass(frozen=True, slots=True)
class Run:
    """One load: its times (ISO 8601, UTC), the files offered, and how many came to which end.

    `ended_at` is None while it runs, and when it was broken off: then `left` files, which it did
    not come to, wait for the next.
    """

    started_at: str
    ended_at: str | None
    offered: int
    counts: Mapping[Outcome, int]

    @property
    def left(self) -> int:
        """How many files it did not come to."""
        return self.offered - sum(self.counts.values())


def begin(ledger: sqlite3.Connection, at: str) -> int:
    """Record that a run has begun; its number."""
    ledger.execute("INSERT INTO runs (started_at, offered) VALUES (?, 0)", (at,))
    (number,) = ledger.execute("SELECT max(id) FROM runs").fetchone()
    return int(number)


def offer(ledger: sqlite3.Connection, run: int, paths: Sequence[str], at: str) -> None:
    """Record files that are offered to a run: those not known before as seen."""
    ledger.execute("UPDATE runs SET offered = offered + ? WHERE id = ?", (len(paths), run))
    ledger.executemany(
        "INSERT OR IGNORE INTO files (path, state, seen_at) VALUES (?, 'seen', ?)",
        ((path, at) for path in paths),
    )


def count(ledger: sqlite3.Connection, run: int, outcome: Outcome) -> None:
    """Count a file of a run under the end that it came to."""
    ledger.execute(
        "INSERT INTO outcomes VALUES (?, ?, 1)"
        " ON CONFLICT (run, outcome) DO UPDATE SET count = count + 1",
        (run, outcome),
    )


def end(ledger: sqlite3.Connection, run: int, at: str) -> None:
    """Record that a run has ended."""
    ledger.execute("UPDATE runs SET ended_at = ? WHERE id = ?", (at, run))


def latest(ledger: sqlite3.Connection) -> Iterator[Run]:
    """The runs, the latest first."""
    query = "SELECT id, started_at, ended_at, offered FROM runs ORDER BY id DESC"
    for number, started_at, ended_at, offered in ledger.execute(query):
        counts = ledger.execute("SELECT outcome, count FROM outcomes WHERE run = ?", (number,))
        found = dict(counts)
        yield Run(started_at, ended_at, offered, {one: found.get(one.value, 0) for one in Outcome})
