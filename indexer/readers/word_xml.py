"""Reads Word documents in a single XML file: that of Word 2003, and the parts of a docx (flat)."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from lxml import etree

from archive.messages import readers as messages
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.readers.numbering import format_of
from indexer.readers.word import BROKEN, document_in
from indexer.readers.word.document import Document
from indexer.readers.word.lists import STATED
from indexer.readers.word.ooxml import NAMESPACES, number_of, parsed, qn
from indexer.readers.word.shown import drop

_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_HINTS = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_ANNOTATION = "{http://schemas.microsoft.com/aml/2001/core}annotation"

_PICTURE = re.compile(rb">[A-Za-z0-9+/=\s]{1000000,}<")
"""Pictures, written in letters: more of them than libxml2 takes for one text."""

_RENAMED = {
    "w:listPr": "w:numPr",
    "w:ilfo": "w:numId",
    "w:listDef": "w:abstractNum",
    "w:list": "w:num",
    "w:ilst": "w:abstractNumId",
    "w:listStyleLink": "w:numStyleLink",
    "w:nfc": "w:numFmt",
    "w:vmerge": "w:vMerge",
    "w:hmerge": "w:hMerge",
}
"""The elements of Word 2003 that Word names otherwise since."""

_ATTRIBUTES = {"w:listDefId": "w:abstractNumId", "w:ilfo": "w:numId"}
_CHANGES = {"Word.Deletion": "w:del", "Word.Formatting": "w:rPrChange", "Word.Comment": "w:del"}
_NOTES = {"w:footnote": "w:footnoteReference", "w:endnote": "w:endnoteReference"}
_SIGN = re.compile(r"[^\W_]|[\u2460-\u24ff\u3200-\u32ff]")
_SIGN_FONTS = ("wingdings", "symbol", "webdings")


def read(data: bytes, limits: Limits) -> list[Block]:
    """The same blocks as of the docx that Word makes of it.

    Raises `Unreadable` for a file that is damaged or holds no document.
    """
    try:
        root = parsed(_PICTURE.sub(b"><", data).replace(_WORD_2003, NAMESPACES["w"].encode()))
        if root.tag == f"{_PACKAGE}package":
            return document_in(_FlatParts(root), limits).blocks()
        return _document_of_2003(root).blocks()
    except BROKEN as error:
        raise Unreadable(*messages.WORD_XML_DAMAGED) from error


class _FlatParts:
    """The parts of a docx, one below the other in one file."""

    def __init__(self, root: Any) -> None:
        self._parts = {
            (part.get(f"{_PACKAGE}name") or "").lstrip("/").lower(): part
            for part in root.iter(f"{_PACKAGE}part")
        }

    def has(self, name: str) -> bool:
        return name.lower() in self._parts

    def root(self, name: str) -> Any:
        holder = self._parts[name.lower()].find(f"{_PACKAGE}xmlData")
        return holder[0]

    def content(self, name: str) -> bytes:
        data = self._parts[name.lower()].findtext(f"{_PACKAGE}binaryData")
        if data is None:
            return bytes(etree.tostring(self.root(name)))
        try:
            return base64.b64decode(data)
        except binascii.Error as error:
            raise KeyError(name) from error


def _document_of_2003(root: Any) -> Document:
    """The document in the names that Word gives its elements since 2007."""
    for element in list(root.iter(qn("w:hdr"), qn("w:ftr"))):
        drop(element)
    for element in list(root.iter(_ANNOTATION)):
        if change := _CHANGES.get(element.get(qn("w:type")) or ""):
            element.tag = qn(change)
    for old, new in _RENAMED.items():
        for element in root.iter(qn(old)):
            element.tag = qn(new)
            for attribute, name in _ATTRIBUTES.items():
                if (value := element.get(qn(attribute))) is not None:
                    element.set(qn(name), value)
    for level in root.iter(qn("w:numFmt")):
        level.set(qn("w:val"), format_of(number_of(level.get(qn("w:val")))))
    for numbers in root.iter(qn("w:numPr")):
        if (shown := _shown_number(numbers)) is not None:
            numbers.set(STATED, shown)
    body = root.find(qn("w:body"))
    return Document(
        body=body,
        styles=root.find(qn("w:styles")),
        numbering=root.find(qn("w:lists")),
        notes={name[2:] + "s": _notes(body, name) for name in _NOTES} if body is not None else {},
    )


def _shown_number(numbers: Any) -> str | None:
    """The number that Word wrote down as shown, "" for a bullet, None where it wrote none."""
    shown = numbers.find(f"{_HINTS}t")
    if shown is None:
        return None
    text: str = shown.get(f"{_HINTS}val") or ""
    font = numbers.find(f"{_HINTS}font")
    name = (font.get(f"{_HINTS}val") or "").lower() if font is not None else ""
    return text if _SIGN.search(text) and not name.startswith(_SIGN_FONTS) else ""


def _notes(body: Any, name: str) -> Any:
    """The notes out of the midst of the text, which is left with references to them."""
    root = etree.Element(qn("w:body"))
    for i, note in enumerate(list(body.iter(qn(name)))):
        reference = etree.Element(qn(_NOTES[name]))
        reference.set(qn("w:id"), str(i))
        note.addprevious(reference)
        note.set(qn("w:id"), str(i))
        root.append(note)
    return root
