from __future__ import annotations

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, url_for
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route, expect
from werkzeug.test import TestResponse

from archive.errors import SettingsError
from archive.settings import Settings
from tests.web.conftest import doc_id, served, shown
from web import create_app
from web.access import OPEN, _key
from web.opening import EXTENSION
from web.settings import SiteSettings

PASSWORD = "青山 绿水"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PATHS = {"doc_id": doc_id(1), "ordinal": 1, "old": doc_id(1), "new": doc_id(2), "filename": "a.js"}
REPORT = f"/reports/{doc_id(11)}?q=%E5%87%BA%E5%BA%AD"


def guarded_app(settings: Settings, password: str = PASSWORD) -> Flask:
    return create_app(settings, SiteSettings(password=password, rate_limit=None))


@pytest.fixture
def guarded(settings: Settings) -> Iterator[Flask]:
    app = guarded_app(settings)
    yield app
    app.extensions[EXTENSION].close()


@pytest.fixture
def reader(guarded: Flask) -> FlaskClient:
    """A browser's client that has not signed in."""
    client = guarded.test_client()
    client.environ_base["HTTP_ACCEPT"] = BROWSER["Accept"]
    return client


def sign_in(client: FlaskClient, password: str = PASSWORD, to: str = "") -> TestResponse:
    return client.post(f"/login?{urlencode({'next': to})}", data={"password": password})


def addresses_behind(app: Flask) -> list[str]:
    """An address for each rule of the site that is not open to everyone."""
    with app.test_request_context():
        return [
            url_for(rule.endpoint, **{name: PATHS.get(name, "x") for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            if rule.endpoint not in OPEN
        ]


def test_every_address_of_the_archive_is_behind_the_password(
    guarded: Flask, reader: FlaskClient
) -> None:
    addresses = addresses_behind(guarded)
    kept = {"/", "/export", "/api/v1/search", "/api/v1/export", "/api/docs", "/suggest"}
    assert kept | {f"/reports/{doc_id(1)}", f"/reports/{doc_id(1)}/original"} <= set(addresses)
    for address in addresses:
        page = reader.get(address)
        assert (address, page.status_code) == (address, 303)
        assert page.headers["Location"].startswith("/login?next=/")
        assert page.headers["Cache-Control"] == "no-store"


def test_every_program_is_refused_with_the_reason(guarded: Flask) -> None:
    for address in addresses_behind(guarded):
        answer = guarded.test_client().get(address)
        assert (address, answer.status_code) == (address, 401)
        assert "查看本文库须先登录。" in answer.text


def test_the_api_refuses_with_problem_details(guarded: Flask) -> None:
    answer = guarded.test_client().get("/api/v1/search?q=出庭")
    assert answer.content_type == "application/problem+json"
    assert answer.get_json() == {
        "type": "about:blank",
        "title": "请求没有完成",
        "status": 401,
        "detail": "查看本文库须先登录。",
        "remedy": "请在浏览器里打开本站，输入口令。",
    }


def test_an_address_that_does_not_exist_is_not_told_from_one_that_does(
    reader: FlaskClient,
) -> None:
    assert reader.get("/nowhere").headers["Location"] == "/login?next=/nowhere"
    assert reader.get(f"/r/{'f' * 16}").headers["Location"] == f"/login?next=/r/{'f' * 16}"


def test_the_password_leads_to_the_page_that_was_asked_for(reader: FlaskClient) -> None:
    login = reader.get(REPORT, follow_redirects=True)
    assert shown(login, "//h1 | //label") == ["登录", "口令"]
    answer = reader.post(login.request.full_path, data={"password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, REPORT)
    page = reader.get(answer.headers["Location"])
    assert shown(page, "//h1") == ["青岚县2021年法治政府建设情况报告"]
    assert page.headers["Cache-Control"] == "no-store"
    assert reader.get("/api/v1/count?q=出庭").status_code == 200
    assert reader.get("/login?next=/help").headers["Location"] == "/help"


@pytest.mark.parametrize("password", ["", "青山绿水", "青山 绿水 ", "\x00", "x" * 100_000])
def test_another_password_opens_nothing(reader: FlaskClient, password: str) -> None:
    page = sign_in(reader, password)
    assert page.status_code == 401
    assert shown(page, "//p[@role='alert']") == ["口令不对，请再输入一次。"]
    assert "Set-Cookie" not in page.headers
    assert reader.get("/").status_code == 303


@pytest.mark.parametrize(
    "to",
    [
        "",
        "reports",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "/\n/evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "%2F%2Fevil.example",
    ],
)
def test_the_login_leads_to_no_other_site(reader: FlaskClient, to: str) -> None:
    assert sign_in(reader, to=to).headers["Location"] == "/"


@pytest.mark.parametrize(
    "address",
    ["//evil.example/a", "/%5Cevil.example", "/r/%2F%2Fevil.example%3Fa", "/?q=%FF%00%ED"],
)
def test_any_address_can_be_asked_for_before_the_login(reader: FlaskClient, address: str) -> None:
    login = reader.get(address)
    assert login.status_code == 303
    assert login.headers["Location"].startswith("/login?next=/")
    to = reader.post(login.headers["Location"], data={"password": PASSWORD}).headers["Location"]
    assert to.startswith("/")
    assert not to.startswith("//")


def test_the_logout_ends_the_session(reader: FlaskClient) -> None:
    sign_in(reader)
    assert shown(reader.get("/"), "//form[@action='/logout']//button") == ["退出登录"]
    assert reader.post("/logout").headers["Location"] == "/login"
    assert reader.get("/").status_code == 303


def test_a_logout_without_a_session_leads_to_the_login(reader: FlaskClient) -> None:
    assert reader.post("/logout").headers["Location"] == "/login"


def test_the_session_is_kept_from_scripts_and_other_sites(reader: FlaskClient) -> None:
    cookie = sign_in(reader).headers["Set-Cookie"].split("; ")
    assert cookie[1:] == ["HttpOnly", "Path=/", "SameSite=Lax"]


def test_the_session_goes_over_tls_only_where_the_site_does(guarded: Flask) -> None:
    client = guarded.test_client()
    answer = client.post("/login", data={"password": PASSWORD}, base_url="https://localhost")
    assert answer.headers["Set-Cookie"].split("; ")[1:] == [
        "Secure",
        "HttpOnly",
        "Path=/",
        "SameSite=Lax",
    ]


def session_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("session")
    assert cookie is not None
    return str(cookie.value)


def opens(app: Flask, session: str) -> bool:
    """Whether a session opens the site."""
    client = app.test_client()
    client.set_cookie("session", session)
    return client.get("/help").status_code == 200


def test_a_session_ends_with_its_time_and_with_the_password(
    settings: Settings, guarded: Flask, reader: FlaskClient
) -> None:
    sign_in(reader)
    session = session_of(reader)
    restarted = guarded_app(settings)
    assert opens(guarded, session)
    assert opens(restarted, session)
    assert not opens(guarded_app(settings, "另一个口令"), session)
    restarted.config["PERMANENT_SESSION_LIFETIME"] = timedelta(seconds=-1)
    assert not opens(restarted, session)


def test_a_session_cannot_be_made_up(guarded: Flask, reader: FlaskClient) -> None:
    sign_in(reader)
    payload, stamp, signature = session_of(reader).split(".")
    changed = ("A" if signature[0] != "A" else "B") + signature[1:]
    made_up = [f"{payload}.{stamp}.{changed}", f"{payload}..", payload, "", "x" * 3_000]
    assert [opens(guarded, one) for one in made_up] == [False] * 5


def test_the_key_is_its_owners_and_one_for_workers_that_start_together(tmp_path: Path) -> None:
    key = tmp_path / "session.key"
    with ThreadPoolExecutor(8) as together:
        drawn = set(together.map(lambda _: _key(key), range(64)))
    assert drawn == {key.read_bytes()}
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.stat().st_size == 32


def test_a_session_holds_with_every_worker(tmp_path: Path) -> None:
    first, second = (guarded_app(Settings(tmp_path / "data")) for _ in range(2))
    client = first.test_client()
    sign_in(client)
    assert opens(second, session_of(client))


def test_a_key_that_was_cut_off_is_drawn_anew(tmp_path: Path) -> None:
    key = tmp_path / "session.key"
    key.write_bytes(b"short")
    guarded_app(Settings(tmp_path))
    assert len(key.read_bytes()) == 32


def test_a_site_that_cannot_keep_its_key_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "session.key").mkdir()
    with pytest.raises(SettingsError) as failure:
        guarded_app(Settings(tmp_path))
    assert str(tmp_path / "session.key") in failure.value.message


def test_a_public_site_knows_no_login(client: FlaskClient) -> None:
    page = client.get("/")
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"] == "no-cache"
    assert not shown(page, "//form[@action='/logout']")
    assert client.get("/login").status_code == 404
    assert client.post("/logout").status_code == 404


@pytest.fixture(scope="module")
def guarded_site(settings: Settings) -> Iterator[str]:
    with served(settings.data, ARCHIVE_ACCESS="password", ARCHIVE_PASSWORD=PASSWORD) as address:
        yield address


@pytest.fixture(params=[False, True], ids=["plain", "scripted"])
def page(browser: Browser, guarded_site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        base_url=guarded_site, java_script_enabled=request.param, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


def test_a_reader_signs_in_reads_and_signs_out(page: Page) -> None:
    page.goto(REPORT)
    expect(page.get_by_label("口令")).to_be_focused()
    page.keyboard.type("猜一个")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("口令不对，请再输入一次。")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("青岚县2021年法治政府建设情况报告")
    assert page.url.endswith(REPORT)
    page.goto("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill("出庭应诉")
    page.get_by_role("button", name="检索").click()
    expect(page.locator(".total")).to_have_text("共 37 段，见于 13 份报告")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    page.goto(REPORT)
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")


def test_a_link_on_another_site_leads_who_is_signed_in_to_the_report(
    page: Page, guarded_site: str
) -> None:
    page.goto("/login")
    page.get_by_label("口令").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()

    def other_site(route: Route) -> None:
        link = f'<a href="{guarded_site}/r/{doc_id(11)}/2">source</a>'
        route.fulfill(body=link, content_type="text/html")

    page.route("http://other.example/", other_site)
    page.goto("http://other.example/")
    page.get_by_role("link", name="source").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("青岚县2021年法治政府建设情况报告")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_amiss_on_the_login_page(
    browser: Browser, guarded_site: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=guarded_site)
    page = context.new_page()
    page.goto("/login")
    page.get_by_label("口令").fill("猜一个")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    found = Axe().run(page).response["violations"]
    scrolled = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert [one["id"] for one in found] == []
    assert scrolled <= width
