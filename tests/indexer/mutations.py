"""Files damaged at random, as disks, transfers and ill will damage them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

Mutation = Callable[[random.Random, bytearray], bytes]


def _place(draw: random.Random, data: bytearray) -> int:
    return draw.randrange(max(len(data), 1))


def bytes_changed(draw: random.Random, data: bytearray) -> bytes:
    """Some bytes of another value."""
    for _ in range(draw.randint(1, 20)):
        if data:
            data[_place(draw, data)] = draw.randrange(256)
    return bytes(data)


def cut(draw: random.Random, data: bytearray) -> bytes:
    """A file that breaks off."""
    return bytes(data[: _place(draw, data)])


def beheaded(draw: random.Random, data: bytearray) -> bytes:
    """A file whose beginning is lost behind its first bytes."""
    return bytes(data[:8] + data[8 + _place(draw, data) // 8 :])


def gap(draw: random.Random, data: bytearray) -> bytes:
    """A sector of the disk that reads as zeros."""
    place = _place(draw, data)
    data[place : place + 512] = bytes(512)
    return bytes(data)


def repeated(draw: random.Random, data: bytearray) -> bytes:
    """A stretch that stands twice, or very often."""
    place = _place(draw, data)
    stretch = data[place : place + draw.randint(1, 2000)]
    return bytes(data[:place] + stretch * draw.choice([2, 2, 50]) + data[place:])


def great_numbers(draw: random.Random, data: bytearray) -> bytes:
    """Sizes, offsets and counts at their limits."""
    for _ in range(draw.randint(1, 8)):
        place = _place(draw, data) & ~3
        data[place : place + 4] = draw.choice([b"\xff" * 4, b"\xff\xff\xff\x7f", b"\0" * 4])
    return bytes(data)


MUTATIONS: tuple[Mutation, ...] = (bytes_changed, cut, beheaded, gap, repeated, great_numbers)


def mutated(draw: random.Random, data: bytes) -> bytes:
    """A damaged copy; of a zip file often one whose parts are damaged, and the package is whole."""
    if data.startswith(b"PK\x03\x04") and draw.random() < 0.7:
        return _with_damaged_part(draw, data)
    return draw.choice(MUTATIONS)(draw, bytearray(data))


def _with_damaged_part(draw: random.Random, data: bytes) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        names = source.namelist()
        chosen = draw.choice(names)
        for name in names:
            part = source.read(name)
            damaged = name == chosen or name.endswith(
                ("document.xml", "content.xml", "Content.xml")
            )
            if damaged and draw.random() < 0.8:
                part = draw.choice(MUTATIONS)(draw, bytearray(part))
            if not (damaged and draw.random() < 0.05):
                copy.writestr(name, part)
    return made.getvalue()
