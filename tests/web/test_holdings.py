"""The page of what the archive holds: counts, links, and what was quarantined, without folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.engine import open_engine
from archive.files import FileRecord, Fixity, State
from archive.library import Library
from archive.model import Level, Metadata
from archive.settings import Settings
from tests.web.conftest import made_up, shown
from web import create_app
from web.holdings import MOST_LISTED, Quarantined, named
from web.opening import EXTENSION
from web.settings import SiteSettings

REPORTS = (
    made_up(1, Metadata("一", year=2021, level=Level.COUNTY, doc_type="报告"), []),
    made_up(2, Metadata("二", year=2021, level=Level.COUNTY, doc_type="工作总结"), []),
    made_up(3, Metadata("三", year=2022, level=Level.CITY, doc_type="报告"), []),
    made_up(4, Metadata("四"), []),
)
FOLDER = "/home/keeper/机密/2022"


def quarantine(settings: Settings, count: int) -> None:
    with Library(settings.library, writable=True) as library:
        for number in range(count):
            library.record_quarantined(
                f"{FOLDER}/坏 <{number:03}>.doc", f"读不出（{number}）", "请另存为 docx。"
            )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path)
    with open_engine(settings) as engine, Library(settings.library, writable=True) as library:
        engine.replace(REPORTS)
        for report in REPORTS:
            fixity = Fixity(report.doc_id + "0" * 48)
            library.record_report(f"/in/{report.source}", fixity, "plain", report)
        fixity = Fixity(REPORTS[0].doc_id + "0" * 48)
        library.record_copy("/in/again.txt", fixity, REPORTS[0].doc_id)
        library.record_unpacked("/in/2021.zip")
    return settings


@pytest.fixture
def client(settings: Settings) -> Iterator[FlaskClient]:
    app = create_app(settings, SiteSettings(rate_limit=None))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def test_the_files_that_were_offered_add_up(settings: Settings, client: FlaskClient) -> None:
    quarantine(settings, 2)
    assert shown(client.get("/holdings"), "//main//h1/following-sibling::p") == [
        "现收录 4 份报告，4 段文字。",
        "提交过 8 个文件：4 个已装载，1 个与已装载的内容相同，1 个压缩包已解开，"
        "2 个读不出而被隔离。",
    ]


def test_the_files_of_a_removed_report_are_counted_apart(
    settings: Settings, client: FlaskClient
) -> None:
    with Library(settings.library, writable=True) as library:
        library.remove(REPORTS[0].doc_id)
    assert shown(client.get("/holdings"), "//main//h1/following-sibling::p")[1] == (
        "提交过 6 个文件：3 个已装载，0 个与已装载的内容相同，1 个压缩包已解开，"
        "0 个读不出而被隔离。2 个文件的报告已由管理员移除。"
    )


def test_reports_are_counted_by_year_and_level(client: FlaskClient) -> None:
    page = client.get("/holdings")
    rows = '//table[contains(@class, "cross")][1]'
    assert shown(page, f"({rows})[1]//tr/*")[:25] == [
        *("年度", "市", "县", "未注明", "合计"),
        *("2022年", "1", "无报告", "无报告", "1"),
        *("2021年", "无报告", "2", "无报告", "2"),
        *("未注明", "无报告", "无报告", "1", "1"),
        *("合计", "1", "2", "1", "4"),
    ]


def test_reports_are_counted_by_kind_of_document(client: FlaskClient) -> None:
    page = client.get("/holdings")
    assert shown(page, '//table[contains(@class, "kinds")]//tbody/tr') == [
        *("报告2", "工作总结1", "未注明1"),
    ]


def test_each_count_leads_to_so_many_reports(client: FlaskClient) -> None:
    page = client.get("/holdings")
    links = '//table[contains(@class, "cross")]//a'
    counts, addresses = shown(page, links), shown(page, f"{links}/@href")
    assert len(addresses) == 12
    for count, address in zip(counts, addresses, strict=True):
        total = shown(client.get(address), '//*[contains(@class, "total")]')[0]
        assert f"{count} 份报告" in total, address


def test_the_chart_shows_the_same_counts(client: FlaskClient) -> None:
    answer = client.get("/holdings/chart.svg")
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    assert "共 4 份报告。" in answer.text
    assert "'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in client.get("/holdings").headers["Content-Security-Policy"]
    assert shown(client.get("/holdings"), "//main//img/@src") == ["/holdings/chart.svg"]


@pytest.mark.parametrize("site", [SiteSettings(), SiteSettings(password="开门")])
def test_a_quarantined_file_is_named_with_reason_and_remedy_and_never_with_its_folders(
    settings: Settings, site: SiteSettings
) -> None:
    quarantine(settings, 1)
    app = create_app(settings, site)
    client = app.test_client()
    if site.password:
        assert client.get("/holdings", headers={"Accept": "text/html"}).status_code == 303
        with client.session_transaction() as session:
            session["signed_in"] = True
    page = client.get("/holdings")
    name, reason, remedy, day = shown(page, '//table[contains(@class, "refused")]//tbody/tr/*')
    assert (name, reason, remedy) == ("坏 <000>.doc", "读不出（0）", "请另存为 docx。")
    assert len(day) == len("2026-01-31")
    assert "keeper" not in page.text
    assert "机密" not in page.text
    app.extensions[EXTENSION].close()


def test_a_file_name_that_is_no_utf8_is_shown_all_the_same() -> None:
    record = FileRecord("/in/\udcff.doc", State.QUARANTINED, None, "坏", "修", "2026-01-31T00:00")
    assert named(record) == Quarantined("?.doc", "坏", "修", "2026-01-31")


def test_no_more_than_a_few_hundred_quarantined_files_are_listed(
    settings: Settings, client: FlaskClient
) -> None:
    quarantine(settings, MOST_LISTED + 1)
    page = client.get("/holdings")
    assert len(shown(page, '//table[contains(@class, "refused")]//tbody/tr')) == MOST_LISTED
    assert "只列出前 200 个；其余见 python -m indexer status。" in page.text


def test_an_archive_without_quarantined_files_says_so(client: FlaskClient) -> None:
    assert "没有被隔离的文件：提交的文件全部读出。" in client.get("/holdings").text


def test_an_empty_archive_says_how_to_begin(empty_client: FlaskClient) -> None:
    page = empty_client.get("/holdings")
    assert page.status_code == 200
    assert "文库里还没有报告。 请先装载" in page.text
    assert empty_client.get("/holdings/chart.svg").status_code == 200


def test_lines_of_the_variants_that_were_passed_over_are_shown_to_the_keeper(
    settings: Settings, client: FlaskClient
) -> None:
    assert "variants.txt" not in client.get("/holdings").text
    settings.data.joinpath("variants.txt").write_text("甲 = 乙\n丙\n", "utf-8")
    assert shown(client.get("/holdings"), "//section[last()]//li") == [
        "第 2 行：只有一个写法，已略过；请写成 写法一 = 写法二。"
    ]
