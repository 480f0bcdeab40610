"""Reads OpenDocument texts (odt, fodt): paragraphs and tables in order, numbers written out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from archive.messages import readers as messages
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.lines import join
from indexer.readers.automatic import numbered_lines
from indexer.readers.odt.changes import accept_deletions
from indexer.readers.odt.lists import LEVELS, Lists, Place
from indexer.readers.odt.names import names, qn
from indexer.readers.odt.styles import Styles
from indexer.readers.odt.text import ParagraphText
from indexer.readers.package import DAMAGED, open_package, part, xml_root
from indexer.readers.word.body import LAYOUT_CELL
from indexer.readers.word.ooxml import number_of

MOST_REPEATED = 10_000
"""Cells and rows that a document may state as repeated; a hostile one states millions of them."""

Cell = list[Block] | None
"""The blocks of a cell; None for one that a wider or higher cell covers."""

_PARAGRAPHS = names("text", "p h")
_ROW_GROUPS = names("table", "table-header-rows table-rows table-row-group")
_CELLS = names("table", "table-cell covered-table-cell")
_LEFT_OUT = (
    names("office", "forms annotation scripts")
    | names("draw", "object object-ole image")
    | names("text", "tracked-changes table-of-content-source alphabetical-index-source")
    | names("text", "illustration-index-source table-index-source object-index-source")
    | names("text", "user-index-source bibliography-source")
)
_OLD_NAMESPACES = "{http://openoffice.org/2000/"
_ENCRYPTED = re.compile(rb"<(?:\w+:)?encryption-data\b")
_PICTURES = re.compile(rb"<office:binary-data\b[^>]*>[^<]*</office:binary-data>")


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each line of each paragraph and each row of each table.

    Notes and text boxes follow the paragraph or the table that they are anchored in; deleted and
    hidden text, comments, headers and footers are left out. Raises `Unreadable` for a file that
    is damaged or encrypted, has a part beyond `limits`, or is a sheet, slides or OpenOffice 1 text.
    """
    try:
        roots = _packaged(data, limits) if data.startswith(b"PK") else [_flat(data)]
        if roots[-1].tag.startswith(_OLD_NAMESPACES):
            raise Unreadable(*messages.ODT_OLD)
        text = roots[-1].find(f"{qn('office:body')}/{qn('office:text')}")
        if text is None:
            raise Unreadable(*messages.ODT_NO_DOCUMENT)
        accept_deletions(text)
        return _Reader(Styles(*roots)).document(text)
    except DAMAGED as error:
        raise Unreadable(*messages.ODT_DAMAGED) from error


def _packaged(data: bytes, limits: Limits) -> list[Any]:
    """The roots of styles.xml, where there is one, and of content.xml."""
    with open_package(data) as package:
        present = package.namelist()
        if any(member.flag_bits & 1 for member in package.infolist()):
            raise Unreadable(*messages.ODT_ENCRYPTED)
        manifest = "META-INF/manifest.xml"
        if manifest in present and _ENCRYPTED.search(part(package, manifest, limits)):
            raise Unreadable(*messages.ODT_ENCRYPTED)
        styles = ["styles.xml"] if "styles.xml" in present else []
        return [xml_root(part(package, name, limits)) for name in [*styles, "content.xml"]]


def _flat(data: bytes) -> Any:
    # A picture in it may be longer than any text that libxml2 takes.
    return xml_root(_PICTURES.sub(b"", data))


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._lists = Lists(styles)
        self._repeats_left = MOST_REPEATED
        self._tables = 0  # how many tables are open, one in a cell of another
        self._asides: list[Any] = []

    def document(self, text: Any) -> list[Block]:
        return list(self._blocks(text))

    def _blocks(self, parent: Any) -> Iterator[Block]:
        for element in parent:
            yield from self._block(element, None)

    def _block(self, element: Any, place: Place | None) -> Iterator[Block]:
        """The blocks of what stands in a body, cell, list item or section; `place` in its list."""
        if element.tag in _PARAGRAPHS:
            yield from self._paragraph(element, self._outside_lists(element, place))
        elif element.tag == qn("text:list"):
            yield from self._list(element, self._lists.enter(element, place))
        elif element.tag == qn("table:table"):
            yield from self._table(element)
        elif element.tag not in _LEFT_OUT and not self._hidden(element):
            yield from self._blocks(element)

    def _hidden(self, element: Any) -> bool:
        style = self._styles.of("section", element.get(qn("text:style-name")))
        return style.hidden or element.get(qn("text:display")) == "none"

    def _outside_lists(self, element: Any, place: Place | None) -> str:
        """The number of a heading that its outline gives."""
        level = _level(element)
        if level is None or place is not None:
            return ""
        return self._lists.heading_number(element, min(level, LEVELS) - 1)

    def _paragraph(self, element: Any, number: str) -> Iterator[Block]:
        style = self._styles.of("paragraph", element.get(qn("text:style-name")))
        if not style.hidden:
            read = ParagraphText(element, self._styles)
            number = _stated_number(element) or number
            level = _level(element)
            block = Block(
                text="",
                heading=style.heading if level is None or style.heading == 0 else level,
                centered=style.centered,
                right=style.right,
            )
            for line in numbered_lines(number, read.text, in_cell=self._tables > 0):
                yield replace(block, text=line)
            self._asides += read.asides
        if not self._tables:
            yield from self._anchored()

    def _anchored(self) -> Iterator[Block]:
        """The notes and boxes met since the last time, each after the text that it belongs to."""
        asides, self._asides = self._asides, []
        for aside in asides:
            yield from self._block(aside, None)

    def _list(self, element: Any, place: Place) -> Iterator[Block]:
        for item in element:
            numbered = item.tag == qn("text:list-item")
            for child in item:
                if child.tag in _PARAGRAPHS:
                    number = ""
                    if numbered:
                        own = self._styles.of("paragraph", child.get(qn("text:style-name")))
                        number = self._lists.number(place, item, own.list_name)
                    numbered = False
                    yield from self._paragraph(child, _stated_number(item) or number)
                else:
                    yield from self._block(child, place)

    def _table(self, element: Any) -> Iterator[Block]:
        self._tables += 1
        rows = [(self._cells(row), header) for row, header in self._rows(element, False)]
        self._tables -= 1
        yield from _table_blocks(rows)
        if not self._tables:
            yield from self._anchored()

    def _rows(self, parent: Any, header: bool) -> Iterator[tuple[Any, bool]]:
        for element in parent:
            if element.tag == qn("table:table-row"):
                for _ in range(self._repeats(element, "table:number-rows-repeated")):
                    yield element, header
            elif element.tag in _ROW_GROUPS:
                heads = header or element.tag == qn("table:table-header-rows")
                yield from self._rows(element, heads)

    def _cells(self, row: Any) -> list[Cell]:
        cells: list[Cell] = []
        for cell in row:
            if cell.tag in _CELLS:
                covered = cell.tag == qn("table:covered-table-cell")
                blocks = None if covered else list(self._blocks(cell))
                cells += [blocks] * self._repeats(cell, "table:number-columns-repeated")
        return cells

    def _repeats(self, element: Any, attribute: str) -> int:
        stated = number_of(element.get(qn(attribute)), 1)
        repeats = min(max(stated, 1), 1 + self._repeats_left)
        self._repeats_left -= repeats - 1
        return repeats


def _level(element: Any) -> int | None:
    """The outline level of a heading, None for another paragraph."""
    if element.tag != qn("text:h"):
        return None
    return max(number_of(element.get(qn("text:outline-level")), 1), 1)


def _stated_number(element: Any) -> str | None:
    """The number that some programs write out for those that cannot count."""
    stated: str | None = element.findtext(qn("text:number"))
    return stated


def _table_blocks(rows: Sequence[tuple[list[Cell], bool]]) -> Iterator[Block]:
    """The blocks of a table's rows, each its cells and whether it is a header."""
    single = all(len(cells) <= 1 for cells, _ in rows)
    opens = True
    for cells, header in rows:
        texts = [join([block.text.replace("\t", " ") for block in cell or ()]) for cell in cells]
        own = [text for text, cell in zip(texts, cells, strict=True) if cell is not None]
        if single or (len(own) == 1 and len(own[0]) > LAYOUT_CELL):
            # A frame round text, not a table; or a row that holds a part of the text.
            yield from (block for cell in cells for block in cell or ())
        elif any(texts):
            yield Block("\t".join(texts), table_row=True, opens_table=opens, header=header)
            opens = False
