"""Near-duplicates on the site: folded in results, linked, and listed on the page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from archive.engine import open_engine
from archive.files import Fixity
from archive.library import Library
from archive.model import Report
from archive.settings import Settings
from tests.web.conftest import served, shown
from tests.web.kept import keep, yearly
from tests.web.test_accessibility import RULES
from web import create_app
from web.opening import EXTENSION

LINKED = {
    # A draft, its final, and that again on another site.
    "draft": ("草稿.doc", yearly(2021, "出庭应诉33件。", "行政执法规范。"), ""),
    "final": ("定稿.docx", yearly(2021, "出庭应诉34件。", "行政执法规范。"), "draft"),
    "repost": ("转载.html", yearly(2021, "出庭应诉34件。", "行政执法规范！"), "draft"),
    "other": ("2020.txt", yearly(2020, "出庭应诉20件。"), ""),
    # Whose like was removed.
    "left": ("2019.txt", yearly(2019, "出庭应诉19件。"), "gone"),
    # One text under two years, of which the later says more.
    "earlier": ("2017.txt", yearly(2017, "普法宣传。"), ""),
    "later": ("2018.txt", yearly(2018, "普法宣传，政务公开。"), "earlier"),
}
"""Reports by name: the file, what it holds, and the name of the report that it is near to."""


@pytest.fixture(scope="module")
def near_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(tmp_path_factory.mktemp("near"))


@pytest.fixture(scope="module")
def near(near_settings: Settings) -> dict[str, Report]:
    files = [
        (path, path.encode(), replace(report, source=path)) for path, report, _ in LINKED.values()
    ]
    kept = dict(zip(LINKED, keep(near_settings, files), strict=True))
    names = {name: report.doc_id for name, report in kept.items()} | {"gone": "9" * 16}
    linked = {
        name: replace(kept[name], near_to=names[to] if to else None)
        for name, (_, _, to) in LINKED.items()
    }
    with open_engine(near_settings) as engine:
        engine.replace(linked.values())
    with Library(near_settings.library, writable=True) as library:
        for path in ("/in/扫描/定稿.docx", "/in/报送.zip/报送稿.docx"):
            library.record_copy(path, Fixity.of(path.encode()), linked["final"].doc_id)
    return linked


@pytest.fixture(scope="module")
def reader(near_settings: Settings, near: dict[str, Report]) -> Iterator[FlaskClient]:
    app = create_app(near_settings)
    yield app.test_client()
    app.extensions[EXTENSION].close()


def titles(reader: FlaskClient, address: str) -> list[str]:
    """The reports of the hits, by the doc_id in their links."""
    links = shown(reader.get(address), "//ol[@class='hits']//h2/a/@href")
    return sorted(urlsplit(link).path.rpartition("/")[2] for link in links)


def ids(near: dict[str, Report], *names: str) -> list[str]:
    return sorted(near[name].doc_id for name in names)


# Results


def test_near_duplicates_are_all_listed_unless_the_reader_folds_them(
    reader: FlaskClient, near: dict[str, Report]
) -> None:
    assert titles(reader, "/?q=出庭应诉") == ids(near, "draft", "final", "repost", "other", "left")
    assert titles(reader, "/?q=出庭应诉&near=fold") == ids(near, "draft", "other", "left")


def test_the_total_tells_how_many_near_duplicates_were_left_out(reader: FlaskClient) -> None:
    total = "//p[@class='total']"
    assert shown(reader.get("/?q=出庭应诉"), total) == ["共 5 段，见于 5 份报告"]
    folded = "共 3 段，见于 3 份报告；另有 2 份近似的报告没有计入"
    for view in ("paragraphs", "reports", "concordance", "table"):
        assert shown(reader.get(f"/?q=出庭应诉&near=fold&view={view}"), total) == [folded]
    assert shown(reader.get("/?year=2021&near=fold"), total) == [
        "共 1 份报告；另有 2 份近似的报告没有计入"
    ]


def test_the_switch_tells_which_way_is_chosen_and_leads_to_the_other(reader: FlaskClient) -> None:
    switch = "//nav[@aria-label='近似的报告']//a"
    for address, chosen in (
        ("/?q=出庭应诉&page=2", "逐份列出"),
        ("/?q=出庭应诉&near=fold", "只取一份"),
    ):
        page = reader.get(address)
        assert shown(page, f"{switch}[@aria-current]") == [chosen]
        assert [parse_qs(urlsplit(one).query) for one in shown(page, f"{switch}/@href")] == [
            {"q": ["出庭应诉"]},
            {"q": ["出庭应诉"], "near": ["fold"]},
        ]


def test_the_switch_is_not_shown_where_there_is_one_report(reader: FlaskClient) -> None:
    assert shown(reader.get("/?q=政务公开"), "//nav[@aria-label='近似的报告']") == []


@pytest.mark.parametrize("view", ["paragraphs", "reports"])
def test_a_report_that_stands_for_others_leads_to_their_list(
    reader: FlaskClient, near: dict[str, Report], view: str
) -> None:
    page = reader.get(f"/?q=出庭应诉33件&near=fold&view={view}")
    assert shown(page, "//p[@class='more']/a[contains(., '近似')]") == []
    page = reader.get(f"/?q=行政执法&near=fold&view={view}")
    link = "//p[@class='more']/a[contains(., '近似')]"
    assert shown(page, link) == ["另有 2 份近似的报告"]
    (href,) = shown(page, f"{link}/@href")
    path, _, mark = href.partition("#")
    assert path.startswith(f"/reports/{near['draft'].doc_id}?")
    assert mark == "near"
    assert shown(reader.get(path), f"//*[@id='{mark}']") == ["近似的报告"]


def test_a_hit_near_to_an_earlier_report_leads_to_it(
    reader: FlaskClient, near: dict[str, Report]
) -> None:
    page = reader.get("/?q=出庭应诉34件")
    link = "//p[@class='more']/a[contains(., '近似')]"
    assert shown(page, link) == ["与先收入的一份近似"] * 2
    assert {urlsplit(one).path for one in shown(page, f"{link}/@href")} == {
        f"/reports/{near['draft'].doc_id}"
    }
    assert set(shown(page, f"{link}/@title")) == {
        f"与先收入的一份近似：《{near['draft'].metadata.title}》"
    }


def test_a_hit_whose_first_is_gone_leads_to_the_list_of_its_own_page(
    reader: FlaskClient, near: dict[str, Report]
) -> None:
    page = reader.get("/?q=出庭应诉19件")
    link = "//p[@class='more']/a[contains(., '近似')]"
    assert shown(page, link) == ["与别的报告近似"]
    (href,) = shown(page, f"{link}/@href")
    assert href.startswith(f"/reports/{near['left'].doc_id}?")
    assert href.endswith("#near")
    assert "与本报告近似的那一份已移出或已换成新的内容。" in reader.get(href.partition("#")[0]).text


def test_a_line_of_the_concordance_says_that_its_report_is_near_to_another(
    reader: FlaskClient,
) -> None:
    page = reader.get("/?q=出庭应诉3&view=concordance&sort=right")
    tags = "//td[@class='from'][span[@class='tag']='近似']"
    assert len(shown(page, tags)) == 2
    assert len(shown(page, "//td[@class='from']")) == 3


def test_every_link_out_of_a_folded_search_folds(reader: FlaskClient) -> None:
    page = reader.get("/?q=出庭应诉&near=fold&year=2021&year=2020&year=2019")
    links = [*shown(page, "//main//a/@href"), *shown(page, "//main//img/@src")]
    unfolded = [
        link
        for link in links
        if link.startswith(("/?", "/export", "/chart", "/reports/"))
        and parse_qs(urlsplit(link).query).get("near") != ["fold"]
    ]
    off = shown(page, "//nav[@aria-label='近似的报告']//li[1]/a/@href")
    assert unfolded == off
    hidden = "//form[@role='search']//input[@type='hidden'][@name='near']/@value"
    assert shown(page, hidden) == ["fold"]


def test_facets_pages_and_exports_count_what_the_folded_page_does(reader: FlaskClient) -> None:
    page = reader.get("/?q=出庭应诉&near=fold")
    years = "//section[@class='facet'][h3='年度']//a"
    assert shown(page, years) == ["2021年 1", "2020年 1", "2019年 1"]
    (export,) = shown(page, "//p[@class='exports']/a[.='JSON Lines']/@href")
    assert reader.get(export).text.count('"text": ') == 3


def test_where_nothing_is_found_the_parts_are_counted_folded(reader: FlaskClient) -> None:
    page = reader.get("/?q=出庭应诉34件 政务公开&near=fold")
    assert shown(page, "//ul[@class='parts']/li") == ["出庭应诉34件：1 段", "政务公开：1 段"]


def test_the_table_has_a_report_for_each_hit_whichever_stands_for_its_group(
    reader: FlaskClient,
) -> None:
    page = reader.get("/?q=政务公开&near=fold&view=table")
    row = "//table[@class='cross']//tr[th='2018年']/td[1]"
    assert shown(page, row) == ["1 / 1 100%"]


# The page of a report


def test_a_report_lists_those_nearly_the_same_with_year_unit_and_link(
    reader: FlaskClient, near: dict[str, Report]
) -> None:
    page = reader.get(f"/reports/{near['final'].doc_id}?q=出庭")
    title = near["final"].metadata.title
    assert shown(page, "//nav[h2='近似的报告']//li") == [f"2021年 {title} 青岚县司法局 对照"] * 2
    listed = shown(page, "//nav[h2='近似的报告']//li/a[1]/@href")
    assert [urlsplit(one).path for one in listed] == [
        f"/reports/{near[name].doc_id}" for name in ("draft", "repost")
    ]
    assert shown(page, "//div[@class='actions']/a[@href='#near']") == ["近似的报告 2 份"]
    compare = shown(page, "//nav[h2='近似的报告']//a[@class='pair']/@href")
    assert compare[0] == f"/compare/{near['draft'].doc_id}/{near['final'].doc_id}"
    assert reader.get(compare[0]).status_code == 200


def test_the_first_of_a_group_lists_the_others(
    reader: FlaskClient, near: dict[str, Report]
) -> None:
    page = reader.get(f"/reports/{near['draft'].doc_id}")
    listed = shown(page, "//nav[h2='近似的报告']//li/a[1]/@href")
    assert sorted(urlsplit(one).path.rpartition("/")[2] for one in listed) == ids(
        near, "final", "repost"
    )


def test_a_report_like_no_other_lists_none(reader: FlaskClient, near: dict[str, Report]) -> None:
    assert "近似" not in reader.get(f"/reports/{near['other'].doc_id}").text


def test_a_report_names_every_file_that_it_came_in(
    reader: FlaskClient, near: dict[str, Report]
) -> None:
    source = "//footer[@class='source']/p[not(@class)]"
    assert shown(reader.get(f"/reports/{near['final'].doc_id}"), source) == [
        "来源文件：定稿.docx",
        "同一份报告也以这些文件名收到过：报送稿.docx",
    ]
    assert shown(reader.get(f"/reports/{near['draft'].doc_id}"), source) == ["来源文件：草稿.doc"]


# The API


def test_the_api_folds_and_tells_what_it_left_out(
    reader: FlaskClient, near: dict[str, Report]
) -> None:
    count = reader.get("/api/v1/count?q=出庭应诉&near=fold").get_json()
    assert count == {"total": 3, "reports": 3, "left_out": 2}
    for path in ("search", "reports"):
        answer = reader.get(f"/api/v1/{path}?q=出庭应诉&near=fold").get_json()
        assert (answer["total"], answer["left_out"], len(answer["hits"])) == (3, 2, 3)
    facets = reader.get("/api/v1/facets?q=出庭应诉&near=fold").get_json()
    assert [(one["value"], one["count"]) for one in facets["year"]] == [
        *((2021, 1), (2020, 1), (2019, 1))
    ]
    draft, final = near["draft"].doc_id, near["final"].doc_id
    assert reader.get(f"/api/v1/reports/{final}").get_json()["near_to"] == draft
    assert reader.get(f"/api/v1/paragraphs/{final}-2").get_json()["near_to"] == draft
    assert reader.get("/api/v1/count?q=出庭应诉&near=all").status_code == 400


# In a browser


@pytest.fixture(scope="module")
def near_site(near_settings: Settings, near: dict[str, Report]) -> Iterator[str]:
    with served(near_settings.data) as address:
        yield address


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_with_near_duplicates_are_accessible_and_fit(
    browser: Browser, near_site: str, near: dict[str, Report], width: int
) -> None:
    pages = (
        *("/?q=出庭应诉", "/?q=出庭应诉&near=fold", "/?q=出庭应诉&near=fold&view=table"),
        *(f"/reports/{near[name].doc_id}?q=出庭应诉" for name in ("final", "left")),
    )
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=near_site)
    page = context.new_page()
    for address in pages:
        page.goto(address)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()
