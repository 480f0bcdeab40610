"""What is shown where nothing was found literally: counts of the parts, and a search by words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.engine import SearchEngine
from archive.errors import QueryError
from archive.expression import Literal, Pattern, literals
from archive.model import Hits, Page, Query
from archive.query import parse, parse_words
from archive.text import query_words
from web.params import Address, text_query, to_query

MOST_PARTS = 8
"""How many parts are counted: each is a search of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what was typed, in how many paragraphs it stands, and the search for it alone.

    `address` is None for a part that cannot be typed by itself.
    """

    text: str
    count: int
    address: Address | None


@dataclass(frozen=True, slots=True)
class Fallback:
    """What can be offered in place of hits; `by_words` is None where no word can be looked for."""

    parts: tuple[Part, ...]
    by_words: Hits | None


def fallback(engine: SearchEngine, address: Address, size: int) -> Fallback:
    """The parts of a search with how often each is found, and its best hits by words."""
    try:
        words = _narrowed(parse_words(address.text), address)
    except QueryError:  # nothing but punctuation
        found = None
    else:
        found = engine.hits(words, Page(size=size))
    parts = [_part(engine, address, item) for item in _items(address)[:MOST_PARTS]]
    return Fallback(tuple(parts), found)


def _items(address: Address) -> list[Literal | Pattern]:
    """Each literal and pattern where there are several; of a single literal the words in it."""
    expression = text_query(address).expression
    items = list(dict.fromkeys(literals(expression))) if expression else []
    if len(items) == 1 and isinstance(items[0], Literal):
        items = [Literal(word) for word in query_words(items[0].text)]
    return items if len(items) > 1 else []  # a single one was just counted


def _part(engine: SearchEngine, address: Address, item: Literal | Pattern) -> Part:
    query = _narrowed(Query(expression=item), address)
    typed = _typed(item)
    try:
        typable = parse(typed).expression == item
    except QueryError:
        typable = False
    alone = replace(address, text=typed, also=(), page=1) if typable else None
    name = item.text if isinstance(item, Literal) else typed
    return Part(name, engine.hits(query, Page(size=0)).total, alone)


def _narrowed(query: Query, address: Address) -> Query:
    """Another query, narrowed as the address is."""
    asked = to_query(address)
    return replace(query, filters=asked.filters, fold_near=asked.fold_near)


def _typed(item: Literal | Pattern) -> str:
    """A literal or pattern as it is typed."""
    if isinstance(item, Literal):
        return f'"{item.text}"'
    if len(item.parts) == 2 and item.gaps[0] not in ((0, 10), (1, 1)) and not item.gaps[0][0]:
        return f"{item.parts[0]} BEFORE/{item.gaps[0][1]} {item.parts[1]}"
    name = item.parts[0]
    for (fewest, most), part in zip(item.gaps, item.parts[1:], strict=True):
        name += "?" * fewest + "*" * (most > fewest) + part
    return "?" * item.before + name + "?" * item.after
