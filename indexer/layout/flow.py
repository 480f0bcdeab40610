"""The flow of a document: its pages one after the other, paragraphs and tables as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.blocks import Block
from indexer.layout.columns import Region
from indexer.layout.lines import Line
from indexer.layout.margins import Column, Margins, margins, usual_margins
from indexer.layout.paragraphs import Placed, begins, block
from indexer.layout.tables import Table, continued

NOTES = "notes"
"""The name of the column in which notes stand."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in reading order, and the notes that stand beside its text."""

    width: float
    regions: list[Region]
    notes: list[Line]

    @property
    def columns(self) -> dict[Column, list[Line]]:
        """The lines of each column."""
        found: dict[Column, list[Line]] = defaultdict(list)
        for region in self.regions:
            if lines := region.lines:
                found[self.column(region)] += lines
        if self.notes:
            found[NOTES, round(self.width)] += self.notes
        return found

    def column(self, region: Region) -> Column:
        """The column that a region stands in."""
        return region.column, round(self.width)


Notes = list[Placed]
"""Where a page ends: its notes, which wait for the end of the paragraph."""

Item = Placed | Table | Notes


def flow(sheets: Sequence[Sheet]) -> Iterator[Block]:
    """A block for each paragraph and table row."""
    waiting: Notes = []
    whole: list[Placed] | Table = []  # what may still go on
    for item in _items(sheets):
        if isinstance(item, list):
            waiting += item
        elif (longer := _longer(whole, item)) is not None:
            whole = longer
        else:
            yield from _blocks(whole, waiting)
            waiting, whole = [], item if isinstance(item, Table) else [item]
    yield from _blocks(whole, waiting)


def _longer(whole: list[Placed] | Table, item: Placed | Table) -> list[Placed] | Table | None:
    """A paragraph or table with what it goes on in; None if that begins another."""
    if isinstance(item, Table):
        return continued(whole, item) if isinstance(whole, Table) else None
    if isinstance(whole, Table) or not whole or begins(whole, item):
        return None
    whole.append(item)
    return whole


def _items(sheets: Sequence[Sheet]) -> Iterator[Item]:
    """The lines, tables and notes of the pages in reading order."""
    columns = [sheet.columns for sheet in sheets]
    usual = usual_margins(columns)
    for sheet, lines in zip(sheets, columns, strict=True):
        found = {column: margins(held, usual[column]) for column, held in lines.items()}
        for region in sheet.regions:
            # A column reaches as far as those that it is parted in elsewhere on the page.
            parts = [
                one
                for (name, _), one in found.items()
                if name != NOTES and name.startswith(region.column)
            ]
            yield from _placed(region, found.get(sheet.column(region)), parts)
        if sheet.notes:
            yield found[NOTES, round(sheet.width)].placed(sheet.notes)


def _placed(
    region: Region, between: Margins | None, parts: Sequence[Margins]
) -> Iterator[Placed | Table]:
    if between:
        left, right = min(one.left for one in parts), max(one.right for one in parts)
        between = Margins(left, right, between.step)
    lines = iter(between.placed(region.lines) if between else [])
    for item in region.items:
        yield item if isinstance(item, Table) else next(lines)


def _blocks(whole: list[Placed] | Table, waiting: Sequence[Placed]) -> Iterator[Block]:
    """A paragraph or a table that is whole, and the notes that waited for its end."""
    if isinstance(whole, Table):
        for i, row in enumerate(whole.rows):
            text = "\t".join(cell.text for cell in row.cells)
            yield Block(text, table_row=True, page=row.page, opens_table=i == 0, header=row.header)
    elif whole:
        yield block(whole)
    if waiting:
        yield from _notes(waiting)


def _notes(lines: Sequence[Placed]) -> Iterator[Block]:
    note: list[Placed] = []
    for line in lines:
        if note and begins(note, line):
            yield block(note)
            note = []
        note.append(line)
    yield block(note)
