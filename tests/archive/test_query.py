"""The query language: what was typed, and what is looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.expression import And, Attribute, Expression, Literal, Not, Or, Pattern, literals
from archive.model import Query
from archive.query import MAX_LENGTH, MAX_TERMS, literal_query, parse, parse_words
from archive.text import fold

OPERATORS = {"OR", "AND", "NOT", "NEAR", "BEFORE"}


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("出庭应诉", ("出庭应诉",)),
        ("  出庭应诉　", ("出庭应诉",)),
        ("行政诉讼 出庭", ("行政诉讼", "出庭")),
        ("行政诉讼　出庭", ("行政诉讼", "出庭")),
        ('"出庭 应诉率"', ("出庭应诉率",)),
        ("＂出庭 应诉率＂", ("出庭应诉率",)),
        ("“出庭 应诉率” 复议", ("出庭应诉率", "复议")),
        ('"a b"', ("a b",)),
        ("用“双随机”方式", ('用"双随机"方式',)),
        ("“双随机”方式 抽查", ('"双随机"方式', "抽查")),
        ('"“双随机”"', ('"双随机"',)),
        ('"', ('"',)),
        ("“", ('"',)),
        ("(", ("(",)),
        ("）", (")",)),
        ("100％", ("100%",)),
        ("〔2021〕", ("[2021]",)),
        (".+[a-z]+\\d", (".+[a-z]+\\d",)),
        ('"第*号"', ("第*号",)),
        ("**县", ("**县",)),
        ("*区 XX局", ("*区", "xx局")),
        ("（一）加强组织领导", ("(一)加强组织领导",)),
        ("——2023年", ("--2023年",)),
        ("注意:安全", ("注意:安全",)),
        ("or 与 near", ("or", "与", "near")),
        ("“OR”", ("or",)),
        ("<script>", ("<script>",)),
        ("出庭 出庭", ("出庭",)),
        ('"" 出庭', ("出庭",)),
        ("出庭 \u200b", ("出庭",)),
    ],
)
def test_a_typed_text_is_looked_for_literally(typed: str, phrases: tuple[str, ...]) -> None:
    assert parse(typed) == literal_query(*phrases)


@given(st.text(min_size=1, max_size=50).filter(lambda text: fold(text).strip()))
def test_an_unspaced_text_is_one_literal_phrase(text: str) -> None:
    unspaced = "".join(text.split()).strip('"＂“”').lstrip("-－")
    operator = any(sign in unspaced for sign in "?？*＊:：") or fold(unspaced).upper() in OPERATORS
    if fold(unspaced).strip() and not operator:
        assert parse(unspaced) == literal_query(unspaced)


@given(st.text(min_size=1, max_size=50).filter(lambda text: '"' not in text and "＂" not in text))
def test_a_text_in_quotes_is_one_literal_phrase(text: str) -> None:
    if phrase := fold(text).strip():
        assert parse(f'"{text}"') == literal_query(phrase)


SIGNS = [
    "(",
    "（",
    ")",
    "）",
    "-",
    "OR ",
    "ＮＯＴ ",
    " NEAR/3 ",
    " BEFORE/２ ",
    "?",
    "*",
    " ",
    "“",
    "”",
    '"',
]
TYPED = st.lists(
    st.sampled_from([*SIGNS, "出庭", "应诉", "年度:2021", "单位：司法局", "层级:"])
).map("".join)


@given(st.one_of(st.text(max_size=1200), TYPED))
def test_any_text_is_a_query_or_is_refused_with_a_reason(text: str) -> None:
    outcome = parsed(text)
    if isinstance(outcome, QueryError):
        assert outcome.message
        assert outcome.remedy
    else:
        assert outcome.expression
        found = list(literals(outcome.expression))
        parts = [part for one in found for part in getattr(one, "parts", None) or (one.text,)]
        assert all(fold(part).strip() == part for part in parts)


def parsed(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "检索词是空的"),
        ("  　\t", "检索词是空的"),
        ('""', "检索词是空的"),
        ("\u200b", "检索词是空的"),
        ("字" * (MAX_LENGTH + 1), "1001 个字，超过了 1000 个字"),
        (" ".join(str(i) for i in range(MAX_TERMS + 1)), "21 个，超过了 20 个"),
        ('复议 "出庭 应诉', "第 4 个字处的引号没有配对"),
        ("“出庭 应诉", "第 1 个字处的引号没有配对"),
    ],
)
def test_a_wrong_query_is_told_the_place_and_the_reason(typed: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse(typed)


A, B, C = Literal("出庭"), Literal("应诉"), Literal("复议")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("出庭 OR 应诉", Or((A, B))),
        ("出庭 ＯＲ 应诉", Or((A, B))),
        ("出庭 应诉 OR 复议", Or((And((A, B)), C))),
        ("出庭 (应诉 OR 复议)", And((A, Or((B, C))))),
        ("出庭 （应诉 OR 复议）", And((A, Or((B, C))))),
        ("((出庭 OR 应诉) 复议)", And((Or((A, B)), C))),
        ("出庭 -复议", And((A, Not(C)))),
        ("出庭 －复议", And((A, Not(C)))),
        ("出庭 NOT 复议", And((A, Not(C)))),
        ("出庭 AND 应诉", And((A, B))),
        ("出庭 -(应诉 OR 复议)", And((A, Not(Or((B, C)))))),
        ('出庭 -"应诉 复议"', And((A, Not(Literal("应诉复议"))))),
        ("出庭 BEFORE/3 应诉", Pattern(("出庭", "应诉"), ((0, 3),))),
        (
            "出庭 NEAR/3 应诉",
            Or((Pattern(("出庭", "应诉"), ((0, 3),)), Pattern(("应诉", "出庭"), ((0, 3),)))),
        ),
        ("出庭 ＢＥＦＯＲＥ／３ “应诉”", Pattern(("出庭", "应诉"), ((0, 3),))),
        ("应诉?", Pattern(("应诉",), (), False, True)),
        ("？应诉", Pattern(("应诉",), (), True, False)),
        ("出??庭", Pattern(("出", "庭"), ((2, 2),))),
        ("第*号", Pattern(("第", "号"), ((0, 10),))),
        ("文？第号？", Pattern(("文", "第号"), ((1, 1),), False, True)),
        ("年度:2021", Attribute("year", (2021,))),
        ("年度：2021—2023", Attribute("year", (2021, 2022, 2023))),
        ("year:2021 出庭", And((Attribute("year", (2021,)), A))),
        ("层级:县", Attribute("level", ("县",))),
        ("层级:县级", Attribute("level", ("县",))),
        ("单位:司法局", Attribute("unit", ("司法局",))),
        ('标题:"出庭 应诉"', Attribute("title", ("出庭应诉",))),
        ("文号:〔2022〕5号", Attribute("document_number", ("[2022]5号",))),
        ("提及:2019", Attribute("years_mentioned", (2019,))),
        ("章节:问题", Attribute("section_kind", ("问题",))),
        ("部门:是", Attribute("is_department", (True,))),
        ("出庭 -层级:县", And((A, Not(Attribute("level", ("县",)))))),
    ],
)
def test_operators_mean_what_people_expect(typed: str, meant: Expression) -> None:
    assert parse(typed).expression == meant


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("OR 出庭", "第 1 个字处的“OR”少了要查的词"),
        ("出庭 OR", "第 4 个字处的“OR”少了要查的词"),
        ("出庭 OR OR 应诉", "第 4 个字处的“OR”少了"),
        ("出庭 NEAR/3", "第 4 个字处的“NEAR/3”少了"),
        ("出庭 NEAR/99 应诉", "相隔字数须在 1 到 50 之间"),
        ("出庭 NEAR/0 应诉", "相隔字数须在 1 到 50 之间"),
        ("出庭 NEAR/3 (应诉 OR 复议)", "两边须各是一个词"),
        ("(出庭 应诉", "第 1 个字处的括号没有配对"),
        ("-复议", "只写了要排除的词"),
        ("出庭 OR -复议", "只写了要排除的词"),
        ("??", "只有通配符"),
        ("应诉??", "开头或结尾只能有一个"),
        ("一*二*三*四", "通配的可能太多"),
        ("年度:去年", "“年度”不能是“去年”"),
        ("层级:村", "“层级”不能是“村”"),
        ("出庭 NOT", "第 4 个字处的“NOT”少了"),
        ("-" * 900 + "出庭", "第 21 个字处的“-”：括号和排除套得太深"),
        ("(" * 400 + "出庭 应诉" + ")" * 400, "第 21 个字处的“.”：括号和排除套得太深"),
        ("单位:" + "局" * 101, "“单位”不能是“局"),
        ("应*庭 OR 出*诉 OR 责*人 OR 一*二", "第 22 个字处的“一.二”通配的可能太多"),
    ],
)
def test_an_operator_out_of_place_is_told_its_place(typed: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as error:
        parse(typed)
    assert error.value.remedy


def test_a_text_to_search_by_words_is_kept_as_typed() -> None:
    assert parse_words(" 负责人出庭的情况 ") == Query(words="负责人出庭的情况")


@pytest.mark.parametrize("typed", ["", "？！", "字" * (MAX_LENGTH + 1)])
def test_a_text_without_words_is_refused(typed: str) -> None:
    with pytest.raises(QueryError):
        parse_words(typed)
