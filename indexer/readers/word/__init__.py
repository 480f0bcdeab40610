"""Reads docx: paragraphs and tables in order, automatic numbers written out as Word shows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from archive.messages import readers as messages
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.readers import html, mhtml, plain, rtf
from indexer.readers.package import DAMAGED, open_package
from indexer.readers.word.document import Document
from indexer.readers.word.ooxml import Parts, ZippedParts, qn, relations

BROKEN: tuple[type[Exception], ...] = (*DAMAGED, AttributeError, TypeError, IndexError)
"""What reading raises of a document that breaks off, or lacks or garbles what matters."""

_MAIN = "word/document.xml"


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each line of each paragraph and each row of each table.

    Notes and text boxes follow the paragraph that refers to them. Raises `Unreadable` for a file
    that is damaged, encrypted or has a part of text beyond the limits. Only the parts that hold
    text, styles and numbers are opened: a lost picture or property does no harm, and documents
    with macros and templates are read alike.
    """
    try:
        with open_package(data) as package:
            if any(member.flag_bits & 1 for member in package.infolist()):
                raise Unreadable(*messages.DOCX_ENCRYPTED)
            return document_in(ZippedParts(package, limits), limits).blocks()
    except BROKEN as error:
        raise Unreadable(*messages.DOCX_DAMAGED) from error


def document_in(parts: Parts, limits: Limits) -> Document:
    """The document that some parts hold; its charts and the like are taken from them as needed."""
    named = (path for _, kind, path in relations(parts, "") if kind == "officeDocument")
    main = next(named, _MAIN)
    targets = relations(parts, main)
    kinds = {kind: path for _, kind, path in reversed(targets)}
    by_id = {identifier: path for identifier, _, path in targets}

    def root(path: str | None) -> Any:
        return parts.root(path) if path else None

    def chunk(identifier: str) -> list[Block]:
        return _chunk(parts.content(by_id[identifier]), limits) if identifier in by_id else []

    return Document(
        body=parts.root(main).find(qn("w:body")),
        styles=root(kinds.get("styles")),
        numbering=root(kinds.get("numbering")),
        notes={kind: root(kinds.get(kind)) for kind in ("footnotes", "endnotes")},
        root=lambda identifier: root(by_id.get(identifier)),
        chunk=chunk,
    )


def _chunk(content: bytes, limits: Limits) -> list[Block]:
    """The blocks of a part in another format; one that cannot be read takes nothing with it."""
    reader = next(reader for sign, reader in _CHUNKS if sign.search(content[:4096]))
    try:
        return reader(content, limits)
    except Unreadable:
        return []


def _read_inner(data: bytes, limits: Limits) -> list[Block]:
    """The blocks of a docx within a docx, without those that it holds in turn."""
    try:
        with open_package(data) as package:
            document = document_in(ZippedParts(package, limits), limits)
            return replace(document, chunk=lambda identifier: []).blocks()
    except BROKEN as error:
        raise Unreadable(*messages.DOCX_DAMAGED) from error


_CHUNKS: tuple[tuple[re.Pattern[bytes], Callable[[bytes, Limits], list[Block]]], ...] = (
    (re.compile(rb"\APK\x03\x04"), _read_inner),
    (re.compile(rb"\A\s*\{\\rtf"), rtf.read),
    (re.compile(rb"(?i)^mime-version\s*:", re.MULTILINE), mhtml.read),
    (re.compile(rb"(?i)<(?:html|body|p|div)[\s>]"), html.read),
    (re.compile(rb""), plain.read),
)
"""What a part in another format is told by, and what reads it; the last fits everything."""
