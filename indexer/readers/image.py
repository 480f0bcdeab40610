"""Tells how many pages a picture has; what it says is for OCR to read."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from math import ceil

from archive.messages import readers as messages
from indexer.blocks import Block, NeedsOcr, Unreadable
from indexer.limits import Limits

PAGE = 1.6
"""How tall a page is in widths; a long screenshot counts as the pages that it would fill."""

Size = tuple[int, int]

_FRAME = (0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF)
"""The markers of a JPEG that tell its size."""


def read(data: bytes, limits: Limits) -> list[Block]:
    """Raises `NeedsOcr` with the number of pages, `Unreadable` for damage or too many of them."""
    pages = 0
    try:
        for width, height in _sizes(data):
            pages += max(1, ceil(height / (width * PAGE)))
            if pages > limits.pages:
                reason, remedy = messages.TOO_MANY_PAGES
                raise Unreadable(reason.format(most=limits.pages), remedy)
    except (struct.error, IndexError, StopIteration, ZeroDivisionError) as error:
        raise Unreadable(*messages.IMAGE_DAMAGED) from error
    raise NeedsOcr(*messages.IMAGE_SCAN, pages=pages)


def _sizes(data: bytes) -> Iterator[Size]:
    """The width and height of each page in pixels."""
    return next(sizes for start, sizes in _FORMATS if data.startswith(start))(data)


def _png(data: bytes) -> Iterator[Size]:
    yield struct.unpack_from(">II", data, 16)


def _gif(data: bytes) -> Iterator[Size]:
    yield struct.unpack_from("<HH", data, 6)


def _bmp(data: bytes) -> Iterator[Size]:
    width, height = struct.unpack_from("<ii", data, 18)
    yield width, abs(height)  # below 0 where rows go from top to bottom


def _webp(data: bytes) -> Iterator[Size]:
    kind = data[12:16]
    if kind == b"VP8X":
        across, down = struct.unpack_from("<3s3s", data, 24)  # in three bytes each
        yield 1 + int.from_bytes(across, "little"), 1 + int.from_bytes(down, "little")
    elif kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        yield 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    else:
        width, height = struct.unpack_from("<HH", data, 26)
        yield width & 0x3FFF, height & 0x3FFF


def _jpeg(data: bytes) -> Iterator[Size]:
    place = 2
    while data[place + 1] not in _FRAME:
        # Any number of bytes 0xFF may fill the space before a marker.
        filled = data[place + 1] == 0xFF
        place += 1 if filled else 2 + struct.unpack_from(">H", data, place + 2)[0]
    height, width = struct.unpack_from(">HH", data, place + 5)
    yield width, height


def _tiff(data: bytes) -> Iterator[Size]:
    """The pages by the chain of directories, each of which names where the next one stands."""
    order = "<" if data.startswith(b"II") else ">"
    seen = set()
    (place,) = struct.unpack_from(order + "I", data, 4)
    while place and place not in seen:
        seen.add(place)
        (count,) = struct.unpack_from(order + "H", data, place)
        entries = range(place + 2, place + 2 + 12 * count, 12)
        fields = dict(_field(data, entry, order) for entry in entries)
        yield fields.get(256, 0), fields.get(257, 0)
        (place,) = struct.unpack_from(order + "I", data, place + 2 + 12 * count)


def _field(data: bytes, entry: int, order: str) -> tuple[int, int]:
    """The tag of a field and its value where that is one number."""
    tag, kind = struct.unpack_from(order + "HH", data, entry)
    (value,) = struct.unpack_from(order + ("H" if kind == 3 else "I"), data, entry + 8)
    return tag, value


_FORMATS: tuple[tuple[bytes, Callable[[bytes], Iterator[Size]]], ...] = (
    (b"\x89PNG", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"GIF8", _gif),
    (b"II*\x00", _tiff),
    (b"MM\x00*", _tiff),
    (b"BM", _bmp),
    (b"RIFF", _webp),
)
"""How each format begins, and what tells the sizes of its pages."""

SIGNATURES = tuple(signature for signature, _ in _FORMATS if signature not in (b"BM", b"RIFF"))
"""What tells a picture by itself; files of other kinds also begin as the other formats do."""
