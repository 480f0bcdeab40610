"""OFD files built for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.6
"""The height of the letters of a text, in mm."""


@dataclass(frozen=True)
class Sheet:
    """A page: its objects, and the ids of the templates it stands on."""

    objects: str
    templates: Sequence[str] = ()
    area: str = ""


@dataclass(frozen=True)
class Document:
    """A document: its pages, its templates by their ids, its images by theirs, as parts."""

    pages: Sequence[Sheet]
    templates: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)


def text(left: float, top: float, written: str, **attributes: str) -> str:
    """A text object whose letters are set side by side, its upper left corner in mm."""
    steps = " ".join(f"{SIZE if ord(letter) > 255 else SIZE / 2:g}" for letter in written[:-1])
    return pieces(left, top, code(written, DeltaX=steps), **attributes)


def pieces(left: float, top: float, *codes: str, **attributes: str) -> str:
    """A text object of several pieces."""
    named = {"Boundary": f"{left:g} {top:g} 150 8", "Size": f"{SIZE:g}", **attributes}
    return f"<ofd:TextObject{_written(named)}>{''.join(codes)}</ofd:TextObject>"


def code(written: str, **attributes: str) -> str:
    """A piece of a text object."""
    named = {"X": "0", "Y": f"{SIZE:g}", **attributes}
    return f"<ofd:TextCode{_written(named)}>{escape(written)}</ofd:TextCode>"


def path(data: str, boundary: str = "0 0 210 297", **attributes: str) -> str:
    """A drawing."""
    named = {"Boundary": boundary, **attributes}
    return (
        f"<ofd:PathObject{_written(named)}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )


def grid(columns: Sequence[float], lines: Sequence[float]) -> str:
    """The rules of a table with its columns' and rows' edges at these places."""
    upright = [f"M {x:g} {lines[0]:g} L {x:g} {lines[-1]:g}" for x in columns]
    level = [f"M {columns[0]:g} {y:g} L {columns[-1]:g} {y:g}" for y in lines]
    return "".join(map(path, upright + level))


def image(key: str, boundary: str, matrix: str) -> str:
    """An image."""
    named = {"ResourceID": key, "Boundary": boundary, "CTM": matrix}
    return f"<ofd:ImageObject{_written(named)}/>"


def ofd(*documents: Document | Sequence[Sheet], extra: Mapping[str, bytes] | None = None) -> bytes:
    """A package of these documents; `extra` are parts to add or to put in another's place."""
    parts: dict[str, bytes] = {}
    bodies = ""
    for number, given in enumerate(documents):
        document = given if isinstance(given, Document) else Document(given)
        parts |= _parts(document, f"Doc_{number}")
        bodies += f"<ofd:DocBody><ofd:DocRoot>Doc_{number}/Document.xml</ofd:DocRoot></ofd:DocBody>"
    parts["OFD.xml"] = _xml("OFD", bodies)
    return packed({**parts, **(extra or {})})


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The zip file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def _parts(document: Document, folder: str) -> dict[str, bytes]:
    pages = templates = media = ""
    parts = {f"{folder}/Res/{key}.png": content for key, content in document.images.items()}
    for number, page in enumerate(document.pages):
        stands_on = "".join(f'<ofd:Template TemplateID="{key}"/>' for key in page.templates)
        name = f"Pages/Page_{number}/Content.xml"
        parts[f"{folder}/{name}"] = _page(page.area + stands_on, page.objects)
        pages += f'<ofd:Page ID="{number + 1}" BaseLoc="{name}"/>'
    for key, objects in document.templates.items():
        parts[f"{folder}/Tpls/{key}.xml"] = _page("", objects)
        templates += f'<ofd:TemplatePage ID="{key}" BaseLoc="Tpls/{key}.xml"/>'
    for key in document.images:
        media += (
            f'<ofd:MultiMedia ID="{key}" Type="Image"><ofd:MediaFile>{key}.png</ofd:MediaFile>'
            "</ofd:MultiMedia>"
        )
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f"{area}<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{templates}"
    parts[f"{folder}/PublicRes.xml"] = _xml(
        "Res", f"<ofd:MultiMedias>{media}</ofd:MultiMedias>", ' BaseLoc="Res"'
    )
    parts[f"{folder}/Document.xml"] = _xml(
        "Document",
        f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>",
    )
    return parts


def _page(head: str, objects: str) -> bytes:
    return _xml("Page", f"{head}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>")


def _xml(root: str, content: str, attributes: str = "") -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}<ofd:{root} {NAMESPACE}{attributes}>{content}</ofd:{root}>".encode()


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
