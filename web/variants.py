"""The variants of what was typed: offered from the keeper's list, and shown when taken."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.engine import SearchEngine
from archive.equivalents import Equivalents
from archive.model import Page, Query
from archive.query import literal_query
from web.params import Address, text_query, to_query

MOST_OFFERED = 10
"""How many variants are counted and offered: each is a search of its own."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant of a text, in how many paragraphs it stands, and the search with or without it."""

    text: str
    variant: str
    count: int
    taken: bool
    address: Address


def variants(engine: SearchEngine, address: Address, known: Equivalents) -> tuple[Variant, ...]:
    """The variants that were taken, and those that the list offers beside them."""
    if address.by_words or not address.text:
        return ()
    expression = text_query(replace(address, also=())).expression
    offered = known.variants_of(expression) if expression else {}
    pairs = dict.fromkeys(address.also)
    pairs |= dict.fromkeys((text, one) for text, found in offered.items() for one in found)
    asked = to_query(address)
    return tuple(
        _variant(
            engine,
            address,
            pair,
            replace(literal_query(pair[1]), filters=asked.filters, fold_near=asked.fold_near),
        )
        for pair in list(pairs)[: len(address.also) + MOST_OFFERED]
    )


def _variant(
    engine: SearchEngine, address: Address, pair: tuple[str, str], query: Query
) -> Variant:
    taken = pair in address.also
    also = tuple(one for one in address.also if one != pair) if taken else (*address.also, pair)
    count = engine.hits(query, Page(size=0)).total
    return Variant(*pair, count, taken, replace(address, also=also, page=1))
