"""The concordance: every match in the middle of a line, with what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.model import Hit
from archive.text import fold
from web.params import Order

CONTEXT = 15
"""Characters of a paragraph shown on each side of a match."""


@dataclass(frozen=True, slots=True)
class Line:
    """A match, the characters beside it, and the hit that it stands in.

    `cut_left` and `cut_right` tell whether the paragraph goes on beyond them; `column` is the name
    of the column of a table that the match begins in, "" where it has none.
    """

    left: str
    match: str
    right: str
    cut_left: bool
    cut_right: bool
    hit: Hit
    column: str = ""


def lines(hits: Iterable[Hit], order: Order) -> tuple[Line, ...]:
    """A line for each match of the hits: in their order, or sorted by what stands beside it.

    By the left the character next to the match counts first, then the one before it.
    """
    found = [line for hit in hits for line in _of_hit(hit)]
    if order is Order.LEFT:
        found.sort(key=lambda line: fold(line.left)[::-1])
    elif order is Order.RIGHT:
        found.sort(key=lambda line: fold(line.right))
    return tuple(found)


def _of_hit(hit: Hit) -> Iterator[Line]:
    text: str = hit.paragraph.text
    spans: Sequence[tuple[int, int]] = hit.spans
    for start, end in spans:
        first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
        yield Line(
            left=text[first:start],
            match=text[start:end],
            right=text[end:last],
            cut_left=first > 0,
            cut_right=last < len(text),
            hit=hit,
            column=_column(hit, start),
        )


def _column(hit: Hit, at: int) -> str:
    """The name of the column that stands at a place in a hit's text."""
    number = hit.paragraph.text.count("\t", 0, at)
    return dict(enumerate(hit.paragraph.columns)).get(number, "")
