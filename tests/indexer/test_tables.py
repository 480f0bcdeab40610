"""Tables: which row is the header, and the names that each row below it gets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.model import Role
from indexer.blocks import Block
from indexer.structure import paragraphs
from indexer.tables import LONGEST_NAME, MOST_COLUMNS, columns

Names = tuple[str, ...]


def table(*rows: str, marked: int = 0) -> list[Block]:
    """The blocks of a table, its cells written with | between them, the first rows marked."""
    return [
        Block(
            row.replace("|", "\t"), table_row=True, opens_table=number == 0, header=number < marked
        )
        for number, row in enumerate(rows)
    ]


def named(blocks: list[Block]) -> list[str]:
    """The names that each block gets, with | between them."""
    return ["|".join(names) for names in columns(blocks, [block.text for block in blocks])]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (["地区|件数|办结率", "云江区|128|96.5%", "青石县|86|100%"], "地区|件数|办结率"),
        (["指标|2022年|2023年", "复议（件）|143|168", "败诉率|7.6％|5.2％"], "指标|2022年|2023年"),
        (["月份|1月|2月", "受理|3|4", "办结|3|2"], "月份|1月|2月"),
        (["|受理|办结", "云江区|12|11", "青石县|9|9"], "|受理|办结"),
        (["地区|案件数|办结数", "云江区|12|11"], "地区|案件数|办结数"),
        (["单位|分值", "司法局|98分", "公安局|97分"], "单位|分值"),
        (["序号|工作任务|牵头", "一|完善制度。|司法局"], "序号|工作任务|牵头"),
        (["部门|职责", "司法局|统筹协调", "公安局|治安管理"], "部门|职责"),
        (["事项名称|实施依据", "建筑许可|《建筑法》第七条"], "事项名称|实施依据"),
        (["金額|備註", "12|無", "13|無"], "金額|備註"),
    ],
)
def test_a_first_row_that_names_what_stands_below_is_the_header(
    rows: list[str], names: str
) -> None:
    # The rules read simplified characters; names are as they were read.
    plain = [
        replace(one, text=one.text.replace("金額|備註".replace("|", "\t"), "金额\t备注"))
        for one in table(*rows)
    ]
    found = columns(plain, [block.text for block in table(*rows)])
    assert ["|".join(one) for one in found] == ["", *[names] * (len(rows) - 1)]


@pytest.mark.parametrize(
    "rows",
    [
        ["司法局|负责统筹", "公安局|负责执法"],
        ["云江区|128", "青石县|86"],
        ["青石县|2021", "白沙区|2020", "云江区|2019"],
        ["普法宣传|3月|司法局", "执法检查|5月|城管局"],
        ["项目名称|青石大桥", "总投资|1200万元", "工期|12个月"],
        ["姓名|张三|性别|男", "年龄|35|民族|汉", "工龄|12|职务|科员"],
        ["出庭应诉|无", "复议|12", "诉讼|3"],
        ["今年以来，受理案件增多。|件数", "受理|12", "办结|11"],
        ["地区|件数"],
        ["填报单位：司法局|", "填报人：张三|"],
    ],
)
def test_a_table_without_a_header_has_no_names(rows: list[str]) -> None:
    assert named(table(*rows)) == [""] * len(rows)


def test_the_rows_that_the_file_marks_are_the_header_whatever_they_look_like() -> None:
    assert named(table("甲|乙", "丙|丁", "戊|己", marked=1)) == ["", "甲|乙", "甲|乙"]


def test_a_table_marked_as_header_throughout_is_read_as_one_not_marked() -> None:
    rows = ["地区|件数", "云江区|128", "青石县|86"]
    assert named(table(*rows, marked=3)) == ["", "地区|件数", "地区|件数"]


@pytest.mark.parametrize("marked", [0, 2])
def test_the_rows_of_a_header_are_joined_column_by_column_from_the_outermost(marked: int) -> None:
    rows = ["地区|案件||办结率", "|受理|办结|", "云江区|12|11|91.7%", "青石县|9|9|100%"]
    names = "地区|案件 受理|案件 办结|办结率"
    assert named(table(*rows, marked=marked)) == ["", "", names, names]


def test_a_header_of_three_rows_is_joined_too() -> None:
    found = named(
        table(
            "行政复议||行政诉讼||||",
            "结果维持|总计|未经复议直接起诉||复议后起诉||",
            "||结果维持|总计|结果维持|总计",
            "0|1|2|3|4|5",
        )
    )
    outer = "行政诉讼 未经复议直接起诉", "行政诉讼 复议后起诉"
    inner = [f"{one} {two}" for one in outer for two in ("结果维持", "总计")]
    assert found[3] == "|".join(["行政复议 结果维持", "行政复议 总计", *inner])
    assert found[:3] == [""] * 3


@pytest.mark.parametrize("marked", [0, 2])
def test_a_title_over_the_columns_and_a_note_below_them_are_no_part_of_either(marked: int) -> None:
    rows = ["附表：案件情况||", "地区|受理|办结", "云江区|12|11", "青石县|9|9", "注：截至年底||"]
    names = "地区|受理|办结"
    assert named(table(*rows, marked=marked)) == ["", "", names, names, ""]


def test_each_part_of_a_table_has_the_header_that_stands_at_its_top() -> None:
    found = named(
        table(
            "第一项|||",
            "信息内容|制发件数|废止件数|有效件数",
            "规章|0|0|0",
            "规范性文件|1|0|4",
            "第二项|||",
            "信息内容|处理决定数量||",
            "行政许可|12||",
        )
    )
    first = "信息内容|制发件数|废止件数|有效件数"
    assert found == ["", "", first, first, "", "", "信息内容|处理决定数量"]


def test_a_header_over_several_parts_names_the_columns_of_all() -> None:
    rows = ["序号|任务|单位", "一、立法||", "1|规章|司法局", "二、执法||", "2|检查|公安局"]
    names = "序号|任务|单位"
    assert named(table(*rows)) == ["", "", names, "", names]


def test_a_part_whose_own_header_is_not_told_has_rather_no_names_than_anothers() -> None:
    found = named(
        table("地区|受理|办结", "云江区|12|11", "青石县|9|9", "续表||", "单位名称||地址", "甲||乙")
    )
    assert found[-3:] == ["", "", ""]


def test_a_header_repeated_on_the_next_page_is_no_row_of_its_own() -> None:
    rows = ["地区|件数", "云江区|128", "青石县|86", "地区|件数", "白沙区|7"]
    names = "地区|件数"
    assert named(table(*rows)) == ["", names, names, "", names]


def test_a_row_with_other_cells_than_the_header_has_no_names() -> None:
    rows = ["地区|件数|备注", "云江区|128|", "青石县|86||", "白沙区|7", "苍梧区|1|2|3"]
    names = "地区|件数|备注"
    assert named(table(*rows, marked=1)) == ["", names, names, "", ""]


def test_a_table_ends_where_another_opens_or_other_text_stands() -> None:
    first, second = table("地区|件数", "云江区|1", "青石县|2"), table("甲|乙", "丙|丁")
    names = ["", "地区|件数", "地区|件数"]
    assert named([*first, *second]) == [*names, "", ""]
    later = [replace(block, opens_table=False) for block in second]
    assert named([*first, Block("下一段。"), *later]) == [*names, "", "", ""]


def test_names_are_bounded_for_they_are_kept_with_every_row() -> None:
    long = "甲" * (LONGEST_NAME + 1)
    assert columns(blocks := table(f"{long}|乙", "1|2", marked=1), [b.text for b in blocks])[1] == (
        "甲" * LONGEST_NAME,
        "乙",
    )
    wide = table("|".join(["甲"] * (MOST_COLUMNS + 1)), "|".join(["1"] * (MOST_COLUMNS + 1)))
    assert named(wide) == ["", ""]


def test_names_stand_beside_the_text_of_table_rows_alone() -> None:
    made = paragraphs(
        [
            Block("青石县2022年法治政府建设报告"),
            *table("地区|件数", "云江区|128", "青石县|86"),
            Block("以上情况，特此报告。"),
        ]
    )
    assert [(one.role, one.text, one.columns) for one in made[1:]] == [
        (Role.TABLE_ROW, "地区\t件数", ()),
        (Role.TABLE_ROW, "云江区\t128", ("地区", "件数")),
        (Role.TABLE_ROW, "青石县\t86", ("地区", "件数")),
        (Role.BODY, "以上情况，特此报告。", ()),
    ]
