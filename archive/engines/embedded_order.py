"""The order of hits in the embedded index: windows of them, and the first hit of each report."""

from __future__ import annotations

from itertools import islice
from typing import Any

import tantivy
from tantivy import Occur
from tantivy import Query as TantivyQuery

from archive.engines.schema import UNKNOWN_NAME, UNKNOWN_YEAR
from archive.model import Page, Sort

FIELDS = {
    Sort.NEWEST: ("year", tantivy.Order.Desc),
    Sort.OLDEST: ("year", tantivy.Order.Asc),
    Sort.UNIT: ("unit", tantivy.Order.Asc),
}
"""The field that each order but the ranking goes by."""

_UNKNOWN: dict[str, str | int] = {"year": UNKNOWN_YEAR, "unit": UNKNOWN_NAME}
_FIRST_LOOK = 8  # hits looked at for each report wanted; four times as many at each further look


class Ordered:
    """The hits of a query in an order, over one state of the index."""

    def __init__(
        self, searcher: tantivy.Searcher, schema: tantivy.Schema, query: TantivyQuery, sort: Sort
    ) -> None:
        self._searcher = searcher
        self._sort = sort
        self._parts = [query]
        if sort is not Sort.RELEVANCE:
            field, _ = FIELDS[sort]
            unknown = TantivyQuery.term_query(schema, field, _UNKNOWN[field])
            # What is unknown comes last, whichever way the order runs.
            self._parts = [
                TantivyQuery.boolean_query([(Occur.Must, query), (Occur.MustNot, unknown)]),
                TantivyQuery.boolean_query([(Occur.Must, query), (Occur.Must, unknown)]),
            ]

    def window(self, start: int, size: int) -> tuple[int, list[tantivy.DocAddress]]:
        """How many hits there are in all, and where those of a window stand."""
        total = 0
        addresses: list[tantivy.DocAddress] = []
        for part in self._parts:
            # Room is made for as many hits as are asked for: no more than there can be.
            offset = min(max(0, start - total), self._searcher.num_docs)
            wanted = min(size - len(addresses), self._searcher.num_docs)
            found = self._search(part, offset, wanted)
            # tantivy refuses a limit of 0, which asks for the counts alone.
            addresses += [address for _, address in found.hits][:wanted]
            total += int(found.count)
        return total, addresses

    def first_of_each(self, page: Page, reports: int) -> list[tuple[int, tantivy.DocAddress]]:
        """A page of the reports, of so many in all: each by its number with its first hit."""
        wanted = min(page.start + page.size, reports)
        looked = _FIRST_LOOK * max(wanted, 1)
        while True:
            total, addresses = self.window(0, looked)
            numbers = self._searcher.fast_field_values("report", addresses)
            first: dict[int, tantivy.DocAddress] = {}
            for number, address in zip(numbers, addresses, strict=True):
                first.setdefault(int(number or 0), address)
            if len(first) >= wanted or looked >= total:
                return list(islice(first.items(), page.start, page.start + page.size))
            looked *= 4

    def _search(self, query: TantivyQuery, offset: int, size: int) -> Any:
        """`SearchResult`, whose `count` tantivy's type stub lacks."""
        if self._sort is Sort.RELEVANCE:
            return self._searcher.search(query, limit=max(size, 1), offset=offset)
        field, order = FIELDS[self._sort]
        return self._searcher.search(
            query, limit=max(size, 1), offset=offset, order_by_field=field, order=order
        )
