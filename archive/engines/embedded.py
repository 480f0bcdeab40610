"""The embedded engine: tantivy in the process itself, for archives of one machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import tantivy

from archive import messages
from archive.closing import Closing
from archive.engine import (
    FACET_SIZES,
    MAX_WINDOW,
    EngineStatus,
    arrange_facet,
    to_hit,
)
from archive.engines import schema as fields
from archive.engines.generations import Generations
from archive.errors import EngineUnavailable, IndexMismatch, QueryError
from archive.locking import lock
from archive.model import FACETS, Facets, FacetValue, Hit, Page, Query, Report, Results, Role
from archive.records import Record, to_metadata, to_paragraph
from archive.settings import Settings

WRITER_HEAP = 128_000_000
"""Bytes of postings that the writer gathers before it writes a segment."""

_EVERY_BUCKET = 2**31 - 1
_TIES = 100  # buckets beyond those shown, so that equal counts at the cut are ordered by name


class EmbeddedEngine(Closing):
    """A `SearchEngine` over an index in `settings.embedded_index`.

    A rebuild writes the next generation of the index and then puts it in service. Any number of
    processes may search while one writes.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.embedded_index
        self._generations = Generations(self._folder, fields.VERSION)
        self._schema = fields.build()
        self._index = tantivy.Index(self._schema)  # empty, in memory, until there is one on disk
        self._seen: tuple[str, int, int] | None = None
        self._lock: IO[str] | None = None
        self._writer: tantivy.IndexWriter | None = None

    def search(self, query: Query, page: Page) -> Results:
        """See `SearchEngine.search`."""
        if page.start + page.size > MAX_WINDOW:
            raise QueryError(
                messages.PAGE_TOO_DEEP.format(limit=MAX_WINDOW), messages.PAGE_TOO_DEEP_REMEDY
            )
        searcher = self._searcher()
        wanted = fields.to_tantivy(self._schema, query)
        # tantivy refuses a limit of 0, which asks for the counts alone.
        found = searcher.search(wanted, limit=max(page.size, 1), offset=page.start)
        reports = _buckets(searcher, wanted, {"report": _EVERY_BUCKET})["report"]
        return Results(
            total=_total(found),
            reports=len(reports),
            hits=tuple(
                to_hit(record, to_paragraph(record["paragraph"]), query)
                for record in _stored(searcher, found)
            )[: page.size],
        )

    def scan(self, query: Query) -> Iterator[Hit]:
        """See `SearchEngine.scan`."""
        for record in self._all(query):
            yield to_hit(record, to_paragraph(record["paragraph"]), query)

    def facets(self, query: Query) -> Facets:
        """See `SearchEngine.facets`."""
        searcher = self._searcher()
        filtered = [field for field in FACETS if query.filters.get(field)]
        free = {field: FACET_SIZES[field] + _TIES for field in FACETS if field not in filtered}
        buckets = _buckets(searcher, fields.to_tantivy(self._schema, query), free)
        for field in filtered:
            others = fields.to_tantivy(self._schema, query, without=field)
            buckets |= _buckets(searcher, others, {field: _EVERY_BUCKET})
        return {
            field: arrange_facet(
                field, _counts(field, buckets[field]), query.filters.get(field, ())
            )
            for field in FACETS
        }

    def report(self, doc_id: str) -> Report | None:
        """See `SearchEngine.report`."""
        records = list(self._all(Query(filters={"doc_id": (doc_id,)})))
        paragraphs = sorted(
            (to_paragraph(record["paragraph"]) for record in records), key=lambda p: p.ordinal
        )
        for record in records:
            if record["paragraph"]["role"] == Role.TITLE:
                metadata = to_metadata(record["metadata"])
                return Report(doc_id, record["source"], metadata, tuple(paragraphs))
        return None

    def replace(self, reports: Iterable[Report]) -> None:
        """See `SearchEngine.replace`."""
        writer = self._writing()
        try:
            self._put(writer, reports)
        except BaseException:
            writer.rollback()
            raise
        writer.commit()

    def remove(self, doc_ids: Sequence[str]) -> None:
        """See `SearchEngine.remove`."""
        if not doc_ids:
            return  # no filter would match everything
        writer = self._writing()
        self._delete(writer, doc_ids)
        writer.commit()

    def rebuild(self, reports: Iterable[Report]) -> None:
        """See `SearchEngine.rebuild`."""
        self._acquire_lock()
        old, new = self._generations.in_service(), self._generations.next()
        folder = self._folder / new
        shutil.rmtree(folder, ignore_errors=True)  # what a killed rebuild left
        try:
            writer = _create(folder, self._schema).writer(WRITER_HEAP, num_threads=1)
            self._put(writer, reports)
            writer.commit()
            writer.wait_merging_threads()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._writer = None  # of the old generation
        self._generations.put_in_service(new)
        if old:
            shutil.rmtree(self._folder / old, ignore_errors=True)

    def status(self) -> EngineStatus:
        """See `SearchEngine.status`."""
        searcher = self._searcher()
        titles = fields.to_tantivy(self._schema, Query(filters={"role": (Role.TITLE,)}))
        return EngineStatus(
            engine="embedded",
            location=str(self._folder),
            reports=_total(searcher.search(titles, limit=1)),
            paragraphs=searcher.num_docs,
        )

    def close(self) -> None:
        """See `SearchEngine.close`."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _put(self, writer: tantivy.IndexWriter, reports: Iterable[Report]) -> None:
        for report in reports:
            self._delete(writer, [report.doc_id])
            for document in fields.documents(report):
                writer.add_document(document)

    def _delete(self, writer: tantivy.IndexWriter, doc_ids: Sequence[str]) -> None:
        # By query: a deletion by term of an unsigned number finds nothing (tantivy 0.27).
        wanted = Query(filters={"doc_id": tuple(doc_ids)})
        writer.delete_documents_by_query(fields.to_tantivy(self._schema, wanted))

    def _all(self, query: Query) -> Iterator[Record]:
        searcher = self._searcher()
        wanted = fields.to_tantivy(self._schema, query)
        total = _total(searcher.search(wanted, limit=1))
        if total:
            yield from _stored(searcher, searcher.search(wanted, limit=total, count=False))

    def _searcher(self) -> tantivy.Searcher:
        """A searcher over what was last committed, by whichever process."""
        self._follow()
        return self._index.searcher()

    def _follow(self) -> None:
        """Turn to the generation in service and its last commit, when they changed."""
        generation = self._generations.in_service()
        if generation is None:
            return
        folder = self._folder / generation
        try:
            meta = (folder / "meta.json").stat()
            seen = (generation, meta.st_mtime_ns, meta.st_ino)
            if seen == self._seen:
                return
            if self._seen is not None and generation == self._seen[0]:
                self._index.reload()
            else:
                self._index = self._open(folder)
        except (OSError, ValueError) as error:  # tantivy raises ValueError for what it finds broken
            if self._generations.in_service() != generation:  # swapped and deleted under our feet
                self._follow()
                return
            raise EngineUnavailable(
                messages.INDEX_DAMAGED.format(location=folder, detail=error),
                messages.INDEX_MISMATCH_REMEDY,
            ) from error
        self._seen = seen

    def _open(self, folder: Path) -> tantivy.Index:
        if not self._generations.fits(folder.name):
            raise IndexMismatch(
                messages.INDEX_MISMATCH.format(location=folder), messages.INDEX_MISMATCH_REMEDY
            )
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")  # `_follow` reloads; no thread that watches the folder
        fields.register_tokenizers(index)
        return index

    def _writing(self) -> tantivy.IndexWriter:
        """The writer of the generation in service, of which one exists at a time."""
        if self._writer is None:
            self._acquire_lock()
            if self._generations.in_service() is None:
                first = self._generations.next()
                shutil.rmtree(self._folder / first, ignore_errors=True)
                _create(self._folder / first, self._schema)
                self._generations.put_in_service(first)
            self._follow()
            self._writer = self._index.writer(WRITER_HEAP, num_threads=1)
        return self._writer

    def _acquire_lock(self) -> None:
        """Keep every other writer out; the lock goes when this process does, however it ends."""
        if self._lock is not None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = lock(self._folder / "writer.lock")


def _create(folder: Path, schema: tantivy.Schema) -> tantivy.Index:
    folder.mkdir(parents=True)
    index = tantivy.Index(schema, str(folder))
    fields.register_tokenizers(index)
    return index


def _total(found: Any) -> int:
    """How many matched: `SearchResult.count`, which tantivy's type stub lacks."""
    return int(found.count)


def _stored(searcher: tantivy.Searcher, found: tantivy.SearchResult) -> Iterator[Record]:
    for _, address in found.hits:
        stored: Any = searcher.doc(address).get_first("stored")
        record: Record = json.loads(stored)
        yield record


def _buckets(
    searcher: tantivy.Searcher, query: tantivy.Query, sizes: dict[str, int]
) -> dict[str, list[dict[str, Any]]]:
    """The most frequent values of each field among the matches, counted exactly."""
    if not sizes:
        return {}
    terms = {
        # Without segment_size each segment would hand on its own most frequent values only.
        field: {"terms": {"field": field, "size": size, "segment_size": _EVERY_BUCKET}}
        for field, size in sizes.items()
    }
    counted = searcher.aggregate(query, terms)
    return {field: counted[field]["buckets"] for field in sizes}


def _counts(field: str, buckets: list[dict[str, Any]]) -> dict[FacetValue, int]:
    return {fields.facet_value(field, bucket["key"]): bucket["doc_count"] for bucket in buckets}
