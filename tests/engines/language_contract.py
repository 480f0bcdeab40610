"""What every engine makes of the query language: exactly what `archive.matching` says it means."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from archive.engine import SearchEngine
from archive.expression import (
    And,
    Attribute,
    Expression,
    Literal,
    Not,
    Or,
    Pattern,
    conjunction,
    near,
)
from archive.matching import matches
from archive.model import Level, Page, Query, Report
from archive.query import parse
from archive.text import fold
from tests.engines.contract import Holding, report

REPORTS = (
    replace(
        report("a", "行政机关负责人出庭应诉率达100%。", "受理行政复议案件12件，第5号、第17号。"),
    ),
    report("b", "负责人因故未出庭，应诉 2 次。出庭", "A b 应诉c", year=2021, level=Level.CITY),
    report("c", "应诉", "诉应诉", "。应诉。", year=None, level=None, unit=None),
    report("d", "第一号第二三号", "应诉应诉", "*应诉**县XX局?", year=2019, unit="XX局"),
)


def found(engine: SearchEngine, query: Query) -> set[str]:
    """The identifiers of all paragraphs that a query finds; counted as it says."""
    hits = {hit.id for hit in engine.scan(query)}
    results = engine.search(query, Page(size=1))
    assert (results.total, results.reports) == (len(hits), len({one[:16] for one in hits}))
    return hits


def meant(expression: Expression, reports: tuple[Report, ...]) -> set[str]:
    """The identifiers of all paragraphs for which an expression is true."""
    return {
        f"{one.doc_id}-{paragraph.ordinal}"
        for one in reports
        for paragraph in one.paragraphs
        if matches(expression, paragraph, one.metadata)
    }


class LanguageContract:
    """Inherited, beside `EngineContract`, by one class an engine."""

    @pytest.fixture
    def few(self, holding: Holding) -> SearchEngine:
        return holding(REPORTS)

    @pytest.mark.parametrize(
        "typed",
        [
            *("出庭 OR 复议", "应诉 -出庭", "应诉 NOT (出庭 OR 诉应)", "（出庭 OR 复议） 负责人"),
            *(
                "负责人 NEAR/3 出庭",
                "出庭 NEAR/5 负责人",
                "负责人 BEFORE/3 出庭",
                "出庭 NEAR/1 应诉",
            ),
            *("出庭 BEFORE/10 负责人", "应 NEAR 庭", "诉 BEFORE/1 诉", "A NEAR/3 c"),
            *("应诉?", "?应诉", "?应诉?", "应?", "?诉", "第?号", "第*号", "第??号"),
            *("第?号*二三号",),
            *("应诉？", "第＊号", "b?应诉", "1?0%", "一?第", "应?应", "?应?", "诉?"),
            *("年度:2021", "年度:2021-2023 应诉", "year:2019", "年度：2022", "-年度:2022 应诉"),
            *(
                "层级:县 应诉",
                "level:市",
                "单位:司法",
                "单位:xx",
                "单位:青石 -出庭",
                "标题:法治政府",
            ),
            *("标题:2022年度", "文号:〔2023〕1号", "提及:2022", "提及:2000-2019", "章节:成效 出庭"),
            *("地区:青石", "文种:法治政府建设报告 复议", "部门:否 出庭", "部门:是"),
            *("单位:司法局 OR 复议", "单位:*", 'title:"年度 法治"', "文号:[2023]"),
            *("-出庭 应诉 -复议", "应诉 AND 出庭", "应诉 (出庭 OR 年度:2019)"),
        ],
    )
    def test_what_is_typed_finds_what_it_means(self, few: SearchEngine, typed: str) -> None:
        query = parse(typed)
        assert query.expression is not None
        assert found(few, query) == meant(query.expression, REPORTS)

    def test_expressions_put_together_at_random_find_what_they_mean(
        self, holding: Holding, sample_reports: tuple[Report, ...]
    ) -> None:
        engine = holding(sample_reports)
        differing = [
            expression
            for expression in drawn_expressions(sample_reports, 300)
            if found(engine, Query(expression=expression)) != meant(expression, sample_reports)
        ]
        assert differing == []

    # The scope of a whole report

    @pytest.mark.parametrize(
        ("typed", "wanted"),
        [
            # a has both, in two paragraphs; b has only one of them.
            ("负责人 复议", {"a-1", "a-2"}),
            ("负责人 复议 年度:2022", {"a-1", "a-2"}),
            ("负责人 复议 年度:2021", set()),
            ("应诉 -复议", {"b-1", "b-2", "c-1", "c-2", "c-3", "d-2", "d-3"}),
            ("(负责人 复议) OR 诉应", {"a-1", "a-2", "c-2", "d-2"}),
            ("负责人 (复议 OR 应诉c)", {"a-1", "a-2", "b-1", "b-2"}),
            ("出庭", {"a-1", "b-1"}),
            ("没有这句 应诉", set()),
        ],
    )
    def test_a_query_across_a_report_finds_its_parts_in_reports_that_hold_all(
        self, few: SearchEngine, typed: str, wanted: set[str]
    ) -> None:
        query = replace(parse(typed), across=True)
        assert {f"{one[0]}{one[16:]}" for one in found(few, query)} == wanted

    def test_facets_of_a_query_across_reports_count_its_parts(self, few: SearchEngine) -> None:
        facets = few.facets(replace(parse("负责人 复议"), across=True))
        assert [(one.value, one.count) for one in facets["year"]] == [(2022, 2)]

    def test_a_hit_across_a_report_marks_the_part_that_it_holds(self, few: SearchEngine) -> None:
        query = replace(parse("负责人 复议"), across=True)
        spans = {hit.paragraph.ordinal: hit.spans for hit in few.scan(query)}
        assert spans == {1: ((4, 7),), 2: ((4, 6),)}


def drawn_expressions(reports: tuple[Report, ...], count: int) -> list[Expression]:
    """Seeded random expressions over stretches of the reports' paragraphs."""
    draw = random.Random(5)
    folded = [fold(p.text).strip() for one in reports for p in one.paragraphs if len(p.text) > 30]
    return [next(_drawn(draw, draw.choice(folded), 2)) for _ in range(count)]


def _drawn(draw: random.Random, text: str, depth: int) -> Iterator[Expression]:
    """Endlessly many expressions over stretches of one text."""

    def stretch(most: int = 4) -> str:
        start = draw.randrange(len(text) - most)
        return text[start : start + draw.randint(1, most)].strip() or "的"

    while True:
        kind = draw.choice(["literal", "pattern", "near", "attribute", "and", "or", "not"])
        inner = _drawn(draw, text, depth - 1)
        if kind == "pattern":
            start = draw.randrange(len(text) - 12)
            fewest, most = draw.choice([(1, 1), (0, 10), (2, 2)])
            first = text[start : start + draw.randint(1, 3)].strip() or "的"
            last = text[start + 5 : start + 5 + draw.randint(1, 3)].strip() or "的"
            ends = draw.random() < 0.3, draw.random() < 0.3
            yield Pattern((first, last), ((fewest, most),), *ends)
        elif kind == "near":
            yield near(stretch(2), stretch(2), draw.randint(1, 20), ordered=draw.random() < 0.5)
        elif kind == "attribute":
            yield draw.choice(
                [
                    Attribute("year", (2021, 2022)),
                    Attribute("unit", ("局",)),
                    Attribute("level", ("县",)),
                ]
            )
        elif kind == "and" and depth:
            yield conjunction([next(inner), next(inner)])
        elif kind == "or" and depth:
            yield Or((next(inner), next(inner)))
        elif kind == "not" and depth:
            yield And((Literal(stretch()), Not(next(inner))))
        else:
            yield Literal(stretch())
