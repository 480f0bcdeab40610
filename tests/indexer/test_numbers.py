"""Numbers as Chinese reports write them: before headings, in years and in dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.numbering import opening_number
from indexer.years import dates, years_mentioned


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
        ("第二、备案", "第一、", 2),
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
