"""Opens OLE compound files and tells by the names of their streams what they hold."""

from __future__ import annotations

import struct
from dataclasses import replace

from legacy_doc.exceptions import LegacyDocError
from legacy_doc.ole import DirectoryEntry, OleReader
from legacy_doc.types import ExtractionOptions

SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How every compound file begins."""

WORKS_2_SIGN = b"\x01\xfe"
"""How a document of MS Works 2 begins, which is no compound file."""

STREAMS: tuple[tuple[str, bytes, str], ...] = (
    ("EncryptedPackage", b"", "encrypted"),
    ("WordDocument", b"", "word"),
    ("Workbook", b"", "sheet"),
    ("Book", b"", "sheet"),
    ("PowerPoint Document", b"", "slides"),
    ("__properties_version1.0", b"", "mail message"),
    ("CONTENTS", b"CHNKWKS", "works"),
    ("MN0", b"", "works"),
)
"""The stream that tells a kind, what must stand in the file besides, and the kind."""

ERRORS = (LegacyDocError, struct.error, IndexError, ValueError, OverflowError)
"""What reading a damaged compound file raises."""

_SECTOR = 4096  # the largest of a compound file: a last one cut short is filled up
_ENTRY = 128
_ROOT, _STREAM = 5, 2
_NONE = 0xFFFFFFFF
_MAX_DIRECTORY = 1 << 20  # bytes: a directory of 8,192 entries; documents have some dozens


def open_compound(data: bytes) -> OleReader:
    """A reader of the streams that stand at the top of a compound file.

    Those of embedded documents, which bear the same names, are left out. Raises one of `ERRORS`
    for a file that is damaged.
    """
    options = ExtractionOptions(
        max_file_bytes=len(data) + _SECTOR, max_chain_sectors=len(data) // 512 + 1
    )
    reader = OleReader(data + bytes(_SECTOR), options=options)
    top = _top(reader)
    if any(entry.object_type == _STREAM for entry in top):
        reader.directory = top
    return reader


def ole_kind(data: bytes) -> str:
    """What a compound file holds, damaged or not.

    One of "word", "works", "sheet", "slides", "mail message", "encrypted"; "ole" for anything
    else. An encrypted .doc is "word": only its reader can tell.
    """
    try:
        names = {name.casefold() for name in open_compound(data).list_streams()}
    except ERRORS:
        names = {name.casefold() for name, *_ in STREAMS if _written(name) in data}
    for name, content, kind in STREAMS:
        if name.casefold() in names and content in data:
            return kind
    return "ole"


def _written(name: str) -> bytes:
    """A name as the directory writes it: its end and the blank behind it tell it from text."""
    return (name + "\0" * 2).encode("utf-16-le")


def _top(reader: OleReader) -> list[DirectoryEntry]:
    """The root and what stands directly below it: a tree of entries, walked from its head."""
    raw = _directory(reader)
    found: list[DirectoryEntry] = []
    to_visit, seen = [0], {_NONE}
    while to_visit:
        index = to_visit.pop()
        place = index * _ENTRY
        if index in seen or place + _ENTRY > len(raw):
            continue
        seen.add(index)
        left, right, child = struct.unpack_from("<3I", raw, place + 68)
        length = struct.unpack_from("<H", raw, place + 64)[0]
        name = raw[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<2I", raw, place + 116)  # old writers leave rubbish above
        entry = DirectoryEntry(name, raw[place + 66], start, size)
        found.append(entry if index else replace(entry, name="Root Entry"))
        to_visit += (left, right) if index else (child,)
    return found


def _directory(reader: OleReader) -> bytes:
    chunks: list[bytes] = []
    sector, size = reader.first_dir_sector, reader.sector_size
    while sector < len(reader.fat) and len(chunks) * size < _MAX_DIRECTORY:
        chunks.append(reader.data[512 + sector * size : 512 + (sector + 1) * size])
        sector = reader.fat[sector]
    return b"".join(chunks)
