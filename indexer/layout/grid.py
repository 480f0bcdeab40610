"""Grids: the cells that level and upright rules make where they meet."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.layout.page import Rule

NEAR = 0.3
"""Letters between two rules that are one, as the two of a double line are."""

MOST_RULES = 1_000
"""A page with more lines than this is a drawing."""

Place = tuple[int, int]
"""A row and a column, from 0."""

Span = tuple[float, float, float]
"""A line: where it stands across its direction, where it begins, where it ends."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The edges of columns and rows, and which cell each of their crossings belongs to.

    `cells[row][column]` is the row and column in which the cell begins that covers this place.
    """

    columns: tuple[float, ...]
    lines: tuple[float, ...]
    cells: tuple[tuple[Place, ...], ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the grid."""
        return self.columns[0] < x < self.columns[-1] and self.lines[0] < y < self.lines[-1]

    def cell(self, x: float, y: float) -> Place:
        """Row and column of the cell at a point; the nearest for a point outside."""
        return self.cells[_index(self.lines, y)][_index(self.columns, x)]

    def right_of(self, row: int, column: int) -> float:
        """The right edge of the cell that begins here."""
        own = [i for i, one in enumerate(self.cells[row]) if one == (row, column)]
        return self.columns[max(own, default=column) + 1]


def grids(rules: Sequence[Rule], letter: float) -> list[Grid]:
    """The grids of more than one column that rules make, from the top down."""
    near = NEAR * letter
    level = _joined([(r.top, r.left, r.right) for r in rules if r.top == r.bottom], near)
    upright = _joined([(r.left, r.top, r.bottom) for r in rules if r.top != r.bottom], near)
    if not upright or len(level) + len(upright) > MOST_RULES:
        return []
    found = (_grid(*group, near) for group in _groups(level, upright, near))
    return sorted((grid for grid in found if grid), key=lambda grid: grid.lines[0])


def _joined(spans: Iterable[Span], near: float) -> list[Span]:
    """The lines with those that lie on one another, or go on from one another, made one."""
    groups: list[list[Span]] = []
    for span in sorted(spans):
        if groups and span[0] - groups[-1][-1][0] <= near:
            groups[-1].append(span)
        else:
            groups.append([span])
    made: list[Span] = []
    for group in groups:
        place = sum(span[0] for span in group) / len(group)
        ends = sorted((start, end) for _, start, end in group)
        start, end = ends[0]
        for next_start, next_end in ends[1:]:
            if next_start > end + near:
                made.append((place, start, end))
                start = next_start
            end = max(end, next_end)
        made.append((place, start, end))
    return made


def _groups(
    level: Sequence[Span], upright: Sequence[Span], near: float
) -> list[tuple[list[Span], list[Span]]]:
    """The lines that touch one another, directly or by others: (level, upright) of each group."""
    parent = list(range(len(level) + len(upright)))
    for i, (y, left, right) in enumerate(level):
        for j, (x, top, bottom) in enumerate(upright, len(level)):
            if left - near <= x <= right + near and top - near <= y <= bottom + near:
                parent[_root(parent, i)] = _root(parent, j)
    groups: dict[int, tuple[list[Span], list[Span]]] = defaultdict(lambda: ([], []))
    for i, span in enumerate([*level, *upright]):
        groups[_root(parent, i)][i >= len(level)].append(span)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _grid(level: Sequence[Span], upright: Sequence[Span], near: float) -> Grid | None:
    """The grid of lines that touch, closed at its sides; None if it has one column only."""
    columns = _edges([x for x, _, _ in upright], level, near)
    lines = _edges([y for y, _, _ in level], upright, near)
    wide, high = len(columns) - 1, len(lines) - 1
    if wide < 2 or high < 1:
        return None
    walls = _walls(columns, lines, upright, near)
    floors = _walls(lines, columns, level, near)
    parent = list(range(wide * high))
    for row in range(high):
        for column in range(wide):
            here = row * wide + column
            if column + 1 < wide and (column + 1, row) not in walls:
                _join_cells(parent, here, here + 1)
            if row + 1 < high and (row + 1, column) not in floors:
                _join_cells(parent, here, here + wide)
    return Grid(columns, lines, _beginnings(parent, wide, high))


def _edges(places: Sequence[float], across: Sequence[Span], near: float) -> tuple[float, ...]:
    """The edges of columns (or rows): the lines, and the ends of those across them."""
    ends = [min(start for _, start, _ in across), max(end for _, _, end in across)]
    edges: list[float] = []
    for place in sorted([*places, *ends]):
        if not edges or place - edges[-1] > 2 * near:
            edges.append(place)
    return tuple(edges)


def _walls(
    edges: Sequence[float], across: Sequence[float], lines: Sequence[Span], near: float
) -> set[tuple[int, int]]:
    """Where lines part two cells: (index of the edge, index of the row or column it parts)."""
    found = set()
    for place, start, end in lines:
        edge = min(range(len(edges)), key=lambda i: abs(edges[i] - place))
        for i, (low, high) in enumerate(pairwise(across)):
            if start - near <= (low + high) / 2 <= end + near:
                found.add((edge, i))
    return found


def _beginnings(parent: list[int], wide: int, high: int) -> tuple[tuple[Place, ...], ...]:
    """For each place of a grid the first row and column of its cell."""
    roots = [_root(parent, i) for i in range(wide * high)]
    first: dict[int, Place] = {}
    for i, root in enumerate(roots):
        row, column = divmod(i, wide)
        begins = first.get(root, (row, column))
        first[root] = (begins[0], min(begins[1], column))
    return tuple(
        tuple(first[roots[row * wide + column]] for column in range(wide)) for row in range(high)
    )


def _index(edges: Sequence[float], place: float) -> int:
    return min(max(bisect_right(edges, place) - 1, 0), len(edges) - 2)


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _join_cells(parent: list[int], one: int, other: int) -> None:
    parent[_root(parent, other)] = _root(parent, one)
