"""The text of Word 6 and 95, whose characters lie one behind the other in a country's code."""

from __future__ import annotations

import struct

from indexer.readers.doc.anchors import Attachment
from indexer.readers.doc.document import Document, without_instructions
from indexer.readers.doc.fib import Damaged, stories_of
from indexer.readers.doc.lists import Lists
from indexer.readers.doc.pieces import narrow_text, two_byte_text, wide_text
from indexer.readers.doc.styles import Styles

_COMPLEX, _WIDE = 0x0004, 0x1000
_ENCODINGS = {0x0804: "gbk", 0x1004: "gbk", 0x0404: "cp950", 0x0C04: "cp950", 0x0411: "cp932"}
"""How text is written by the language of the program; elsewhere it is told by its bytes."""


def read_old_document(stream: bytes) -> Document:
    """The document in a WordDocument stream of Word 6 or 95: text and tables, no properties.

    Raises `Damaged` for text that is cut short or was saved in pieces.
    """
    try:
        language, flags = struct.unpack_from("<H2xH", stream, 6)
        start = struct.unpack_from("<I", stream, 0x18)[0]
        stories = stories_of(stream, 0x34)
    except struct.error as error:
        raise Damaged("FIB cut short") from error
    length = stories["header text boxes"][1] * (2 if flags & _WIDE else 1)
    raw = stream[start : start + length]
    if flags & _COMPLEX or len(raw) < length:
        raise Damaged("text in pieces or cut short")
    if flags & _WIDE:
        text = wide_text(raw)
    elif language in _ENCODINGS:
        text = two_byte_text(raw, _ENCODINGS[language])
    else:
        text = narrow_text(raw)
    return Document(
        text=text,
        shown=without_instructions(text, stories),
        main=stories["main"],
        attached=[
            Attachment(None, *stories[name]) for name in ("footnotes", "endnotes", "text boxes")
        ],
        runs=(),
        styles=Styles(b""),
        lists=Lists(b"", (0, 0), b""),
    )
