"""What a report says of itself: year, level, unit, date, number, kind; each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from archive.model import Evidence, Metadata, Paragraph, Role
from archive.text import simplify
from indexer.issuer import GOVERNMENT_OF, UNIT, issuer
from indexer.self_reference import self_told
from indexer.values import Values, evidence
from indexer.years import FIRST, LAST, YearFound, dates, number, years

DOC_TYPES: tuple[tuple[str, str], ...] = (
    ("通知", "(?:通知|通报)$"),
    ("政府信息公开年度报告", "(?:政府)?信息公开.{0,8}(?:年度)?(?:工作)?(?:报告|总结)"),
    ("工作计划", "^(?!.*(?:总结|报告|情况)).*(?:要点|计划|方案|安排|打算|思路)"),
    (
        "法治政府建设报告",
        "(?:法治|依法行政|法制).{0,30}?(?:报告|总结|汇报|情况|自查)",
    ),
    ("政府工作报告", "政府工作报告"),
    ("工作总结", "总结|汇报"),
    ("其他", "报告|意见|办法|条例|规定|决定|公报|情况|规划|纲要|函|法"),
)
"""The kinds of documents and how their titles name them; the first row that fits decides."""

QUOTED = ("title", "unit", "document_number")
"""The values that are the very words of their evidence."""

UNTITLED = "[无题名]"

OPENING = 4
"""How many paragraphs from the title on count as a report's opening."""

OPENING_CHARACTERS = 200
"""How far into a paragraph of the opening the issuing body is looked for."""

NUMBER_HEAD = 8
"""How many paragraphs from the title on may be the line of the document's own number."""

_TITLE_CUT = re.compile(
    r"关于|(?:19|20)\d\d|二[〇○零]|[〇○零]{2}|法治|法制|依法行政|政府工作报告|政务公开|政府信息|信息公开|"
    r"年度|年工作|工作|推进|贯彻|落实|开展|行政|印发|报送|——|[Xx×*]{2,4}年"
)
_LEADING_YEAR = re.compile(r"(?:(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})\s*年?度?\s*")
_WHOLE_UNIT = re.compile(rf"{UNIT}+$")
_GOVERNMENT_REPORT = re.compile("政府(?=工作报告)")
_SELF_IN_OPENING = re.compile(
    r"(?:^|[，,。]|年(?:度|以来|来)?|今年以来)\s*"
    r"(?P<unit>(?!全|各|在|根据|按照|为|现将|[省市县区镇乡]委|[省市县区镇乡]?(?:党委|政府))"
    rf"{UNIT})"
    r"(?=在|以|始终|坚持|深入|认真|全面|紧|按照|围绕|贯彻|严格|高度|积极|切实|立足|聚焦|党委|党组|不断|持续|"
    r"扎实|大力|着力|规范|落实|牢固|党工委|领导班子)"
)
_REPRESENTED = re.compile(rf"我(?:谨)?代表(?P<unit>{GOVERNMENT_OF})")
_DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fffXx×*]{1,15}[〔\[［（(【]\s*\d{4}\s*[〕\]］)）】]\s*(?:第\s*)?\d+\s*号"
)
_OPENING_YEAR = re.compile(r"^\s*(?P<year>(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})\s*年")
_REPORTED_YEAR = re.compile(
    r"现(?:就|将|把)[^。]{0,40}?(?P<year>(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})\s*年"
)
_REPORTED = re.compile(
    r"现(?:就|将|把)[^。]{0,60}?(?:报告|总结|汇报|自查|情况|通报)[^。]{0,12}?如下"
)
_BARE_YEAR = re.compile(r"(?<![\d〔\[［(（])(?:19|20)\d\d(?!\d)")
_SIGNED = re.compile(rf"[（(]?(?P<unit>{UNIT}+)\s*(?:[）)]|$|(?=[\d一二]))")
_FIVE_YEARS = re.compile("过去五年|五年来|过去的五年|本届政府")

_DOC_TYPES = tuple((name, re.compile(pattern)) for name, pattern in DOC_TYPES)


def metadata(paragraphs: Sequence[Paragraph]) -> Metadata:
    """The report's metadata; a value that the text does not tell is None.

    Rules look at the title first, then at the signature, then at the opening, and at the whole
    text only for how the report speaks of itself (我镇). A body that is only cited is no issuer.
    """
    # The rules read simplified characters; what they found is quoted from the text as it stands.
    simplified = [replace(one, text=simplify(one.text)) for one in paragraphs]
    known: Values = {}
    for rule in (_title, _doc_type, _year, _covers, _unit, self_told, _date, _document_number):
        known |= rule(simplified, known)
    shown = {
        field: evidence(paragraphs[found.ordinal], found.start, found.end)
        for field, (_, found) in known.items()
    }
    values = {field: value for field, (value, _) in known.items()}
    values |= {field: shown[field].text for field in QUOTED if field in shown}
    values.setdefault("title", _composed_title(values))
    return Metadata(**values, evidence=shown)


def _title(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    title = paragraphs[0]
    return {"title": (title.text, evidence(title, 0, len(title.text)))} if title.text else {}


def _doc_type(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """From the title; without one from the sentence that announces the report."""
    title = paragraphs[0]
    for paragraph in [title] if title.text else paragraphs[1:OPENING]:
        announced = None if title.text else _REPORTED.search(paragraph.text)
        if not title.text and announced is None:
            continue
        start = 0 if announced is None or "法治" in announced[0] else _topic(paragraph, announced)
        end = len(paragraph.text) if announced is None else announced.end()
        for name, pattern in _DOC_TYPES:
            if found := pattern.search(paragraph.text, start, end):
                return {"doc_type": (name, evidence(paragraph, found.start(), found.end()))}
    return {}


def _year(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """The year in the title; without one, the year that the opening says it reports on."""
    title = paragraphs[0]
    if found := next(_title_years(title), None):
        return {"year": (found.last, evidence(title, found.start, found.end))}
    for pattern, opening in (
        (_REPORTED_YEAR, list(_body(paragraphs, OPENING))),
        # Only before the first heading: below it a year may open any paragraph.
        (_OPENING_YEAR, [one for one in _body(paragraphs, OPENING) if not one.section]),
    ):
        for paragraph in opening:
            if (stated := pattern.search(paragraph.text)) and _in_range(stated["year"]):
                at = stated.span("year")
                return {"year": (number(stated["year"]), evidence(paragraph, *at))}
    return {}


def _covers(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """The years reported on: the title's, but those before it for a government's work report."""
    if "year" not in known:
        return {}
    year, seen = known["year"]
    doc_type = known["doc_type"][0] if "doc_type" in known else None
    if doc_type == "政府工作报告":
        for paragraph in _body(paragraphs, 4 * OPENING):
            if past := _FIVE_YEARS.search(paragraph.text):
                return {"covers": ((year - 5, year - 1), evidence(paragraph, *past.span()))}
            for found in years(paragraph.text):
                if found.last == year - 1:
                    at = evidence(paragraph, found.start, found.end)
                    return {"covers": ((year - 1, year - 1), at)}
        return {}
    spoken = next(_title_years(paragraphs[0]), None)
    return {"covers": ((spoken.first if spoken else year, year), seen)}


def _unit(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """The issuing body: as the title names it, or the signature where that says it more fully."""
    named = next(_named_units(paragraphs), None)
    if named is None:
        return {}
    told = issuer(named.text)
    values: Values = {"unit": (told.unit, named), "is_department": (told.is_department, named)}
    if told.level:
        values["level"] = (told.level, named)
    if told.region:
        values["region"] = (told.region, named)
    return values


def _named_units(paragraphs: Sequence[Paragraph]) -> Iterator[Evidence]:
    """Names of the issuing body, the surest first."""
    in_title = _unit_in_title(paragraphs[0])
    for paragraph in paragraphs:
        if paragraph.role is Role.SIGNATURE and (found := _SIGNED.match(paragraph.text)):
            signed = evidence(paragraph, *found.span("unit"))
            # 陇南市2014年度…报告, signed by 陇南市人民政府, was issued by the latter.
            if in_title is None or re.match(re.escape(in_title.text) + ".", signed.text):
                yield signed
    if in_title:
        yield in_title
    for paragraph in _body(paragraphs, OPENING):
        for pattern in (_REPRESENTED, _SELF_IN_OPENING):
            if found := pattern.search(paragraph.text, 0, OPENING_CHARACTERS):
                yield evidence(paragraph, *found.span("unit"))


def _unit_in_title(title: Paragraph) -> Evidence | None:
    """What stands in the title before its subject, when that is a name that a body can have."""
    leading = _LEADING_YEAR.match(title.text)
    start = leading.end() if leading else 0
    cut = _TITLE_CUT.search(title.text, start + 1)
    end = cut.start() if cut else len(title.text)
    if title.text.startswith("政府工作报告", end):
        end += len("政府")
    end = start + len(title.text[start:end].rstrip(" \u3000"))
    return evidence(title, start, end) if _WHOLE_UNIT.match(title.text[start:end]) else None


def _date(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """The date of the signature: the first one, for a later one may be that of an attachment."""
    for paragraph in paragraphs:
        if paragraph.role is Role.SIGNATURE:
            for found in dates(paragraph.text):
                return {"date": (found.iso, evidence(paragraph, found.start, found.end))}
    return {}


def _document_number(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """The number on a line of its own near the title; one inside a sentence is another's."""
    for paragraph in paragraphs[:NUMBER_HEAD]:
        if _DOCUMENT_NUMBER.fullmatch(paragraph.text.strip()):
            text = paragraph.text.strip()
            start = paragraph.text.index(text)
            return {"document_number": (text, evidence(paragraph, start, start + len(text)))}
    return {}


def _composed_title(values: dict[str, Any]) -> str:
    """A title in square brackets, as archivists compose one, from what is known."""
    year = f"{values['year']}年" if "year" in values else ""
    kind = values.get("doc_type", "其他")
    composed = f"{values.get('unit', '')}{year}"
    return f"[{composed}{kind if kind != '其他' else '报告'}]" if composed else UNTITLED


def _title_years(title: Paragraph) -> Iterator[YearFound]:
    """The years of a title, those that it writes without 年 (塔庄镇2022法治…) included."""
    found = list(years(title.text))
    if not found:
        found = [
            YearFound(int(bare[0]), int(bare[0]), *bare.span())
            for bare in _BARE_YEAR.finditer(title.text)
            if _in_range(bare[0])
        ]
    return iter(found)


def _body(paragraphs: Sequence[Paragraph], count: int) -> Iterator[Paragraph]:
    """The first paragraphs that speak: no title, signature or table."""
    spoken = (p for p in paragraphs[1:] if p.role in (Role.BODY, Role.HEADING, Role.SALUTATION))
    return islice(spoken, count)


def _topic(paragraph: Paragraph, announced: re.Match[str]) -> int:
    """Where to read the kind from when the announcement (现将工作总结如下) does not say of what."""
    topic = paragraph.text.find("法治")
    return (
        topic if 0 <= topic < announced.start() and "建设" in paragraph.text else announced.start()
    )


def _in_range(year: str) -> bool:
    return FIRST <= number(year) <= LAST
