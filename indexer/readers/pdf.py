"""Reads PDF with a text layer: lines joined into paragraphs, also over a page's end."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium

from archive.messages import readers as messages
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.lines import join

ENCRYPTED = 4  # FPDF_ERR_PASSWORD

EDGE = 3
"""How many lines at the top and at the foot of a page may be its furniture."""

_PAGE_NUMBER = re.compile(
    r"[-—–－·•\s]*\d{1,4}[-—–－·•\s]*|第\s*\d+\s*页(?:[，,\s/]*共\s*\d+\s*页)?|\d+\s*/\s*\d+"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\xad]")
_MIDST = ("，", "、")
"""How no paragraph ends."""

_FEW_LINES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; positions in points, `foot` counted upwards from the page's lower edge.

    `height` is that of its letters, `margins` are the outermost edges of the lines of its page.
    `gap` is the distance from the line above in units of the page's usual one, 0 at the top.
    """

    text: str
    left: float
    right: float
    height: float
    foot: float
    page: int
    margins: tuple[float, float] = (0, 0)
    gap: float = 0

    @property
    def indent(self) -> float:
        """How far from the left margin it begins, in letters."""
        return (self.left - self.margins[0]) / self.height

    @property
    def shortfall(self) -> float:
        """How far before the right margin it ends, in letters."""
        return (self.margins[1] - self.right) / self.height

    @property
    def centered(self) -> bool:
        """Whether it stands in the middle, away from both margins."""
        return self.indent > 3 and self.shortfall > 3 and abs(self.indent - self.shortfall) < 3

    @property
    def at_right(self) -> bool:
        """Whether it stands at the right, as a signature does."""
        return self.indent > 8 and self.indent > 2 * self.shortfall


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each paragraph. Raises `Unreadable` for encrypted, damaged and scanned files."""
    try:
        with pdfium.PdfDocument(data) as document:
            pages = [_lines(document[i], i + 1) for i in range(len(document))]
    except pdfium.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == ENCRYPTED
        raise Unreadable(
            *(messages.PDF_ENCRYPTED if encrypted else messages.PDF_DAMAGED)
        ) from error
    if not any(pages):
        raise Unreadable(*messages.PDF_SCAN)
    furniture = _furniture(pages)
    texts = [[line for line in page if line not in furniture] for page in pages]
    widest = _margins([line for page in texts for line in page])
    lines = [line for page in texts for line in _placed(page, widest)]
    return [_block(paragraph) for paragraph in _paragraphs(lines)]


def _lines(page: pdfium.PdfPage, number: int) -> list[Line]:
    """The lines of a page in reading order, as pdfium finds them."""
    textpage = page.get_textpage()
    lines: list[Line] = []
    start = 0
    # One character of pdfium is one UTF-16 unit, so that boxes are found by index.
    units = _utf_16(textpage)
    for text in units.split("\n"):
        shown = text.rstrip("\r")
        first = start + len(shown) - len(shown.lstrip())
        last = start + len(shown.rstrip()) - 1
        start += len(text) + 1
        if last < first:
            continue
        left, bottom, _, top = textpage.get_charbox(first, loose=True)
        _, low, right, high = textpage.get_charbox(last, loose=True)
        height = max(top - bottom, high - low, 1.0)
        clean = shown.strip().encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if clean := _CONTROLS.sub("", clean).strip():
            line = Line(clean, left, right, height, bottom, number)
            if lines and _goes_on(lines[-1], line):
                above = lines.pop()
                line = replace(above, text=join([above.text, clean]), right=right)
            lines.append(line)
    return lines


def _goes_on(above: Line, line: Line) -> bool:
    """Whether two are one line to the eye: pdfium parts it where the font changes."""
    level = abs(above.foot - line.foot) < 0.3 * above.height
    return level and -0.5 < (line.left - above.right) / above.height < 0.5


def _utf_16(textpage: pdfium.PdfTextPage) -> str:
    """The page's text with one character for each UTF-16 unit."""
    count = textpage.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.raw.FPDFText_GetText(textpage, 0, count, buffer)
    return "".join(map(chr, buffer[: max(written - 1, 0)]))


def _furniture(pages: Sequence[Sequence[Line]]) -> set[Line]:
    """Page numbers, and what stands at one height at the edge of most pages: heads and feet."""
    edges = [line for page in pages for line in {*page[:EDGE], *page[-EDGE:]}]
    outermost = {line for page in pages if page for line in (page[0], page[-1])}
    numbers = {line for line in outermost if _PAGE_NUMBER.fullmatch(line.text)}
    times = Counter(map(_recurring, edges))
    often = {one for one, count in times.items() if count > max(2, len(pages) // 2)}
    return numbers | {line for line in edges if _recurring(line) in often}


def _recurring(line: Line) -> tuple[str, int]:
    """What a running head has in common on all pages: its text but for digits, and its height."""
    return re.sub(r"[\d\s]", "", line.text), round(line.foot)


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    return (
        min((line.left for line in lines), default=0),
        max((line.right for line in lines), default=0),
    )


def _placed(page: Sequence[Line], widest: tuple[float, float]) -> Iterator[Line]:
    """The lines of a page with its margins; a page of a few lines has those of the document."""
    margins = _margins(page) if len(page) >= _FEW_LINES else widest
    steps = [above.foot - line.foot for above, line in pairwise(page)]
    usual = median([step for step in steps if step > 0] or [0])
    for step, line in zip([0.0, *steps], page, strict=False):
        yield replace(line, margins=margins, gap=step / usual if usual else 0)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and _begins_paragraph(paragraph, line):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _begins_paragraph(paragraph: Sequence[Line], line: Line) -> bool:
    """Whether a line opens a paragraph of its own after the lines before it."""
    before = paragraph[-1]
    if before.centered or line.centered or line.at_right:
        return True
    if line.indent > 1.2 and paragraph[0].indent > line.indent - 1:
        return True  # indented as the first line was
    if line.indent > 1.2 and before.indent < 0.8:
        return True  # a first line after one at the margin
    if line.gap > 1.4:
        return True
    return before.shortfall > 2 and not before.text.endswith(_MIDST)


def _block(paragraph: Sequence[Line]) -> Block:
    first = paragraph[0]
    return Block(
        join([line.text for line in paragraph]),
        centered=first.centered,
        right=first.at_right and not first.centered,
        page=first.page,
    )
