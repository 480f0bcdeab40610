"""Pictures: how many pages they have, told without decoding them."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from archive.messages import readers as messages
from indexer.blocks import NeedsOcr, Unreadable
from indexer.limits import DEFAULTS
from indexer.readers import image


def pages(data: bytes) -> int:
    with pytest.raises(NeedsOcr) as caught:
        image.read(data, DEFAULTS)
    assert (caught.value.reason, caught.value.remedy) == messages.IMAGE_SCAN
    return caught.value.pages


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)


def jpeg(width: int, height: int) -> bytes:
    """A picture with a profile, a filled gap and a table before the size."""
    profile = b"\xff\xe0" + struct.pack(">H", 16) + b"\xff\xc0" * 7
    table = b"\xff\xff\xff\xc4" + struct.pack(">H", 5) + b"abc"
    return b"\xff\xd8" + profile + table + b"\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width)


def tiff(*sizes: tuple[int, int], order: str = "<", then: int = 0) -> bytes:
    """Directories one after the other, the last one naming `then` as the next."""
    data = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(order + "I", 8)
    for i, (width, height) in enumerate(sizes):
        following = 8 + 30 * (i + 1) if i + 1 < len(sizes) else then
        data += struct.pack(order + "H", 2)
        data += struct.pack(order + "HHIHH", 256, 3, 1, width, 0)
        data += struct.pack(order + "HHII", 257, 4, 1, height)
        data += struct.pack(order + "I", following)
    return data


SMALL = {
    "png": png(1240, 1754),
    "jpeg": jpeg(1240, 1754),
    "gif": b"GIF89a" + struct.pack("<HH", 1240, 1754),
    "bmp": b"BM" + bytes(16) + struct.pack("<ii", 1240, -1754),
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(10) + struct.pack("<HH", 1240, 1754),
    "webp without loss": b"RIFF\x00\x00\x00\x00WEBPVP8L"
    + bytes(5)
    + struct.pack("<I", 1239 | 1753 << 14),
    "webp of several parts": b"RIFF\x00\x00\x00\x00WEBPVP8X"
    + bytes(8)
    + (1239).to_bytes(3, "little")
    + (1753).to_bytes(3, "little"),
    "tiff": tiff((1240, 1754)),
}


@pytest.mark.parametrize("kind", SMALL)
def test_a_page_of_usual_shape_is_one(kind: str) -> None:
    assert pages(SMALL[kind]) == 1


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_pages_of_a_tiff_are_counted(order: str) -> None:
    assert pages(tiff((1240, 1754), (1240, 1754), (1754, 1240), order=order)) == 3


def test_directories_that_lead_back_are_counted_once() -> None:
    assert pages(tiff((1240, 1754), (1240, 1754), then=8)) == 2


def test_a_long_screenshot_counts_as_the_pages_it_would_fill() -> None:
    assert [pages(png(1080, 20_000)), pages(jpeg(1080, 20_000))] == [12, 12]


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        image.read(tiff(*[(1240, 1754)] * 4), replace(DEFAULTS, pages=3))
    reason, remedy = messages.TOO_MANY_PAGES
    assert (caught.value.reason, caught.value.remedy) == (reason.format(most=3), remedy)


@pytest.mark.parametrize("kind", SMALL)
def test_a_picture_cut_before_its_size_is_refused(kind: str) -> None:
    with pytest.raises(Unreadable) as caught:
        image.read(SMALL[kind][:-3], DEFAULTS)
    assert (caught.value.reason, caught.value.remedy) == messages.IMAGE_DAMAGED


def test_a_picture_without_width_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        image.read(png(0, 1754), DEFAULTS)
    assert (caught.value.reason, caught.value.remedy) == messages.IMAGE_DAMAGED
