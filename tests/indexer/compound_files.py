"""OLE compound files and the Word documents in them, built byte by byte for the tests."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_LEAST = 4096  # a smaller stream would lie in the mini stream
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_TABLE_PLACES = 93

PIECES = 33
"""The place of the piece table among the tables that the head of a document lists."""


def ole_of(streams: Mapping[str, bytes], storages: Mapping[str, Mapping[str, bytes]] = {}) -> bytes:
    """A compound file; `storages` are folders of streams, written before the streams at the top."""
    entries: list[tuple[str, int, int, int, int, int]] = []  # name, kind, right, child, start, size
    sectors: list[bytes] = []
    chains: list[int] = []

    def stored(content: bytes) -> int:
        content = content.ljust(_LEAST, b"\0")
        count = -(-len(content) // _SECTOR)
        start = len(sectors)
        for i in range(count):
            sectors.append(content[i * _SECTOR : (i + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
            chains.append(start + i + 1 if i + 1 < count else _END)
        return start

    def add(name: str, kind: int, right: int, child: int, content: bytes = b"") -> int:
        start = stored(content) if kind == 2 else _END
        entries.append((name, kind, right, child, start, max(_LEAST, len(content)) * (kind == 2)))
        return len(entries)  # the root is entry 0

    def siblings(of: Mapping[str, bytes], right: int = _FREE) -> int:
        for name, content in of.items():
            right = add(name, 2, right, _FREE, content)
        return right

    right = _FREE
    for name, inner in storages.items():
        child = siblings(inner)
        right = add(name, 1, right, child)
    first = siblings(streams, right)
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII", 2 * len(name) + 2, kind, 1, _FREE, sibling, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
        for name, kind, sibling, child, start, size in [
            ("Root Entry", 5, _FREE, first, _END, 0),
            *entries,
        ]
    )
    directory_start = stored(directory)
    fats = 1
    while fats * 128 < len(sectors) + fats:
        fats += 1
    fat_start = len(sectors)
    table = struct.pack(f"<{len(chains) + fats}I", *chains, *[_FAT] * fats)
    table = table.ljust(fats * _SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, fats, directory_start, 0, _LEAST, _END, 0, _END, 0)
    head += struct.pack("<109I", *[fat_start + i if i < fats else _FREE for i in range(109)])
    return head + b"".join(sectors) + table


def word_streams(
    pieces: Sequence[tuple[bytes, int, int]],
    main: int,
    flags: int = 0x0200,
    stated: Sequence[bytes] = (),
    tables: Mapping[int, bytes] = {},
) -> dict[str, bytes]:
    """The streams of a document of Word 97.

    Each piece is its bytes, how many of them a character has, and its short property; the text is
    in their order, the bytes in the opposite one. `main` is the length of the main text, the rest
    are text boxes. `stated` are the properties that pieces refer to.
    """
    body = bytearray(b"".join(raw for raw, _, _ in reversed(pieces)))
    lengths = [len(raw) // width for raw, width, _ in pieces]
    places, end = [], 1024 + len(body)
    for raw, width, _ in pieces:
        end -= len(raw)
        places.append(end if width == 2 else end * 2 | 0x40000000)
    bounds = [sum(lengths[:i]) for i in range(len(lengths) + 1)]
    table = struct.pack(f"<{len(bounds)}I", *bounds) + b"".join(
        struct.pack("<HIH", 0, place, short)
        for place, (_, _, short) in zip(places, pieces, strict=True)
    )
    clx = b"".join(b"\x01" + struct.pack("<H", len(one)) + one for one in stated)
    clx += b"\x02" + struct.pack("<I", len(table)) + table
    parts, at = bytearray(), [(0, 0)] * _TABLE_PLACES
    for place, content in {PIECES: clx, **tables}.items():
        at[place] = (len(parts), len(content))
        parts += content
    stories = [main, 0, 0, 0, 0, 0, bounds[-1] - main, 0]
    head = struct.pack("<HH2xHHH", 0xA5EC, 0xC1, 0x0804, 0, flags) + bytes(12)
    head += struct.pack("<II", 1024, 1024 + len(body))
    head += struct.pack("<H28xH12x8i44x", 14, 22, *stories)
    head += struct.pack("<H", _TABLE_PLACES) + b"".join(struct.pack("<II", *one) for one in at)
    name = "1Table" if flags & 0x0200 else "0Table"
    return {"WordDocument": bytes(head.ljust(1024, b"\0") + body), name: bytes(parts)}


def word_of(text: str) -> bytes:
    """A document of Word 97 with nothing but text."""
    raw = text.encode("utf-16-le")
    return ole_of(word_streams([(raw, 2, 0)], len(raw) // 2))


def old_word_of(raw: bytes, language: int = 0x0804, flags: int = 0) -> bytes:
    """A document of Word 95: text in the code of a language."""
    head = struct.pack("<HH2xHHH", 0xA5DC, 104, language, 0, flags) + bytes(12)
    head += struct.pack("<II", 768, 768 + len(raw)) + bytes(20)
    head += struct.pack("<8i", len(raw), 0, 0, 0, 0, 0, 0, 0)
    return ole_of({"WordDocument": head.ljust(768, b"\0") + raw})
