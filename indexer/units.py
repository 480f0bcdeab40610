"""Where a report names the body that issued it: title, signature, opening."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.messages import rules
from archive.model import Evidence, Paragraph, Role
from indexer.issuer import FULL_UNIT, GOVERNMENT, GOVERNMENT_OF, UNIT, Issuer, issuer
from indexer.reporting import is_government_report
from indexer.values import Values, by_rule, evidence, opening

OPENING_CHARACTERS = 200
"""How far into a paragraph of the opening the issuing body is looked for."""

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
_SUBJECT_OF_OPENING = re.compile(
    r"(?:^|[，,。]|年(?:度|以来|来)?|今年以来)\s*"
    r"(?P<unit>(?!在|为|现将|现有|[省市县区镇乡]委|[省市县区镇乡]?(?:党委|政府))"
    rf"{UNIT})"
    r"(?=在|以|始终|坚持|深入|认真|全面|紧|按照|围绕|贯彻|严格|高度|积极|切实|立足|聚焦|党委|党组|不断|持续|"
    r"扎实|大力|着力|规范|落实|牢固|党工委|领导班子|"
    r"依法(?!治)|推进|推动|强化|加强|对标|结合|组织|牢记)"
)
_REPRESENTED = re.compile(rf"我(?:谨)?(?:受|代表)(?:本届)?(?P<unit>{GOVERNMENT_OF})")
_CONGRESS = re.compile(
    r"(?:在|日)\s*(?P<place>(?:(?![在日])[\u4e00-\u9fffXx×*○]){2,20}?)第[一二三四五六七八九十]+届"
    r"[\u4e00-\u9fff\s]{0,3}人民代表大会"
)

_OPENINGS = (
    (rules.UNIT_REPRESENTED, _REPRESENTED),
    (rules.UNIT_OF_OPENING, _SUBJECT_OF_OPENING),
)


def unit_values(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """Unit, level, whether a department, and region, from the surest place that names the body.

    Title and signature are taken at their word, redacted names too. In running text a name that
    every town could have (镇人民政府, ＊＊镇) gives only the level.
    """
    year = known["year"][0] if "year" in known else None
    if (found := _in_title_or_signature(paragraphs)) is not None:
        return _told(found, issuer(found.text, year))
    place = _congress(paragraphs) if is_government_report(known) else None
    if place is not None:
        # Only 云岭省人民政府 reports to the congress of 云岭省.
        return _told(place, issuer(place.text + "人民政府", year), only_if_named=True)
    for found in _in_opening(paragraphs):
        if values := _told(found, issuer(found.text, year), only_if_named=True):
            return values
    return {}


def _told(found: Evidence, told: Issuer, only_if_named: bool = False) -> Values:
    """What a name tells: nothing where it may be a phrase that only looks like a name."""
    if only_if_named and told.level is None and not told.is_department:
        return {}
    by_name = by_rule(found, rules.DEPARTMENT_OF_NAME)
    values: Values = {"is_department": (told.is_department, by_name)}
    if told.is_named or not only_if_named:
        values["unit"] = (told.unit, found)
    if told.level:
        values["level"] = (told.level, by_rule(found, told.level_rule))
    if told.region and (told.is_named or not only_if_named):
        values["region"] = (told.region, by_rule(found, told.region_rule))
    return values


def _in_title_or_signature(paragraphs: Sequence[Paragraph]) -> Evidence | None:
    """The title's body; the signature's where that says it more fully or the title is about one."""
    in_title, is_subject = _in_title(paragraphs[0])
    for paragraph in paragraphs:
        if paragraph.role is Role.SIGNATURE and (found := _SIGNED.match(paragraph.text)):
            signed = evidence(paragraph, *found.span("unit"), rules.UNIT_OF_SIGNATURE)
            if in_title is None or is_subject or _is_fuller(signed, in_title):
                return signed
    if in_title is not None:
        # 云屏街道 calls itself 云屏街道办事处 in its opening.
        fuller = (found for found in _in_opening(paragraphs) if _is_fuller(found, in_title))
        return next((found for found in fuller if _ENDS_AS_GOVERNMENT.search(found.text)), in_title)
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
