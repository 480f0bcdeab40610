from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from tests.web.conftest import doc_id
from web.headers import HEADERS

ANSWERS = (
    "/",
    "/?q=出庭应诉",
    "/?page=0",
    "/nowhere",
    f"/reports/{doc_id(1)}",
    f"/r/{doc_id(1)}",
    "/api/v1/count?q=出庭",
    "/api/v1/count?nothing=1",
    "/export?q=出庭&format=xlsx",
    "/suggest?q=出庭",
    "/static/site.css",
    "/robots.txt",
    "/opensearch.xml",
)
PAGES = (
    "/",
    "/?q=出庭应诉",
    "/?q=出庭应诉&view=concordance",
    "/?q=出庭应诉&view=table",
    f"/reports/{doc_id(11)}?q=出庭应诉",
    f"/compare/{doc_id(10)}/{doc_id(11)}",
    "/holdings",
    "/help",
    "/?page=0",
    "/api/docs",
)
BROKEN_POLICIES = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.broken.push([event.effectiveDirective, event.blockedURI, event.sourceFile]));
"""


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_keeps_itself_to_itself(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"]
    answer.close()


def test_nothing_inline_and_nothing_from_outside_is_allowed() -> None:
    directives = [one.split() for one in HEADERS["Content-Security-Policy"].split("; ")]
    assert {name: sources for name, *sources in directives} == {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }


def test_only_over_tls_the_site_asks_for_tls_from_now_on(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    over_tls = client.get("/", base_url="https://localhost")
    assert over_tls.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.fixture(scope="module")
def failures(browser: Browser, site: str) -> Mapping[str, list[object]]:
    """What each page's policy forbade and what failed in its scripts, when all have come to rest.

    They are opened side by side, since each comes to rest only half a second after its last
    request.
    """
    context = browser.new_context(base_url=site)
    context.add_init_script(BROKEN_POLICIES)
    found: dict[str, list[object]] = {}
    tabs = {}
    for address in PAGES:
        tabs[address] = context.new_page()
        found[address] = []
        tabs[address].on("pageerror", lambda error, of=found[address]: of.append(str(error)))
        tabs[address].goto(address)
    for address, tab in tabs.items():
        tab.wait_for_load_state("networkidle")
        found[address] += tab.evaluate("window.broken")
    context.close()
    return found


@pytest.mark.parametrize("address", PAGES)
def test_no_page_breaks_its_own_policy(failures: Mapping[str, list[object]], address: str) -> None:
    assert failures[address] == []


def test_a_script_that_finds_its_way_into_a_page_does_not_run(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site)
    context.add_init_script(BROKEN_POLICIES)
    page = context.new_page()
    page.goto("/")
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        const image = '<img src="/none" onerror="window.ran = true">';
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", image);
    }""")
    page.wait_for_load_state("networkidle")
    ran, broken = page.evaluate("[window.ran, window.broken.map((one) => one[0]).sort()]")
    context.close()
    assert ran is None
    assert broken == ["script-src-attr", "script-src-elem"]
