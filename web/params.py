"""What an address of the site asks for, read from it and written back to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlencode

from archive.errors import QueryError
from archive.messages import web as t
from archive.model import FACETS, FacetValue, Level, Query, Role, SectionKind
from archive.query import parse, parse_words

PARAMETERS: Mapping[str, str] = {
    "year": "year",
    "level": "level",
    "unit": "unit",
    "section_kind": "kind",
}
"""The name in the address of each facet."""

UNKNOWN = "none"
"""The value in the address that stands for reports in which the facet is unknown."""

WORDS = "words"
"""The value of `mode` that asks for a search by words."""

SHOWN_OF_A_BAD_VALUE = 40
"""How many characters of a value that cannot be used are repeated to the reader."""


class Arguments(Protocol):
    """The decoded parameters of an address, as werkzeug's MultiDict gives them."""

    def get(self, key: str, default: str, /) -> str:
        """The first value."""

    def getlist(self, key: str, /) -> list[str]:
        """Every value, in order."""


@dataclass(frozen=True, slots=True)
class Address:
    """The whole state of a search: what was typed, how to search, the filters and the page.

    `filters` holds only facets that have a value; `page` counts from 1.
    """

    text: str = ""
    by_words: bool = False
    filters: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    page: int = 1


def read(arguments: Arguments) -> Address:
    """The address that the parameters spell; empty parameters count as absent.

    Raises `QueryError` for a value that no page of the site would have written.
    """
    filters = {
        facet: values
        for facet in FACETS
        if (values := _values(facet, arguments.getlist(PARAMETERS[facet])))
    }
    return Address(
        read_text(arguments), _by_words(arguments.get("mode", "")), filters, _page(arguments)
    )


def read_text(arguments: Arguments) -> str:
    """What was typed into the box, whatever the other parameters hold."""
    return arguments.get("q", "").strip()


def write(address: Address) -> str:
    """The query string of an address, without the question mark; `read` undoes it."""
    pairs = [("q", address.text)] if address.text else []
    if address.by_words:
        pairs.append(("mode", WORDS))
    pairs += filter_pairs(address)
    if address.page != 1:
        pairs.append(("page", str(address.page)))
    return urlencode(pairs)


def filter_pairs(address: Address) -> list[tuple[str, str]]:
    """The filters as names and values of parameters, for a form or a query string."""
    return [
        (PARAMETERS[facet], UNKNOWN if value is None else str(value))
        for facet in FACETS
        for value in address.filters.get(facet, ())
    ]


def toggled(address: Address, facet: str, value: FacetValue) -> Address:
    """The first page of the same search with one value of a facet chosen, or no longer chosen."""
    chosen = address.filters.get(facet, ())
    values = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
    filters = {name: kept for name, kept in {**address.filters, facet: values}.items() if kept}
    return replace(address, filters=filters, page=1)


def lists_reports(address: Address) -> bool:
    """Whether the address asks for reports, not paragraphs: it has no text and no section."""
    return not address.text and "section_kind" not in address.filters


def to_query(address: Address) -> Query:
    """The query to put to an engine. Raises `QueryError` when the text cannot be searched for."""
    if lists_reports(address):
        return Query(filters={**address.filters, "role": (Role.TITLE,)})
    return replace(text_query(address), filters=address.filters)


def text_query(address: Address) -> Query:
    """The query for what was typed alone, without filters. Raises `QueryError`."""
    if not address.text:
        return Query()
    return parse_words(address.text) if address.by_words else parse(address.text)


def _values(facet: str, written: Iterable[str]) -> tuple[FacetValue, ...]:
    """The values of one facet, each once, in the order in which they were chosen."""
    read_value = READERS[facet]
    values = (None if value == UNKNOWN else read_value(value) for value in written if value.strip())
    return tuple(dict.fromkeys(values))


def _year(value: str) -> int:
    if not re.fullmatch("[0-9]{4}", value.strip()):
        raise QueryError(t.BAD_YEAR.format(value=_shown(value)), t.BAD_YEAR_REMEDY)
    return int(value)


def _choice(facet: str, choices: type[Level] | type[SectionKind]) -> Callable[[str], str]:
    def read_value(value: str) -> str:
        try:
            return choices(value.strip())
        except ValueError:
            raise QueryError(
                t.BAD_CHOICE.format(field=t.FACET_NAMES[facet], value=_shown(value)),
                t.BAD_CHOICE_REMEDY.format(choices="、".join(choices)),
            ) from None

    return read_value


READERS: Mapping[str, Callable[[str], FacetValue]] = {
    "year": _year,
    "level": _choice("level", Level),
    "unit": str,
    "section_kind": _choice("section_kind", SectionKind),
}
"""How a value of each facet is read from the address."""


def _by_words(mode: str) -> bool:
    if mode not in ("", WORDS):
        raise QueryError(t.BAD_MODE.format(value=_shown(mode)), t.BAD_MODE_REMEDY)
    return mode == WORDS


def _page(arguments: Arguments) -> int:
    written = arguments.get("page", "").strip() or "1"
    # Longer numbers are refused here: past some 4,300 digits Python itself refuses to read them.
    if not re.fullmatch("0*[1-9][0-9]{0,17}", written):
        raise QueryError(t.BAD_PAGE.format(value=_shown(written)), t.BAD_PAGE_REMEDY)
    return int(written)


def _shown(value: str) -> str:
    return value if len(value) <= SHOWN_OF_A_BAD_VALUE else value[:SHOWN_OF_A_BAD_VALUE] + t.GAP
