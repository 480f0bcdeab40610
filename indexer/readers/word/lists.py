"""The automatic numbers of a Word document, which stand in its lists and nowhere in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from indexer.readers.automatic import Counters
from indexer.readers.numbering import written
from indexer.readers.word.ooxml import is_on, number_of, qn
from indexer.readers.word.styles import Styles, property_of

STATED = "stated"
"""The attribute of w:numPr that gives a paragraph's number as a file itself writes it down."""

_PLACE = re.compile(r"%(\d)")
_PADDED = re.compile(r"(0*)1\b")
_HAN = re.compile("[\u4e00-\u9fff]")
_ALTERNATIVES = qn("mc:AlternateContent")
_MOST_LEVELS = 9
_VAL, _NUMBERS = qn("w:val"), qn("w:numPr")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list. `restart` is the highest level, from 1, that starts it again: 0 none."""

    start: int
    form: str
    text: str
    width: int = 0
    restart: int | None = None
    digits_only: bool = False
    style: str | None = None


class Numbering:
    """The lists of a document while it is read from its beginning to its end.

    `element` is the root of numbering.xml, None for a document without one.
    """

    def __init__(self, element: Any, styles: Styles) -> None:
        self._styles = styles
        nums = element.findall(qn("w:num")) if element is not None else []
        abstracts = element.findall(qn("w:abstractNum")) if element is not None else []
        self._nums = {num.get(qn("w:numId")): num for num in nums}
        self._abstracts = {one.get(qn("w:abstractNumId")): one for one in abstracts}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._style_lists: dict[str | None, list[tuple[str | None, str | None, str]]] = {}
        self._counters: dict[str, Counters] = defaultdict(Counters)
        self._restarted: set[tuple[str, int]] = set()

    def next_number(self, properties: Any) -> str:
        """The number that Word shows before a paragraph, "" where it shows none.

        `properties` are the paragraph's own (w:pPr), None for one without. Counts on, so it is to
        be called once for each paragraph in order.
        """
        own = properties.find(_NUMBERS) if properties is not None else None
        if own is not None and (stated := own.get(STATED)) is not None:
            return str(stated)
        list_id, level = self._list_of(properties, own)
        num = self._nums.get(list_id)
        if num is None:
            return ""
        levels = self._levels_of(list_id)
        if level not in levels:
            return ""
        counters = self._counters[self._abstract(num).get(qn("w:abstractNumId"))]
        keep = [i for i, one in levels.items() if i > level and not _restarts(one, level)]
        if (number := self._start_over(num, list_id, level)) is not None:
            counters.put(level, number, keep)
        else:
            counters.count(level, lambda at: levels[at].start if at in levels else 1, keep)
        return _shown(levels, level, counters)

    def _list_of(self, properties: Any, own: Any) -> tuple[str, int]:
        """The list's identifier ("" for none) and the level in it, own or from the style."""
        if not self._nums:
            return "", 0
        list_id = level = None
        if own is not None:
            list_id, level = _value(own, "w:numId"), _value(own, "w:ilvl")
        if list_id is None or level is None:
            for its_list, its_level, style in self._lists_of(self._styles.style_of(properties)):
                list_id = list_id or its_list
                level = level or its_level or self._bound(list_id, style)
        return list_id or "", number_of(level)

    def _lists_of(self, style_id: str | None) -> list[tuple[str | None, str | None, str]]:
        """List, level and identifier of a style, then of what it is based on."""
        if style_id not in self._style_lists:
            self._style_lists[style_id] = [
                (_value(numbers, "w:numId"), _value(numbers, "w:ilvl"), style.get(qn("w:styleId")))
                for style in self._styles.chain(style_id)
                if (numbers := property_of(style, "w:pPr", "w:numPr")) is not None
            ]
        return self._style_lists[style_id]

    def _bound(self, list_id: str | None, style: str) -> str | None:
        """The level that a list binds to a style: headings often name their list alone."""
        levels = self._levels_of(list_id) if list_id and list_id in self._nums else {}
        return next((str(i) for i, level in levels.items() if level.style == style), None)

    def _abstract(self, num: Any) -> Any:
        """The definition of a list, its own or the one of the list style that it links to."""
        abstract = self._abstracts.get(_value(num, "w:abstractNumId"))
        linked = _value(abstract, "w:numStyleLink") if abstract is not None else None
        other = self._nums.get(self._styles.list_of(linked)) if linked else None
        return (
            self._abstracts.get(_value(other, "w:abstractNumId")) if other is not None else abstract
        )

    def _levels_of(self, list_id: str) -> dict[int, _Level]:
        """The levels of a list: those of its definition, in their stead those it states itself."""
        if list_id not in self._levels:
            num = self._nums[list_id]
            abstract = self._abstract(num)
            own = [one for override in num.findall(qn("w:lvlOverride")) for one in override]
            stated = [*abstract, *own] if abstract is not None else []
            self._levels[list_id] = {
                level: _level(one)
                for one in stated
                if one.tag == qn("w:lvl")
                and 0 <= (level := number_of(one.get(qn("w:ilvl")), -1)) < _MOST_LEVELS
            }
        return self._levels[list_id]

    def _start_over(self, num: Any, list_id: str, level: int) -> int | None:
        """The number that a list starts a level over with, the first time that it is used."""
        for override in num.findall(qn("w:lvlOverride")):
            start = _value(override, "w:startOverride")
            at_level = number_of(override.get(qn("w:ilvl"))) == level
            if start and at_level and (list_id, level) not in self._restarted:
                self._restarted.add((list_id, level))
                return number_of(start, 1)
        return None


def _level(element: Any) -> _Level:
    form, width = _format(element)
    restart = _value(element, "w:lvlRestart")
    return _Level(
        start=number_of(_value(element, "w:start"), 1),
        form=form,
        text=_value(element, "w:lvlText") or "",
        width=width,
        restart=number_of(restart) if restart is not None else None,
        digits_only=is_on(element.find(qn("w:isLgl"))),
        style=_value(element, "w:pStyle"),
    )


def _format(level: Any) -> tuple[str, int]:
    """The number format of a level, and how many digits it is filled up to with zeros.

    A format of its own (001, 002 …) stands as the first of two alternatives.
    """
    stated = level.find(qn("w:numFmt"))
    if stated is None and (alternatives := level.find(_ALTERNATIVES)) is not None:
        stated = next(alternatives.iter(qn("w:numFmt")), None)
    form = stated.get(_VAL, "decimal") if stated is not None else "decimal"
    if form != "custom":
        return form, 0
    padded = _PADDED.match(stated.get(qn("w:format"), ""))
    return "decimal", len(padded[0]) if padded else 0


def _restarts(deeper: _Level, level: int) -> bool:
    """Whether a deeper level counts from its start again after a number of this level."""
    return deeper.restart is None or level < deeper.restart


def _shown(levels: dict[int, _Level], level: int, counters: Counters) -> str:
    this = levels[level]
    if this.form == "bullet":
        # A bullet is a sign; what is written in characters says something.
        return this.text if _HAN.search(this.text) else ""

    def number(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        if at not in levels:
            return ""
        form = "decimal" if this.digits_only else levels[at].form
        reached = counters.reached(at) if at <= level else levels[at].start
        return written(form, reached).zfill(levels[at].width)

    return _PLACE.sub(number, this.text)


def _value(parent: Any, tag: str) -> str | None:
    found = parent.find(qn(tag))
    value: str | None = found.get(_VAL) if found is not None else None
    return value
