"""The places at the beginning of a unit's name: by the gazetteer, else by what they end with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.messages import rules
from archive.model import Level
from indexer.gazetteer import Place, longest_place, places

MINISTRIES = (
    "外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|人力资源和社会保障|自然资源|"
    "生态环境|环境保护|住房和城乡建设|交通运输|水利|农业农村|农业|商务|文化和旅游|文化|退役军人事务|应急管理"
)
"""The ministries (部) of the State Council, some former ones included."""

LEVEL_OF_SUFFIX = {
    Level.PROVINCE: ("省", "自治区", "特别行政区"),
    Level.CITY: ("自治州", "地区", "盟", "州", "市"),
    Level.COUNTY: ("自治县", "自治旗", "林区", "特区", "县", "旗", "区", "市区", "市市"),
    Level.TOWNSHIP: ("民族乡", "镇", "乡", "苏木"),
    Level.SUBDISTRICT: ("街道", "街"),
}
"""The level of a place that the gazetteer does not know, by what its name ends with."""

LEVEL_OF_FIRST_CHARACTER = {
    "省": Level.PROVINCE,
    "市": Level.CITY,
    "州": Level.CITY,
    "盟": Level.CITY,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "旗": Level.COUNTY,
    "镇": Level.TOWNSHIP,
    "乡": Level.TOWNSHIP,
}
"""The level that a unit names by its first character alone: 区应急管理局."""

_LEVELS = {suffix: level for level, suffixes in LEVEL_OF_SUFFIX.items() for suffix in suffixes}
_DEPTHS = {level: depth for depth, level in enumerate([Level.STATE, *LEVEL_OF_SUFFIX])}
_COUNTY = _DEPTHS[Level.COUNTY]

_ZONE = (
    "(?:高新|经开|开发|工业园|产业园|园|保税|自贸|试验|实验|示范|度假|风景名胜|风景|景|旅游|保护|管理|合作|"
    "集聚|港|新)区"
)
"""Areas of every level that a committee administers: their names alone do not tell it."""

# Words that hold a place's suffix and are no place.
_NO_PLACE = "城市|城乡|城镇[化管建]|乡村|乡镇|农村|社区|依法治|全面"
_CHARACTER = rf"(?:(?![委局厅办]|{_NO_PLACE})[\u4e00-\u9fffＸXx×*○])"
_NARROW = rf"(?:(?![省市县区旗]){_CHARACTER})"
_TOWN = "民族乡|镇(?![化村建市县区])|乡(?![村镇建规企市县区])|苏木|街道|街(?=$|办|道)"
_CITYS_ZONE = re.compile(
    "(?:高新|经开|经济|经济技术开发|高新技术产业开发|经济开发|高新技术开发)区$"
)
_BRANCH = re.compile("局.*分局$")
_ZONE_STEP = re.compile(rf"(?P<place>{_NARROW}{{0,12}}?){_ZONE}")
_STEP = re.compile(
    rf"""市[南北中](?P<inner>区)
    | [\u4e00-\u9fff](?P<double>市[市区])(?=$|人民|[^场政容民域直级监划块])
    | {_NARROW}{{1,10}}?(?P<suffix>
        省|自治区|特别行政区|自治州|地区|盟|州(?![市区县])|市|自治县|自治旗|林区|特区|县|旗|区|{_TOWN})
    """,
    re.VERBOSE,
)
_TOWN_STEP = re.compile(rf"(?:(?![县区旗]){_CHARACTER}){{1,10}}?(?P<suffix>{_TOWN})")
_TOWN_FOLLOWS = re.compile(_TOWN)
_ABOVE = re.compile("中共|国家[\u4e00-\u9fff]{2,6}局(?=[\u4e00-\u9fff]*[省市县区旗州盟])")
_CENTRAL = re.compile(
    "中华人民共和国|国务院|国家|全国|最高人民|中国人民银行|中央|海关总署|审计署|"
    rf"^原?(?:{MINISTRIES})部"
)
_NOT_GENERIC = re.compile("市[场容]|市政(?![府务协法])|市民(?![政宗族])|县域|区[域块]|乡[村镇]|.$")


@dataclass(frozen=True, slots=True)
class Placed:
    """What the places at the beginning of a unit's name tell.

    `region` is the path down to the county: whole where the gazetteer knows the one place that is
    meant, else as written; where it knows several, they are `candidates`. `rule` says how the
    level was told, `end` where the name goes on after all places.
    """

    region: tuple[str, ...] = ()
    candidates: tuple[Place, ...] = ()
    level: Level | None = None
    rule: str = ""
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Step:
    """One place of a name; `level` is None for a zone of unknown level."""

    name: str
    level: Level | None
    rule: str
    end: int
    known: tuple[Place, ...] = ()
    zone: bool = False


def placed(unit: str, year: int | None = None) -> Placed:
    """Read the places that a unit's name begins with, as they were in a year."""
    above = _ABOVE.match(unit)
    start = end = above.end() if above else 0
    steps: list[_Step] = []
    while step := _step(unit, end, steps, year):
        steps.append(step)
        end = step.end
    if not steps:
        level, rule = _level_without_place(unit)
        return Placed(level=level, rule=rule, end=0 if end == start else end)
    region, candidates = _region(steps)
    level, rule = steps[-1].level, steps[-1].rule
    if level in (Level.PROVINCE, Level.CITY) and _BRANCH.search(unit, end):
        # A city's bureau has its branches in its districts.
        level, rule = Level.COUNTY, rules.LEVEL_OF_BRANCH
    return Placed(region, candidates, level, rule, end)


def _region(steps: list[_Step]) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    last = max((i for i, step in enumerate(steps) if step.known), default=0)
    known = steps[last].known
    narrower = steps[last + 1 :] if len(known) == 1 else steps
    written = tuple(
        step.name for step in narrower if not step.zone and _depth(step.level) <= _COUNTY
    )
    return (*known[0].path, *written) if len(known) == 1 else written, known


def _step(unit: str, start: int, steps: list[_Step], year: int | None) -> _Step | None:
    """The next place of the name, which lies in those before it."""
    last = _depth(steps[-1].level) if steps else -1
    if last >= _depth(Level.TOWNSHIP):
        return None
    for step in (
        _known_step(unit, start, [step.name for step in steps], year),
        _zone_step(unit, start, steps, year),
        _suffix_step(unit, start, steps),
    ):
        if step and (step.zone or step.level is None or _depth(step.level) > last):
            return step
    # 青石县马市镇: 马市 is no city.
    town = _TOWN_STEP.match(unit, start) if steps else None
    return _by_suffix(town, _LEVELS[town["suffix"]]) if town else None


def _known_step(unit: str, start: int, above: list[str], year: int | None) -> _Step | None:
    name = longest_place(unit, start)
    if name is None or _TOWN_FOLLOWS.match(unit, start + len(name)):
        return None
    found = places(name, above, year)
    if len({place.level for place in found}) != 1:
        return None
    return _Step(name, found[0].level, rules.LEVEL_OF_GAZETTEER, start + len(name), found)


def _zone_step(unit: str, start: int, steps: list[_Step], year: int | None) -> _Step | None:
    """A zone counts as a county, as the state's own lists have it, where what it lies in is known.

    Without that only the kinds that cities have count so: a 新区 may be a province's, too.
    """
    found = _ZONE_STEP.match(unit, start)
    if found is None or (steps and steps[-1].zone):
        return None
    above = steps[-1].known if steps else ()
    in_place = bool(steps) and steps[-1].level in (Level.CITY, Level.COUNTY)
    if found["place"] and not above:
        # 合肥高新区 names 合肥市 without its last character.
        above = next(
            filter(None, (places(f"{found['place'][:n]}市", (), year) for n in (4, 3, 2))), ()
        )
    in_city = any(place.level is Level.CITY or len(place.path) == 1 for place in above)
    if in_place or in_city or _CITYS_ZONE.search(found[0]):
        return _Step(found[0], Level.COUNTY, rules.LEVEL_OF_ZONE, found.end(), above, True)
    return _Step(found[0], None, "", found.end(), above, True)


def _suffix_step(unit: str, start: int, steps: list[_Step]) -> _Step | None:
    found = _STEP.match(unit, start)
    if found is None:
        return None
    suffix = found["suffix"] or found["inner"] or found["double"]
    if town := _TOWN_FOLLOWS.match(unit, found.end()):
        # 城区街道 is a subdistrict, not one of the three districts called 城区.
        name = unit[start : town.end()]
        return _Step(name, _LEVELS[town[0]], rules.LEVEL_OF_SUFFIX, town.end())
    # A city below a city or a prefecture is one of a county's level.
    below_city = bool(steps) and steps[-1].level is Level.CITY and suffix == "市"
    return _by_suffix(found, Level.COUNTY if below_city else _LEVELS[suffix])


def _by_suffix(found: re.Match[str], level: Level) -> _Step:
    return _Step(found[0], level, rules.LEVEL_OF_SUFFIX, found.end())


def _level_without_place(unit: str) -> tuple[Level | None, str]:
    if len(unit) > 1 and unit[0] in LEVEL_OF_FIRST_CHARACTER and not _NOT_GENERIC.match(unit):
        return LEVEL_OF_FIRST_CHARACTER[unit[0]], rules.LEVEL_OF_FIRST_CHARACTER
    if unit.startswith("街道"):
        return Level.SUBDISTRICT, rules.LEVEL_OF_FIRST_CHARACTER
    return (Level.STATE, rules.LEVEL_OF_STATE) if _CENTRAL.search(unit) else (None, "")


def _depth(level: Level | None) -> int:
    return _DEPTHS[level] if level else _COUNTY
