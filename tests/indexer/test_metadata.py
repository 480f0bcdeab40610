"""Metadata: what a report says of itself, where it says so, and nothing that it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Level, Metadata, Report
from indexer.blocks import Block
from indexer.issuer import issuer
from indexer.metadata import metadata
from indexer.numbering import opening_number
from indexer.reading import read_report
from indexer.structure import paragraphs
from indexer.years import dates, years_mentioned
from tests.indexer.test_structure import BLOCKS, SEEDS


def read(*lines: str) -> Metadata:
    return metadata(paragraphs([Block(line) for line in lines]))


def test_every_value_is_shown_where_it_was_read(sample_reports: tuple[Report, ...]) -> None:
    for report in sample_reports:
        for found in report.metadata.evidence.values():
            text = report.paragraphs[found.ordinal].text
            assert text[found.start : found.end] == found.text


@given(BLOCKS)
def test_a_value_is_known_exactly_when_it_has_evidence(blocks: list[Block]) -> None:
    read_values = metadata(paragraphs(blocks))
    fields = ("year", "covers", "level", "is_department", "unit", "region", "date", "doc_type")
    known = {field for field in fields if getattr(read_values, field) is not None}
    assert known == set(read_values.evidence) & set(fields)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("青石县2022年法治政府建设工作总结", 2022),
        ("青石县二〇二二年法治政府建设工作总结", 2022),
        ("青石县二○二二年法治政府建设工作总结", 2022),
        ("塔湾镇2022法治政府建设工作总结", 2022),
        ("2023年工作总结和2024年工作要点", 2023),
        ("2019—2021年法治政府建设情况报告", 2021),
        ("青石县法治政府建设工作总结", None),
        ("关于青政发〔2019〕3号文件落实情况的报告", None),
    ],
)
def test_the_year_is_that_of_the_title(title: str, year: int | None) -> None:
    assert read(title, "正文一段。").year == year


@pytest.mark.parametrize(
    ("opening", "year"),
    [
        ("2021年，我办认真履行职责，现将工作总结如下：", 2021),
        ("今年以来，我局依法行政，现将2022年度工作情况报告如下：", 2022),
        ("二〇二一年，我办认真履行职责。", 2021),
        ("根据青政发〔2019〕3号要求，我局开展自查。", None),
        ("去年以来，我局依法行政。", None),
    ],
)
def test_without_a_title_the_year_is_that_of_the_opening(opening: str, year: int | None) -> None:
    assert read(opening, "一、成效", "2018年以来，持续推进。").year == year


def test_a_report_of_several_years_covers_them() -> None:
    assert read("2019—2021年法治政府建设情况报告", "正文。").covers == (2019, 2021)


def test_a_government_work_report_covers_the_year_before() -> None:
    known = read("青石县2025年政府工作报告", "一、2024年工作回顾", "2024年，成绩显著。")
    assert (known.year, known.covers) == (2025, (2024, 2024))


def test_a_work_report_at_the_end_of_a_term_covers_five_years() -> None:
    known = read("青石县2022年政府工作报告", "一、过去五年工作回顾", "五年来，成绩显著。")
    assert known.covers == (2017, 2021)


@pytest.mark.parametrize(
    ("unit", "level", "is_department", "region"),
    [
        ("国家水运管理局", Level.STATE, True, None),
        ("司法部", Level.STATE, True, None),
        ("云岭省人民政府", Level.PROVINCE, False, "云岭省"),
        ("重庆市人民政府", Level.PROVINCE, False, "重庆市"),
        ("省人社厅", Level.PROVINCE, True, None),
        ("临江市人民政府", Level.CITY, False, "临江市"),
        ("临江市城市管理局", Level.CITY, True, "临江市"),
        ("市市场监管局", Level.CITY, True, None),
        ("云岭省临江市青石县司法局", Level.COUNTY, True, "云岭省/临江市/青石县"),
        ("重庆市万州区人民政府", Level.COUNTY, False, "重庆市/万州区"),
        ("青石县人民政府办公室", Level.COUNTY, True, "青石县"),
        ("区应急管理局", Level.COUNTY, True, None),
        ("**县", Level.COUNTY, False, "**县"),
        ("青石县云溪镇人民政府", Level.TOWNSHIP, False, "青石县"),
        ("柳塘瑶族乡人民政府", Level.TOWNSHIP, False, None),
        ("白沙区城东街道办事处", Level.SUBDISTRICT, False, "白沙区"),
        ("XX局", None, True, None),
    ],
)
def test_a_units_name_tells_its_level(
    unit: str, level: Level | None, is_department: bool, region: str | None
) -> None:
    told = issuer(unit)
    assert (told.level, told.is_department, told.region) == (level, is_department, region)


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["青石县司法局2022年工作总结", "正文。"], "青石县司法局"),
        (["2022年云溪镇法治建设工作总结", "正文。"], "云溪镇"),
        (["XX局2022年工作总结", "正文。"], "XX局"),
        (["2022年工作总结", "正文。", "青石县司法局", "2023年1月5日"], "青石县司法局"),
        (["青石县2022年工作总结", "正文。", "青石县人民政府", "2023年1月5日"], "青石县人民政府"),
        (["政府工作报告", "现在，我代表青石县人民政府报告工作。"], "青石县人民政府"),
        (["2022年，青石县教育局坚持依法治教，现总结如下："], "青石县教育局"),
        (["2022年工作总结", "根据市司法局要求，现将情况报告如下："], None),
        (["2022年工作总结", "县委、县政府高度重视法治建设。"], None),
    ],
)
def test_the_unit_is_the_issuing_body_as_named(lines: list[str], unit: str | None) -> None:
    assert read(*lines).unit == unit


@pytest.mark.parametrize(
    ("text", "level", "is_department"),
    [
        ("我镇认真落实县委、县政府部署。", Level.TOWNSHIP, False),
        ("我街道认真落实区委、区政府部署。", Level.SUBDISTRICT, False),
        ("我局在县委、县政府领导下开展工作。", Level.COUNTY, True),
        ("我局在市委、市政府领导下开展工作。", Level.CITY, True),
        ("我县扎实推进依法行政。", Level.COUNTY, False),
        ("扎实推进依法行政。", None, None),
    ],
)
def test_a_report_that_names_no_unit_tells_by_how_it_speaks_of_itself(
    text: str, level: Level | None, is_department: bool | None
) -> None:
    known = read("2022年工作总结", text)
    assert (known.level, known.is_department) == (level, is_department)


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["2022年工作总结", "正文。", "青石县司法局", "2023年1月15日"], "date", "2023-01-15"),
        (
            ["2022年工作总结", "正文。", "青石县司法局", "二〇二三年一月十五日"],
            "date",
            "2023-01-15",
        ),
        (["2022年工作总结", "正文。", "青石县司法局2023年1月"], "date", "2023-01"),
        (["2022年工作总结", "发布时间：2023年1月15日", "正文。"], "date", None),
        (
            ["青司发〔2022〕31号", "2022年工作总结", "正文。"],
            "document_number",
            "青司发〔2022〕31号",
        ),
        (["2022年工作总结", "按照青政发〔2021〕3号要求，开展工作。"], "document_number", None),
        (["2022年法治政府建设工作要点", "正文。"], "doc_type", "工作计划"),
        (["关于印发2022年工作要点的通知", "正文。"], "doc_type", "通知"),
        (["青石县2022年政府工作报告", "正文。"], "doc_type", "政府工作报告"),
        (["青石县2022年法治政府建设工作总结", "正文。"], "doc_type", "法治政府建设报告"),
        (["青石县教育局2022年工作总结", "正文。"], "doc_type", "工作总结"),
    ],
)
def test_dates_numbers_and_kinds(lines: list[str], field: str, value: Any) -> None:
    assert getattr(read(*lines), field) == value


def test_a_missing_title_is_composed_in_brackets_and_has_no_evidence() -> None:
    known = read("2021年，青石县司法局坚持依法行政，现将法治政府建设工作总结如下：", "一、成效")
    assert known.title == "[青石县司法局2021年法治政府建设报告]"
    assert "title" not in known.evidence


def test_of_a_text_that_tells_nothing_nothing_is_known() -> None:
    assert read("扎实推进各项工作，取得良好效果。") == Metadata(title="[无题名]")


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("2021年和2022年", (2021, 2022)),
        ("2019—2021年", (2019, 2020, 2021)),
        ("2019年至2021年", (2019, 2020, 2021)),
        ("二〇二二年", (2022,)),
        ("青政发〔2021〕3号", ()),
        ("12021年度", ()),
        ("1860年以前，2150年以后", ()),
        ("办理2021件", ()),
    ],
)
def test_the_years_that_a_paragraph_speaks_of(text: str, mentioned: tuple[int, ...]) -> None:
    assert years_mentioned(text) == mentioned


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023年1月15日", ["2023-01-15"]),
        ("二〇二三年十二月三十一日", ["2023-12-31"]),
        ("二○二三年十月二十日", ["2023-10-20"]),
        ("2023年13月1日", []),
        ("2023 年 3 月", ["2023-03"]),
    ],
)
def test_dates_are_read_in_digits_and_numerals(text: str, iso: list[str]) -> None:
    assert [found.iso for found in dates(text)] == iso


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("一、成效", "一、", 1),
        ("十二、成效", "一、", 12),
        ("（三）执法", "（一）", 3),
        ("㈢执法", "（一）", 3),
        ("4.完善", "1.", 4),
        ("4、完善", "1.", 4),
        ("⑷完善", "（1）", 4),
        ("（4）完善", "（1）", 4),
        ("④完善", "①", 4),
        ("第二章 总则", "章", 2),
    ],
)
def test_numbers_are_read_by_style_and_value(text: str, style: str, value: int) -> None:
    number = opening_number(text)
    assert number is not None
    assert (number.style, number.value) == (style, value)


@pytest.mark.parametrize(
    "text", ["4.5万元", "2022年", "一是加强", "第一条 为了", "第一、二产业", "一个"]
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert opening_number(text) is None


@given(st.text("一二三九十百零〇１2①㈠⑴（）()、.．第章节年月日至-", max_size=12))
def test_no_run_of_numerals_breaks_the_reading_of_numbers(text: str) -> None:
    number = opening_number(text)
    assert number is None or number.value >= 0
    assert all(len(found.iso) in (7, 10) for found in dates(text))
    assert list(years_mentioned(text)) == sorted(years_mentioned(text))


@pytest.mark.parametrize("name", SEEDS)
def test_real_reports_tell_their_metadata(name: str, corpora: Path) -> None:
    report = read_report((corpora / "seeds" / name).read_bytes(), name).report
    known = report.metadata
    unit = known.evidence.get("unit")
    assert {
        "year": known.year,
        "level": known.level,
        "is_department": known.is_department,
        "unit_at": [unit.ordinal, unit.start, unit.end] if unit else None,
    } == {key: SEEDS[name][key] for key in ("year", "level", "is_department", "unit_at")}


def test_real_work_reports_of_provinces_tell_year_level_and_what_they_cover(corpora: Path) -> None:
    paths = sorted((corpora / "gwr31").glob("*.docx"))
    told = {
        path.name: (known.year, known.covers, known.level, known.doc_type)
        for path in paths
        for known in [read_report(path.read_bytes(), path.name).report.metadata]
    }
    wanted = (2025, (2024, 2024), Level.PROVINCE, "政府工作报告")
    assert len(told) == 31
    assert told == dict.fromkeys(told, wanted)
