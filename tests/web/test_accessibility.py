"""WCAG 2.2 AA as axe tells it in the browser, on every page, wide and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.web.conftest import doc_id

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
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


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_amiss(browser: Browser, site: str, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=site)
    try:
        page = context.new_page()
        page.goto(address)
        found = Axe().run(page, options=RULES).response["violations"]
    finally:
        context.close()
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
