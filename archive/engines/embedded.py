"""The embedded engine: tantivy in the process itself, for archives of one machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson
import tantivy

from archive.across import narrowed
from archive.closing import Closing
from archive.engine import FACET_SIZES, EngineStatus, arrange_facet, to_hit
from archive.engines import embedded_counts as counts
from archive.engines import schema as fields
from archive.engines.embedded_index import EmbeddedIndex
from archive.engines.embedded_order import Ordered
from archive.engines.embedded_query import to_tantivy
from archive.engines.embedded_writer import Writer
from archive.expression import Expression
from archive.model import (
    FACETS,
    Facets,
    Hit,
    Hits,
    Page,
    Query,
    Report,
    ReportHit,
    ReportResults,
    Results,
    Role,
    Sort,
    Table,
)
from archive.near_duplicates import folded
from archive.records import Record, to_metadata, to_paragraph, to_stated
from archive.settings import Settings

BATCH = 5_000
"""Matches that a scan reads at a time."""

_TIES = 100  # buckets beyond those shown, so that equal counts at the cut are ordered by name


class EmbeddedEngine(Closing):
    """A `SearchEngine` over an index in `settings.embedded_index`."""

    def __init__(self, settings: Settings) -> None:
        self._schema = fields.build()
        self._index = EmbeddedIndex(settings.embedded_index, self._schema)

    def search(self, query: Query, page: Page) -> Results:
        """See `SearchEngine.search`."""
        searcher = self._index.searcher()
        wanted, asked = self._asked(searcher, query)
        found = self._hits(searcher, wanted, asked, page)
        reports = counts.count_reports(searcher, asked)
        return Results(found.total, reports, found.hits, found.left_out)

    def hits(self, query: Query, page: Page) -> Hits:
        """See `SearchEngine.hits`."""
        searcher = self._index.searcher()
        return self._hits(searcher, *self._asked(searcher, query), page)

    def by_report(self, query: Query, page: Page) -> ReportResults:
        """See `SearchEngine.by_report`."""
        searcher = self._index.searcher()
        wanted, asked = self._asked(searcher, query)
        reports = counts.reports(searcher, asked)
        ordered = Ordered(searcher, self._schema, asked, page.sort)
        return ReportResults(
            total=sum(reports.values()),
            reports=len(reports),
            hits=tuple(
                ReportHit(_hit(searcher, address, wanted), reports[number])
                for number, address in ordered.first_of_each(page, len(reports))
            ),
            left_out=wanted.left_out,
        )

    def table(self, query: Query) -> Table:
        """See `SearchEngine.table`."""
        searcher = self._index.searcher()
        return counts.table(searcher, self._asked(searcher, query)[1])

    def scan(self, query: Query) -> Iterator[Hit]:
        """See `SearchEngine.scan`."""
        searcher = self._index.searcher()
        wanted, asked = self._asked(searcher, query)
        for record in self._all(searcher, asked):
            yield to_hit(record, to_paragraph(record["paragraph"]), wanted)

    def facets(self, query: Query) -> Facets:
        """See `SearchEngine.facets`."""
        searcher = self._index.searcher()
        wanted, asked = self._asked(searcher, query)
        filtered = [field for field in FACETS if query.filters.get(field)]
        free = {field: FACET_SIZES[field] + _TIES for field in FACETS if field not in filtered}
        found = counts.facets(searcher, asked, free)
        for field in filtered:
            others = to_tantivy(self._schema, wanted, without=field)
            found |= counts.facets(searcher, others, {field: counts.EVERY})
        return {
            field: arrange_facet(field, found[field], query.filters.get(field, ()))
            for field in FACETS
        }

    def report(self, doc_id: str) -> Report | None:
        """See `SearchEngine.report`."""
        searcher = self._index.searcher()
        asked = to_tantivy(self._schema, Query(filters={"doc_id": (doc_id,)}))
        records = list(self._all(searcher, asked))
        paragraphs = sorted(
            (to_paragraph(record["paragraph"]) for record in records), key=lambda p: p.ordinal
        )
        for record in records:
            if record["paragraph"]["role"] == Role.TITLE:
                metadata = to_metadata(record["metadata"])
                stated = to_stated(record)
                source, near_to = record["source"], record["near_to"]
                return Report(doc_id, source, metadata, tuple(paragraphs), stated, near_to)
        return None

    def replace(self, reports: Iterable[Report]) -> None:
        """See `SearchEngine.replace`."""
        with self._index.writing() as writer:
            self._put(writer, reports)

    def remove(self, doc_ids: Sequence[str]) -> None:
        """See `SearchEngine.remove`."""
        if not doc_ids or not self._index.version:
            return  # no filter would match everything; and what is not there is not made
        with self._index.writing() as writer:
            self._delete(writer, doc_ids)

    def rebuild(self, reports: Iterable[Report]) -> None:
        """See `SearchEngine.rebuild`."""
        with self._index.successor() as writer:
            self._put(writer, reports)

    def former(self) -> str:
        """See `SearchEngine.former`."""
        return self._index.former()

    def back(self, without: Sequence[str] = ()) -> None:
        """See `SearchEngine.back`."""
        with self._index.returning() as writer:
            if without:
                self._delete(writer, without)

    def status(self) -> EngineStatus:
        """See `SearchEngine.status`."""
        searcher = self._index.searcher()
        titles = to_tantivy(self._schema, Query(filters={"role": (Role.TITLE,)}))
        return EngineStatus(
            engine="embedded",
            location=str(self._index.folder),
            reports=Ordered(searcher, self._schema, titles, Sort.RELEVANCE).window(0, 0)[0],
            paragraphs=searcher.num_docs,
            version=self._index.version,
        )

    def close(self) -> None:
        """See `SearchEngine.close`."""
        self._index.close()

    def _put(self, writer: Writer, reports: Iterable[Report]) -> None:
        for report in reports:
            self._delete(writer, [report.doc_id])
            for document in fields.documents(report):
                writer.add(document)

    def _delete(self, writer: Writer, doc_ids: Sequence[str]) -> None:
        # By query: a deletion by term of an unsigned number finds nothing (tantivy 0.27).
        wanted = Query(filters={"doc_id": tuple(doc_ids)})
        writer.delete(to_tantivy(self._schema, wanted))

    def _hits(
        self, searcher: tantivy.Searcher, wanted: Query, asked: tantivy.Query, page: Page
    ) -> Hits:
        ordered = Ordered(searcher, self._schema, asked, page.sort)
        total, addresses = ordered.window(page.start, page.size)
        hits = tuple(_hit(searcher, address, wanted) for address in addresses)
        return Hits(total, hits, wanted.left_out)

    def _asked(self, searcher: tantivy.Searcher, query: Query) -> tuple[Query, tantivy.Query]:
        """A query with its scope resolved to paragraphs, and the same in the index's terms."""

        def reports_of(query: Query) -> set[str]:
            asked = to_tantivy(self._schema, query)
            return {fields.report_id(number) for number in counts.reports(searcher, asked)}

        def reports_with(expression: Expression) -> set[str]:
            return reports_of(Query(expression=expression))

        def linked(query: Query) -> Iterator[tuple[str, str]]:
            for pair in counts.linked(searcher, to_tantivy(self._schema, query)):
                yield fields.report_id(pair[0]), fields.report_id(pair[1])

        wanted = folded(narrowed(query, reports_with), linked, reports_of)
        return wanted, to_tantivy(self._schema, wanted)

    def _all(self, searcher: tantivy.Searcher, asked: tantivy.Query) -> Iterator[Record]:
        """What is stored of every match: some reports at a time, so that memory stays flat."""
        for numbers, matches in _batches(counts.reports(searcher, asked)):
            of_these = tantivy.Query.term_set_query(self._schema, "report", numbers)
            both = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, asked), (tantivy.Occur.Must, of_these)]
            )
            ordered = Ordered(searcher, self._schema, both, Sort.RELEVANCE)
            _, addresses = ordered.window(0, matches)
            records = [_stored(searcher, address) for address in addresses]
            yield from sorted(records, key=lambda r: (r["doc_id"], r["paragraph"]["ordinal"]))


def _batches(reports: dict[int, int]) -> Iterator[tuple[list[int], int]]:
    """The reports' numbers in order, as many at a time as have `BATCH` matches or more."""
    batch: list[int] = []
    matches = 0
    for number in sorted(reports):
        batch.append(number)
        matches += reports[number]
        if matches >= BATCH:
            yield batch, matches
            batch, matches = [], 0
    if batch:
        yield batch, matches


def _stored(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Record:
    stored: Any = searcher.doc(address).get_first("stored")
    record: Record = orjson.loads(stored)
    return record


def _hit(searcher: tantivy.Searcher, address: tantivy.DocAddress, query: Query) -> Hit:
    record = _stored(searcher, address)
    return to_hit(record, to_paragraph(record["paragraph"]), query)
