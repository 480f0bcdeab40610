"""The automatic numbers of an OpenDocument text, which its list styles state and no text holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.readers.automatic import Counters
from indexer.readers.numbering import written
from indexer.readers.odt.names import qn
from indexer.readers.odt.styles import Styles
from indexer.readers.word.ooxml import number_of

LEVELS = 10

FORMS: Mapping[str, str] = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "010203": "decimalZero",
    "１２３": "decimalFullWidth",
    "一二三": "chineseCountingThousand",
    "壹贰叁": "chineseLegalSimplified",
    "壹貳參": "ideographLegalTraditional",
    "甲乙丙": "ideographTraditional",
    "子丑寅": "ideographZodiac",
    "①②③": "decimalEnclosedCircle",
    "⑴⑵⑶": "decimalEnclosedParen",
    "⒈⒉⒊": "decimalEnclosedFullstop",
    "㈠㈡㈢": "ideographEnclosedCircle",
    "アイウ": "aiueoFullWidth",
    "イロハ": "irohaFullWidth",
}
"""The numbers that a list states as its form, 一, 二, 三, ..., and the name of the form."""

_PLACE = re.compile(r"%(\d+)%")


@dataclass(frozen=True, slots=True)
class Level:
    """How a list numbers a level: `%1%` in the template stands for the number of the first."""

    form: str
    template: str
    start: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader stands: in a list of a style, at a level from 0."""

    counters: Counters
    style: str | None
    level: int


class Lists:
    """The lists of a document while it is read from its beginning to its end."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str | None, list[Level | None]] = {}
        self._by_style: dict[str | None, Counters] = {}
        self._by_id: dict[str, Counters] = {}
        self._outline = _levels(styles.outline)
        self._headings = Counters()

    def enter(self, element: Any, outer: Place | None) -> Place:
        """The place inside a list, which may stand in an item of another one."""
        style = element.get(qn("text:style-name"))
        if outer is not None:
            return Place(outer.counters, style or outer.style, outer.level + 1)
        counters = self._by_id.get(element.get(qn("text:continue-list")))
        if counters is None and element.get(qn("text:continue-numbering")) == "true":
            counters = self._by_style.get(style)
        counters = counters or Counters()
        self._by_style[style] = counters
        if identifier := element.get(qn("xml:id")):
            self._by_id[identifier] = counters
        return Place(counters, style, 0)

    def number(self, place: Place, item: Any, paragraph_list: str | None) -> str:
        """The number before the first paragraph of an item, "" where none is shown.

        Counts on, so it is to be called once for each item that has a paragraph, in order.
        `paragraph_list` is the list style that the paragraph's own style names.
        """
        name = item.get(qn("text:style-override")) or place.style or paragraph_list
        if name not in self._levels:
            self._levels[name] = _levels(self._styles.lists.get(name or ""))
        return _next(
            self._levels[name], place.counters, place.level, item.get(qn("text:start-value"))
        )

    def heading_number(self, heading: Any, level: int) -> str:
        """The number that the outline style gives to a heading of a level from 0 outside lists."""
        if heading.get(qn("text:is-list-header")) == "true":
            return ""
        restarts = heading.get(qn("text:restart-numbering")) == "true"
        start = heading.get(qn("text:start-value"), "1") if restarts else None
        return _next(self._outline, self._headings, level, start)


def _next(levels: list[Level | None], counters: Counters, at: int, start: str | None) -> str:
    """Counts on and writes the number that is reached."""

    def first(level: int) -> int:
        stated = levels[level] if level < len(levels) else None
        return stated.start if stated else 1

    counters.count(at, first)
    if start:
        counters.put(at, number_of(start, 1))
    level = levels[at] if at < len(levels) else None
    if level is None:
        return ""

    def number(place: re.Match[str]) -> str:
        other = int(place[1]) - 1
        named = levels[other] if 0 <= other <= at else None
        return written(named.form, counters.reached(other)) if named else ""

    return _PLACE.sub(number, level.template)


def _levels(style: Any) -> list[Level | None]:
    """The levels of a list style; those with bullets or pictures, and those missing, None."""
    levels: list[Level | None] = [None] * LEVELS
    numbered = {qn("text:list-level-style-number"), qn("text:outline-level-style")}
    for element in style if style is not None else ():
        at = number_of(element.get(qn("text:level")), 0) - 1
        if element.tag in numbered and 0 <= at < LEVELS:
            levels[at] = Level(
                _form(element.get(qn("style:num-format"), "")),
                "",
                number_of(element.get(qn("text:start-value")), 1),
            )
    for element in style if style is not None else ():
        at = number_of(element.get(qn("text:level")), 0) - 1
        level = levels[at] if 0 <= at < LEVELS else None
        if level:
            levels[at] = Level(level.form, _template(element, at, levels), level.start)
    return levels


def _template(element: Any, at: int, levels: list[Level | None]) -> str:
    """The whole number's text. LibreOffice states it; else it is prefix, levels and suffix."""
    for name in ("style:num-list-format", "loext:num-list-format"):
        stated: str | None = element.get(qn(name))
        if stated is not None:
            return stated
    shown = min(number_of(element.get(qn("text:display-levels")), 1), at + 1)
    places = [
        f"%{one + 1}%"
        for one in range(at + 1 - shown, at + 1)
        if (level := levels[one]) and level.form != "none"
    ]
    affixes = [element.get(qn(f"style:num-{name}"), "") for name in ("prefix", "suffix")]
    return ".".join(places).join(affixes)


def _form(stated: str) -> str:
    """The name in `FORMATS` of a form that is stated by its first numbers: 1; 一, 二, 三, ..."""
    first = "".join(one.strip() for one in stated.split(",")[:3])
    return FORMS.get(first, "decimal") if first else "none"
