"""The help: each example finds what the help says, and nothing that can be typed is left out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.engine import SearchEngine, open_engine
from archive.expression import MAX_GAP
from archive.fields import FIELDS
from archive.lexer import DISTANCE, Kind
from archive.messages import help as texts
from archive.model import Level, Metadata, Page, Paragraph, Report, Role, SectionKind
from archive.query import MAX_LENGTH, MAX_TERMS, STAR, parse
from archive.settings import Settings

FITTING = Metadata(
    title="青岚县司法局2022年依法行政工作总结",
    year=2022,
    level=Level.COUNTY,
    is_department=True,
    unit="青岚县司法局",
    region="云泽市/青岚县",
    document_number="青司〔2022〕5号",
    doc_type="工作总结",
)
OTHER = Metadata(
    title="白杼镇2024年法治政府建设报告",
    year=2024,
    level=Level.TOWNSHIP,
    is_department=False,
    unit="白杼镇人民政府",
    region="云泽市/白杼区",
    document_number="白政〔2022〕50号",
    doc_type="报告",
)
TEXTS = tuple(dict.fromkeys(text for row in texts.TEXT for text in (row.finds, row.misses)))


def report(number: int, metadata: Metadata, paragraphs: tuple[Paragraph, ...]) -> Report:
    title = Paragraph(0, Role.TITLE, metadata.title)
    return Report(f"{number:016x}", f"{number}.txt", metadata, (title, *paragraphs))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    """Two reports of the same words, unlike in every value, and one of all the help's texts."""
    problem, plan = SectionKind.PROBLEMS, SectionKind.PLANS
    words = tuple(Paragraph(at, Role.BODY, text) for at, text in enumerate(TEXTS, 1))
    with open_engine(Settings(tmp_path_factory.mktemp("help"))) as engine:
        engine.replace(
            [
                report(1, FITTING, (Paragraph(1, Role.BODY, "出庭。", (), problem, (2019,)),)),
                report(2, OTHER, (Paragraph(1, Role.BODY, "出庭。", (), plan, (2020,)),)),
                report(3, Metadata("例句"), words),
            ]
        )
        yield engine


@pytest.mark.parametrize("row", texts.TEXT, ids=lambda row: row.example)
def test_an_example_finds_what_the_help_says_and_misses_what_it_says(
    engine: SearchEngine, row: texts.Row
) -> None:
    hits = engine.search(parse(row.example), Page(size=100)).hits
    found = [hit.paragraph.text for hit in hits]
    assert row.finds in found
    assert row.misses not in found


@pytest.mark.parametrize("row", texts.FIELDS, ids=lambda row: row.example)
def test_an_example_of_a_field_finds_the_report_of_that_value(
    engine: SearchEngine, row: texts.Row
) -> None:
    hits = engine.search(parse(f"出庭。 {row.example}"), Page()).hits
    assert [hit.title for hit in hits] == [FITTING.title]
    alone = engine.search(parse(row.example), Page()).hits
    assert {hit.title for hit in alone} == {FITTING.title}


def test_every_name_of_a_field_and_every_operator_is_explained() -> None:
    typed = " ".join(row.typed for row in (*texts.TEXT, *texts.FIELDS))
    missing = [name for name in FIELDS if f"{name}:" not in typed]
    assert missing == []
    operators = {kind.name for kind in Kind} - {"WORD", "QUOTED", "OPEN", "CLOSE", "AND"}
    assert [name for name in operators if name not in typed] == []


def test_the_limits_that_the_help_names_are_those_of_the_language() -> None:
    assert any(f"至多 {MAX_LENGTH} 个字、{MAX_TERMS} 个词" in note for note in texts.NOTES)
    said = "".join(row.means for row in texts.TEXT)
    assert f"在 1 到 {MAX_GAP} 之间，不写即 {DISTANCE}" in said
    assert f"至多 {STAR[1]} 个字" in said


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("（一）加强组织领导", "（一）加强组织领导"),
        ("用“双随机”方式", "用“双随机”方式抽查"),
        ("**县", "某某**县"),
        ("XX局", "XX局"),
        ("100%", "100％"),
        ('"第*号"', "第*号"),
        ("or", "or"),
    ],
)
def test_what_the_notes_call_text_is_found_as_text(
    tmp_path_factory: pytest.TempPathFactory, typed: str, text: str
) -> None:
    with open_engine(Settings(tmp_path_factory.mktemp("notes"))) as engine:
        engine.replace([report(1, Metadata("例"), (Paragraph(1, Role.BODY, text),))])
        assert engine.search(parse(typed), Page()).total == 1


@pytest.mark.parametrize("shown", [texts.plain_text(), texts.markdown()], ids=["plain", "markdown"])
def test_the_command_and_the_api_show_every_row(shown: str) -> None:
    plain = shown.replace("\\*", "*")
    for row in (*texts.TEXT, *texts.FIELDS):
        for part in (row.typed, row.means, row.example, row.finds, row.misses):
            assert part in plain
    for note in texts.NOTES:
        assert note in plain


def test_the_table_for_the_api_has_a_line_of_five_cells_for_each_row() -> None:
    lines = [line for line in texts.markdown().splitlines() if line.startswith("|")]
    assert len(lines) == 2 + len(texts.TEXT) + len(texts.FIELDS)
    assert {line.count("|") for line in lines} == {6}
