"""The automatic numbers of a docx, which stand in numbering.xml and nowhere in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from indexer.readers.ooxml import qn
from indexer.readers.styles import Styles, property_of

_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
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


def signs(first: str, count: int) -> Callable[[int], str]:
    """Numbers by signs that follow one another from `first`; one beyond the last is in digits."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def cycle(series: str) -> Callable[[int], str]:
    """Numbers by the signs of a series, which begins again after its last."""
    return lambda number: series[(number - 1) % len(series)]


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
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "japaneseCounting": counting,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting,
    "ideographDigital": digits,
    "japaneseDigitalTenThousand": digits,
    "chineseLegalSimplified": legal,
    "ideographLegalTraditional": legal,
    "decimalEnclosedCircle": signs("①", 20),
    "decimalEnclosedCircleChinese": signs("①", 20),
    "decimalEnclosedParen": signs("⑴", 20),
    "decimalEnclosedFullstop": signs("⒈", 20),
    "ideographEnclosedCircle": signs("㊀", 10),
    "ideographTraditional": cycle(_STEMS),
    "ideographZodiac": cycle(_BRANCHES),
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
        abstract = self._abstract(num)
        levels = _levels(abstract, num)
        if level not in levels:
            return ""
        counters = self._counters[abstract.get(qn("w:abstractNumId"))]
        counters[level] = self._count(num, list_id, level, counters, levels)
        for deeper in [one for one in counters if one > level and _restarts(levels[one], level)]:
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
            level = level or _value(properties, "w:ilvl") or self._bound(list_id, holder)
        return list_id or "", int(level or 0)

    def _bound(self, list_id: str | None, style: Any) -> str | None:
        """The level that a list binds to a style: headings often name their list alone."""
        num = self._nums.get(list_id)
        abstract = self._abstract(num) if num is not None else None
        for level in abstract.findall(qn("w:lvl")) if abstract is not None else ():
            if _value(level, "w:pStyle") == style.get(qn("w:styleId"), ""):
                bound: str | None = level.get(qn("w:ilvl"))
                return bound
        return None

    def _abstract(self, num: Any) -> Any:
        """The definition of a list, its own or the one of the list style that it links to."""
        abstract = self._abstracts.get(_value(num, "w:abstractNumId"))
        linked = _value(abstract, "w:numStyleLink") if abstract is not None else None
        other = self._nums.get(self._styles.list_of(linked)) if linked else None
        return (
            self._abstracts.get(_value(other, "w:abstractNumId")) if other is not None else abstract
        )

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


def _levels(abstract: Any, num: Any) -> dict[int, Any]:
    """The levels of a list: those of its definition, and in their stead those it states itself."""
    own = [one for override in num.findall(qn("w:lvlOverride")) for one in override]
    stated = [*(abstract if abstract is not None else ()), *own]
    return {int(one.get(qn("w:ilvl"))): one for one in stated if one.tag == qn("w:lvl")}


def _restarts(deeper: Any, level: int) -> bool:
    """Whether a deeper level counts from its start again after a number of this level."""
    after = _value(deeper, "w:lvlRestart")
    return after is None or level < int(after)


def _value(parent: Any, tag: str) -> str | None:
    found = parent.find(qn(tag))
    value: str | None = found.get(qn("w:val")) if found is not None else None
    return value


def _format(level: Any) -> str:
    return _value(level, "w:numFmt") or "decimal"


def _start(level: Any) -> int:
    return int(_value(level, "w:start") or 1)
