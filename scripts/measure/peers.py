"""The archive and its peers behind one shape: a search, and a page of results."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from loading import folder_mb

from archive.engines.embedded import EmbeddedEngine
from archive.expression import Literal
from archive.matching import expression_spans
from archive.model import Page
from archive.query import literal_query
from archive.settings import Settings

FACETS = ("year", "level", "unit", "section_kind")


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph with what facets are counted by."""

    folded: str
    doc_id: str
    year: int
    level: str
    unit: str
    section_kind: str


class Peer(Protocol):
    """Something that can be searched."""

    name: str
    size_mb: float | None
    build_seconds: float | None

    def search(self, phrase: str) -> int:
        """The exact number of paragraphs that hold the phrase, having fetched the ten best."""

    def page(self, phrase: str) -> int:
        """The same with highlights, the number of reports and the counts of every facet."""


class Archive:
    """This project's embedded engine."""

    name = "embedded"

    def __init__(self, settings: Settings) -> None:
        self._engine = EmbeddedEngine(settings)
        self.size_mb: float | None = folder_mb(settings.embedded_index)
        self.build_seconds: float | None = None  # measured as a whole load

    def search(self, phrase: str) -> int:
        """See `Peer`; counts the reports and highlights too, as every search of the archive."""
        return self._engine.search(literal_query(phrase), Page()).total

    def page(self, phrase: str) -> int:
        """See `Peer`."""
        query = literal_query(phrase)
        self._engine.facets(query)
        return self._engine.search(query, Page()).total


class Fts5:
    """SQLite FTS5 with trigrams; two characters, which those cannot find, by instr()."""

    name = "fts5"

    def __init__(self, rows: list[Row], path: Path) -> None:
        start = time.perf_counter()
        self._db = sqlite3.connect(path)
        self._db.execute("CREATE VIRTUAL TABLE fts USING fts5 (text, tokenize = 'trigram')")
        self._db.execute(f"CREATE TABLE meta (id INTEGER PRIMARY KEY, doc_id, {', '.join(FACETS)})")
        self._db.executemany("INSERT INTO fts VALUES (?)", ((row.folded,) for row in rows))
        self._db.executemany(
            "INSERT INTO meta (doc_id, year, level, unit, section_kind) VALUES (?, ?, ?, ?, ?)",
            ((r.doc_id, r.year, r.level, r.unit, r.section_kind) for r in rows),
        )
        self._db.commit()
        self._db.execute("CREATE TEMP TABLE hits (id INTEGER PRIMARY KEY, score)")
        self.build_seconds: float | None = round(time.perf_counter() - start, 1)
        self.size_mb: float | None = round(path.stat().st_size / 1e6, 1)

    def search(self, phrase: str) -> int:
        """See `Peer`."""
        total, _ = self._best(phrase)
        return total

    def page(self, phrase: str) -> int:
        """See `Peer`."""
        total, best = self._best(phrase)
        for text in best:
            expression_spans(text, Literal(phrase))
        self._db.execute("SELECT count(DISTINCT doc_id) FROM hits JOIN meta USING (id)").fetchone()
        for field in FACETS:
            self._db.execute(
                f"SELECT {field}, count(*) FROM hits JOIN meta USING (id) GROUP BY {field}"
            ).fetchall()
        return total

    def _best(self, phrase: str) -> tuple[int, list[str]]:
        self._db.execute("DELETE FROM hits")
        if len(phrase) > 2:
            self._db.execute(
                "INSERT INTO hits SELECT rowid, rank FROM fts WHERE fts MATCH ?",
                ('"' + phrase.replace('"', '""') + '"',),
            )
        else:
            self._db.execute(
                "INSERT INTO hits SELECT rowid, length(text) FROM fts WHERE instr(text, ?)",
                (phrase,),
            )
        (total,) = self._db.execute("SELECT count(*) FROM hits").fetchone()
        best = self._db.execute(
            """SELECT text FROM (SELECT id FROM hits ORDER BY score LIMIT 10)
               JOIN fts ON fts.rowid = id"""
        ).fetchall()
        return total, [text for (text,) in best]


class Ripgrep:
    """ripgrep over one file with a paragraph a line; ranked and counted from what it prints."""

    name = "ripgrep"

    def __init__(self, rows: list[Row], path: Path) -> None:
        path.write_text("".join(f"{row.folded}\n" for row in rows), "utf-8")
        self._rows = rows
        self._path = path
        self.build_seconds: float | None = None
        self.size_mb: float | None = None

    def search(self, phrase: str) -> int:
        """See `Peer`."""
        return len(self._ranked(phrase))

    def page(self, phrase: str) -> int:
        """See `Peer`."""
        numbers = self._ranked(phrase)
        for number in numbers[:10]:
            expression_spans(self._rows[number].folded, Literal(phrase))
        hits = [self._rows[number] for number in numbers]
        len({row.doc_id for row in hits})
        for field in FACETS:
            Counter(getattr(row, field) for row in hits)
        return len(numbers)

    def _ranked(self, phrase: str) -> list[int]:
        found = subprocess.run(
            ["rg", "--fixed-strings", "--line-number", "--", phrase, str(self._path)],
            capture_output=True,
            check=False,  # status 1 is "no match"
        )
        numbers = [int(line.split(b":", 1)[0]) - 1 for line in found.stdout.splitlines()]
        return sorted(numbers, key=lambda number: len(self._rows[number].folded))
