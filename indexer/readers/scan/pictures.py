"""Decodes pictures with Pillow, which comes with OCR, within bounds on their size."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from archive.messages import readers as messages
from indexer.blocks import Unreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    Pixels = NDArray[np.uint8]  # [height, width, 3], red first

LEAST = 1000
"""Smaller pictures are enlarged until their shorter side has so many pixels."""

ENLARGED = 3.0
"""How far they are enlarged at the most."""

MOST = 2400
"""Larger pictures are reduced until their shorter side has so many pixels."""

WHITE = (255, 255, 255)


def frames(data: bytes) -> Iterator[Pixels]:
    """The pages of a picture upright; of formats whose frames move, the first one only.

    Raises `Unreadable` for what is damaged or too large.
    """
    from PIL import ImageOps, ImageSequence

    with _decoding(), _opened(data) as image:
        pages = ImageSequence.Iterator(image) if image.format == "TIFF" else [image]
        for frame in pages:
            yield _pixels(_fitted(_flat(ImageOps.exif_transpose(frame))))


def composed(
    parts: Sequence[tuple[bytes, tuple[float, ...]]], size: tuple[float, float], scale: float
) -> Pixels:
    """The picture of a page, `scale` pixels to a unit of its size, on which pictures are placed.

    Each comes with the matrix (a, b, c, d, e, f) that lays the unit square on the page. Raises
    `Unreadable` for what is damaged or too large.
    """
    from PIL import Image

    canvas = Image.new("RGB", (round(size[0] * scale), round(size[1] * scale)), WHITE)
    for data, place in parts:
        with _decoding(), _opened(data) as opened:
            image = _flat(opened)
        a, b, c, d, e, f = (value * scale for value in place)
        if not (area := a * d - b * c):
            continue
        image = image.reduce(max(1, int((image.width * image.height / abs(area)) ** 0.5)))
        # From a pixel of the canvas to the one of the image that belongs there.
        across, down = image.width / area, image.height / area
        back = (
            *(d * across, -c * across, (c * f - d * e) * across),
            *(-b * down, a * down, (b * e - a * f) * down),
        )
        bicubic, affine = Image.Resampling.BICUBIC, Image.Transform.AFFINE
        mask = Image.new("L", image.size, 255).transform(canvas.size, affine, back)
        canvas.paste(image.transform(canvas.size, affine, back, bicubic), mask=mask)
    return _pixels(canvas)


@contextmanager
def _decoding() -> Iterator[None]:
    """Tells why a picture cannot be decoded: a hostile one may make Pillow raise anything."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable(*messages.IMAGE_TOO_LARGE) from error
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(*messages.IMAGE_DAMAGED) from error


def _opened(data: bytes) -> Any:
    from PIL import Image

    return Image.open(io.BytesIO(data))


def _flat(image: Image.Image) -> Image.Image:
    """The picture in colours of eight bits on white."""
    from PIL import Image

    if image.mode.startswith(("I", "F")):  # sixteen bits of grey and more
        low, high = image.getextrema()
        # Of one channel the extremes are two numbers; the stub allows a pair for each channel.
        span = float(high) - float(low) or 1.0  # type: ignore[arg-type]
        return image.convert("F").point(lambda v: (v - low) * 255 / span).convert("RGB")
    if image.has_transparency_data:
        colours = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (*WHITE, 255))
        return Image.alpha_composite(white, colours).convert("RGB")
    return image.convert("RGB")


def _fitted(image: Image.Image) -> Image.Image:
    """The picture in a size in which letters are read well."""
    short = min(image.size)
    scale = min(max(1.0, LEAST / short), ENLARGED) if short < MOST else MOST / short
    if scale == 1:
        return image
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))


def _pixels(image: Image.Image) -> Pixels:
    import numpy as np

    return np.asarray(image)
