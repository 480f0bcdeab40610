"""Answers of Elasticsearch that are too long for one: deep windows, and long lists of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from archive.engines import elastic_query as queries
from archive.engines.elastic_index import ElasticIndex
from archive.model import Page, Sort
from archive.records import Record


def combinations(index: ElasticIndex, asked: Record, fields: Sequence[str]) -> Iterator[Record]:
    """Each combination of values of some fields among the matches, once."""
    after = None
    while answer := index.ask(query=asked, size=0, aggs=queries.pages_of(fields, after)):
        page = answer["aggregations"]["pages"]
        yield from (bucket["key"] for bucket in page["buckets"])
        after = page.get("after_key")
        if after is None:
            return


def window(index: ElasticIndex, asked: Record, page: Page) -> Record:
    """What makes a search give a page of hits, however deep it lies."""
    if page.start + page.size <= queries.WINDOW:
        return {"from_": page.start, "size": page.size}
    counted = index.ask(query=asked, size=0, track_total_hits=True)
    if counted is None or page.start >= counted["hits"]["total"]["value"]:
        return {"size": 0}
    last: Sequence[Any] | None = None
    for found in islice(_walk(index, asked, page.sort), page.start):
        last = found["sort"]
    return {"search_after": last, "size": page.size}


def deep_firsts(index: ElasticIndex, asked: Record, page: Page) -> list[str]:
    """The reports of a page that lies beyond what one answer reaches."""
    seen: dict[str, None] = {}
    for found in _walk(index, asked, page.sort):
        seen[found["fields"]["doc_id"][0]] = None
        if len(seen) == page.start + page.size:
            break
    return list(seen)[page.start :]


def _walk(index: ElasticIndex, asked: Record, sort: Sort) -> Iterator[Record]:
    """Every hit in an order, without its text."""
    after = None
    while answer := index.ask(
        query=asked,
        sort=queries.ORDERS[sort],
        size=queries.WINDOW,
        search_after=after,
        source=False,
        docvalue_fields=["doc_id"],
        track_total_hits=False,
        **queries.ranked(asked, sort),
    ):
        found = answer["hits"]["hits"]
        yield from found
        if len(found) < queries.WINDOW:
            return
        after = found[-1]["sort"]
