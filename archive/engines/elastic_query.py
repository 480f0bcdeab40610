"""What Elasticsearch is asked: queries, facets and counts in its own terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elasticsearch.dsl import aggs, query
from elasticsearch.dsl.query import Query as Clause

from archive.engine import FACET_SIZES
from archive.model import FACETS, FILTERS, FacetValue, Query
from archive.text import fold, query_words, shingles

TITLE_WEIGHT = 0.5
"""What a shingle in the report's title counts for in a search by words (see DECISIONS.md)."""

MOST_BUCKETS = 65_535
"""How many buckets Elasticsearch gives at most in one answer, by its default setting."""

LAST_YEAR = 32_767
"""The greatest number that a field of type short holds."""

Body = dict[str, Any]
"""A part of a request or of an answer, as JSON."""

RANKED = [{"_score": "desc"}, {"doc_id": "asc"}, {"ordinal": "asc"}]
"""The order of hits: best first, ties as they stand in the archive."""


def to_elastic(wanted: Query) -> Body:
    """The index's query for a query: its text ranks, its filters only decide."""
    filters = _filters(wanted)
    if wanted.words:
        # One flat OR of words and shingles: nested booleans take twice the time.
        terms = dict.fromkeys(shingles(fold(wanted.words).strip()))
        should: list[Clause] = [
            *(query.Term("words", {"value": word}) for word in query_words(wanted.words)),
            *(query.Term("folded.shingles", {"value": term}) for term in terms),
            *(query.Term("title_folded", {"value": term, "boost": TITLE_WEIGHT}) for term in terms),
        ]
        if not should:  # and not everything, as an empty boolean would
            return query.MatchNone().to_dict()
        return query.Bool(should=should, filter=filters, minimum_should_match=1).to_dict()
    phrases = [query.MatchPhrase("folded", {"query": phrase}) for phrase in wanted.phrases]
    return query.Bool(must=phrases or [query.MatchAll()], filter=filters).to_dict()


def facet_counts(wanted: Query) -> tuple[Body, dict[str, Body]]:
    """The query and the aggregations, by field, that count the facets in one request.

    Each field is counted under every filter but its own: its most frequent `values`, those
    `missing`, and those `chosen`, which may not be among the most frequent.
    """
    unfiltered = Query(phrases=wanted.phrases, words=wanted.words)
    return to_elastic(unfiltered), {field: _facet(field, wanted) for field in FACETS}


def facet_values(facet: Body) -> dict[FacetValue, int]:
    """One facet's counts by value, from the answer to its aggregation; None is unknown."""
    buckets = facet["values"]["buckets"] + facet.get("chosen", {"buckets": []})["buckets"]
    counts: dict[FacetValue, int] = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    if missing := facet["missing"]["doc_count"]:
        counts[None] = missing
    return counts


def report_count() -> dict[str, Body]:
    """The aggregations that count the reports of the matches exactly, without listing them.

    `counted.count` is their number, unless `reports.sum_other_doc_count` is above 0.
    """
    return {
        "reports": {"terms": {"field": "doc_id", "size": MOST_BUCKETS}},
        "counted": {"stats_bucket": {"buckets_path": "reports>_count"}},
    }


def report_pages(after: Mapping[str, Any] | None) -> dict[str, Body]:
    """The aggregation `reports` that lists the reports of the matches, page by page."""
    sources = [{"report": {"terms": {"field": "doc_id"}}}]
    paging = {"after": after} if after else {}
    return {"reports": {"composite": {"size": MOST_BUCKETS, "sources": sources, **paging}}}


def _facet(field: str, wanted: Query) -> Body:
    most_frequent = aggs.Terms(
        field=field,
        size=FACET_SIZES[field],
        shard_size=MOST_BUCKETS,  # so that counts are exact, however many shards there are
    )
    counted: dict[str, aggs.Agg[Any]] = {
        "values": most_frequent,
        "missing": aggs.Missing(field=field),
    }
    if known := _known(wanted.filters.get(field, ())):
        counted["chosen"] = aggs.A("terms", field=field, include=known, size=len(known))
    others = query.Bool(filter=_filters(wanted, without=field))
    return aggs.Filter(others, aggs=counted).to_dict()


def _filters(wanted: Query, without: str | None = None) -> list[Clause]:
    for field in wanted.filters:
        if field not in FILTERS:
            raise ValueError(f"no such filter: {field}")
    return [
        _filter(field, values)
        for field, values in wanted.filters.items()
        if field != without and values
    ]


def _filter(field: str, values: tuple[FacetValue, ...]) -> Clause:
    known: Clause = query.Terms(field, _known(values))
    return known | ~query.Exists(field=field) if None in values else known


def _known(values: tuple[FacetValue, ...]) -> list[FacetValue]:
    """The values that a report can have: Elasticsearch refuses a question for other numbers."""
    return [
        value
        for value in values
        if value is not None and (isinstance(value, str) or abs(value) <= LAST_YEAR)
    ]
