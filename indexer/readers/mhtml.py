"""Reads web pages saved as one file (MHTML): the page itself, out of the parts it is saved with."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message

from archive.messages import readers as messages
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.readers import html, plain

BEGINNING = (
    rb"(?=(?:From|Subject|Date|MIME-Version|Content-[\w-]+|Snapshot-[\w-]+|X-[\w-]+|Thread-[\w-]+)\s*:)"
    rb"(?=.{0,3000}?MIME-Version\s*:).{0,3000}?Content-Type\s*:\s*(?:multipart/related|text/html)"
)
"""How such a file begins, in ASCII; a mail that was sent begins so, too: it is to be told first."""

_BROKEN = (MessageError, LookupError, ValueError, TypeError, AttributeError, AssertionError)


def read(data: bytes, limits: Limits) -> list[Block]:
    """The blocks of the page that the others are shown in, or of the first that has text.

    Raises `Unreadable` for a file that holds no page, or none with text.
    """
    try:
        parts = [
            (part.get_content_type(), content)
            for part in _pages(email.message_from_bytes(data))
            if (content := _content(part)).strip()
        ]
    except (*_BROKEN, RecursionError) as error:
        raise Unreadable(*messages.MHTML_DAMAGED) from error
    if not parts:
        raise Unreadable(*messages.MHTML_DAMAGED)
    for i, (kind, content) in enumerate(parts):
        read_part = plain.read if kind == "text/plain" else html.read
        try:
            return read_part(content, limits)
        except Unreadable:  # a page of frames: the text stands in the next
            if i + 1 == len(parts):
                raise
    return []


def _pages(message: Message) -> Iterator[Message]:
    """The parts with text: first the one that the file names as its root, pages before texts."""
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    root = message.get_param("start")
    if isinstance(root, str):
        yield from (part for part in parts if part["Content-ID"] == root)
    for kind in ("text/html", "text/plain"):
        yield from (part for part in parts if part.get_content_type() == kind)


def _content(part: Message) -> bytes:
    """A part's bytes; in UTF-8 where its header names an encoding that fits."""
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes) or not body.strip():
        return b""
    charset = (part.get_content_charset() or "").lower()
    try:
        text = body.decode("gb18030" if charset.startswith("gb") else charset)
    except (LookupError, UnicodeDecodeError):
        return body
    return text.encode("utf-8-sig", "replace")  # marked: what the page declares was its encoding
