"""The level and upright lines drawn in a picture, and what stands by itself between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.layout.page import Rule
from indexer.ocr.boxes import Boxes, boxes_of, sizes

if TYPE_CHECKING:
    from indexer.ocr import Pixels

SHORTEST = 1.5
"""How long a line is at least, in heights of a line of text: longer than strokes of letters."""

THICKEST = 0.2
"""How thick a line is at most, in heights of a line of text."""

AROUND = 31
DARKER = 15
"""A pixel is ink that is so much darker than those around it, in a square of so many a side."""

CLEAR = 4
"""Pixels beside the middle of a line that belong to it."""

SINGLE = (0.4, 1.3)
"""How high a letter by itself is, in heights of the usual line."""

Ink = NDArray[np.uint8]
"""[height, width]: 255 where there is ink."""


def ink_of(pixels: Pixels) -> Ink:
    """The ink of a picture."""
    method, kind = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    ink = cv2.adaptiveThreshold(pixels.min(axis=2), 255, method, kind, AROUND, DARKER)
    typed: Ink = ink.astype(np.uint8)
    return typed


def rules(ink: Ink, boxes: Boxes) -> list[Rule]:
    """The drawn lines, positions in pixels, given the boxes of the lines of text."""
    if not len(boxes):
        return []
    text = float(np.median(sizes(boxes)[1]))
    length = max(8, round(SHORTEST * text))
    drawn = []
    for shape in ((length, 1), (1, length)):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, _square(*shape))
        for left, top, width, height in _blots(cv2.dilate(lines, _square(3, 3))):
            x, y = left + width / 2, top + height / 2
            if min(width, height) > THICKEST * text + 2:  # two by dilation
                continue
            level = width > height
            drawn.append(Rule(left, y, left + width, y) if level else Rule(x, top, x, top + height))
    return [rule for rule in drawn if not _stroke(rule, boxes)]


def _stroke(rule: Rule, boxes: Boxes) -> bool:
    """Whether a line is a stroke of a large letter: it stands in a line of text."""
    corners, others = boxes.min(axis=1), boxes.max(axis=1)
    begins = (corners - CLEAR <= [rule.left, rule.top]).all(axis=1)
    ends = (others + CLEAR >= [rule.right, rule.bottom]).all(axis=1)
    return bool((begins & ends).any())


def _square(width: int, height: int) -> Any:
    return cv2.getStructuringElement(cv2.MORPH_RECT, (width, height))


def _blots(ink: Any) -> list[tuple[int, int, int, int]]:
    """The left, top, width and height of what hangs together."""
    count, _, found, _ = cv2.connectedComponentsWithStats(ink)
    return [(left, top, width, height) for left, top, width, height, _ in found[1:count].tolist()]


def passed_over(ink: Ink, drawn: list[Rule], boxes: Boxes) -> Boxes:
    """Boxes of single letters in tables, which detection often passes over: a row's number."""
    if len(drawn) < 4 or not len(boxes):
        return boxes_of([])
    ink = ink.copy()
    for rule in drawn:  # the lines themselves are no letters
        across = slice(max(0, round(rule.left) - CLEAR), round(rule.right) + CLEAR)
        ink[max(0, round(rule.top) - CLEAR) : round(rule.bottom) + CLEAR, across] = 0
    cv2.fillPoly(ink, list(boxes.round().astype(np.int32)), 0)
    line = float(np.median(sizes(boxes)[1]))
    reach = _square(max(1, round(line / 3)), max(1, round(line / 3)))
    first, last = min(one.left for one in drawn), max(one.right for one in drawn)
    top, bottom = min(one.top for one in drawn), max(one.bottom for one in drawn)
    found = []
    for x, y, width, height in _blots(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, reach)):
        within = first < x and x + width < last and top < y and y + height < bottom
        if within and SINGLE[0] * line < height < SINGLE[1] * line and width < 3 * line:
            more = line / 6
            a, b, c, d = x - more, y - more, x + width + more, y + height + more
            found.append([[a, b], [c, b], [c, d], [a, d]])
    return boxes_of(found)


def parted(boxes: Boxes, drawn: list[Rule]) -> Boxes:
    """The boxes of straight lines, parted where an upright rule crosses them."""
    found = []
    for box in boxes:
        (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
        height, middle = bottom - top, (top + bottom) / 2
        crossing = sorted(
            rule.left
            for rule in drawn
            if rule.left == rule.right
            and left < rule.left < right
            and rule.top < middle < rule.bottom
            and rule.bottom - rule.top > 1.5 * height
        )
        starts, ends = (
            [left, *(x + CLEAR for x in crossing)],
            [*(x - CLEAR for x in crossing), right],
        )
        for start, end in zip(starts, ends, strict=True):
            if not crossing or end - start > height / 3:
                shares = (np.array([start, end, end, start]) - left) / (right - left)
                begins, finishes = box[[0, 0, 3, 3]], box[[1, 1, 2, 2]]
                found.append(begins + (finishes - begins) * shares[:, None])
    return boxes_of(found)
