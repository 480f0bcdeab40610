"""The site as a reader meets it: Debian's chromium, without JavaScript where that is the point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.web.conftest import doc_id

WIDE, PHONE = (1280, 800), (390, 844)
ADDRESSES = (
    "/",
    "/?q=出庭应诉",
    "/?q=出庭应诉&year=2021&year=2022&level=县&unit=none&kind=成效",
    "/?q=应诉意识不够&year=2021",
    "/?q=应诉意识不够&mode=words",
    "/?year=2022",
    "/?q=" + "长" * 300,
    f"/reports/{doc_id(11)}?q=出庭应诉",
    f"/reports/{doc_id(901)}",
    "/?page=-1",
)


@dataclass(frozen=True)
class Visit:
    """An open page, the site's own address and every address that was requested."""

    page: Page
    site: str
    requested: list[str]


@dataclass(frozen=True)
class Look:
    """How a page looks in a window."""

    is_wider: bool
    faint: list[tuple[str, float]]


@pytest.fixture(scope="module", params=[WIDE, PHONE], ids=["1280", "390"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return request.param


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "scripted"])
def is_scripted(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def visit(browser: Browser, site: str, size: tuple[int, int], is_scripted: bool) -> Iterator[Visit]:
    context = opened(browser, site, size, is_scripted)
    page = context.new_page()
    requested: list[str] = []
    page.on("request", lambda sent: requested.append(sent.url))
    yield Visit(page, site, requested)
    context.close()


@pytest.fixture(scope="module")
def looks(
    browser: Browser, site: str, size: tuple[int, int], is_scripted: bool
) -> Mapping[str, Look]:
    """How each of the pages looks, visited once for all that is asked of it."""
    context = opened(browser, site, size, is_scripted)
    page = context.new_page()
    found = {}
    for address in ADDRESSES:
        page.goto(address)
        found[address] = Look(page.evaluate(IS_WIDER), page.evaluate(FAINT_TEXTS))
    context.close()
    return found


def opened(browser: Browser, site: str, size: tuple[int, int], is_scripted: bool) -> BrowserContext:
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        base_url=site,
        java_script_enabled=is_scripted,
        locale="zh-CN",
    )


def choose(page: Page, facet: str, value: str) -> None:
    """Follow a value of a facet, unfolding the facets first where they are folded."""
    link = page.locator(".facet", has=page.get_by_role("heading", name=facet)).get_by_role(
        "link", name=value
    )
    if not link.is_visible():
        page.locator("summary").click()
    link.click()


def expect_in_view(element: Locator) -> None:
    """The whole of it, as soon as the page has scrolled there."""
    expect(element).to_be_in_viewport(ratio=1)


def test_a_phrase_is_searched_filtered_and_read_in_its_report(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    page.get_by_label("查找词句").fill("出庭应诉")
    page.get_by_role("button", name="检索").click()
    expect(page.locator(".total")).to_have_text("共 37 段，见于 13 份报告")
    choose(page, "年度", "2021年")
    choose(page, "年度", "2022年")
    choose(page, "层级", "县")
    expect(page.locator(".total")).to_have_text("共 6 段，见于 2 份报告")
    assert parse_qs(urlsplit(page.url).query) == {
        "q": ["出庭应诉"],
        "year": ["2021", "2022"],
        "level": ["县"],
    }
    page.locator(".chips").get_by_role("link", name="年度：2022年").click()
    expect(page.locator(".total")).to_have_text("共 3 段，见于 1 份报告")
    long_hit = page.locator(".hits li", has_text="出庭又出声").locator("h2 a")
    address = long_hit.get_attribute("href")
    long_hit.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("青岚县2021年法治政府建设情况报告")
    assert page.url.endswith("#p2")
    assert page.url.split("?")[0].endswith(str(address).split("?")[0])
    expect_in_view(page.locator("mark#p2"))
    page.go_back()
    expect(page.locator(".total")).to_have_text("共 3 段，见于 1 份报告")
    assert [url for url in visit.requested if not url.startswith(visit.site)] == []


def test_an_entry_of_the_outline_leads_to_its_heading(visit: Visit) -> None:
    page = visit.page
    page.goto(f"/reports/{doc_id(11)}?q=出庭应诉")
    entry = page.get_by_role("navigation", name="目录").get_by_role("link", name="二、存在的问题")
    if not entry.is_visible():
        page.locator(".fold summary").click()
    entry.click()
    expect_in_view(page.get_by_role("heading", name="二、存在的问题"))


def test_the_grounds_of_each_value_open_on_demand(visit: Visit, size: tuple[int, int]) -> None:
    page = visit.page
    page.goto(f"/reports/{doc_id(11)}")
    table = page.locator(".grounds table")
    assert not table.is_visible()
    page.get_by_text("这些信息从哪里读出").click()
    expect(table.get_by_role("row", name="年度")).to_be_visible()
    assert not page.evaluate(IS_WIDER)
    assert page.evaluate(FAINT_TEXTS) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_is_wider_than_its_window(looks: Mapping[str, Look], address: str) -> None:
    assert not looks[address].is_wider


def test_facets_stand_open_beside_the_results_and_folded_above_them_on_a_phone(
    visit: Visit, size: tuple[int, int]
) -> None:
    visit.page.goto("/?q=出庭应诉")
    facets = visit.page.locator(".facets")
    assert facets.is_visible() == (size == WIDE)
    assert visit.page.locator("summary").is_visible() == (size == PHONE)


def test_the_main_path_can_be_walked_by_keyboard(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    expect(page.get_by_label("查找词句")).to_be_focused()
    page.keyboard.type("出庭应诉")
    page.keyboard.press("Enter")
    page.locator(".hits a").first.focus()
    assert page.locator(".hits a").first.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("出庭应诉")


@pytest.mark.parametrize("address", ADDRESSES)
def test_text_stands_out_from_its_background(looks: Mapping[str, Look], address: str) -> None:
    """WCAG 2.2 AA: at least 4.5 to 1 for every text on the page."""
    assert looks[address].faint == []


IS_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

FAINT_TEXTS = """() => {
  const rgb = (text) => text.match(/[0-9.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = colour.map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.matches("script")) continue;
    const text = luminance(rgb(getComputedStyle(element).color).slice(0, 3));
    const behind = luminance(ground(element));
    const ratio = (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05);
    if (ratio < 4.5) faint.push([walker.currentNode.data.trim(), ratio]);
  }
  return faint;
}"""
