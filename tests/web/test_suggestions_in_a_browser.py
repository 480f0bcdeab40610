"""Suggestions in a real browser: by keyboard, by pointer, while composing, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Locator, Page, expect

TYPED = "负责人出庭"
LONGER_THAN_THE_PAUSE = 400  # ms
AT_ONCE = """(box, text) => {
  for (const letter of text) {
    box.value += letter;
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}"""
"""Types without a pause, which on a busy machine there may be between two keys."""


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/")
    expect(box(page)).to_be_focused()
    return page


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="查找词句")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="检索建议").get_by_role("option")


def asked(page: Page) -> list[str]:
    """A list that grows by each text for which the page asks for suggestions."""
    found: list[str] = []

    def note(url: str) -> None:
        if urlsplit(url).path == "/suggest":
            found.append(parse_qs(urlsplit(url).query)["q"][0])

    page.on("request", lambda sent: note(sent.url))
    return found


def test_a_suggestion_is_reached_taken_and_searched_for_by_keyboard(page: Page) -> None:
    page.keyboard.type(TYPED)
    expect(options(page).first).to_be_visible()
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="条建议")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    first = options(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", str(first.get_attribute("id")))
    expect(box(page)).to_have_value("负责人出庭应诉")
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_have_value(TYPED)
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    assert parse_qs(urlsplit(page.url).query)["q"] == ["负责人出庭应诉"]


def test_escape_closes_the_list_and_gives_back_what_was_typed(page: Page) -> None:
    page.keyboard.type(TYPED)
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_value(TYPED)
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_attribute("aria-expanded", "false")


def test_a_click_on_a_suggestion_searches_for_it(page: Page) -> None:
    page.keyboard.type("青岚县司")
    options(page).filter(has_text="单位:青岚县司法局").click()
    page.wait_for_url(re.compile("q="))
    assert parse_qs(urlsplit(page.url).query)["q"] == ["单位:青岚县司法局"]


def test_a_text_typed_at_once_is_asked_for_once(page: Page) -> None:
    found = asked(page)
    box(page).evaluate(AT_ONCE, TYPED)
    expect(options(page).first).to_be_visible()
    page.wait_for_timeout(LONGER_THAN_THE_PAUSE)
    assert found == [TYPED]


def test_nothing_is_asked_for_while_an_input_method_composes(
    context: BrowserContext, page: Page
) -> None:
    found = asked(page)
    keyboard: CDPSession = context.new_cdp_session(page)
    for text in ("f", "fu", "fu z", "fu ze r"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
    page.wait_for_timeout(LONGER_THAN_THE_PAUSE)
    assert found == []
    keyboard.send("Input.insertText", {"text": "负责人"})
    expect(options(page).first).to_be_visible()
    assert found == ["负责人"]


def test_the_list_goes_when_the_box_is_left(page: Page) -> None:
    page.keyboard.type(TYPED)
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)


def test_a_slash_leads_to_the_box_and_in_the_box_is_a_character(page: Page) -> None:
    page.goto("/?q=出庭应诉")
    page.locator("main a").first.focus()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("出庭应诉")
    page.keyboard.press("/")
    expect(box(page)).to_have_value("/")


def test_a_failing_server_leaves_the_box_as_it_is(page: Page) -> None:
    page.route("**/suggest?*", lambda route: route.fulfill(status=503, body="{}"))
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    with page.expect_response("**/suggest?*"):
        page.keyboard.type("出庭应诉")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    assert failures == []


def test_without_javascript_the_box_is_a_search_field(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox", name="查找词句").fill("出庭应诉")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    expect(page.locator(".total")).to_contain_text("37 段")
    context.close()


def test_suggestions_are_accessible(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.keyboard.type(TYPED)
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    found = Axe().run(page, context="form.box")
    assert found.violations_count == 0, found.generate_report()
