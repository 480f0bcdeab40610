"""Columns: the order in which the lines and tables of a page are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.layout.lines import Line, rows, whole
from indexer.layout.tables import Table

Item = Line | Table

LEAST_LINES = 3
"""Lines that each of two columns has at least."""

LEAST_LETTERS = 8
"""Letters that a usual line of a column has at least: the cells of a table have fewer."""

WIDEST_GUTTER = 6.0
"""Letters between two columns, at most."""

FILLED = 0.6
"""How much of a column's width a usual line of it fills at least."""

_LEAD = 2  # lines above the columns, at most, that do not reach over both
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and tables in reading order that stand one below the other.

    `column` names the column: "" for the page's whole width, then l and r for the left and right
    of it.
    """

    column: str
    items: list[Item]

    @property
    def lines(self) -> list[Line]:
        """Its lines without the tables."""
        return [item for item in self.items if isinstance(item, Line)]


def regions(items: Sequence[Item], column: str = "") -> list[Region]:
    """The regions of a page, or of a column of it, in reading order."""
    lined = rows([item for item in items if isinstance(item, Line)])
    gutter = _gutter(lined) if len(column) < _DEEPEST else None
    if gutter is None:
        return [Region(column, _in_order(items, lined))] if items else []
    made: list[Region] = []
    for is_across, band in _bands(items, gutter):
        left = [item for item in band if _middle(item) < gutter]
        right = [item for item in band if _middle(item) >= gutter]
        if is_across or not _are_columns(left, right):
            _add(made, Region(column, _in_order(band)))
            continue
        lead = [*_above(left, right), *_above(right, left)]
        if lead:
            _add(made, Region(column, _in_order(lead)))
        for name, side in (("l", left), ("r", right)):
            made += regions([item for item in side if item not in lead], column + name)
    return made


def _add(made: list[Region], region: Region) -> None:
    if made and made[-1].column == region.column:
        made[-1].items.extend(region.items)
    else:
        made.append(region)


def _in_order(items: Sequence[Item], lined: Sequence[list[Line]] | None = None) -> list[Item]:
    """The items from the top down, what stands on one line as one."""
    if lined is None:
        lined = rows([item for item in items if isinstance(item, Line)])
    lines = [whole(row) for row in lined]
    tables = [item for item in items if isinstance(item, Table)]
    if not tables:
        return list(lines)
    return sorted([*lines, *tables], key=lambda item: item.top)


def _gutter(lined: Sequence[list[Line]]) -> float | None:
    """Where the page is parted in columns: the place that most lines leave free, if it is one."""
    openings = [(before.right, after.left) for row in lined for before, after in pairwise(row)]
    if len(openings) < LEAST_LINES - 1:
        return None
    lines = [line for row in lined for line in row]
    letter = median(line.letter for line in lines)
    found: list[tuple[int, float]] = []
    for place in {round(2 * (a + b) / letter): (a + b) / 2 for a, b in openings}.values():
        apart = [line for line in lines if not _is_across(line, place)]
        left = [line for line in apart if _middle(line) < place]
        right = [line for line in apart if _middle(line) >= place]
        if _are_columns(left, right):
            found.append((sum(line.left < place < line.right for line in lines), place))
    return min(found)[1] if found else None


def _is_across(item: Item, gutter: float) -> bool:
    """Whether an item reaches over a gutter: not by a mark alone that hangs into it."""
    over = item.letter if isinstance(item, Line) else 0
    return item.left < gutter - over and item.right > gutter + over


def _middle(item: Item) -> float:
    return (item.left + item.right) / 2


def _are_columns(left: Sequence[Item], right: Sequence[Item]) -> bool:
    """Whether two sides are columns of prose: of enough lines that fill them, beside each other."""
    if min(len(left), len(right)) < LEAST_LINES or not (_is_column(left) and _is_column(right)):
        return False
    lines = [item for item in left if isinstance(item, Line)]
    gutter = min(item.left for item in right) - max(item.right for item in left)
    return gutter <= WIDEST_GUTTER * lines[0].letter


def _is_column(items: Sequence[Item]) -> bool:
    lines = [item for item in items if isinstance(item, Line)]
    if len(lines) < LEAST_LINES:
        return False
    width = max(line.right for line in lines) - min(line.left for line in lines)
    usual = median(line.right - line.left for line in lines)
    return usual >= FILLED * width and usual >= LEAST_LETTERS * median(
        line.letter for line in lines
    )


def _bands(items: Sequence[Item], gutter: float) -> list[tuple[bool, list[Item]]]:
    """The items from the top down by what reaches across the gutter and what does not."""
    across = [item for item in items if _is_across(item, gutter)]
    made: list[tuple[bool, list[Item]]] = []
    for item in sorted(items, key=lambda item: item.top + item.bottom):
        is_across = item in across or _beside(item, across)
        if not made or made[-1][0] != is_across:
            made.append((is_across, []))
        made[-1][1].append(item)
    return made


def _beside(item: Item, across: Sequence[Item]) -> bool:
    """Whether an item stands on one line with what reaches across."""
    middle = (item.top + item.bottom) / 2
    return any(one.top < middle < one.bottom for one in across)


def _above(side: Sequence[Item], other: Sequence[Item]) -> list[Item]:
    """The lines of one side that stand above all of the other: the last of what is above both."""
    top = min(item.top for item in other)
    above = [item for item in side if item.bottom <= top]
    return above if len(above) <= _LEAD and len(side) > len(above) else []
