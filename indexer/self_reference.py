"""How a report speaks of itself: 我镇, 我局, and whom it answers to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.model import Evidence, Level, Paragraph
from indexer.values import Values, evidence

SELF: tuple[tuple[str, Level | None, bool], ...] = (
    ("我镇|我乡|本镇|本乡", Level.TOWNSHIP, False),
    ("我街道|本街道|我办事处", Level.SUBDISTRICT, False),
    ("我局|我办|我委|我中心|我队|本局|局党组|局党委", None, True),
    ("我厅|本厅|厅党组", Level.PROVINCE, True),
    ("我部|本部", Level.STATE, True),
    ("我县|我区|我旗", Level.COUNTY, False),
    ("我市", Level.CITY, False),
    ("我省|我自治区", Level.PROVINCE, False),
)
"""How a report that nowhere names its unit speaks of it: the level and whether a department.

The first row that occurs decides: a bureau too speaks of 我县, but no county of 我局.
"""

SUPERIORS: tuple[tuple[str, Level], ...] = (
    ("县委、?县政府|县委|县政府|我县|全县", Level.COUNTY),
    ("区委、?区政府|区委|区政府|我区|全区", Level.COUNTY),
    ("市委、?市政府|市委|市政府|我市|全市", Level.CITY),
    ("省委、?省政府|省委|省政府|我省|全省", Level.PROVINCE),
)
"""Whom a bureau that does not name its place answers to: the row that occurs most often."""

_SELF = tuple((re.compile(pattern), level, office) for pattern, level, office in SELF)
_SUPERIORS = tuple((re.compile(pattern), level) for pattern, level in SUPERIORS)


def self_told(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """Level, and whether a department, where no name tells: from 我镇, 我局 and whom it serves."""
    if "level" in known:
        return {}
    values: Values = {}
    for pattern, level, is_department in _SELF:
        if "is_department" in known and known["is_department"][0] != is_department:
            continue
        if found := _first(paragraphs, pattern):
            values["is_department"] = (is_department, found)
            if level:
                values["level"] = (level, found)
            break
    department = {**known, **values}.get("is_department")
    if "level" not in values and department and department[0]:
        text = "\n".join(paragraph.text for paragraph in paragraphs)
        counts = [(len(pattern.findall(text)), -i) for i, (pattern, _) in enumerate(_SUPERIORS)]
        most, place = max(counts)
        pattern, level = _SUPERIORS[-place]
        if most and (found := _first(paragraphs, pattern)):
            values["level"] = (level, found)
    return values


def _first(paragraphs: Sequence[Paragraph], pattern: re.Pattern[str]) -> Evidence | None:
    for paragraph in paragraphs:
        if found := pattern.search(paragraph.text):
            return evidence(paragraph, *found.span())
    return None
