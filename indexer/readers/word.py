"""Reads docx: paragraphs and tables in order, automatic numbers written out as Word shows them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from archive.messages import readers as messages
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.lines import join
from indexer.readers.numbering import Numbering
from indexer.readers.ooxml import part_root, qn, related
from indexer.readers.styles import Styles, property_of

MAX_UNPACKED = 200_000_000
"""Bytes that a docx may unpack to; a bomb unpacks to more."""

_CONTAINERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}
_LEFT_OUT = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:txbxContent"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_CHARACTERS = {
    qn("w:tab"): " ",
    qn("w:cr"): "\n",
    qn("w:br"): "\n",
    qn("w:noBreakHyphen"): "-",
}


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each line of each paragraph and each row of each table.

    Raises `Unreadable` for a file that is damaged, encrypted or unpacks to more than
    `MAX_UNPACKED`. Only the parts that hold text, styles and numbers are opened: a lost picture
    or property does no harm, and documents with macros and templates are read alike.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if sum(member.file_size for member in members) > MAX_UNPACKED:
                raise Unreadable(*messages.DOCX_TOO_LARGE)
            if any(member.flag_bits & 1 for member in members):
                raise Unreadable(*messages.DOCX_ENCRYPTED)
            main = related(package, "", "officeDocument") or ""
            body = part_root(package, main).find(qn("w:body"))
            styles = Styles(part_root(package, related(package, main, "styles")))
            numbering = Numbering(part_root(package, related(package, main, "numbering")), styles)
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError),
        *(KeyError, ValueError, etree.LxmlError),
    ) as error:
        # What a package meets that breaks off, or lacks or garbles the parts that matter.
        raise Unreadable(*messages.DOCX_DAMAGED) from error
    return list(_Reader(styles, numbering).blocks(body)) if body is not None else []


class _Reader:
    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def blocks(self, parent: Any) -> Iterator[Block]:
        """The blocks of a body, a cell or a container, in order."""
        for element in parent:
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self._table(element)
            elif element.tag in _CONTAINERS:
                yield from self.blocks(element)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        number = self._numbering.next_number(element)
        lines = [line.strip() for line in _text(element).split("\n")]
        lines = [line for line in lines if line]
        if not lines:
            return
        lines[0] = join([number, lines[0]]) if number else lines[0]
        heading = self._styles.heading(element)
        alignment = self._styles.alignment(element)
        for line in lines:
            yield Block(
                line,
                heading=heading,
                centered=alignment == "center",
                right=alignment in ("right", "end"),
            )

    def _table(self, element: Any) -> Iterator[Block]:
        for row in _children(element, "w:tr"):
            cells = list(_children(row, "w:tc"))
            if len(cells) == 1:  # a frame round text, not a table
                yield from self.blocks(cells[0])
                continue
            texts = [self._cell(cell) for cell in cells]
            if any(texts):
                yield Block("\t".join(texts), table_row=True)

    def _cell(self, cell: Any) -> str:
        merged = property_of(cell, "w:tcPr", "w:vMerge")
        if merged is not None and merged.get(qn("w:val"), "continue") == "continue":
            return ""  # its text stands in the row above
        return join([block.text.replace("\t", " ") for block in self.blocks(cell)])


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those inside content controls included."""
    for element in parent:
        if element.tag == qn(tag):
            yield element
        elif element.tag in _CONTAINERS:
            yield from _children(element, tag)


def _text(element: Any) -> str:
    """The text below an element, as finally accepted: without what was deleted or moved."""
    if element.tag == qn("w:t"):
        return element.text or ""
    if element.tag in _CHARACTERS:
        page = element.get(qn("w:type")) in ("page", "column")
        return "" if page else _CHARACTERS[element.tag]
    return "".join(_text(child) for child in element if child.tag not in _LEFT_OUT)
