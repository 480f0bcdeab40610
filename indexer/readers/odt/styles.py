"""What the styles of an OpenDocument text say of a paragraph: title, alignment, list, hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indexer.readers.odt.names import qn
from indexer.readers.word.ooxml import number_of

_RIGHT = ("end", "right")  # of text that runs from left to right
_GROUPS = ("office:styles", "office:automatic-styles")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style comes to, what it is based on included.

    `heading` is the outline level that the style gives to what is a plain paragraph otherwise.
    """

    heading: int | None = None
    alignment: str = ""
    list_name: str | None = None
    hidden: bool = False

    @property
    def centered(self) -> bool:
        """Whether its text is centered."""
        return self.alignment == "center"

    @property
    def right(self) -> bool:
        """Whether its text ends at the right margin."""
        return self.alignment in _RIGHT


class Styles:
    """The styles of a document by family and name.

    `roots` are the parts that define styles, the stronger ones later: styles.xml, content.xml.
    """

    def __init__(self, *roots: Any) -> None:
        groups = [found for root in roots for found in map(root.find, map(qn, _GROUPS))]
        # What styles.xml keeps under automatic styles is for its headers and footers alone, and
        # content.xml defines the same names for itself, later.
        self._elements = [child for group in groups if group is not None for child in group]
        self._styles = {
            (one.get(qn("style:family")), one.get(qn("style:name"))): one
            for one in self._elements
            if one.tag == qn("style:style")
        }
        self._known: dict[tuple[str, str | None], Style] = {}

    def of(self, family: str, name: str | None) -> Style:
        """The style of a family: paragraph, text, section; the default one for no name."""
        if (family, name) not in self._known:
            self._known[family, name] = self._resolved(family, name)
        return self._known[family, name]

    @cached_property
    def lists(self) -> dict[str, Any]:
        """The list styles by their names."""
        found = [one for one in self._elements if one.tag == qn("text:list-style")]
        return {one.get(qn("style:name")): one for one in found}

    @cached_property
    def outline(self) -> Any:
        """The list style of headings, None for a document without one."""
        found = [one for one in self._elements if one.tag == qn("text:outline-style")]
        return found[0] if found else None

    def _resolved(self, family: str, name: str | None) -> Style:
        chain = list(self._chain(family, name))
        names = {one.get(qn("style:name")) for one in chain}
        level = _stated([one.get(qn("style:default-outline-level")) for one in chain])
        defaults = [
            one
            for one in self._elements
            if one.tag == qn("style:default-style") and one.get(qn("style:family")) == family
        ]
        holders = [*chain, *defaults]
        alignment = _stated(
            _properties(holders, "style:paragraph-properties", "fo:text-align"), empty=False
        )
        display = _stated(_properties(holders, "style:text-properties", "text:display"))
        section = _stated(_properties(holders, "style:section-properties", "text:display"))
        return Style(
            heading=0 if "Title" in names else number_of(level) or None,
            alignment=alignment or "",
            list_name=_stated([one.get(qn("style:list-style-name")) for one in chain]),
            hidden="none" in (display, section),
        )

    def _chain(self, family: str, name: str | None) -> Iterator[Any]:
        """The style, what that is based on, and so on."""
        seen = set()
        style = self._styles.get((family, name))
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            yield style
            style = self._styles.get((family, style.get(qn("style:parent-style-name"))))


def _properties(styles: list[Any], group: str, name: str) -> list[str | None]:
    found = [style.find(qn(group)) for style in styles]
    return [one.get(qn(name)) if one is not None else None for one in found]


def _stated(values: list[str | None], empty: bool = True) -> str | None:
    """The first value that is stated; an empty one counts, unless told otherwise."""
    return next((value for value in values if value or (empty and value is not None)), None)
