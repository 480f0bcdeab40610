"""The paths of the three users, in a real browser over samples that the loader itself loaded."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from playwright.sync_api import Page as Tab

from tests.conftest import SAMPLES
from tests.web.conftest import served

SCREENSHOTS = Path(__file__).parents[2] / ".ci" / "screenshots"
"""Where a run leaves the pictures of every page, for a person to look at."""

SCAN = b"%PDF-1.4\n% nothing that can be read\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site over the samples and one file that cannot be read."""
    offered, data = tmp_path_factory.mktemp("offered"), tmp_path_factory.mktemp("data")
    shutil.copytree(SAMPLES, offered / "samples")
    (offered / "残缺.pdf").write_bytes(SCAN)
    subprocess.run(
        [sys.executable, "-m", "indexer", "load", str(offered)],
        env={**os.environ, "ARCHIVE_DATA": str(data), "ARCHIVE_ENGINE": "embedded"},
        check=False,  # 1: something was quarantined
        capture_output=True,
    )
    with served(data) as address:
        yield address


@pytest.fixture
def context(browser: Browser, archive: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=archive, locale="zh-CN", accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def tab(context: BrowserContext) -> Tab:
    return context.new_page()


def counted(tab: Tab) -> tuple[int, int]:
    """The paragraphs and the reports that the page says it found."""
    found = re.findall(r"[\d,]+", tab.locator(".total").inner_text())
    paragraphs, reports = (int(number.replace(",", "")) for number in found)
    return paragraphs, reports


def test_staff_find_a_phrase_step_through_it_and_cite_it(tab: Tab) -> None:
    tab.goto("/")
    tab.get_by_label("查找词句").fill("出庭应诉")
    tab.keyboard.press("Enter")
    tab.locator(".hits h2 a").first.click()
    expect(tab.locator("mark").first).to_have_text("出庭应诉")
    tab.wait_for_load_state()  # the keys are there when the page's script has run
    for _ in range(2):
        before = tab.url
        tab.keyboard.press("n")
        expect(tab).not_to_have_url(before)
    paragraph = tab.locator(".full-text p.hit").first
    text = paragraph.locator("mark").first.inner_text()
    assert text == "出庭应诉"
    tab.go_back()
    tab.locator(".hits a.cite").first.click()
    expect(tab.locator(".copied")).to_contain_text("已复制引文")
    citation = tab.evaluate("navigator.clipboard.readText()")
    cited = re.fullmatch(r"(.+)《(.+)》，(\d{4})年，(.+)，第(\d+)段。(http\S+)", citation)
    assert cited, citation
    tab.goto(cited[6])
    expect(tab.get_by_role("heading", level=1)).to_have_text(cited[2])


def test_a_researcher_filters_reads_the_table_and_takes_every_row_away(
    tab: Tab, tmp_path: Path
) -> None:
    tab.goto("/?q=出庭应诉&from=2021&to=2023")
    level = tab.locator(".facet", has=tab.get_by_role("heading", name="层级"))
    level.get_by_role("link", name="县").click()
    paragraphs, reports = counted(tab)
    tab.get_by_role("navigation", name="显示方式").get_by_role("link", name="年度×层级").click()
    total = tab.locator("table.cross tfoot td").last.inner_text()
    assert total.startswith(f"{reports} / ")
    with tab.expect_download() as download:
        tab.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row and re.match("[0-9a-f]{16}-", row[0])]
    assert (len(rows), len({row[0].partition("-")[0] for row in rows})) == (paragraphs, reports)


def test_a_keeper_sees_what_was_quarantined_why_and_what_to_do(tab: Tab) -> None:
    tab.goto("/")
    tab.get_by_role("link", name="收录情况").click()
    row = tab.get_by_role("row", name=re.compile("残缺.pdf"))
    expect(row).to_be_visible()
    name, reason, remedy, _ = row.locator("th, td").all_inner_texts()
    assert name == "残缺.pdf"
    assert reason
    assert remedy


PAGES = {
    "home": "/",
    "paragraphs": "/?q=出庭应诉",
    "reports": "/?q=出庭应诉&view=reports",
    "concordance": "/?q=出庭应诉&view=concordance",
    "table": "/?q=出庭应诉&view=table",
    "nothing": "/?q=负责人应诉意识 复议",
    "wrong": "/?q=(出庭 应诉",
    "help": "/help",
    "holdings": "/holdings",
    "api": "/api/docs",
}
OF_A_REPORT = ("report", "compare", "similar", "cite")
NEWEST = "/?q=出庭应诉&unit=白沙区人民政府&sort=newest"
"""A search whose first hit stands in a report that one of an earlier year precedes."""


@pytest.fixture(scope="module", params=[1280, 390])
def window(
    browser: Browser, archive: str, request: pytest.FixtureRequest
) -> Iterator[tuple[Tab, int]]:
    """A window of a width, for page after page."""
    width: int = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900}, base_url=archive, locale="zh-CN"
    )
    yield context.new_page(), width
    context.close()


@pytest.mark.parametrize("name", [*PAGES, *OF_A_REPORT])
def test_every_page_is_pictured_and_no_wider_than_its_window(
    window: tuple[Tab, int], name: str
) -> None:
    tab, width = window
    tab.goto(PAGES.get(name, NEWEST))
    if name in OF_A_REPORT:
        tab.locator(".hits h2 a").first.click()
        expect(tab).to_have_url(re.compile("/reports/"))
    if name in OF_A_REPORT[1:]:
        tab.goto(str(tab.locator(f"a[href*='{name}']").first.get_attribute("href")))
    if name == "api":
        expect(
            tab.locator("#operations .opblock").first
        ).to_be_visible()  # the page's script puts it there
    SCREENSHOTS.mkdir(exist_ok=True)
    tab.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    scrolled, window_width = tab.evaluate(widths)
    assert scrolled <= window_width
