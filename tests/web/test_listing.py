from __future__ import annotations

import pytest

from archive.model import FacetCount
from web.listing import Chip, Choice, FacetList, chips, facet_lists, paging
from web.params import Address

ADDRESS = Address(text="复议", filters={"year": (2022, None)}, page=3)
FACETS = {
    "year": (FacetCount(2022, 4, True), FacetCount(2021, 1), FacetCount(None, 0, True)),
    "level": (FacetCount("县", 1200),),
    "unit": (),
    "section_kind": (FacetCount("其他", 7),),
    "region": (),
    "doc_type": (),
    "is_department": (FacetCount(True, 3), FacetCount(False, 2)),
}


def test_a_facet_value_leads_to_the_search_with_it_chosen_or_let_go() -> None:
    year, level, kind, department = facet_lists(ADDRESS, FACETS)
    assert year == FacetList(
        "year",
        "年度",
        (
            Choice("2022年", 4, True, Address("复议", filters={"year": (None,)})),
            Choice("2021年", 1, False, Address("复议", filters={"year": (2022, None, 2021)})),
            Choice("未注明", 0, True, Address("复议", filters={"year": (2022,)})),
        ),
        None,
    )
    assert [facet.name for facet in (level, kind)] == ["层级", "章节类型"]
    assert [choice.name for choice in department.choices] == ["是", "否"]


def test_section_kinds_are_not_offered_where_reports_are_listed() -> None:
    listed = facet_lists(Address(filters={"year": (2022,)}), FACETS)
    assert [facet.name for facet in listed] == ["年度", "层级", "是否部门"]


def test_years_of_the_range_alone_are_listed_where_there_are_any() -> None:
    years = (FacetCount(2022, 4, True), FacetCount(2023, 0, True))
    (facet,) = facet_lists(
        Address("复议", since=2022), {**dict.fromkeys(FACETS, ()), "year": years}
    )
    assert [(choice.name, choice.chosen) for choice in facet.choices] == [("2022年", False)]


def test_a_facet_that_may_be_cut_says_so() -> None:
    units = tuple(FacetCount(f"第{n}局", 1) for n in range(20))
    (facet,) = facet_lists(ADDRESS, {**dict.fromkeys(FACETS, ()), "unit": units})
    assert facet.cut_at == 20


def test_each_chosen_value_is_a_chip_that_removes_it() -> None:
    assert chips(ADDRESS) == (
        Chip("年度：2022年", Address("复议", filters={"year": (None,)})),
        Chip("年度：未注明", Address("复议", filters={"year": (2022,)})),
    )


def test_a_range_of_years_and_a_single_report_are_chips_too() -> None:
    address = Address("复议", since=2020, report="a" * 16, page=2)
    assert chips(address) == (
        Chip("年度范围：2020–", Address("复议", report="a" * 16)),
        Chip("只看一份报告", Address("复议", since=2020)),
    )


@pytest.mark.parametrize(
    ("here", "total", "pages"),
    [
        (1, 0, [1]),
        (1, 10, [1]),
        (1, 11, [1, 2]),
        (1, 95, [1, 2, 3, None, 10]),
        (5, 95, [1, None, 3, 4, 5, 6, 7, None, 10]),
        (10, 95, [1, None, 8, 9, 10]),
        (999, 1_000_000, [1, None, 997, 998, 999, 1000, 1001, None, 100_000]),
    ],
)
def test_pages_linked_by_number(here: int, total: int, pages: list[int | None]) -> None:
    links = paging(Address("复议", page=here), total).links
    assert [link and link.page for link in links] == pages
    assert [link.page for link in links if link and link.current] == [here]


def test_the_first_page_has_no_previous_and_the_last_no_next() -> None:
    first, last = paging(Address("复议"), 11), paging(Address("复议", page=2), 11)
    assert (first.previous, first.next) == (None, Address("复议", page=2))
    assert (last.previous, last.next) == (Address("复议"), None)
