"""Unpacks what is attached to a mail."""

from __future__ import annotations

import io
from email.message import Message
from typing import IO

from archive.messages import containers as messages
from indexer.blocks import Unreadable
from indexer.containers import Unpacking
from indexer.mime import FORWARDED, attached, body_of, header_text, parsed, parts_of


def unpack(file: IO[bytes], unpacking: Unpacking) -> None:
    """Unpack the files that are attached, and the mails that are forwarded, as files."""
    try:
        for part in attached(parsed(file.read())):
            unpacking.add(_name(part), io.BytesIO(_content(part)))
    except RecursionError as error:
        raise Unreadable(*messages.MAIL_TOO_DEEP) from error


def _name(part: Message) -> str:
    name = header_text(part.get_filename())
    if part.get_content_type() != FORWARDED:
        return name or messages.ATTACHMENT
    return name or header_text(_forwarded(part)["Subject"]) + ".eml"


def _content(part: Message) -> bytes:
    if part.get_content_type() != FORWARDED:
        return body_of(part)
    return _forwarded(part).as_bytes()


def _forwarded(part: Message) -> Message:
    return next(iter(parts_of(part)), part)
