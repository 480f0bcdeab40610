"""Recognizes the lines of a picture with rapidocr's models, which are loaded once a process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr_onnxruntime import RapidOCR

from indexer.ocr import Piece, Reading
from indexer.ocr.boxes import (
    Boxes,
    boxes_of,
    cropped,
    found,
    longer,
    sideways,
    sizes,
    straightened,
    widest_gap,
)
from indexer.ocr.drawn import ink_of, parted, passed_over, rules

if TYPE_CHECKING:
    from indexer.ocr import Pixels

THREADS = 1
"""Threads of one process: there are as many worker processes as processors."""

LONGEST = 12
"""Lines are read in pieces no longer than so many times their height.

Longer ones take time by the square of their length (three times as long at 60 letters).
"""

ASKED = 12
"""So many of the longest lines are asked which side is up."""

BESIDE = 0.3
"""So many of its heights are read at both ends of a line: a full stop is often not seen."""

SURE = 0.5
"""How sure of a line the recognition must be; stains and seals give less."""

SURE_OF_ONE = 0.8
"""How sure it must be of what detection passed over."""

HALF_EMPTY = tuple("，。、；：！？）》”’】〕」』")
"""The marks whose ink is in the left half of their place."""

GAP = 0.8
"""A gap of so many heights of a line parts two pieces of it."""

INK = 0.4
"""How dark a column of a line with ink is, in parts of the darkest."""


def read(pixels: Pixels) -> Reading:
    """The text of a picture."""
    engine = _engine()
    boxes = found(engine.text_det, pixels)
    if sideways(boxes):
        pixels = _turned(pixels, 1)
        boxes = found(engine.text_det, pixels)
    if _upside_down(engine, pixels, boxes):
        height, width = pixels.shape[:2]
        pixels = _turned(pixels, 2)
        boxes = boxes_of((np.array([width, height]) - boxes)[:, [2, 3, 0, 1]])
    pixels, boxes = straightened(pixels, boxes)
    ink = ink_of(pixels)
    drawn = rules(ink, boxes)
    single = passed_over(ink, drawn, boxes)
    pieces = [
        *_pieces(engine, pixels, parted(longer(boxes, BESIDE), drawn), SURE),
        *_pieces(engine, pixels, single, SURE_OF_ONE),
    ]
    height, width = pixels.shape[:2]
    return Reading(width, height, pieces, drawn)


@cache
def _engine() -> Any:
    """The one engine of the process."""
    cv2.setNumThreads(THREADS)
    return RapidOCR(intra_op_num_threads=THREADS, inter_op_num_threads=THREADS)


def _turned(pixels: Pixels, quarters: int) -> Pixels:
    """The picture turned counterclockwise by so many quarters."""
    return np.ascontiguousarray(np.rot90(pixels, quarters))


def _upside_down(engine: Any, pixels: Pixels, boxes: Boxes) -> bool:
    """Whether most of the lines stand on their heads; one alone is often mistaken for it."""
    longest = boxes[np.argsort(-sizes(boxes)[0])[:ASKED]]
    lines = [cropped(pixels, box) for box in longest]
    if not lines:
        return False
    _, labels, _ = engine.text_cls([line[:, : LONGEST // 2 * line.shape[0]] for line in lines])
    return bool(sum(score if label == "180" else -score for label, score in labels) > 0)


def _pieces(engine: Any, pixels: Pixels, boxes: Boxes, sure: float) -> Iterator[Piece]:
    """The pieces of the lines that are read with some certainty."""
    lines = [cropped(pixels, box) for box in boxes]
    inks = [np.ptp(line.min(axis=2), axis=0) for line in lines]
    cuts = [_cuts(ink, line.shape[0]) for ink, line in zip(inks, lines, strict=True)]
    parts = [line[:, a:b] for line, at in zip(lines, cuts, strict=True) for a, b in pairwise(at)]
    texts = iter(engine.text_rec(parts)[0] if parts else [])
    for box, ink, at in zip(boxes, inks, cuts, strict=True):
        read = [(*next(texts)[:2], *_inked(ink, a, b)) for a, b in pairwise(at)]
        letters = sum(len(text) for text, *_ in read)
        if not letters or sum(len(text) * score for text, score, *_ in read) < sure * letters:
            continue
        left, right = (float(box[i, 0].mean()) for i in ([0, 3], [1, 2]))
        top, bottom = (float(box[i, 1].mean()) for i in ([0, 1], [2, 3]))
        pixel = (right - left) / len(ink)
        spans = _joined([(start, end) for _, _, start, end in read], GAP * (bottom - top) / pixel)
        spans[-1] = _ended(read[-1][0].strip(), *spans[-1])
        for (text, *_), (start, end) in zip(read, spans, strict=True):
            if text.strip():
                yield Piece(text.strip(), left + start * pixel, top, left + end * pixel, bottom)


def _cuts(ink: NDArray[Any], height: int) -> list[int]:
    """Where a line is cut into pieces, given its ink by columns: in the widest gaps."""
    width = len(ink)
    count = ceil(width / (height * LONGEST))
    cuts = [0]
    for i in range(1, count):
        low = max(cuts[-1] + 1, width * i // count - 2 * height)
        cuts.append(low + widest_gap(ink[low : width * i // count + 2 * height]))
    return [*cuts, width]


def _inked(ink: NDArray[Any], start: int, end: int) -> tuple[int, int]:
    """Between which columns a piece of a line has ink."""
    columns = np.flatnonzero(ink[start:end] > INK * int(ink.max()))
    return (start + int(columns[0]), start + int(columns[-1]) + 1) if len(columns) else (start, end)


def _joined(spans: list[tuple[int, int]], gap: float) -> list[tuple[float, float]]:
    """From where to where the pieces of a line reach: to one another, unless a wide gap is left."""
    edges: list[float] = [edge for span in spans for edge in span]
    for i in range(2, len(edges), 2):
        if edges[i] - edges[i - 1] < gap:
            edges[i - 1] = edges[i] = (edges[i - 1] + edges[i]) / 2
    return list(zip(edges[::2], edges[1::2], strict=True))


def _ended(text: str, start: float, end: float) -> tuple[float, float]:
    """From where to where a line's last piece reaches: a mark at its end is half empty."""
    if text[-1:] not in HALF_EMPTY:
        return start, end
    return start, start + (end - start) * len(text) / (len(text) - 0.5)
