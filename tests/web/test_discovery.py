from __future__ import annotations

from urllib.parse import quote

from flask.testing import FlaskClient
from lxml import etree

from archive.settings import Settings
from tests.web.conftest import shown
from web import create_app
from web.settings import SiteSettings

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_every_page_names_the_opensearch_description(client: FlaskClient) -> None:
    for address in ("/", "/?q=出庭应诉", "/nowhere", "/help"):
        page = client.get(address)
        link = "//head/link[@rel='search'][@type='application/opensearchdescription+xml']"
        assert shown(page, f"{link}/@href | {link}/@title") == ["政府报告文库", "/opensearch.xml"]


def test_a_browser_can_add_the_search(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml", base_url="https://reports.example")
    assert answer.content_type == "application/opensearchdescription+xml"
    description = etree.fromstring(answer.data)
    assert description.tag == f"{OPENSEARCH}OpenSearchDescription"
    texts = {
        element.tag.removeprefix(OPENSEARCH): element.text
        for element in description
        if element.text
    }
    icon = texts.pop("Image")
    assert texts == {
        "ShortName": "政府报告文库",
        "Description": "逐字查找政府报告中的一句话",
        "InputEncoding": "UTF-8",
        "Language": "zh-CN",
    }
    with client.get(icon) as image:
        assert image.content_type.startswith("image/svg+xml")
    site = "https://reports.example"
    assert [dict(url.attrib) for url in description.iter(f"{OPENSEARCH}Url")] == [
        {"type": "text/html", "method": "get", "template": f"{site}/?q={{searchTerms}}"},
        {
            "type": "application/x-suggestions+json",
            "rel": "suggestions",
            "method": "get",
            "template": f"{site}/suggest?q={{searchTerms}}",
        },
        {
            "type": "application/opensearchdescription+xml",
            "rel": "self",
            "template": f"{site}/opensearch.xml",
        },
    ]


def test_the_template_of_the_description_searches(client: FlaskClient) -> None:
    description = etree.fromstring(client.get("/opensearch.xml").data)
    template = description.find(f"{OPENSEARCH}Url").get("template")
    page = client.get(template.replace("{searchTerms}", quote("出庭应诉")))
    assert shown(page, "//*[@class='total']") == ["共 37 段，见于 13 份报告"]


def test_crawlers_read_reports_and_their_lists_but_no_searches(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "User-agent: *",
        "Disallow: /*q=",
        "Disallow: /*&",
        "Allow: /?year=*&page=",
        "Disallow: /*chart.svg",
        "Disallow: /api/",
        "Disallow: /compare/",
        "Disallow: /export",
        "Disallow: /reports/*/",
        "Disallow: /suggest",
    ]


def test_crawlers_read_nothing_behind_a_password(settings: Settings) -> None:
    client = create_app(settings, SiteSettings(password="x")).test_client()
    assert client.get("/robots.txt").text.splitlines() == ["User-agent: *", "Disallow: /"]
    assert client.get("/opensearch.xml").status_code == 200
