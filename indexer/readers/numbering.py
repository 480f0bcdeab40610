"""The automatic numbers of a docx, which stand in numbering.xml and nowhere in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from docx.oxml.ns import qn

from indexer.readers.styles import Styles, property_of

_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"))


def counting(number: int) -> str:
    """一, 十, 十二, 二十, 一百零五: as headings are numbered."""
    if number >= 1000:
        return digits(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = _HAN[hundreds] + "百" if hundreds else ""
    if hundreds and rest and not tens:
        text += "零"
    if tens:
        text += ("" if tens == 1 and not hundreds else _HAN[tens]) + "十"
    return text + (_HAN[ones] if ones else "") or _HAN[0]


def digits(number: int) -> str:
    """一, 一〇, 一二: digit for digit."""
    return "".join(_HAN[int(digit)] for digit in str(number))


def legal(number: int) -> str:
    """壹, 拾, 拾贰: as in contracts."""
    table = str.maketrans(_HAN + "十百", _LEGAL + "拾佰")
    return counting(number).translate(table)


def circled(number: int) -> str:
    """① to ⑳; a number beyond stays plain."""
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def letters(number: int) -> str:
    """a to z, then aa to zz."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    """i, ii, iii, iv …"""
    text = ""
    for value, sign in (*_ROMAN, (1, "i")):
        text += sign * (number // value)
        number %= value
    return text


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": str,
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "japaneseCounting": counting,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting,
    "ideographDigital": digits,
    "japaneseDigitalTenThousand": digits,
    "chineseLegalSimplified": legal,
    "ideographLegalTraditional": legal,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "bullet": lambda number: "",
    "none": lambda number: "",
}
"""How numFmt writes a number; one that is not here is written in digits."""

_PLACE = re.compile(r"%(\d)")


class Numbering:
    """The lists of a document while it is read from its beginning to its end."""

    def __init__(self, element: Any, styles: Styles) -> None:
        self._styles = styles
        nums = element.findall(qn("w:num")) if element is not None else []
        abstracts = element.findall(qn("w:abstractNum")) if element is not None else []
        self._nums = {num.get(qn("w:numId")): num for num in nums}
        self._abstracts = {one.get(qn("w:abstractNumId")): one for one in abstracts}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._restarted: set[tuple[str, int]] = set()

    def next_number(self, paragraph: Any) -> str:
        """The number that Word shows before a paragraph, "" where it shows none.

        Counts on, so it is to be called once for each paragraph in order.
        """
        list_id, level = self._list_of(paragraph)
        num = self._nums.get(list_id)
        if num is None:
            return ""
        abstract_id = num.find(qn("w:abstractNumId")).get(qn("w:val"))
        levels = self._levels(abstract_id)
        if level not in levels:
            return ""
        counters = self._counters[abstract_id]
        counters[level] = self._count(num, list_id, level, counters, levels)
        for deeper in [one for one in counters if one > level]:
            del counters[deeper]
        return self._written(levels, level, counters)

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        """The list's identifier ("" for none) and the level in it, own or from the style."""
        list_id = level = None
        for holder in (paragraph, *self._styles.chain(paragraph)):
            properties = property_of(holder, "w:pPr", "w:numPr")
            if properties is None:
                continue
            list_id = list_id or _value(properties, "w:numId")
            level = level or _value(properties, "w:ilvl")
        return list_id or "", int(level or 0)

    def _levels(self, abstract_id: str) -> dict[int, Any]:
        abstract = self._abstracts.get(abstract_id)
        if abstract is None:
            return {}
        return {int(one.get(qn("w:ilvl"))): one for one in abstract.findall(qn("w:lvl"))}

    def _count(
        self, num: Any, list_id: str, level: int, counters: dict[int, int], levels: dict[int, Any]
    ) -> int:
        for override in num.findall(qn("w:lvlOverride")):
            start = _value(override, "w:startOverride")
            at_level = int(override.get(qn("w:ilvl"))) == level
            if start and at_level and (list_id, level) not in self._restarted:
                self._restarted.add((list_id, level))
                return int(start)
        if level in counters:
            return counters[level] + 1
        return _start(levels[level])

    def _written(self, levels: dict[int, Any], level: int, counters: dict[int, int]) -> str:
        plain = levels[level].find(qn("w:isLgl")) is not None
        if _format(levels[level]) == "bullet":
            return ""

        def number(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            if at not in levels:
                return ""
            name = "decimal" if plain else _format(levels[at])
            return FORMATS.get(name, str)(counters.get(at, _start(levels[at])))

        return _PLACE.sub(number, _value(levels[level], "w:lvlText") or "")


def _value(parent: Any, tag: str) -> str | None:
    found = parent.find(qn(tag))
    value: str | None = found.get(qn("w:val")) if found is not None else None
    return value


def _format(level: Any) -> str:
    return _value(level, "w:numFmt") or "decimal"


def _start(level: Any) -> int:
    return int(_value(level, "w:start") or 1)
