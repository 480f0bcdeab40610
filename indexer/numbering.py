"""The numbers that open headings: 一、（一）1.（1）① and their kin, and how deep each stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.years import NUMERAL, number

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED_HAN = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"

RANKS: dict[str, float] = {
    **{"部": 0, "编": 0, "章": 1, "节": 2, "一、": 3, "（一）": 4, "1.": 5, "（1）": 6, "①": 7},
    "第一、": 8,
}
"""The styles of numbers, widest first; a heading belongs under the nearest one of lower rank."""

_STYLES = re.compile(
    rf"""\s*(?:
      第(?P<part>{NUMERAL})(?P<unit>[部编章节])(?:\s|分\s)
    | 第(?P<ordinal>{NUMERAL})\s*、(?!{NUMERAL})
    | (?P<han>{NUMERAL})\s*[、．.]
    | [（(]\s*(?P<bracketed_han>{NUMERAL})\s*[）)]
    | (?P<digits>\d{{1,2}})\s*(?:[、．]|\.(?!\d))
    | [（(]\s*(?P<bracketed_digits>\d{{1,2}})\s*[）)]
    | (?P<one_sign>[{_CIRCLED}{_BRACKETED_HAN}{_BRACKETED}])
    )[、.．]?\s*""",
    re.VERBOSE,
)

_SIGNS = {
    sign: (style, value)
    for style, signs in (("①", _CIRCLED), ("（一）", _BRACKETED_HAN), ("（1）", _BRACKETED))
    for value, sign in enumerate(signs, start=1)
}

_FIRST_CHARACTERS = f"第十一二三四五六七八九（({_CIRCLED}{_BRACKETED_HAN}{_BRACKETED}"

_GROUPS = {
    "ordinal": "第一、",
    "han": "一、",
    "bracketed_han": "（一）",
    "digits": "1.",
    "bracketed_digits": "（1）",
}


@dataclass(frozen=True, slots=True)
class Number:
    """The number before a line: its style (a key of RANKS), its value, where the text goes on."""

    style: str
    value: int
    end: int


def opening_number(text: str) -> Number | None:
    """The number that a line opens with, None for a line that opens otherwise."""
    first = text[:1]
    # Most lines open otherwise, which one character tells.
    if not (first in _FIRST_CHARACTERS or first.isdecimal() or first.isspace()):
        return None
    found = _STYLES.match(text)
    if not found:
        return None
    if sign := found["one_sign"]:
        return Number(*_SIGNS[sign], found.end())
    if part := found["part"]:
        return Number(found["unit"], number(part), found.end())
    group = next(name for name in _GROUPS if found[name])
    return Number(_GROUPS[group], number(found[group]), found.end())
