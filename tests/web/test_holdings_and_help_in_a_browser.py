"""Holdings and help in a real browser: accessible, no wider than a phone, charts drawn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

WIDE, PHONE = (1280, 800), (390, 844)
PAGES = {"/holdings": "收录情况", "/help": "使用帮助"}


@pytest.fixture(params=[WIDE, PHONE], ids=["1280", "390"])
def page(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(
        base_url=site, locale="zh-CN", viewport={"width": width, "height": height}
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_the_page_is_reached_from_the_home_page_and_fits_its_window(
    page: Page, address: str
) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="关于本站").get_by_role("link", name=PAGES[address]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES[address])
    widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    scrolled, window = page.evaluate(widths)
    assert scrolled <= window


@pytest.mark.parametrize("address", PAGES)
def test_the_page_is_accessible(page: Page, address: str) -> None:
    page.goto(address)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_chart_is_drawn_and_nothing_is_refused_by_the_policy(page: Page) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto("/holdings")
    drawn = page.get_by_role("img", name="圆点图")
    assert drawn.evaluate("image => image.complete && image.naturalWidth") > 100
    page.goto("/holdings/chart.svg")
    assert page.locator("circle").first.evaluate("c => getComputedStyle(c).fill") == (
        "rgb(29, 79, 128)"
    )
    assert [text for text in told if "Content Security Policy" in text] == []
