"""Page furniture: page numbers, running heads and feet, which are no part of the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

from indexer.layout.lines import Line, rows

EDGE = 3
"""How many rows at the top and at the foot of a page may be its furniture."""

LEAST_PAGES = 3
"""On so many pages, at least, stands what recurs."""

TITLE = 1.15
"""How much larger than the text a running head is set that is the title where it stands first."""

_RULE = r"[-—–－―─·•~～_|｜/\s]"
_NUMBER = r"(?:\d{1,4}|[ivxlIVXL]{1,6}|[ⅰ-ⅻⅠ-Ⅻ]|[一二三四五六七八九十〇]{1,4})"
_TOLD = re.compile(
    rf"{_RULE}+{_NUMBER}{_RULE}+"
    rf"|{_RULE}*第\s*{_NUMBER}\s*页[，,\s/、（(]*(?:共\s*{_NUMBER}\s*页[）)]?)?{_RULE}*"
    rf"|共\s*{_NUMBER}\s*页[，,\s/、]*第\s*{_NUMBER}\s*页"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}(?:\s*页)?|\d{1,4}\s*页"
    r"|[Pp](?:age|\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)
"""How a page number looks that is nothing else."""
_BARE = re.compile(rf"{_RULE}*(\d{{1,4}}){_RULE}*")
_ROMAN = re.compile("[ivxl]{1,6}|[ⅰ-ⅻⅠ-Ⅻ]")

Place = tuple[str, bool]
"""A text without its digits, and whether it stands at the top."""


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages' lines but for page numbers and for what recurs at the edges of pages."""
    edges = [_edges(page) for page in pages]
    furniture = _recurring(edges)
    counted = Counter(
        int(found[1]) - line.page
        for top_and_foot in edges
        for rows_inwards in top_and_foot
        for line in _outermost(rows_inwards, furniture)
        if (found := _BARE.fullmatch(line.text))
    )
    for top_and_foot in edges:
        for rows_inwards in top_and_foot:
            numbers = [
                line
                for line in _outermost(rows_inwards, furniture)
                if _is_number(line, counted, len(pages))
            ]
            furniture.update(map(id, numbers))
    return [[line for line in page if id(line) not in furniture] for page in pages]


def _edges(page: Sequence[Line]) -> tuple[list[list[Line]], list[list[Line]]]:
    """The first and the last rows of a page, each from the edge inwards."""
    near = 8 * EDGE  # a row has rarely more than a few pieces
    found = rows(page if len(page) <= 2 * near else [*page[:near], *page[-near:]])
    head = found[: min(EDGE, (len(found) + 1) // 2)]
    return head, found[len(head) :][: -EDGE - 1 : -1]


def _outermost(rows_inwards: Sequence[Sequence[Line]], furniture: set[int]) -> Sequence[Line]:
    """The row at the edge when what recurs is taken away."""
    left = ([line for line in row if id(line) not in furniture] for row in rows_inwards)
    return next((row for row in left if row), [])


def _is_number(line: Line, counted: Counter[int], pages: int) -> bool:
    if _TOLD.fullmatch(line.text):
        return True
    if found := _BARE.fullmatch(line.text):
        offset = int(found[1]) - line.page
        return offset == 0 or counted[offset] > 1
    return pages > 1 and _ROMAN.fullmatch(line.text) is not None


def _recurring(edges: Sequence[tuple[list[list[Line]], list[list[Line]]]]) -> set[int]:
    """The lines, by identity, that recur at one height on most pages of a stretch of the file."""
    places: dict[Place, list[Line]] = defaultdict(list)
    for head, foot in edges:
        for at_top, rows_inwards in ((True, head), (False, foot)):
            for line in (line for row in rows_inwards for line in row):
                if text := re.sub(r"[\d\s]", "", line.text):
                    places[text, at_top].append(line)
    usual = median([line.letter for lines in places.values() for line in lines] or [1])
    furniture: set[int] = set()
    for (_, at_top), lines in places.items():
        height = median(line.middle for line in lines)
        level = [line for line in lines if abs(line.middle - height) < line.letter]
        count = len({line.page for line in level})
        if count >= LEAST_PAGES and 2 * count > level[-1].page - level[0].page:
            title = at_top and level[0].letter > TITLE * usual
            furniture.update(id(line) for line in level[title:])
    return furniture
