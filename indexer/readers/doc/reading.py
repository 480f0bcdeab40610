"""From a Word binary document to its blocks, notes and text boxes after their paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.blocks import Block
from indexer.lines import join
from indexer.readers.doc.anchors import Attachment
from indexer.readers.doc.document import CELL_END, Document, Paragraph
from indexer.readers.doc.pieces import FILLER, combined
from indexer.readers.doc.properties import Code
from indexer.readers.doc.tables import describe
from indexer.readers.rows import Row, table_blocks

_CHARACTERS = {
    **dict.fromkeys(range(0x20)),  # marks, anchors, pictures and fillers
    **{ord("\t"): " ", 0x0B: "\n", 0x0C: "\n", 0x0E: "\n", 0x1E: "-"},
}
_CENTERED, _RIGHT = 1, 2


def blocks(document: Document) -> list[Block]:
    """A block for each line of each paragraph and each row of each table."""
    reader = _Reader(document)
    return [*reader.blocks(*document.main), *reader.left()]


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._waiting = list(document.attached)

    def blocks(self, start: int, end: int) -> Iterator[Block]:
        """The blocks between two places, each followed by what is anchored in it."""
        table, done = _Table(), start
        carried: tuple[Paragraph, str] | None = None  # one whose end is deleted goes on in the next
        for paragraph in self._document.paragraphs(start, end):
            if table.rows and not paragraph.depth:
                yield from table_blocks(table.rows)
                table = _Table()
                yield from self._anchored(done, paragraph.start)
                done = paragraph.start
            if carried and paragraph.depth:  # a table takes up no paragraph before it
                yield from self._paragraph(*carried)
                carried = None
            before = carried[1] if carried else ""
            text = before + self._document.shown[paragraph.start : paragraph.end]
            carried = None
            if paragraph.depth:
                table.add(paragraph, self._paragraph(paragraph, text))
            elif text.endswith(FILLER) and paragraph.mark and paragraph.end < end:
                carried = paragraph, text
            else:
                yield from self._paragraph(paragraph, text)
                yield from self._anchored(done, paragraph.end)
                done = paragraph.end
        yield from table_blocks(table.rows)
        yield from self._anchored(done, end)

    def left(self) -> Iterator[Block]:
        """The blocks of what is anchored nowhere."""
        while self._waiting:
            yield from self._attachment(self._waiting.pop(0))

    def _anchored(self, start: int, end: int) -> Iterator[Block]:
        here = [
            one for one in self._waiting if one.anchor is not None and start <= one.anchor < end
        ]
        if here:
            self._waiting = [one for one in self._waiting if one not in here]
        for one in sorted(here, key=lambda one: (one.anchor or 0, one.start)):
            yield from self._attachment(one)

    def _attachment(self, one: Attachment) -> Iterator[Block]:
        for line in filter(str.strip, re.split(r"[\r\n\x0b]", one.drawn)):
            yield Block(line.strip())
        yield from self.blocks(one.start, one.end)

    def _paragraph(self, paragraph: Paragraph, text: str) -> list[Block]:
        if paragraph.states(Code.ROW_END) or paragraph.states(Code.INNER_ROW_END):
            return []
        number = self._number(paragraph)
        lines = [line.strip() for line in combined(text.translate(_CHARACTERS)).split("\n")]
        lines = [line for line in lines if line]
        if not lines and number and paragraph.depth:
            lines = [""]  # in a cell a number without text is a text; elsewhere an empty line
        if not lines:
            return []
        if number:
            # A blank parts the number only from what would run into it.
            number = number if lines[0][:1].isascii() else number.rstrip()
            lines[0] = join([number, lines[0]]).strip()
        own, styles = paragraph.own or {}, self._document.styles
        alignment = styles.value(own, paragraph.style, Code.ALIGNMENT)
        if alignment is None:
            alignment = styles.value(own, paragraph.style, Code.ALIGNMENT_80)
        looks = Block(
            "",
            heading=styles.heading(own, paragraph.style),
            centered=alignment == _CENTERED,
            right=alignment == _RIGHT,
        )
        return [replace(looks, text=line) for line in lines]

    def _number(self, paragraph: Paragraph) -> str:
        own, styles = paragraph.own or {}, self._document.styles
        use = styles.value(own, paragraph.style, Code.LIST)
        if not use:
            return ""
        level = styles.value(own, paragraph.style, Code.LIST_LEVEL)
        return self._document.lists.next_number(use, level, paragraph.style)


class _Table:
    """The rows of a table while its paragraphs come in."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._ended = True
        self._opens_cell = True
        self._inner: list[str] = []  # the row underway of a table within the cell

    def add(self, paragraph: Paragraph, found: list[Block]) -> None:
        """Takes up a paragraph, which may end a cell or a row."""
        if self._ended:
            self.rows.append(Row())
            self._ended, self._opens_cell = False, True
        row = self.rows[-1]
        if self._ends_row(paragraph, found):
            describe(row, paragraph.written)
            self._ended = True
            return
        if self._opens_cell:
            row.cells.append([])
        self._opens_cell = paragraph.mark == CELL_END
        if paragraph.depth == 1:
            row.cells[-1] += found
            return
        self._inner += [block.text for block in found]
        if paragraph.states(Code.INNER_ROW_END):
            row.cells[-1].append(Block(" ".join(self._inner)))
            self._inner = []

    def _ends_row(self, paragraph: Paragraph, found: list[Block]) -> bool:
        """Whether it ends a row: as it states, or, where nothing is stated, as an empty cell."""
        if paragraph.own is not None:
            return paragraph.depth == 1 and paragraph.states(Code.ROW_END)
        return bool(self.rows[-1].cells) and self._opens_cell and not found
