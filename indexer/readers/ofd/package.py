"""The package of an OFD (GB/T 33190): its documents, pages, templates and resources."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from archive.messages import readers as messages
from indexer.blocks import Unreadable
from indexer.limits import Limits
from indexer.readers.package import open_package, part, xml_root

A4 = (210.0, 297.0)
ENCRYPTED = "encryptions.xml"
"""The part, in lower case, that lists which of the others are encrypted."""

_LARGEST = 1e6  # mm; what lies further out is no place on a page


def local(element: Any) -> str:
    """An element's name without its namespace, of which old writers use their own."""
    return str(element.tag).rpartition("}")[2]


def children(element: Any, name: str) -> Iterator[Any]:
    """The children of that name; none of no element."""
    return (one for one in (() if element is None else element) if local(one) == name)


def child(element: Any, *names: str) -> Any:
    """The first child of the first name, its first child of the next …, None where one lacks."""
    for name in names:
        element = next(children(element, name), None)
    return element


def text_of(element: Any) -> str:
    """An element's text without blanks around it, "" for no element."""
    return "" if element is None else (element.text or "").strip()


def number(text: str | None, default: float = 0.0) -> float:
    """A number as XML writes it; the default for what is none or too large for a place."""
    try:
        value = float(text or "")
    except ValueError:
        return default
    return value if abs(value) < _LARGEST else default


def numbers(text: str | None) -> tuple[float, ...]:
    """Numbers that blanks part."""
    return tuple(map(number, (text or "").split()))


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages draw by its id: composite graphics, and the parts that hold images."""

    graphics: dict[str, Any] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)


@dataclass
class Package:
    """A package and how much of it has been unpacked."""

    file: zipfile.ZipFile
    limits: Limits
    unpacked: int = 0

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the parts by their lower case: writers name them in another than theirs."""
        return {name.replace("\\", "/").lower(): name for name in self.file.namelist()}

    def name(self, location: str, origin: str = "") -> str:
        """The part that another one (`origin`) names by its location, absolute or relative."""
        location = location.strip().replace("\\", "/")
        path = posixpath.join("/", posixpath.dirname(origin), location)
        return posixpath.normpath(path).lstrip("/")

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self.names

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises `KeyError` for none, `Unreadable` beyond the limits."""
        content = part(self.file, self.names[name.lower()], self.limits)
        self.unpacked += len(content)
        if self.unpacked > self.limits.unpacked_bytes:
            raise Unreadable(*messages.PART_TOO_LARGE)
        return content

    def root(self, name: str) -> Any:
        """The root element of a part."""
        return xml_root(self.read(name))


@dataclass
class Document:
    """One of the documents of a package: its pages, and what they share."""

    package: Package
    name: str

    @cached_property
    def root(self) -> Any:
        """The root of its main part."""
        return self.package.root(self.name)

    @cached_property
    def page_names(self) -> list[tuple[str, str]]:
        """The id and the part of each page."""
        return [
            (page.get("ID") or "", self.package.name(page.get("BaseLoc") or "", self.name))
            for page in children(child(self.root, "Pages"), "Page")
        ]

    @cached_property
    def size(self) -> tuple[float, float]:
        """The size of pages that state none, in mm."""
        return page_size(child(self.root, "CommonData", "PageArea")) or A4

    @cached_property
    def templates(self) -> dict[str, Any]:
        """The root of each template page by its id; those that are not there left out."""
        named = children(child(self.root, "CommonData"), "TemplatePage")
        parts = {one.get("ID"): one.get("BaseLoc") or "" for one in named}
        return {key: root for key, root in self._roots(parts.items()) if key}

    @cached_property
    def annotations(self) -> dict[str, list[Any]]:
        """The annotations of each page by its id."""
        found: dict[str, list[Any]] = {}
        for listed in children(self.root, "Annotations"):
            name = self.package.name(text_of(listed), self.name)
            for page in self.package.root(name) if self.package.has(name) else ():
                key = page.get("PageID") or ""
                named = [(key, text_of(one)) for one in children(page, "FileLoc")]
                for _, root in self._roots(named, name):
                    found.setdefault(key, []).extend(children(root, "Annot"))
        return found

    def resources(self, page: Any, page_name: str) -> Resources:
        """What a page can draw: the document's resources and its own."""
        found = Resources(dict(self._shared.graphics), dict(self._shared.images))
        for listed in children(page, "PageRes"):
            self._add(found, self.package.name(text_of(listed), page_name))
        return found

    @cached_property
    def _shared(self) -> Resources:
        found = Resources()
        for kind in ("PublicRes", "DocumentRes"):
            for listed in children(child(self.root, "CommonData"), kind):
                self._add(found, self.package.name(text_of(listed), self.name))
        return found

    def _add(self, found: Resources, name: str) -> None:
        if not self.package.has(name):
            return
        root = self.package.root(name)
        for kind in root:
            for one in kind:
                key = one.get("ID") or ""
                if local(one) == "CompositeGraphicUnit":
                    found.graphics[key] = one
                elif local(one) == "MultiMedia":
                    location = text_of(child(one, "MediaFile"))
                    folder = posixpath.join(root.get("BaseLoc") or "", location)
                    # By the standard below the resources' folder; some writers name it again.
                    paths = [self.package.name(path, name) for path in (folder, location)]
                    found.images[key] = next(filter(self.package.has, paths), paths[0])

    def _roots(
        self, parts: Iterable[tuple[str | None, str]], origin: str | None = None
    ) -> Iterator[tuple[str | None, Any]]:
        for key, location in parts:
            name = self.package.name(location, origin or self.name)
            if self.package.has(name):
                yield key, self.package.root(name)


def page_size(area: Any) -> tuple[float, float] | None:
    """The width and height in mm that a page's area states."""
    box = numbers(text_of(child(area, "PhysicalBox")))
    return (box[2], box[3]) if len(box) == 4 and min(box[2:]) > 0 else None


def documents(data: bytes, limits: Limits) -> list[Document]:
    """The documents in a file's bytes.

    Raises `Unreadable` for an encrypted package and one of too many pages, and one of
    `package.DAMAGED` for what is broken, as all reading from the documents does.
    """
    package = Package(open_package(data), limits)
    if package.has(ENCRYPTED) or any(one.flag_bits & 1 for one in package.file.infolist()):
        raise Unreadable(*messages.OFD_ENCRYPTED)
    roots = [
        package.name(text_of(child(body, "DocRoot")))
        for body in children(package.root("OFD.xml"), "DocBody")
    ]
    found = [Document(package, name) for name in roots if name]
    if sum(len(document.page_names) for document in found) > limits.pages:
        reason, remedy = messages.TOO_MANY_PAGES
        raise Unreadable(reason.format(most=limits.pages), remedy)
    if not found:
        raise Unreadable(*messages.OFD_DAMAGED)
    return found
