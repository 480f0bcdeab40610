"""Which year a report is of, and which years it reports on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.messages import rules
from archive.model import FIRST_YEAR, LAST_YEAR, Evidence, Paragraph, Role, SectionKind
from indexer.values import OPENING, Values, by_rule, evidence, opening
from indexer.years import YearFound, dates, number, years

_YEAR = r"(?P<year>(?<!\d)(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})\s*年"
# 2021年12月6日 is a date; 2021年1月至11月 is what is reported on.
_NO_DATE = r"(?!\s*(?!0?1\s*(?:月\s*)?[-—–~至到])\d{1,2}\s*月)"

TOLD: tuple[tuple[str, re.Pattern[str], bool], ...] = (
    (
        rules.YEAR_OF_PERIOD,
        re.compile(
            rf"(?:统计|数据|涵盖)[^。]{{0,16}}?{_YEAR}\s*1\s*月\s*1\s*日[^。]{{0,12}}?12\s*月\s*31\s*日"
        ),
        True,
    ),
    (rules.YEAR_ANNOUNCED, re.compile(rf"现(?:就|将|把)[^。]{{0,40}}?{_YEAR}"), True),
    (
        rules.YEAR_ANNOUNCED,
        re.compile(rf"公[布开][^。，,]{{0,20}}?{_YEAR}度[^。]{{0,30}}?报告"),
        True,
    ),
    (
        rules.YEAR_ANNOUNCED,
        re.compile(
            rf"(?:编制|向[^。，,]{{2,16}}报告)[^。，,]{{0,16}}?{_YEAR}度?[^。]{{0,30}}?(?:报告|情况)"
        ),
        True,
    ),
    (
        rules.YEAR_REVIEWED,
        re.compile(rf"(?:总结|回顾|汇总|梳理|自查)了?{_YEAR}{_NO_DATE}"),
        False,
    ),
    (rules.YEAR_OPENING, re.compile(rf"^\s*{_YEAR}{_NO_DATE}"), False),
)
"""How an opening says which year it reports on, the surest way first: the rule, the pattern, and
whether it may stand below the first heading, where a year can open any paragraph."""

_CLAUSE = re.compile(rf"(?:^|[。，,\s]){_YEAR}(?:度|以来|来)?[，,]")
_FIRST_CLAUSE = re.compile(rf"\s*{_YEAR}[，,]")
_BARE_YEAR = re.compile(r"(?<![\d〔\[［(（])(?:19|20)\d\d(?!\d)")
_FIVE_YEARS = re.compile("过去五年|五年来|过去的五年|本届政府")
_SEVERAL_YEARS = re.compile(
    "[二两三四五六七八九十]年(?!规划|计划|行动|普法|攻坚|提升)|近年|历年|换届"
)

RELATIVE: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile("去年以来|上年度|上一年度"), -1),
    (re.compile("今年以来|本年度|今年"), 0),
)
"""Years told by the date of signature: how they are named, and how far they lie from it."""

FIRST_SURE_MONTH = 4
"""From this month on 今年 is the year of the signature; before it may be the one just over."""


def year_value(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """The year in the title; without one, the year that the text says it reports on."""
    title = paragraphs[0]
    found = next(title_years(title), None)
    if found:
        at = evidence(title, found.start, found.end, rules.YEAR_OF_TITLE)
        return {"year": (found.last, at)}
    for told in _told_years(paragraphs, known):
        if FIRST_YEAR <= number(told.text) <= LAST_YEAR:
            return {"year": (number(told.text), told)}
    return _relative_year(paragraphs)


def _told_years(paragraphs: Sequence[Paragraph], known: Values) -> Iterator[Evidence]:
    """Years that the text below the title names as its own, the surest first."""
    head = list(opening(paragraphs))
    above = [paragraph for paragraph in head if not paragraph.section]
    if all(paragraph.role is Role.HEADING for paragraph in above):
        above = head[:2]
    for rule, pattern, below_headings in TOLD:
        for paragraph in head if below_headings else above:
            if found := pattern.search(paragraph.text):
                yield evidence(paragraph, *found.span("year"), rule)
    if _SEVERAL_YEARS.search(paragraphs[0].text):
        return
    if not is_government_report(known):
        for paragraph in above[:2]:
            clauses = list(_CLAUSE.finditer(paragraph.text))
            if clauses and len({clause["year"] for clause in clauses}) == 1:
                yield evidence(paragraph, *clauses[0].span("year"), rules.YEAR_OF_CLAUSE)
        below = next((one for one in head if one.section and one.role is Role.BODY), None)
        if below and (found := _FIRST_CLAUSE.match(below.text)):
            yield evidence(below, *found.span("year"), rules.YEAR_OPENING)
    for paragraph in paragraphs[1:]:
        if paragraph.role is Role.HEADING and paragraph.section_kind is SectionKind.ACHIEVEMENTS:
            if told := next(years(paragraph.text), None):
                yield evidence(paragraph, told.start, told.end, rules.YEAR_OF_HEADING)
            return


def _relative_year(paragraphs: Sequence[Paragraph]) -> Values:
    """今年 and 上年度 of an opening, reckoned from the date of signature."""
    signed = next(
        (
            (found, paragraph)
            for paragraph in paragraphs
            if paragraph.role is Role.SIGNATURE
            for found in dates(paragraph.text)
        ),
        None,
    )
    if signed is None:
        return {}
    found, paragraph = signed
    year, month = int(found.iso[:4]), int(found.iso[5:7])
    spoken = "\n".join(one.text for one in opening(paragraphs, 2))
    for pattern, distance in RELATIVE:
        if pattern.search(spoken) and (distance or month >= FIRST_SURE_MONTH):
            at = evidence(paragraph, found.start, found.end, rules.YEAR_OF_SIGNATURE)
            return {"year": (year + distance, at)}
    return {}


def covers_value(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """The years reported on: the report's own, but those before it for a work report's title."""
    if "year" not in known:
        return {}
    year, seen = known["year"]
    named = next(title_years(paragraphs[0]), None)
    if named and is_government_report(known):
        return _reviewed(paragraphs, year)
    if named and named.first == named.last and _SEVERAL_YEARS.search(paragraphs[0].text):
        return {}  # 2023年…五年…报告: the five may end with 2023 or before it
    at = by_rule(seen, rules.COVERS_YEAR)
    return {"covers": ((named.first if named else year, year), at)}


def _reviewed(paragraphs: Sequence[Paragraph], year: int) -> Values:
    """The year, or the term of five, before the one in which a government reports."""
    for paragraph in opening(paragraphs, 4 * OPENING):
        if past := _FIVE_YEARS.search(paragraph.text):
            at = evidence(paragraph, *past.span(), rules.COVERS_TERM)
            return {"covers": ((year - 5, year - 1), at)}
        for found in years(paragraph.text):
            if found.last == year - 1:
                at = evidence(paragraph, found.start, found.end, rules.COVERS_YEAR_BEFORE)
                return {"covers": ((year - 1, year - 1), at)}
    return {}


def is_government_report(known: Values) -> bool:
    """Whether what is known so far makes the text a government's work report."""
    return "doc_type" in known and known["doc_type"][0] == "政府工作报告"


def title_years(title: Paragraph) -> Iterator[YearFound]:
    """The years of a title, those that it writes without 年 (塔湾镇2022法治…) included."""
    found = list(years(title.text))
    if not found:
        found = [
            YearFound(int(bare[0]), int(bare[0]), *bare.span())
            for bare in _BARE_YEAR.finditer(title.text)
            if FIRST_YEAR <= int(bare[0]) <= LAST_YEAR
        ]
    return iter(found)
