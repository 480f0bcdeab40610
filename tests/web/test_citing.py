"""Citations on the pages: one click copies, and without a script the texts can be selected."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from archive.model import Hit, Level, Paragraph, Role, SectionKind
from tests.web.conftest import doc_id, shown
from web.citing import cited, hit_citation, permanent_url

PLAIN = (
    "青岚县人民政府办公室《青岚县2021年法治政府建设情况报告》，2021年，二、存在的问题，第5段。"
    f"http://localhost/r/{doc_id(11)}/5"
)


def test_every_paragraph_of_a_report_offers_its_citation_at_one_click(client: FlaskClient) -> None:
    page = client.get(f"/reports/{doc_id(11)}")
    offered = shown(page, "//a[@class='cite']/@data-copy")
    assert len(offered) == 8
    assert offered[4] == PLAIN


def test_the_link_to_a_citation_leads_to_its_three_forms(client: FlaskClient) -> None:
    (link,) = shown(client.get(f"/reports/{doc_id(11)}"), "(//a[@class='cite'])[5]/@href")
    page = client.get(link)
    forms = shown(page, "//ul[@class='forms']//p[contains(@class, 'text')]")
    assert forms[0] == PLAIN
    assert forms[1].startswith("青岚县人民政府办公室. 青岚县2021年法治政府建设情况报告: 青政办")
    assert "〔2022〕11号[R/OL]. (2022-01-15)[" in forms[1]
    assert forms[2].startswith(f"@techreport{{r{doc_id(11)}-5, author = ")
    assert shown(page, "//blockquote") == ["少数单位负责人出庭应诉意识不强，存在出庭不出声的现象。"]


def test_a_citation_keeps_the_search_to_return_to(client: FlaskClient) -> None:
    page = client.get(f"/reports/{doc_id(11)}?q=出庭应诉&year=2021")
    (link,) = shown(page, "(//a[@class='cite'])[5]/@href")
    (back,) = shown(client.get(link), "//p[@class='back']/a/@href")
    path = f"/reports/{doc_id(11)}"
    assert back == f"{path}?q=%E5%87%BA%E5%BA%AD%E5%BA%94%E8%AF%89&year=2021#p5"


def test_the_report_as_a_whole_is_cited_without_a_paragraph(client: FlaskClient) -> None:
    page = client.get(f"/reports/{doc_id(901)}")
    assert shown(page, "//ul[@class='forms']//p[contains(@class, 'plain')]") == [
        f"《<b>白杼</b>镇“法治”小结 & 打算》。http://localhost/r/{doc_id(901)}"
    ]


def test_a_hit_is_cited_as_its_paragraph_is_in_the_report(app: Flask) -> None:
    title = "青岚县2021年法治政府建设情况报告"
    kind = SectionKind.PROBLEMS
    paragraph = Paragraph(5, Role.BODY, "出庭不出声。", ("二、存在的问题",), kind)
    unit = "青岚县人民政府办公室"
    hit = Hit(doc_id(11), title, 2021, Level.COUNTY, unit, paragraph, ())
    with app.test_request_context("/"):
        assert hit_citation(hit) == PLAIN


def test_an_address_bears_the_host_by_which_the_reader_came(app: Flask) -> None:
    with app.test_request_context("/", base_url="https://archive.example"):
        assert permanent_url(doc_id(11), 5) == f"https://archive.example/r/{doc_id(11)}/5"


def test_the_citation_page_of_a_paragraph_that_is_not_there_is_not_found(
    client: FlaskClient,
) -> None:
    page = client.get(f"/reports/{doc_id(11)}/cite/99")
    assert page.status_code == 404
    assert "没有第 99 段" in page.text


def test_the_forms_are_of_one_source(app: Flask) -> None:
    from tests.web.conftest import CITY

    with app.test_request_context("/"):
        citation = cited(CITY, 2)
    address = f"http://localhost/r/{CITY.doc_id}/2"
    assert citation.plain.endswith(address)
    assert citation.gbt7714.endswith(f"{address}.")
    assert f"url = {{{address}}}" in citation.bibtex
