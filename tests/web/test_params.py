from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from archive.errors import QueryError
from archive.expression import Literal, Or
from archive.messages import web as t
from archive.model import Level, Query, SectionKind
from archive.query import literal_query
from web.params import Address, Order, View, read, to_query, toggled, with_view, write

TEXTS = st.text(st.characters(exclude_categories=["Cs"])).map(str.strip)
UNITS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda unit: unit.strip() and unit != "none"
)


def several(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.none() | values, min_size=1, max_size=4, unique=True).map(tuple)


ADDRESSES = st.builds(
    Address,
    text=TEXTS,
    by_words=st.booleans(),
    filters=st.fixed_dictionaries(
        {},
        optional={
            "year": several(st.integers(1000, 9999)),
            "level": several(st.sampled_from(Level)),
            "unit": several(UNITS),
            "section_kind": several(st.sampled_from(SectionKind)),
            "region": several(UNITS),
            "doc_type": several(UNITS),
            "is_department": several(st.booleans()),
        },
    ),
    across=st.booleans(),
    since=st.none() | st.integers(1000, 2000),
    until=st.none() | st.integers(2000, 9999),
    report=TEXTS,
    fold_near=st.booleans(),
    also=st.just(()) | st.just((("行政复议", "复议=1"), ("a b", "c"))),
    units=TEXTS,
    view=st.just(View.CONCORDANCE),
    order=st.sampled_from(Order),
    page=st.integers(1, 10**12),
)


def read_string(written: str) -> Address:
    return read(MultiDict(parse_qsl(written, keep_blank_values=True)))


@given(ADDRESSES)
def test_an_address_that_was_written_is_read_back_whole(address: Address) -> None:
    assert read_string(write(address)) == address


def test_every_part_of_a_search_stands_in_the_address() -> None:
    asked = read_string(
        "q=出庭应诉&mode=words&scope=report&year=2022&year=2021&level=县&unit=司法局&kind=成效"
        "&region=云岭省&type=工作总结&department=no&from=2019&to=2023&report=ab&also=出庭=到庭"
        "&near=fold&units=司法&view=reports&sort=newest&page=2"
    )
    assert asked == Address(
        text="出庭应诉",
        by_words=True,
        filters={
            "year": (2022, 2021),
            "level": (Level.COUNTY,),
            "unit": ("司法局",),
            "section_kind": (SectionKind.ACHIEVEMENTS,),
            "region": ("云岭省",),
            "doc_type": ("工作总结",),
            "is_department": (False,),
        },
        across=True,
        since=2019,
        until=2023,
        report="ab",
        also=(("出庭", "到庭"),),
        fold_near=True,
        units="司法",
        view=View.REPORTS,
        order=Order.NEWEST,
        page=2,
    )


def test_empty_parameters_count_as_absent() -> None:
    assert read_string("q=&mode=&year=&level=&unit=&kind=&page=") == Address()


def test_a_value_given_twice_counts_once() -> None:
    assert read_string("year=2022&year=2022").filters == {"year": (2022,)}


def test_none_stands_for_reports_in_which_a_value_is_unknown() -> None:
    assert read_string("year=none&unit=none").filters == {"year": (None,), "unit": (None,)}


def test_a_plain_search_has_a_plain_address() -> None:
    assert write(Address(text="a b&c")) == "q=a+b%26c"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("page=-1", t.BAD_PAGE.format(value="-1")),
        ("page=0", t.BAD_PAGE.format(value="0")),
        ("page=abc", t.BAD_PAGE.format(value="abc")),
        ("page=1.5", t.BAD_PAGE.format(value="1.5")),
        ("page=" + "9" * 5000, t.BAD_PAGE.format(value="9" * 40 + "…")),
        ("year=abc", t.BAD_YEAR.format(value="abc")),
        ("year=20222", t.BAD_YEAR.format(value="20222")),
        ("year=-202", t.BAD_YEAR.format(value="-202")),
        ("year=²⁰²²", t.BAD_YEAR.format(value="²⁰²²")),
        ("level=村", t.BAD_CHOICE.format(field="层级", value="村")),
        ("kind=杂谈", t.BAD_CHOICE.format(field="章节类型", value="杂谈")),
        ("mode=regex", t.BAD_MODE.format(value="regex")),
        ("scope=all", t.BAD_SCOPE.format(value="all")),
        ("near=all", t.BAD_NEAR.format(value="all")),
        ("view=pie", t.BAD_PARAMETER.format(name="view", value="pie")),
        ("sort=random", t.BAD_PARAMETER.format(name="sort", value="random")),
        ("department=maybe", t.BAD_CHOICE.format(field="是否部门", value="maybe")),
        ("from=20", t.BAD_YEAR.format(value="20")),
        ("from=2022&to=2021", t.BAD_RANGE.format(since=2022, until=2021)),
    ],
)
def test_a_value_that_cannot_be_used_is_named(written: str, message: str) -> None:
    with pytest.raises(QueryError) as raised:
        read_string(written)
    assert raised.value.message == message
    assert raised.value.remedy


def test_choosing_a_value_goes_to_the_first_page() -> None:
    address = Address(text="复议", filters={"year": (2022,)}, page=5)
    assert toggled(address, "year", 2021) == Address(text="复议", filters={"year": (2022, 2021)})


def test_letting_the_last_value_go_leaves_no_filter() -> None:
    address = Address(text="复议", filters={"year": (2022,), "level": (None,)})
    assert toggled(address, "year", 2022) == Address(text="复议", filters={"level": (None,)})


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ("", Query(filters={"role": ("title",)})),
        ("year=2022", Query(filters={"year": (2022,), "role": ("title",)})),
        ("kind=问题", Query(filters={"section_kind": ("问题",)})),
        (
            "q=“出庭 应诉”+复议&level=none",
            replace(literal_query("出庭应诉", "复议"), filters={"level": (None,)}),
        ),
        ("q=应诉意识&mode=words", Query(words="应诉意识")),
        ("q=复议&scope=report", replace(literal_query("复议"), across=True)),
        ("near=fold", Query(filters={"role": ("title",)}, fold_near=True)),
        ("q=复议&near=fold", replace(literal_query("复议"), fold_near=True)),
        ("report=ab", Query(filters={"doc_id": ("ab",)})),
        (
            "year=2018&from=2021&to=2022&q=复议",
            replace(literal_query("复议"), filters={"year": (2018, 2021, 2022)}),
        ),
        ("q=出庭&also=出庭=到庭&also=别的=到场", Query(Or((Literal("出庭"), Literal("到庭"))))),
    ],
)
def test_an_address_asks_the_engine_for(written: str, query: Query) -> None:
    assert to_query(read_string(written)) == query


def test_a_concordance_alone_is_sorted_by_what_stands_beside() -> None:
    left = Address("复议", view=View.CONCORDANCE, order=Order.LEFT, page=3)
    assert with_view(left, View.TABLE) == Address("复议", view=View.TABLE)
    assert read_string("q=复议&sort=left").order is Order.RELEVANCE
