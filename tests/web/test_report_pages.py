"""The pages of a report: permanent addresses, older versions, steps, neighbours, the like."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.engine import open_engine
from archive.library import Library
from archive.model import Report
from archive.settings import Settings
from tests.web.conftest import doc_id, shown
from tests.web.kept import keep, yearly
from web import create_app
from web.opening import EXTENSION

LONG = "推动行政执法公示、执法全过程记录、重大执法决定法制审核三项制度全面落实，执法行为更加规范。"


@pytest.fixture(scope="module")
def kept_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def kept(kept_settings: Settings) -> dict[str, Report]:
    """Four years of a unit, 2021 in two versions; another unit's; a redacted unit's two."""
    named = {
        "2019": ("2019.txt", b"1", yearly(2019, "出庭应诉1件。")),
        "2020": ("2020.txt", b"2", yearly(2020, f"办理案件12件。{LONG}", "出庭应诉2件。")),
        "old": ("2021.txt", b"3", yearly(2021, "出庭应诉33件。")),
        "2021": ("2021.txt", b"4", yearly(2021, "出庭应诉34件。")),
        "2022": ("2022.txt", b"5", yearly(2022, LONG, "出庭应诉5件。")),
        "other": ("other.txt", b"6", yearly(2022, f"全年{LONG}", unit="白杼县司法局")),
        "redacted": ("x1.txt", b"7", yearly(2021, "出庭。", unit="XX局")),
        "redacted too": ("x2.txt", b"8", yearly(2022, "出庭。", unit="XX局")),
    }
    return dict(zip(named, keep(kept_settings, list(named.values())), strict=True))


@pytest.fixture(scope="module")
def reader(kept_settings: Settings, kept: dict[str, Report]) -> Iterator[FlaskClient]:
    app = create_app(kept_settings)
    yield app.test_client()
    app.extensions[EXTENSION].close()


def test_a_permanent_address_leads_to_its_paragraph(
    reader: FlaskClient, kept: dict[str, Report]
) -> None:
    answer = reader.get(f"/r/{kept['2022'].doc_id}/3")
    assert answer.status_code == 302
    assert answer.location == f"/reports/{kept['2022'].doc_id}#p3"


def test_a_permanent_address_without_a_paragraph_leads_to_the_report(
    reader: FlaskClient, kept: dict[str, Report]
) -> None:
    assert reader.get(f"/r/{kept['2022'].doc_id.upper()}").location == (
        f"/reports/{kept['2022'].doc_id}"
    )


@pytest.mark.parametrize("rest", ["/4", "/99999999999999999999"])
def test_a_permanent_address_of_no_paragraph_says_so(
    reader: FlaskClient, kept: dict[str, Report], rest: str
) -> None:
    answer = reader.get(f"/r/{kept['2022'].doc_id}{rest}")
    assert answer.status_code == 404
    assert f"这份报告没有第 {rest[1:]} 段。" in shown(answer, "//main//p")


def test_a_permanent_address_of_no_report_says_so(reader: FlaskClient) -> None:
    answer = reader.get("/r/ffffffffffffffff/1")
    assert answer.status_code == 404
    assert "文库里没有编号为“ffffffffffffffff”的报告。" in shown(answer, "//main//p")


def test_a_superseded_report_says_so_shows_its_text_and_leads_to_the_newer(
    reader: FlaskClient, kept: dict[str, Report]
) -> None:
    answer = reader.get(f"/r/{kept['old'].doc_id}/2", follow_redirects=True)
    today = f"{date.today().year}年{date.today().month}月{date.today().day}日"
    (notice,) = shown(answer, "//div[contains(@class, 'superseded')]/p[1]")
    assert notice.startswith(f"这是旧版本：{today}起，同一文件已换成新的内容。")
    assert shown(answer, "//p[@id='p2']") == ["出庭应诉33件。"]
    assert shown(answer, "//div[contains(@class, 'superseded')]//a/@href") == [
        f"/reports/{kept['2021'].doc_id}#p0",
        f"/compare/{kept['old'].doc_id}/{kept['2021'].doc_id}",
    ]


def test_a_superseded_report_is_not_found_by_a_search(
    reader: FlaskClient, kept: dict[str, Report]
) -> None:
    assert "没有一字不差的命中" in reader.get("/?q=出庭应诉33件").text


def test_a_report_that_was_superseded_twice_leads_to_the_current_one(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    texts = ("出庭应诉1件。", "出庭应诉2件。", "出庭应诉3件。")
    files = [("a.txt", text.encode(), yearly(2021, text)) for text in texts]
    first, _, last = keep(settings, files)
    app = create_app(settings)
    answer = app.test_client().get(f"/reports/{first.doc_id}")
    app.extensions[EXTENSION].close()
    (link,) = shown(answer, "//div[contains(@class, 'superseded')]//a[1]/@href")
    assert link == f"/reports/{last.doc_id}#p0"


def test_a_report_that_is_not_indexed_yet_is_shown_from_the_library(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    (report,) = keep(settings, [("a.txt", b"a", yearly(2021, "出庭应诉。"))])
    with open_engine(settings) as engine:
        engine.remove([report.doc_id])
    app = create_app(settings)
    answer = app.test_client().get(f"/reports/{report.doc_id}")
    app.extensions[EXTENSION].close()
    assert shown(answer, "//p[@id='p2']") == ["出庭应诉。"]
    (notice,) = shown(answer, "//div[@role='note']")
    assert notice.startswith("这份报告还没有进入索引")


def test_an_address_survives_a_rebuild(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    (report,) = keep(settings, [("a.txt", b"a", yearly(2021, "出庭应诉。"))])
    with Library(settings.library) as library, open_engine(settings) as engine:
        engine.rebuild(library.reports())
    app = create_app(settings)
    answer = app.test_client().get(f"/r/{report.doc_id}/2", follow_redirects=True)
    app.extensions[EXTENSION].close()
    assert shown(answer, "//p[@id='p2']") == ["出庭应诉。"]


def test_each_hit_tells_its_place_among_all_and_leads_to_the_next(client: FlaskClient) -> None:
    page = client.get(f"/reports/{doc_id(11)}?q=出庭应诉")
    assert shown(page, "//span[@class='steps']") == [
        "1/3 下一处",
        "2/3 上一处 下一处",
        "3/3 上一处",
    ]
    assert shown(page, "//span[@class='steps']/a/@href") == ["#p5", "#p2", "#p8", "#p5"]
    assert shown(page, "(//span[@class='steps'])[2]/@aria-label") == ["第 2 处，共 3 处"]


def test_a_hit_in_the_title_can_be_stepped_from(client: FlaskClient) -> None:
    page = client.get(f"/reports/{doc_id(11)}?q=建设情况 OR 意识不强")
    assert shown(page, "//p[@class='title-steps']//a/@href") == ["#p5"]


def test_every_paragraph_shows_the_number_by_which_it_is_cited(client: FlaskClient) -> None:
    page = client.get(f"/reports/{doc_id(11)}")
    assert shown(page, "//span[@class='number']") == [f"第{n}段" for n in range(1, 9)]


def test_the_other_years_of_the_unit_are_listed_newest_first(
    reader: FlaskClient, kept: dict[str, Report]
) -> None:
    page = reader.get(f"/reports/{kept['2021'].doc_id}")
    assert shown(page, "//nav[@class='neighbours']//li/a[1]/@href") == [
        f"/reports/{kept[year].doc_id}#p0" for year in ("2022", "2020", "2019")
    ]
    assert shown(page, "//nav[@class='neighbours']//a[@class='pair']/@href") == [
        f"/compare/{kept['2021'].doc_id}/{kept['2022'].doc_id}",
        f"/compare/{kept['2020'].doc_id}/{kept['2021'].doc_id}",
        f"/compare/{kept['2019'].doc_id}/{kept['2021'].doc_id}",
    ]


def test_a_report_is_compared_with_last_years(reader: FlaskClient, kept: dict[str, Report]) -> None:
    page = reader.get(f"/reports/{kept['2021'].doc_id}")
    path = "//div[@class='actions']/a[contains(., '上一年度（2020年）')]/@href"
    assert shown(page, path) == [f"/compare/{kept['2020'].doc_id}/{kept['2021'].doc_id}"]


def test_a_redacted_unit_has_no_neighbours(reader: FlaskClient, kept: dict[str, Report]) -> None:
    page = reader.get(f"/reports/{kept['redacted too'].doc_id}")
    assert shown(page, "//nav[@class='neighbours']") == []


def test_two_years_stand_side_by_side(reader: FlaskClient, kept: dict[str, Report]) -> None:
    page = reader.get(f"/compare/{kept['2019'].doc_id}/{kept['2021'].doc_id}")
    assert shown(page, "//li[contains(@class, 'changed')]//del") == ["2019", "1"]
    assert shown(page, "//li[contains(@class, 'changed')]//ins") == ["2021", "34"]
    (total,) = shown(page, "//p[@class='total']")
    assert total.startswith("相同 1 句 改动 2 句 删去 0 句 新增 0 句")


def test_a_superseded_version_can_be_compared(reader: FlaskClient, kept: dict[str, Report]) -> None:
    page = reader.get(f"/compare/{kept['old'].doc_id}/{kept['2021'].doc_id}")
    assert shown(page, "//del | //ins") == ["33", "34"]


def test_a_report_is_not_compared_with_itself(reader: FlaskClient, kept: dict[str, Report]) -> None:
    one = kept["2021"].doc_id
    assert reader.get(f"/compare/{one}/{one}").status_code == 400


def test_similar_paragraphs_of_other_reports_are_found_what_they_share_marked(
    reader: FlaskClient, kept: dict[str, Report]
) -> None:
    page = reader.get(f"/reports/{kept['2022'].doc_id}/similar/2")
    links = shown(page, "//ol[@class='hits']//h2/a/@href")
    assert sorted(links) == sorted([f"/r/{kept['2020'].doc_id}/2", f"/r/{kept['other'].doc_id}/2"])
    assert shown(page, "//ol[@class='hits']//mark") == [LONG, LONG]
    assert set(shown(page, "//p[@class='facts']/span[1]")) == {"2020年", "2022年"}


def test_a_paragraph_like_no_other_says_so(reader: FlaskClient, kept: dict[str, Report]) -> None:
    page = reader.get(f"/reports/{kept['2022'].doc_id}/similar/1")
    assert shown(page, "//p[@class='nothing']") == ["别的报告里没有相近的段落。"]


def test_a_printed_report_bears_its_citation(client: FlaskClient) -> None:
    page = client.get(f"/reports/{doc_id(11)}")
    assert shown(page, "//p[@class='printed']") == [
        "引用：青岚县人民政府办公室《青岚县2021年法治政府建设情况报告》，2021年。"
        f"http://localhost/r/{doc_id(11)}"
    ]
