"""Who issued a report, read from names: the unit, its level, whether a department, its region."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.model import Level

PROVINCES = (
    "北京市|天津市|上海市|重庆市|河北省|山西省|辽宁省|吉林省|黑龙江省|江苏省|浙江省|安徽省|福建省|江西省|"
    "山东省|河南省|湖北省|湖南省|广东省|海南省|四川省|贵州省|云南省|陕西省|甘肃省|青海省|台湾省|"
    "内蒙古自治区|广西壮族自治区|西藏自治区|宁夏回族自治区|新疆维吾尔自治区|"
    "香港特别行政区|澳门特别行政区|内蒙古|广西|西藏|宁夏|新疆"
)
"""The provinces and their equals, those with a city's or a bare name among them."""

MINISTRIES = (
    "外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|人力资源和社会保障|自然资源|"
    "生态环境|环境保护|住房和城乡建设|交通运输|水利|农业农村|农业|商务|文化和旅游|文化|退役军人事务|应急管理"
)
"""The ministries (部) of the State Council, some former ones included."""

GOVERNMENT = "人民政府|政府|管理委员会|管委会|街道办事处|行政公署|行署"
PARTY = "委员会|党工委|党委|委"
DEPARTMENT = (
    "办公室|办公厅|委员会|总局|局|厅|部|(?<!部)署|院|办|委|中心|"
    "支队|大队|总队|税务所|司法所|队|处|站"
)
BODY = (
    f"{DEPARTMENT}|馆|所|联合社|供销社|联合会|工商联|妇联|文联|残联|科协|协会|工会|团委|领导小组|协调小组|"
    "公司|集团|学校|中学|小学|幼儿园|大学|学院|党校|银行|林场|农场"
)
"""What the name of a department can end with, and, beyond it, that of any other body."""

PLACE = "镇|乡|苏木|街道|自治区|省|市|自治州|州|地区|盟|县|旗|区"

_NAME = r"(?:(?![的是了我本])[\u4e00-\u9fffＸXx×*○])"
_NO_NAME = (
    "(?!全[国省市县区镇乡]|各|由|将|把|对|根据|按照|推进|贯彻|落实|开展|印发|报送|加强|做好|"
    "深化|规范|乡镇)"
)

GOVERNMENT_OF = rf"(?:{_NAME}{{0,20}}?(?:人民)?政府)"
"""The name of a government, as the inside of a regular expression."""

UNIT = rf"(?:{_NO_NAME}{_NAME}{{1,24}}?(?:{GOVERNMENT}|{DEPARTMENT}|{PLACE}))"
"""A name that an issuing body can have in running text, as the inside of a regular expression."""

_ENDED = rf"{_NAME}{{1,40}}(?:{GOVERNMENT}|{BODY}|{PLACE})"
FULL_UNIT = rf"(?:{_NO_NAME}{_ENDED}(?:[ \u3000、]{_ENDED}){{0,4}})"
"""The names of one or more bodies, for places where nothing else can stand."""

_LEVEL_OF_SUFFIX = {
    Level.PROVINCE: ("省", "自治区", "特别行政区"),
    Level.CITY: ("自治州", "地区", "盟", "州", "市"),
    Level.COUNTY: ("自治县", "自治旗", "林区", "特区", "县", "旗", "区", "市区", "市市"),
    Level.TOWNSHIP: ("民族乡", "镇", "乡", "苏木"),
    Level.SUBDISTRICT: ("街道",),
}
_LEVELS = {suffix: level for level, suffixes in _LEVEL_OF_SUFFIX.items() for suffix in suffixes}
_DEPTHS = {level: depth for depth, level in enumerate([Level.STATE, *_LEVEL_OF_SUFFIX])}

_ZONE = (
    "(?:高新|经开|开发|工业园|产业园|园|保税|自贸|试验|实验|示范|度假|风景名胜|风景|景|旅游|保护|管理|合作|"
    "集聚|港)区"
)
"""Areas of every level that a committee administers: their names alone do not tell it."""

# Words that hold a place's suffix and are no place.
_NO_PLACE = "城市|城乡|城镇[化管建]|乡村|乡镇|农村|社区|依法治|全面"
_CHARACTER = rf"(?:(?![委局厅办]|{_NO_PLACE})[\u4e00-\u9fffＸXx×*○])"
_NARROW = rf"(?:(?![省市县区旗]){_CHARACTER})"
_TOWN = "民族乡|镇(?![化村建市县区])|乡(?![村镇建规企市县区])|苏木|街道"
_STEP = re.compile(
    rf"""(?P<province>{PROVINCES})
    | (?P<zone>{_NARROW}{{0,12}}?{_ZONE})
    | 市[南北中](?P<inner>区)
    | [\u4e00-\u9fff](?P<double>市[市区])(?=$|人民|[^场政容民域直级监划块])
    | {_NARROW}{{1,10}}?(?P<suffix>
        省|自治区|特别行政区|自治州|地区|盟|州(?![市区县])|市|自治县|自治旗|林区|特区|县|旗|区|{_TOWN})
    """,
    re.VERBOSE,
)
_TOWN_STEP = re.compile(rf"(?:(?![县区旗]){_CHARACTER}){{1,10}}?(?P<suffix>{_TOWN})")
_ABOVE = re.compile("中共|国家[\u4e00-\u9fff]{2,6}局(?=[\u4e00-\u9fff]*[省市县区旗州盟])")

_CENTRAL = re.compile(
    "中华人民共和国|国务院|国家|全国|最高人民|中国人民银行|中央|海关总署|审计署|"
    rf"^(?:{MINISTRIES})部"
)
_GENERIC = {
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

_NOT_GENERIC = re.compile("市[场政容民]|县域|区[域块]|乡[村镇]|.$")
_NO_DEPARTMENT = re.compile(f"(?:{GOVERNMENT}|办事处|{PARTY})")
_IS_BODY = re.compile(f"(?:{BODY})$")
_REDACTED = re.compile("[ＸXx×*○某]+")


@dataclass(frozen=True, slots=True)
class Issuer:
    """What a unit's name tells; None where it does not.

    `is_named` is False for a bare 镇人民政府 or ＊＊镇, which every town could be.
    """

    unit: str
    level: Level | None
    is_department: bool
    region: str | None
    is_named: bool


def issuer(unit: str) -> Issuer:
    """Read a unit's name: 云岭省临江市青石县司法局 is a department of a county."""
    places, level, end = _places(unit)
    rest = unit[end:]
    no_department = not rest or _NO_DEPARTMENT.fullmatch(rest.partition(" ")[0])
    wide = [name for name, of in places if _DEPTHS[of] <= _DEPTHS[Level.COUNTY]]
    return Issuer(
        unit=unit,
        level=level,
        is_department=not no_department and bool(_IS_BODY.search(unit)),
        region="/".join(wide) or None,
        is_named=not re.fullmatch(rf"[省市州盟县区旗镇乡]?(?:{GOVERNMENT})", unit)
        and not re.fullmatch(rf"{_REDACTED.pattern}(?:{PLACE})?(?:{GOVERNMENT})?", unit),
    )


def _places(unit: str) -> tuple[list[tuple[str, Level]], Level | None, int]:
    """The places at a name's beginning, widest first, the level they give, and where they end."""
    above = _ABOVE.match(unit)
    start = end = above.end() if above else 0
    places: list[tuple[str, Level]] = []
    level: Level | None = None
    while found := _STEP.match(unit, end):
        if found["zone"]:
            return places, None, found.end()
        step = _level_of(found, level)
        if level and _DEPTHS[step] <= _DEPTHS[level]:
            # 青石县马市镇: 马市 is no city.
            found = _TOWN_STEP.match(unit, end)
            if found is None or _DEPTHS[level] >= _DEPTHS[Level.TOWNSHIP]:
                break
            step = _LEVELS[found["suffix"]]
        places.append((found[0], step))
        level, end = step, found.end()
    if level is None:
        return [], _level_without_place(unit), 0 if end == start else end
    return places, level, end


def _level_of(found: re.Match[str], above: Level | None) -> Level:
    if found["province"]:
        return Level.PROVINCE
    suffix = found["suffix"] or found["inner"] or found["double"]
    # A city below a city or a prefecture is one of a county's level.
    return Level.COUNTY if suffix == "市" and above is Level.CITY else _LEVELS[suffix]


def _level_without_place(unit: str) -> Level | None:
    if len(unit) > 1 and unit[0] in _GENERIC and not _NOT_GENERIC.match(unit):
        return _GENERIC[unit[0]]
    return Level.STATE if _CENTRAL.search(unit) else None
