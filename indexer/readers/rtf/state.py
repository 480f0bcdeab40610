"""What is in force at a place of an RTF file: each group inherits it and gives it up at its end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from indexer.blocks import Block

_BODY_LEVEL = 9  # the outline level that Word gives to plain text
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])")
_TITLES = ("title", "标题", "標題")


class Destination(Enum):
    """Where the text of a group goes."""

    TEXT = auto()
    NUMBER = auto()
    FONTS = auto()
    STYLES = auto()
    LISTS = auto()
    LEVEL_TEXT = auto()
    NOWHERE = auto()


@dataclass
class State:
    """The properties in force, of characters and of the paragraph."""

    destination: Destination = Destination.TEXT
    default_font: int = 0
    font: int = 0
    fallbacks: int = 1  # characters that follow each \u for readers without Unicode
    hidden: bool = False
    deleted: bool = False
    defines_nested_row: bool = False
    style: int = 0
    outline: int | None = None
    alignment: str = ""
    in_table: bool = False
    depth: int | None = None
    list_use: int = 0
    list_level: int = 0

    def copy(self) -> State:
        """The state that a group begins with."""
        made = State.__new__(State)  # a third of the time that copy.copy takes
        made.__dict__.update(self.__dict__)
        return made

    def reset_paragraph(self) -> None:
        """What \\pard does."""
        self.style, self.outline, self.alignment = 0, None, ""
        self.in_table, self.depth = False, None
        self.list_use = self.list_level = 0

    def reset_characters(self) -> None:
        """What \\plain does."""
        self.hidden = self.deleted = False
        self.font = self.default_font

    @property
    def tables(self) -> int:
        """How many tables the paragraph stands in."""
        return int(self.in_table) if self.depth is None else self.depth

    def like(self, style_heading: int | None) -> Block:
        """A block without text as paragraphs here are; `style_heading` as their style has it."""
        heading = style_heading if self.outline is None else level_of(self.outline)
        center, right = self.alignment == "center", self.alignment == "right"
        return Block("", heading=heading, centered=center, right=right)


def level_of(outline: int) -> int | None:
    """The heading level of an outline level, None for plain text."""
    return outline + 1 if 0 <= outline < _BODY_LEVEL else None


def heading_of(name: str, outline: int | None) -> int | None:
    """The heading level of a style by what it states, else by its name."""
    if outline is not None:
        return level_of(outline)
    name = name.strip(" ;").lower()
    if named := _HEADING.fullmatch(name):
        return int(named[1])
    return 0 if name in _TITLES else None


Change = Callable[[State, int | None], None]


def _to(attribute: str, value: object) -> Change:
    return lambda state, number: setattr(state, attribute, value)


def _switch(attribute: str) -> Change:
    return lambda state, number: setattr(state, attribute, number != 0)


def _number(attribute: str) -> Change:
    return lambda state, number: setattr(state, attribute, max(number or 0, 0))


CHANGES: Mapping[str, Change] = {
    "pard": lambda state, number: state.reset_paragraph(),
    "plain": lambda state, number: state.reset_characters(),
    "deff": _number("default_font"),
    "f": _number("font"),
    "uc": _number("fallbacks"),
    "v": _switch("hidden"),
    "deleted": _switch("deleted"),
    "mvf": _switch("deleted"),  # moved away from here
    "s": _number("style"),
    "outlinelevel": _number("outline"),
    "intbl": _to("in_table", True),
    "itap": _number("depth"),
    "nesttableprops": _to("defines_nested_row", True),
    "ls": _number("list_use"),
    "ilvl": _number("list_level"),
    "qc": _to("alignment", "center"),
    "qr": _to("alignment", "right"),
    **dict.fromkeys(("ql", "qj", "qd", "qt", "qk"), _to("alignment", "")),
}
"""What the control words do that change nothing but the state, with their numbers."""
