"""Where a report's region is read when the unit's name alone does not tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.messages import rules
from archive.model import Evidence, Level, Paragraph
from indexer.gazetteer import LONGEST, Place, places
from indexer.places import placed
from indexer.values import Values, evidence, opening

OPENING_CHARACTERS = 200
"""How far into a paragraph of the opening the party and government above are looked for."""

LIES_IN = {
    Level.PROVINCE: Level.PROVINCE,
    Level.CITY: Level.CITY,
    Level.COUNTY: Level.COUNTY,
    Level.TOWNSHIP: Level.COUNTY,
    Level.SUBDISTRICT: Level.COUNTY,
}
"""The level of the place that a body of each level names as the one it answers to."""

UNSURE = (rules.LEVEL_OF_FIRST_CHARACTER, rules.LEVEL_OF_SELF, rules.LEVEL_OF_SUPERIOR)
"""The rules that take 市 for a prefecture, though a city may be one of a county's level."""

_PARTY_OR_GOVERNMENT = re.compile(
    r"[省市县区旗州盟](?=[省市县区旗州盟]?(?:委(?!员)|党委|人民政府|政府))"
)
_SHORT = re.compile("(?:^|[在由经共])[\u4e00-\u9fff]{2}$")
"""Where a name of two characters is one: 在和县县委领导下, but not 按照市和县委要求."""

_CITY_OR_COUNTY = re.compile(r"[\u4e00-\u9fff]{2,12}?[市县区旗州盟]")
_HAN = re.compile(r"[\u4e00-\u9fff]+$")


def region_value(paragraphs: Sequence[Paragraph], known: Values) -> Values:
    """The region, where the name of the unit leaves it open, and the level that it tells."""
    year = known["year"][0] if "year" in known else None
    if "region" in known:
        return _one_of_several(paragraphs, known["region"][0], year)
    if "level" not in known:
        department = known.get("is_department")
        return _only_place(paragraphs, year) if department and department[0] else {}
    level, seen = known["level"]
    for found, place in _superiors(paragraphs, year):
        at = evidence(paragraphs[found.ordinal], found.start, found.end, rules.REGION_OF_SUPERIOR)
        region: Values = {"region": ("/".join(place.path), at)}
        if place.level is LIES_IN.get(level):
            return region
        is_city = level is Level.CITY and place.path[-1].endswith("市")
        if is_city and seen.rule in UNSURE and place.level is Level.COUNTY:
            return region | {"level": (Level.COUNTY, at)}
    if level is Level.CITY and seen.rule in UNSURE:
        told = _only_place(paragraphs, year)
        return told if told and told["level"][0] is Level.COUNTY else {}
    return {}


def _only_place(paragraphs: Sequence[Paragraph], year: int | None) -> Values:
    """Level and region of the one city or county that the opening names, if only to cite it."""
    found: dict[tuple[str, ...], Evidence] = {}
    for paragraph in opening(paragraphs):
        for name in _CITY_OR_COUNTY.finditer(paragraph.text, 0, OPENING_CHARACTERS):
            for start in range(name.start(), name.end() - 2):
                known = places(paragraph.text[start : name.end()], (), year)
                if len(known) == 1 and known[0].level in (Level.CITY, Level.COUNTY):
                    at = evidence(paragraph, start, name.end(), rules.LEVEL_OF_PLACE)
                    found.setdefault(known[0].path, at)
                    break
    if len(found) != 1:
        return {}
    ((path, at),) = found.items()
    (place,) = places(path[-1], path[:-1], year)
    return {"level": (place.level, at), "region": ("/".join(path), at)}


def _one_of_several(paragraphs: Sequence[Paragraph], region: str, year: int | None) -> Values:
    """朝阳区 is the one whose city the text names, if it names the city of only one."""
    *above, name = region.split("/")
    found = places(name, above, year)
    if len(found) < 2:
        return {}
    whole = "\n".join(paragraph.text for paragraph in paragraphs)
    named = [place for place in found if any(one in whole for one in place.path[:-1])]
    if len(named) != 1:
        return {}
    for paragraph in paragraphs:
        for one in named[0].path[:-1]:
            if (start := paragraph.text.find(one)) >= 0:
                at = evidence(paragraph, start, start + len(one), rules.REGION_OF_TEXT)
                return {"region": ("/".join(named[0].path), at)}
    return {}


def _superiors(
    paragraphs: Sequence[Paragraph], year: int | None
) -> Iterator[tuple[Evidence, Place]]:
    """The places whose party committee or government the opening names: 在赵县县委领导下."""
    for paragraph in opening(paragraphs):
        head = paragraph.text[:OPENING_CHARACTERS]
        for found in _PARTY_OR_GOVERNMENT.finditer(head):
            before = _HAN.search(head, max(0, found.end() - 2 * LONGEST), found.end())
            if before and (told := _place_at_end(before[0], year)):
                start = found.end() - len(told[0])
                yield evidence(paragraph, start, found.end()), told[1]


def _place_at_end(text: str, year: int | None) -> tuple[str, Place] | None:
    """The longest stretch at the end of a text that names one place, those above it included."""
    for start in range(len(text) - 1):
        name = text[start:]
        if len(name) == 2 and not _SHORT.search(text):
            return None
        told = placed(name, year)
        if told.end == len(name) and len(told.candidates) == 1:
            place = told.candidates[0]
            if "/".join(told.region) == "/".join(place.path):
                return name, place
    return None
