"""How a report speaks of itself: 我镇, 我局, and whom it answers to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.messages import rules
from archive.model import Evidence, Level, Paragraph
from indexer.sentences import ACTS, CLAUSE
from indexer.values import Values, evidence, opening

SELF: tuple[tuple[str, Level | None, bool], ...] = (
    ("我镇|我乡", Level.TOWNSHIP, False),
    ("我街道|我街(?![区巷])|我办事处", Level.SUBDISTRICT, False),
    (
        "我局|我办(?!理|公|事|[案学])|我委(?!员|托)|我中心|我队|我院|我站|我所|本局|局党组|局党委",
        None,
        True,
    ),
    ("我厅|本厅|厅党组", Level.PROVINCE, True),
    ("我部(?!门|分)", Level.STATE, True),
    ("我县|我区|我旗", Level.COUNTY, False),
    ("我市|我州|我盟", Level.CITY, False),
    ("我省|我自治区", Level.PROVINCE, False),
)
"""How a report that nowhere names its unit speaks of it: the level and whether a department.

The first row that occurs decides: a bureau too speaks of 我县, but no county of 我局.
"""

_GOVERNMENT = "(?:人民)?政府|管委会|办事处"
SUBJECTS: tuple[tuple[str, Level], ...] = (
    (f"街道(?:党工委)?、?(?:{_GOVERNMENT})?", Level.SUBDISTRICT),
    (f"[镇乡](?:党委)?、?[镇乡]?(?:{_GOVERNMENT})?", Level.TOWNSHIP),
    (f"(?:[县区旗]委、)?[县区旗](?:{_GOVERNMENT})", Level.COUNTY),
    (f"(?:[市州]委、)?[市州](?:{_GOVERNMENT})|盟委、行署", Level.CITY),
    (f"(?:省委、)?省(?:{_GOVERNMENT})", Level.PROVINCE),
)
"""The governments that an opening can have for its subject without a name, and their level."""

SUPERIORS: tuple[tuple[str, Level], ...] = (
    ("县委|县政府|县人大|我县|全县|照县有关|据县有关|依法治县", Level.COUNTY),
    ("区委|区政府|区人大|我区|全区|照区有关|据区有关|依法治区|市、区(?!县)", Level.COUNTY),
    ("市委|市政府|市人大|我市|全市|照市有关|据市有关|依法治市", Level.CITY),
    ("省委|省政府|省人大|我省|全省|照省有关|据省有关|依法治省", Level.PROVINCE),
)
"""Whom a bureau that does not name its place answers to: the row that occurs most often."""

_SELF = tuple((re.compile(pattern), level, office) for pattern, level, office in SELF)
_SUBJECTS = tuple(
    (re.compile(rf"{CLAUSE}(?P<body>{pattern})(?={ACTS}|在)"), level) for pattern, level in SUBJECTS
)
_REGION = re.compile("自治区(?:人民政府|政府|党委)")
_DISTRICT = re.compile("(?<!治)[县区旗](?:委|党委|人民政府|政府)|我[县旗]")
_SUPERIORS = tuple((re.compile(pattern), level) for pattern, level in SUPERIORS)


def self_told(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """Level, and whether a department, where no name tells: from 我镇, 我局 and whom it serves."""
    if "level" in known:
        return {}
    text = _Text(paragraphs)
    values: Values = {}
    for pattern, level, is_department in _SELF:
        if "is_department" in known and known["is_department"][0] != is_department:
            continue
        if found := text.first(pattern, rules.LEVEL_OF_SELF):
            values["is_department"] = (is_department, found)
            if level:
                values["level"] = (_of_region(text, level), found)
            break
    if "level" not in values and not {**known, **values}.get("is_department", (False,))[0]:
        values |= _subject(paragraphs)
    department = {**known, **values}.get("is_department")
    if "level" not in values and department and department[0]:
        values |= _superior(text)
    return values


def _of_region(text: _Text, level: Level) -> Level:
    """我区 is an autonomous region where the text speaks of its government."""
    if level is Level.COUNTY and len(_REGION.findall(text.whole)) > len(
        _DISTRICT.findall(text.whole)
    ):
        return Level.PROVINCE
    return level


def _subject(paragraphs: Sequence[Paragraph]) -> Values:
    """The level of a government that the opening speaks of without its name."""
    for paragraph in opening(paragraphs):
        for pattern, level in _SUBJECTS:
            if found := pattern.search(paragraph.text):
                at = evidence(paragraph, *found.span("body"), rules.LEVEL_OF_SUBJECT)
                return {"level": (level, at), "is_department": (False, at)}
    return {}


def _superior(text: _Text) -> Values:
    pattern, level = max(_SUPERIORS, key=lambda row: len(row[0].findall(text.whole)))
    found = text.first(pattern, rules.LEVEL_OF_SUPERIOR)
    return {"level": (level, found)} if found else {}


class _Text:
    """A report's text in one piece, and which paragraph each stretch of it stands in."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.whole = "\n".join(paragraph.text for paragraph in paragraphs)
        self._paragraphs = paragraphs

    def first(self, pattern: re.Pattern[str], rule: str) -> Evidence | None:
        """Where a pattern occurs first, as the evidence of a rule."""
        found = pattern.search(self.whole)
        if found is None:
            return None
        start = found.start()
        for paragraph in self._paragraphs:
            if start <= len(paragraph.text):
                return evidence(paragraph, start, start + len(found[0]), rule)
            start -= len(paragraph.text) + 1
        return None
