from __future__ import annotations

import pytest

from archive.messages import FIELD_NAMES
from archive.model import (
    Correction,
    Evidence,
    Level,
    Metadata,
    Paragraph,
    Query,
    Report,
    Role,
)
from archive.query import literal_query
from web.grounds import Ground, Place, damaged, grounds
from web.reading import (
    Fact,
    OutlineEntry,
    Step,
    facts,
    header_rows,
    outline,
    reading,
    shown_date,
    steps,
)

HEADING, BODY = Role.HEADING, Role.BODY
ONE, TWO, RUN_IN = "一、成效", "（一）立法", "（二）执法。"
PARAGRAPHS = (
    Paragraph(0, Role.TITLE, "法治报告"),
    Paragraph(1, BODY, "现将情况报告如下："),
    Paragraph(2, HEADING, ONE),
    Paragraph(3, HEADING, TWO, (ONE,)),
    Paragraph(4, BODY, "出庭应诉增加。", (ONE, TWO)),
    Paragraph(5, BODY, "（二）执法。出庭应诉不减，出庭应诉有声。", (ONE, RUN_IN)),
    Paragraph(6, BODY, "又一段。", (ONE, RUN_IN)),
    Paragraph(7, HEADING, "二、问题"),
    Paragraph(8, Role.TABLE_ROW, "项目\t数量", ("二、问题",)),
    Paragraph(9, Role.TABLE_ROW, "应诉\t3", ("二、问题",), columns=("项目", "数量")),
    Paragraph(10, Role.SIGNATURE, "青岚县人民政府", ("二、问题",)),
)


def test_the_outline_has_every_heading_run_in_ones_included_and_its_hits() -> None:
    assert list(outline(PARAGRAPHS, (4, 5, 9))) == [
        OutlineEntry(ONE, 0, 2, 0),
        OutlineEntry(TWO, 1, 3, 1),
        OutlineEntry(RUN_IN, 1, 5, 1),
        OutlineEntry("二、问题", 0, 7, 1),
    ]


def test_two_sections_under_the_same_words_are_both_in_the_outline() -> None:
    paragraphs = (
        Paragraph(0, Role.TITLE, "报告"),
        Paragraph(1, HEADING, "其他"),
        Paragraph(2, HEADING, "其他"),
        Paragraph(3, BODY, "文。", ("其他",)),
    )
    assert [entry.ordinal for entry in outline(paragraphs, ())] == [1, 2]


def test_a_report_without_headings_has_no_outline() -> None:
    assert list(outline(PARAGRAPHS[:2], ())) == []


def test_a_report_is_marked_only_where_the_whole_query_is_met() -> None:
    report = Report("0" * 16, "a.txt", Metadata("法治报告"), PARAGRAPHS)
    shown = reading(report, literal_query("出庭应诉", "不减"))
    assert shown.hits == (5,)
    assert [line.cells for block in shown.blocks for line in block if line.is_hit] == [
        (
            (
                ("（二）执法。", False),
                ("出庭应诉", True),
                ("不减", True),
                ("，", False),
                ("出庭应诉", True),
                ("有声。", False),
            ),
        )
    ]


def test_each_hit_knows_the_one_before_and_the_one_after_it() -> None:
    assert steps((0, 4, 9)) == {0: Step(1, None, 4), 4: Step(2, 0, 9), 9: Step(3, 4, None)}
    assert steps((4,)) == {4: Step(1, None, None)}
    assert steps(()) == {}


def test_rows_of_one_table_are_kept_together() -> None:
    shown = reading(Report("0" * 16, "a.txt", Metadata("法治报告"), PARAGRAPHS), Query())
    blocks = [[line.ordinal for line in block] for block in shown.blocks]
    assert blocks == [[1], [2], [3], [4], [5], [6], [7], [8, 9], [10]]
    assert shown.hits == ()


@pytest.mark.parametrize(
    ("rows", "headers"),
    [
        ([("项目\t数量", ()), ("应诉\t3", ("项目", "数量"))], {0}),
        ([("应诉\t3", ()), ("复议\t4", ())], set()),
        (
            [
                ("附表\t\t", ()),
                ("地区\t案件\t", ()),
                ("\t受理\t办结", ()),
                ("云江区\t3\t2", ("地区", "案件 受理", "案件 办结")),
                ("注：年底\t\t", ()),
            ],
            {1, 2},
        ),
        (
            [
                ("项目\t数量", ()),
                ("应诉\t3", ("项目", "数量")),
                ("项目\t数量", ()),
                ("复议\t4", ("项目", "数量")),
            ],
            {0, 2},
        ),
        ([("甲" * 50 + "\t乙", ()), ("1\t2", ("甲" * 40, "乙"))], {0}),
        ([("一、\t\t", ()), ("1\t2\t3", ("", "乙", "丙"))], set()),
    ],
)
def test_a_header_is_told_by_the_names_of_the_columns_below_it(
    rows: list[tuple[str, tuple[str, ...]]], headers: set[int]
) -> None:
    paragraphs = [
        Paragraph(number, Role.TABLE_ROW, text, columns=names)
        for number, (text, names) in enumerate(rows)
    ]
    assert header_rows(paragraphs) == headers


def test_the_head_shows_what_is_known_and_what_is_not() -> None:
    metadata = Metadata("报告", year=2022, level=Level.COUNTY, is_department=True, date="2023-01")
    assert facts(metadata) == (
        Fact("年度", "2022年"),
        Fact("层级", "县（部门）"),
        Fact("单位", None),
        Fact("成文日期", "2023年1月"),
        Fact("发文字号", None),
    )


def test_a_value_that_a_person_set_is_shown_as_such() -> None:
    set_by = {"year": Correction(2022, "2026-11-21", "correct 命令", 2021)}
    assert facts(Metadata("报告", year=2022, corrections=set_by))[0] == Fact("年度", "2022年", True)


def test_every_value_is_shown_with_what_it_rests_on() -> None:
    title = "青岚县2022年法治报告"
    metadata = Metadata(
        title,
        year=2022,
        unit="青岚县司法局",
        evidence={
            "title": Evidence(title, 0, 0, 11, "题名"),
            "year": Evidence("2022", 0, 3, 7, "题名中的年份"),
        },
        corrections={"unit": Correction("青岚县司法局", "2026-11-21", "correct 命令", "青岚县")},
    )
    report = Report("0" * 16, "a.txt", metadata, (Paragraph(0, Role.TITLE, title),))
    shown = {ground.name: ground for ground in grounds(report)}
    assert list(shown) == list(FIELD_NAMES.values())
    assert shown["年度"] == Ground(
        "年度",
        "2022",
        Place(0, "题名处", ("青岚县", "2022", "年法治报告"), "题名中的年份"),
        None,
    )
    assert shown["单位"] == Ground(
        "单位", "青岚县司法局", None, "2026-11-21 人工更正（correct 命令），原文读作：青岚县"
    )
    assert shown["地区"] == Ground("地区", None, None, None)


def test_damage_is_listed_with_its_place() -> None:
    text = "甲" * 20 + "##paidbegin##" + "乙" * 20
    report = Report(
        "0" * 16,
        "a.txt",
        Metadata("报告"),
        (Paragraph(0, Role.TITLE, "报告"), Paragraph(1, BODY, text)),
    )
    context = ("…" + "甲" * 16, "##paidbegin##", "乙" * 16 + "…")
    assert damaged(report) == (Place(1, "第 1 段", context, "网站标记残留"),)


def test_a_date_is_written_as_far_as_it_is_known() -> None:
    assert (shown_date("2023-01-05"), shown_date("2023-12")) == ("2023年1月5日", "2023年12月")
