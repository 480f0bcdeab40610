"""The text of a Word binary file, put together from its pieces, and which bytes each came from."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.readers.doc.fib import Damaged, plc

FILLER = "\0"
"""Stands for a character that is none: the second byte of one written in two."""

_PRC, _PCDT = 1, 2
_COMPRESSED = 0x40000000
_PLACE = 0x3FFFFFFF
_GB_TEXT = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xa9\xb0-\xf7][\xa1-\xfe])*")
_GB_PAIR = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")
_GB_LEAST = 4  # pairs; fewer may be signs of cp1252 side by side, such as ··
_SURROGATE = re.compile("[\ud800-\udfff]")

_SHORT_FORMS = {
    0x05: 0x2403,  # alignment
    0x0C: 0x260A,  # list level
    0x18: 0x2416,  # in a table
    0x19: 0x2417,  # end of a table row
    0x41: 0x0800,  # deleted
    0x5C: 0x083C,  # hidden
}
"""The properties that a piece may give in short, by their number there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end`, of `width` bytes each from `place` in the stream on."""

    start: int
    end: int
    place: int
    width: int
    properties: bytes

    @property
    def place_end(self) -> int:
        """Where in the stream its bytes end."""
        return self.place + (self.end - self.start) * self.width


@dataclass(frozen=True, slots=True)
class Run:
    """Bytes or characters `start` to `end`, which share a style and properties."""

    start: int
    end: int
    style: int
    properties: bytes


def read_pieces(clx: bytes, stream: bytes) -> list[Piece]:
    """The pieces in the order of the text. Raises `Damaged` for a table that cannot be right."""
    stated, table = _clx(clx)
    positions, records = plc(table, 8)
    if not records or positions[0] != 0:
        raise Damaged("no piece table")
    pieces = []
    for start, end, record in zip(positions, positions[1:], records, strict=False):
        place, short = struct.unpack_from("<IH", record, 2)
        width = 1 if place & _COMPRESSED else 2
        place = (place & _PLACE) // 2 if width == 1 else place & _PLACE
        pieces.append(Piece(start, end, place, width, _properties(short, stated)))
        if end < start or pieces[-1].place_end > len(stream):
            raise Damaged("piece outside the stream")
    if sum((piece.end - piece.start) * piece.width for piece in pieces) > len(stream):
        raise Damaged("pieces that overlap")
    return pieces


def text_of(pieces: Sequence[Piece], stream: bytes) -> str:
    """The whole text, one character for each position; `FILLER` where there is none."""
    return "".join(
        (wide_text if piece.width == 2 else narrow_text)(stream[piece.place : piece.place_end])
        for piece in pieces
    )


def wide_text(raw: bytes) -> str:
    """Text of two bytes each, halves of characters left apart."""
    text = raw.decode("utf-16-le", "surrogatepass")
    if 2 * len(text) == len(raw):
        return text
    # A character beyond the first 65,536 takes two positions.
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def narrow_text(raw: bytes) -> str:
    """Text of a byte each: cp1252, as the format has it; GB2312, as some Chinese programs wrote."""
    if len(_GB_PAIR.findall(raw)) >= _GB_LEAST and _GB_TEXT.fullmatch(raw):
        return two_byte_text(raw, "gbk")
    return raw.decode("cp1252", "replace").replace("\ufffd", FILLER)


def two_byte_text(raw: bytes, encoding: str) -> str:
    """Text in a code of one or two bytes, with a filler behind each character of two."""
    return "".join(
        character + FILLER * (len(character.encode(encoding, "replace")) - 1)
        for character in raw.decode(encoding, "replace")
    )


def combined(text: str) -> str:
    """A text with the halves of characters beyond the first 65,536 put together."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def by_character(runs: Sequence[Run], pieces: Sequence[Piece]) -> Iterator[Run]:
    """Runs of bytes as runs of characters, in the order of the text.

    `runs` are in order and do not overlap. What a piece states besides holds for all of it.
    """
    starts = [run.start for run in runs]
    for piece in pieces:
        at = max(0, bisect_right(starts, piece.place) - 1)
        while at < len(runs) and runs[at].start < piece.place_end:
            run = runs[at]
            first = max(run.start, piece.place)
            last = min(run.end, piece.place_end)
            if first < last:
                yield Run(
                    piece.start + (first - piece.place) // piece.width,
                    piece.start + (last - piece.place + piece.width - 1) // piece.width,
                    run.style,
                    run.properties + piece.properties,
                )
            at += 1


def _clx(clx: bytes) -> tuple[list[bytes], bytes]:
    """The properties that pieces refer to, and the table of pieces."""
    stated: list[bytes] = []
    at = 0
    while at + 3 <= len(clx) and clx[at] == _PRC:
        length = struct.unpack_from("<H", clx, at + 1)[0]
        stated.append(clx[at + 3 : at + 3 + length])
        at += 3 + length
    if at + 5 > len(clx) or clx[at] != _PCDT:
        raise Damaged("no piece table")
    length = struct.unpack_from("<I", clx, at + 1)[0]
    if at + 5 + length > len(clx):
        raise Damaged("piece table cut short")
    return stated, clx[at + 5 : at + 5 + length]


def _properties(short: int, stated: Sequence[bytes]) -> bytes:
    """What a piece states of its characters, as a list of properties."""
    if short & 1:
        return stated[short >> 1] if short >> 1 < len(stated) else b""
    code = _SHORT_FORMS.get((short >> 1) & 0x7F)
    return struct.pack("<HB", code, short >> 8) if code else b""
