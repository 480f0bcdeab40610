"""What a report says of itself: year, level, unit, date, number, kind; each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.composed import composed_title
from archive.messages import rules
from archive.model import Evidence, Metadata, Paragraph, Role
from indexer.regions import region_value
from indexer.reporting import covers_value, is_government_report, year_value
from indexer.script import simplified
from indexer.self_reference import self_told
from indexer.units import CONGRESS_HEAD, unit_values
from indexer.values import OPENING, Values, evidence
from indexer.years import dates

DOC_TYPES: tuple[tuple[str, str], ...] = (
    ("通知", "(?:通知|通报)$"),
    (
        "政府信息公开年度报告",
        "信息公开.{0,8}(?:年度)?(?:工作)?(?:报告|总结)|政务公开.{0,6}年度.{0,8}报告",
    ),
    ("工作计划", "^(?!.*(?:总结|报告|情况)).*(?:要点|计划|方案|安排|打算|思路)"),
    (
        "法治政府建设报告",
        "(?:(?<!依)法治(?!宣传|教育|文化)|依法行政|法制(?!宣传|教育)).{0,30}?(?:报告|总结|汇报|情况|自查)",
    ),
    ("政府工作报告", "政府工作报告"),
    ("工作总结", "总结|汇报"),
    ("其他", "报告|意见|办法|条例|规定|决定|公报|情况|规划|纲要|函|法"),
)
"""The kinds of documents and how their titles name them; the first row that fits decides."""

QUOTED = ("title", "unit", "document_number")
"""The values that are the words of their evidence, and so stand in its characters."""

NUMBER_HEAD = 8
"""How many paragraphs from the title on may be the line of the document's own number."""

_DOCUMENT_NUMBER = re.compile(
    r"\s*(?:(?:发文字号|文号|字号)\s*[:：]?\s*)?"
    r"(?P<number>[\u4e00-\u9fffXx×*]{1,15}[〔\[［（(【]\s*\d{4}\s*[〕\]］)）】]\s*(?:第\s*)?\d+\s*号)"
    r"\s*(?:签发人.{0,12})?"
)
_ANNOUNCED = re.compile(
    r"(?:现(?:就|将|把)?)[^。]{0,60}?(?:报告|总结|汇报|自查|情况|通报)[^。]{0,12}?如下"
)
_DELIVERED = re.compile(r"日[^。]{0,20}在[^。]{2,30}人民代表大会")
_LEGALITY = re.compile("(?<!依)法治")
_TOPIC = re.compile("法治政府建设")
_DOC_TYPES = tuple((name, re.compile(pattern)) for name, pattern in DOC_TYPES)


def metadata(paragraphs: Sequence[Paragraph]) -> Metadata:
    """The report's metadata; a value that the text does not tell is None.

    Rules look at the title first, then at the signature, then at the opening, and at the whole
    text only for how the report speaks of itself (我镇). A body that is only cited is no issuer.
    """
    # The rules read simplified characters; what they found is quoted from the text as it stands.
    plain = simplified([one.text for one in paragraphs])
    read = [
        one if one.text == text else replace(one, text=text)
        for one, text in zip(paragraphs, plain, strict=True)
    ]
    known: Values = {}
    for rule in RULES:
        known |= rule(read, known)
    shown = {
        field: evidence(paragraphs[found.ordinal], found.start, found.end, found.rule)
        for field, (_, found) in known.items()
    }
    values = {field: value for field, (value, _) in known.items()}
    for field in QUOTED:
        if field in known and values[field] == known[field][1].text:
            values[field] = shown[field].text
    values.setdefault("title", composed_title(*map(values.get, ("unit", "year", "doc_type"))))
    return Metadata(**values, evidence=shown)


def _title(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    title = paragraphs[0]
    at = evidence(title, 0, len(title.text), rules.TITLE)
    return {"title": (title.text, at)} if title.text else {}


def _doc_type(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """From the title; without one from the sentence that announces the report, or its headings."""
    title = paragraphs[0]
    named = [evidence(title, 0, len(title.text), rules.DOC_TYPE_OF_TITLE)]
    for stretch in named if title.text else _announcements(paragraphs):
        for name, pattern in _DOC_TYPES:
            if found := pattern.search(stretch.text):
                start, end = (stretch.start + at for at in found.span())
                at = evidence(paragraphs[stretch.ordinal], start, end, stretch.rule)
                return {"doc_type": (name, at)}
    for paragraph in [] if title.text else paragraphs[1 : OPENING + 1]:
        if paragraph.role is Role.HEADING and (found := _TOPIC.search(paragraph.text)):
            at = evidence(paragraph, *found.span(), rules.DOC_TYPE_OF_HEADING)
            return {"doc_type": ("法治政府建设报告", at)}
    return {}


def _announcements(paragraphs: Sequence[Paragraph]) -> Iterator[Evidence]:
    """现将工作总结如下, with what goes before it where only that says what the work was."""
    for paragraph in paragraphs[1 : OPENING + 1]:
        if announced := _ANNOUNCED.search(paragraph.text):
            start, end = announced.span()
            topic = _LEGALITY.search(paragraph.text, 0, end)
            if topic and topic.start() < start and "建设" in paragraph.text:
                yield evidence(paragraph, topic.start(), end, rules.DOC_TYPE_ANNOUNCED)
            yield evidence(paragraph, start, end, rules.DOC_TYPE_ANNOUNCED)


def _date(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """The date of the signature: the first one, for a later one may be that of an attachment.

    For a government's work report it may be the day on which the congress heard it.
    """
    for paragraph in paragraphs:
        if paragraph.role is Role.SIGNATURE:
            for found in dates(paragraph.text):
                at = evidence(paragraph, found.start, found.end, rules.DATE_OF_SIGNATURE)
                return {"date": (found.iso, at)}
    for paragraph in paragraphs[:CONGRESS_HEAD] if is_government_report(known) else []:
        if _DELIVERED.search(paragraph.text):
            for found in dates(paragraph.text):
                at = evidence(paragraph, found.start, found.end, rules.DATE_OF_DELIVERY)
                return {"date": (found.iso, at)}
    return {}


def _document_number(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """The number on a line of its own near the title; one inside a sentence is another's."""
    for paragraph in paragraphs[:NUMBER_HEAD]:
        if found := _DOCUMENT_NUMBER.fullmatch(paragraph.text):
            at = evidence(paragraph, *found.span("number"), rules.DOCUMENT_NUMBER_LINE)
            return {"document_number": (at.text, at)}
    return {}


RULES = (
    _title,
    _doc_type,
    year_value,
    covers_value,
    unit_values,
    self_told,
    region_value,
    _date,
    _document_number,
)
"""What reads the values, in order: a rule may build on what those before it found."""
