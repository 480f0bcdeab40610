"""What an address of the site asks for, read from it and written back to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from archive.equivalents import Equivalents
from archive.errors import QueryError
from archive.messages import web as t
from archive.model import (
    FACETS,
    FIRST_YEAR,
    LAST_YEAR,
    FacetValue,
    Query,
    Role,
)
from archive.query import parse, parse_words
from archive.text import fold
from web.values import READERS, UNKNOWN, as_written, shown, year

PARAMETERS: Mapping[str, str] = {
    "year": "year",
    "level": "level",
    "unit": "unit",
    "section_kind": "kind",
    "region": "region",
    "doc_type": "type",
    "is_department": "department",
}
"""The name in the address of each facet."""

WORDS = "words"
"""The value of `mode` that asks for a search by words."""

REPORT = "report"
"""The value of `scope` that asks for all terms in one report, not in one paragraph."""

FOLD = "fold"
"""The value of `near` that lets one report stand for those nearly the same."""

Choice = TypeVar("Choice", bound=StrEnum)


class View(StrEnum):
    """How results are shown."""

    PARAGRAPHS = "paragraphs"
    REPORTS = "reports"
    CONCORDANCE = "concordance"
    TABLE = "table"


class Order(StrEnum):
    """The order of results: those of `archive.model.Sort`, and by what stands beside the match."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    UNIT = "unit"
    LEFT = "left"
    RIGHT = "right"


BESIDE = frozenset({Order.LEFT, Order.RIGHT})
"""The orders that only a concordance has."""


class Arguments(Protocol):
    """The decoded parameters of an address, as werkzeug's MultiDict gives them."""

    def get(self, key: str, default: str, /) -> str:
        """The first value."""

    def getlist(self, key: str, /) -> list[str]:
        """Every value, in order."""


@dataclass(frozen=True, slots=True)
class Address:
    """The whole state of a search: what was typed, how to search, the filters, view and page.

    `filters` holds only facets that have a value; `since` and `until` are a range of years, each
    end open without a value; `report` is the one report to look in; `also` the pairs of a text
    and a variant of it that will do as well; `fold_near` folds near-duplicates; `units` narrows
    the list of units; `page` counts from 1.
    """

    text: str = ""
    by_words: bool = False
    across: bool = False
    filters: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    since: int | None = None
    until: int | None = None
    report: str = ""
    also: tuple[tuple[str, str], ...] = ()
    fold_near: bool = False
    units: str = ""
    view: View = View.PARAGRAPHS
    order: Order = Order.RELEVANCE
    page: int = 1

    @property
    def is_blank(self) -> bool:
        """Whether it asks for nothing in particular."""
        return not (self.text or self.filters or self.report or self.since or self.until)


def read(arguments: Arguments) -> Address:
    """The address that the parameters spell; empty parameters count as absent.

    Raises `QueryError` for a value that no page of the site would have written.
    """
    view = _choice_of(arguments, "view", View, View.PARAGRAPHS)
    order = _choice_of(arguments, "sort", Order, Order.RELEVANCE)
    since, until = (_bound(arguments.get(name, "")) for name in ("from", "to"))
    if since and until and since > until:
        raise QueryError(t.BAD_RANGE.format(since=since, until=until), t.BAD_YEAR_REMEDY)
    return Address(
        text=read_text(arguments),
        by_words=_is_set(arguments, "mode", WORDS, t.BAD_MODE, t.BAD_MODE_REMEDY),
        across=_is_set(arguments, "scope", REPORT, t.BAD_SCOPE, t.BAD_SCOPE_REMEDY),
        filters={
            facet: values
            for facet in FACETS
            if (values := _values(facet, arguments.getlist(PARAMETERS[facet])))
        },
        since=since,
        until=until,
        report=arguments.get("report", "").strip(),
        also=_pairs(arguments.getlist("also")),
        fold_near=_is_set(arguments, "near", FOLD, t.BAD_NEAR, t.BAD_NEAR_REMEDY),
        units=arguments.get("units", "").strip(),
        view=view,
        order=Order.RELEVANCE if order in BESIDE and view is not View.CONCORDANCE else order,
        page=_page(arguments),
    )


def read_text(arguments: Arguments) -> str:
    """What was typed into the box, whatever the other parameters hold."""
    return arguments.get("q", "").strip()


def write(address: Address) -> str:
    """The query string of an address, without the question mark; `read` undoes it."""
    pairs = [("q", address.text)] if address.text else []
    pairs += state_pairs(address)
    if address.page != 1:
        pairs.append(("page", str(address.page)))
    return urlencode(pairs)


def state_pairs(address: Address, *left_out: str) -> list[tuple[str, str]]:
    """All but the text and the page, as names and values of parameters, for a form."""
    pairs = [("mode", WORDS)] * address.by_words + [("scope", REPORT)] * address.across
    pairs += filter_pairs(address)
    pairs += [("also", "=".join(pair)) for pair in address.also]
    pairs += [("near", FOLD)] * address.fold_near
    pairs += [("units", address.units)] if address.units else []
    pairs += [("view", address.view)] if address.view is not View.PARAGRAPHS else []
    pairs += [("sort", address.order)] if address.order is not Order.RELEVANCE else []
    return [(name, value) for name, value in pairs if name not in left_out]


def filter_pairs(address: Address) -> list[tuple[str, str]]:
    """The filters as names and values of parameters, for a form or a query string."""
    pairs = [
        (PARAMETERS[facet], as_written(value))
        for facet in FACETS
        for value in address.filters.get(facet, ())
    ]
    ends = (("from", address.since), ("to", address.until))
    pairs += [(name, str(year)) for name, year in ends if year is not None]
    return [*pairs, ("report", address.report)] if address.report else pairs


def toggled(address: Address, facet: str, value: FacetValue) -> Address:
    """The first page of the same search with one value of a facet chosen, or no longer chosen."""
    chosen = address.filters.get(facet, ())
    values = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
    filters = {name: kept for name, kept in {**address.filters, facet: values}.items() if kept}
    return replace(address, filters=filters, page=1)


def with_view(address: Address, view: View) -> Address:
    """The first page of the same search shown in another way."""
    keeps_order = view is View.CONCORDANCE or address.order not in BESIDE
    order = address.order if keeps_order else Order.RELEVANCE
    return replace(address, view=view, order=order, page=1)


def with_order(address: Address, order: Order) -> Address:
    """The first page of the same search in another order."""
    return replace(address, order=order, page=1)


def with_near(address: Address, fold: bool) -> Address:
    """The first page of the same search with near-duplicates folded, or not."""
    return replace(address, fold_near=fold, page=1)


def in_report(address: Address, doc_id: str) -> Address:
    """The paragraphs of one report that the same search finds."""
    return replace(address, report=doc_id, view=View.PARAGRAPHS, page=1)


def lists_reports(address: Address) -> bool:
    """Whether the address asks for reports, not paragraphs: it has no text and no section."""
    return not (address.text or address.report or "section_kind" in address.filters)


def to_query(address: Address) -> Query:
    """The query to put to an engine. Raises `QueryError` when the text cannot be searched for."""
    filters = engine_filters(address)
    if lists_reports(address):
        filters |= {"role": (Role.TITLE,)}
    return replace(text_query(address), filters=filters, fold_near=address.fold_near)


def text_query(address: Address) -> Query:
    """The query for what was typed alone, without filters. Raises `QueryError`."""
    if not address.text:
        return Query()
    if address.by_words:
        return parse_words(address.text)
    query = replace(parse(address.text), across=address.across)
    if not address.also or query.expression is None:
        return query
    variants: dict[str, tuple[str, ...]] = {}
    for text, variant in address.also:
        variants[text] = (*variants.get(text, ()), variant)
    chosen = [variant for _, variant in address.also]
    return replace(query, expression=Equivalents(variants).widened(query.expression, chosen))


def engine_filters(address: Address) -> dict[str, tuple[FacetValue, ...]]:
    """The filters for an engine; years chosen and those of the range are alternatives."""
    filters = dict(address.filters)
    if address.since is not None or address.until is not None:
        years = range(address.since or FIRST_YEAR, (address.until or LAST_YEAR) + 1)
        filters["year"] = tuple(dict.fromkeys((*filters.get("year", ()), *years)))
    if address.report:
        filters["doc_id"] = (address.report,)
    return filters


def _values(facet: str, written: Iterable[str]) -> tuple[FacetValue, ...]:
    """The values of one facet, each once, in the order in which they were chosen."""
    read_value = READERS[facet]
    values = (None if value == UNKNOWN else read_value(value) for value in written if value.strip())
    return tuple(dict.fromkeys(values))


def _bound(value: str) -> int | None:
    return year(value) if value.strip() else None


def _pairs(written: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The texts, folded, and their variants; what is no pair asks for nothing."""
    parted = (pair.partition("=") for pair in written)
    pairs = ((fold(text).strip(), variant.strip()) for text, _, variant in parted)
    return tuple(dict.fromkeys((text, variant) for text, variant in pairs if text and variant))


def _is_set(arguments: Arguments, name: str, wanted: str, message: str, remedy: str) -> bool:
    """Whether a parameter that has only one value has it."""
    value = arguments.get(name, "")
    if value not in ("", wanted):
        raise QueryError(message.format(value=shown(value)), remedy)
    return value == wanted


def _choice_of(arguments: Arguments, name: str, choices: type[Choice], default: Choice) -> Choice:
    value = arguments.get(name, "") or default
    if value not in tuple(choices):
        raise QueryError(
            t.BAD_PARAMETER.format(name=name, value=shown(value)),
            t.BAD_CHOICE_REMEDY.format(choices="、".join(choices)),
        )
    return choices(value)


def _page(arguments: Arguments) -> int:
    written = arguments.get("page", "").strip() or "1"
    # Longer numbers are refused here: past some 4,300 digits Python itself refuses to read them.
    if not re.fullmatch("0*[1-9][0-9]{0,17}", written):
        raise QueryError(t.BAD_PAGE.format(value=shown(written)), t.BAD_PAGE_REMEDY)
    return int(written)
