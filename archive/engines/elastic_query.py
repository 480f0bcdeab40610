"""What Elasticsearch is asked: queries, facets and counts in its own terms."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from elasticsearch.dsl import aggs, query
from elasticsearch.dsl.query import Query as Clause

from archive.engine import FACET_SIZES
from archive.expression import (
    CONTAINED,
    And,
    Attribute,
    Expression,
    Literal,
    Not,
    Or,
    Pattern,
    variants,
)
from archive.model import FACETS, FILTERS, FacetValue, Query, Sort
from archive.text import fold, query_words, shingles

TITLE_WEIGHT = 0.5
"""What a shingle in the report's title counts for in a search by words (see DECISIONS.md)."""

MOST_BUCKETS = 65_535
"""How many buckets Elasticsearch gives at most in one answer, by its default setting."""

MOST_TERMS = 65_536
"""How many values one filter may name, by the default setting."""

WINDOW = 10_000
"""How many hits one answer reaches: start and size together, by the default setting."""

LAST_YEAR = 32_767
"""The greatest number that a field of type short holds."""

Body = dict[str, Any]
"""A part of a request or of an answer, as JSON."""

AS_THEY_STAND: list[Body] = [{"doc_id": "asc"}, {"ordinal": "asc"}]
"""The order of the paragraphs in the archive."""

ORDERS: Mapping[Sort, list[Body]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, *AS_THEY_STAND],
    Sort.NEWEST: [{"year": {"order": "desc", "missing": "_last"}}, *AS_THEY_STAND],
    Sort.OLDEST: [{"year": {"order": "asc", "missing": "_last"}}, *AS_THEY_STAND],
    Sort.UNIT: [{"unit": {"order": "asc", "missing": "_last"}}, *AS_THEY_STAND],
}
"""The order of hits for each way to sort; ties as they stand in the archive."""

GAP = "\ufdd0"
"""Stands for a character left open in a pattern: the analyzer `gapped` keeps only its place."""

Exceptions = Mapping[Pattern, Sequence[str]]
"""The paragraphs, by id, that hold a pattern only where nothing follows or precedes it."""


def to_elastic(wanted: Query, exceptions: Exceptions = MappingProxyType({})) -> Body:
    """The index's query for a query: its text ranks, its filters only decide."""
    filters, left_out = _filters(wanted), _left_out(wanted)
    if wanted.words:
        # One flat OR of words and shingles: nested booleans take twice the time.
        terms = dict.fromkeys(shingles(fold(wanted.words).strip()))
        should: list[Clause] = [
            *(query.Term("words", {"value": word}) for word in query_words(wanted.words)),
            *(query.Term("folded.shingles", {"value": term}) for term in terms),
            *(
                query.Term("title_shingles", {"value": term, "boost": TITLE_WEIGHT})
                for term in terms
            ),
        ]
        if not should:  # and not everything, as an empty boolean would
            return query.MatchNone().to_dict()
        return query.Bool(
            should=should, filter=filters, must_not=left_out, minimum_should_match=1
        ).to_dict()
    text = _clause(wanted.expression, exceptions) if wanted.expression else query.MatchAll()
    return query.Bool(must=[text], filter=filters, must_not=left_out).to_dict()


def ranked(asked: Body, sort: Sort) -> Body:
    """What has a search give the same hits in the same order whenever it is asked.

    Scores are reckoned over all shards, and of the copies of a shard the same one is asked, as
    long as it is there: they differ a little in what they count of replaced reports.
    """
    if sort is not Sort.RELEVANCE:
        return {}
    same = zlib.crc32(json.dumps(asked, sort_keys=True).encode())
    return {"search_type": "dfs_query_then_fetch", "preference": f"{same:08x}"}


def linked(asked: Body) -> Body:
    """What a query finds of reports that are near to another."""
    return {"bool": {"must": [asked], "filter": [{"exists": {"field": "near_to"}}]}}


def at_an_end(pattern: Pattern) -> Body:
    """The paragraphs that may hold a pattern only where no further character stands."""
    first, last = pattern.parts[0][0], pattern.parts[-1][-1]
    ends: list[Clause] = []
    if pattern.before:
        ends.append(query.Term("first", {"value": first}))
    if pattern.after:
        ends.append(query.Term("last", {"value": last}))
    return query.Bool(filter=[_layouts(pattern)], should=ends, minimum_should_match=1).to_dict()


def _clause(expression: Expression, exceptions: Exceptions) -> Clause:
    """The clause that finds what an expression matches."""
    match expression:
        case Literal(text):
            return query.MatchPhrase("folded", {"query": text})
        case Pattern():
            refused = list(exceptions.get(expression, ()))
            return query.Bool(must=[_layouts(expression)], must_not=[query.Terms("id", refused)])
        case Attribute(field, values):
            return query.ConstantScore(filter=_attribute(field, values), boost=0.0)
        case Or(items):
            should = [_clause(item, exceptions) for item in items]
            return query.Bool(should=should, minimum_should_match=1)
        case And() | Not():
            items = expression.items if isinstance(expression, And) else (expression,)
            must = [_clause(item, exceptions) for item in items if not isinstance(item, Not)]
            left_out = [_clause(item.item, exceptions) for item in items if isinstance(item, Not)]
            return query.Bool(must=must or [query.MatchAll()], must_not=left_out)


def _layouts(pattern: Pattern) -> Clause:
    """A phrase with gaps for each way in which the pattern may be laid out."""
    should: list[Clause] = []
    for places in variants(pattern):
        text = ""
        for part, at in places:
            text = text.ljust(at, GAP) + part
        should.append(query.MatchPhrase("folded", {"query": text, "analyzer": "gapped"}))
    return query.Bool(should=should, minimum_should_match=1)


def _attribute(field: str, values: Sequence[str | int | bool]) -> Clause:
    if field not in CONTAINED:
        return query.Terms(field, list(values))
    parts = (re.sub(r"([*?\\])", r"\\\1", str(value)) for value in values)
    should: list[Clause] = [
        query.Wildcard(f"{field}_folded", {"value": f"*{part}*"}) for part in parts
    ]
    return query.Bool(should=should, minimum_should_match=1)


def facet_counts(wanted: Query, exceptions: Exceptions) -> tuple[Body, dict[str, Body]]:
    """The query and the aggregations, by field, that count the facets in one request.

    Each field is counted under every filter but its own: its most frequent `values`, those
    `missing`, and those `chosen`, which may not be among the most frequent.
    """
    unfiltered = replace(wanted, filters={})
    return to_elastic(unfiltered, exceptions), {field: _facet(field, wanted) for field in FACETS}


def facet_values(facet: Body) -> dict[FacetValue, int]:
    """One facet's counts by value, from the answer to its aggregation; None is unknown."""
    buckets = facet["values"]["buckets"] + facet.get("chosen", {"buckets": []})["buckets"]
    counts: dict[FacetValue, int] = {
        # A boolean's key is 1 or 0, its text true or false.
        {"true": True, "false": False}.get(bucket.get("key_as_string", ""), bucket["key"]): bucket[
            "doc_count"
        ]
        for bucket in buckets
    }
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


def pages_of(fields: Sequence[str], after: Mapping[str, Any] | None) -> dict[str, Body]:
    """The aggregation `pages` that lists each combination of values of fields, page by page."""
    sources = [{field: {"terms": {"field": field, "missing_bucket": True}}} for field in fields]
    paging = {"after": after} if after else {}
    return {"pages": {"composite": {"size": MOST_BUCKETS, "sources": sources, **paging}}}


def first_of_each() -> Body:
    """What makes a search list the first hit of each report, with the count of the others."""
    return {"field": "doc_id", "inner_hits": {"name": "matches", "size": 0}}


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
    known = _known(values)
    clauses: list[Clause] = [query.Terms(field, part) for part in _parts(known) or [[]]]
    if None in values:
        clauses.append(~query.Exists(field=field))
    return clauses[0] if len(clauses) == 1 else query.Bool(should=clauses, minimum_should_match=1)


def _left_out(wanted: Query) -> list[Clause]:
    return [query.Terms("doc_id", part) for part in _parts(list(wanted.left_out))]


def _parts(values: Sequence[FacetValue]) -> list[Sequence[FacetValue]]:
    """So many values at a time as a query for terms takes, by the default setting."""
    return [values[i : i + MOST_TERMS] for i in range(0, len(values), MOST_TERMS)]


def _known(values: tuple[FacetValue, ...]) -> list[FacetValue]:
    """The values that a report can have: Elasticsearch refuses a question for other numbers."""
    return [
        value
        for value in values
        if value is not None and (not isinstance(value, int) or abs(value) <= LAST_YEAR)
    ]
