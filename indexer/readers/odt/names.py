"""The names of OpenDocument elements and attributes, as lxml spells them."""

from __future__ import annotations

from functools import cache

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = {
    "office": f"{_OASIS}:office:1.0",
    "style": f"{_OASIS}:style:1.0",
    "text": f"{_OASIS}:text:1.0",
    "table": f"{_OASIS}:table:1.0",
    "draw": f"{_OASIS}:drawing:1.0",
    "fo": f"{_OASIS}:xsl-fo-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


@cache
def qn(name: str) -> str:
    """text:p with its namespace."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def names(prefix: str, locals_: str) -> frozenset[str]:
    """Several elements of one namespace, their local names parted by blanks."""
    return frozenset(qn(f"{prefix}:{local}") for local in locals_.split())
