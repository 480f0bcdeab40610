"""Margins: between which edges the lines of a column stand, and how far from one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.layout.lines import Line
from indexer.layout.paragraphs import Placed

FEW_LINES = 5
"""A page with fewer lines does not show its margins."""

Column = tuple[str, int]
"""A column's name and the width of its page."""


@dataclass(frozen=True, slots=True)
class Margins:
    """The edges of a column, and the usual distance from one line's middle to the next."""

    left: float
    right: float
    step: float

    def placed(self, lines: Sequence[Line]) -> list[Placed]:
        """Lines one below the other in this column."""
        steps = [0.0, *(line.middle - above.middle for above, line in pairwise(lines))]
        return [
            Placed(line, self.left, self.right, step / self.step if self.step else 0)
            for step, line in zip(steps, lines, strict=True)
        ]


def usual_margins(pages: Iterable[Mapping[Column, Sequence[Line]]]) -> dict[Column, Margins]:
    """The margins of each column of a document, as its pages of more than a few lines have them."""
    found: dict[Column, list[Margins]] = defaultdict(list)
    lines: dict[Column, list[Line]] = defaultdict(list)
    for page in pages:
        for column, held in page.items():
            lines[column] += held
            if len(held) >= FEW_LINES:
                found[column].append(_outermost(held))
    return {
        column: Margins(
            median(one.left for one in full),
            median(one.right for one in full),
            median(one.step for one in full),
        )
        if (full := found[column])
        else _outermost(held)
        for column, held in lines.items()
    }


def margins(lines: Sequence[Line], usual: Margins) -> Margins:
    """The margins of a column on a page; those of the document where its lines do not show them."""
    own = _outermost(lines)
    if len(lines) < FEW_LINES:
        own = Margins(own.left, own.right, usual.step)
    elif own.right - own.left >= usual.right - usual.left - 1.5 * lines[0].letter:
        return own
    return Margins(min(own.left, usual.left), max(own.right, usual.right), own.step)


def _outermost(lines: Sequence[Line]) -> Margins:
    """Where the outermost lines begin and end; one alone of many is passed over."""
    lefts = sorted(line.left for line in lines)
    rights = sorted((line.right for line in lines), reverse=True)
    steps = [line.middle - above.middle for above, line in pairwise(lines)]
    step = median([step for step in steps if step > 0] or [0])
    if len(lines) < FEW_LINES:
        return Margins(lefts[0], rights[0], step)
    letter = median(line.letter for line in lines)
    left = next((one for one, other in pairwise(lefts) if other - one < letter), lefts[0])
    right = next((one for one, other in pairwise(rights) if one - other < letter), rights[0])
    return Margins(left, right, step)
