"""The tables of Word, binary and RTF: rows of cells, their columns one below the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.blocks import Block
from indexer.lines import join

_SAME_EDGE = 60
"""Twips (a millimetre): edges of cells that lie no farther apart are one edge of the table."""


@dataclass(slots=True)
class Row:
    """The cells of a row, each the blocks of its paragraphs.

    `edges` are the left edges of the cells and the right one of the last, in twips, none where
    the file does not tell them; `merged` are the cells that belong to the cell above.
    """

    cells: list[list[Block]] = field(default_factory=list)
    edges: tuple[int, ...] = ()
    merged: set[int] = field(default_factory=set)
    header: bool = False

    def texts(self) -> list[str]:
        """The text of each cell, empty where the cell belongs to the one above."""
        return [
            "" if i in self.merged else join([one.text.replace("\t", " ") for one in blocks])
            for i, blocks in enumerate(self.cells)
        ]


def table_blocks(rows: Sequence[Row]) -> Iterator[Block]:
    """A block for each row with text; a table of a single column is read as paragraphs."""
    if max((len(row.cells) for row in rows), default=0) <= 1:
        for row in rows:
            for cell in row.cells:
                yield from cell
        return
    grid = _grid(rows)
    opens = True
    for row in rows:
        texts = row.texts()
        if any(texts):
            text = "\t".join(_placed(texts, row.edges, grid))
            yield Block(text, table_row=True, opens_table=opens, header=row.header)
            opens = False


def _grid(rows: Sequence[Row]) -> list[int]:
    """The edges of the table's columns from left to right."""
    grid: list[int] = []
    last = None
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if last is None or edge - last > _SAME_EDGE:
            grid.append(edge)
        last = edge
    return grid


def _placed(texts: Sequence[str], edges: Sequence[int], grid: Sequence[int]) -> list[str]:
    """The texts with an empty one for each further column that a cell spans."""
    if len(edges) != len(texts) + 1:
        return list(texts)
    columns = [bisect_right(grid, edge) - 1 for edge in edges]
    placed = [""] * columns[0]
    for text, left, right in zip(texts, columns, columns[1:], strict=False):
        placed += [text, *[""] * (right - left - 1)]
    return placed
