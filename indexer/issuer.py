"""Who issued a report, read from names: the unit, its level, whether a department, its region."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.messages import rules
from archive.model import Level
from indexer.gazetteer import Place
from indexer.places import placed

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

PLACE = "镇|乡|苏木|街道|街|自治区|省|市|自治州|州|地区|盟|县|旗|区"

_NAME = r"(?:(?![的是了我本在]|召开|印发|成立)[\u4e00-\u9fffＸXx×*○])"
_NO_NAME = (
    "(?!全[国省市县区镇乡年]|各|由|将|把|对|根据|按照|推进|贯彻|落实|开展|印发|报送|加强|做好|"
    "深化|规范|乡镇)"
)

GOVERNMENT_OF = rf"(?:{_NAME}{{0,20}}?(?:人民)?政府)"
"""The name of a government, as the inside of a regular expression."""

UNIT = rf"(?:{_NO_NAME}{_NAME}{{1,24}}?(?:{GOVERNMENT}|{DEPARTMENT}|{PLACE}))"
"""A name that an issuing body can have in running text, as the inside of a regular expression."""

_ENDED = rf"{_NAME}{{1,40}}(?:{GOVERNMENT}|{BODY}|{PLACE})"
FULL_UNIT = rf"(?:{_NO_NAME}{_ENDED}(?:[ \u3000、]{_ENDED}){{0,4}})"
"""The names of one or more bodies, for places where nothing else can stand."""

_NO_DEPARTMENT = re.compile(f"(?:国务院|{GOVERNMENT}|办事处|{PARTY})")
_IS_BODY = re.compile(f"(?:{BODY})$")
_REDACTED = re.compile("[ＸXx×*○某]+")


@dataclass(frozen=True, slots=True)
class Issuer:
    """What a unit's name tells; None where it does not.

    `is_generic` is a bare 镇人民政府, which every town could be; a ＊＊镇 is not `is_named` either.
    `candidates` are the gazetteer's places of that name when there are several.
    """

    unit: str
    level: Level | None
    level_rule: str
    is_department: bool
    region: str | None
    region_rule: str
    is_generic: bool
    is_named: bool
    candidates: tuple[Place, ...] = ()


def issuer(unit: str, year: int | None = None) -> Issuer:
    """Read a unit's name: 云岭省云江市青石县司法局 is a department of a county.

    `year` is the report's, for a place that was not always what it is (巢湖市).
    """
    found = placed(unit, year)
    rest = unit[found.end :]
    no_department = not rest or _NO_DEPARTMENT.fullmatch(rest.partition(" ")[0])
    is_generic = re.fullmatch(rf"[省市州盟县区旗镇乡]*(?:{GOVERNMENT})?", unit) is not None
    in_gazetteer = len(found.candidates) == 1
    return Issuer(
        unit=unit,
        level=found.level,
        level_rule=found.rule,
        is_department=not no_department and bool(_IS_BODY.search(unit)),
        region="/".join(found.region) or None,
        region_rule=rules.REGION_OF_GAZETTEER if in_gazetteer else rules.REGION_OF_NAME,
        is_generic=is_generic,
        is_named=not is_generic
        and not re.fullmatch(rf"{_REDACTED.pattern}(?:{PLACE})?(?:{GOVERNMENT})?", unit),
        candidates=() if in_gazetteer else found.candidates,
    )
