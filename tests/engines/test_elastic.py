"""The Elasticsearch engine on a real server: the contract, and what is its own."""

from __future__ import annotations

import os
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import islice
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import BadRequestError, Elasticsearch

from archive.engine import SearchEngine
from archive.engines import elastic_documents, elastic_query
from archive.engines.elastic import ElasticEngine
from archive.engines.elastic_index import ElasticIndex
from archive.engines.elastic_writing import Writing
from archive.errors import EngineUnavailable, IndexMismatch, ReportsRefused
from archive.model import Page, Query
from archive.query import parse
from archive.settings import Settings
from archive.text import fold
from tests.engines.contract import FOUR, PAUSE, EngineContract, Holding, expected, report, texts
from tests.engines.elastic import URL, one_index_for_all, server_or_skip
from tests.engines.language_contract import LanguageContract
from tests.engines.near_contract import NearContract
from tests.engines.results_contract import ResultsContract
from tests.engines.verification_contract import VerificationContract
from tests.engines.versions_contract import VersionsContract
from tests.indexer.commanding import TEXT, run
from tests.indexer.earlier import put_back


@pytest.fixture(scope="session")
def client() -> Iterator[Elasticsearch]:
    with server_or_skip() as client:
        yield client


@pytest.fixture
def settings(tmp_path: Path, client: Elasticsearch) -> Iterator[Settings]:
    with fresh(tmp_path, client) as settings:
        yield settings


@contextmanager
def fresh(data: Path, client: Elasticsearch) -> Iterator[Settings]:
    """Settings with an alias of their own, whose indices do not stay."""
    alias = f"test-{uuid4().hex}"
    yield Settings(
        data=data,
        engine="elasticsearch",
        elasticsearch_url=URL,
        elasticsearch_api_key=os.environ.get("ELASTICSEARCH_API_KEY"),
        index=alias,
    )
    for index in indices(client, alias):
        client.indices.delete(index=index)


@pytest.fixture
def open_engine(settings: Settings) -> Iterator[Callable[[], SearchEngine]]:
    with ExitStack() as opened:
        yield lambda: opened.enter_context(ElasticEngine(settings))


@pytest.fixture
def engine(open_engine: Callable[[], SearchEngine]) -> SearchEngine:
    return open_engine()


def indices(client: Elasticsearch, alias: str) -> list[str]:
    return sorted(client.indices.get(index=f"{alias}-*"))


class TestElasticEngine(
    EngineContract,
    LanguageContract,
    ResultsContract,
    NearContract,
    VerificationContract,
    VersionsContract,
):
    """Elasticsearch on a server."""

    @pytest.fixture(scope="class")
    @classmethod
    def holding(
        cls, client: Elasticsearch, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Holding]:
        with one_index_for_all(lambda: fresh(tmp_path_factory.mktemp("held"), client)) as holding:
            yield holding


# What is found


@pytest.mark.parametrize("typed", ["出庭应诉", "１００％", "应诉率达100%"])
def test_a_person_in_kibana_finds_a_quoted_phrase(
    engine: SearchEngine, client: Elasticsearch, settings: Settings, typed: str
) -> None:
    engine.replace(FOUR)
    found = client.search(index=settings.index, q=f'folded:"{typed}"')
    assert {hit["_source"]["text"] for hit in found["hits"]["hits"]} == {
        text for _, text in expected(FOUR, typed)
    }


def test_the_analyzer_leaves_every_folded_character_as_it_is(
    engine: SearchEngine, client: Elasticsearch, settings: Settings
) -> None:
    engine.replace([])
    every = (chr(code) for code in range(sys.maxunicode + 1))
    assigned = "".join(c for c in every if unicodedata.category(c) not in ("Cn", "Co", "Cs"))
    folded = "".join(sorted(set(fold(assigned))))
    analyzed = [
        token["token"]
        for start in range(0, len(folded), 5_000)
        for token in client.indices.analyze(
            index=settings.index, analyzer="characters", text=folded[start : start + 5_000]
        )["tokens"]
    ]
    assert [pair for pair in zip(folded, analyzed, strict=True) if pair[0] != pair[1]] == []


def test_reports_are_counted_exactly_beyond_one_answer_of_the_server(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.replace(report(letter, "依法行政。", "依法行政。") for letter in "0123456789")
    monkeypatch.setattr(elastic_query, "MOST_BUCKETS", 3)
    found = engine.search(parse("依法行政"), Page())
    assert (found.total, found.reports) == (20, 10)


def test_a_paragraph_of_forty_thousand_characters_is_kept_and_found(engine: SearchEngine) -> None:
    long = report("a", "依法行政。" * 8_000 + "出庭应诉")
    engine.replace([long])
    assert engine.search(parse("出庭应诉"), Page()).total == 1
    assert engine.report("a" * 16) == long


def test_a_report_of_more_paragraphs_than_one_answer_holds_comes_back_whole(
    engine: SearchEngine,
) -> None:
    long = report("a", *[f"第{i}段。" for i in range(2_500)])
    engine.replace([long])
    assert engine.report("a" * 16) == long
    assert texts(engine.scan(parse("9段"))) == expected((long,), "9段")


# What is written


def test_the_index_takes_no_field_that_the_mapping_does_not_name(
    engine: SearchEngine, client: Elasticsearch, settings: Settings
) -> None:
    engine.replace([])
    with pytest.raises(BadRequestError, match="strict_dynamic_mapping_exception"):
        client.index(index=settings.index, routing="a", document={"autor": "某人"})


def test_of_a_report_that_comes_twice_the_later_one_counts(engine: SearchEngine) -> None:
    longer, shorter = report("a", *["出庭应诉。"] * 1_500), report("a", "依法行政。")
    engine.replace([longer, *FOUR[1:], longer, shorter])
    assert texts(engine.scan(Query())) == expected((shorter, *FOUR[1:]), "")


@pytest.fixture(scope="module")
def again(
    client: Elasticsearch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SearchEngine, Settings]]:
    """One index for what is tried again and again on the same report."""
    with fresh(tmp_path_factory.mktemp("again"), client) as made, ElasticEngine(made) as engine:
        yield engine, made


@pytest.mark.parametrize("sent", range(1, 9))
@pytest.mark.parametrize("lengths", [(2, 6), (6, 2)])
def test_a_replacement_broken_off_midway_leaves_nothing_once_it_is_repeated(
    again: tuple[SearchEngine, Settings], sent: int, lengths: tuple[int, int]
) -> None:
    engine, settings = again
    before, after = (report("a", *["出庭应诉。"] * length) for length in lengths)
    last = report("a", "依法行政。")
    engine.replace([before])
    actions = elastic_documents.replacement(after, len(before.paragraphs))
    Writing(ElasticIndex(settings), settings.index).carry_out(islice(actions, sent))
    engine.replace([last])
    assert texts(engine.scan(Query())) == expected((last,), "")


def test_writing_to_an_index_that_is_gone_does_not_bring_it_back_without_its_mapping(
    engine: SearchEngine, client: Elasticsearch, settings: Settings
) -> None:
    engine.replace(FOUR[:1])
    engine.replace(FOUR)
    client.indices.delete(index=f"{settings.index}-000001")
    with pytest.raises(EngineUnavailable):
        engine.replace(FOUR)
    engine.replace(FOUR)  # which notices, and makes it anew
    assert engine.search(parse("出庭应诉"), Page()).total == 3


# Rebuilding


@pytest.mark.parametrize("write", ["replace", "rebuild"])
def test_a_report_that_the_server_refuses_is_left_out_whole_and_all_others_are_written(
    engine: SearchEngine, write: str
) -> None:
    engine.replace(FOUR)
    bad = replace(FOUR[1].paragraphs[1], years_mentioned=(99_999,))
    refused = replace(FOUR[1], paragraphs=(FOUR[1].paragraphs[0], bad))
    with pytest.raises(ReportsRefused, match="years_mentioned") as failed:
        getattr(engine, write)([FOUR[0], refused, *FOUR[2:]])
    assert set(failed.value.reasons) == {refused.doc_id}
    others = (FOUR[0], *FOUR[2:])
    assert {one.doc_id: engine.report(one.doc_id) for one in FOUR} == {
        **{one.doc_id: one for one in others},
        refused.doc_id: None,
    }
    assert engine.status().paragraphs == sum(len(one.paragraphs) for one in others)


def test_a_rebuild_clears_what_a_killed_one_left(
    engine: SearchEngine, client: Elasticsearch, settings: Settings
) -> None:
    engine.replace(FOUR)
    left = f"{settings.index}-000002"
    client.index(index=left, document={"text": "未完"})
    engine.rebuild(FOUR[:1])
    assert texts(engine.scan(Query())) == expected(FOUR[:1], "")


def test_searches_go_on_while_the_index_is_rebuilt_and_swapped(
    engine: SearchEngine, open_engine: Callable[[], SearchEngine]
) -> None:
    engine.replace(FOUR)
    reader = open_engine()
    loader = threading.Thread(target=lambda: [engine.rebuild(FOUR) for _ in range(5)])
    loader.start()
    seen = set()
    while loader.is_alive():
        try:
            seen.add(reader.search(parse("出庭应诉"), Page()).total)
        except EngineUnavailable as error:
            seen.add(error.message)
        time.sleep(PAUSE)
    assert seen == {3}


def test_an_index_of_another_schema_asks_for_a_rebuild(
    open_engine: Callable[[], SearchEngine], client: Elasticsearch, settings: Settings
) -> None:
    client.indices.create(
        index=f"{settings.index}-000007",
        aliases={settings.index: {}},
        mappings={"_meta": {"schema": 3}},
    )
    engine = open_engine()
    for use in (
        lambda: engine.search(parse("出庭应诉"), Page()),
        lambda: engine.replace(FOUR),
        engine.status,
    ):
        with pytest.raises(IndexMismatch, match="python -m indexer rebuild"):
            use()
    engine.rebuild(FOUR)
    assert engine.search(parse("出庭应诉"), Page()).total == 3
    assert indices(client, settings.index) == [f"{settings.index}-00000{i}" for i in (7, 8)]


# Failures

SECRET = "bXktc2VjcmV0LWtleQ=="


def unreachable(url: str, tmp_path: Path) -> EngineUnavailable:
    settings = Settings(tmp_path, "elasticsearch", url, SECRET)
    with pytest.raises(EngineUnavailable) as raised, ElasticEngine(settings) as engine:
        engine.search(parse("出庭应诉"), Page())
    return raised.value


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://name.invalid:9200", "9200", "http:"])
def test_a_server_that_is_down_is_named_with_its_remedy(url: str, tmp_path: Path) -> None:
    error = unreachable(url, tmp_path)
    assert url in error.message
    assert "scripts/elasticsearch start" in error.remedy


def test_every_use_of_a_server_that_is_down_says_so(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "elasticsearch", "http://127.0.0.1:1")
    with ElasticEngine(settings) as engine:
        for use in (
            lambda: engine.facets(Query()),
            lambda: list(engine.scan(Query())),
            lambda: engine.report("a" * 16),
            lambda: engine.replace(FOUR),
            lambda: engine.remove(["a" * 16]),
            lambda: engine.rebuild(FOUR),
            engine.status,
        ):
            with pytest.raises(EngineUnavailable, match="连不上"):
                use()


def test_a_name_and_password_in_the_address_are_not_shown(tmp_path: Path) -> None:
    error = unreachable("http://elastic:pa55word@127.0.0.1:1", tmp_path)
    assert "http://127.0.0.1:1" in error.message
    assert "pa55word" not in str(error)


@pytest.fixture
def other_server() -> Iterator[Callable[[int], str]]:
    """Starts an HTTP server that is not Elasticsearch and answers all with one status."""
    with ExitStack() as running:

        def serve(status: int) -> str:
            class Answer(BaseHTTPRequestHandler):
                def do_GET(self) -> None:
                    self.send_response(status)
                    self.send_header("Content-Type", "text/html")
                    self.end_headers()
                    self.wfile.write(b"<h1>Gateway</h1>")

                def log_message(self, format: str, *args: object) -> None:
                    """Say nothing."""

            server = running.enter_context(HTTPServer(("127.0.0.1", 0), Answer))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            running.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield serve


@pytest.mark.parametrize("status", [200, 401, 403])
def test_a_server_that_refuses_is_named_without_the_key(
    other_server: Callable[[int], str], status: int, tmp_path: Path
) -> None:
    error = unreachable(url := other_server(status), tmp_path)
    assert error.message == f"Elasticsearch（{url}）拒绝了请求：{status}。"
    assert "ELASTICSEARCH_API_KEY" in error.remedy
    assert SECRET not in str(error)


def test_what_is_read_again_is_found_as_it_is_read_now(
    settings: Settings,
    engine: SearchEngine,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ARCHIVE_ENGINE", "elasticsearch")
    monkeypatch.setenv("ELASTICSEARCH_URL", settings.elasticsearch_url)
    monkeypatch.setenv("ELASTICSEARCH_INDEX", settings.index)
    file = tmp_path_factory.mktemp("in") / "a.txt"
    file.write_text(TEXT.format(3), "utf-8")
    assert run(settings.data, "load", str(file)).status == 0
    put_back(settings.data)
    run(settings.data, "rebuild")
    assert engine.search(parse("出庭应诉"), Page()).total == 0
    assert run(settings.data, "rebuild", "--reread").status == 0
    hits = engine.search(parse("出庭应诉"), Page()).hits
    assert [hit.paragraph.text for hit in hits] == ["全年负责人出庭应诉3件。"]


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_server_that_is_busy_is_told_from_one_that_refuses(
    other_server: Callable[[int], str], status: int, tmp_path: Path
) -> None:
    error = unreachable(url := other_server(status), tmp_path)
    assert error.message == (
        f"Elasticsearch（{url}）太忙或暂时不能服务，一再推迟了请求：{status}。"
    )
    assert "再运行一次" in error.remedy
