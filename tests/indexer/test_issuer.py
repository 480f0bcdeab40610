"""The issuing body: what its name alone tells."""

from __future__ import annotations

import pytest

from archive.model import Level
from indexer.issuer import issuer


@pytest.mark.parametrize(
    ("unit", "level", "is_department", "region"),
    [
        ("国家水运管理局", Level.STATE, True, None),
        ("司法部", Level.STATE, True, None),
        ("云岭省人民政府", Level.PROVINCE, False, "云岭省"),
        ("重庆市人民政府", Level.PROVINCE, False, "重庆市"),
        ("省人社厅", Level.PROVINCE, True, None),
        ("云江市人民政府", Level.CITY, False, "云江市"),
        ("云江市城市管理局", Level.CITY, True, "云江市"),
        ("市市场监管局", Level.CITY, True, None),
        ("云岭省云江市青石县司法局", Level.COUNTY, True, "云岭省/云江市/青石县"),
        ("重庆市万州区人民政府", Level.COUNTY, False, "重庆市/万州区"),
        ("青石县人民政府办公室", Level.COUNTY, True, "青石县"),
        ("区应急管理局", Level.COUNTY, True, None),
        ("**县", Level.COUNTY, False, "**县"),
        ("青石县云溪镇人民政府", Level.TOWNSHIP, False, "青石县"),
        ("柳塘瑶族乡人民政府", Level.TOWNSHIP, False, None),
        ("白沙区城东街道办事处", Level.SUBDISTRICT, False, "白沙区"),
        ("XX局", None, True, None),
        ("青石县住房和城乡建设局", Level.COUNTY, True, "青石县"),
        ("云江市社区矫正管理局", Level.CITY, True, "云江市"),
        ("云江市市容管理局", Level.CITY, True, "云江市"),
        ("云江市依法治市领导小组办公室", Level.CITY, True, "云江市"),
        ("中共云江市委全面依法治市委员会办公室", Level.CITY, True, "云江市"),
        ("市场监督管理局", None, True, None),
        ("乡村振兴局", None, True, None),
        ("国家税务总局青石县税务局", Level.COUNTY, True, "青石县"),
        ("国家税务总局", Level.STATE, True, None),
        ("生态环境部东海流域监督管理局", Level.STATE, True, None),
        ("中共青石县委", Level.COUNTY, False, "青石县"),
        ("济南市市中区司法局", Level.COUNTY, True, "山东省/济南市/市中区"),
        ("荆州市沙市区人民政府", Level.COUNTY, False, "湖北省/荆州市/沙市区"),
        ("津市市人民政府", Level.COUNTY, False, "湖南省/常德市/津市市"),
        ("大理白族自治州大理市", Level.COUNTY, False, "云南省/大理白族自治州/大理市"),
        ("新乡市人民政府", Level.CITY, False, "河南省/新乡市"),
        ("景德镇市人民政府", Level.CITY, False, "江西省/景德镇市"),
        ("青石县马市镇", Level.TOWNSHIP, False, "青石县"),
        ("云溪镇综合行政执法队", Level.TOWNSHIP, True, None),
        ("云江经济技术开发区管委会", Level.COUNTY, False, None),
        ("云江新区管委会", None, False, None),
        ("云江市高新区管委会", Level.COUNTY, False, "云江市"),
        ("合肥高新区管委会", Level.COUNTY, False, "安徽省/合肥市"),
        ("青石县工业园区管委会", Level.COUNTY, False, "青石县"),
        ("上海市浦东新区人民政府", Level.COUNTY, False, "上海市/浦东新区"),
    ],
)
def test_a_units_name_tells_its_level(
    unit: str, level: Level | None, is_department: bool, region: str | None
) -> None:
    told = issuer(unit)
    assert (told.level, told.is_department, told.region) == (level, is_department, region)


@pytest.mark.parametrize(
    ("unit", "is_named"),
    [("青石县人民政府", True), ("区应急管理局", True), ("镇人民政府", False), ("**镇", False)],
)
def test_a_name_that_every_town_could_have_names_none(unit: str, is_named: bool) -> None:
    assert issuer(unit).is_named is is_named
