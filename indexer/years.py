"""Years and dates as Chinese reports write them: 2022年, 二〇二二年, 2019—2021年, 2023年1月15日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.model import FIRST_YEAR, LAST_YEAR

MAX_RANGE = 20
"""A longer stretch of years is taken for two years, not for a range."""

_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_CHINESE = f"[一二][{''.join(_DIGITS)}]{{3}}"
_YEAR = rf"(?:(?<![\d.])(?:19|20)\d\d|{_CHINESE})"
_TO = r"\s*年?\s*(?:[-－—–~～至到]|——)\s*"

_RANGE_OR_YEAR = re.compile(rf"(?P<first>{_YEAR})(?:{_TO}(?P<last>{_YEAR}))?\s*(?=年)")

NUMERAL = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
"""A Chinese numeral from 1 to 99, as the inside of a regular expression."""

_DAY = rf"(?P<day>\d{{1,2}}|{NUMERAL})\s*日"
_DATE = re.compile(rf"(?P<year>{_YEAR})\s*年\s*(?P<month>\d{{1,2}}|{NUMERAL})\s*月\s*(?:{_DAY})?")


@dataclass(frozen=True, slots=True)
class YearFound:
    """A year or a range of years, and where in the text its digits stand."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in ISO 8601, to the day or to the month, and where in the text it stands."""

    iso: str
    start: int
    end: int


def years(text: str) -> Iterator[YearFound]:
    """The years and ranges that a text names with the word 年, in its order."""
    if "年" not in text:
        return
    for found in _RANGE_OR_YEAR.finditer(text):
        first = number(found["first"])
        last = number(found["last"]) if found["last"] else first
        if FIRST_YEAR <= first <= LAST_YEAR and FIRST_YEAR <= last <= LAST_YEAR:
            end = found.end("last" if found["last"] else "first")
            yield YearFound(first, last, found.start(), end)


def years_mentioned(text: str) -> tuple[int, ...]:
    """Every year that a text speaks of, those within its ranges included, in order."""
    mentioned: set[int] = set()
    for found in years(text):
        if found.first <= found.last <= found.first + MAX_RANGE:
            mentioned.update(range(found.first, found.last + 1))
        else:
            mentioned |= {found.first, found.last}
    return tuple(sorted(mentioned))


def dates(text: str) -> Iterator[DateFound]:
    """The dates of a text that exist in the calendar as far as month and day go."""
    for found in _DATE.finditer(text):
        month = number(found["month"])
        day = number(found["day"]) if found["day"] else None
        if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
            iso = f"{number(found['year'])}-{month:02}" + (f"-{day:02}" if day else "")
            yield DateFound(iso, found.start(), found.end())


def number(text: str) -> int:
    """The number that digits or Chinese numerals below a hundred, or a Chinese year, spell."""
    if text.isdecimal():  # full-width digits are decimal, too
        return int(text)
    if len(text) == 4:
        return int("".join(str(_DIGITS[digit]) for digit in text))
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0)
