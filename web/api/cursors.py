"""Cursors: where the next page of a search begins, closed to everyone but the API itself."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import sha256

from archive.errors import QueryError
from archive.messages import api as t
from web.params import Address, write
from web.values import shown

_FORM = re.compile(rb"([0-9]{1,15}) ([0-9a-f]{16})")


def cursor(address: Address, start: int) -> str:
    """The cursor of the page that begins after `start` results of the address's search."""
    return urlsafe_b64encode(f"{start} {_mark(address)}".encode()).decode().rstrip("=")


def start_of(address: Address, cursor: str) -> int:
    """After how many results the cursor's page begins; without a cursor the first page.

    Raises `QueryError` for what is no cursor of this search.
    """
    if not cursor:
        return 0
    try:
        read = _FORM.fullmatch(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (Error, ValueError):
        read = None
    if read is None or read[2].decode() != _mark(address):
        raise QueryError(t.BAD_CURSOR.format(value=shown(cursor)), t.BAD_CURSOR_REMEDY)
    return int(read[1])


def _mark(address: Address) -> str:
    """A mark of the search, so that a cursor is not used for another."""
    return sha256(write(address).encode()).hexdigest()[:16]
