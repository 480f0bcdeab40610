"""The bare limit of what the archive is built on: tantivy with nothing round it, rjieba alone.

The fields are those that the archive searches and counts by, the writer is as the archive's (one
thread, the same room). What the archive adds is left out: reading, structure, metadata, ledger,
folding, the cutting into characters and shingles, the report behind a paragraph, and highlights.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import rjieba
import tantivy
from corpus import Answer, Corpus, Row, arranged
from telling import say

from archive.engine import FACET_SIZES
from archive.engines import embedded_counts
from archive.engines.embedded_query import to_tantivy
from archive.engines.embedded_writer import HEAP
from archive.engines.schema import (
    NUMBERS,
    UNKNOWN_NAME,
    UNKNOWN_YEAR,
    character_terms,
    facet_key,
    register_tokenizers,
    shingle_terms,
)
from archive.model import FACETS
from archive.query import literal_query

BATCH = 5_000
"""Paragraphs cut into words at a time."""

COMMIT = 10_000_000
"""Characters indexed between two commits; while the next are prepared, no clock runs."""

_SIZES = {field: size + 100 for field, size in FACET_SIZES.items()}  # ties at the cut, see `facets`


class Limit:
    """An index of tantivy's own, in a folder."""

    @staticmethod
    def build(corpus: Corpus, folder: Path) -> float:
        """Index the paragraphs into a folder; the seconds of rjieba and of tantivy together.

        Merging that goes on while documents are prepared is not counted: a limit may be too good.
        """
        folder.mkdir()
        index = tantivy.Index(_schema(), str(folder))
        register_tokenizers(index)
        writer = index.writer(HEAP, num_threads=1)
        cutting, writing = Clock(), Clock()
        documents: list[tantivy.Document] = []
        size = 0
        for rows in _batches(corpus):
            with cutting:
                cut = [rjieba.cut(text) for text, _ in rows]
            documents += map(_document, rows, cut)
            size += sum(len(text) for text, _ in rows)
            if size >= COMMIT:
                with writing:
                    _write(writer, documents)
                documents, size = [], 0
        with writing:
            _write(writer, documents)
            writer.wait_merging_threads()
        for name, clock in (("rjieba", cutting), ("tantivy", writing)):
            say(f"  {name} alone: {corpus.characters / clock.seconds / 1e6:.2f} M characters/s")
        return cutting.seconds + writing.seconds

    def __init__(self, folder: Path) -> None:
        self._schema = _schema()
        index = tantivy.Index.open(str(folder))
        register_tokenizers(index)
        self._searcher = index.searcher()

    def search(self, phrase: str) -> int:
        """See `Peer`."""
        return self._found(to_tantivy(self._schema, literal_query(phrase)))

    def facets(self, phrase: str) -> Answer:
        """See `Peer`."""
        asked = to_tantivy(self._schema, literal_query(phrase))
        counts = embedded_counts.facets(self._searcher, asked, _SIZES)
        return Answer(self._found(asked), arranged(counts))

    def close(self) -> None:
        """See `Peer`."""

    def _found(self, asked: tantivy.Query) -> int:
        found = self._searcher.search(asked, limit=10)
        for _, address in found.hits:
            self._searcher.doc(address).get_first("stored")
        return int(found.count)  # type: ignore[attr-defined]  # tantivy's type stub lacks it


class Clock:
    """A clock that runs while it is entered."""

    seconds = 0.0

    def __enter__(self) -> None:
        self._start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._start


def _schema() -> tantivy.Schema:
    schema = tantivy.SchemaBuilder()
    for field in FACETS:
        if field in NUMBERS:
            schema.add_integer_field(field, indexed=True, fast=True)
        else:
            schema.add_text_field(field, fast=True, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("characters", tokenizer_name="blanks", index_option="position")
    schema.add_text_field("shingles", tokenizer_name="blanks", index_option="position")
    schema.add_text_field("words", tokenizer_name="blanks", index_option="freq")
    schema.add_bytes_field("stored", stored=True)
    return schema.build()


def _batches(corpus: Corpus) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in corpus.rows():
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _document(row: Row, cut: list[str]) -> tantivy.Document:
    text, values = row
    document = tantivy.Document()
    for field, value in zip(FACETS, values, strict=True):
        if field in NUMBERS:
            document.add_integer(field, UNKNOWN_YEAR if value is None else int(value))
        else:
            key = UNKNOWN_NAME if value is None else facet_key(field, value)
            document.add_text(field, str(key))
    document.add_text("characters", " ".join(character_terms(text)))
    document.add_text("shingles", " ".join(shingle_terms(text)))
    document.add_text("words", " ".join(word for word in cut if not word.isspace()))
    document.add_bytes("stored", text.encode())
    return document


def _write(writer: tantivy.IndexWriter, documents: list[tantivy.Document]) -> None:
    for document in documents:
        writer.add_document(document)
    writer.commit()
