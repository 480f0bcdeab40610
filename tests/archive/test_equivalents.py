"""The keeper's list of variants: how it is read, and what it makes of a query."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.equivalents import Equivalents, EquivalentsFile, parse
from archive.expression import And, Attribute, Expression, Literal, Not, Or, Pattern
from archive.matching import matches
from archive.model import Metadata, Paragraph, Role
from archive.query import parse as parse_query

LIST = """\
# 写法表
行政机关负责人出庭应诉 = 首长出庭＝ 负责人出庭   # 同一件事

ＡＩ = 人工智能
放管服 = “放管服”改革
"""


def asked(typed: str) -> Expression:
    expression = parse_query(typed).expression
    assert expression is not None
    return expression


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_each_text_of_a_group_has_the_others_as_they_were_written(mark: str, end: str) -> None:
    read = parse((mark + LIST).replace("\n", end).encode())
    assert read.problems == ()
    assert read.by_text == {
        "行政机关负责人出庭应诉": ("首长出庭", "负责人出庭"),
        "首长出庭": ("行政机关负责人出庭应诉", "负责人出庭"),
        "负责人出庭": ("行政机关负责人出庭应诉", "首长出庭"),
        "ai": ("人工智能",),
        "人工智能": ("ＡＩ",),
        "放管服": ("“放管服”改革",),
        '"放管服"改革': ("放管服",),
    }


def test_a_number_sign_inside_a_text_begins_no_comment() -> None:
    assert parse("甲#1 = 乙#1".encode()).by_text == {"甲#1": ("乙#1",), "乙#1": ("甲#1",)}


def test_a_text_of_two_groups_has_the_equivalents_of_both() -> None:
    read = parse("甲 = 乙\n乙 = 丙\n乙 = 甲\n".encode())
    assert read.by_text == {"甲": ("乙",), "乙": ("甲", "丙"), "丙": ("乙",)}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("出庭应诉", "只有一个写法"),
        ("出庭 = 出 庭", "只有一个写法"),
        ("出庭 = ", "等号旁边缺了写法"),
        ("= 出庭", "等号旁边缺了写法"),
        ("出庭 == 应诉", "等号旁边缺了写法"),
        ("出庭 = " + "长" * 1001, "超过 1000 个字"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_the_others_count(line: str, reason: str) -> None:
    read = parse(f"甲 = 乙\n{line}\n丙 = 丁\n".encode())
    assert list(read.by_text) == ["甲", "乙", "丙", "丁"]
    assert [problem.line for problem in read.problems] == [2]
    assert str(read.problems[0]).startswith("第 2 行：")
    assert reason in str(read.problems[0])


def test_a_line_in_another_encoding_is_named_and_the_others_count() -> None:
    read = parse("甲 = 乙\n".encode() + "丙 = 丁\n".encode("gb18030") + "戊 = 己".encode())
    assert list(read.by_text) == ["甲", "乙", "戊", "己"]
    assert [str(problem) for problem in read.problems] == [
        "第 2 行：不是 UTF-8 文字，已略过；请把文件另存为 UTF-8。"
    ]


def test_a_changed_list_is_read_again_and_a_missing_one_is_empty(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "variants.txt"
    file = EquivalentsFile(path)
    assert file.equivalents() == Equivalents()
    path.write_text("甲 = 乙\n", "utf-8")
    first = file.equivalents()
    assert first.by_text == {"甲": ("乙",), "乙": ("甲",)}
    assert file.equivalents() is first
    path.write_text("甲 = 丙\n坏\n", "utf-8")
    os.utime(path, ns=(0, 0))
    with caplog.at_level(logging.WARNING):
        assert file.equivalents().by_text == {"甲": ("丙",), "丙": ("甲",)}
        file.equivalents()
    assert [record.getMessage() for record in caplog.records] == [
        f"{path}: 第 2 行：只有一个写法，已略过；请写成 写法一 = 写法二。"
    ]
    path.unlink()
    assert file.equivalents() == Equivalents()


def test_a_list_that_cannot_be_read_is_a_problem_and_no_failure(tmp_path: Path) -> None:
    (tmp_path / "variants.txt").mkdir()
    read = EquivalentsFile(tmp_path / "variants.txt").equivalents()
    assert read.by_text == {}
    assert [str(problem) for problem in read.problems] == ["读不出 variants.txt：Is a directory。"]


LISTED = parse(LIST.encode())


def test_variants_are_offered_for_what_is_looked_for_and_for_nothing_else() -> None:
    query = asked("首长出庭 -人工智能 (放管服 OR 复议) 应诉? 单位:ai 负责人出庭率")
    assert LISTED.variants_of(query) == {
        "首长出庭": ("行政机关负责人出庭应诉", "负责人出庭"),
        "放管服": ("“放管服”改革",),
    }


@pytest.mark.parametrize(
    ("typed", "chosen", "wanted"),
    [
        ("首长出庭", ["负责人出庭"], Or((Literal("首长出庭"), Literal("负责人出庭")))),
        ("人工智能", ["ai"], Or((Literal("人工智能"), Literal("ai")))),
        ("人工智能", ["首长出庭", "人工"], Literal("人工智能")),
        (
            "复议 首长出庭",
            ["负责人出庭"],
            And((Literal("复议"), Or((Literal("首长出庭"), Literal("负责人出庭"))))),
        ),
        (
            "复议 OR 首长出庭",
            ["负责人出庭"],
            Or((Literal("复议"), Literal("首长出庭"), Literal("负责人出庭"))),
        ),
        ("复议 -首长出庭", ["负责人出庭"], And((Literal("复议"), Not(Literal("首长出庭"))))),
    ],
)
def test_only_the_chosen_equivalents_of_a_literal_will_do_for_it(
    typed: str, chosen: list[str], wanted: Expression
) -> None:
    assert LISTED.widened(asked(typed), chosen) == wanted


TEXTS = st.sampled_from([*LISTED.by_text, "复议", "出庭"])
LEAVES = st.one_of(
    TEXTS.map(Literal),
    st.tuples(TEXTS, TEXTS).map(lambda two: Pattern(two, ((0, 3),))),
    st.just(Attribute("year", (2022,))),
)


def combined(items: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(items, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(And), several.map(Or))


POSITIVE: st.SearchStrategy[Expression] = st.recursive(LEAVES, combined, max_leaves=6)
ANY: st.SearchStrategy[Expression] = st.recursive(
    LEAVES, lambda items: st.one_of(combined(items), items.map(Not)), max_leaves=6
)


@given(ANY)
def test_nothing_chosen_leaves_every_query_as_it_is(expression: Expression) -> None:
    assert LISTED.widened(expression, ()) == expression


@given(POSITIVE, st.lists(TEXTS), st.lists(TEXTS, max_size=4), st.sampled_from([2021, 2022]))
def test_a_widened_query_finds_all_that_it_found(
    expression: Expression, chosen: list[str], texts: list[str], year: int
) -> None:
    paragraph, metadata = Paragraph(1, Role.BODY, "，".join(texts)), Metadata("", year=year)
    widened = LISTED.widened(expression, chosen)
    if matches(expression, paragraph, metadata):
        assert matches(widened, paragraph, metadata)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_a_failure(data: bytes) -> None:
    read = parse(data)
    assert all(others and text not in others for text, others in read.by_text.items())
