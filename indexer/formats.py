"""The formats that the archive knows: how content tells each, and what reads or unpacks it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from archive.messages import readers as messages
from indexer.blocks import Block, Unreadable
from indexer.containers import Unpacker, Unpacking, tar
from indexer.containers import mail as attachments
from indexer.containers import zip as zip_archive
from indexer.content import Content
from indexer.limits import Limits
from indexer.mime import is_mail
from indexer.readers import (
    doc,
    html,
    image,
    mail,
    markdown,
    mhtml,
    odt,
    ofd,
    office,
    pdf,
    plain,
    rtf,
    word,
    word_xml,
)

Reader = Callable[[bytes, Limits], list[Block]]
"""Reads a file. Raises `Unreadable`, and for pages that only OCR can read `NeedsOcr`."""

Tell = Callable[[Content], object]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is told, what reads its text, what unpacks the files in it.

    A mail has both. One that has neither is refused with a reason and a remedy.
    """

    kind: str
    is_it: Tell
    read: Reader | None = None
    unpack: Unpacker | None = None
    refusal: tuple[str, str] | None = None


def begins(*signatures: bytes) -> Tell:
    """Told by the first bytes."""
    return lambda content: content.head.startswith(signatures)


def matches(pattern: bytes) -> Tell:
    """Told by a text that its beginning matches, blanks before it passed over."""
    compiled = re.compile(rb"\s*" + pattern, re.IGNORECASE | re.DOTALL)
    return lambda content: compiled.match(content.text_head)


def zip_with(pattern: str) -> Tell:
    """A zip file told by the name of one of its members."""
    member = re.compile(pattern)
    return lambda content: content.zip_names and any(map(member.fullmatch, content.zip_names))


def ole(kind: str) -> Tell:
    """An OLE file told by its streams."""
    return lambda content: content.ole_kind == kind


def named(*suffixes: str) -> Tell:
    """Told by its name: what looks the same as plain text."""
    return lambda content: content.suffix in suffixes


def holds_html(content: Content) -> bool:
    """Told by the elements that a page begins with."""
    return _HTML.search(content.text_head) is not None


_HTML = re.compile(rb"<!doctype\s+html|<(?:html|head|body|div|p|table)[\s>]", re.IGNORECASE)


def _unpack_7z(file: IO[bytes], unpacking: Unpacking) -> None:
    # Its library takes a tenth of a second to load, and few loads meet a 7z.
    from indexer.containers.sevenzip import unpack

    unpack(file, unpacking)


_PICTURES = (
    *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a"),
    *(b"II*\x00", b"MM\x00*"),
)
_BITMAP = re.compile(rb"BM.{4}\x00{4}|RIFF.{4}WEBP", re.DOTALL)
_WORD_XML = rb"<\?xml.*?schemas\.microsoft\.com/office/(?:word/2003/wordml|2006/xmlPackage)"

FORMATS: tuple[Format, ...] = (
    Format("doc", ole("word"), read=doc.read),
    Format("works", ole("works"), read=office.read),
    Format("encrypted", ole("encrypted"), refusal=messages.DOCX_ENCRYPTED),
    Format("sheet", ole("sheet"), refusal=messages.SHEET),
    Format("slides", ole("slides"), refusal=messages.SLIDES),
    Format("outlook", ole("mail message"), refusal=messages.OUTLOOK),
    Format("ole", ole("ole"), read=office.read),
    Format("works", begins(b"\x01\xfe\x32", b"\x01\xfe\x33"), read=office.read),
    Format("docx", zip_with(r"word/document\d*\.xml"), read=word.read),
    Format("sheet", zip_with(r"xl/workbook\.(?:xml|bin)"), refusal=messages.SHEET),
    Format("slides", zip_with(r"ppt/presentation\.xml"), refusal=messages.SLIDES),
    Format("ofd", zip_with(r"(?i:ofd\.xml)"), read=ofd.read),
    Format("odt", zip_with(r"content\.xml"), read=odt.read),
    Format("zip", lambda content: content.zip_names is not None, unpack=zip_archive.unpack),
    Format("7z", begins(b"7z\xbc\xaf\x27\x1c"), unpack=_unpack_7z),
    Format("tar", begins(*tar.COMPRESSED), unpack=tar.unpack),
    Format("tar", lambda content: tar.is_tar(content.head), unpack=tar.unpack),
    Format("rar", begins(b"Rar!"), refusal=messages.RAR),
    Format("image", begins(*_PICTURES), read=image.read),
    Format("image", lambda content: _BITMAP.match(content.head), read=image.read),
    Format("pdf", lambda content: b"%PDF-" in content.head[:1024], read=pdf.read),
    Format("rtf", matches(rb"\{\\rtf"), read=rtf.read),
    Format("damaged zip", begins(b"PK\x03\x04"), refusal=messages.PACKAGE_DAMAGED),
    Format("locked", lambda content: b"E-SafeNet" in content.head[:512], refusal=messages.LOCKED),
    Format("locked", begins(b"%TSD-Header-###%"), refusal=messages.LOCKED),
    Format("mail", lambda content: is_mail(content.text_head), mail.read, attachments.unpack),
    Format("mhtml", matches(mhtml.BEGINNING), read=mhtml.read),
    Format("word xml", matches(_WORD_XML), read=word_xml.read),
    Format("odt", matches(rb"<\?xml.*?<office:document\b"), read=odt.read),
    Format("markdown", named(".md", ".markdown"), read=markdown.read),
    # Mail and scripts quote HTML in their midst; a page begins with it.
    Format("html", holds_html, read=html.read),
    Format("html", named(".html", ".htm", ".shtml"), read=html.read),
    # What is left of a PDF without its beginning would pass for text, and so would a few bytes.
    Format("damaged pdf", named(".pdf"), refusal=messages.PDF_DAMAGED),
    Format("damaged docx", named(".docx", ".docm"), refusal=messages.DOCX_DAMAGED),
    Format("damaged zip", named(".odt", ".ofd", ".zip"), refusal=messages.PACKAGE_DAMAGED),
    Format("plain", lambda content: True, read=plain.read),
)
"""The first that fits is the one; the last fits everything."""


def format_of(content: Content) -> Format:
    """What a file is. Raises `Unreadable` for an empty one."""
    if content.is_blank:
        raise Unreadable(*messages.EMPTY)
    return next(one for one in FORMATS if one.is_it(content))
