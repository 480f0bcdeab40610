"""Readers: one module a family of formats, each turning bytes into blocks.

Which one reads a file is decided by what the file holds; its name only tells plain texts apart.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from archive.messages import readers as messages
from indexer.blocks import Block, Unreadable
from indexer.limits import DEFAULTS, Limits
from indexer.readers import html, markdown, pdf, plain, word

Reader = Callable[[bytes, Limits], list[Block]]

READERS: dict[str, Reader] = {
    "docx": word.read,
    "pdf": pdf.read,
    "html": html.read,
    "markdown": markdown.read,
    "plain": plain.read,
}
"""The reader of each kind of content that `kind_of` names."""

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\xfd7zXZ", "archive"),
)
"""How the content of each kind begins."""

ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", "sheet"),
    ("ppt/presentation.xml", "slides"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odt"),
)
"""The member that tells what a zip file is."""

WORD_MEMBER = re.compile(r"word/document\d*\.xml")
"""The main part of a docx; some editors number it."""

TAGGED: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\A\s*MIME-Version:.{0,2000}?multipart/related", re.I | re.S), "mht"),
    (re.compile(rb"\A\s*<\?xml.{0,2000}?<(?:w:wordDocument|pkg:package)", re.S), "word xml"),
    (re.compile(rb"\A\s*<\?xml.{0,2000}?<office:document\b", re.S), "odt"),
)
"""Formats of office programs that are written in text, by how they begin."""

_PDF_HEAD = 1024  # where a PDF may begin, by its standard
_BITMAP = re.compile(rb"\ABM.{4}\x00{4}", re.S)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # an OLE stream's name
_HTML = re.compile(rb"<!doctype\s+html|<(?:html|head|body|div|p|table)[\s>]", re.IGNORECASE)
_HTML_HEAD = 4096


def read_blocks(data: bytes, name: str, limits: Limits = DEFAULTS) -> tuple[str, list[Block]]:
    """The reader's name and the blocks of a file, at least one.

    Raises `Unreadable` for content that no reader reads or that holds no text.
    """
    kind = kind_of(data, name)
    if kind not in READERS:
        raise Unreadable(*messages.UNSUPPORTED[kind])
    blocks = READERS[kind](data, limits)
    if not blocks:
        raise Unreadable(*messages.NO_TEXT)
    return kind, blocks


def kind_of(data: bytes, name: str) -> str:
    """What a file holds: a key of `READERS`, or of the kinds that are known but not supported.

    Raises `Unreadable` for an empty file, an encrypted one and one that is no document.
    """
    if not data.strip():
        raise Unreadable(*messages.EMPTY)
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            if kind == "ole" and _ENCRYPTED_PACKAGE in data:
                raise Unreadable(*messages.DOCX_ENCRYPTED)
            return kind
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "pdf"
    if _BITMAP.match(data):
        return "image"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    return _text_kind(data, PurePath(name).suffix.lower())


def _text_kind(data: bytes, suffix: str) -> str:
    """What a text holds. Raises `Unreadable` where its name promises what it is not."""
    if suffix in (".docx", ".docm"):
        raise Unreadable(*messages.DOCX_DAMAGED)
    if suffix == ".pdf":
        raise Unreadable(*messages.PDF_DAMAGED)
    if suffix in (".md", ".markdown"):
        return "markdown"
    for beginning, kind in TAGGED:
        if beginning.search(data[:_HTML_HEAD]):
            return kind
    # Mail and scripts quote HTML in their midst; a page begins with it.
    tagged = _HTML.search(data[:_HTML_HEAD].replace(b"\x00", b""))
    return "html" if tagged or suffix in (".html", ".htm", ".shtml") else "plain"


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = set(file.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Unreadable(*messages.DOCX_DAMAGED) from error
    if any(map(WORD_MEMBER.fullmatch, names)):
        return "docx"
    return next((kind for member, kind in ZIP_MEMBERS if member in names), "archive")
