"""The straight lines that a PDF page draws, and how much of it is pictures and drawings."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_float, c_int
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from indexer.layout import Rule
from indexer.readers.pdf.view import View

THICKEST = 4.0
"""Points: a filled shape that is thinner is a line."""

SHORTEST = 4.0
"""Points: what is shorter is no line of a table."""

MOST_PARTS = 20_000
"""Of so many parts of its drawings, at most, a page is looked at."""

MOST_FORMS = 5
"""How deep the forms that a page draws may stand in one another."""

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""

_UNTURNED: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Drawings:
    """What a page draws besides text, in its own space: its lines, and how much else.

    `pictures` is the area of its pictures, in square points, `parts` the parts of its paths.
    """

    lines: list[Box] = field(default_factory=list)
    pictures: float = 0
    parts: int = 0

    def rules(self, view: View) -> list[Rule]:
        """The lines as they are seen."""
        sides: list[list[float]] = [list(side) for side in zip(*self.lines, strict=True)]
        if not sides:
            return []
        return [
            Rule(left, (top + bottom) / 2, right, (top + bottom) / 2)
            if right - left > bottom - top
            else Rule((left + right) / 2, top, (left + right) / 2, bottom)
            for left, top, right, bottom in zip(*view.boxes(*sides), strict=True)
        ]

    @property
    def ruled(self) -> bool:
        """Whether lines go both ways, as a table's do."""
        level = [right - left > top - bottom for left, bottom, right, top in self.lines]
        return any(level) and not all(level)


def drawings(page: pdfium.PdfPage) -> Drawings:
    """What a page draws besides text."""
    found, handle = Drawings(), page.raw
    for i in range(raw.FPDFPage_CountObjects(handle)):
        drawn = raw.FPDFPage_GetObject(handle, i)
        if (kind := raw.FPDFPageObj_GetType(drawn)) != raw.FPDF_PAGEOBJ_TEXT:
            _add(found, drawn, kind, _UNTURNED, 0)
    return found


def _add(
    found: Drawings, drawn: raw.FPDF_PAGEOBJECT, kind: int, matrix: Matrix, depth: int
) -> None:
    if kind == raw.FPDF_PAGEOBJ_PATH:
        _add_path(found, drawn, matrix)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        left, bottom, right, top = _bounds(drawn, matrix)
        found.pictures += (right - left) * (top - bottom)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MOST_FORMS:
        inner = _within(matrix, _matrix(drawn))
        for i in range(raw.FPDFFormObj_CountObjects(drawn)):
            if found.parts > MOST_PARTS:
                return
            found.parts += 1
            part = raw.FPDFFormObj_GetObject(drawn, i)
            _add(found, part, raw.FPDFPageObj_GetType(part), inner, depth + 1)


def _add_path(found: Drawings, path: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
    found.parts += 1
    if found.parts > MOST_PARTS:
        return
    if _is_line(box := _bounds(path, matrix)):
        found.lines.append(box)
        return
    count = raw.FPDFPath_CountSegments(path)
    found.parts += count
    if count < 2 or found.parts > MOST_PARTS:
        return
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    inner = _within(matrix, _matrix(path))
    for part in _parts(path, count, inner):
        if stroke.value:
            sides = [_box([one, other]) for one, other in pairwise(part)]
            found.lines += filter(_is_line, sides)
        elif fill.value and _is_line(box := _box(part)):
            found.lines.append(box)


def _parts(
    path: raw.FPDF_PAGEOBJECT, count: int, matrix: Matrix
) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path that is drawn in one go; none of one with curves."""
    a, b, c, d, e, f = matrix
    x, y = c_float(), c_float()
    part: list[tuple[float, float]] = []
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(part) > 1:
                yield part
            part = []
        elif kind != raw.FPDF_SEGMENT_LINETO:
            return
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        part.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment):
            part.append(part[0])
    if len(part) > 1:
        yield part


def _is_line(box: Box) -> bool:
    left, bottom, right, top = box
    thin, long = sorted((right - left, top - bottom))
    return thin <= THICKEST and long >= SHORTEST and long > 2 * thin


def _box(points: list[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def _bounds(drawn: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> Box:
    """The place that an object takes up on the page."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    if matrix is _UNTURNED:
        return left.value, bottom.value, right.value, top.value
    a, b, c, d, e, f = matrix
    corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    return _box([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])


def _matrix(drawn: raw.FPDF_PAGEOBJECT) -> Matrix:
    found = raw.FS_MATRIX(*_UNTURNED)
    raw.FPDFPageObj_GetMatrix(drawn, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _within(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix of what stands within another space."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
