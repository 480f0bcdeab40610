"""What every engine gives beside plain hits: orders, reports, deep pages, the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from archive.engine import SearchEngine
from archive.model import Hits, Level, Page, Query, Report, Role, SectionKind, Sort
from archive.query import parse, parse_words
from tests.engines.contract import Holding, report

MANY = 10_020
"""More hits than Elasticsearch gives in one window."""


def dated(number: int, year: int | None, unit: str | None, *texts: str) -> Report:
    """A report by its number, of a year and a unit."""
    one = report("0", *texts, year=year, unit=unit)
    return replace(one, doc_id=f"{number:016x}")


YEARS = (
    dated(1, 2021, "乙局", "依法行政。", "依法行政工作。", "另一段。"),
    dated(2, None, "甲局", "依法行政。"),
    dated(3, 2023, None, "依法行政，依法行政。"),
    dated(4, 2019, "丙局", "依法行政。"),
)


@cache
def many() -> tuple[Report, ...]:
    return tuple(dated(number, 2000 + number % 5, "某局", "依法") for number in range(MANY))


class ResultsContract:
    """Inherited, beside `EngineContract`, by one class an engine."""

    def test_a_name_of_forty_thousand_characters_is_kept_and_found(
        self, open_engine: Callable[[], SearchEngine]
    ) -> None:
        engine, name = open_engine(), "青石县" * 13_000 + "法治报告"
        one = report("a", "出庭应诉", title=name, unit=name)
        named = replace(one.metadata, document_number=name, region=name, doc_type=name)
        long = replace(one, metadata=named)
        engine.replace([long])
        assert engine.report("a" * 16) == long
        for typed in ("出庭应诉", "标题:青石县", "单位:青石县", "文号:青石县", '"县法治报告"'):
            assert engine.search(parse(typed), Page()).reports == 1, typed

    @pytest.fixture
    def years(self, holding: Holding) -> SearchEngine:
        return holding(YEARS)

    @pytest.mark.parametrize(
        ("sort", "wanted"),
        [
            (Sort.NEWEST, [2023, 2021, 2021, 2019, None]),
            (Sort.OLDEST, [2019, 2021, 2021, 2023, None]),
        ],
    )
    def test_hits_are_sorted_by_year_the_unknown_last(
        self, years: SearchEngine, sort: Sort, wanted: list[int | None]
    ) -> None:
        hits = years.search(parse("依法行政"), Page(sort=sort)).hits
        assert [hit.year for hit in hits] == wanted

    def test_hits_are_sorted_by_unit_the_unknown_last(self, years: SearchEngine) -> None:
        hits = years.search(parse("依法行政"), Page(sort=Sort.UNIT)).hits
        assert [hit.unit for hit in hits] == ["丙局", "乙局", "乙局", "甲局", None]

    @pytest.mark.parametrize("sort", list(Sort))
    def test_pages_of_every_order_together_hold_every_hit_once(
        self, years: SearchEngine, sort: Sort
    ) -> None:
        pages = [years.search(parse("依法行政"), Page(start, 2, sort)).hits for start in (0, 2, 4)]
        whole = years.search(parse("依法行政"), Page(0, 10, sort)).hits
        assert [hit.id for page in pages for hit in page] == [hit.id for hit in whole]
        assert len(whole) == 5

    @pytest.mark.parametrize("query", [parse("依法行政"), parse_words("依法行政"), Query()])
    @pytest.mark.parametrize("page", [Page(), Page(2, 2), Page(0, 0), Page(99, 5)])
    @pytest.mark.parametrize("sort", list(Sort))
    def test_hits_are_those_of_a_search_that_counts_no_reports(
        self, years: SearchEngine, query: Query, page: Page, sort: Sort
    ) -> None:
        asked = replace(page, sort=sort)
        whole = years.search(query, asked)
        assert years.hits(query, asked) == Hits(whole.total, whole.hits, whole.left_out)

    def test_each_report_is_listed_once_with_its_best_paragraph_and_count(
        self, years: SearchEngine
    ) -> None:
        found = years.by_report(parse("依法行政"), Page())
        assert (found.total, found.reports) == (5, 4)
        assert {(hit.best.doc_id[-1], hit.count) for hit in found.hits} == {
            *(("1", 2), ("2", 1), ("3", 1), ("4", 1))
        }
        assert found.hits[0].best.id == years.search(parse("依法行政"), Page()).hits[0].id

    def test_reports_are_paged_and_sorted_as_hits_are(self, years: SearchEngine) -> None:
        pages = [
            years.by_report(parse("依法行政"), Page(start, 1, Sort.NEWEST)).hits
            for start in range(5)
        ]
        assert [hit.best.year for page in pages for hit in page] == [2023, 2021, 2019, None]

    def test_reports_without_a_hit_are_none(self, years: SearchEngine) -> None:
        found = years.by_report(parse("没有这句"), Page())
        assert (found.total, found.reports, found.hits) == (0, 0, ())

    def test_the_table_counts_reports_of_each_year_and_level(self, years: SearchEngine) -> None:
        assert years.table(parse("依法行政")) == {
            (2021, Level.COUNTY): 1,
            (None, Level.COUNTY): 1,
            (2023, Level.COUNTY): 1,
            (2019, Level.COUNTY): 1,
        }

    def test_the_table_goes_by_the_filters_and_the_unknown(
        self, open_engine: Callable[[], SearchEngine]
    ) -> None:
        engine = open_engine()
        problems = report("a", "依法行政。", "依法行政。", kind=SectionKind.PROBLEMS, level=None)
        engine.replace([problems, report("b", "依法行政。"), report("c", "政务公开。")])
        filtered = Query(filters={"section_kind": (SectionKind.PROBLEMS,)})
        assert engine.table(filtered) == {(2022, None): 1}
        assert engine.table(parse("依法行政")) == {(2022, None): 1, (2022, Level.COUNTY): 1}
        assert engine.table(Query(filters={"role": (Role.TITLE,)})) == {
            (2022, None): 1,
            (2022, Level.COUNTY): 2,
        }

    def test_an_empty_index_has_no_reports_and_an_empty_table(
        self, open_engine: Callable[[], SearchEngine]
    ) -> None:
        engine = open_engine()
        assert engine.table(Query()) == {}
        assert engine.by_report(Query(), Page()).hits == ()
        assert list(engine.scan(Query())) == []

    def test_a_scan_keeps_the_paragraphs_of_a_report_together_in_their_order(
        self, years: SearchEngine
    ) -> None:
        scanned = [(hit.doc_id[-1], hit.paragraph.ordinal) for hit in years.scan(Query())]
        assert scanned == sorted(scanned)
        assert len(scanned) == 10

    def test_paging_goes_on_past_ten_thousand_hits_to_the_last(self, holding: Holding) -> None:
        engine, query = holding(many()), parse("依法")
        assert engine.search(query, Page()).total == MANY
        for sort in Sort:
            deep = engine.search(query, Page(9_990, 20, sort)).hits
            last = engine.search(query, Page(MANY - 5, 10, sort)).hits
            past = engine.search(query, Page(MANY + 5, 10, sort)).hits
            assert (len({hit.id for hit in deep}), len({hit.id for hit in last}), past) == (
                20,
                5,
                (),
            )
            assert {hit.id for hit in deep}.isdisjoint(hit.id for hit in last)
        assert sum(1 for _ in engine.scan(query)) == MANY

    def test_reports_are_listed_past_ten_thousand_to_the_last(self, holding: Holding) -> None:
        found = holding(many()).by_report(parse("依法"), Page(MANY - 5, 10, Sort.OLDEST))
        assert (found.reports, [hit.best.year for hit in found.hits]) == (MANY, [2004] * 5)
