"""What stands on a page of an OFD: its characters, drawn lines and images, each in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from math import hypot
from typing import Any
from unicodedata import east_asian_width

from indexer.layout.page import Rule
from indexer.readers.ofd.package import (
    Document,
    Resources,
    child,
    children,
    local,
    number,
    numbers,
    text_of,
)

DEPTH = 4
"""How deep composite graphics within one another are followed."""

THIN = 1.0
"""How thick, in mm, a drawn box may be that stands for a line."""

CORNERS = 6
"""How many corners a drawn box has at most; letters drawn as shapes have more."""

SHORTEST = 2.0
"""How long, in mm, a drawn line must be to part anything."""

WATERMARK = "Watermark"
"""The type of annotations that are no part of what a page says."""

Matrix = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = a x + c y + e, y' = b x + d y + f."""

Point = tuple[float, float]

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)

_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters set one after the other.

    `places[i]` is where character i stands on its line, the last one where the text ends, in mm
    from the page's upper left corner; `size` is the height of the letters.
    """

    text: str
    places: tuple[Point, ...]
    size: float


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: its part, and how the unit square, y downwards, comes to lie on the page (mm)."""

    part: str
    place: Matrix

    @property
    def area(self) -> float:
        """How much of the page it covers, in square mm."""
        a, b, c, d, _, _ = self.place
        return abs(a * d - b * c)


@dataclass(frozen=True, slots=True)
class Content:
    """All that stands on a page."""

    glyphs: list[Glyphs] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def page_content(document: Document, page: Any, name: str, key: str) -> Content:
    """What stands on a page, given its root, part and id: with its templates and annotations."""
    reading = _Reading(document.resources(page, name), Content())
    templates = [
        document.templates.get(one.get("TemplateID")) for one in children(page, "Template")
    ]
    for root in [*(one for one in templates if one is not None), page]:
        for layer in children(child(root, "Content"), "Layer"):
            reading.read(layer, IDENTITY)
    for annotation in document.annotations.get(key, ()):
        if annotation.get("Type") != WATERMARK and _visible(annotation):
            for appearance in children(annotation, "Appearance"):
                reading.read(appearance, _placed(appearance, IDENTITY))
    return reading.found


@dataclass(frozen=True, slots=True)
class _Reading:
    resources: Resources
    found: Content

    def read(self, container: Any, outer: Matrix, depth: int = 0) -> None:
        """Adds the objects of a layer, a block or a composite graphic."""
        for one in container:
            if not _visible(one):
                continue
            kind = local(one)
            if kind == "TextObject":
                self.found.glyphs.extend(_glyphs(one, _placed(one, outer)))
            elif kind == "PathObject":
                self.found.rules.extend(_rules(one, _placed(one, outer)))
            elif kind == "ImageObject":
                part = self.resources.images.get(one.get("ResourceID") or "", "")
                self.found.pictures.append(Picture(part, _placed(one, outer)))
            elif kind == "PageBlock":
                self.read(one, outer, depth)
            elif kind == "CompositeObject" and depth < DEPTH:
                graphic = self.resources.graphics.get(one.get("ResourceID") or "")
                for content in () if graphic is None else children(graphic, "Content"):
                    self.read(content, _placed(one, outer), depth + 1)


def _visible(one: Any) -> bool:
    return (one.get("Visible") or "").lower() != "false"


def _placed(one: Any, outer: Matrix) -> Matrix:
    """How an object's own places come to lie on the page: by its matrix, then in its boundary."""
    x, y = (*numbers(one.get("Boundary")), 0.0, 0.0)[:2]
    own = numbers(one.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else IDENTITY
    return _within(outer, (a, b, c, d, e + x, f + y))


def _within(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix that does what the inner one does and then the outer one."""
    a, b, c, d, e, f = inner
    m, n, o, p, _, _ = outer
    corner = _at(outer, e, f)
    return (m * a + o * b, n * a + p * b, m * c + o * d, n * c + p * d, *corner)


def _at(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _glyphs(text: Any, place: Matrix) -> Iterator[Glyphs]:
    """The pieces of a text object."""
    size = abs(number(text.get("Size")))
    em = size * (abs(number(text.get("HScale"), 1)) or 1)
    upright = number(text.get("ReadDirection")) % 180 == 90
    height = size * hypot(place[2], place[3])
    x = y = 0.0  # a piece that names no place begins where the one before it did
    for code in children(text, "TextCode"):
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        letters = (code.text or "").strip("\r\n\t")
        if not letters.strip() or not height:
            continue
        widths = [em * width(letter) for letter in letters]
        steps_x = _steps(code.get("DeltaX"), len(letters) - 1)
        steps_y = _steps(code.get("DeltaY"), len(letters) - 1)
        if not steps_x and not steps_y:  # set by the width of its letters
            steps_x, steps_y = ([], widths[:-1]) if upright else (widths[:-1], [])
        xs, ys = _summed(x, steps_x, len(letters)), _summed(y, steps_y, len(letters))
        falls = abs(ys[-1] - ys[0]) > abs(xs[-1] - xs[0]) or (len(letters) == 1 and upright)
        end = (xs[-1], ys[-1] + size) if falls else (xs[-1] + widths[-1], ys[-1])
        places = [_at(place, *one) for one in [*zip(xs, ys, strict=True), end]]
        yield Glyphs(letters, tuple(places), height)


def width(letter: str) -> float:
    """How wide a letter usually is, in ems."""
    return 1 if east_asian_width(letter) in "WFA" else 0.5


def _steps(deltas: str | None, count: int) -> list[float]:
    """The distances from letter to letter, `g 5 8` being five of 8; the last goes on to the end."""
    steps: list[float] = []
    tokens = iter((deltas or "").split())
    for token in tokens:
        if token.lower() == "g":
            times, step = number(next(tokens, "")), number(next(tokens, ""))
            steps += [step] * max(0, min(int(times), count))
        else:
            steps.append(number(token))
        if len(steps) >= count:
            break
    return (steps + steps[-1:] * (count - len(steps)))[:count]


def _summed(start: float, steps: list[float], count: int) -> list[float]:
    places = [start]
    for step in steps:
        places.append(places[-1] + step)
    return places + [start] * (count - len(places))


def _rules(path: Any, place: Matrix) -> Iterator[Rule]:
    """The level and upright lines of a path: strokes, and boxes so thin that they stand for one."""
    stroked = (path.get("Stroke") or "").lower() != "false"
    for line in _lines(text_of(child(path, "AbbreviatedData"))):
        points = [_at(place, *point) for point in line]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        if len(line) <= CORNERS and min(right - left, bottom - top) <= THIN:
            yield from _rule(left, top, right, bottom)
        elif stroked:
            for (x, y), (to_x, to_y) in pairwise(points):
                yield from _rule(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))


def _rule(left: float, top: float, right: float, bottom: float) -> Iterator[Rule]:
    x, y = (left + right) / 2, (top + bottom) / 2
    if right - left >= SHORTEST and bottom - top <= THIN:
        yield Rule(left, y, right, y)
    elif bottom - top >= SHORTEST and right - left <= THIN:
        yield Rule(x, top, x, bottom)


def _lines(data: str) -> Iterator[list[Point]]:
    """The corners of each line of a path that has no curves."""
    line: list[Point] = []
    tokens = iter(re.findall(r"[A-Za-z]|[^\sA-Za-z]+", data))
    for token in tokens:
        name = token.upper()
        operands = list(map(number, islice(tokens, _OPERANDS.get(name, 0))))
        if name in ("S", "M"):
            yield from [line] if len(line) > 1 else []
            line = [(operands[0], operands[1])] if len(operands) == 2 else []
        elif name == "L" and len(operands) == 2 and line:
            line.append((operands[0], operands[1]))
        elif name == "C" and line:
            line.append(line[0])
        elif name in ("Q", "B", "A"):
            line = []  # what is drawn in curves is no line of a table
    if len(line) > 1:
        yield line
