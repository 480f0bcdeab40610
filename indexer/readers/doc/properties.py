"""The properties of characters and paragraphs: where they stand and how they are written."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from indexer.readers.doc.fib import plc
from indexer.readers.doc.pieces import Run


class Code(IntEnum):
    """The properties (sprm) that matter for text, by their numbers in [MS-DOC] 2.6."""

    DELETED = 0x0800
    HIDDEN = 0x083C
    SPECIAL = 0x0855
    CHARACTER_STYLE = 0x4A30
    SYMBOL = 0x6A09
    STYLE = 0x4600
    ALIGNMENT_80 = 0x2403
    ALIGNMENT = 0x2461
    IN_TABLE = 0x2416
    ROW_END = 0x2417
    TABLE_DEPTH = 0x6649
    INNER_CELL = 0x244B
    INNER_ROW_END = 0x244C
    LIST_LEVEL = 0x260A
    LIST = 0x460B
    OUTLINE_LEVEL = 0x2640
    ELSEWHERE = 0x6646
    ELSEWHERE_OLD = 0x6645
    TABLE_ELSEWHERE = 0x646B
    TABLE = 0xD608
    HEADER_ROW = 0x3404
    VERTICAL_MERGE = 0xD62B


Properties = Mapping[int, bytes]
"""The operand of each property, the last where one is given twice."""

_TABS = 0xC615  # whose length, where it does not fit a byte, follows from what it holds
_SIZES = (1, 1, 2, 4, 2, 2, -1, 3)
"""The length of an operand by the three highest bits of its number, -1 where it states it."""

_PAGE = 512


def each_property(written: bytes) -> Iterator[tuple[int, bytes]]:
    """The properties of a list in order, up to one that is cut short."""
    at = 0
    while at + 3 <= len(written):
        code = struct.unpack_from("<H", written, at)[0]
        at += 2
        first, length = _operand(code, written, at)
        if first + length > len(written):
            return
        yield code, written[first : first + length]
        at = first + length


@lru_cache(maxsize=4096)
def properties(written: bytes) -> Properties:
    """The properties of a list by their numbers."""
    return dict(each_property(written))


def number(operand: bytes) -> int:
    """The value of an operand that is a number, of 0 to 4 bytes."""
    return int.from_bytes(operand[:4], "little")


def paragraph_runs(stream: bytes, pages: bytes) -> list[Run]:
    """The paragraphs of a file as runs of bytes, by its table of their pages."""
    return _runs(stream, pages, 13, _paragraph)


def character_runs(stream: bytes, pages: bytes) -> list[Run]:
    """The runs of characters that share their looks, as runs of bytes."""
    return _runs(stream, pages, 1, _characters)


def _operand(code: int, written: bytes, at: int) -> tuple[int, int]:
    """Where an operand begins and how long it is."""
    length = _SIZES[code >> 13]
    if length >= 0:
        return at, length
    if code == Code.TABLE:
        return at + 2, max(0, number(written[at : at + 2]) - 1)
    stated = written[at] if at < len(written) else 0
    if code == _TABS and stated == 255 and at + 1 < len(written):
        deleted = 4 * written[at + 1]
        added = written[at + 2 + deleted] if at + 2 + deleted < len(written) else 0
        return at + 1, 2 + deleted + 3 * added
    return at + 1, stated


def _runs(
    stream: bytes, pages: bytes, record: int, content: Callable[[bytes, int], tuple[int, bytes]]
) -> list[Run]:
    """The runs on all pages in order; one that would lie over the one before is left out."""
    found: list[Run] = []
    seen: set[int] = set()
    for entry in plc(pages, 4)[1]:
        place = (number(entry) & 0x3FFFFF) * _PAGE
        page = stream[place : place + _PAGE]
        if len(page) < _PAGE or place in seen:
            continue
        seen.add(place)
        count = page[-1]
        offsets = 4 * (count + 1)
        if offsets + count * record >= _PAGE:
            continue
        bounds = struct.unpack_from(f"<{count + 1}I", page)
        for i, (start, end) in enumerate(pairwise(bounds)):
            if start < end and (not found or start >= found[-1].end):
                found.append(Run(start, end, *content(page, 2 * page[offsets + i * record])))
    return found


def _paragraph(page: bytes, at: int) -> tuple[int, bytes]:
    """A paragraph's style and its own properties."""
    if not at or at + 2 > _PAGE:
        return 0, b""
    length = 2 * page[at] - 1 if page[at] else 2 * page[at + 1]
    first = at + (1 if page[at] else 2)
    return number(page[first : first + 2]), page[first + 2 : first + length]


def _characters(page: bytes, at: int) -> tuple[int, bytes]:
    return 0, page[at + 1 : at + 1 + page[at]] if at else b""
