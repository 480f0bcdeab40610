"""How a report speaks of itself: 我镇, 我局, and whom it answers to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.messages import rules
from archive.model import Evidence, Level, Paragraph
from indexer.values import Values, evidence

SELF: tuple[tuple[str, Level | None, bool], ...] = (
    ("我镇|我乡", Level.TOWNSHIP, False),
    ("我街道|我办事处", Level.SUBDISTRICT, False),
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

SUPERIORS: tuple[tuple[str, Level], ...] = (
    ("县委|县政府|我县|全县|照县有关|据县有关", Level.COUNTY),
    ("区委|区政府|我区|全区|照区有关|据区有关", Level.COUNTY),
    ("市委|市政府|我市|全市|照市有关|据市有关", Level.CITY),
    ("省委|省政府|我省|全省|照省有关|据省有关", Level.PROVINCE),
)
"""Whom a bureau that does not name its place answers to: the row that occurs most often."""

_SELF = tuple((re.compile(pattern), level, office) for pattern, level, office in SELF)
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
                values["level"] = (level, found)
            break
    department = {**known, **values}.get("is_department")
    if "level" not in values and department and department[0]:
        values |= _superior(text)
    return values


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
