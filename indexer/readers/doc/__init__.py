"""Reads .doc and Kingsoft's .wps: the binary format of Word 97 and on, and of Word 6 and 95."""

from __future__ import annotations

from functools import cache

import legacy_doc
from legacy_doc.exceptions import LegacyDocError
from legacy_doc.ole import OleReader
from legacy_doc.types import ExtractionOptions

from archive.messages import readers as messages
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.readers import office
from indexer.readers.doc.document import Document, read_document
from indexer.readers.doc.fib import Damaged, is_encrypted, is_old, read_fib
from indexer.readers.doc.old import read_old_document
from indexer.readers.doc.reading import blocks
from indexer.readers.ole import ERRORS, open_compound

_WHOLE = 0.8
"""The part of the stated length of a text that must be found: blanks and marks are left out."""


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each line of each paragraph and each row of each table.

    A file whose tables are damaged is read as plain lines, or by LibreOffice where it is
    installed. Raises `Unreadable` for one that is encrypted or that none of them reads.
    """
    try:
        return own_reading(data)
    except (Damaged, *ERRORS):
        return plain_lines(data) or office.read(data, limits)


def own_reading(data: bytes) -> list[Block]:
    """The blocks of a file by its tables.

    Raises `Damaged` or one of `ole.ERRORS` where they cannot be right, and `Unreadable` for a
    file that is encrypted.
    """
    reader = open_compound(data)
    stream = reader.read_stream("WordDocument")
    if is_encrypted(stream):
        raise Unreadable(*messages.DOC_ENCRYPTED)
    return blocks(read_old_document(stream) if is_old(stream) else _document(reader, stream))


def plain_lines(data: bytes) -> list[Block]:
    """The lines that legacy-doc finds in a file, none where it finds no text or only a part."""
    options = ExtractionOptions(max_file_bytes=len(data), max_text_bytes=4 * len(data))
    try:
        text = legacy_doc.extract_text(data, options=options).text
        stated = read_fib(open_compound(data).read_stream("WordDocument")).stories["main"][1]
    except (Damaged, *ERRORS):
        return []
    if len(text) < _WHOLE * stated:
        return []
    return [Block(line) for line in text.split("\n") if line.strip()]


def _document(reader: OleReader, stream: bytes) -> Document:
    fib = read_fib(stream)

    @cache
    def elsewhere() -> bytes:
        try:
            return reader.try_read_stream("Data") or b""
        except LegacyDocError:
            return b""

    return read_document(stream, reader.read_stream(fib.table_stream), fib, elsewhere)
