"""The help page: the whole table, and examples that can be followed."""

from __future__ import annotations

from flask.testing import FlaskClient

from archive.messages import help as texts
from tests.web.conftest import shown


def test_the_page_shows_the_whole_table_and_all_that_is_said(client: FlaskClient) -> None:
    page = client.get("/help")
    assert page.status_code == 200
    rows = shown(page, '//table[@class="language"]/tbody/tr/th')
    assert rows == [row.typed for row in (*texts.TEXT, *texts.FIELDS)]
    assert shown(page, "//h2") == [
        *(texts.LANGUAGE_TITLE, texts.FIELDS_TITLE, texts.NOTES_TITLE),
        *(heading for heading, _ in texts.SECTIONS),
    ]
    said = [*texts.NOTES, *(point for _, points in texts.SECTIONS for point in points)]
    assert shown(page, '//ul[@class="points"]/li') == [" ".join(one.split()) for one in said]


def test_each_example_leads_to_its_search(client: FlaskClient) -> None:
    addresses = shown(client.get("/help"), '//table[@class="language"]//a/@href')
    assert len(addresses) == len(texts.TEXT) + len(texts.FIELDS)
    boxes = [shown(client.get(address), '//input[@id="q"]/@value')[0] for address in addresses]
    assert boxes == [row.example for row in (*texts.TEXT, *texts.FIELDS)]


def test_the_help_is_under_a_hundred_kilobytes(client: FlaskClient) -> None:
    assert len(client.get("/help").data) < 100_000
