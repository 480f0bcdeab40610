"""Where lines stand in a picture, as boxes of four corners, and what sets it straight by them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from indexer.ocr import Pixels

Boxes = NDArray[np.float32]
"""[boxes, 4 corners from the upper left one clockwise, x and y in pixels]."""

SIDE = 960
"""The shorter side, in pixels, of the picture in which lines are looked for.

A larger one finds no more, down to letters of 8 points, and takes more memory (measured).
"""

TALL = 1.6
"""Pictures taller than so many times their width are looked at in slices: long screenshots."""

ASLANT = 0.2
"""By how many degrees a picture is aslant that is set straight."""

SPECKS = 8
"""How much lightness may vary, of 255, where nothing is drawn."""


def boxes_of(corners: Any) -> Boxes:
    """Corners as opencv takes them."""
    return np.ascontiguousarray(corners, dtype=np.float32).reshape(-1, 4, 2)


def found(detector: Any, pixels: Pixels) -> Boxes:
    """The lines that rapidocr's detector finds in a picture."""
    parts = []
    for top, bottom in pairwise(_slices(pixels)):
        view = pixels[top:bottom]
        scale = min(1.0, SIDE / min(view.shape[:2]))
        if scale < 1:
            smaller = cv2.resize(view, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            view = smaller.astype(np.uint8)
        corners, _ = detector(view)
        if corners is not None and len(corners):
            parts.append(corners / scale + np.array([0, top]))
    return boxes_of(np.concatenate(parts) if parts else [])


def _slices(pixels: Pixels) -> list[int]:
    """Where a tall picture is cut: between lines, at an empty row about every page's height."""
    height, width = pixels.shape[:2]
    cuts = [0]
    step = max(8, int(width * TALL))
    while height - cuts[-1] > step:
        low, high = cuts[-1] + step * 3 // 4, cuts[-1] + step
        cuts.append(low + widest_gap(np.ptp(pixels[low:high].min(axis=2), axis=1)))
    return [*cuts, height]


def widest_gap(ink: NDArray[Any]) -> int:
    """The middle of the longest stretch of rows or columns with the least ink."""
    empty = np.flatnonzero(ink <= int(ink.min()) + SPECKS)
    stretches = np.split(empty, np.flatnonzero(np.diff(empty) > 1) + 1)
    longest = max(stretches, key=len)
    return int(longest[len(longest) // 2])


def sizes(boxes: Boxes) -> tuple[NDArray[Any], NDArray[Any]]:
    """The widths and heights of boxes."""
    sides = np.linalg.norm(boxes[:, [1, 3]] - boxes[:, [0]], axis=2)
    return sides[:, 0], sides[:, 1]


def sideways(boxes: Boxes) -> bool:
    """Whether most of the text stands in lines from top to bottom."""
    widths, heights = sizes(boxes)
    upright = heights > 1.5 * widths
    return bool(heights[upright].sum() > widths[~upright].sum())


def straightened(pixels: Pixels, boxes: Boxes) -> tuple[Pixels, Boxes]:
    """The picture and the boxes turned by as much as the lines are aslant."""
    widths, heights = sizes(boxes)
    long = boxes[widths > 5 * heights]
    if not len(long):
        return pixels, boxes
    across, down = (long[:, 1] - long[:, 0]).T
    angle = float(np.degrees(np.arctan(np.median(down / across))))
    if abs(angle) < ASLANT:
        return pixels, boxes
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    straight = cv2.warpAffine(pixels, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return straight.astype(np.uint8), boxes_of(boxes @ turn[:, :2].T + turn[:, 2])


def longer(boxes: Boxes, part: float) -> Boxes:
    """The boxes with so many of their heights more at both ends."""
    widths, heights = sizes(boxes)
    more = (heights / widths * part)[:, None]
    above, below = (boxes[:, 1] - boxes[:, 0]) * more, (boxes[:, 2] - boxes[:, 3]) * more
    return boxes_of(boxes + np.stack([-above, above, below, -below], axis=1))


def cropped(pixels: Pixels, box: Boxes) -> Pixels:
    """The line in a box, given its corners, set straight."""
    widths, heights = sizes(box[None])
    size = (max(1, round(float(widths[0]))), max(1, round(float(heights[0]))))
    corners = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(box, corners)
    flags, border = cv2.INTER_CUBIC, cv2.BORDER_REPLICATE
    return cv2.warpPerspective(pixels, matrix, size, flags=flags, borderMode=border).astype(
        np.uint8
    )
