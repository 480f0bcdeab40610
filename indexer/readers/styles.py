"""What the styles of a docx say of a paragraph: outline level, alignment, list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.readers.ooxml import qn

_BODY_LEVEL = 9  # the outline level that Word gives to plain text


class Styles:
    """The styles of a document by their identifiers, with what each is based on.

    `element` is the root of styles.xml, None for a document without one.
    """

    def __init__(self, element: Any) -> None:
        styles = element.findall(qn("w:style")) if element is not None else []
        self._by_id = {style.get(qn("w:styleId")): style for style in styles}
        self._default = next(
            (
                style
                for style in self._by_id.values()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) == "1"
            ),
            None,
        )

    def heading(self, paragraph: Any) -> int | None:
        """The outline level: 0 for the title, 1 and on for headings, None for plain text."""
        level = self.value(paragraph, "w:outlineLvl")
        if level is not None:
            return int(level) + 1 if int(level) < _BODY_LEVEL else None
        names = [_name(style) for style in self.chain(paragraph)]
        return 0 if "title" in names else None

    def alignment(self, paragraph: Any) -> str | None:
        """The paragraph's alignment as the file spells it: center, right, both …"""
        return self.value(paragraph, "w:jc")

    def value(self, paragraph: Any, tag: str) -> str | None:
        """The value of a paragraph property, its own or the nearest style's."""
        for holder in (paragraph, *self.chain(paragraph)):
            found = property_of(holder, "w:pPr", tag)
            if found is not None:
                value: str | None = found.get(qn("w:val"))
                return value
        return None

    def list_of(self, style_id: str) -> str | None:
        """The list (numId) that a style belongs to."""
        style = self._by_id.get(style_id)
        numbers = property_of(style, "w:pPr", "w:numPr") if style is not None else None
        named = numbers.find(qn("w:numId")) if numbers is not None else None
        value: str | None = named.get(qn("w:val")) if named is not None else None
        return value

    def chain(self, paragraph: Any) -> Iterator[Any]:
        """The paragraph's style, what that is based on, and so on."""
        named = property_of(paragraph, "w:pPr", "w:pStyle")
        style = self._by_id.get(named.get(qn("w:val"))) if named is not None else self._default
        seen = set()
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            yield style
            based_on = style.find(qn("w:basedOn"))
            style = self._by_id.get(based_on.get(qn("w:val"))) if based_on is not None else None


def property_of(holder: Any, group: str, tag: str) -> Any:
    """The property element of a paragraph, cell or style, None where it has none."""
    properties = holder.find(qn(group))
    return properties.find(qn(tag)) if properties is not None else None


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return str(name.get(qn("w:val"), "")).lower() if name is not None else ""
