"""Puts the paragraphs of an RTF text in order: tables nested in cells, notes after their anchor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.blocks import Block
from indexer.readers.automatic import numbered_lines
from indexer.readers.plain import without_controls
from indexer.readers.rows import Row, table_blocks
from indexer.readers.rtf.rows import RowDefinition

MOST_TABLES = 64
"""How deep tables may be nested; a hostile file states a depth of millions."""

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class _Table:
    rows: list[Row] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)


class Flow:
    """One stream of text: the document's, a note's or a text box's."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._text: list[str] = []
        self._tables: list[_Table] = []
        self._asides: list[Block] = []
        self._after_table: list[Block] = []
        self.stated_number: str | None = None  # as the file writes it out

    def add(self, text: str) -> None:
        """Adds to the paragraph's text; a line feed ends a line."""
        self._text.append(text)

    def add_aside(self, blocks: Sequence[Block]) -> None:
        """Keeps a note or text box for after the paragraph, or the table, that it is in."""
        self._asides += blocks

    def paragraph(self, like: Block, number: str, depth: int) -> None:
        """Ends a paragraph in so many tables; `like` tells its heading and alignment."""
        self._be_in(depth)
        text = "".join(self._text)
        self._text, self.stated_number = [], None
        if _SURROGATES.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        lines = numbered_lines(number, without_controls(text), in_cell=depth > 0)
        target = self._tables[-1].cell if self._tables else self._blocks
        target += [replace(like, text=line) for line in lines]
        if not self._tables:
            self._blocks += self._asides
            self._asides = []

    def end_cell(self, depth: int) -> None:
        """Ends a cell of the table at a depth from 1."""
        self._be_in(depth)
        table = self._tables[-1]
        table.cells.append(table.cell)
        table.cell = []

    def end_row(self, depth: int, definition: RowDefinition) -> None:
        """Ends a row of the table at a depth from 1."""
        self._be_in(depth)
        table = self._tables[-1]
        if table.cell:
            self.end_cell(depth)
        table.rows.append(definition.row(table.cells))
        table.cells = []
        if depth == 1:
            self._after_table += self._asides
            self._asides = []

    def finish(self) -> list[Block]:
        """The blocks, once the last paragraph has ended."""
        self._be_in(0)
        return self._blocks + self._asides

    def _be_in(self, depth: int) -> None:
        """Closes tables, or opens some, until so many are open."""
        while len(self._tables) > depth:
            table = self._tables[-1]
            if table.cell or table.cells:  # the row's end is missing
                self.end_row(len(self._tables), RowDefinition())
            self._tables.pop()
            target = self._tables[-1].cell if self._tables else self._blocks
            target += table_blocks(table.rows)
        if not depth:
            self._blocks += self._after_table
            self._after_table = []
        while len(self._tables) < min(depth, MOST_TABLES):
            self._tables.append(_Table())
