"""What is measured beside the archive, each behind the same shape: a search, and facets with it."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from corpus import Answer, Corpus, arranged

from archive.model import FACETS, FacetValue


class Peer(Protocol):
    """Something that can be searched."""

    def search(self, phrase: str) -> int:
        """The exact number of paragraphs that hold the phrase, having fetched the ten best."""

    def facets(self, phrase: str) -> Answer:
        """The same, with the counts of every facet."""

    def close(self) -> None:
        """Let go of files and connections."""


class Fts5:
    """SQLite FTS5 with trigrams; two characters, which those cannot find, by instr()."""

    @staticmethod
    def build(corpus: Corpus, folder: Path) -> float:
        """Index the paragraphs into a folder; the seconds that it took."""
        folder.mkdir()
        start = time.perf_counter()
        with closing(sqlite3.connect(folder / "fts5.sqlite")) as db:
            db.execute("CREATE VIRTUAL TABLE fts USING fts5 (text, tokenize = 'trigram')")
            db.execute(f"CREATE TABLE meta (id INTEGER PRIMARY KEY, {', '.join(FACETS)})")
            db.executemany("INSERT INTO fts VALUES (?)", ((text,) for text in corpus.texts()))
            places = ", ".join("?" * len(FACETS))
            db.executemany(
                f"INSERT INTO meta ({', '.join(FACETS)}) VALUES ({places})",
                (values for _, values in corpus.rows()),
            )
            db.commit()
        return time.perf_counter() - start

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "fts5.sqlite")
        self._db.execute("CREATE TEMP TABLE hits (id INTEGER PRIMARY KEY, score)")

    def search(self, phrase: str) -> int:
        """See `Peer`."""
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
        self._db.execute(
            """SELECT text FROM (SELECT id FROM hits ORDER BY score LIMIT 10)
               JOIN fts ON fts.rowid = id"""
        ).fetchall()
        return int(total)

    def facets(self, phrase: str) -> Answer:
        """See `Peer`."""
        total = self.search(phrase)
        counts: dict[str, dict[FacetValue, int]] = {
            field: dict(
                self._db.execute(
                    f"SELECT {field}, count(*) FROM hits JOIN meta USING (id) GROUP BY {field}"
                )
            )
            for field in FACETS
        }
        return Answer(total, arranged(counts))

    def close(self) -> None:
        """See `Peer`."""
        self._db.close()


class Ripgrep:
    """ripgrep over one file with a paragraph a line; ranked and counted from what it prints."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def search(self, phrase: str) -> int:
        """See `Peer`."""
        return len(self._found(phrase))

    def facets(self, phrase: str) -> Answer:
        """See `Peer`."""
        places = self._found(phrase)
        return Answer(len(places), arranged(self._corpus.counts(places)))

    def close(self) -> None:
        """See `Peer`."""

    def _found(self, phrase: str) -> list[int]:
        """The places of the paragraphs, the shortest first."""
        found = subprocess.run(
            ["rg", "--fixed-strings", "--line-number", "--", phrase, str(self._corpus.path)],
            capture_output=True,
            check=False,  # status 1 is "no match"
        )
        lines = found.stdout.splitlines()
        lines.sort(key=len)
        return [int(line.split(b":", 1)[0]) - 1 for line in lines]


class Whoosh:
    """Whoosh with jieba's analyzer: what is found is what was cut into the same words."""

    @staticmethod
    def build(corpus: Corpus, folder: Path) -> float:
        """Index the paragraphs into a folder; the seconds that it took."""
        import jieba
        from jieba.analyse import ChineseAnalyzer
        from whoosh import fields, index

        jieba.setLogLevel(logging.WARNING)
        jieba.initialize()
        schema = fields.Schema(
            text=fields.TEXT(analyzer=ChineseAnalyzer(), stored=True),
            **{field: fields.ID(sortable=True) for field in FACETS},
        )
        folder.mkdir()
        start = time.perf_counter()
        writer = index.create_in(folder, schema).writer(limitmb=256)
        for text, values in corpus.rows():
            known = zip(FACETS, values, strict=True)
            writer.add_document(
                text=text, **{field: str(value) for field, value in known if value is not None}
            )
        writer.commit()
        return time.perf_counter() - start

    def __init__(self, folder: Path) -> None:
        from whoosh import index, sorting

        self._index = index.open_dir(folder)
        self._searcher = self._index.searcher()
        self._facets = sorting.Facets()
        for field in FACETS:
            self._facets.add_field(field, maptype=sorting.Count)

    def search(self, phrase: str) -> int:
        """See `Peer`."""
        return self._ranked(phrase)[0]

    def facets(self, phrase: str) -> Answer:
        """See `Peer`."""
        total, results = self._ranked(phrase, groupedby=self._facets)
        counts = {field: dict(_values(field, results.groups(field))) for field in FACETS}
        return Answer(total, arranged(counts))

    def close(self) -> None:
        """See `Peer`."""
        self._searcher.close()
        self._index.close()

    def _ranked(self, phrase: str, **options: Any) -> tuple[int, Any]:
        from whoosh.query import Phrase

        words = list(self._index.schema["text"].process_text(phrase, mode="query"))
        asked = Phrase("text", words).normalize()  # what is one word or none is no phrase to it
        results = self._searcher.search(asked, limit=10, **options)
        for hit in results:
            hit["text"]
        return len(results), results


def _values(field: str, groups: dict[str | None, int]) -> Iterator[tuple[FacetValue, int]]:
    """Whoosh's groups by the values that their texts stand for."""
    for text, count in groups.items():
        if not text:
            yield None, count
        elif field == "year":
            yield int(text), count
        else:
            yield (text == "True" if field == "is_department" else text), count
