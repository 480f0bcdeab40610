"""Pages set in a Chinese font as pictures, as a scanner would make them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from indexer import ocr

if TYPE_CHECKING:
    from PIL import Image

FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
SIMPLIFIED = 2
"""Of the faces in the font's file: letters as China writes them, not Japan."""

needs_ocr = pytest.mark.skipif(
    not (ocr.available() and FONT.exists()),
    reason="OCR needs requirements-ocr.txt, and its tests Debian's fonts-noto-cjk",
)


def page(lines: Sequence[str], dpi: int = 100, points: float = 16, height: float = 297) -> Any:
    """A picture of a page 210 mm wide with these paragraphs from one margin to the other."""
    from PIL import Image, ImageDraw, ImageFont

    millimetre = dpi / 25.4
    picture = Image.new("RGB", (round(210 * millimetre), round(height * millimetre)), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), round(points * dpi / 72), index=SIMPLIFIED)
    left, right, top = 28 * millimetre, picture.width - 28 * millimetre, 30 * millimetre
    for line in lines:
        x = left
        for letter in line:
            if x + font.getlength(letter) > right + 1:
                x, top = left, top + 1.8 * font.size
            draw.text((x, top), letter, font=font, fill="black")
            x += font.getlength(letter)
        top += 1.8 * font.size
    return picture


def table(rows: Sequence[Sequence[str]], edges: Sequence[int], dpi: int = 150) -> Any:
    """A picture of a page with a table whose columns have these edges (mm)."""
    from PIL import Image, ImageDraw, ImageFont

    millimetre = dpi / 25.4
    picture = Image.new("RGB", (round(210 * millimetre), round(140 * millimetre)), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONT), round(14 * dpi / 72), index=SIMPLIFIED)
    places = [round(edge * millimetre) for edge in edges]
    lines = [round((40 + 12 * i) * millimetre) for i in range(len(rows) + 1)]
    for y in lines:
        draw.line((places[0], y, places[-1], y), fill="black", width=2)
    for x in places:
        draw.line((x, lines[0], x, lines[-1]), fill="black", width=2)
    for row, y in zip(rows, lines, strict=False):
        for cell, x in zip(row, places, strict=False):
            draw.text((x + 3 * millimetre, y + 2 * millimetre), cell, font=font, fill="black")
    return picture


def saved(picture: Image.Image, kind: str = "PNG", more: Sequence[Any] = ()) -> bytes:
    """A picture's file; of a format that has pages, with these more."""
    file = io.BytesIO()
    options = {"save_all": True, "append_images": list(more)} if more else {}
    picture.save(file, kind, **options)
    return file.getvalue()
