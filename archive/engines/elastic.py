"""The Elasticsearch engine: an index on a server, for archives past one machine."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError, helpers
from elasticsearch.exceptions import ConnectionError, ConnectionTimeout

from archive import messages
from archive.engine import MAX_WINDOW, EngineStatus, arrange_facet, match_spans
from archive.engines import elastic_query as queries
from archive.errors import ArchiveError, EngineUnavailable, IndexMismatch, QueryError
from archive.model import FACETS, Facets, Hit, Level, Page, Query, Report, Results, Role
from archive.records import Record, from_metadata, from_paragraph, to_metadata, to_paragraph
from archive.settings import Settings
from archive.text import fold, words

MAPPING = Path(__file__).parents[2] / "mappings" / "paragraphs.json"
"""The settings and fields of the index, used as they stand."""

BATCH = 1_000
"""Paragraphs a bulk request or a page of a scan."""

TIMEOUT = 60.0
"""Seconds that one request may take."""

_KEEP_ALIVE = "2m"  # of a scan between two of its pages

# The client's own warnings about a server that is down; what a person is told is in EngineUnavailable.
logging.getLogger("elastic_transport").addHandler(logging.NullHandler())


class ElasticEngine:
    """A `SearchEngine` over the alias `settings.index`.

    The alias stands for one index, such as reports-000001; a rebuild fills the next one and moves
    the alias. The first writer creates it. An index is refreshed only when a write is complete,
    which is when searches see it. One loader at a time is for the caller to see to.
    """

    def __init__(self, settings: Settings) -> None:
        self._url = _without_user(settings.elasticsearch_url)
        self._alias = settings.index
        with self._answers():
            self._client = Elasticsearch(
                settings.elasticsearch_url,
                api_key=settings.elasticsearch_api_key,
                request_timeout=TIMEOUT,
            )
        self._mapping: Record = json.loads(MAPPING.read_text(encoding="utf-8"))
        self._schema: int = self._mapping["mappings"]["_meta"]["schema"]
        self._checked = False

    def search(self, query: Query, page: Page) -> Results:
        """See `SearchEngine.search`."""
        if page.start + page.size > MAX_WINDOW:
            raise QueryError(
                messages.PAGE_TOO_DEEP.format(limit=MAX_WINDOW), messages.PAGE_TOO_DEEP_REMEDY
            )
        answer = self._ask(
            query=queries.to_elastic(query),
            from_=page.start,
            size=page.size,
            sort=queries.RANKED,
            track_total_hits=True,
            source_excludes=["report"],
            aggs=queries.report_count(),
            # Reports are counted, not listed.
            filter_path=["hits.total", "hits.hits._source", "aggregations.*.sum_other_doc_count",
                         "aggregations.*.count"],
        )
        if answer is None:
            return Results(0, 0, ())
        counted = answer["aggregations"]
        several_pages = counted["reports"]["sum_other_doc_count"] > 0
        return Results(
            total=answer["hits"]["total"]["value"],
            reports=self._count_reports(query) if several_pages else counted["counted"]["count"],
            hits=tuple(_hit(found["_source"], query) for found in answer["hits"].get("hits", ())),
        )

    def scan(self, query: Query) -> Iterator[Hit]:
        """See `SearchEngine.scan`."""
        for source in self._sources(query):
            yield _hit(source, query)

    def facets(self, query: Query) -> Facets:
        """See `SearchEngine.facets`."""
        text, aggregations = queries.facet_counts(query)
        answer = self._ask(query=text, size=0, track_total_hits=False, aggs=aggregations)
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
        sources = sorted(
            self._sources(Query(filters={"doc_id": (doc_id,)})),
            key=lambda source: int(source["ordinal"]),
        )
        if not sources or "report" not in sources[0]:
            return None
        stored = sources[0]["report"]
        metadata = to_metadata(stored["metadata"])
        return Report(doc_id, stored["source"], metadata, tuple(map(to_paragraph, sources)))

    def replace(self, reports: Iterable[Report]) -> None:
        """See `SearchEngine.replace`.

        When it fails, reports already sent are seen, each whole, after the next write.
        """
        index = self._index_to_write()
        self._put(index, reports)
        self._refresh(index)

    def remove(self, doc_ids: Sequence[str]) -> None:
        """See `SearchEngine.remove`."""
        if not doc_ids or not self._ready():
            return
        index = self._index_to_write()
        lengths = self._lengths(index, doc_ids)
        self._send(
            action
            for doc_id, length in lengths.items()
            for action in _deletions(index, doc_id, range(length))
        )
        self._refresh(index)

    def rebuild(self, reports: Iterable[Report]) -> None:
        """See `SearchEngine.rebuild`."""
        old = self._index_in_service()
        new = _index_after(self._alias, old)
        self._create(new)
        try:
            self._put(new, reports)
            self._refresh(new)
            with self._answers():
                actions: list[Record] = [{"add": {"index": new, "alias": self._alias}}]
                if old:
                    actions.append({"remove_index": {"index": old}})
                self._client.indices.update_aliases(actions=actions)
        except BaseException:
            with suppress(ArchiveError), self._answers():
                self._client.indices.delete(index=new, ignore_unavailable=True)
            raise
        self._checked = True

    def status(self) -> EngineStatus:
        """See `SearchEngine.status`."""
        titles = Query(filters={"role": (Role.TITLE,)})
        return EngineStatus(
            engine="elasticsearch",
            location=f"{self._url}/{self._alias}",
            reports=self._count(titles),
            paragraphs=self._count(Query()),
        )

    def close(self) -> None:
        """See `SearchEngine.close`."""
        self._client.close()

    def __enter__(self) -> Self:
        """The engine itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()
