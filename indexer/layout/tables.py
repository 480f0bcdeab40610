"""Tables: the cells that rules draw, and the text in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from statistics import median

from indexer.layout.grid import Grid, Place, grids
from indexer.layout.lines import pieces, rows, whole
from indexer.layout.page import Page, Run
from indexer.layout.paragraphs import ENDED
from indexer.lines import join

FULL = 1.5
"""Letters that the last line of a cell may leave free, if its text goes on over the page's end."""

NEAR = 0.015
"""Of a table's width: by so much its columns may shift from one page to the next."""

MOST_LINES = 12
"""A drawn row by itself that holds more lines is no table but columns of prose."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `full` says that its last line reaches the cell's right edge."""

    text: str = ""
    full: bool = field(default=False, compare=False)


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `header` if the table repeats it at the top of each page."""

    cells: tuple[Cell, ...]
    page: int = field(compare=False)
    header: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or its part on one page; `columns` are the edges of its columns."""

    left: float
    top: float
    right: float
    bottom: float
    page: int
    columns: tuple[float, ...]
    rows: tuple[Row, ...]


def tables(page: Page) -> tuple[list[Table], list[Run]]:
    """The tables of a page, and the runs that stand in none."""
    runs = [run for run in page.runs if run.text.strip()]
    if len(page.rules) < 3 or not runs:
        return [], runs
    letter = median(run.height for run in runs)
    found = []
    for grid in grids(page.rules, letter):
        inside = [run for run in runs if grid.holds((run.left + run.right) / 2, _middle(run))]
        if table := _table(grid, inside, page.number, letter):
            found.append(table)
            taken = set(map(id, inside))
            runs = [run for run in runs if id(run) not in taken]
    return found, runs


def continued(table: Table, part: Table) -> Table | None:
    """A table with the part of it on the next page; None if that is another table."""
    near = NEAR * (part.right - part.left)
    aligned = len(table.columns) == len(part.columns) and all(
        abs((one - table.left) - (other - part.left)) < near
        for one, other in zip(table.columns, part.columns, strict=True)
    )
    if part.page != table.rows[-1].page + 1 or not aligned:
        return None
    pairs = zip(table.rows, part.rows, strict=False)
    repeated = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    rows = [replace(row, header=True) for row in table.rows[:repeated]]
    rows += table.rows[repeated:]
    rest = list(part.rows[repeated:])
    if rest and _goes_on(rows[-1], rest[0]):
        rows[-1] = _one_row(rows[-1], rest.pop(0))
    return replace(table, rows=tuple(rows + rest))


def _goes_on(row: Row, below: Row) -> bool:
    """Whether a row is the rest of the one that the page before ends with: its cells go on."""
    pairs = [pair for pair in zip(row.cells, below.cells, strict=True) if pair[1].text]
    unfinished = all(cell.full and not ENDED.search(cell.text) for cell, _ in pairs)
    return not below.cells[0].text and unfinished


def _one_row(row: Row, below: Row) -> Row:
    cells = zip(row.cells, below.cells, strict=True)
    return replace(row, cells=tuple(Cell(join([a.text, b.text]), b.full) for a, b in cells))


def _table(grid: Grid, runs: Sequence[Run], page: int, letter: float) -> Table | None:
    """The table in a grid; None for a frame round text."""
    texts: dict[Place, list[Run]] = defaultdict(list)
    for run in runs:
        for place, part in _parts(run, grid):
            texts[place].append(part)
    if len({column for _, column in texts}) < 2:
        return None
    lines = {at: [whole(row) for row in rows(pieces(part, page))] for at, part in texts.items()}
    if len(grid.lines) == 2 and max(map(len, lines.values())) > MOST_LINES:
        return None
    made: list[list[Cell]] = [[EMPTY] * (len(grid.columns) - 1) for _ in grid.lines[1:]]
    for (row, column), set_lines in lines.items():
        right = grid.right_of(row, column)
        full = right - set_lines[-1].right < FULL * letter
        made[row][column] = Cell(join([line.text for line in set_lines]), full)
    return Table(
        grid.columns[0],
        grid.lines[0],
        grid.columns[-1],
        grid.lines[-1],
        page,
        grid.columns,
        tuple(Row(tuple(row), page) for row in made if any(cell.text for cell in row)),
    )


def _parts(run: Run, grid: Grid) -> Iterator[tuple[Place, Run]]:
    """A run's parts by the cells that they stand in, each with the row and column of its cell."""
    middle = _middle(run)
    places = [grid.cell((a + b) / 2, middle) for a, b in pairwise(run.edges)]
    start = 0
    for i in range(1, len(places) + 1):
        if i == len(places) or places[i] != places[start]:
            text = run.text[start:i]
            if text.strip():
                yield places[start], Run(text, run.edges[start : i + 1], run.top, run.bottom)
            start = i


def _middle(run: Run) -> float:
    return (run.top + run.bottom) / 2
