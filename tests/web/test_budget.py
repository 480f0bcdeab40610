"""No query holds a worker: what takes longer than its budget is given up with a reason."""

from __future__ import annotations

from threading import Event

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import doc_id, shown
from web.budget import SETTING, register


@pytest.mark.parametrize(
    "address", ["/?q=出庭应诉", "/?q=出庭应诉&view=table", f"/reports/{doc_id(11)}", "/holdings"]
)
def test_a_page_that_takes_too_long_says_so_and_what_to_do(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setitem(app.config, SETTING, 0.0)
    page = client.get(address)
    assert page.status_code == 503
    assert shown(page, "//*[@class='message']") == ["这次检索超过 0 秒还没有结果，已不再等待。"]
    monkeypatch.undo()
    assert client.get(address).status_code == 200


def test_the_api_tells_it_as_a_problem(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, SETTING, 0.0)
    answer = client.get("/api/v1/count?q=出庭应诉")
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["detail"] == "这次检索超过 0 秒还没有结果，已不再等待。"


def test_the_worker_is_free_while_what_was_given_up_still_runs() -> None:
    app, ended = Flask(__name__), Event()
    app.config[SETTING] = 0.05

    @app.get("/slow")
    def slow() -> str:
        ended.wait()
        return "late"

    @app.get("/quick")
    def quick() -> str:
        return "in time"

    register(app)
    client = app.test_client()
    slow_answer = client.get("/slow")
    app.config[SETTING] = 30.0  # on a busy machine nothing is sure to be answered sooner
    quick_answer = client.get("/quick")
    still_running = not ended.is_set()
    ended.set()
    assert (slow_answer.status_code, quick_answer.text, still_running) == (500, "in time", True)


def test_a_view_has_its_request_and_an_error_of_its_own_is_answered_as_ever(
    client: FlaskClient,
) -> None:
    assert client.get("/?page=-1").status_code == 400
    assert client.get(f"/reports/{doc_id(99)}").status_code == 404
