"""What a reader of set pages (pdf, ofd, OCR) knows of a page: stretches of text, and rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text on one line, set from left to right without a gap worth the name.

    Positions are in any unit, one for the whole document, x from the page's left edge and y
    downwards from its top. `edges[i]` is where character i of the text begins, the last one where
    the text ends: `len(edges) == len(text) + 1`. `top` and `bottom` are those of the line's
    letters, the full height of the font and not the ink.
    """

    text: str
    edges: tuple[float, ...]
    top: float
    bottom: float

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.edges[0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.edges[-1]

    @property
    def height(self) -> float:
        """The height of its letters."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line, level or upright, such as a table's; its thickness does not matter.

    Level: `top == bottom`; upright: `left == right`. The edges of a drawn box are four rules.
    """

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is set. `number` counts from 1; the order of runs and rules does not matter."""

    number: int
    width: float
    height: float
    runs: Sequence[Run]
    rules: Sequence[Rule] = ()
