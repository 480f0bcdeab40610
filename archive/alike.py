"""Reports that are alike, in the ledger: of the same text, or nearly the same."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a report is told again by (`indexer.sketching`).

    `text_hash` (64 hexadecimal digits) is the same for the same characters, however broken into
    paragraphs; None for a short text. `minhash` tells by how much two texts are alike, and whether
    their names agree. `bands` are signed 64-bit integers: near reports have one in common.
    """

    text_hash: str | None
    minhash: bytes
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """That a report is nearly the same as the first of a group, and how much (0 to 1)."""

    near_to: str
    similarity: float


_IS_CURRENT = "{0} IN (SELECT doc_id FROM reports) AND {0} NOT IN (SELECT doc_id FROM superseded)"


def add(ledger: sqlite3.Connection, doc_id: str, sketch: Sketch, near: Near | None) -> None:
    """Record what a report is compared by and which group it is of, in place of what was."""
    _take_out_bands(ledger, doc_id)
    ledger.execute(
        "INSERT INTO sketches (doc_id, text_hash, minhash, bands) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (doc_id) DO UPDATE SET text_hash = excluded.text_hash,"
        " minhash = excluded.minhash, bands = excluded.bands",
        (doc_id, sketch.text_hash, sketch.minhash, array("q", sketch.bands).tobytes()),
    )
    (number,) = ledger.execute("SELECT id FROM sketches WHERE doc_id = ?", (doc_id,)).fetchone()
    ledger.executemany("INSERT INTO bands VALUES (?, ?)", ((one, number) for one in sketch.bands))
    ledger.execute("DELETE FROM near WHERE doc_id = ?", (doc_id,))
    if near:
        ledger.execute("INSERT INTO near VALUES (?, ?, ?)", (doc_id, near.near_to, near.similarity))


def same_text(ledger: sqlite3.Connection, text_hash: str) -> str | None:
    """The report of this text that was loaded first, or was removed for good; None without one."""
    removed = ledger.execute("SELECT doc_id FROM removed_texts WHERE text_hash = ?", (text_hash,))
    held = ledger.execute(
        "SELECT doc_id FROM sketches WHERE text_hash = ?"
        f" AND {_IS_CURRENT.format('doc_id')} ORDER BY id LIMIT 1",
        (text_hash,),
    )
    found = removed.fetchone() or held.fetchone()
    return found[0] if found else None


def candidates(
    ledger: sqlite3.Connection, bands: Sequence[int], of: str, former: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """The group and the minhash of reports that share a band and stand for their groups.

    That is the first of a group; where it was superseded or removed, every other. Where `of`, the
    report that is compared, is known, only those loaded before it; never `former`, whose place it
    takes, when that is like no other. In the order of loading.
    """
    query = f"""
        SELECT coalesce(near_to, doc_id) AS name, minhash
        FROM sketches LEFT JOIN near USING (doc_id)
        WHERE id IN (SELECT sketch FROM bands WHERE band IN ({", ".join("?" * len(bands))}))
        AND id < coalesce((SELECT id FROM sketches WHERE doc_id = ?), 1 << 62)
        AND name != ?
        AND (doc_id IS NOT ? OR EXISTS (
            SELECT 1 FROM near AS other
            WHERE other.near_to = coalesce(near.near_to, sketches.doc_id)
            AND other.doc_id != sketches.doc_id AND {_IS_CURRENT.format("other.doc_id")}
        ))
        AND {_IS_CURRENT.format("doc_id")}
        AND (near_to IS NULL OR NOT ({_IS_CURRENT.format("near_to")}))
        ORDER BY id
    """
    return iter(ledger.execute(query, (*bands, of, of, former)))


def count_near(ledger: sqlite3.Connection) -> int:
    """How many current reports bear the name of a group that has another current report."""
    query = f"""
        SELECT count(*) FROM near WHERE {_IS_CURRENT.format("doc_id")}
        AND ({_IS_CURRENT.format("near_to")} OR EXISTS (
            SELECT 1 FROM near AS other WHERE other.near_to = near.near_to
            AND other.doc_id != near.doc_id AND {_IS_CURRENT.format("other.doc_id")}
        ))
    """
    (count,) = ledger.execute(query).fetchone()
    return int(count)


def remove(ledger: sqlite3.Connection, doc_id: str) -> None:
    """Keep of a removed report that its text is not to come back, and no more."""
    ledger.execute(
        "INSERT OR REPLACE INTO removed_texts SELECT text_hash, doc_id FROM sketches"
        " WHERE doc_id = ? AND text_hash IS NOT NULL",
        (doc_id,),
    )
    _take_out_bands(ledger, doc_id)
    for table in ("sketches", "near"):
        ledger.execute(f"DELETE FROM {table} WHERE doc_id = ?", (doc_id,))


def take_back(ledger: sqlite3.Connection, doc_id: str) -> None:
    """Let the text of a removed report come back."""
    ledger.execute("DELETE FROM removed_texts WHERE doc_id = ?", (doc_id,))


def _take_out_bands(ledger: sqlite3.Connection, doc_id: str) -> None:
    """Take out the bands of a report, if it has any: each by its key, as none is kept by report."""
    query = "SELECT id, bands FROM sketches WHERE doc_id = ?"
    for number, bands in ledger.execute(query, (doc_id,)).fetchall():
        keys = ((band, number) for band in array("q", bands))
        ledger.executemany("DELETE FROM bands WHERE band = ? AND sketch = ?", keys)
