"""Reads RTF: paragraphs and tables in order, as the file shows them."""

from __future__ import annotations

import re

from archive.messages import readers as messages
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.readers.rtf.reading import Reading

MOST_OPEN = 5_000
"""Groups that may be open at once; real files have some ten."""

_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x00]*(?=\{\\rtf)")


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each line of each paragraph and each row of each table.

    Notes and text boxes follow the paragraph or the table that they are anchored in; deleted and
    hidden text, comments, headers and footers are left out. Raises `Unreadable` for a file whose
    groups are not all closed: it breaks off, and what is left must not pass for the whole.
    """
    beginning = _BEGINNING.match(data)
    if not beginning:
        raise Unreadable(*messages.RTF_DAMAGED)
    reading = Reading(data, MOST_OPEN)
    whole = reading.run(beginning.end())
    if not whole:
        raise Unreadable(*messages.RTF_DAMAGED)
    return reading.blocks()
