"""What the styles of a docx say of a paragraph: outline level, alignment, list, whether hidden."""

from __future__ import annotations

import re
from typing import Any

from indexer.readers.word.ooxml import is_on, number_of, qn

_BODY_LEVEL = 9  # the outline level that Word gives to plain text
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])")
_VAL, _ID, _PPR, _STYLE = qn("w:val"), qn("w:styleId"), qn("w:pPr"), qn("w:pStyle")
_OUTLINE, _ALIGNMENT, _VANISH = qn("w:outlineLvl"), qn("w:jc"), qn("w:vanish")


class Styles:
    """The styles of a document by their identifiers, with what each is based on.

    `element` is the root of styles.xml, None for a document without one.
    """

    def __init__(self, element: Any) -> None:
        styles = element.findall(qn("w:style")) if element is not None else []
        self._by_id = {style.get(_ID): style for style in styles}
        self._default = next(
            (
                style_id
                for style_id, style in self._by_id.items()
                if style.get(qn("w:type")) == "paragraph"
                and style.get(qn("w:default")) in ("1", "true", "on")
            ),
            None,
        )
        self._chains: dict[str | None, tuple[Any, ...]] = {}
        self._named_headings: dict[str | None, int | None] = {}
        self._values: dict[tuple[str | None, str], str | None] = {}

    def heading(self, properties: Any) -> int | None:
        """The outline level: 0 for the title, 1 and on for headings, None for plain text.

        `properties` here and below are a paragraph's own (w:pPr), None for one without.
        """
        level = self.value(properties, _OUTLINE)
        if level is not None:
            return number_of(level) + 1 if 0 <= number_of(level) < _BODY_LEVEL else None
        style_id = self.style_of(properties)
        if style_id not in self._named_headings:
            self._named_headings[style_id] = self._named_heading(style_id)
        return self._named_headings[style_id]

    def alignment(self, properties: Any) -> str | None:
        """The paragraph's alignment as the file spells it: center, right, both …"""
        return self.value(properties, _ALIGNMENT)

    def value(self, properties: Any, tag: str) -> str | None:
        """The value of a paragraph property, its own or the nearest style's."""
        own = properties.find(tag) if properties is not None else None
        if own is not None:
            stated: str | None = own.get(_VAL)
            return stated
        key = (self.style_of(properties), tag)
        if key not in self._values:
            self._values[key] = self._style_value(*key)
        return self._values[key]

    def style_of(self, properties: Any) -> str | None:
        """The identifier of a paragraph's style, the default one's where it names none."""
        named = properties.find(_STYLE) if properties is not None else None
        return named.get(_VAL) if named is not None else self._default

    def list_of(self, style_id: str | None) -> str | None:
        """The list (numId) that a style itself belongs to."""
        numbers = property_of(self._by_id.get(style_id), "w:pPr", "w:numPr")
        named = numbers.find(qn("w:numId")) if numbers is not None else None
        value: str | None = named.get(_VAL) if named is not None else None
        return value

    def chain(self, style_id: str | None) -> tuple[Any, ...]:
        """A style, what that is based on, and so on."""
        if style_id not in self._chains:
            found: list[Any] = []
            style = self._by_id.get(style_id)
            while style is not None and style not in found:
                found.append(style)
                based_on = style.find(qn("w:basedOn"))
                style = self._by_id.get(based_on.get(_VAL)) if based_on is not None else None
            self._chains[style_id] = tuple(found)
        return self._chains[style_id]

    def hidden(self) -> frozenset[str]:
        """The identifiers of the styles whose text is hidden."""
        if not any(next(one.iter(_VANISH), None) is not None for one in self._by_id.values()):
            return frozenset()
        stated = {one: self._vanish(one) for one in self._by_id}
        return frozenset(style_id for style_id, vanish in stated.items() if is_on(vanish))

    def _named_heading(self, style_id: str | None) -> int | None:
        for name in map(_name, self.chain(style_id)):
            if named := _HEADING_NAME.fullmatch(name):
                return int(named[1])
            if name == "title":
                return 0
        return None

    def _vanish(self, style_id: str) -> Any:
        found = (property_of(style, "w:rPr", "w:vanish") for style in self.chain(style_id))
        return next((one for one in found if one is not None), None)

    def _style_value(self, style_id: str | None, tag: str) -> str | None:
        for style in self.chain(style_id):
            properties = style.find(_PPR)
            found = properties.find(tag) if properties is not None else None
            if found is not None:
                value: str | None = found.get(_VAL)
                return value
        return None


def property_of(holder: Any, group: str, tag: str) -> Any:
    """The property element of a paragraph, cell, row or style, None where it has none."""
    properties = holder.find(qn(group)) if holder is not None else None
    return properties.find(qn(tag)) if properties is not None else None


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return str(name.get(_VAL, "")).lower() if name is not None else ""
