"""Reads the text in pictures with rapidocr, an optional package that is loaded when needed."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.messages import readers as messages
from indexer.blocks import Unreadable
from indexer.layout.page import Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    """A picture: [height, width, 3], red first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: its text and its edges in pixels of the upright picture."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a picture shows once it stands upright: its size in pixels, its text, drawn rules."""

    width: int
    height: int
    pieces: list[Piece]
    rules: list[Rule]


def available() -> bool:
    """Whether rapidocr is installed."""
    return importlib.util.find_spec("rapidocr_onnxruntime") is not None


def read(pixels: Pixels) -> Reading:
    """The text of a picture, which may lie on a side, upside down or aslant by some degrees.

    Raises `Unreadable` where rapidocr cannot be loaded.
    """
    try:
        from indexer.ocr import recognition
    except ImportError as error:  # a system library that opencv needs, for example
        reason, remedy = messages.OCR_FAILED
        raise Unreadable(reason.format(detail=error), remedy) from error
    return recognition.read(pixels)
