"""The Elasticsearch engine: an index on a server, for archives past one machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from archive.across import NO_REPORT, narrowed
from archive.closing import Closing
from archive.engine import EngineStatus, arrange_facet, to_hit
from archive.engines import elastic_documents as documents
from archive.engines import elastic_paging as paging
from archive.engines import elastic_query as queries
from archive.engines.elastic_index import ElasticIndex
from archive.engines.elastic_versions import Versions
from archive.engines.elastic_writing import Writing
from archive.errors import ReportsRefused
from archive.expression import Expression, Pattern, compiled, literals
from archive.model import (
    FACETS,
    Facets,
    Hit,
    Hits,
    Level,
    Page,
    Query,
    Report,
    ReportHit,
    ReportResults,
    Results,
    Role,
    Table,
)
from archive.near_duplicates import folded
from archive.records import Record, to_paragraph
from archive.settings import Settings
from archive.text import fold


class ElasticEngine(Closing):
    """A `SearchEngine` over the alias `settings.index`.

    The alias stands for one index, such as reports-000001; a rebuild fills the next one and moves
    the alias. The first writer creates it. An index is refreshed only when a write is complete,
    which is when searches see it. One loader at a time is for the caller to see to.
    """

    def __init__(self, settings: Settings) -> None:
        self._index = ElasticIndex(settings)
        self._versions = Versions(self._index, settings)

    def search(self, query: Query, page: Page) -> Results:
        """See `SearchEngine.search`."""
        wanted, asked = self._asked(query)
        answer = self._page(asked, page, aggs=queries.report_count())
        if answer is None:
            return Results(0, 0, ())
        found = _hits(answer, wanted)
        return Results(found.total, self._reports(answer, asked), found.hits, found.left_out)

    def hits(self, query: Query, page: Page) -> Hits:
        """See `SearchEngine.hits`."""
        wanted, asked = self._asked(query)
        answer = self._page(asked, page)
        return _hits(answer, wanted) if answer else Hits(0, ())

    def by_report(self, query: Query, page: Page) -> ReportResults:
        """See `SearchEngine.by_report`."""
        wanted, asked = self._asked(query)
        within = page.start + page.size <= queries.WINDOW
        request: Record = {
            "query": asked,
            "track_total_hits": True,
            "source_excludes": ["report"],
            "aggs": queries.report_count(),
            "sort": queries.ORDERS[page.sort],
            "collapse": queries.first_of_each(),
            **queries.ranked(asked, page.sort),
        }
        if within:
            request |= {"from_": page.start, "size": page.size}
        else:
            ids = paging.deep_firsts(self._index, asked, page)
            found = Query(filters={"doc_id": tuple(ids) or (NO_REPORT,)})
            request |= {"size": page.size, "post_filter": queries.to_elastic(found)}
        answer = self._index.ask(**request)
        if answer is None:
            return ReportResults(0, 0, ())
        return ReportResults(
            total=answer["hits"]["total"]["value"],
            reports=self._reports(answer, asked),
            hits=tuple(
                ReportHit(
                    _hit(found["_source"], wanted),
                    found["inner_hits"]["matches"]["hits"]["total"]["value"],
                )
                for found in answer["hits"]["hits"]
            ),
            left_out=wanted.left_out,
        )

    def table(self, query: Query) -> Table:
        """See `SearchEngine.table`."""
        _, asked = self._asked(query)
        reports = paging.combinations(self._index, asked, ("doc_id", "year", "level"))
        return Counter(
            (one["year"], Level(one["level"]) if one["level"] else None) for one in reports
        )

    def scan(self, query: Query) -> Iterator[Hit]:
        """See `SearchEngine.scan`."""
        wanted, asked = self._asked(query)
        for document in self._index.documents(asked, queries.AS_THEY_STAND):
            yield _hit(document, wanted)

    def facets(self, query: Query) -> Facets:
        """See `SearchEngine.facets`."""
        wanted, _ = self._asked(query)
        text, aggregations = queries.facet_counts(wanted, self._exceptions(wanted))
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
        return documents.to_report(self._index.documents(wanted, of_report=doc_id))

    def replace(self, reports: Iterable[Report]) -> None:
        """See `SearchEngine.replace`.

        When it fails, reports already sent are seen after the next write.
        """
        if not self._index.prepare():
            self._versions.first()
        writing = self._writing()
        refused = writing.put(reports)
        writing.refresh()
        if refused:
            raise ReportsRefused(refused)

    def remove(self, doc_ids: Sequence[str]) -> None:
        """See `SearchEngine.remove`."""
        if self._index.exists():
            writing = self._writing()
            writing.remove(doc_ids)
            writing.refresh()

    def rebuild(self, reports: Iterable[Report]) -> None:
        """See `SearchEngine.rebuild`."""
        versions = self._versions
        new = versions.next()
        versions.drop_others(versions.in_service())
        try:
            versions.create(new)
            writing = Writing(self._index, new)
            refused = writing.put(reports)
            writing.refresh()
            versions.put_in_service(new)
        except BaseException:
            versions.discard(new)
            raise
        if refused:
            raise ReportsRefused(refused)

    def former(self) -> str:
        """See `SearchEngine.former`."""
        return self._versions.former()

    def back(self, without: Sequence[str] = ()) -> None:
        """See `SearchEngine.back`."""
        former = self._versions.former()
        writing = Writing(self._index, former)
        writing.remove(without)
        writing.refresh()
        self._versions.put_in_service(former)

    def status(self) -> EngineStatus:
        """See `SearchEngine.status`."""
        self._index.look_anew()  # another process may have put another schema in service
        return EngineStatus(
            engine="elasticsearch",
            location=self._index.location,
            reports=self._count(Query(filters={"role": (Role.TITLE,)})),
            paragraphs=self._count(Query()),
            version=self._versions.in_service() or "",
        )

    def close(self) -> None:
        """See `SearchEngine.close`."""
        self._index.close()

    def _page(self, asked: Record, page: Page, **counted: Record) -> Record | None:
        """The answer to a request for a page of hits, and for what is counted besides."""
        return self._index.ask(
            query=asked,
            sort=queries.ORDERS[page.sort],
            **queries.ranked(asked, page.sort),
            **paging.window(self._index, asked, page),
            track_total_hits=True,
            source_excludes=["report"],
            **counted,
            # Reports are counted, not listed.
            filter_path=[
                "hits.total",
                "hits.hits._source",
                "aggregations.*.sum_other_doc_count",
                "aggregations.*.count",
            ],
        )

    def _asked(self, query: Query) -> tuple[Query, Record]:
        """A query with its scope resolved to paragraphs, and the same in the index's terms."""

        def reports_of(query: Query) -> set[str]:
            asked = queries.to_elastic(query, self._exceptions(query))
            return {one["doc_id"] for one in paging.combinations(self._index, asked, ("doc_id",))}

        def reports_with(expression: Expression) -> set[str]:
            return reports_of(Query(expression=expression))

        def linked(query: Query) -> Iterator[tuple[str, str]]:
            asked = queries.linked(queries.to_elastic(query, self._exceptions(query)))
            for one in paging.combinations(self._index, asked, ("doc_id", "near_to")):
                yield one["doc_id"], one["near_to"]

        wanted = folded(narrowed(query, reports_with), linked, reports_of)
        return wanted, queries.to_elastic(wanted, self._exceptions(wanted))

    def _exceptions(self, query: Query) -> queries.Exceptions:
        """The paragraphs in which a pattern such as 应诉? stands only at the very end.

        The index knows no position after the last; few paragraphs end so, and these are read.
        """
        asked = literals(query.expression) if query.expression else ()
        open_ended = {item for item in asked if isinstance(item, Pattern)}
        return {
            pattern: [
                str(document["id"])
                for document in self._index.documents(queries.at_an_end(pattern))
                if not compiled(pattern).search(fold(document["text"]).strip())
            ]
            for pattern in open_ended
            if pattern.before or pattern.after
        }

    def _count(self, query: Query) -> int:
        asked = queries.to_elastic(query)
        answer = self._index.ask(query=asked, size=0, track_total_hits=True)
        return int(answer["hits"]["total"]["value"]) if answer else 0

    def _reports(self, answer: Record, asked: Record) -> int:
        """The number of reports that a query found, listed where there are too many to count."""
        counted = answer["aggregations"]
        if counted["reports"]["sum_other_doc_count"]:
            return sum(1 for _ in paging.combinations(self._index, asked, ("doc_id",)))
        return int(counted["counted"]["count"])

    def _writing(self) -> Writing:
        return Writing(self._index, self._index.alias)


def _hit(source: Record, query: Query) -> Hit:
    return to_hit(source, to_paragraph(source), query)


def _hits(answer: Record, query: Query) -> Hits:
    return Hits(
        total=answer["hits"]["total"]["value"],
        hits=tuple(_hit(found["_source"], query) for found in answer["hits"].get("hits", ())),
        left_out=query.left_out,
    )
