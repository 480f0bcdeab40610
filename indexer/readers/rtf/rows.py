"""What RTF states of the rows of its tables, before or after their text."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.blocks import Block
from indexer.readers.rows import Row

WORDS = ("trowd", "trhdr", "trleft", "clvmrg", "clmrg", "cellx")
"""The control words that define a row."""

_MOST_TWIPS = 32_767


@dataclass(slots=True)
class RowDefinition:
    """The edges of a row's cells in twips, the cells merged with others, whether it is a header.

    It holds for all rows that follow until it is stated anew.
    """

    left: int = 0
    rights: list[int] = field(default_factory=list)
    merged: set[int] = field(default_factory=set)
    header: bool = False

    def take(self, word: str, number: int | None) -> RowDefinition:
        """The definition once it has taken up a control word: one of `WORDS`."""
        twips = max(-_MOST_TWIPS, min(number or 0, _MOST_TWIPS))
        if word == "trowd":
            return RowDefinition()
        if word == "trhdr":
            self.header = True
        elif word == "trleft":
            self.left = twips
        elif word == "cellx":
            self.rights.append(twips)
        else:  # of the cell whose right edge is stated next
            self.merged.add(len(self.rights))
        return self

    def row(self, cells: list[list[Block]]) -> Row:
        """A row of cells so defined."""
        return Row(cells, (self.left, *self.rights), self.merged, self.header)
