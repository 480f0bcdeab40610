"""The head of a Word binary file (the FIB), which tells where everything else stands."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate

WORD = 0xA5EC
WORD_95 = 0xA5DC
"""The first two bytes of the WordDocument stream, of Word 97 and on and of Word 6 and 95."""

_FIRST_97 = 0xC1  # nFib; what is below is laid out otherwise
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200


class Damaged(Exception):
    """A file whose tables do not fit its text."""


class Part(IntEnum):
    """A table of the table stream, by its place in the FIB's list of them."""

    STYLES = 1
    FOOTNOTE_ANCHORS = 2
    FOOTNOTE_TEXTS = 3
    CHARACTER_PAGES = 12
    PARAGRAPH_PAGES = 13
    FONTS = 15
    PIECES = 33
    SHAPE_ANCHORS = 40
    ENDNOTE_ANCHORS = 46
    ENDNOTE_TEXTS = 47
    DRAWINGS = 50
    TEXT_BOXES = 56
    LISTS = 73
    LIST_USES = 74


STORIES = (
    *("main", "footnotes", "headers", "macros", "comments", "endnotes"),
    *("text boxes", "header text boxes"),
)
"""The texts of a file in the order in which they stand behind one another."""


@dataclass(frozen=True, slots=True)
class Fib:
    """Where the tables and the texts stand.

    `stories` maps each of `STORIES` to its first character and the one behind its last; `places`
    are the offset and length in bytes of each part in the table stream.
    """

    table_stream: str
    encrypted: bool
    stories: dict[str, tuple[int, int]]
    places: tuple[tuple[int, int], ...]

    def place(self, part: Part) -> tuple[int, int]:
        """Where a part begins in the table stream and how long it is, 0 where there is none."""
        return self.places[part] if part < len(self.places) else (0, 0)

    def part(self, table: bytes, part: Part) -> bytes:
        """A part's bytes, none where the file has none or it does not lie in the stream."""
        start, length = self.place(part)
        return table[start : start + length] if start + length <= len(table) else b""


def is_old(stream: bytes) -> bool:
    """Whether a WordDocument stream is of Word 6 or 95."""
    sign, version = struct.unpack_from("<2H", stream.ljust(4, b"\0"))
    return bool(sign == WORD_95 or (sign == WORD and version < _FIRST_97))


def is_encrypted(stream: bytes) -> bool:
    """Whether the text is encrypted or obfuscated, in every version of Word."""
    flags: int = struct.unpack_from("<H", stream.ljust(12, b"\0"), 0x0A)[0]
    return bool(flags & _ENCRYPTED)


def read_fib(stream: bytes) -> Fib:
    """The head of a WordDocument stream. Raises `Damaged` where there is none."""
    try:
        if struct.unpack_from("<H", stream)[0] != WORD:
            raise Damaged("no FIB")
        flags = struct.unpack_from("<H", stream, 0x0A)[0]
        shorts = 34 + 2 * struct.unpack_from("<H", stream, 32)[0]
        stories = stories_of(stream, shorts + 2 + 12)
        longs = shorts + 2 + 4 * struct.unpack_from("<H", stream, shorts)[0]
        count = 2 * struct.unpack_from("<H", stream, longs)[0]
        numbers = struct.unpack_from(f"<{count}I", stream, longs + 2)
    except struct.error as error:
        raise Damaged("FIB cut short") from error
    return Fib(
        table_stream="1Table" if flags & _TABLE_1 else "0Table",
        encrypted=is_encrypted(stream),
        stories=stories,
        places=tuple(zip(numbers[::2], numbers[1::2], strict=True)),
    )


def stories_of(stream: bytes, place: int) -> dict[str, tuple[int, int]]:
    """Where each of `STORIES` begins and ends, by their lengths, which stand at `place`.

    Raises `Damaged` for lengths that cannot be right and `struct.error` where there are none.
    """
    lengths = struct.unpack_from(f"<{len(STORIES)}i", stream, place)
    if min(lengths) < 0 or lengths[0] == 0:
        raise Damaged("text of no length")
    ends = list(accumulate(lengths))
    return {
        name: (end - length, end) for name, length, end in zip(STORIES, lengths, ends, strict=True)
    }


def plc(data: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """A PLC: n + 1 positions and n records of `size` bytes; none where it is empty or broken."""
    count = (len(data) - 4) // (4 + size)
    if count < 1:
        return (), []
    positions = struct.unpack_from(f"<{count + 1}I", data)
    first = 4 * (count + 1)
    return positions, [data[first + i * size : first + (i + 1) * size] for i in range(count)]
