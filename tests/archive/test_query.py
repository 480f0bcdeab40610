"""The query language: what was typed, and what is looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import QueryError
from archive.model import Query
from archive.query import MAX_LENGTH, MAX_TERMS, parse, parse_words
from archive.text import fold


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
        (".*[a-z]+\\d", (".*[a-z]+\\d",)),
        ("<script>", ("<script>",)),
        ("出庭 出庭", ("出庭",)),
        ('"" 出庭', ("出庭",)),
        ("出庭 \u200b", ("出庭",)),
    ],
)
def test_a_typed_text_is_looked_for_literally(typed: str, phrases: tuple[str, ...]) -> None:
    assert parse(typed) == Query(phrases=phrases)


@given(st.text(min_size=1, max_size=50).filter(lambda text: fold(text).strip()))
def test_an_unspaced_text_is_one_literal_phrase(text: str) -> None:
    unspaced = "".join(text.split()).strip('"＂“”')
    if fold(unspaced).strip():
        assert parse(unspaced) == Query(phrases=(fold(unspaced).strip(),))


@given(st.text(min_size=1, max_size=50).filter(lambda text: '"' not in text and "＂" not in text))
def test_a_text_in_quotes_is_one_literal_phrase(text: str) -> None:
    if phrase := fold(text).strip():
        assert parse(f'"{text}"') == Query(phrases=(phrase,))


@given(st.text(max_size=1200))
def test_any_text_is_a_query_or_is_refused_with_a_reason(text: str) -> None:
    outcome = parsed(text)
    if isinstance(outcome, QueryError):
        assert outcome.message
        assert outcome.remedy
    else:
        assert outcome.phrases
        assert all(fold(phrase).strip() == phrase for phrase in outcome.phrases)


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


def test_a_text_to_search_by_words_is_kept_as_typed() -> None:
    assert parse_words(" 负责人出庭的情况 ") == Query(words="负责人出庭的情况")


@pytest.mark.parametrize("typed", ["", "？！", "字" * (MAX_LENGTH + 1)])
def test_a_text_without_words_is_refused(typed: str) -> None:
    with pytest.raises(QueryError):
        parse_words(typed)
