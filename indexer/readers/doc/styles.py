"""What the styles of a Word binary file say of their paragraphs and characters."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.readers.doc.properties import Code, Properties, number, properties

_NO_BASE = 0xFFF
_PARAGRAPH, _CHARACTER = 1, 2
_TITLE = 62  # the built-in style of that name; 1 to 9 are the headings
_HEADINGS = range(1, 10)
_BODY_LEVEL = 9  # the outline level that Word gives to plain text


@dataclass(frozen=True, slots=True)
class _Style:
    built_in: int
    base: int
    paragraph: Properties
    characters: Properties


class Styles:
    """The styles of a file by their index; an unknown one says nothing."""

    def __init__(self, sheet: bytes) -> None:
        try:
            self._styles = dict(_read(sheet))
        except (struct.error, IndexError):
            self._styles = {}

    def value(self, own: Properties, style: int, code: Code) -> int | None:
        """A paragraph's property, its own or the nearest style's."""
        for holder in (own, *(one.paragraph for one in self._chain(style))):
            if code in holder:
                return number(holder[code])
        return None

    def heading(self, own: Properties, style: int) -> int | None:
        """The outline level: 0 for the title, 1 and on for headings, None for plain text."""
        level = self.value(own, style, Code.OUTLINE_LEVEL)
        if level is not None:
            return level + 1 if level < _BODY_LEVEL else None
        kinds = [one.built_in for one in self._chain(style)]
        if _TITLE in kinds:
            return 0
        return next((kind for kind in kinds if kind in _HEADINGS), None)

    def hidden(self, style: int) -> bool:
        """Whether text of a style, of paragraphs or characters, is not shown."""
        for one in self._chain(style):
            if Code.HIDDEN in one.characters:
                return number(one.characters[Code.HIDDEN]) == 1
        return False

    def _chain(self, style: int) -> Iterator[_Style]:
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = self._styles[style].base


def _read(sheet: bytes) -> Iterator[tuple[int, _Style]]:
    if not sheet:
        return
    at, count, fixed = struct.unpack_from("<3H", sheet)
    at += 2
    for index in range(count):
        if at + 2 > len(sheet):
            return
        length = struct.unpack_from("<H", sheet, at)[0]
        if length:
            yield index, _style(sheet[at + 2 : at + 2 + length], fixed)
        at += 2 + length


def _style(written: bytes, fixed: int) -> _Style:
    built_in, kind, count = struct.unpack_from("<3H", written)
    base, kind = kind >> 4, kind & 0xF
    name = struct.unpack_from("<H", written, fixed)[0]
    at = fixed + 2 + 2 * name + 2
    parts = []
    for _ in range(count & 0xF):
        if at + 2 > len(written):
            break
        length = struct.unpack_from("<H", written, at)[0]
        parts.append(written[at + 2 : at + 2 + length])
        at += 2 + length + length % 2
    parts += [b"", b""]
    paragraph = parts[0][2:] if kind == _PARAGRAPH else b""
    characters = {_PARAGRAPH: parts[1], _CHARACTER: parts[0]}.get(kind, b"")
    return _Style(
        built_in & 0xFFF,
        base if base != _NO_BASE else -1,
        properties(paragraph),
        properties(characters),
    )
