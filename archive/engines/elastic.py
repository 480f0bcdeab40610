"""The Elasticsearch engine: an index on a server, for archives past one machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive import messages
from archive.closing import Closing
from archive.engine import MAX_WINDOW, EngineStatus, arrange_facet, to_hit
from archive.engines import elastic_documents as documents
from archive.engines import elastic_query as queries
from archive.engines.elastic_index import BATCH, ElasticIndex
from archive.errors import QueryError
from archive.model import FACETS, Facets, Hit, Page, Query, Report, Results, Role, paragraph_id
from archive.records import to_paragraph
from archive.settings import Settings


class ElasticEngine(Closing):
    """A `SearchEngine` over the alias `settings.index`.

    The alias stands for one index, such as reports-000001; a rebuild fills the next one and moves
    the alias. The first writer creates it. An index is refreshed only when a write is complete,
    which is when searches see it. One loader at a time is for the caller to see to.
    """

    def __init__(self, settings: Settings) -> None:
        self._index = ElasticIndex(settings)

    def search(self, query: Query, page: Page) -> Results:
        """See `SearchEngine.search`."""
        if page.start + page.size > MAX_WINDOW:
            raise QueryError(
                messages.PAGE_TOO_DEEP.format(limit=MAX_WINDOW), messages.PAGE_TOO_DEEP_REMEDY
            )
        answer = self._index.ask(
            query=queries.to_elastic(query),
            from_=page.start,
            size=page.size,
            sort=queries.RANKED,
            track_total_hits=True,
            source_excludes=["report"],
            aggs=queries.report_count(),
            # Reports are counted, not listed.
            filter_path=[
                "hits.total",
                "hits.hits._source",
                "aggregations.*.sum_other_doc_count",
                "aggregations.*.count",
            ],
        )
        if answer is None:
            return Results(0, 0, ())
        counted = answer["aggregations"]
        uncounted = counted["reports"]["sum_other_doc_count"]
        sources = [found["_source"] for found in answer["hits"].get("hits", ())]
        return Results(
            total=answer["hits"]["total"]["value"],
            reports=self._count_reports(query) if uncounted else counted["counted"]["count"],
            hits=tuple(to_hit(source, to_paragraph(source), query) for source in sources),
        )

    def scan(self, query: Query) -> Iterator[Hit]:
        """See `SearchEngine.scan`."""
        for document in self._index.documents(queries.to_elastic(query)):
            yield to_hit(document, to_paragraph(document), query)

    def facets(self, query: Query) -> Facets:
        """See `SearchEngine.facets`."""
        text, aggregations = queries.facet_counts(query)
        answer = self._index.ask(query=text, size=0, track_total_hits=False, aggs=aggregations)
        counts = {
            field: queries.facet_values(answer["aggregations"][field]) if answer else {}
            for field in FACETS
        }
        return {
            field: arrange_facet(field, counts[field], query.filters.get(field, ()))
            for field in FACETS
        }

    def report(self, doc_id: str) -> Report | None:
        """See `SearchEngine.report`."""
        wanted = queries.to_elastic(Query(filters={"doc_id": (doc_id,)}))
        return documents.to_report(self._index.documents(wanted))

    def replace(self, reports: Iterable[Report]) -> None:
        """See `SearchEngine.replace`.

        When it fails, reports already sent are seen after the next write.
        """
        index = self._index
        if not index.exists():
            first = _index_after(index.alias, None)
            index.create(first)
            index.put_in_service(first)
        self._put(index.alias, reports)
        index.refresh(index.alias)

    def remove(self, doc_ids: Sequence[str]) -> None:
        """See `SearchEngine.remove`."""
        index = self._index
        if not index.exists():
            return
        for start in range(0, len(doc_ids), BATCH):
            lengths = self._lengths(index.alias, doc_ids[start : start + BATCH])
            index.write(
                index.alias,
                (
                    action
                    for doc_id, length in lengths.items()
                    for action in documents.deletion(doc_id, range(length))
                ),
            )
        index.refresh(index.alias)

    def rebuild(self, reports: Iterable[Report]) -> None:
        """See `SearchEngine.rebuild`."""
        index = self._index
        new = _index_after(index.alias, index.in_service())
        index.create(new)
        try:
            self._put(new, reports)
            index.refresh(new)
            index.put_in_service(new)
        except BaseException:
            index.discard(new)
            raise
        index.retire_others(new)

    def status(self) -> EngineStatus:
        """See `SearchEngine.status`."""
        return EngineStatus(
            engine="elasticsearch",
            location=self._index.location,
            reports=self._count(Query(filters={"role": (Role.TITLE,)})),
            paragraphs=self._count(Query()),
        )

    def close(self) -> None:
        """See `SearchEngine.close`."""
        self._index.close()

    def _count(self, query: Query) -> int:
        answer = self._index.ask(query=queries.to_elastic(query), size=0, track_total_hits=True)
        return int(answer["hits"]["total"]["value"]) if answer else 0

    def _count_reports(self, query: Query) -> int:
        """The number of reports that a query finds, listed page by page."""
        found, after = 0, None
        while answer := self._index.ask(
            query=queries.to_elastic(query), size=0, aggs=queries.report_pages(after)
        ):
            reports = answer["aggregations"]["reports"]
            found += len(reports["buckets"])
            after = reports.get("after_key")
            if after is None:
                break
        return found

    def _put(self, index: str, reports: Iterable[Report]) -> None:
        for batch in documents.batches(reports, BATCH):
            lengths = self._lengths(index, list(batch))
            self._index.write(
                index,
                (
                    action
                    for doc_id, report in batch.items()
                    for action in documents.replacement(report, lengths.get(doc_id, 0))
                ),
            )

    def _lengths(self, index: str, doc_ids: Sequence[str]) -> dict[str, int]:
        """How many paragraphs of each report the index may hold, those not yet seen included."""
        titles = {paragraph_id(doc_id, 0): doc_id for doc_id in doc_ids}
        found = self._index.stored(index, list(titles), documents.LENGTH)
        return {titles[title]: found[title]["report"]["length"] for title in found}


def _index_after(alias: str, index: str | None) -> str:
    """The next index's name, such as reports-000002 after reports-000001."""
    number = int(index.rpartition("-")[2]) if index else 0
    return f"{alias}-{number + 1:06}"
