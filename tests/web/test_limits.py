from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.settings import Settings
from tests.web.conftest import shown
from web import create_app
from web.limits import KINDS
from web.opening import EXTENSION
from web.settings import SiteSettings

LIMIT = 12
"""Pages a minute; so there are 2 exports and 60 suggestions."""

PASSWORD = "青山绿水"

Limited = Callable[..., FlaskClient]


@pytest.fixture
def limited(settings: Settings) -> Iterator[Limited]:
    """Makes clients of a new site, by its settings."""
    apps: list[Flask] = []

    def make(site: SiteSettings) -> FlaskClient:
        apps.append(create_app(settings, site))
        client = apps[-1].test_client()
        client.environ_base["REMOTE_ADDR"] = "203.0.113.1"
        return client

    yield make
    for app in apps:
        app.extensions[EXTENSION].close()


def statuses(client: FlaskClient, address: str, count: int, **request: str) -> list[int]:
    """The status of each of so many requests; `request` are entries of the WSGI environment."""
    return [get(client, address, **request).status_code for _ in range(count)]


def get(client: FlaskClient, address: str, **request: str) -> TestResponse:
    answer = client.get(address, environ_overrides=request, buffered=True)
    answer.close()
    return answer


def test_who_asks_too_often_is_told_when_to_ask_again(limited: Limited) -> None:
    client = limited(SiteSettings(rate_limit=LIMIT))
    assert statuses(client, "/help", LIMIT) == [200] * LIMIT
    page = client.get("/?q=出庭")
    assert page.status_code == 429
    seconds = int(page.headers["Retry-After"])
    assert 1 <= seconds <= 60
    assert shown(page, "//section/p[position() < 3]") == [
        f"来自您的地址的请求太多，暂停 {seconds} 秒。",
        f"请 {seconds} 秒后再试；要大量取用，请用导出功能，或与文库的管理员联系。",
    ]
    assert "Content-Security-Policy" in page.headers


def test_the_api_refuses_with_problem_details(limited: Limited) -> None:
    client = limited(SiteSettings(rate_limit=1))
    assert statuses(client, "/api/v1/count?q=出庭", 2) == [200, 429]
    answer = client.get("/api/v1/count?q=出庭")
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["detail"].startswith("来自您的地址的请求太多")
    assert "Retry-After" in answer.headers


def test_one_reader_does_not_use_up_what_another_may_ask(limited: Limited) -> None:
    client = limited(SiteSettings(rate_limit=LIMIT))
    statuses(client, "/help", LIMIT, REMOTE_ADDR="203.0.113.7")
    assert get(client, "/help", REMOTE_ADDR="203.0.113.7").status_code == 429
    assert get(client, "/help", REMOTE_ADDR="203.0.113.8").status_code == 200


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8", False),
        ("", "", True),
    ],
)
def test_a_subscriber_of_ipv6_is_one_reader(
    limited: Limited, first: str, second: str, same: bool
) -> None:
    client = limited(SiteSettings(rate_limit=1))
    assert get(client, "/help", REMOTE_ADDR=first).status_code == 200
    assert get(client, "/help", REMOTE_ADDR=second).status_code == (429 if same else 200)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_program_on_the_machine_itself_is_not_limited(limited: Limited, address: str) -> None:
    client = limited(SiteSettings(rate_limit=1))
    assert statuses(client, "/help", 5, REMOTE_ADDR=address) == [200] * 5


def test_the_address_that_a_reader_claims_counts_for_nothing(limited: Limited) -> None:
    client = limited(SiteSettings(rate_limit=1))
    claimed = [f"198.51.100.{n}" for n in (1, 2)]
    answers = [get(client, "/help", HTTP_X_FORWARDED_FOR=one).status_code for one in claimed]
    assert answers == [200, 429]


def test_behind_a_proxy_the_address_that_it_tells_counts(limited: Limited) -> None:
    client = limited(SiteSettings(rate_limit=1, proxies=1))
    told = ["198.51.100.1", "198.51.100.2", "192.0.2.1, 198.51.100.1"]
    answers = [get(client, "/help", HTTP_X_FORWARDED_FOR=one).status_code for one in told]
    assert answers == [200, 200, 429]


def test_exports_and_suggestions_have_limits_of_their_own(limited: Limited) -> None:
    client = limited(SiteSettings(rate_limit=LIMIT))
    assert statuses(client, "/export?q=出庭&format=csv", 3) == [200, 200, 429]
    assert statuses(client, "/api/v1/export?q=出庭", 1) == [429]
    assert statuses(client, "/suggest?q=出庭", 61) == [200] * 60 + [429]
    assert statuses(client, "/help", LIMIT + 1) == [200] * LIMIT + [429]


def test_every_endpoint_with_a_limit_of_its_own_exists(app: Flask) -> None:
    assert set(KINDS) <= set(app.view_functions)


def test_files_of_the_pages_themselves_count_for_nothing(limited: Limited) -> None:
    client = limited(SiteSettings(rate_limit=1))
    assert statuses(client, "/static/site.css", 5) == [200] * 5
    assert statuses(client, "/help", 2) == [200, 429]
    assert statuses(client, "/static/site.css", 1) == [200]


def test_without_a_limit_pages_are_answered_as_often_as_they_are_asked_for(
    limited: Limited,
) -> None:
    client = limited(SiteSettings(rate_limit=None))
    assert statuses(client, "/robots.txt", 300) == [200] * 300


def test_an_address_with_too_many_conditions_is_refused_with_the_reason(
    client: FlaskClient,
) -> None:
    conditions = "&".join(f"unit=u{n}" for n in range(49))
    assert client.get(f"/?q=a&{conditions}").status_code == 200
    page = client.get(f"/?q=a&{conditions}&unit=u49")
    assert page.status_code == 400
    assert shown(page, "//section/p[position() < 3]") == [
        "地址里有 51 个条件，超过了 50 个的上限。",
        "请少选一些条件；年度可以改用起止范围。",
    ]
    assert client.get(f"/api/v1/count?q=a&{conditions}&unit=u49").status_code == 400


def log_in(client: FlaskClient, password: str, address: str = "203.0.113.7") -> int:
    given = {"password": password}
    return client.post("/login", data=given, environ_overrides={"REMOTE_ADDR": address}).status_code


def test_guessing_at_the_password_ends_after_five(limited: Limited) -> None:
    client = limited(SiteSettings(password=PASSWORD, rate_limit=None))
    guesses = [log_in(client, f"猜{n}") for n in range(6)]
    assert guesses == [401] * 5 + [429]
    assert log_in(client, PASSWORD) == 429
    assert log_in(client, PASSWORD, "203.0.113.8") == 303


def test_the_right_password_can_be_given_any_number_of_times(limited: Limited) -> None:
    client = limited(SiteSettings(password=PASSWORD, rate_limit=None))
    assert [log_in(client, PASSWORD) for _ in range(40)] == [303] * 40
