"""Word documents built part by part for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from indexer.readers.word.ooxml import NAMESPACES

DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run; `properties` is what stands in its w:pPr."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text; `properties` is what stands in its w:rPr."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def part(root: str, content: str) -> str:
    """A part of the document: its root element, with the namespaces declared, and what it holds."""
    return f"<{root} {DECLARED}>{content}</{root}>"


def document(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A docx with that body. `parts` are its other parts by the kind that names them.

    A kind may be followed by the part's ending (aFChunk.html); its identifier is the kind.
    """
    members: dict[str, str | bytes] = {
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": part("w:document", f"<w:body>{body}</w:body>"),
    }
    names = {}
    for kind, content in (parts or {}).items():
        name = kind if "." in kind else f"{kind}.xml"
        names[kind.partition(".")[0]] = name
        members[f"word/{name}"] = content
    members["word/_rels/document.xml.rels"] = _relations(names)
    members["[Content_Types].xml"] = _types(names)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return file.getvalue()


def _relations(names: Mapping[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{name}"/>'
        for kind, name in names.items()
    )
    schema = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{schema}">{listed}</Relationships>'


def _types(names: Mapping[str, str]) -> str:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    listed = "".join(
        f'<Override PartName="/word/{name}" ContentType="{main}.{kind}+xml"/>'
        for kind, name in {"document.main": "document.xml", **names}.items()
        if name.endswith(".xml")
    )
    default = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{default}"/>{listed}</Types>'
    )
