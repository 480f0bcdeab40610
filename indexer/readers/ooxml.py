"""The package of a docx: its parts, how they name each other, and the names of their elements."""

from __future__ import annotations

import posixpath
import zipfile
from typing import Any

from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_NAMESPACE = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


def qn(name: str) -> str:
    """The name of an element or attribute as lxml spells it: w:p with its namespace."""
    return f"{{{NAMESPACE}}}{name.removeprefix('w:')}"


def related(package: zipfile.ZipFile, part: str, kind: str) -> str | None:
    """The name of the part that a part (the package itself: "") names as its document, styles …

    None where it names none, or one that the package lacks.
    """
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    for relation in part_root(package, relations) if relations in package.namelist() else ():
        if (relation.get("Type") or "").endswith(f"/{kind}"):
            target = posixpath.join("/", folder, relation.get("Target") or "")
            found = posixpath.normpath(target).lstrip("/")
            return found if found in package.namelist() else None
    return None


def part_root(package: zipfile.ZipFile, name: str | None) -> Any:
    """The root of a part, None for no part.

    Entities stay unresolved and libxml2's own limits on size and depth hold. Raises `KeyError` for
    a part that is not there, and what `zipfile` and `lxml` raise for one that is damaged.
    """
    if name is None:
        return None
    # The strict variant of the format differs, for text, in the namespace alone.
    content = package.read(name).replace(STRICT_NAMESPACE, NAMESPACE.encode())
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
