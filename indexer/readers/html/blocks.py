"""Reads the blocks of a web page's elements: lines between block-level elements, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from indexer.blocks import Block
from indexer.lines import join
from indexer.readers.html.lists import GAP

LAYOUT_CELL = 500
"""A table with a cell of more characters lays out the page and is read as paragraphs."""

MAX_COLUMNS = 63
"""The most columns that cells reach by spanning; browsers take more, documents do not."""

BLOCK_TAGS = frozenset(
    """address article blockquote body caption center dd div dl dt fieldset figcaption figure
    form h1 h2 h3 h4 h5 h6 hr html li main ol p pre section table tbody td tfoot th thead tr
    ul""".split()
)
"""The elements that begin a line of their own; all others are inline."""

BREAK = "\u2028"
"""Stands in a text for br, and for a line's end where the page keeps it."""

_COMMON_INLINE = ("span", "font", "b", "strong", "a", "i", "u", "em", "img")
_ALIGNMENT = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
_HEADINGS = {f"h{i}": i for i in range(1, 7)}
_PARTED = re.compile(rf"{GAP}\s*(?=([ -~])?)")


def flattened(element: Any) -> Any:
    """An element with its inline elements, but for line breaks, as plain text; changes it."""
    etree.strip_tags(element, *_COMMON_INLINE)
    inline = {one.tag for one in element.iter()} - BLOCK_TAGS - {"br"}
    etree.strip_tags(element, *inline)
    return element


class PageReader:
    """Reads the blocks of flattened elements. `title` is the heading that is the title: 1 or 0.

    A page's h1 is its title; where an office program wrote the page, it is a heading as others.
    """

    def __init__(self, title: int = 1) -> None:
        self._title = title
        self._stated: dict[Any, tuple[str | None, int | None]] = {}

    def blocks(self, root: Any) -> Iterator[Block]:
        """The blocks of an element: runs of text between block-level elements and breaks."""
        run: list[str] = []
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if element.tag == "br":
                run.append(BREAK if event == "start" else _shown(element.tail, element.getparent()))
                continue
            # A run belongs to the element that holds it: at a start the parent, at an end itself.
            holder = element.getparent() if event == "start" and element is not root else element
            yield from self._lines(run, holder)
            if event == "start" and element.tag == "table" and element is not root:
                yield from self._table(element)
                walk.skip_subtree()
            elif event == "start":
                run.append(_shown(element.text, element))
            elif element is not root:
                run.append(_shown(element.tail, element.getparent()))

    def _lines(self, run: list[str], holder: Any) -> Iterator[Block]:
        """The lines of a run of text, which is used up."""
        text = "".join(run)
        run.clear()
        if not text or (text.isspace() and BREAK not in text):
            return
        if GAP in text:
            text = _PARTED.sub(lambda gap: " " if gap[1] else "", text)
        for line in text.split(BREAK):
            if shown := " ".join(line.split()):
                alignment, heading = self._of(holder)
                yield Block(
                    shown,
                    heading=heading,
                    centered=alignment == "center",
                    right=alignment in ("right", "end"),
                )

    def _of(self, holder: Any) -> tuple[str | None, int | None]:
        """The alignment and the heading that an element or one around it states."""
        passed: list[Any] = []
        while holder is not None and holder not in self._stated:
            passed.append(holder)
            holder = holder.getparent()
        alignment, heading = self._stated.get(holder, (None, None))
        for element in reversed(passed):
            alignment = _alignment(element) or alignment
            own = self._heading(element)
            heading = own if own is not None else heading
            self._stated[element] = alignment, heading
        return alignment, heading

    def _heading(self, element: Any) -> int | None:
        if element.tag in _HEADINGS:
            return _HEADINGS[element.tag] - self._title
        return 0 if self._title == 0 and element.get("class") == "MsoTitle" else None

    def _table(self, table: Any) -> Iterator[Block]:
        """The rows of a table; a table that only lays out the page is read through."""
        for caption in table.findall("caption"):
            yield from self.blocks(caption)
        rows = table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        if _is_layout(table, cells):
            for row in cells:
                for cell in row:
                    yield from self.blocks(cell)
            return
        opens = header = True
        for row, texts in zip(rows, self._grid(cells), strict=True):
            header = header and _is_header(row)
            if any(texts):
                yield Block("\t".join(texts), table_row=True, opens_table=opens, header=header)
                opens = False

    def _grid(self, rows: list[list[Any]]) -> Iterator[list[str]]:
        """The texts of each row's cells, an empty one for each place that a cell goes on to."""
        below: dict[int, int] = {}  # for each column how many rows a cell above still fills
        for row in rows:
            texts: list[str] = []
            now, below = below, {column: left - 1 for column, left in below.items() if left > 1}
            for cell in row:
                while len(texts) in now:
                    texts.append("")
                width = min(_number(cell.get("colspan")), MAX_COLUMNS - len(texts))
                height = _number(cell.get("rowspan"))
                for column in range(len(texts), len(texts) + width if height > 1 else 0):
                    below[column] = height - 1
                texts.append(join([block.text.replace("\t", " ") for block in self.blocks(cell)]))
                texts += [""] * (width - 1)
            while len(texts) in now:
                texts.append("")
            yield texts


def row_texts(table: Any) -> list[list[str]]:
    """The texts of a table's cells as they stand, row by row; tables within it left out."""
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row if cell.tag in ("td", "th")]
        for row in table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
    ]


def _shown(text: str | None, holder: Any) -> str:
    """Text with its line ends as breaks where the page keeps them."""
    if text and "\n" in text and (holder.tag == "pre" or any(holder.iterancestors("pre"))):
        return text.replace("\n", BREAK)
    return text or ""


def _alignment(element: Any) -> str | None:
    if styled := _ALIGNMENT.search(element.get("style") or ""):
        return styled[1].lower()
    return "center" if element.tag == "center" else (element.get("align") or "").lower() or None


def _is_header(row: Any) -> bool:
    """Whether a row names the columns: one of the table's head, or of nothing but header cells."""
    if row.getparent().tag == "thead":
        return True
    tags = [cell.tag for cell in row if cell.tag in ("td", "th")]
    return bool(tags) and set(tags) == {"th"}


def _is_layout(table: Any, cells: list[list[Any]]) -> bool:
    """Whether a table holds tables, one column alone, or a cell as long as an article."""
    return (
        any(inner is not table for inner in table.iter("table"))
        or max(map(len, cells), default=0) < 2
        or any(len("".join(cell.itertext())) > LAYOUT_CELL for row in cells for cell in row)
    )


def _number(text: str | None) -> int:
    try:
        return int(text or 1)
    except ValueError:
        return 1
