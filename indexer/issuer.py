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

GOVERNMENT = "人民政府|政府|管理委员会|管委会|街道办事处"
DEPARTMENT = (
    "办公室|办公厅|委员会|总局|局|厅|部|署|院|办|委|中心|支队|大队|总队|税务所|司法所|队|处|站"
)
PLACE = "镇|乡|苏木|街道|自治区|省|市|自治州|州|盟|县|旗|区"
_NAME = r"(?:(?![的是了我本])[\u4e00-\u9fffＸXx×*○])"

GOVERNMENT_OF = rf"(?:{_NAME}{{1,20}}?人民政府)"
"""The name of a government, as the inside of a regular expression."""

UNIT = rf"(?:(?!乡镇){_NAME}{{1,24}}?(?:{GOVERNMENT}|{DEPARTMENT}|{PLACE}))"
"""A name that an issuing body can have, as the inside of a regular expression."""

# No place's name but 市南区, 市中区 and 市北区 holds one of these; 城市管理局 is no city.
_PLACE_NAME = r"(?!城市)(?![省市县区旗])(?:(?![省市县区旗])[\u4e00-\u9fffＸXx×*○])"
_PLACE = re.compile(
    rf"""(?P<province>{PROVINCES}|{_PLACE_NAME}{{2,7}}?(?:省|自治区|特别行政区))?
         (?P<city>{_PLACE_NAME}{{1,8}}?(?:自治州|地区|盟|市|州(?![市区县])))?
         (?P<county>市[南北中]区|{_PLACE_NAME}{{1,10}}?(?:自治县|自治旗|林区|特区|县|旗|区|市))?
         (?P<town>{_PLACE_NAME}{{1,10}}?(?:民族乡|镇|乡|苏木|街道))?""",
    re.VERBOSE,
)
_CENTRAL = re.compile(
    "中华人民共和国|国务院|国家|全国|最高人民|中国人民银行|中央|海关总署|审计署|[\u4e00-\u9fff]{2,8}部$"
)
_NOT_CENTRAL = re.compile("支部|党部|武装部|宣传部|组织部|统战部")
_LEVELS = (
    ("town", Level.TOWNSHIP),
    ("county", Level.COUNTY),
    ("city", Level.CITY),
    ("province", Level.PROVINCE),
)
"""The level of the narrowest place that a name holds."""

_GENERIC = {
    "省": Level.PROVINCE,
    "市": Level.CITY,
    "州": Level.CITY,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "旗": Level.COUNTY,
    "镇": Level.TOWNSHIP,
    "乡": Level.TOWNSHIP,
}
"""The level that a unit names by its first character alone: 区应急管理局."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """What a unit's name tells; None where it does not."""

    unit: str
    level: Level | None
    is_department: bool
    region: str | None


def issuer(unit: str) -> Issuer:
    """Read a unit's name: 云岭省临江市青石县司法局 is a department of a county."""
    place = _PLACE.match(unit)
    parts = place.groupdict() if place else {}
    rest = unit[place.end() :] if place else unit
    return Issuer(
        unit=unit,
        level=_level(unit, parts),
        is_department=_is_department(unit, rest),
        region="/".join(filter(None, (parts["province"], parts["city"], parts["county"]))) or None,
    )


def _level(unit: str, parts: dict[str, str | None]) -> Level | None:
    if (parts["town"] or "").endswith("街道"):
        return Level.SUBDISTRICT
    for part, level in _LEVELS:
        if parts[part]:
            return level
    if unit[0] in _GENERIC and len(unit) > 1:
        return _GENERIC[unit[0]]
    if _CENTRAL.search(unit) and not _NOT_CENTRAL.search(unit):
        return Level.STATE
    return None


def _is_department(unit: str, rest: str) -> bool:
    """A name that ends with its place, or with the government of it, is no department."""
    return (
        bool(rest)
        and not re.fullmatch(rf"(?:{GOVERNMENT}|办事处)", rest)
        and bool(re.search(rf"(?:{DEPARTMENT})$", unit))
    )
