"""Metadata: what a report says of itself, where it says so, and nothing that it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from archive.model import Level, Metadata, Report
from indexer.blocks import Block
from indexer.metadata import metadata
from indexer.structure import paragraphs
from tests.indexer.documents import read_report
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
        ("根据安排，我局认真总结2022年法治建设情况，现报告如下：", 2022),
        ("根据安排部署。2022年以来，我镇依法行政。", 2022),
        ("2021年1月至11月，我局依法行政。", 2021),
        ("2021年12月6日，我局召开会议。", None),
        ("去年以来，我局依法行政。", None),
        ("特向社会公布2012年度我局信息公开工作年度报告。", 2012),
        ("所列数据的统计期限自2012年1月1日起至2012年12月31日止。", 2012),
        ("本报告由云溪镇人民政府编制的2014年度信息公开年度报告。", 2014),
        ("我受县人民政府委托，向县人大常委会报告2022年度预算执行情况。", 2022),
        ("根据《条例》要求，2010年，我局继续开展工作。", 2010),
    ],
)
def test_without_a_title_the_year_is_that_of_the_opening(opening: str, year: int | None) -> None:
    assert read(opening, "一、成效", "2018年以来，持续推进。").year == year


def test_the_first_paragraph_below_the_first_heading_can_name_the_year() -> None:
    assert read("工作总结", "根据要求总结如下。", "一、概述", "2022年，依法行政。").year == 2022


def test_a_year_that_a_blank_parts_from_its_word_is_a_year() -> None:
    assert read("工作总结", "正文。", "一、2022 年工作成效", "正文。").year == 2022


def test_without_any_other_the_year_is_that_of_the_heading_over_what_was_achieved() -> None:
    assert read("工作总结", "正文。", "一、2022年工作成效", "正文。").year == 2022


@pytest.mark.parametrize(
    ("opening", "date", "year"),
    [
        ("现将上年度工作情况报告如下：", "2023年1月15日", 2022),
        ("今年以来，我局依法行政。", "2022年12月5日", 2022),
        ("今年以来，我局依法行政。", "2023年1月5日", None),
        ("我局依法行政。", "2023年1月5日", None),
    ],
)
def test_this_year_and_the_last_are_reckoned_from_the_signature(
    opening: str, date: str, year: int | None
) -> None:
    assert read("工作总结", opening, "正文。", "青石县司法局", date).year == year


def test_what_a_report_over_an_unnamed_term_covers_is_unknown() -> None:
    known = read("2023年五年法治政府建设工作情况报告", "五年来，成效显著。")
    assert (known.year, known.covers) == (2023, None)


def test_a_government_that_reports_to_a_congress_is_that_of_its_place() -> None:
    known = read(
        "政府工作报告——2023年1月12日在云岭省第十三届人民代表大会上", "我代表省人民政府报告。"
    )
    assert (known.unit, known.level, known.region) == ("云岭省人民政府", Level.PROVINCE, "云岭省")
    assert known.evidence["unit"].text == "云岭省"


def test_a_report_of_several_years_covers_them() -> None:
    assert read("2019—2021年法治政府建设情况报告", "正文。").covers == (2019, 2021)


def test_a_government_work_report_covers_the_year_before() -> None:
    known = read("青石县2025年政府工作报告", "一、2024年工作回顾", "2024年，成绩显著。")
    assert (known.year, known.covers) == (2025, (2024, 2024))


def test_a_work_report_at_the_end_of_a_term_covers_five_years() -> None:
    known = read("青石县2022年政府工作报告", "一、过去五年工作回顾", "五年来，成绩显著。")
    assert known.covers == (2017, 2021)


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
        (["关于青石县2022年工作情况的报告", "正文。"], "青石县"),
        (
            ["关于青石县2022年工作情况的报告", "正文。", "青石县司法局", "2023年1月5日"],
            "青石县司法局",
        ),
        (["青石县依法行政工作领导小组办公室2022年总结"], "青石县依法行政工作领导小组办公室"),
        (["青石县行政审批局2022年法治政府建设报告"], "青石县行政审批局"),
        (["青石县推进法治政府建设2022年工作总结"], "青石县"),
        (
            ["中共青石县委 青石县人民政府关于2022年法治建设的报告"],
            "中共青石县委 青石县人民政府",
        ),
        (["云屏街道2022年工作总结", "2022年，各项工作扎实推进。"], "云屏街道"),
        (["云屏街道2022年工作总结", "2022年，云屏街道办事处依法行政。"], "云屏街道办事处"),
        (["政府工作报告", "现在，我代表镇人民政府报告工作。"], None),
        (["2022年工作总结", "现有港区坚持依法管理。"], None),
        (["2022年工作总结", "根据市司法局要求，现将情况报告如下："], None),
        (["2022年工作总结", "县委、县政府高度重视法治建设。"], None),
        (
            ["2022年工作总结", "现将青石县农业农村局2022年法治建设情况报告如下："],
            "青石县农业农村局",
        ),
        (["报告", "本报告根据条例要求，由青石县人民政府办公室编制。"], "青石县人民政府办公室"),
        (["2022年工作总结", "2022年，云溪乡法治建设工作在县委领导下推进。"], "云溪乡"),
        (["市教育局2022年工作总结", "正文。", "联系郑州市教育局。"], "郑州市教育局"),
        (["市教育局2022年工作总结", "郑州市教育局与武汉市教育局结对。"], "市教育局"),
        (["开发区2022年法治建设报告", "2022年，云溪开发区坚持依法行政。"], "云溪开发区"),
        (["青石县司法局文件", "青司〔2022〕3号", "关于2022年总结的报告", "正文。"], "青石县司法局"),
        (
            [
                "发布时间：",
                "2025-01-09 15:11",
                "信息来源：",
                "青石县司法局",
                "2024年，我县依法行政。",
            ],
            None,
        ),
        (["2022年工作总结", "发布机构 | 青石县林草局 |", "我局依法行政。"], "青石县林草局"),
        (["青石县人民政府2022年年度报告", "青石县人民政府办公室", "正文。"], "青石县人民政府"),
        (
            ["关于2022年审计工作的报告", "青石县审计局局长张三", "我受县人民政府委托报告。"],
            "青石县审计局",
        ),
        (["海滨街2022年法治政府建设情况报告", "正文。"], "海滨街"),
        (["乡政府工作报告", "现在我代表乡政府报告工作。"], None),
        (
            ["政府工作报告", "2023年1月5日在青石县第三届", "人民代表大会会议上", "青石县县长 张三"],
            "青石县人民政府",
        ),
        (
            ["关于2022年预算执行情况的报告", "县财政局局长 张三", "各位代表："],
            "县财政局",
        ),
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
        ("按照县有关要求，我局依法行政。", Level.COUNTY, True),
        ("我街依法行政。", Level.SUBDISTRICT, False),
        ("盟委、行署主要领导同志履行职责。", Level.CITY, False),
        ("根据《宜兴市实施方案》要求，我局开展工作。", Level.COUNTY, True),
        ("2022年，街道按照区委要求依法行政。", Level.SUBDISTRICT, False),
        ("五年来，镇政府在县委领导下依法行政。", Level.TOWNSHIP, False),
        ("今年以来，县政府围绕县委中心工作依法行政。", Level.COUNTY, False),
        ("我局按照依法治区办要求开展工作。", Level.COUNTY, True),
        ("我区依法行政。自治区人民政府常务会议专题研究。", Level.PROVINCE, False),
        ("加强本部门执法，推动本乡镇工作。", None, None),
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
        (["青石县教育局2022年依法治校工作总结", "正文。"], "doc_type", "工作总结"),
        (["青石县2022年政府信息公开工作年度报告"], "doc_type", "政府信息公开年度报告"),
        (["2022年工作总结", "文号：青司发〔2022〕31号"], "document_number", "青司发〔2022〕31号"),
    ],
)
def test_dates_numbers_and_kinds(lines: list[str], field: str, value: Any) -> None:
    assert getattr(read(*lines), field) == value


def test_a_missing_title_is_composed_in_brackets_and_has_no_evidence() -> None:
    known = read("2021年，青石县司法局坚持依法行政，现将法治政府建设工作总结如下：", "一、成效")
    assert known.title == "[青石县司法局2021年法治政府建设报告]"
    assert "title" not in known.evidence


@pytest.mark.parametrize("text", ["局" * 59 + "一", "市县区镇" * 14 + "的", "办、" * 29 + "一"])
def test_a_line_of_nothing_but_endings_is_read_at_once(text: str) -> None:
    assert read(text, text, text).unit is None


def test_of_a_text_that_tells_nothing_nothing_is_known() -> None:
    assert read("扎实推进各项工作，取得良好效果。") == Metadata(title="[无题名]")


@pytest.mark.parametrize("name", SEEDS)
def test_real_reports_tell_their_metadata(name: str, corpora: Path) -> None:
    report = read_report((corpora / "seeds" / name).read_bytes(), name)
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
        for known in [read_report(path.read_bytes(), path.name).metadata]
    }
    wanted = (2025, (2024, 2024), Level.PROVINCE, "政府工作报告")
    assert len(told) == 31
    assert told == dict.fromkeys(told, wanted)
