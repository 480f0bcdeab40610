"""Automatic numbers are written as Word and WPS show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.numbering import CODES, FORMATS, GREATEST, format_of, written

NUMBERS = (1, 2, 10, 11, 12, 20, 21, 100, 101, 110, 111, 1001, 1010, 10001)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        (
            "chineseCountingThousand",
            "一 二 十 十一 十二 二十 二十一 一百 一百零一 一百一十 一百一十一 "
            "一千零一 一千零一十 一万零一",
        ),
        (
            "chineseCounting",
            "一 二 十 十一 十二 二十 二十一 一○○ 一○一 一一○ 一一一 一○○一 一○一○ 一○○○一",
        ),
        (
            "japaneseCounting",
            "一 二 十 十一 十二 二十 二十一 百 百一 百十 百十一 千一 千十 一万一",
        ),
        (
            "ideographDigital",
            "一 二 一〇 一一 一二 二〇 二一 一〇〇 一〇一 一一〇 一一一 "
            "一〇〇一 一〇一〇 一〇〇〇一",
        ),
        (
            "chineseLegalSimplified",
            "壹 贰 壹拾 壹拾壹 壹拾贰 贰拾 贰拾壹 壹佰 壹佰零壹 "
            "壹佰壹拾 壹佰壹拾壹 壹仟零壹 壹仟零壹拾 壹万零壹",
        ),
        (
            "ideographLegalTraditional",
            "壹 貳 壹拾 壹拾壹 壹拾貳 貳拾 貳拾壹 壹佰 壹佰零壹 "
            "壹佰壹拾 壹佰壹拾壹 壹仟零壹 壹仟零壹拾 壹萬零壹",
        ),
        ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑫ ⑳ 21 100 101 110 111 1001 1010 10001"),
        ("decimalEnclosedParen", "⑴ ⑵ ⑽ ⑾ ⑿ ⒇ 21 100 101 110 111 1001 1010 10001"),
        ("ideographEnclosedCircle", "㈠ ㈡ ㈩ 11 12 20 21 100 101 110 111 1001 1010 10001"),
        ("ideographTraditional", "甲 乙 癸 甲 乙 癸 甲 癸 甲 癸 甲 甲 癸 甲"),
        ("ideographZodiac", "子 丑 酉 戌 亥 未 申 卯 辰 丑 寅 辰 丑 辰"),
        (
            "ordinal",
            "1st 2nd 10th 11th 12th 20th 21st 100th 101st 110th 111th 1001st 1010th 10001st",
        ),
        (
            "lowerRoman",
            "i ii x xi xii xx xxi c ci cx cxi mi mx mmmmmmmmmmi",
        ),
    ],
)
def test_a_format_writes_each_number_as_word_shows_it(form: str, shown: str) -> None:
    assert " ".join(written(form, number) for number in NUMBERS) == shown


def test_letters_are_doubled_after_the_last() -> None:
    assert [written("upperLetter", number) for number in (1, 26, 27, 52, 53)] == [
        *("A", "Z", "AA", "ZZ", "AAA")
    ]


@pytest.mark.parametrize(
    ("code", "form"),
    [
        (0, "decimal"),
        (10, "ideographDigital"),
        (18, "decimalEnclosedCircle"),
        (23, "bullet"),
        (29, "ideographEnclosedCircle"),
        (37, "chineseCounting"),
        (39, "chineseCountingThousand"),
        (57, "numberInDash"),
        (255, "none"),
        (99, "decimal"),
        (-1, "decimal"),
    ],
)
def test_the_codes_of_doc_and_rtf_name_their_formats(code: int, form: str) -> None:
    assert format_of(code) == form


@given(st.sampled_from(sorted({*FORMATS, *CODES, "unknown"})), st.integers())
def test_no_number_is_too_great_for_a_format(form: str, number: int) -> None:
    shown = written(form, number)
    assert len(shown) <= max(60, len(str(number)))
    assert 0 <= number <= GREATEST or shown == str(number)
