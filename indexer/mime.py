"""Mail as it is sent (RFC 5322, MIME): its headers and texts in Chinese encodings."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from itertools import chain

from indexer.containers.names import decoded, of_surrogates

_FIELD = re.compile(rb"^([A-Za-z][A-Za-z0-9-]*):", re.MULTILINE)
_OF_MAIL = frozenset({b"from", b"to", b"subject", b"date", b"message-id", b"received", b"cc"})
_SENT = frozenset({b"to", b"received", b"message-id", b"delivered-to", b"return-path"})
_LEAST_FIELDS = 3

FORWARDED = "message/rfc822"
"""The type of a mail within a mail."""


def is_mail(head: bytes) -> bool:
    """Whether a text that begins so is a mail that was sent, and no page saved as MIME."""
    fields = head.replace(b"\r\n", b"\n").split(b"\n\n")[0]
    if not _FIELD.match(fields):
        return False
    names = {name.lower() for name in _FIELD.findall(fields)}
    return bool(names & _SENT) and len(names & _OF_MAIL) >= _LEAST_FIELDS


def parsed(data: bytes) -> Message:
    """The message in a file's bytes, with headers in raw bytes decoded, too."""
    message = email.message_from_bytes(data)
    for part in message.walk():
        fields = list(part.raw_items())
        for name, _ in fields:
            del part[name]
        for name, value in fields:
            part.set_raw(name, of_surrogates(str(value)))
    return message


def header_text(value: str | None) -> str:
    """A header's value as text, its encoded words decoded."""
    shown = value or ""
    with suppress(HeaderParseError, ValueError):  # else it is shown as it stands
        shown = "".join(_decoded_part(*part) for part in decode_header(shown))
    return " ".join(shown.split())


def parts_of(message: Message) -> list[Message]:
    """The parts of a message that has several."""
    parts = message.get_payload()
    return [one for one in parts if isinstance(one, Message)] if isinstance(parts, list) else []


def texts(message: Message) -> Iterator[Message]:
    """The parts that are the message itself: of alternatives the richest, of others each."""
    kind = message.get_content_type()
    if kind == FORWARDED or is_attached(message):
        return
    if not message.is_multipart():
        if kind in ("text/plain", "text/html"):
            yield message
        return
    found = [inner for part in parts_of(message) if (inner := list(texts(part)))]
    yield from chain(*found[-1:] if kind == "multipart/alternative" else found)


def attached(message: Message) -> Iterator[Message]:
    """The parts that are files or mails of their own; pictures set into the text are left out."""
    for part in parts_of(message):
        if part.get_content_type() == FORWARDED or is_attached(part):
            yield part
        else:
            yield from attached(part)


def is_attached(part: Message) -> bool:
    """Whether a part is a file, and not what the message says or shows."""
    if part.is_multipart():
        return False
    if part.get_content_disposition() == "attachment":
        return True
    shown = part.get_content_maintype() == "image" and part["Content-ID"] is not None
    return part.get_filename() is not None and not shown


def body_of(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone."""
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _decoded_part(text: bytes | str, charset: str | None) -> str:
    if isinstance(text, str):
        return text
    name = (charset or "").lower()
    if not name or name in ("unknown-8bit", "us-ascii"):
        return decoded(text)
    try:
        return text.decode("gb18030" if name.startswith("gb") else name)
    except (LookupError, UnicodeDecodeError):
        return decoded(text)
