"""Reads mail: its subject and its text; what is attached to it are files of their own."""

from __future__ import annotations

from email.message import Message

from archive.messages import containers as messages
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.mime import body_of, header_text, parsed, texts
from indexer.readers import html, plain


def read(data: bytes, limits: Limits) -> list[Block]:
    """The subject as the title and the message's paragraphs; nothing for a mail of files alone."""
    try:
        message = parsed(data)
        blocks = [block for part in texts(message) for block in _blocks(part, limits)]
    except RecursionError as error:
        raise Unreadable(*messages.MAIL_TOO_DEEP) from error
    if not blocks:
        return []
    subject = header_text(message["Subject"])
    title = [Block(subject, heading=0)] if subject else []
    stated = [
        Block(value, label=label)
        for name, label in messages.MAIL_STATED.items()
        if (value := header_text(message[name]))
    ]
    return [*stated, *title, *blocks]


def _blocks(part: Message, limits: Limits) -> list[Block]:
    body = body_of(part)
    if not body.strip():
        return []
    read = html.read if part.get_content_type() == "text/html" else plain.read
    try:
        return read(_as_declared(part, body), limits)
    except Unreadable:  # a page of pictures: what was sent are its files
        return []


def _as_declared(part: Message, body: bytes) -> bytes:
    """A part's text in UTF-8 where its header names an encoding that fits."""
    charset = (part.get_content_charset() or "").lower()
    try:
        text = body.decode("gb18030" if charset.startswith("gb") else charset)
    except (LookupError, UnicodeDecodeError):
        return body
    return text.encode("utf-8-sig", "replace")  # marked: a page's own declaration is the old one
