"""Suggestions for what is being typed: what they are, and that each of them finds something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree

from archive.engine import SearchEngine, open_engine
from archive.model import Metadata, Page, SectionKind
from archive.query import parse
from archive.settings import Settings
from tests.web.conftest import made_up
from web.suggesting import Suggestion, suggestions

TEXTS = (
    "行政机关负责人出庭应诉率达到百分之百，负责人出庭应诉工作受到肯定。",
    "推动负责人出庭应诉率提升；负责人 出庭 应诉率稳中有升。",
    "负责人出庭的案件占八成，负责人出庭说明情况。",
    "行政诉讼案件中，被告负责人出庭说明情况。",
    "ＡＢ testing，AB testing。",
    "人民群众满意，人民群众拥护。",
)
REPORTS = (
    made_up(
        1,
        Metadata("青岚县法治报告", unit="青岚县司法局"),
        [
            ("一、负责人出庭情况", SectionKind.ACHIEVEMENTS, TEXTS),
            ("（二）负责人出庭情况：", SectionKind.PROBLEMS, ["无。"]),
            ("三、“负责人 OR 出庭”", SectionKind.PLANS, ["无。"]),
        ],
    ),
    made_up(2, Metadata("云泽市法治报告", unit="云泽市 司法局"), []),
    made_up(3, Metadata("云泽市法治报告二", unit="云泽市 司法局"), []),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with open_engine(Settings(tmp_path_factory.mktemp("suggesting"))) as engine:
        engine.replace(REPORTS)
        yield engine


def suggested(engine: SearchEngine, typed: str, description: str) -> list[str]:
    found = suggestions(engine, typed)
    return [one.text for one in found if one.description.startswith(description)]


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        # Up to the end of a word, never at 的; what always goes on in one way (应诉率) is whole.
        (
            "负责人出庭",
            ["负责人出庭情况", "负责人出庭应诉率", "负责人出庭说明情况"],
        ),
        (
            "  负责人出庭",
            ["负责人出庭情况", "负责人出庭应诉率", "负责人出庭说明情况"],
        ),
        ("行政诉讼 负责人出庭", []),
        ("推动 负责人出庭", []),
        ("民群", []),
        ("人民群众，", []),
        ("出庭应诉率提升；负责人出庭", []),
    ],
)
def test_a_phrase_goes_on_as_the_hits_most_often_do(
    engine: SearchEngine, typed: str, phrases: list[str]
) -> None:
    assert suggested(engine, typed, "常见写法") == phrases


def test_a_heading_is_suggested_once_without_its_number(engine: SearchEngine) -> None:
    assert suggested(engine, "出庭情", "小标题") == ["负责人出庭情况"]


def test_a_heading_that_reads_as_an_operator_is_suggested_in_quotes(engine: SearchEngine) -> None:
    assert '"“负责人 OR 出庭”"' in suggested(engine, "负责人", "小标题")


@pytest.mark.parametrize("typed", ["司法", "单位:司法", "单位：司法", "unit:司法"])
def test_units_that_hold_what_was_typed_are_suggested_with_their_reports(
    engine: SearchEngine, typed: str
) -> None:
    assert [one for one in suggestions(engine, typed) if one.description.startswith("单位")] == [
        Suggestion('单位:"云泽市 司法局"', "单位，2 份报告"),
        Suggestion("单位:青岚县司法局", "单位，1 份报告"),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "出庭 ",
        '"出庭"',
        "负责人 -出庭",
        "出庭?",
        "(负责人 出庭)",
        "年度:2",
        "层级:县",
        "NEAR/5",
        "字" * 1001,
    ],
)
def test_nothing_is_suggested_where_no_word_is_being_typed(
    engine: SearchEngine, typed: str
) -> None:
    assert suggestions(engine, typed) == ()


WHOLE = "".join(paragraph.text for report in REPORTS for paragraph in report.paragraphs)
STRETCHES = st.integers(0, len(WHOLE) - 1).flatmap(
    lambda start: st.integers(1, 6).map(lambda length: WHOLE[start : start + length])
)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(STRETCHES, st.tuples(STRETCHES, STRETCHES).map(" ".join), st.text(max_size=8)))
def test_every_suggestion_finds_something(engine: SearchEngine, typed: str) -> None:
    for one in suggestions(engine, typed):
        assert engine.search(parse(one.text), Page(size=0)).total > 0, one


def test_the_answer_is_in_the_form_that_browsers_read(client: FlaskClient) -> None:
    answer = client.get("/suggest?q=青岚县司")
    assert answer.status_code == 200
    assert answer.content_type == "application/x-suggestions+json"
    assert answer.get_json(force=True) == [
        "青岚县司",
        ["单位:青岚县司法局"],
        ["单位，6 份报告"],
    ]
    assert answer.headers["Cache-Control"] == "private, max-age=60"


def test_an_empty_archive_and_an_empty_box_have_an_empty_answer(
    empty_client: FlaskClient,
) -> None:
    assert empty_client.get("/suggest?q=出庭").get_json(force=True) == ["出庭", [], []]
    assert empty_client.get("/suggest").get_json(force=True) == ["", [], []]


def test_the_opensearch_description_names_the_suggestions(client: FlaskClient) -> None:
    description = etree.fromstring(client.get("/opensearch.xml").data)
    urls = description.findall("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert [
        url.get("template") for url in urls if url.get("type") == "application/x-suggestions+json"
    ] == ["http://localhost/suggest?q={searchTerms}"]


def test_pages_with_a_box_bring_the_script_and_its_texts(client: FlaskClient) -> None:
    page = client.get("/").text
    assert 'data-address="/suggest"' in page
    assert Path(__file__).parents[2].joinpath("web/static/suggest.js").exists()
