"""What the keeper's machines ask of the site, over real engines that go away and come back."""

from __future__ import annotations

import io
import json
import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from archive.engine import open_engine
from archive.engines.elastic_mapping import MAPPING
from archive.files import State
from archive.settings import Settings
from tests.engines.elastic import URL, server_or_skip
from tests.indexer.proxies import proxy
from tests.web.conftest import REPORTS
from web import create_app
from web.opening import EXTENSION
from web.settings import SiteSettings

TOKEN = "0123456789abcdef"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
PATHS = ("/healthz", "/readyz", "/metrics")
READY = (200, "可以检索。\n")
NO_ENGINE = (503, "检索服务没有应答，或它的索引不能用；详情见日志。\n")


@pytest.fixture
def measured(settings: Settings) -> Iterator[FlaskClient]:
    """A reader of a site of its own over the small archive, whose figures have a token."""
    app = create_app(settings, SiteSettings(rate_limit=None, metrics_token=TOKEN))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def figures(client: FlaskClient) -> dict[str, float]:
    """The figures of the site, but for the histogram's buckets and the times of creation."""
    answer = client.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    return {
        ",".join([sample.name.removeprefix("archive_"), *_labels(sample.labels)]): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if not sample.name.endswith(("_bucket", "_created", "_sum"))
    }


def _labels(labels: Mapping[str, str]) -> list[str]:
    return [
        labels[name] for name in ("page", "status", "view", "outcome", "state") if name in labels
    ]


def asked(client: FlaskClient, path: str) -> tuple[int, str]:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.text


def until(client: FlaskClient, wanted: tuple[int, str], seconds: float = 15) -> tuple[int, str]:
    """What /readyz says when it says what is wanted, or at the end of the time."""
    deadline = time.monotonic() + seconds
    while (said := asked(client, "/readyz")) != wanted and time.monotonic() < deadline:
        time.sleep(0.2)
    return said


def test_a_site_is_alive_and_ready(client: FlaskClient) -> None:
    assert asked(client, "/healthz") == (200, "在运行。\n")
    assert asked(client, "/readyz") == READY


def test_a_site_whose_archive_is_still_empty_is_ready(empty_client: FlaskClient) -> None:
    assert asked(empty_client, "/readyz") == READY


def test_alive_and_ready_are_told_without_the_password(settings: Settings) -> None:
    client = create_app(settings, SiteSettings(password="青山绿水")).test_client()
    assert [client.get(path).status_code for path in PATHS] == [200, 200, 404]
    assert client.get("/").status_code == 401


def test_the_password_does_not_open_the_figures_and_the_token_does(settings: Settings) -> None:
    site = SiteSettings(password="青山绿水", metrics_token=TOKEN)
    client = create_app(settings, site).test_client()
    client.post("/login", data={"password": "青山绿水"})
    refused = client.get("/metrics")
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert client.get("/metrics", headers=BEARER).status_code == 200


@pytest.mark.parametrize(
    "given", ["", TOKEN, "Bearer", f"Bearer {TOKEN}0", "Basic eDp5", "Bearer é"]
)
def test_the_figures_are_given_for_the_token_alone(measured: FlaskClient, given: str) -> None:
    answer = measured.get("/metrics", headers={"Authorization": given})
    assert answer.status_code == 401
    assert "archive_" not in answer.text


def test_without_a_token_nobody_reads_the_figures(client: FlaskClient) -> None:
    answer = client.get("/metrics", headers={"Authorization": "Bearer "})
    assert (answer.status_code, answer.text) == (
        404,
        "没有开放统计数字：请设定 ARCHIVE_METRICS_TOKEN_FILE，再启动。\n",
    )


def test_machines_are_neither_limited_nor_logged(settings: Settings) -> None:
    site = SiteSettings(rate_limit=1, metrics_token=TOKEN)
    client = create_app(settings, site).test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    log = io.StringIO()
    answers = [
        client.get(path, headers=BEARER, errors_stream=log).status_code
        for _ in range(5)
        for path in PATHS
    ]
    assert (answers, log.getvalue()) == ([200] * 15, "")


def test_pages_and_searches_are_counted_by_view_and_outcome(measured: FlaskClient) -> None:
    for path in (
        "/",
        "/?q=出庭应诉",
        "/?q=出庭应诉&view=table",
        "/?q=出庭应诉&view=reports",
        "/?q=出庭应诉&view=concordance",
        "/?q=查无此语",
        "/?q=查无此语",
        '/?q="出庭 应诉',
        "/?q=出庭应诉&view=<未知>",
        "/api/v1/search?q=出庭应诉",
        "/api/v1/reports?q=查无此语",
        "/nowhere",
        "/static/site.css",
        *PATHS,
    ):
        measured.get(path).close()
    assert figures(measured) == {
        "pages_total,pages.search,200": 7,
        "pages_total,pages.search,400": 2,
        "pages_total,api.search,200": 1,
        "pages_total,api.reports,200": 1,
        "pages_total,none,404": 1,
        "searches_total,paragraphs,found": 1,
        "searches_total,paragraphs,nothing": 2,
        "searches_total,paragraphs,refused": 2,
        "searches_total,table,found": 1,
        "searches_total,reports,found": 1,
        "searches_total,concordance,found": 1,
        "searches_total,api,found": 1,
        "searches_total,api,nothing": 1,
        "search_seconds_count,paragraphs": 5,
        "search_seconds_count,table": 1,
        "search_seconds_count,reports": 1,
        "search_seconds_count,concordance": 1,
        "search_seconds_count,api": 2,
        "engine_up": 1,
        "reports": len(REPORTS),
        "paragraphs": sum(len(report.paragraphs) for report in REPORTS),
        **{f"files,{state.value}": 0 for state in State},
    }


def test_nothing_that_a_reader_typed_is_in_the_figures(measured: FlaskClient) -> None:
    measured.get("/?q=机密词&view=机密图&unit=机密局")
    measured.get("/机密路")
    text = measured.get("/metrics", headers=BEARER).text
    assert "机密" not in text
    assert "%E6%9C%BA" not in text


def test_an_index_of_another_schema_is_not_ready_until_it_is_rebuilt(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    with open_engine(settings) as engine:
        engine.replace(REPORTS[:1])
    (generation,) = settings.embedded_index.glob("v*-000001")
    current = settings.embedded_index / "CURRENT"
    older = generation.rename(generation.with_name("v1-000001"))
    current.write_text(older.name, encoding="ascii")
    app = create_app(settings)
    said = asked(app.test_client(), "/readyz")
    older.rename(generation)
    current.write_text(generation.name, encoding="ascii")
    assert said == (
        503,
        "索引的格式与程序不合，请由管理员运行 python -m indexer rebuild。\n",
    )
    assert until(app.test_client(), READY) == READY
    app.extensions[EXTENSION].close()


def test_a_server_that_does_not_answer_is_waited_for_two_seconds_by_all_who_ask(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        mute.settimeout(0.1)
        address = f"http://127.0.0.1:{mute.getsockname()[1]}"
        app = create_app(Settings(tmp_path, "elasticsearch", address))
        started = time.monotonic()
        said = [asked(app.test_client(), "/readyz") for _ in range(2)]
        took = time.monotonic() - started
        alive = asked(app.test_client(), "/healthz")
        questions = []
        with suppress(TimeoutError):
            while True:
                questions.append(mute.accept()[0])
        for question in questions:
            question.close()
    app.extensions[EXTENSION].close()
    assert said == [(503, "检索服务在 2 秒内没有应答。\n")] * 2
    assert 4 <= took < 20  # the client itself would wait for a minute
    assert alive == (200, "在运行。\n")
    assert len(questions) == 1


@pytest.fixture(scope="module")
def elasticsearch() -> Iterator[Elasticsearch]:
    with server_or_skip() as client:
        yield client


@pytest.fixture
def on_a_server(tmp_path: Path, elasticsearch: Elasticsearch) -> Iterator[Settings]:
    """An archive of one report on Elasticsearch, under an alias of its own."""
    key = os.environ.get("ELASTICSEARCH_API_KEY")
    settings = Settings(tmp_path, "elasticsearch", URL, key, f"test-{uuid4().hex}")
    with open_engine(settings) as engine:
        engine.replace(REPORTS[:1])
    yield settings
    for index in elasticsearch.indices.get(index=f"{settings.index}-0*"):
        elasticsearch.indices.delete(index=index)


def site_over(settings: Settings) -> Flask:
    return create_app(settings, SiteSettings(rate_limit=None, metrics_token=TOKEN))


def test_an_engine_that_is_gone_is_told_and_found_again(on_a_server: Settings) -> None:
    with proxy(URL) as between:
        app = site_over(replace(on_a_server, elasticsearch_url=between.url))
        client = app.test_client()
        assert (until(client, READY), client.get("/?q=出庭应诉").status_code) == (READY, 200)
        between.statuses, between.bulks = [0], 1  # from now on every connection is lost
        assert until(client, NO_ENGINE) == NO_ENGINE
        assert asked(client, "/healthz") == (200, "在运行。\n")
        assert client.get("/?q=出庭应诉").status_code == 503
        gone = figures(client)
        between.statuses = []
        assert until(client, READY) == READY
        assert client.get("/?q=出庭应诉").status_code == 200
        back = figures(client)
        app.extensions[EXTENSION].close()
    assert (gone["engine_up"], "reports" in gone) == (0, False)
    assert (back["engine_up"], back["reports"]) == (1, 1)
    assert back["searches_total,paragraphs,failed"] == 1


def test_a_red_index_is_told_and_found_again(
    on_a_server: Settings, elasticsearch: Elasticsearch
) -> None:
    alias, rule = on_a_server.index, "index.routing.allocation.require._name"
    indices = elasticsearch.indices
    app = site_over(on_a_server)
    client = app.test_client()
    assert (until(client, READY), client.get("/?q=出庭应诉").status_code) == (READY, 200)
    made = json.loads(MAPPING.read_text(encoding="utf-8"))
    made["settings"] |= {rule: "nowhere"}  # no node may hold its shard
    indices.create(index=f"{alias}-000002", **made, wait_for_active_shards=0)
    indices.update_aliases(
        actions=[
            {"remove": {"index": f"{alias}-000001", "alias": alias}},
            {"add": {"index": f"{alias}-000002", "alias": alias}},
        ]
    )
    assert elasticsearch.cluster.health(index=alias)["status"] == "red"
    assert until(client, NO_ENGINE) == NO_ENGINE
    assert client.get("/?q=出庭应诉").status_code == 503
    indices.put_settings(index=f"{alias}-000002", settings={rule: None})
    assert until(client, READY) == READY
    assert client.get("/?q=出庭应诉").status_code == 200
    app.extensions[EXTENSION].close()


def test_the_turn_is_logged_and_not_each_question(
    on_a_server: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with proxy(URL) as between:
        app = site_over(replace(on_a_server, elasticsearch_url=between.url))
        client = app.test_client()
        between.statuses, between.bulks = [0], 1
        until(client, NO_ENGINE)
        asked(client, "/readyz")
        between.statuses = []
        until(client, READY)
        asked(client, "/readyz")
        app.extensions[EXTENSION].close()
    lines = [one.getMessage() for one in caplog.records if one.name == "web.readiness"]
    assert [line.partition(":")[0] for line in lines] == ["not ready", "ready again"]
    assert between.url in lines[0]
