"""What is counted in the embedded index, exactly: reports, values of a facet, years by levels."""

from __future__ import annotations

from typing import Any, cast

import tantivy

from archive.engines.schema import facet_value
from archive.model import FacetValue, Level, Table

EVERY = 2**31 - 1
"""More buckets than there can be: a terms aggregation returns 10 unless told."""

Buckets = list[dict[str, Any]]


def reports(searcher: tantivy.Searcher, query: tantivy.Query) -> dict[int, int]:
    """The number of each report among the matches, with how many of its paragraphs match."""
    return {bucket["key"]: bucket["doc_count"] for bucket in _reports(searcher, query)}


def count_reports(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """How many reports there are among the matches."""
    return len(_reports(searcher, query))


def linked(searcher: tantivy.Searcher, query: tantivy.Query) -> list[tuple[int, int]]:
    """The numbers of each report among the matches that is near to another, and of that other."""
    near = tantivy.Query.exists_query("near_to")
    both = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, near)])
    wanted = _terms("near_to", EVERY, {"report": _terms("report", EVERY)})
    found = _counted(searcher, both, {"near_to": wanted})
    return [
        (report["key"], group["key"])
        for group in found["near_to"]["buckets"]
        for report in group["report"]["buckets"]
    ]


def facets(
    searcher: tantivy.Searcher, query: tantivy.Query, sizes: dict[str, int]
) -> dict[str, dict[FacetValue, int]]:
    """The most frequent values of each field among the matches, so many of each."""
    if not sizes:
        return {}
    wanted = {field: _terms(field, size) for field, size in sizes.items()}
    found = _counted(searcher, query, wanted)
    return {
        field: {
            facet_value(field, bucket["key"]): bucket["doc_count"]
            for bucket in found[field]["buckets"]
        }
        for field in sizes
    }


def table(searcher: tantivy.Searcher, query: tantivy.Query) -> Table:
    """How many reports of each year and level are among the matches."""
    by_level = _terms("level", EVERY, {"report": _terms("report", EVERY)})
    found = _counted(searcher, query, {"year": _terms("year", EVERY, {"level": by_level})})
    return {
        (
            cast("int | None", facet_value("year", year["key"])),
            Level(level["key"]) if facet_value("level", level["key"]) else None,
        ): len(level["report"]["buckets"])
        for year in found["year"]["buckets"]
        for level in year["level"]["buckets"]
    }


def _reports(searcher: tantivy.Searcher, query: tantivy.Query) -> Buckets:
    found = _counted(searcher, query, {"report": _terms("report", EVERY)})
    buckets: Buckets = found["report"]["buckets"]
    return buckets


def _terms(field: str, size: int, within: dict[str, Any] | None = None) -> dict[str, Any]:
    # Without segment_size each segment would hand on its own most frequent values only.
    terms = {"terms": {"field": field, "size": size, "segment_size": EVERY}}
    return {**terms, "aggs": within} if within else terms


def _counted(
    searcher: tantivy.Searcher, query: tantivy.Query, wanted: dict[str, Any]
) -> dict[str, Any]:
    counted: dict[str, Any] = searcher.aggregate(query, wanted)
    return counted
