"""Reads OFD (GB/T 33190): the text objects of its pages, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from archive.messages import readers as messages
from indexer.blocks import Block, NeedsOcr, Unreadable
from indexer.layout import blocks
from indexer.layout.page import Page, Rule, Run
from indexer.limits import Limits
from indexer.readers.ofd.content import Content, Glyphs, Picture, Point, page_content, width
from indexer.readers.ofd.package import Document, child, documents, page_size
from indexer.readers.package import DAMAGED
from indexer.readers.pdf import FEW_LETTERS, PICTURE

ASCENT = 0.88
"""How much of a letter's height stands above its line, as in all Chinese fonts."""

GAP = 1.0
"""How far apart, in letters, two stretches of one text object stand."""

SLANT = 0.1
"""How far, in parts of its length, a line may rise or fall and still be level or upright."""


@dataclass(frozen=True, slots=True)
class SetPage:
    """A page as it is set, and the images on it where they are all that it has to read."""

    page: Page
    scans: tuple[Picture, ...]
    document: Document


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each paragraph and table row.

    Raises `NeedsOcr` for a file with scanned pages, `Unreadable` for an encrypted or damaged one
    and one beyond the limits.
    """
    pages = set_pages(data, limits)
    if scans := sum(bool(one.scans) for one in pages):
        raise NeedsOcr(*messages.OFD_SCAN, pages=scans)
    return set_blocks((one.document, one.page) for one in pages)


def set_blocks(pages: Iterable[tuple[object, Page]]) -> list[Block]:
    """The blocks of pages, each with its document: no paragraph goes on from one to the next."""
    documents = groupby(pages, key=lambda pair: id(pair[0]))
    return [block for _, held in documents for block in blocks([page for _, page in held])]


def set_pages(data: bytes, limits: Limits) -> list[SetPage]:
    """The pages of all documents in a file, positions in mm. Raises `Unreadable`."""
    try:
        listed = [
            (document, *page)
            for document in documents(data, limits)
            for page in document.page_names
        ]
        return [_set_page(*one, number) for number, one in enumerate(listed, 1)]
    except DAMAGED as error:
        raise Unreadable(*messages.OFD_DAMAGED) from error


def _set_page(document: Document, key: str, name: str, number: int) -> SetPage:
    root = document.package.root(name)
    content = page_content(document, root, name, key)
    size = page_size(child(root, "Area")) or document.size
    page = _turned(content, size, number)
    covered = sum(picture.area for picture in content.pictures)
    letters = sum(letter.isalpha() for run in page.runs for letter in run.text)
    scan = covered >= PICTURE * size[0] * size[1] and letters < FEW_LETTERS
    return SetPage(page, tuple(content.pictures) if scan else (), document)


def _turned(content: Content, size: tuple[float, float], number: int) -> Page:
    """The page turned so that most of its text runs from left to right."""
    directions = [_direction(glyphs) for glyphs in content.glyphs]
    letters: Counter[int] = Counter()
    for direction, glyphs in zip(directions, content.glyphs, strict=True):
        if direction is not None:
            letters[direction] += len(glyphs.text)
    main = max(letters, key=lambda one: letters[one], default=0)
    runs = [
        run
        for direction, glyphs in zip(directions, content.glyphs, strict=True)
        if direction is not None
        for run in _runs(_turned_glyphs(glyphs, main, size), level=direction == main)
    ]
    rules = [_turned_rule(rule, main, size) for rule in content.rules]
    across, down = size if main % 2 == 0 else size[::-1]
    return Page(number, across, down, list(dict.fromkeys(runs)), rules)  # bold may be drawn twice


def _direction(glyphs: Glyphs) -> int | None:
    """In how many quarter turns clockwise from level text runs; None aslant, as watermarks do."""
    (x, y), (to_x, to_y) = glyphs.places[0], glyphs.places[-1]
    across, down = to_x - x, to_y - y
    long, short = max(abs(across), abs(down)), min(abs(across), abs(down))
    if short > SLANT * long and short > glyphs.size / 2:
        return None
    if abs(across) >= abs(down):
        return 0 if across >= 0 else 2
    return 1 if down > 0 else 3


def _turn(point: Point, quarters: int, size: tuple[float, float]) -> Point:
    """A place on the page turned back by so many quarters."""
    (x, y), (across, down) = point, size
    return ((x, y), (y, across - x), (across - x, down - y), (down - y, x))[quarters]


def _turned_glyphs(glyphs: Glyphs, quarters: int, size: tuple[float, float]) -> Glyphs:
    places = tuple(_turn(place, quarters, size) for place in glyphs.places)
    return Glyphs(glyphs.text, places, glyphs.size)


def _turned_rule(rule: Rule, quarters: int, size: tuple[float, float]) -> Rule:
    x, y = _turn((rule.left, rule.top), quarters, size)
    to_x, to_y = _turn((rule.right, rule.bottom), quarters, size)
    return Rule(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))


def _runs(glyphs: Glyphs, level: bool) -> Iterator[Run]:
    """The runs of a level piece of text; each letter its own of one that runs otherwise."""
    start = 0
    for i in range(1, len(glyphs.text) + 1):
        if i == len(glyphs.text) or not level or _parted(glyphs, i):
            yield from _run(glyphs, start, i)
            start = i


def _parted(glyphs: Glyphs, i: int) -> bool:
    """Whether letter i stands apart from the one before it: after a gap, further left or lower."""
    (x, y), (to_x, to_y) = glyphs.places[i - 1 : i + 1]
    gap = (to_x - x) / glyphs.size - width(glyphs.text[i - 1])
    return gap >= GAP or to_x < x or abs(to_y - y) > glyphs.size / 2


def _run(glyphs: Glyphs, start: int, end: int) -> Iterator[Run]:
    """The run of the letters from start to end, without blanks at its ends."""
    shown = glyphs.text[start:end]
    start += len(shown) - len(shown.lstrip())
    end -= len(shown) - len(shown.rstrip())
    if start >= end:
        return
    xs = [x for x, _ in glyphs.places[start:end]]
    last = glyphs.size * width(glyphs.text[end - 1])
    following = glyphs.places[end][0] - xs[-1]
    xs.append(xs[-1] + (following if 0 < following < last else last))
    baseline = glyphs.places[start][1]
    top = baseline - ASCENT * glyphs.size
    yield Run(glyphs.text[start:end], tuple(xs), top, top + glyphs.size)
