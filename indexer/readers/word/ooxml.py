"""The parts of a Word document: how they name each other, and the names of their elements."""

from __future__ import annotations

import posixpath
import zipfile
from typing import Any, Protocol

from indexer.limits import Limits
from indexer.readers.package import part, xml_root

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
}
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": NAMESPACES["w"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": NAMESPACES["m"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": NAMESPACES["r"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": NAMESPACES["a"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/chart": NAMESPACES["c"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/diagram": NAMESPACES["dgm"].encode(),
}
"""The namespaces of the strict variant, which differs, for text, in them alone."""

_STRICT_SIGN = b"http://purl.oclc.org/ooxml"
_OFF = ("0", "false", "off")


class Parts(Protocol):
    """The parts of a document by their names, wherever they are kept."""

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""

    def content(self, name: str) -> bytes:
        """A part's bytes. Raises `KeyError` for one that is not there."""

    def root(self, name: str) -> Any:
        """The root element of a part; raises what the package and lxml raise for a broken one."""


class ZippedParts:
    """The parts of a docx; their names count whatever their case, as Word takes them."""

    def __init__(self, package: zipfile.ZipFile, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._names = {name.replace("\\", "/").lower(): name for name in package.namelist()}

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.lower() in self._names

    def content(self, name: str) -> bytes:
        """A part's bytes, within the limits."""
        return part(self._package, self._names[name.lower()], self._limits)

    def root(self, name: str) -> Any:
        """The root element of a part."""
        return parsed(self.content(name))


def parsed(content: bytes) -> Any:
    """The root element of a part's XML, in the namespaces of the common variant."""
    if _STRICT_SIGN in content:
        for strict, common in STRICT.items():
            content = content.replace(strict, common)
    return xml_root(content)


def qn(name: str) -> str:
    """The name of an element or attribute as lxml spells it: w:p with its namespace."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def relations(parts: Parts, name: str) -> list[tuple[str, str, str]]:
    """The parts that a part (the package itself: "") names: identifier, kind, name of each.

    Those that the package lacks, such as lost pictures and links to the web, are left out.
    """
    folder, file = posixpath.split(name)
    listed = posixpath.join(folder, "_rels", f"{file}.rels")
    found = []
    for relation in parts.root(listed) if parts.has(listed) else ():
        target = posixpath.join("/", folder, relation.get("Target") or "")
        path = posixpath.normpath(target).lstrip("/")
        if parts.has(path):
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found.append((relation.get("Id") or "", kind, path))
    return found


def is_on(element: Any) -> bool:
    """Whether a property that is there is switched on: without a value it is."""
    return element is not None and element.get(qn("w:val")) not in _OFF


def number_of(text: str | None, default: int = 0) -> int:
    """A whole number as an attribute states it, the default for none and for what is no number."""
    try:
        return int(text or default)
    except ValueError:
        return default
