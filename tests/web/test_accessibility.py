"""WCAG 2.2 AA as axe tells it in the browser, on every page, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.conftest import doc_id

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],  # of all else nothing is handed over from the browser
}
PAGES = {
    "home": "/",
    "paragraphs": "/?q=出庭应诉",
    "table row": "/?q=出庭应诉率 100",
    "filtered": "/?q=出庭应诉&year=2021&level=县&kind=成效&from=2019",
    "reports": "/?q=出庭应诉&view=reports&sort=newest",
    "concordance": "/?q=出庭应诉&view=concordance&sort=left",
    "table": "/?q=应诉意识&view=table",
    "nothing": "/?q=负责人应诉意识",
    "words": "/?q=应诉意识不够&mode=words",
    "wrong": "/?q=(出庭 应诉",
    "report": f"/reports/{doc_id(11)}?q=出庭应诉",
}


@pytest.fixture(scope="module", params=[1280, 390])
def page(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window of one width, for page after page."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, base_url=site)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_amiss(page: Page, address: str) -> None:
    page.goto(address)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
