"""The one suite that every engine passes whole: what a search engine of the archive does."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from archive.engine import SearchEngine
from archive.model import (
    FACETS,
    Correction,
    Evidence,
    FacetCount,
    Hit,
    Hits,
    Level,
    Metadata,
    Page,
    Paragraph,
    Query,
    Report,
    Results,
    Role,
    SectionKind,
)
from archive.query import literal_query, parse, parse_words
from archive.text import fold

EVERYTHING = Page(size=10_000)

PAUSE = 0.005
"""Seconds between two searches beside a writer, to which the processors are left meanwhile."""


def report(
    doc_id: str,
    *texts: str,
    title: str = "青石县人民政府2022年度法治政府建设报告",
    year: int | None = 2022,
    level: Level | None = Level.COUNTY,
    unit: str | None = "青石县人民政府",
    kind: SectionKind = SectionKind.ACHIEVEMENTS,
) -> Report:
    """A small report: its title and one body paragraph for each text."""
    body = (
        Paragraph(i, Role.BODY, text, ("一、主要举措和成效",), kind, (2022,))
        for i, text in enumerate(texts, start=1)
    )
    return Report(
        doc_id=doc_id * 16,
        source=f"{doc_id}.txt",
        metadata=Metadata(
            title=title,
            year=year,
            covers=(2021, 2022),
            level=level,
            is_department=False,
            unit=unit,
            region="云岭省/青石县",
            date="2023-01-15",
            document_number="青政发〔2023〕1号",
            doc_type="法治政府建设报告",
            evidence={"year": Evidence("2022", 0, 7, 11, "题名中的年份")},
            corrections={
                "covers": Correction((2021, 2022), "2026-11-21", "correct 命令", (2022, 2022)),
                "level": Correction(level, "2026-11-21", "metadata.csv"),
            },
        ),
        paragraphs=(Paragraph(0, Role.TITLE, title), *body),
        stated=(("发布时间", "2023-01-20"), ("来源", "云岭日报")),
    )


FOUR = (
    report("a", "行政机关负责人出庭应诉率达100%。", "受理行政复议案件１２件。", year=2021),
    report("b", "负责人 出庭 应诉3次；出庭应诉率为９８％。", year=2022, level=Level.CITY),
    report(
        "c",
        "出庭应诉不够规范。",
        year=2022,
        unit="白沙区司法局",
        level=Level.COUNTY,
        kind=SectionKind.PROBLEMS,
    ),
    report("d", "扎实推进政务公开。", year=None, level=None, unit=None),
)

SIX = (
    *FOUR,
    report("e", "临法治委办发〔2021〕11号【附】[2023]", "A  b a b, Negative case <b>"),
    report("f", "**县XX局拆除380㎡，见\\d+ 与 * 号；出 庭", "𠮷野，⽇均１００％"),
)


def texts(hits: Iterator[Hit] | tuple[Hit, ...]) -> set[tuple[str, str]]:
    """The hits as (paragraph identifier, text)."""
    return {(hit.id, hit.paragraph.text) for hit in hits}


def expected(reports: tuple[Report, ...], *phrases: str) -> set[tuple[str, str]]:
    """What Python's `in` finds on folded text: the oracle of literal search."""
    return {
        (f"{one.doc_id}-{paragraph.ordinal}", paragraph.text)
        for one in reports
        for paragraph in one.paragraphs
        if all(fold(phrase).strip() in fold(paragraph.text) for phrase in phrases)
    }


Holding = Callable[[Sequence[Report]], SearchEngine]


class EngineContract:
    """Inherited by one class an engine, which supplies `open_engine`.

    `open_engine()` gives a further engine over the same index, as another process would have it;
    the index is empty when a test begins. `holding(reports)` gives an engine over an index that
    holds these reports and is only read: where making one takes long, all tests share it.
    """

    @pytest.fixture
    def holding(self, open_engine: Callable[[], SearchEngine]) -> Holding:
        def made(reports: Sequence[Report]) -> SearchEngine:
            engine = open_engine()
            engine.replace(reports)
            return engine

        return made

    @pytest.fixture
    def engine(self, open_engine: Callable[[], SearchEngine]) -> SearchEngine:
        return open_engine()

    @pytest.fixture
    def four(self, holding: Holding) -> SearchEngine:
        return holding(FOUR)

    @pytest.fixture
    def writable(self, engine: SearchEngine) -> SearchEngine:
        """An index of the test's own that holds the four reports."""
        engine.replace(FOUR)
        return engine

    # Literal search

    def test_hundreds_of_sample_phrases_are_found_where_grep_finds_them(
        self, holding: Holding, sample_reports: tuple[Report, ...]
    ) -> None:
        engine = holding(sample_reports)
        differing = []
        for phrase in drawn_phrases(sample_reports, 400):
            found = engine.search(literal_query(fold(phrase).strip()), EVERYTHING)
            wanted = expected(sample_reports, phrase)
            if (found.total, texts(found.hits)) != (len(wanted), wanted):
                differing.append(phrase)
        assert differing == []

    @pytest.mark.parametrize(
        "typed",
        [
            "出庭应诉",
            "出庭应诉率",
            "复议",
            "庭",
            "%",
            "100%",
            "１００％",
            "12件",
            "〔2021〕",
            "[2023]",
            "。",
            "；出",
            '"negative case"',
            '"a b"',
            '"出庭 应诉"',
            "m2",
            '"*"',
            "**县",
            "<b>",
            "\\d+",
            "ＸＸ",
            "𠮷",
            "没有这句话",
        ],
    )
    def test_a_phrase_is_found_where_grep_finds_it(self, holding: Holding, typed: str) -> None:
        found = holding(SIX).search(parse(typed), EVERYTHING)
        wanted = expected(SIX, typed.strip('"'))
        assert (found.total, texts(found.hits)) == (len(wanted), wanted)

    def test_every_phrase_of_a_query_stands_in_one_paragraph(self, four: SearchEngine) -> None:
        found = four.search(parse("应诉率 负责人"), EVERYTHING)
        assert texts(found.hits) == expected(FOUR, "应诉率", "负责人")

    def test_a_phrase_does_not_run_from_one_paragraph_into_the_next(
        self, engine: SearchEngine
    ) -> None:
        engine.replace([report("a", "负责人出庭", "应诉工作")])
        assert engine.search(parse("出庭应诉"), Page()) == Results(0, 0, ())
        assert engine.hits(parse("出庭应诉"), Page()) == Hits(0, ())

    def test_a_phrase_of_a_thousand_characters_is_found(self, engine: SearchEngine) -> None:
        text = "".join(chr(0x4E00 + i * 7 % 5000) for i in range(1200))
        engine.replace([report("a", text, text[600:])])
        assert engine.search(parse(text[:1000]), Page()).total == 1

    # Hits

    def test_a_hit_says_where_it_stands_and_what_matched(self, four: SearchEngine) -> None:
        (hit,) = four.search(parse("应诉率达"), Page()).hits
        assert hit == Hit(
            doc_id="a" * 16,
            title="青石县人民政府2022年度法治政府建设报告",
            year=2021,
            level=Level.COUNTY,
            unit="青石县人民政府",
            paragraph=FOUR[0].paragraphs[1],
            spans=((9, 13),),
            is_department=False,
            region="云岭省/青石县",
            date="2023-01-15",
            document_number="青政发〔2023〕1号",
            doc_type="法治政府建设报告",
        )

    def test_unknown_metadata_of_a_hit_is_none(self, four: SearchEngine) -> None:
        (hit,) = four.search(parse("政务公开"), Page()).hits
        assert (hit.year, hit.level, hit.unit) == (None, None, None)

    def test_the_paragraph_that_speaks_of_it_most_comes_first(self, engine: SearchEngine) -> None:
        engine.replace(
            [
                report("a", "出庭应诉，" + "其他工作正常开展。" * 30),
                report("b", "出庭应诉，出庭应诉，出庭应诉。"),
            ]
        )
        hits = engine.search(parse("出庭应诉"), Page()).hits
        assert [hit.doc_id[0] for hit in hits] == ["b", "a"]

    def test_reports_are_counted_beside_paragraphs(self, engine: SearchEngine) -> None:
        engine.replace([report("a", *["依法行政。"] * 30), report("b", "依法行政。")])
        found = engine.search(parse("依法行政"), Page(size=5))
        assert (found.total, found.reports, len(found.hits)) == (31, 2, 5)

    def test_pages_together_hold_every_hit_once(self, engine: SearchEngine) -> None:
        engine.replace([report(x, *[f"依法行政第{i}次。" for i in range(8)]) for x in "abc"])
        pages = [engine.search(parse("依法行政"), Page(start, 5)).hits for start in range(0, 25, 5)]
        assert [len(hits) for hits in pages] == [5, 5, 5, 5, 4]
        assert len({hit.id for hits in pages for hit in hits}) == 24

    def test_a_page_beyond_the_last_hit_is_empty(self, four: SearchEngine) -> None:
        found = four.search(parse("出庭应诉"), Page(start=50))
        assert (found.total, found.hits) == (3, ())

    def test_a_page_of_no_hits_still_counts(self, four: SearchEngine) -> None:
        found = four.search(parse("出庭应诉"), Page(size=0))
        assert (found.total, found.reports, found.hits) == (3, 3, ())

    def test_a_scan_gives_every_hit(self, four: SearchEngine) -> None:
        assert texts(four.scan(parse("出庭应诉"))) == expected(FOUR, "出庭应诉")

    def test_a_scan_without_hits_is_empty(self, four: SearchEngine) -> None:
        assert list(four.scan(parse("没有这句话"))) == []

    def test_a_table_row_bears_the_names_of_its_columns_and_is_not_found_by_them(
        self, engine: SearchEngine
    ) -> None:
        title = FOUR[0].paragraphs[0]
        header = Paragraph(1, Role.TABLE_ROW, "地区\t受理件数")
        row = Paragraph(2, Role.TABLE_ROW, "云江区\t128", columns=("地区", "受理件数"))
        whole = replace(FOUR[0], paragraphs=(title, header, row))
        engine.replace([whole])
        found = [
            [hit.paragraph for hit in hits]
            for hits in (
                engine.search(parse("128"), Page()).hits,
                engine.scan(parse("云江区")),
                engine.search(parse("受理件数"), Page()).hits,
            )
        ]
        assert found == [[row], [row], [header]]
        assert engine.report(whole.doc_id) == whole

    def test_what_a_file_states_beside_its_text_is_not_searched(self, four: SearchEngine) -> None:
        assert four.search(parse("云岭日报"), Page()).total == 0

    # Search by words

    def test_search_by_words_finds_paragraphs_that_share_some(self, four: SearchEngine) -> None:
        found = four.search(parse_words("负责人在法庭应诉的次数"), Page())
        assert {hit.id for hit in found.hits} >= {"a" * 16 + "-1", "b" * 16 + "-1"}
        assert found.hits[0].doc_id[0] in "ab"

    def test_search_by_words_marks_the_words(self, engine: SearchEngine) -> None:
        engine.replace([report("a", "负责人应当出庭。")])
        (hit,) = (
            hit
            for hit in engine.search(parse_words("负责人 出庭"), Page()).hits
            if hit.paragraph.ordinal == 1
        )
        assert hit.spans == ((0, 3), (5, 7))

    # Filters and facets

    def test_a_filter_keeps_one_value_of_each_field(self, four: SearchEngine) -> None:
        query = replace(parse("出庭应诉"), filters={"year": (2022,), "level": ("县",)})
        assert texts(four.search(query, Page()).hits) == expected(FOUR[2:3], "出庭应诉")

    def test_several_values_of_a_field_are_alternatives(self, four: SearchEngine) -> None:
        query = replace(parse("出庭应诉"), filters={"year": (2021, 2022)})
        assert four.search(query, Page()).total == 3

    def test_reports_whose_year_is_unknown_can_be_filtered_for(self, four: SearchEngine) -> None:
        query = Query(filters={"year": (None,), "level": (None,), "unit": (None,)})
        assert {hit.doc_id[0] for hit in four.search(query, Page()).hits} == {"d"}

    @pytest.mark.parametrize("year", [0, 99_999, 10**12, -(10**30)])
    def test_a_year_that_no_report_can_have_finds_nothing(
        self, four: SearchEngine, year: int
    ) -> None:
        assert four.search(Query(filters={"year": (year,)}), Page()).total == 0

    def test_unknown_and_known_values_can_be_chosen_together(self, four: SearchEngine) -> None:
        query = Query(filters={"year": (None, 2021), "role": (Role.TITLE,)})
        assert {hit.doc_id[0] for hit in four.search(query, Page()).hits} == {"a", "d"}

    def test_titles_alone_count_the_reports(self, four: SearchEngine) -> None:
        found = four.search(Query(filters={"role": (Role.TITLE,)}), Page())
        assert (found.total, found.reports) == (4, 4)

    def test_a_query_of_nothing_matches_every_paragraph(self, four: SearchEngine) -> None:
        assert four.search(Query(), EVERYTHING).total == sum(len(r.paragraphs) for r in FOUR)

    def test_facets_count_paragraphs_in_the_order_shown(self, four: SearchEngine) -> None:
        assert four.facets(Query()) == {
            "year": (FacetCount(2022, 4), FacetCount(2021, 3), FacetCount(None, 2)),
            "level": (FacetCount("市", 2), FacetCount("县", 5), FacetCount(None, 2)),
            "unit": (
                FacetCount("青石县人民政府", 5),
                FacetCount("白沙区司法局", 2),
                FacetCount(None, 2),
            ),
            "section_kind": (
                FacetCount("成效", 4),
                FacetCount("问题", 1),
                FacetCount("其他", 4),
            ),
            "region": (FacetCount("云岭省/青石县", 9),),
            "doc_type": (FacetCount("法治政府建设报告", 9),),
            "is_department": (FacetCount(False, 9),),
        }

    def test_each_facet_is_counted_under_every_filter_but_its_own(self, four: SearchEngine) -> None:
        query = replace(parse("出庭应诉"), filters={"year": (2022,), "level": ("县",)})
        assert four.facets(query) == {
            "year": (FacetCount(2022, 1, chosen=True), FacetCount(2021, 1)),
            "level": (FacetCount("市", 1), FacetCount("县", 1, chosen=True)),
            "unit": (FacetCount("白沙区司法局", 1),),
            "section_kind": (FacetCount("问题", 1),),
            "region": (FacetCount("云岭省/青石县", 1),),
            "doc_type": (FacetCount("法治政府建设报告", 1),),
            "is_department": (FacetCount(False, 1),),
        }

    def test_a_chosen_value_stays_listed_at_0(self, four: SearchEngine) -> None:
        query = replace(parse("政务公开"), filters={"level": ("乡镇",), "unit": ("某镇",)})
        facets = four.facets(query)
        assert facets["level"] == (FacetCount("乡镇", 0, chosen=True),)
        assert facets["unit"] == (FacetCount("某镇", 0, chosen=True),)

    def test_units_beyond_the_most_frequent_are_not_listed_unless_chosen(
        self, engine: SearchEngine
    ) -> None:
        engine.replace(
            report(f"{i:x}", *["依法行政。"] * (i + 1), unit=f"第{i}局") for i in range(16)
        )
        engine.replace(
            replace(report("0", "依法行政。", unit=f"某{i:02}局"), doc_id=f"{i:016x}")
            for i in range(1, 30)
        )
        query = replace(parse("依法行政"), filters={"unit": ("某29局",)})
        listed = [(count.value, count.count) for count in engine.facets(query)["unit"]]
        frequent = [(f"第{i}局", i + 1) for i in range(15, 0, -1)]
        first_of_the_rest = [(f"某{i:02}局", 1) for i in range(1, 6)]
        assert listed == [*frequent, *first_of_the_rest, ("某29局", 1)]

    # Writing

    def test_a_report_comes_back_whole(self, four: SearchEngine) -> None:
        assert four.report("c" * 16) == FOUR[2]

    @pytest.mark.parametrize("doc_id", ["0" * 16, "xyz", "", "a" * 40, "a" * 15 + "A", "*"])
    def test_a_report_that_is_not_there_is_none(self, four: SearchEngine, doc_id: str) -> None:
        assert four.report(doc_id) is None

    def test_a_replaced_report_leaves_no_old_paragraph_behind(self, writable: SearchEngine) -> None:
        shorter = report("a", "只有一段。", year=2023)
        writable.replace([shorter])
        assert writable.report("a" * 16) == shorter
        assert texts(writable.scan(Query())) == expected((shorter, *FOUR[1:]), "")

    def test_loading_the_same_report_twice_changes_nothing(self, writable: SearchEngine) -> None:
        writable.replace(FOUR[:2])
        assert texts(writable.scan(Query())) == expected(FOUR, "")

    def test_a_failed_replacement_leaves_what_was_there(self, writable: SearchEngine) -> None:
        def failing() -> Iterator[Report]:
            yield report("a", "新的一段。")
            raise RuntimeError("the source broke")

        with pytest.raises(RuntimeError, match="the source broke"):
            writable.replace(failing())
        writable.replace([])
        assert writable.report("b" * 16) == FOUR[1]
        assert writable.report("a" * 16) in (FOUR[0], report("a", "新的一段。"))

    def test_a_removed_report_is_gone_and_the_others_stay(self, writable: SearchEngine) -> None:
        writable.remove(["a" * 16, "0" * 16])
        assert texts(writable.scan(Query())) == expected(FOUR[1:], "")

    def test_removing_nothing_removes_nothing(self, writable: SearchEngine) -> None:
        writable.remove([])
        assert writable.status().reports == 4

    def test_status_counts_reports_and_paragraphs(self, four: SearchEngine) -> None:
        status = four.status()
        assert (status.reports, status.paragraphs) == (4, 9)

    def test_status_names_another_version_of_the_index_after_a_rebuild(
        self, engine: SearchEngine
    ) -> None:
        assert engine.status().version == ""
        engine.replace(FOUR[:1])
        first = engine.status().version
        engine.replace(FOUR[1:])
        assert engine.status().version == first != ""
        engine.rebuild(FOUR)
        assert engine.status().version not in ("", first)

    def test_an_empty_index_answers(self, engine: SearchEngine) -> None:
        assert engine.search(parse("出庭应诉"), Page()).total == 0
        assert engine.facets(parse("出庭应诉")) == dict.fromkeys(FACETS, ())
        assert (engine.status().reports, engine.status().paragraphs) == (0, 0)

    def test_a_rebuild_holds_the_given_reports_and_no_other(self, writable: SearchEngine) -> None:
        writable.rebuild(iter(FOUR[1:3]))
        assert texts(writable.scan(Query())) == expected(FOUR[1:3], "")

    def test_a_rebuilt_index_takes_further_reports(self, writable: SearchEngine) -> None:
        writable.rebuild(FOUR[:1])
        writable.replace(FOUR[1:2])
        assert texts(writable.scan(Query())) == expected(FOUR[:2], "")

    def test_a_failed_rebuild_leaves_the_old_index_in_service(self, writable: SearchEngine) -> None:
        def failing() -> Iterator[Report]:
            yield FOUR[0]
            raise RuntimeError("the library broke")

        with pytest.raises(RuntimeError, match="the library broke"):
            writable.rebuild(failing())
        assert texts(writable.scan(Query())) == expected(FOUR, "")

    def test_another_process_sees_what_was_written(
        self, writable: SearchEngine, open_engine: Callable[[], SearchEngine]
    ) -> None:
        reader = open_engine()
        before = reader.search(parse("出庭应诉"), Page()).total
        writable.replace([report("e", "出庭应诉。")])
        after = reader.search(parse("出庭应诉"), Page()).total
        writable.rebuild(FOUR[:1])
        rebuilt = reader.search(parse("出庭应诉"), Page()).total
        assert (before, after, rebuilt) == (3, 4, 1)

    def test_a_search_while_loading_sees_whole_loads_only(
        self, engine: SearchEngine, open_engine: Callable[[], SearchEngine]
    ) -> None:
        engine.replace([])  # the nodes of a cluster hear of a new index one after another
        reader = open_engine()
        rounds = [[report(f"{i:x}", *["出庭应诉。"] * 3)] for i in range(8)]
        loader = threading.Thread(target=lambda: [engine.replace(one) for one in rounds])
        loader.start()
        seen = [0]
        while loader.is_alive():
            found = reader.search(parse("出庭应诉"), Page())
            seen.append(found.total)
            time.sleep(PAUSE)
        loader.join()
        assert seen == sorted(seen)
        assert reader.search(parse("出庭应诉"), Page()).total == 24


def drawn_phrases(reports: tuple[Report, ...], count: int) -> list[str]:
    """Seeded random stretches of 1 to 12 characters of the reports' paragraphs."""
    draw = random.Random(20221)
    paragraphs = [p.text for one in reports for p in one.paragraphs if len(p.text) > 1]
    phrases = []
    while len(phrases) < count:
        text = draw.choice(paragraphs)
        start = draw.randrange(len(text))
        phrase = text[start : start + draw.randint(1, 12)]
        if fold(phrase).strip():
            phrases.append(phrase)
    return phrases
