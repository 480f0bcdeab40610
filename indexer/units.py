"""Where a report names the body that issued it: title, signature, opening."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.messages import rules
from archive.model import Evidence, Paragraph, Role
from indexer.gazetteer import LONGEST, places
from indexer.issuer import FULL_UNIT, GOVERNMENT, GOVERNMENT_OF, PLACE, UNIT, Issuer, issuer
from indexer.places import LEVEL_OF_FIRST_CHARACTER
from indexer.reporting import is_government_report
from indexer.sentences import ACTS, CLAUSE
from indexer.values import Values, by_rule, evidence, opening

OPENING_CHARACTERS = 200
"""How far into a paragraph of the opening the issuing body is looked for."""

LETTERHEAD = 4
"""How many paragraphs from the title on may be the red head of an official document."""

RECORD = 12
"""How many paragraphs from the title on may be the page's table of data on the document."""

CONGRESS_HEAD = 7
"""How many paragraphs from the title on may name the congress that a government reports to."""

_LEADING = re.compile(
    r"\s*(?:(?:(?:19|20)(?:\d\d|[Xx×*]{2})|[一二][〇○零一二三四五六七八九]{3})\s*年?度?\s*)?"
    r"(?P<about>关于(?:报送|上报|呈报|印发)?)?"
)
_END = re.compile(
    r"关于|(?:19|20)(?:\d\d|[Xx×*]{2})|二[〇○零]|[〇○零]{2}|[Xx×*]{2,4}年|年度|年工作|"
    r"推进|贯彻|落实|开展|加强|印发|报送|—|[“”\"《（(〔\[]|$"
)
_SUBJECT = re.compile(
    "(?=法治|法制|依法|普法|行政|工作|政务公开|政府信息|(?<!政府)信息公开|(?<=人民政府)信息公开)"
)
_NAMES_BODY = re.compile(FULL_UNIT)
_ENDS_AS_GOVERNMENT = re.compile(rf"(?:{GOVERNMENT})$")
_SIGNED = re.compile(rf"[（(]?(?P<unit>{FULL_UNIT})\s*(?:[）)]|$|(?=[\d一二]))")
_SUBJECT_OF_REPORTS = "(?:法治政府建设|法治建设|依法行政|政务公开|政府信息公开)(?:工作)?"
_SUBJECT_OF_OPENING = re.compile(
    rf"{CLAUSE}(?P<unit>(?!在|为|现将|现有|[省市县区镇乡]委|[省市县区镇乡]?(?:党委|政府))"
    rf"{UNIT})(?:{_SUBJECT_OF_REPORTS})?(?={ACTS}|在)"
)
_ANNOUNCED = re.compile(
    rf"现(?:将|就|把|公布)(?P<unit>{UNIT})(?=(?:19|20)\d\d|二[〇○零]|法治|依法行政|政府信息|政务公开)"
)
_COMPILED = re.compile(
    rf"(?:报告|年报)[^。]{{0,40}}?由(?P<unit>{UNIT})(?=根据|按照|编制|汇总|负责|牵头)"
)
_SPEAKER = re.compile(
    rf"(?P<unit>(?!代)[\u4e00-\u9fff]{{1,20}}?(?:{GOVERNMENT}|[省市州盟县区旗镇乡局厅委办]|委员会))"
    r"(?:代理?|副)?[局厅省市州盟县区旗镇乡]?(?:长|主席|主任)\s*[\u4e00-\u9fff·*]{2,8}$"
)
_REPRESENTED = re.compile(rf"我(?:谨)?(?:受|代表)(?:本届)?(?P<unit>{GOVERNMENT_OF})")
_CONGRESS = re.compile(
    r"(?:在|日)\s*(?P<place>(?:(?![在日])[\u4e00-\u9fffXx×*○]){2,20}?)第[一二三四五六七八九十]+届"
    r"[\u4e00-\u9fff\s]{0,3}人民代表大会"
)

_LETTERHEAD = re.compile(rf"(?P<unit>{FULL_UNIT})(?:文件|便函|公函)$")
_RECORD = re.compile(
    rf"(?:发文机关|发布机构|发文单位|制发机关|公开主体)[\s:：|\]］]*(?P<unit>{UNIT})(?=\s|[|\[［]|$)"
)
_SIGNATURES = ((rules.UNIT_OF_SPEAKER, _SPEAKER), (rules.UNIT_OF_SIGNATURE, _SIGNED))
_OPENINGS = (
    (rules.UNIT_REPRESENTED, _REPRESENTED),
    (rules.UNIT_OF_OPENING, _SUBJECT_OF_OPENING),
    (rules.UNIT_ANNOUNCED, _ANNOUNCED),
    (rules.UNIT_COMPILED, _COMPILED),
)


def unit_values(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """Unit, level, whether a department, and region, from the surest place that names the body.

    Title and signature are taken at their word, redacted names too. In running text a name that
    every town could have (镇人民政府, ＊＊镇) gives only the level.
    """
    year = known["year"][0] if "year" in known else None
    if (found := _in_title_or_signature(paragraphs)) is not None:
        found = _with_place(paragraphs, found)
        # A governor speaks for the government: 云岭省省长.
        of_place = found.rule == rules.UNIT_OF_SPEAKER and found.text.endswith(
            tuple(PLACE.split("|"))
        )
        return _told(found, issuer(found.text + "人民政府" * of_place, year))
    place = _congress(paragraphs) if is_government_report(known) else None
    if place is not None:
        # Only 云岭省人民政府 reports to the congress of 云岭省.
        return _told(place, issuer(place.text + "人民政府", year), only_if_named=True)
    for found in _in_opening(paragraphs):
        full = _with_place(paragraphs, found)
        if values := _told(full, issuer(full.text, year), only_if_named=True):
            return values
    return _told_beside(paragraphs, year)


def _told_beside(paragraphs: Sequence[Paragraph], year: int | None) -> Values:
    """The body that the page's own table of data names: 发布机构 | 青石县林草局."""
    for paragraph in paragraphs[1:RECORD]:
        if found := _RECORD.search(paragraph.text):
            at = evidence(paragraph, *found.span("unit"), rules.UNIT_OF_RECORD)
            return _told(at, issuer(at.text, year), only_if_named=True)
    return {}


def _told(found: Evidence, told: Issuer, only_if_named: bool = False) -> Values:
    """What a name tells: nothing where it may be a phrase that only looks like a name."""
    if only_if_named and told.level is None and not told.is_department:
        return {}
    by_name = by_rule(found, rules.DEPARTMENT_OF_NAME)
    values: Values = {"is_department": (told.is_department, by_name)}
    if told.is_named or not (only_if_named or told.is_generic):
        values["unit"] = (told.unit, found)
    if told.level:
        values["level"] = (told.level, by_rule(found, told.level_rule))
    if told.region and (told.is_named or not only_if_named):
        values["region"] = (told.region, by_rule(found, told.region_rule))
    return values


def _with_place(paragraphs: Sequence[Paragraph], found: Evidence) -> Evidence:
    """市教育局 with its city's name, where the text has that and no other: 郑州市教育局."""
    if issuer(found.text).region:
        return found
    for one in _in_opening(paragraphs):
        if len(one.text) > len(found.text) and one.text.endswith(found.text):
            return one
    if found.text[0] not in LEVEL_OF_FIRST_CHARACTER:
        return found
    full = list(_full_names(paragraphs, found))
    return full[0] if len({one.text for one in full}) == 1 else found


def _full_names(paragraphs: Sequence[Paragraph], found: Evidence) -> Iterator[Evidence]:
    """The stretches that put a known place before a name: 郑州市教育局 for 市教育局."""
    for paragraph in paragraphs:
        for named in re.finditer(re.escape(found.text), paragraph.text):
            for start in range(max(0, named.start() - LONGEST), named.start()):
                if places(paragraph.text[start : named.start() + 1]):
                    yield evidence(paragraph, start, named.end(), found.rule)
                    break


def _in_title_or_signature(paragraphs: Sequence[Paragraph]) -> Evidence | None:
    """The title's body; the signature's where that says it more fully or the title is about one."""
    in_title, is_subject = _in_title(paragraphs[0])
    for paragraph in paragraphs:
        if paragraph.role is not Role.SIGNATURE:
            continue
        for rule, pattern in _SIGNATURES:
            if line := pattern.match(paragraph.text):
                signed = evidence(paragraph, *line.span("unit"), rule)
                if in_title is None or is_subject or _completes(signed, in_title):
                    return signed
    if in_title is not None:
        # 云屏街道 calls itself 云屏街道办事处 in its opening.
        fuller = (found for found in _in_opening(paragraphs) if _is_fuller(found, in_title))
        return next((found for found in fuller if _ENDS_AS_GOVERNMENT.search(found.text)), in_title)
    for paragraph in paragraphs[1:LETTERHEAD]:
        if head := _LETTERHEAD.match(paragraph.text):
            return evidence(paragraph, *head.span("unit"), rules.UNIT_OF_LETTERHEAD)
    return None


def _in_title(title: Paragraph) -> tuple[Evidence | None, bool]:
    """The name before the title's subject, and whether the title is only about that body."""
    text = title.text
    leading = _LEADING.match(text)
    start = leading.end() if leading else 0
    is_subject = bool(leading and leading["about"])
    last = next(found.start() for found in _END.finditer(text, start))
    ends = [found.start() for found in _SUBJECT.finditer(text, start, last)]
    # 青石县依法行政工作领导小组办公室: the longest beginning that is a name.
    for end in [last, *reversed(ends)]:
        name = text[start:end].rstrip(" \u3000")
        if _NAMES_BODY.fullmatch(name):
            found = evidence(title, start, start + len(name), rules.UNIT_OF_TITLE)
            return found, is_subject
    return None, is_subject


def _completes(signed: Evidence, in_title: Evidence) -> bool:
    """青石县人民政府 says what 青石县 is; its office is not the government that a title names."""
    return not _ENDS_AS_GOVERNMENT.search(in_title.text) and _is_fuller(signed, in_title)


def _is_fuller(one: Evidence, other: Evidence) -> bool:
    return len(one.text) > len(other.text) and one.text.startswith(other.text)


def _congress(paragraphs: Sequence[Paragraph]) -> Evidence | None:
    for paragraph in paragraphs[:CONGRESS_HEAD]:
        if found := _CONGRESS.search(paragraph.text):
            return evidence(paragraph, *found.span("place"), rules.UNIT_OF_CONGRESS)
    return None


def _in_opening(paragraphs: Sequence[Paragraph]) -> Iterator[Evidence]:
    for paragraph in opening(paragraphs):
        for rule, pattern in _OPENINGS:
            if found := pattern.search(paragraph.text, 0, OPENING_CHARACTERS):
                yield evidence(paragraph, *found.span("unit"), rule)
