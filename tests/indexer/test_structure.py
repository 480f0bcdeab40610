"""Structure: which paragraph is what, and under which headings it stands."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Paragraph, Role
from archive.outline import outline
from indexer.blocks import Block
from indexer.structure import paragraphs
from tests.indexer.documents import read_report

GWR31 = json.loads((Path(__file__).parent.parent / "gwr31_expected.json").read_text("utf-8"))
SEEDS = json.loads((Path(__file__).parent.parent / "seeds_expected.json").read_text("utf-8"))


def read(*lines: str) -> tuple[Paragraph, ...]:
    return paragraphs([Block(line) for line in lines])


def roles(*lines: str) -> list[str]:
    return [paragraph.role.value for paragraph in read(*lines)]


CUES = (
    "2022年 二〇二二年度 20xx年 1月5日 现将 关于 年度 法治政府建设 工作 政府工作报告 "
    "总结 情况 报告 如下： 青石县 云江市 赵县 朝阳区 高新区 街道 XX局 人民政府 司法局 "
    "办事处 县长 县委、县政府 我局 我区 在 的 第三届人民代表大会 会议上 —— （一） 一、 1. "
    "一是 ， 。 ： 来源： 统计期限自 1月1日 至 12月31日 由 编制"
).split()
"""What the rules look for, to be put together in any order."""

BLOCKS = st.lists(
    st.builds(
        Block,
        text=st.one_of(
            st.sampled_from(
                [
                    "青石县人民政府",
                    "2022年法治政府建设工作报告",
                    "县委、县政府：",
                    "一、主要成效",
                    "（一）强化组织领导。成立领导小组。",
                    "1.完善制度",
                    "附件：统计表",
                    "2023年1月15日",
                    "正文一段，说明情况。",
                ]
            ),
            st.lists(st.sampled_from([*CUES, " ", "\u3000", "\t", "12"]), min_size=1, max_size=9)
            .map("".join)
            .map(str.strip)
            .filter(bool),
            st.text(min_size=1, max_size=40).map(str.strip).filter(bool),
        ),
        heading=st.sampled_from([None, None, None, 0, 1, 2]),
        table_row=st.booleans(),
        centered=st.booleans(),
        opens_table=st.booleans(),
        header=st.booleans(),
    ),
    max_size=14,
)


@given(BLOCKS)
def test_no_text_is_lost_added_or_changed(blocks: list[Block]) -> None:
    made = paragraphs(blocks)
    # Joining a title's lines may put a blank between them, parting it from a sentence take one.
    assert sorted("".join("".join(p.text for p in made).split())) == sorted(
        "".join("".join(block.text for block in blocks).split())
    )
    whole = [block.text for block in blocks]
    changed = [paragraph.text for paragraph in made[1:] if paragraph.text not in whole]
    assert len(changed) <= 1  # the sentence that a title ran on into
    assert all(any(text.endswith(one) for text in whole) for one in changed)


@given(BLOCKS)
def test_every_report_has_one_title_and_it_comes_first(blocks: list[Block]) -> None:
    made = paragraphs(blocks)
    assert [p.ordinal for p in made if p.role is Role.TITLE] == [0]
    assert [p.ordinal for p in made] == list(range(len(made)))


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["青石县2022年法治政府建设工作总结", "正文。"], "青石县2022年法治政府建设工作总结"),
        (["青石县司法局", "2022年工作总结", "正文。"], "青石县司法局2022年工作总结"),
        (
            ["松河乡人民政府关于2023年度法治政府建设", "工作的报告", "2023年，"],
            "松河乡人民政府关于2023年度法治政府建设工作的报告",
        ),
        (["关于2022年法治政府建设情况", "的报告", "正文。"], "关于2022年法治政府建设情况的报告"),
        (
            ["政府工作报告", "——2023年1月12日在代表大会上", "各位代表："],
            "政府工作报告——2023年1月12日在代表大会上",
        ),
        (["青政发〔2022〕3号", "关于法治建设情况的报告", "正文。"], "关于法治建设情况的报告"),
        (["XX网 | 首 页", "青石县", "青石县2022年工作总结", "正文。"], "青石县2022年工作总结"),
        (["今天是：2019年1月3日", "工作报告", "2022年工作总结", "2022年，"], "2022年工作总结"),
        (
            ["县政府工作报告", "政府工作报告——2022年1月5日在会议上"],
            "政府工作报告——2022年1月5日在会议上",
        ),
        (["2022年工作总结", "及2023年工作思路", "正文。"], "2022年工作总结及2023年工作思路"),
        (["2022年工作总结2022年，我局依法行政。", "一、成效"], "2022年工作总结"),
        (["2022年总结.docx", "青石县2022年工作总结", "正文。"], "青石县2022年工作总结"),
        (["来源：某网 发布时间：2023-01-12", "2022年工作总结", "正文。"], "2022年工作总结"),
        (["2022年，我局认真推进依法行政，现将情况报告如下：", "一、成效"], ""),
        (["一、主要成效", "正文。"], ""),
        ([], ""),
    ],
)
def test_the_title_is_told_from_what_stands_round_it(lines: list[str], title: str) -> None:
    assert read(*lines)[0].text == title


def test_roles_follow_from_place_and_form() -> None:
    made = roles(
        "青石县2022年法治政府建设工作报告",
        "县委、县政府：",
        "现将有关情况报告如下：",
        "一、主要成效",
        "（一）强化组织领导。成立领导小组。",
        "一是健全制度。二是加强培训。",
        "青石县人民政府",
        "2023年1月15日",
        "附件：1.统计表",
        "填报单位：司法局",
    )
    assert made == [
        "title",
        "salutation",
        "body",
        "heading",
        "body",
        "body",
        "signature",
        "signature",
        "attachment",
        "attachment",
    ]


def test_a_signature_under_the_title_is_told() -> None:
    made = roles(
        "2014年度依法行政工作情况报告", "云江市人民政府", "（2015年1月8日）", "2014年，正文。"
    )
    assert made == ["title", "signature", "signature", "body"]


def sections(*lines: str) -> list[tuple[str, ...]]:
    return [paragraph.section for paragraph in read("2022年工作总结", *lines)[1:]]


def test_numbers_make_a_tree() -> None:
    assert sections(
        "一、成效", "（一）制度", "1.立法", "正文。", "（二）执法", "正文。", "二、问题"
    ) == [
        (),
        ("一、成效",),
        ("一、成效", "（一）制度"),
        ("一、成效", "（一）制度", "1.立法"),
        ("一、成效",),
        ("一、成效", "（二）执法"),
        (),
    ]


@pytest.mark.parametrize("odd", ["（3）深入普法", "(3)深入普法", "（二）深入普法", "㈢深入普法"])
def test_a_number_out_of_step_keeps_its_place(odd: str) -> None:
    made = sections(
        "一、成效", "（一）健全制度", "正文。", "（二）加强队伍", "正文。", odd, "正文。"
    )
    assert made[-1] == ("一、成效", odd)


def test_a_list_below_arabic_numbers_stays_below_them_when_they_go_on() -> None:
    assert sections("1.成效", "（一）制度", "正文。", "（二）执法", "2.问题", "（一）普法") == [
        (),
        ("1.成效",),
        ("1.成效", "（一）制度"),
        ("1.成效",),
        (),
        ("2.问题",),
    ]


def test_a_list_that_starts_anew_under_every_heading_stays_below_it() -> None:
    made = sections("一、成效", "1.立法", "2.执法", "（一）制度", "1.文件", "正文。")
    assert made[-3:] == [
        ("一、成效",),
        ("一、成效", "（一）制度"),
        ("一、成效", "（一）制度", "1.文件"),
    ]


def test_ordinals_number_headings_too() -> None:
    made = sections("（一）制度", "第一、立法", "正文。", "第二、备案", "正文。", "（二）执法")
    assert made == [
        (),
        ("（一）制度",),
        ("（一）制度", "第一、立法"),
        ("（一）制度",),
        ("（一）制度", "第二、备案"),
        (),
    ]


PROSE = "一年来，各项工作扎实推进，" * 5 + "取得明显成效。"


def test_short_lines_over_long_paragraphs_are_headings_where_nothing_is_numbered() -> None:
    made = sections(PROSE, "2022年工作回顾", PROSE, "加强自身建设", PROSE)
    assert made == [(), (), ("2022年工作回顾",), (), ("加强自身建设",)]


def test_a_short_line_is_no_heading_where_headings_are_numbered() -> None:
    made = sections("一、成效", PROSE, "2022年工作回顾", PROSE, "加强自身建设", PROSE)
    assert made[-1] == ("一、成效",)


def test_a_section_of_two_kinds_is_split_where_its_sentences_turn() -> None:
    made = read(
        "2022年工作总结",
        "一、存在问题及下一步打算",
        "普法形式单一。",
        "下一步，将创新普法形式。",
        "同时加强培训。",
        "二、其他事项",
        "正文。",
    )
    kinds = [paragraph.section_kind.value for paragraph in made[1:]]
    assert kinds == ["问题", "问题", "计划", "计划", "其他", "其他"]


def test_a_run_in_heading_gives_its_paragraph_a_section() -> None:
    made = read(
        "2022年工作总结", "一、成效", "（一）强化组织领导。成立领导小组。", "二是加强督查。"
    )
    assert [p.section for p in made[2:]] == [("一、成效", "（一）强化组织领导")] * 2
    assert [p.role for p in made[2:]] == [Role.BODY, Role.BODY]


def test_a_numbered_sentence_is_no_heading() -> None:
    made = read(
        "2022年工作总结",
        "二、存在的问题",
        "（一）我镇领导干部依法行政观念、规范执法意识有待进一步加强。",
        "（二）执法力量不足，难以满足实际工作的需要。",
        "三、下步打算",
    )
    assert [p.role.value for p in made[2:4]] == ["body", "body"]


def test_an_enumeration_in_a_sentence_is_no_heading() -> None:
    assert roles("2022年工作总结", "一是健全制度", "二是加强培训")[1:] == ["body", "body"]


def test_styled_headings_count_without_numbers() -> None:
    made = paragraphs(
        [Block("某某法", heading=0), Block("总则", heading=1), Block("第一条 为了规范。")]
    )
    assert made[2].section == ("总则",)


def test_an_attachment_is_a_part_of_its_own() -> None:
    made = sections("一、成效", "正文。", "附件：统计表", "说明。")
    assert made[-2:] == [(), ("附件：统计表",)]


@pytest.mark.parametrize("name", SEEDS)
def test_real_reports_are_structured_as_marked_by_hand(name: str, corpora: Path) -> None:
    made = read_report((corpora / "seeds" / name).read_bytes(), name).paragraphs
    found_roles, found_kinds = defaultdict(list), defaultdict(list)
    for paragraph in made:
        found_roles[paragraph.role.value].append(paragraph.ordinal)
        found_kinds[paragraph.section_kind.value].append(paragraph.ordinal)
    assert found_roles == SEEDS[name]["roles"]
    assert found_kinds == SEEDS[name]["kinds"]
    assert [[one.ordinal, one.depth] for one in outline(made)] == SEEDS[name]["headings"]


@pytest.mark.parametrize("name", GWR31)
def test_every_heading_of_a_provincial_report_is_found(name: str, corpora: Path) -> None:
    """Marked by hand: the top-level headings, and those of the second level on their own lines."""
    made = read_report((corpora / "gwr31" / name).read_bytes(), name).paragraphs
    depths = {p.ordinal: len(p.section) for p in made if p.role is Role.HEADING}
    marked = dict.fromkeys(GWR31[name]["top"], 0)
    marked |= dict.fromkeys(GWR31[name]["second"], 1)
    assert {ordinal: depths.get(ordinal) for ordinal in marked} == marked
