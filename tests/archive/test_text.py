"""Folding, words and spans: how texts are compared."""

from __future__ import annotations

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.expression import Literal, conjunction
from archive.matching import expression_spans
from archive.text import (
    fold,
    fold_each,
    fold_with_offsets,
    query_words,
    shingles,
    word_spans,
    words,
)

CHINESE = st.text(
    alphabet=st.one_of(
        st.sampled_from("出庭應訴率行政复议〇○二〔〕（）【】“”—－　 \t\n\u200b\ufeff㈠⑴⒈①²％１a B"),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１００％", "100%"),
        ("ＡＢＣ Abc", "abc abc"),
        ("⽇⼀⺠⻓", "日一民长"),
        ("豈\uf9d0", "岂类"),
        ("應訴於臺灣", "应诉于台湾"),
        ("〔2021〕［2021］【2021】[2021]", "[2021][2021][2021][2021]"),
        ("（一）﹙二﹚", "(一)(二)"),
        ("《条例》〈条例〉<条例>", "<条例><条例><条例>"),
        ("“放管服”「放管服」＂放管服＂", '"放管服""放管服""放管服"'),
        ("2019－2021—2022–2023", "2019-2021-2022-2023"),
        ("3·15 3・15", "3·15 3·15"),
        ("二○二二年 二〇二二年", "二〇二二年二〇二二年"),
        ("86    件", "86件"),
        ("出　庭\n应\t诉", "出庭应诉"),
        ("a \u3000 b", "a b"),
        ("法\u200b治\ufeff政\u00ad府", "法治政府"),
        ("㎡ ㈠ ⒈", "m2 (一) 1."),
        ("① 10² ½", "① 10² ½"),
        ("**县XX局××镇", "**县xx局××镇"),
        ("薴", "苎"),
        ("𠮷\ud800", "𠮷\ufffd"),
        ("A\x00B", "ab"),
        ("", ""),
    ],
)
def test_what_is_written_differently_folds_to_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(CHINESE)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(CHINESE, st.data())
def test_any_stretch_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert fold(text[start:end]).strip() in fold(text)


@given(CHINESE)
def test_every_folded_character_knows_its_source(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    assert all(
        character == " " or character in fold(text[offset])
        for character, offset in zip(folded, offsets, strict=True)
    )


@given(CHINESE, st.data())
def test_the_span_of_a_found_phrase_reads_as_the_phrase(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    phrase = folded[start : data.draw(st.integers(start, len(folded)))].strip()
    if phrase:
        spans = expression_spans(text, Literal(phrase))
        assert all(phrase in fold(text[start:end]) for start, end in spans)
        assert spans


@pytest.mark.parametrize(
    ("text", "phrases", "marked"),
    [
        ("负责人出庭应诉3次，出庭应诉率100％", ["出庭应诉"], ["出庭应诉", "出庭应诉"]),
        ("负责人 出 庭\n应诉", ["出庭应诉"], ["出 庭\n应诉"]),
        ("出庭应诉", ["出庭", "应诉"], ["出庭", "应诉"]),
        ("出庭应诉", ["出庭应", "庭应诉"], ["出庭应诉"]),
        ("应诉率１００％。", ["100%"], ["１００％"]),
        ("出庭", ["出庭", "应诉"], []),
        ("见㈠项", ["(一)"], ["㈠"]),
        ("哈哈哈", ["哈哈"], ["哈哈哈"]),
        ("出\u200b庭", ["出庭"], ["出\u200b庭"]),
    ],
)
def test_the_whole_phrase_is_marked_and_never_its_fragments(
    text: str, phrases: list[str], marked: list[str]
) -> None:
    assert [
        text[start:end]
        for start, end in expression_spans(text, conjunction([Literal(one) for one in phrases]))
    ] == marked


def test_words_are_marked_where_they_stand() -> None:
    text = "负责人应当出庭，负责人未出庭的要说明。"
    spans = word_spans(text, query_words("负责人出庭"))
    assert [text[start:end] for start, end in spans] == ["负责人", "出庭", "负责人", "出庭"]


def test_shingles_are_every_two_neighbours() -> None:
    assert shingles("出庭应 诉") == ["出庭", "庭应", "应 ", " 诉"]
    assert shingles("出") == []


def test_words_are_those_of_jieba_without_punctuation() -> None:
    text = fold(
        "县政府行政机关负责人出庭应诉率达100%，“放管服”改革持续深化；受理行政复议案件12件。"
    )
    segmented = [word for word in jieba.cut(text) if any(map(str.isalnum, word))]
    assert words(text) == segmented


def test_stop_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert query_words("应诉的情况和应诉") == ["应诉", "情况"]
    assert query_words("的") == ["的"]
    assert query_words("？！") == []


@given(st.lists(CHINESE))
def test_texts_folded_together_are_each_folded_as_by_themselves(texts: list[str]) -> None:
    assert fold_each(texts) == [fold(text) for text in texts]
