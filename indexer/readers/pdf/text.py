"""The characters of a PDF page as runs of text."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from archive.text import RADICALS
from indexer.layout import Run
from indexer.readers.pdf.view import Places, View

SAMPLE = 32
"""Of so many characters of a page, at most, the direction and the code are looked at."""

QUARTER = math.pi / 2

GAP = 0.6
"""A gap of so many letters parts two runs."""

UNKNOWN = "\ufffd"
"""Stands for a character that nothing in the file names."""

_STEP = 0.35  # of a letter: by so much the feet and heights of characters on one line may differ
_ASCENT, _DESCENT = 0.88, 0.12  # of a letter, above and below its base line
_LEVEL = 0.1  # radians that a level line may rise or fall
_HYPHEN = "\ufffe"  # what pdfium writes for a hyphen at a line's end

_NO_TEXT = "\\s\x00-\x1f\x7f-\x9f\xad\u200b\ufeff\uffff"
_VISIBLE, _INVISIBLE = re.compile(f"[^{_NO_TEXT}]"), re.compile(f"[{_NO_TEXT}]")

_HALF = re.compile("[\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")

IDEOGRAPHS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00))
    for code in block
} | {ord(radical): character for radical, character in RADICALS.items()}
"""Radicals and compatibility ideographs, and the plain characters that the page shows.

Where a font has one glyph for both, a PDF often names the wrong one: 2021 年 11 ⽉. Nobody wrote
that, and no rule could read it.
"""


_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page in the order in which they are drawn, seen in a view."""

    page: raw.FPDF_TEXTPAGE
    view: View
    marks: str
    left: Places
    top: Places
    right: Places
    bottom: Places


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` up to `end`, which stand side by side, and how they are set.

    `turned` is the angle of their line to the view's, in radians counterclockwise; `top` and
    `bottom` are those of a letter on their base line.
    """

    start: int
    end: int
    turned: float
    top: float
    bottom: float


def text_of(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, ruled: bool
) -> tuple[View, list[Run]]:
    """The page in the view in which most of its text is upright, and its runs.

    `UNKNOWN` stands for each character where the fonts do not tell what they draw. Text that
    stands in another direction is one run for each line of it: on a page that is `ruled` as
    tables are, where it stands; elsewhere, or if it stands askew, below the page.
    """
    sides = page.get_bbox()
    marks = _marks(textpage)
    first = _VISIBLE.search(marks)
    if not first:
        return View(raw.FPDFPage_GetRotation(page), *sides), []
    spread = range(first.start(), len(marks), len(marks) // SAMPLE + 1)
    sample = [i for i in spread if _VISIBLE.match(marks[i])]
    if 2 * sum(raw.FPDFText_HasUnicodeMapError(textpage, i) == 1 for i in sample) > len(sample):
        marks = _VISIBLE.sub(UNKNOWN, marks)
    angles = (raw.FPDFText_GetCharAngle(textpage, i) for i in sample)
    ((turns, _),) = Counter(round(angle / QUARTER) for angle in angles).most_common(1)
    drawn = _characters(textpage, marks, View(-turns % 4, *sides))
    ranges = list(_ranges(drawn))
    if turns == 0 and _stacked(drawn, ranges):  # vertical setting, from the right to the left
        drawn = _characters(textpage, marks, View(3, *sides))
        stretches = [_boxed(drawn, *one) for one in _ranges(drawn)]
    else:
        stretches = [_set(drawn, *one) for one in ranges]
    upright = [_run(drawn, one) for one in stretches if not one.turned]
    seen = [run for run in upright if _is_on_page(run, drawn.view)]
    return drawn.view, seen + _turned(drawn, stretches, ruled)


def _characters(textpage: pdfium.PdfTextPage, marks: str, view: View) -> Characters:
    boxes = (raw.FS_RECTF * len(marks))()
    handle, box_of = textpage.raw, raw.FPDFText_GetLooseCharBox
    for i, box in enumerate(boxes):
        box_of(handle, i, box)
    places: Places = list(memoryview(boxes).cast("B").cast("f"))
    seen = view.boxes(places[0::4], places[3::4], places[2::4], places[1::4])
    return Characters(handle, view, marks, *seen)


def _marks(textpage: pdfium.PdfTextPage) -> str:
    """The page's characters: those that pdfium adds at gaps and line ends are among them."""
    length = textpage.count_chars()
    units = (ctypes.c_ushort * (length + 1))()
    if raw.FPDFText_GetText(textpage, 0, length, units) == length + 1:
        marks = "".join(map(chr, units[:length]))
    else:  # characters without a code, which that text leaves out
        codes = [raw.FPDFText_GetUnicode(textpage, i) for i in range(length)]
        marks = "".join(_HYPHEN if code == 2 else chr(code % 0x10000) for code in codes)
    if _HALF.search(marks):  # one character of pdfium each; the second becomes no text
        marks = _HALF.sub(UNKNOWN, _PAIR.sub(_character, marks))
    if _RADICAL.search(marks):
        marks = marks.translate(IDEOGRAPHS)
    return marks.replace(_HYPHEN, "-")


def _character(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16") + "\u200b"


def _ranges(drawn: Characters) -> Iterator[tuple[int, int]]:
    """Where each stretch of characters that stand side by side begins and ends."""
    start = end = 0
    nearest = farthest = highest = lowest = step = 0.0
    blank = {mark for mark in set(drawn.marks) if not _VISIBLE.match(mark)}
    places = (drawn.left, drawn.top, drawn.right, drawn.bottom)
    for i, mark, left, top, right, bottom in zip(count(), drawn.marks, *places, strict=False):
        if mark in blank:
            continue
        if not (
            nearest < left <= farthest
            and -step < top - highest < step
            and -step < bottom - lowest < step
        ):
            if end:
                yield start, end
            start = i
        end, highest, lowest = i + 1, top, bottom
        height = bottom - top
        step, nearest, farthest = _STEP * height, (left + right) / 2, right + GAP * height
    if end:
        yield start, end


def _stacked(drawn: Characters, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether most characters stand each below the one before."""
    below = 0
    for (_, end), (i, _) in pairwise(ranges):
        height = drawn.bottom[i] - drawn.top[i]
        level = abs(drawn.left[i] - drawn.left[end - 1]) < _STEP * height
        below += level and 0.5 * height < drawn.top[i] - drawn.top[end - 1] < 2 * height
    return 2 * below > sum(end - start for start, end in ranges)


def _set(drawn: Characters, start: int, end: int) -> Stretch:
    """How the characters from `start` to `end` are set, as their first one tells."""
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetMatrix(drawn.page, start, matrix)
    raw.FPDFText_GetCharOrigin(drawn.page, start, x, y)
    a, b, c, d, _, f = drawn.view.matrix
    turned = math.atan2(b * matrix.a + d * matrix.b, a * matrix.a + c * matrix.b)
    if abs(turned) > _LEVEL:
        return _boxed(drawn, start, end, turned)
    size = raw.FPDFText_GetFontSize(drawn.page, start) * math.hypot(matrix.c, matrix.d)
    if not 0.4 < size / max(drawn.bottom[start] - drawn.top[start], 0.1) < 2.5:
        return _boxed(drawn, start, end)  # a font whose units are its own
    foot = b * x.value + d * y.value + f
    return Stretch(start, end, 0, foot - _ASCENT * size, foot + _DESCENT * size)


def _boxed(drawn: Characters, start: int, end: int, turned: float = 0) -> Stretch:
    return Stretch(start, end, turned, min(drawn.top[start:end]), max(drawn.bottom[start:end]))


def _run(drawn: Characters, stretch: Stretch) -> Run:
    start, end = stretch.start, stretch.end
    text, edges = drawn.marks[start:end], drawn.left[start:end]
    if _INVISIBLE.search(text):
        kept = [i for i in range(start, end) if _is_text(drawn, i)]
        text = "".join(drawn.marks[i] for i in kept)
        edges = [drawn.left[i] for i in kept]
    return Run(text, (*edges, drawn.right[end - 1]), stretch.top, stretch.bottom)


def _is_on_page(run: Run, view: View) -> bool:
    """Whether a run is to be seen: what the page's box cuts off is not."""
    width, height = view.size
    within = run.right > 0 and run.left < width and run.bottom > 0 and run.top < height
    return within and math.isfinite(run.left + run.right + run.top + run.bottom)


def _is_text(drawn: Characters, i: int) -> bool:
    """Whether a character is text: no control, and no blank that pdfium added beside 一."""
    if drawn.marks[i].isspace():
        beside = drawn.marks[i - 1] + drawn.marks[i + 1]
        return drawn.right[i] > drawn.left[i] or (drawn.marks[i] == " " and beside.isascii())
    return _VISIBLE.match(drawn.marks[i]) is not None


def _turned(drawn: Characters, stretches: Sequence[Stretch], ruled: bool) -> list[Run]:
    """The text in other directions, a run for each line of it."""
    lines: list[list[Stretch]] = []
    for stretch in stretches:
        if not stretch.turned:
            continue
        if lines and _goes_on(drawn, lines[-1][-1], stretch):
            lines[-1].append(stretch)
        else:
            lines.append([stretch])
    made, below = [], drawn.view.size[1]
    for line in lines:
        text = "".join(_run(drawn, one).text for one in line)
        left = min(min(drawn.left[one.start : one.end]) for one in line)
        right = max(max(drawn.right[one.start : one.end]) for one in line)
        top, bottom = min(one.top for one in line), max(one.bottom for one in line)
        letter = drawn.right[line[0].start] - drawn.left[line[0].start]
        if ruled and abs(math.remainder(line[0].turned, QUARTER)) < _LEVEL:
            top = (top + bottom - letter) / 2
        else:
            top, below = below + letter, below + 2 * letter
        edges = [left + i * (right - left) / len(text) for i in range(len(text) + 1)]
        made.append(Run(text, tuple(edges), top, top + letter))
    return made


def _goes_on(drawn: Characters, before: Stretch, stretch: Stretch) -> bool:
    """Whether two stretches are one line in another direction."""
    i, j = before.end - 1, stretch.start
    letter = max(drawn.right[i] - drawn.left[i], drawn.bottom[i] - drawn.top[i])
    away = max(abs(drawn.left[j] - drawn.left[i]), abs(drawn.top[j] - drawn.top[i]))
    return abs(stretch.turned - before.turned) < _LEVEL and away < 2.5 * letter
