"""Reads the blocks of a Word document's tree once it holds what Word shows, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from indexer.blocks import Block
from indexer.lines import join
from indexer.readers.automatic import numbered_lines
from indexer.readers.word.lists import Numbering
from indexer.readers.word.ooxml import is_on, number_of, qn
from indexer.readers.word.styles import Styles, property_of

LAYOUT_CELL = 500
"""A row that is one cell of more characters holds a part of the text and is read as paragraphs."""

MAX_COLUMNS = 63
"""The most columns that Word gives to a table."""

_P, _T, _MATH = qn("w:p"), qn("w:t"), qn("m:t")
_TBL, _TR, _TC = qn("w:tbl"), qn("w:tr"), qn("w:tc")
_PPR, _VAL, _CHUNK, _SYM = qn("w:pPr"), qn("w:val"), qn("w:altChunk"), qn("w:sym")
_CHARACTERS = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:cr"): "\n",
    qn("w:br"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_TEXT_TAGS = (_T, _MATH, _SYM, *_CHARACTERS)
_NEVER_TEXT = {
    *(qn("w:sectPr"), qn("w:sdtPr"), qn("w:tblPr"), qn("w:tblGrid"), qn("w:trPr"), qn("w:tcPr")),
    *(_PPR, qn("w:rPr"), qn("w:del"), qn("w:moveFrom")),
}

SYMBOLS = {
    "wingdings": {
        **{0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x74: "◆", 0x75: "◆", 0x76: "❖"},
        **{0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xE0: "→"},
        **{0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x4A: "☺", 0x28: "☎", 0x2A: "✉"},
        **{0x81 + i: chr(ord("①") + i) for i in range(10)},
        **{0x8C + i: chr(ord("❶") + i) for i in range(10)},
    },
    "wingdings 2": {
        **{0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x54: "☒", 0xA3: "□", 0x98: "●"},
        **{0x6A + i: chr(ord("①") + i) for i in range(10)},
        **{0x75 + i: chr(ord("❶") + i) for i in range(10)},
    },
    "symbol": {
        **{0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB0: "°"},
        **{0xB7: "•", 0xA5: "∞", 0xBB: "≈", 0xD7: "·", 0xAE: "→", 0x61: "α", 0x62: "β"},
        **{0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x53: "∑", 0x57: "Ω"},
    },
}
"""What the signs of fonts that hold no letters stand for; the others show nothing to search."""


class Reader:
    """Reads the blocks of one document; `chunk` reads a part in another format by its name."""

    def __init__(
        self, styles: Styles, numbering: Numbering, chunk: Callable[[str], list[Block]]
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._chunk = chunk

    def blocks(self, parent: Any, in_cell: bool = False) -> Iterator[Block]:
        """The blocks of a body, a cell or anything that holds paragraphs, in order.

        In a cell a number without text is a text; elsewhere it is an empty line.
        """
        for element in parent:
            tag = element.tag
            if tag == _P:
                yield from self._paragraph(element, in_cell)
            elif tag == _TBL:
                yield from self._table(element)
            elif tag == _CHUNK:
                yield from self._chunk(element.get(qn("r:id")) or "")
            elif tag not in _NEVER_TEXT:
                yield from self.blocks(element, in_cell)

    def _paragraph(self, element: Any, in_cell: bool) -> Iterator[Block]:
        properties = element.find(_PPR)
        number = self._numbering.next_number(properties)
        lines = numbered_lines(number, _text(element), in_cell)
        if not lines:
            return
        heading = self._styles.heading(properties)
        alignment = self._styles.alignment(properties)
        for line in lines:
            yield Block(
                line,
                heading=heading,
                centered=alignment == "center",
                right=alignment in ("right", "end"),
            )

    def _table(self, element: Any) -> Iterator[Block]:
        rows = [(row, list(_children(row, _TC))) for row in _children(element, _TR)]
        if all(len(cells) < 2 for _, cells in rows):  # a frame round text, not a table
            for _, cells in rows:
                for cell in cells:
                    yield from self.blocks(cell)
            return
        opens = header = True
        for i, (row, cells) in enumerate(rows):
            header = header and is_on(property_of(row, "w:trPr", "w:tblHeader"))
            if len(cells) == 1 and _is_layout(cells[0]):
                yield from self.blocks(cells[0])
                continue
            texts = _skipped(row, "w:gridBefore")
            for cell in cells:
                texts.append("" if i and _continues(cell) else self._cell(cell))
                texts += [""] * (_span(cell) - 1)
            texts += _skipped(row, "w:gridAfter")
            if any(texts):
                yield Block("\t".join(texts), table_row=True, opens_table=opens, header=header)
                opens = False

    def _cell(self, cell: Any) -> str:
        return join([block.text.replace("\t", " ") for block in self.blocks(cell, in_cell=True)])


def _is_layout(cell: Any) -> bool:
    return sum(len(text.text or "") for text in cell.iter(_T)) > LAYOUT_CELL


def _span(cell: Any) -> int:
    spanned = property_of(cell, "w:tcPr", "w:gridSpan")
    stated = number_of(spanned.get(_VAL), 1) if spanned is not None else 1
    return max(1, min(stated, MAX_COLUMNS))


def _skipped(row: Any, tag: str) -> list[str]:
    """An empty cell for each column that a row leaves out at its beginning or end."""
    skipped = property_of(row, "w:trPr", tag)
    return [""] * min(number_of(skipped.get(_VAL)) if skipped is not None else 0, MAX_COLUMNS)


def _continues(cell: Any) -> bool:
    """Whether a cell is merged with the one above or before it, where its text stands."""
    for tag in ("w:vMerge", "w:hMerge"):
        merged = property_of(cell, "w:tcPr", tag)
        if merged is not None and merged.get(_VAL, "continue") == "continue":
            return True
    return False


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those inside content controls included."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag not in _NEVER_TEXT:
            yield from _children(element, tag)


def _text(element: Any) -> str:
    """The text below an element, its line ends as they stand."""
    found = []
    for one in element.iter(*_TEXT_TAGS):
        tag = one.tag
        if tag in (_T, _MATH):
            found.append(one.text or "")
        else:
            found.append(_symbol(one) if tag == _SYM else _CHARACTERS[tag])
    return "".join(found)


def _symbol(element: Any) -> str:
    try:
        code = int(element.get(qn("w:char")) or "", 16)
        plain = chr(code)
    except (ValueError, OverflowError):
        return ""
    signs = SYMBOLS.get((element.get(qn("w:font")) or "").lower())
    if signs is not None:
        return signs.get(code & 0xFF, "")
    return plain if plain.isprintable() and not 0xE000 <= code <= 0xF8FF else ""
