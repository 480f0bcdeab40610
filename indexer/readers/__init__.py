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
from indexer.readers import html, markdown, pdf, plain, word

Reader = Callable[[bytes], list[Block]]

READERS: dict[str, Reader] = {
    "docx": word.read,
    "pdf": pdf.read,
    "html": html.read,
    "markdown": markdown.read,
    "plain": plain.read,
}
"""The reader of each kind of content that `kind_of` names."""

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\xfd7zXZ", "archive"),
)
"""How the content of each kind begins."""

ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "sheet"),
    ("ppt/presentation.xml", "slides"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odt"),
)
"""The member that tells what a zip file is."""

_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # an OLE stream's name
_HTML = re.compile(rb"<!doctype\s+html|<(?:html|head|body|div|p|table)[\s>]", re.IGNORECASE)
_HTML_HEAD = 4096


def read_blocks(data: bytes, name: str) -> tuple[str, list[Block]]:
    """The reader's name and the blocks of a file, at least one.

    Raises `Unreadable` for content that no reader reads or that holds no text.
    """
    kind = kind_of(data, name)
    if kind not in READERS:
        raise Unreadable(*messages.UNSUPPORTED[kind])
    blocks = READERS[kind](data)
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
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if PurePath(name).suffix.lower() in (".docx", ".docm"):
        raise Unreadable(*messages.DOCX_DAMAGED)
    if PurePath(name).suffix.lower() == ".pdf":
        raise Unreadable(*messages.PDF_DAMAGED)
    if PurePath(name).suffix.lower() in (".md", ".markdown"):
        return "markdown"
    # Mail and scripts quote HTML in their midst; a page begins with it.
    return "html" if _HTML.search(data[:_HTML_HEAD].replace(b"\x00", b"")) else "plain"


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = set(file.namelist())
    except zipfile.BadZipFile as error:
        raise Unreadable(*messages.DOCX_DAMAGED) from error
    return next((kind for member, kind in ZIP_MEMBERS if member in names), "archive")
