"""Reading, citing and comparing as a reader meets them: keys, clipboard, print, zoom, phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.model import Report
from archive.settings import Settings
from tests.web.conftest import doc_id, served
from tests.web.kept import keep, yearly
from tests.web.test_accessibility import RULES
from tests.web.test_in_a_browser import FAINT_TEXTS

READ = f"/reports/{doc_id(11)}?q=出庭应诉"
CITED = (
    "青岚县人民政府办公室《青岚县2021年法治政府建设情况报告》，2021年，二、存在的问题，第5段。"
    "{site}/r/" + doc_id(11) + "/5"
)
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
WIDTHS = {"wide": 1280, "at 200%": 640, "phone": 390}
SAID = "[...document.querySelectorAll('[role=status]')].map(e => e.textContent)"


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        base_url=site,
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def step(page: Page, *keys: str) -> list[str]:
    """Press keys; where each leads to."""
    places = []
    for key in keys:
        page.keyboard.press(key)
        places.append(str(page.evaluate("location.hash")))
    return places


def test_the_keys_n_and_p_step_through_the_hits_and_stop_at_the_ends(page: Page) -> None:
    page.goto(READ)
    assert step(page, "n", "n", "n", "n", "p", "p", "p") == [
        *("#p2", "#p5", "#p8", "#p8"),
        *("#p5", "#p2", "#p2"),
    ]


def test_a_step_shows_its_hit_moves_the_focus_there_and_says_where_it_stands(page: Page) -> None:
    page.goto(READ)
    step(page, "n", "n")
    hit = page.locator("#p5")
    expect(hit).to_be_in_viewport()
    expect(hit).to_be_focused()
    assert "第 2 处，共 3 处" in page.evaluate(SAID)


def test_steps_add_nothing_to_the_history(page: Page) -> None:
    page.goto("/?q=出庭应诉")
    page.goto(READ)
    step(page, "n", "n")
    page.go_back()
    assert page.url.split("/?")[1].startswith("q=")


def test_after_scrolling_a_step_goes_on_from_there(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(READ)
    page.locator("#p5").evaluate("e => e.scrollIntoView({ block: 'start' })")
    assert step(page, "n") == ["#p5"]


def test_the_keys_are_letters_where_the_reader_types(page: Page) -> None:
    page.goto(READ)
    box = page.get_by_label("查找词句")
    box.fill("")
    box.press_sequentially("np")
    assert box.input_value() == "np"
    assert page.evaluate("location.hash") == ""


def test_the_keys_can_be_turned_off_for_good(page: Page) -> None:
    page.goto(READ)
    page.get_by_role("button", name="快捷键").click()
    page.reload()
    expect(page.get_by_role("button", name="快捷键")).to_have_attribute("aria-pressed", "false")
    assert step(page, "n") == [""]


def test_without_a_script_the_links_beside_the_hits_step(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(READ)
    page.get_by_role("link", name="看第一处").click()
    page.get_by_role("link", name="下一处").first.click()
    expect(page).to_have_url(re.compile("#p5$"))
    expect(page.locator("#p5")).to_be_in_viewport()
    context.close()


def test_one_click_copies_the_citation_of_a_paragraph_and_says_so(page: Page, site: str) -> None:
    page.goto(READ)
    page.get_by_role("link", name="引用第5段").click()
    expect(page.locator(".copied")).to_have_text("已复制引文 其他格式")
    assert page.evaluate("navigator.clipboard.readText()") == CITED.format(site=site)
    assert "已复制引文" in page.evaluate(SAID)
    assert "/cite/" not in page.url


def test_a_citation_is_copied_where_there_is_no_clipboard(
    context: BrowserContext, site: str
) -> None:
    plain = context.new_page()
    plain.add_init_script(NO_CLIPBOARD)
    plain.goto(READ)
    plain.get_by_role("link", name="引用第5段").click()
    expect(plain.locator(".copied")).to_contain_text("已复制引文")
    able = context.new_page()
    able.goto("/")
    assert able.evaluate("navigator.clipboard.readText()") == CITED.format(site=site)


def test_each_form_is_copied_by_its_button(page: Page) -> None:
    page.goto(f"/reports/{doc_id(11)}")
    page.get_by_text("引用本报告", exact=True).click()
    page.get_by_role("button", name="复制BibTeX格式").click()
    expect(page.locator(".copied")).to_have_text("已复制引文")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"@techreport{{r{doc_id(11)}-0,\n  author = ")


def test_a_citation_is_copied_by_keyboard(page: Page, site: str) -> None:
    page.goto(READ)
    link = page.get_by_role("link", name="引用第5段")
    link.focus()
    expect(page.locator(".offers", has=link)).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.locator(".copied")).to_contain_text("已复制引文")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="其他格式")).to_be_focused()


def test_without_a_script_the_forms_can_be_read_and_no_button_is_shown(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(READ)
    page.get_by_role("link", name="引用第5段").click()
    expect(page.locator(".forms .plain")).to_have_text(CITED.format(site=site))
    expect(page.locator(".forms button:visible")).to_have_count(0)
    context.close()


def test_a_printed_report_is_its_text_and_its_citation_alone(page: Page) -> None:
    page.goto(READ)
    page.emulate_media(media="print")
    for gone in (".top", ".side", ".actions", ".found", ".tools", ".back", ".grounds"):
        assert not page.locator(f"{gone} >> visible=true").count(), gone
    expect(page.locator(".printed")).to_be_visible()
    expect(page.locator("#p3")).to_be_visible()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, list[Report]]:
    settings = Settings(tmp_path_factory.mktemp("versions"))
    same = "".join(f"第{n}项工作已按期办结并通过验收。" for n in "一二三四五六七")
    texts = {
        2020: f"{same}办理案件86件。出庭不出声的现象仍然存在。",
        2021: f"{same}办理案件112件。基层执法力量不足。项目\t目标",
        2022: f"{same}办理案件130件。",
    }
    files = [(f"{year}.txt", text.encode(), yearly(year, text)) for year, text in texts.items()]
    newer = ("2022.txt", b"newer", yearly(2022, f"{same}办理案件131件。"))
    return settings, keep(settings, [*files, newer])


@pytest.fixture(scope="module")
def versions(reports: tuple[Settings, list[Report]]) -> Iterator[str]:
    with served(reports[0].data) as address:
        yield address


def addresses(reports: list[Report]) -> list[str]:
    first, second, old, _ = (report.doc_id for report in reports)
    return [
        f"/reports/{second}?q=案件",
        f"/reports/{old}",
        f"/reports/{second}/cite/2",
        f"/reports/{second}/similar/2",
        f"/compare/{first}/{second}",
    ]


@pytest.fixture(scope="module", params=WIDTHS.values(), ids=WIDTHS)
def window(
    browser: Browser, versions: str, request: pytest.FixtureRequest
) -> Iterator[tuple[Page, int]]:
    """A window of a width, for page after page."""
    width: int = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=versions)
    yield context.new_page(), width
    context.close()


@pytest.mark.parametrize("number", range(5), ids="report superseded cite similar compare".split())
def test_every_page_is_whole_clear_and_large_enough_to_hit(
    window: tuple[Page, int], reports: tuple[Settings, list[Report]], number: int
) -> None:
    page, width = window
    page.goto(addresses(reports[1])[number])
    for fold in page.locator("main summary >> visible=true").all():
        fold.click()
    scrolled = page.evaluate("document.documentElement.scrollWidth")
    small = page.evaluate(SMALL_TARGETS)
    faint = page.evaluate(FAINT_TEXTS)
    broken = Axe().run(page, options=RULES).response["violations"]
    assert scrolled <= width
    assert small == []
    assert faint == []
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in broken] == []


def test_unchanged_sentences_unfold_without_a_script(
    browser: Browser, versions: str, reports: tuple[Settings, list[Report]]
) -> None:
    context = browser.new_context(base_url=versions, java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses(reports[1])[4])
    folded = page.locator(".same-run .row").first
    expect(folded).to_be_hidden()
    page.get_by_text("相同的 6 句").click()
    expect(folded).to_be_visible()
    context.close()


def test_what_was_changed_is_told_without_colour(
    browser: Browser, versions: str, reports: tuple[Settings, list[Report]]
) -> None:
    page = browser.new_page(base_url=versions)
    page.goto(addresses(reports[1])[4])
    row = page.locator(".row.changed", has_text="办理案件")
    expect(row.locator(".kind")).to_have_text("改动")
    expect(row.locator("del")).to_have_css("text-decoration-line", "line-through")
    expect(row.locator("ins")).to_have_css("text-decoration-line", "underline")
    page.close()


SMALL_TARGETS = """() => [...document.querySelectorAll("main a, main button, main summary")]
  .filter((e) => e.checkVisibility() && !e.closest("h1, h2, h3, p:not(.tools), li, td, dd"))
  .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 24 || height < 24)
  .map(([text, { width, height }]) => [text, width, height])"""
"""What is smaller than 24 pixels either way, but for links in a line of text."""
