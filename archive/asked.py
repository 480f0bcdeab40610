"""What was asked for, in words: a query with its conditions as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.messages import UNKNOWN, YES_NO
from archive.messages import export as messages
from archive.model import FILTERS, LAST_YEAR, FacetValue, Query


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, the text that it was typed as, and the variants of it that will do as well."""

    text: str
    query: Query
    variants: tuple[str, ...] = ()


def conditions(asked: Asked) -> Iterator[tuple[str, str]]:
    """What narrows or widens a query, each with its name, for a person to read."""
    query = asked.query
    yield messages.MODE, messages.MODES[bool(query.words)]
    if asked.text and not query.words:
        yield messages.SCOPE, messages.SCOPES[query.across]
    if query.fold_near:
        yield messages.NEAR, messages.NEAR_FOLDED
    if asked.variants:
        yield messages.VARIANTS, messages.SEPARATOR.join(asked.variants)
    for field in FILTERS:
        if values := query.filters.get(field):
            name = messages.CONDITION.format(field=messages.FILTERS[field])
            yield name, messages.SEPARATOR.join(_shown(field, values))


def _shown(field: str, values: Sequence[FacetValue]) -> Iterator[str]:
    """The values of a filter; years that follow each other as one range."""
    if field == "year":
        yield from _ranges(sorted(int(value) for value in values if value is not None))
        values = [value for value in values if value is None]
    for value in values:
        if value is None:
            yield UNKNOWN
        elif isinstance(value, bool):
            yield YES_NO[value]
        else:
            yield messages.ROLES[str(value)] if field == "role" else str(value)


def _ranges(years: Sequence[int]) -> Iterator[str]:
    first = last = 0
    for year in [*years, 0]:
        if first and year == last + 1:
            last = year
            continue
        if first:
            until = "" if last == LAST_YEAR else last
            yield messages.YEARS.format(first=first, last=until) if last > first else str(first)
        first = last = year
