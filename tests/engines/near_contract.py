"""What folding near-duplicates leaves of them, the same on every engine."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from archive.engine import SearchEngine
from archive.model import FACETS, FacetCount, Hit, Hits, Level, Page, Query, Report, Role
from archive.query import parse, parse_words
from tests.engines.contract import EVERYTHING, Holding, expected, report

A, B, C, D, E, F, G = (letter * 16 for letter in "abcdefg".replace("g", "0"))

REPORTS = (
    # Loaded first, though not of the smallest identifier: the others are named after it.
    report("c", "依法行政，出庭应诉。", "受理复议。", year=2021),
    replace(report("a", "依法行政，出庭应诉。", "受理复议9件。", year=2022), near_to=C),
    replace(report("b", "依法行政。", "受理复议9件。", level=Level.CITY), near_to=C),
    report("d", "依法行政，出庭应诉。", year=2022),
    # Of a group whose first is no longer there.
    replace(report("e", "依法行政，政务公开。"), near_to="9" * 16),
    replace(report("f", "依法行政，政务公开。"), near_to="9" * 16),
    report("0", "依法治理。"),
)


def ids(hits: Iterable[Hit]) -> set[str]:
    """Each hit by the first digit of its report and its ordinal."""
    return {f"{hit.doc_id[0]}-{hit.paragraph.ordinal}" for hit in hits}


def folding(query: Query, **filters: tuple[str | int | None, ...]) -> Query:
    return replace(query, fold_near=True, filters=filters)


class NearContract:
    """Inherited, beside `EngineContract`, by one class an engine."""

    @pytest.fixture
    def near(self, holding: Holding) -> SearchEngine:
        return holding(REPORTS)

    def test_a_report_comes_back_with_the_one_that_it_is_near_to(self, near: SearchEngine) -> None:
        assert [near.report(one.doc_id) for one in REPORTS] == list(REPORTS)

    def test_a_hit_bears_the_report_that_its_own_is_near_to(self, near: SearchEngine) -> None:
        found = near.search(parse("出庭应诉"), Page()).hits
        assert {hit.doc_id: hit.near_to for hit in found} == {A: C, C: None, D: None}
        assert {hit.doc_id: hit.near_to for hit in near.scan(parse("出庭应诉"))} == {
            **{A: C, C: None, D: None}
        }

    def test_near_duplicates_are_all_found_unless_they_are_folded(self, near: SearchEngine) -> None:
        found = near.search(parse("依法行政"), EVERYTHING)
        assert (ids(found.hits), found.total, found.reports, found.left_out) == (
            {"a-1", "b-1", "c-1", "d-1", "e-1", "f-1"},
            *(6, 6, {}),
        )

    def test_the_first_of_a_group_stands_for_it_or_else_the_smallest_that_matches(
        self, near: SearchEngine
    ) -> None:
        found = near.search(folding(parse("依法行政")), EVERYTHING)
        assert (ids(found.hits), found.total, found.reports) == ({"c-1", "d-1", "e-1"}, 3, 3)
        assert found.left_out == {A: C, B: C, F: E}
        hits = near.hits(folding(parse("依法行政")), EVERYTHING)
        assert hits == Hits(found.total, found.hits, found.left_out)

    def test_where_the_first_has_no_match_another_of_its_group_stands_for_it(
        self, near: SearchEngine
    ) -> None:
        found = near.search(folding(parse("复议9件")), EVERYTHING)
        assert (ids(found.hits), found.left_out) == ({"a-2"}, {B: A})

    def test_every_match_of_the_report_that_stands_for_a_group_counts(
        self, near: SearchEngine
    ) -> None:
        found = near.search(folding(parse("依法行政 OR 复议")), EVERYTHING)
        assert ids(found.hits) == {"c-1", "c-2", "d-1", "e-1"}

    def test_reports_the_table_and_a_scan_leave_out_what_search_does(
        self, near: SearchEngine
    ) -> None:
        query = folding(parse("依法行政 OR 复议"))
        listed = near.by_report(query, Page())
        assert {(hit.best.doc_id, hit.count) for hit in listed.hits} == {(C, 2), (D, 1), (E, 1)}
        assert (listed.total, listed.reports, listed.left_out) == (4, 3, {A: C, B: C, F: E})
        assert ids(near.scan(query)) == {"c-1", "c-2", "d-1", "e-1"}
        assert near.table(query) == {(2021, Level.COUNTY): 1, (2022, Level.COUNTY): 2}

    def test_a_list_of_titles_is_folded(self, near: SearchEngine) -> None:
        found = near.search(folding(Query(), role=(Role.TITLE,)), EVERYTHING)
        assert ids(found.hits) == {"c-0", "d-0", "e-0", "0-0"}

    def test_a_search_by_words_is_folded_and_ranked_as_before(self, near: SearchEngine) -> None:
        words = parse_words("依法行政和出庭应诉")
        left = [
            hit.id for hit in near.search(words, EVERYTHING).hits if hit.doc_id not in (A, B, F)
        ]
        found = near.search(folding(words), EVERYTHING)
        assert [hit.id for hit in found.hits] == left
        assert found.left_out == {A: C, B: C, F: E}

    def test_a_query_across_reports_is_folded(self, near: SearchEngine) -> None:
        query = replace(parse("出庭应诉 复议"), across=True)
        assert ids(near.scan(query)) == {"a-1", "a-2", "c-1", "c-2"}
        assert ids(near.scan(folding(query))) == {"c-1", "c-2"}
        assert ids(near.scan(folding(query, year=(2022,)))) == {"a-1", "a-2"}

    # Filters and facets

    def test_what_the_filters_leave_is_folded(self, near: SearchEngine) -> None:
        found = near.search(folding(parse("依法行政"), year=(2022,)), EVERYTHING)
        assert (ids(found.hits), found.left_out) == ({"a-1", "d-1", "e-1"}, {B: A, F: E})

    def test_a_report_that_is_asked_for_by_itself_is_found(self, near: SearchEngine) -> None:
        assert ids(near.scan(folding(parse("依法行政"), doc_id=(B,)))) == {"b-1"}

    @pytest.mark.parametrize(
        ("values", "wanted"),
        [
            ((C,), {"a-0", "b-0"}),
            ((C, "9" * 16), {"a-0", "b-0", "e-0", "f-0"}),
            ((None,), {"c-0", "d-0", "0-0"}),
            ((None, C), {"a-0", "b-0", "c-0", "d-0", "0-0"}),
            (("", "xyz", D), set()),
        ],
    )
    def test_reports_are_filtered_by_the_one_that_they_are_near_to(
        self, near: SearchEngine, values: tuple[str | None, ...], wanted: set[str]
    ) -> None:
        query = Query(filters={"near_to": values, "role": (Role.TITLE,)})
        assert ids(near.search(query, EVERYTHING).hits) == wanted

    def test_facets_leave_out_what_the_results_do_and_add_up_to_them(
        self, near: SearchEngine
    ) -> None:
        facets = near.facets(folding(parse("依法行政")))
        assert facets["year"] == (FacetCount(2022, 2), FacetCount(2021, 1))
        assert facets["level"] == (FacetCount("县", 3),)

    def test_a_facet_without_its_own_filter_leaves_out_no_more_than_the_results_do(
        self, near: SearchEngine
    ) -> None:
        query = folding(parse("依法行政"), year=(2022,))
        facets = near.facets(query)
        # Of the chosen year as many as there are hits; c, of another, is left out by none.
        assert facets["year"] == (FacetCount(2022, 3, chosen=True), FacetCount(2021, 1))
        assert facets["level"] == (FacetCount("县", 3),)
        assert near.search(query, Page()).total == 3

    # Groups that are many, and none

    def test_an_archive_without_near_duplicates_is_the_same_folded(
        self, open_engine: Callable[[], SearchEngine]
    ) -> None:
        engine = open_engine()
        query = folding(parse("依法行政"))
        assert engine.search(query, Page()).total == 0
        alone = tuple(replace(one, near_to=None) for one in REPORTS)
        engine.replace(alone)
        assert {(hit.id, hit.paragraph.text) for hit in engine.scan(query)} == expected(
            alone, "依法行政"
        )

    def test_a_group_follows_the_reports_that_come_and_go(self, engine: SearchEngine) -> None:
        query = folding(parse("依法行政"))
        engine.replace(REPORTS)
        engine.remove([C])
        assert ids(engine.scan(query)) == {"a-1", "d-1", "e-1"}
        engine.replace([replace(REPORTS[1], near_to=None)])
        assert ids(engine.scan(query)) == {"a-1", "b-1", "d-1", "e-1"}

    def test_random_groups_leave_one_report_each_in_every_count(
        self, open_engine: Callable[[], SearchEngine]
    ) -> None:
        draw = random.Random(7)
        reports = list(grouped(draw, 60))
        draw.shuffle(reports)
        engine = open_engine()
        engine.replace(reports)
        for year in (None, 2020, 2021):
            filters: dict[str, tuple[int]] = {"year": (year,)} if year else {}
            query = folding(parse("依法行政"), **filters)
            wanted = standing(reports, year)
            found = engine.search(query, EVERYTHING)
            assert {hit.doc_id for hit in found.hits} == wanted
            assert (found.total, found.reports) == (len(found.hits), len(wanted))
            assert {one.best.doc_id for one in engine.by_report(query, EVERYTHING).hits} == wanted
            assert {hit.doc_id for hit in engine.scan(query)} == wanted
            assert sum(engine.table(query).values()) == len(wanted)
            facets = engine.facets(query)
            assert {
                field: sum(one.count for one in facets[field] if not year or one.chosen)
                for field in FACETS
                if field == "year" or not year
            } == {field: found.total for field in FACETS if field == "year" or not year}


def grouped(draw: random.Random, count: int) -> Iterable[Report]:
    """Reports of which each group's first may lack the phrase, a filtered year, or be absent."""
    names: list[str] = []
    for number in draw.sample(range(2**40), count):
        texts = ["依法行政。"] * draw.choice([0, 1, 2]) + ["其他工作。"]
        one = report("0", *texts, year=draw.choice([2020, 2021]))
        doc_id, name = f"{number:016x}", draw.choice([None, None, *names])
        if name is None:
            names.append(doc_id)
            if draw.random() < 0.2:
                continue
        yield replace(one, doc_id=doc_id, near_to=name)


def standing(reports: Iterable[Report], year: int | None) -> set[str]:
    """The reports with the phrase that stand for their groups, told one by one."""
    groups: dict[str, list[str]] = {}
    for one in reports:
        has_hit = any("依法行政" in paragraph.text for paragraph in one.paragraphs)
        if has_hit and year in (None, one.metadata.year):
            groups.setdefault(one.near_to or one.doc_id, []).append(one.doc_id)
    return {name if name in members else min(members) for name, members in groups.items()}
