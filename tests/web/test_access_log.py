from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.settings import Settings
from tests.web.conftest import doc_id
from web import create_app
from web.access_log import agent_class
from web.opening import EXTENSION
from web.settings import SiteSettings

PASSWORD = "青山绿水"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def logged(client: FlaskClient, address: str, **request: Any) -> list[dict[str, Any]]:
    """What is logged of a request whose answer is taken whole."""
    log = io.StringIO()
    client.get(address, errors_stream=log, **request).close()
    return lines(log)


@pytest.fixture
def noting_queries(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, SiteSettings(log_queries=True))
    yield app
    app.extensions[EXTENSION].close()


def test_a_page_view_is_one_line_without_the_query_and_the_address(client: FlaskClient) -> None:
    log = io.StringIO()
    client.get(
        f"/reports/{doc_id(11)}?q=出庭",
        errors_stream=log,
        environ_base={"REMOTE_ADDR": "203.0.113.7"},
        headers={"User-Agent": FIREFOX, "X-Forwarded-For": "198.51.100.9"},
    )
    (line,) = lines(log)
    age = datetime.now(UTC) - datetime.fromisoformat(line.pop("time"))
    assert timedelta(0) <= age < timedelta(seconds=10)
    assert 0 < line.pop("ms") < 10_000
    path = f"/reports/{doc_id(11)}"
    assert line == {"method": "GET", "path": path, "status": 200, "agent": "browser"}


def test_what_was_searched_for_is_logged_where_the_keeper_asks_for_it(
    noting_queries: Flask,
) -> None:
    (line,) = logged(noting_queries.test_client(), "/?q=出庭%ED%A0%80%00应诉&year=2021")
    assert line["q"] == "出庭%ED%A0%80\x00应诉"
    assert line["path"] == "/"


def test_files_of_the_pages_themselves_are_not_logged(client: FlaskClient) -> None:
    assert logged(client, "/static/site.css") == []


@pytest.mark.parametrize(
    ("address", "path", "status"),
    [
        ("/nowhere", "/nowhere", 404),
        ("/?page=0", "/", 400),
        ("/api/v1/search?page=x", "/api/v1/search", 400),
        ("/%0A%22%7B%ED%A0%80", '/\n"{\ufffd\ufffd\ufffd', 404),
    ],
)
def test_what_is_refused_is_logged_with_its_status(
    client: FlaskClient, address: str, path: str, status: int
) -> None:
    (line,) = logged(client, address)
    assert (line["path"], line["status"]) == (path, status)


def test_what_the_limit_refuses_is_logged(settings: Settings) -> None:
    client = create_app(settings, SiteSettings(rate_limit=1)).test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    statuses = [line["status"] for _ in range(2) for line in logged(client, "/help")]
    assert statuses == [200, 429]


def test_a_failure_of_the_program_is_logged(settings: Settings) -> None:
    app = create_app(settings)
    app.add_url_rule("/broken", view_func=lambda: 1 // 0)
    log = io.StringIO()
    app.test_client().get("/broken", errors_stream=log)
    (line,) = [json.loads(line) for line in log.getvalue().splitlines() if line.startswith("{")]
    assert (line["path"], line["status"]) == ("/broken", 500)


def test_an_export_is_logged_when_its_last_row_is_sent(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    # By then the request is over, and with it the stream that its server gave.
    answer = client.get("/export?q=出庭应诉", buffered=False)
    assert capsys.readouterr().err == ""
    answer.close()
    (line,) = map(json.loads, capsys.readouterr().err.splitlines())
    assert (line["path"], line["status"]) == ("/export", 200)


@pytest.mark.parametrize("given", [PASSWORD, "猜一个"])
def test_a_password_is_never_logged(settings: Settings, given: str) -> None:
    site = SiteSettings(password=PASSWORD, log_queries=True)
    client = create_app(settings, site).test_client()
    log = io.StringIO()
    client.post("/login?next=/", data={"password": given}, errors_stream=log)
    assert [line["path"] for line in lines(log)] == ["/login"]
    assert given not in log.getvalue()


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (FIREFOX, "browser"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/141.0 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/1", "phone"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "bot"),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0)", "bot"),
        ("curl/8.14.1", "program"),
        ("python-requests/2.32", "program"),
        ("", "other"),
        ("x" * 10_000, "other"),
    ],
)
def test_the_kind_of_reader_is_told_by_its_program(agent: str, kind: str) -> None:
    assert agent_class(agent) == kind
