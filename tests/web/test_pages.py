from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import web
from archive.settings import Settings
from archive.text import fold
from tests.web.conftest import SENTENCE, doc_id, shown

PHRASE = "/?q=出庭应诉"
ROOM = Path(web.__file__).parent
HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def test_home_says_what_the_archive_holds_and_offers_it_by_year_level_and_unit(
    client: FlaskClient,
) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert shown(page, "//p[@class='holdings']") == ["现收录 15 份报告，115 段文字"]
    assert shown(page, "//h3") == ["年度", "层级", "单位"]
    assert shown(page, "//section[@class='facet'][2]//a") == ["市 1", "县 12", "乡镇 1", "未注明 1"]


def test_home_of_an_empty_archive_says_how_to_fill_it(empty_client: FlaskClient) -> None:
    page = empty_client.get("/")
    assert page.status_code == 200
    assert shown(page, "//div[@class='notice']/p") == [
        "文库里还没有报告。",
        "请先装载：python -m indexer load 文件夹",
    ]


def test_a_hit_shows_its_report_its_section_and_the_whole_phrase_marked(
    client: FlaskClient,
) -> None:
    page = client.get("/?q=出庭应诉意识&year=2021")
    article = "//ol[@class='hits']/li"
    assert shown(page, f"{article}//h2") == ["青岚县2021年法治政府建设情况报告"]
    assert shown(page, f"{article}//p[@class='facts']/span") == [
        "2021年",
        "县",
        "青岚县人民政府办公室",
    ]
    assert shown(page, f"{article}//p[@class='path']/span") == ["二、存在的问题", "问题"]
    assert shown(page, f"{article}//p[@class='text']") == [
        "少数单位负责人出庭应诉意识不强，存在出庭不出声的现象。"
    ]
    assert shown(page, f"{article}//mark") == ["出庭应诉意识"]
    assert shown(page, "//p[@class='total']") == ["共 1 段，见于 1 份报告"]


def test_a_long_paragraph_is_cut_to_the_sentences_round_the_hit(client: FlaskClient) -> None:
    (text,) = shown(client.get("/?q=出庭又出声&year=2021"), "//p[@class='text']")
    assert text.startswith("…")
    assert text.endswith("…")
    assert SENTENCE.format(n=81) in text
    assert len(text) < 210


def test_facets_count_under_every_filter_but_their_own(client: FlaskClient) -> None:
    page = client.get(f"{PHRASE}&year=2022&year=2012&level=县")
    assert shown(page, "//p[@class='total']") == ["共 6 段，见于 2 份报告"]
    years = shown(page, "//section[@class='facet'][1]//span[@class='count']")
    assert years == ["3"] * 12
    assert shown(page, "//section[@class='facet'][2]//li") == ["市 1", "县（已选，再点取消） 6"]


def test_a_chosen_value_stays_listed_at_0_and_can_be_taken_back(client: FlaskClient) -> None:
    page = client.get("/?q=应出尽出&level=县")
    assert shown(page, "//section[@class='facet']//li[@class='chosen']") == [
        "县（已选，再点取消） 0"
    ]
    (remove,) = shown(page, "//ul[@class='chips']/li[not(@class)]/a/@href")
    assert shown(client.get(remove), "//p[@class='total']") == ["共 1 段，见于 1 份报告"]


def test_reports_without_a_year_can_be_asked_for(client: FlaskClient) -> None:
    page = client.get("/?year=none&level=none")
    assert shown(page, "//p[@class='total']") == ["共 1 份报告"]
    assert shown(page, "//p[@class='facts']/span") == ["年度未注明", "层级未注明", "单位未注明"]
    assert shown(page, "//ul[@class='chips']/li[1]") == ["取消条件：年度：未注明"]


def test_filters_without_a_text_list_reports(client: FlaskClient) -> None:
    page = client.get("/?year=2022")
    assert shown(page, "//p[@class='total']") == ["共 2 份报告"]
    assert sorted(shown(page, "//ol[@class='hits']//h2")) == [
        "云泽市2022年度法治政府建设工作报告",
        "青岚县2022年法治政府建设情况报告",
    ]


def test_a_section_kind_without_a_text_lists_its_paragraphs(client: FlaskClient) -> None:
    page = client.get("/?kind=问题&year=2022")
    assert shown(page, "//p[@class='total']") == ["共 2 段，见于 1 份报告"]


def test_pages_follow_each_other_until_every_hit_was_shown(client: FlaskClient) -> None:
    address, links = PHRASE, []
    while address:
        page = client.get(address)
        links += shown(page, "//ol[@class='hits']//h2/a/@href")
        address = next(iter(shown(page, "//a[@rel='next']/@href")), "")
    assert len(set(links)) == len(links) == 37
    assert shown(page, "//ol[@class='hits']/@start") == ["31"]


def test_a_page_past_the_last_says_so_and_links_the_last(client: FlaskClient) -> None:
    page = client.get(f"{PHRASE}&page=9")
    assert page.status_code == 200
    assert shown(page, "//div[@class='nothing']//h2") == ["没有第 9 页"]
    (last,) = shown(page, "//div[@class='nothing']//a/@href")
    assert len(shown(client.get(last), "//ol[@class='hits']/li")) == 7


def test_nothing_found_literally_is_said_first_and_hits_by_words_follow_marked_as_such(
    client: FlaskClient,
) -> None:
    page = client.get("/?q=负责人应诉意识&year=2021")
    assert page.status_code == 200
    assert shown(page, "//div[@class='nothing']//h2") == ["没有一字不差的命中"]
    assert shown(page, "//section[@class='by-words']/h2") == [
        "以下不是一字不差的命中，是按词检索“负责人应诉意识”找到的段落"
    ]
    first = "//section[@class='by-words']//li[1]"
    assert shown(page, f"{first}//mark") == ["负责人", "应诉", "意识"]
    (all_of_them,) = shown(page, "//section[@class='by-words']/p/a/@href")
    offered = client.get(all_of_them)
    assert shown(offered, "//div[@class='notice']/p/text()")[0].startswith("以下是按词检索的结果")
    assert shown(offered, "//input[@name='mode'][@type='checkbox']/@checked")
    (unfiltered,) = shown(page, "//div[@class='nothing']//a[@class='action']/@href")
    assert not shown(client.get(unfiltered), "//ul[@class='chips']")


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("负责人应诉意识", ["负责人：37 段", "应诉：37 段", "意识：12 段"]),
        ("应出尽出 行政复议", ["应出尽出：1 段", "行政复议：12 段"]),
        ('"应出尽出" 少数?单位', ["应出尽出：1 段", "少数?单位：0 段"]),
        ("少数 BEFORE/1 人 -出庭", []),
        ("。，", []),
    ],
)
def test_each_part_of_what_was_not_found_is_counted_alone(
    client: FlaskClient, typed: str, parts: list[str]
) -> None:
    page = client.get("/", query_string={"q": typed})
    assert shown(page, "//div[@class='nothing']//h2") == ["没有一字不差的命中"]
    assert shown(page, "//ul[@class='parts']/li") == parts
    for link, part in zip(shown(page, "//ul[@class='parts']/li/a/@href"), parts, strict=False):
        total = shown(client.get(link), "//p[@class='total']")[0]
        assert total.startswith(f"共 {part.split('：')[1].split()[0]} 段")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("(出庭 应诉", "第 1 个字处的括号没有配对的另一半。"),
        ("年度:二〇二二", "第 1 个字处：“年度”不能是“二〇二二”。"),
        ("出庭 OR", "第 4 个字处的“OR”少了要查的词。"),
        ("-复议", "只写了要排除的词，没有要查的词。"),
    ],
)
def test_a_wrong_query_gets_the_place_and_the_reason(
    client: FlaskClient, typed: str, message: str
) -> None:
    page = client.get("/", query_string={"q": typed})
    assert page.status_code == 400
    assert shown(page, "//*[@class='message']") == [message]
    assert shown(page, "//input[@id='q']/@value") == [typed]


def test_reports_are_listed_once_with_their_best_paragraph_and_the_number_of_hits(
    client: FlaskClient,
) -> None:
    page = client.get(f"{PHRASE}&view=reports&sort=newest")
    assert shown(page, "//p[@class='total']") == ["共 37 段，见于 13 份报告"]
    assert len(shown(page, "//ol[@class='hits']/li")) == 10
    county = "//ol[@class='hits']/li[.//a[contains(., '青岚县2022年')]]"
    more = f"{county}//p[@class='more']/a[contains(@href, 'report=')]"
    (link,) = shown(page, f"{more}/@href")
    assert shown(page, more) == ["命中 3 段，看全部"]
    of_one = client.get(link)
    assert shown(of_one, "//p[@class='total']") == ["共 3 段，见于 1 份报告"]
    assert "取消条件：只看一份报告" in shown(of_one, "//ul[@class='chips']/li")
    (following,) = shown(page, "//a[@rel='next']/@href")
    assert len(shown(client.get(following), "//ol[@class='hits']/li")) == 3


def test_a_paragraph_with_several_matches_says_how_many(client: FlaskClient) -> None:
    page = client.get("/?q=应诉 OR 负责人 OR 出庭 OR 常态&year=2021&kind=成效")
    assert shown(page, "//p[@class='more']/span") == ["本段 5 处"]


def test_a_concordance_centres_each_match_with_fifteen_characters_on_each_side(
    client: FlaskClient,
) -> None:
    page = client.get("/?q=出庭&year=2021&view=concordance&kind=问题")
    assert shown(page, "//table[@class='concordance']/tbody/tr[1]/td") == [
        "少数单位负责人",
        "出庭",
        "应诉意识不强，存在出庭不出声的…",
        "2021 青岚县人民政府办公室",
    ]
    assert len(shown(page, "//table[@class='concordance']/tbody/tr")) == 2


@pytest.mark.parametrize(("order", "side"), [("left", 1), ("right", 3)])
def test_a_concordance_is_sorted_by_what_stands_beside_the_match(
    client: FlaskClient, order: str, side: int
) -> None:
    page = client.get(f"/?q=出庭&view=concordance&sort={order}&year=2021&year=2020")
    beside = shown(page, f"//table[@class='concordance']/tbody/tr/td[{side}]")
    plain = [fold(text.strip("…")) for text in beside]
    assert len(plain) == 10
    assert plain == sorted(plain, key=lambda text: text[::-1] if order == "left" else text)


def test_hits_are_sorted_by_year_on_request(client: FlaskClient) -> None:
    page = client.get(f"{PHRASE}&sort=oldest")
    years = shown(page, "//p[@class='facts']/span[1]")
    assert years == sorted(years)
    assert years[0] == "2011年"


def test_the_table_tells_reports_with_a_hit_of_all_reports_and_opens_them(
    client: FlaskClient,
) -> None:
    page = client.get("/?q=应诉意识&view=table")
    assert shown(page, "//table[@class='cross']/thead//th") == [
        *("年度", "市", "县", "乡镇", "未注明", "合计")
    ]
    of_2022 = "//table[@class='cross']/tbody/tr[th='2022年']"
    assert shown(page, f"{of_2022}/td") == [
        *("0 / 1 0%", "1 / 1 100%", "无报告", "无报告", "1 / 2 50%")
    ]
    assert shown(page, "//table[@class='cross']/tfoot//td[last()]") == ["12 / 15 80%"]
    (link,) = shown(page, f"{of_2022}/td[2]/a/@href")
    assert shown(client.get(link), "//p[@class='total']") == ["共 1 段，见于 1 份报告"]


def test_the_table_counts_all_reports_under_the_same_filters(client: FlaskClient) -> None:
    page = client.get("/?q=应诉意识&view=table&level=县&kind=问题&from=2020")
    assert shown(page, "//table[@class='cross']/tbody//td[1]") == ["1 / 1 100%"] * 3
    assert shown(page, "//table[@class='cross']/tfoot//td[last()]") == ["3 / 3 100%"]


def test_the_table_without_a_text_counts_the_reports(client: FlaskClient) -> None:
    page = client.get("/?view=table")
    assert shown(page, "//table[@class='cross']/tfoot//td[last()]") == ["15"]


def test_a_range_of_years_narrows_the_results_and_is_a_chip(client: FlaskClient) -> None:
    page = client.get(f"{PHRASE}&from=2021&to=2030")
    assert shown(page, "//p[@class='total']") == ["共 7 段，见于 3 份报告"]
    assert shown(page, "//ul[@class='chips']/li[1]") == ["取消条件：年度范围：2021–2030"]
    years = shown(page, "//section[@class='facet'][1]//span[@class='name']")
    assert years == [f"{year}年" for year in range(2022, 2010, -1)]
    refused = client.get(f"{PHRASE}&from=2022&to=2021")
    assert refused.status_code == 400


def test_units_are_searched_within_their_list(client: FlaskClient) -> None:
    page = client.get(f"{PHRASE}&units=司法")
    names = "//section[h3='单位']//span[@class='name']"
    assert shown(page, names) == ["青岚县司法局"]
    nothing = client.get(f"{PHRASE}&units=海关")
    assert shown(nothing, "//section[h3='单位']/p") == ["没有名称含有“海关”的单位"]


def test_the_scope_can_be_widened_to_one_report(client: FlaskClient) -> None:
    nothing = client.get("/?q=应诉意识 行政复议")
    assert shown(nothing, "//div[@class='nothing']//h2") == ["没有一字不差的命中"]
    page = client.get("/?q=应诉意识 行政复议&scope=report&year=2021")
    assert shown(page, "//p[@class='total']") == ["共 2 段，见于 1 份报告"]
    assert sorted(shown(page, "//ol[@class='hits']//mark")) == ["应诉意识", "行政复议"]


def test_variants_are_offered_counted_and_taken_back(
    client: FlaskClient, settings: Settings
) -> None:
    (settings.data / "variants.txt").write_text("行政复议 = 依法治理\n", encoding="utf-8")
    page = client.get("/?q=行政复议")
    assert shown(page, "//p[@class='total']") == ["共 12 段，见于 12 份报告"]
    offers = "//section[@class='variants']//li"
    assert shown(page, offers) == ["行政复议 = 依法治理（1 段），一并查找"]
    (take,) = shown(page, f"{offers}/a/@href")
    both = client.get(take)
    assert shown(both, "//p[@class='total']") == ["共 13 段，见于 13 份报告"]
    assert shown(both, offers) == ["不再一并查找：行政复议 = 依法治理（1 段）"]
    (give_back,) = shown(both, f"{offers}/a/@href")
    assert shown(client.get(give_back), "//p[@class='total']") == ["共 12 段，见于 12 份报告"]
    (settings.data / "variants.txt").unlink()
    again = client.get(take)
    assert shown(again, "//p[@class='total']") == ["共 13 段，见于 13 份报告"]


def test_the_box_keeps_what_was_typed_the_filters_and_the_view(client: FlaskClient) -> None:
    page = client.get("/?q=“出庭 应诉”&year=2022&unit=none&page=1&view=reports&sort=oldest")
    assert shown(page, "//input[@id='q']/@value") == ["“出庭 应诉”"]
    hidden = "//form[@class='box']/input[@type='hidden']"
    assert shown(page, f"{hidden}/@name") == ["year", "unit", "view", "sort"]
    assert shown(page, f"{hidden}/@value") == ["2022", "none", "reports", "oldest"]


def test_a_hit_opens_its_report_at_the_match_with_outline_and_metadata(
    client: FlaskClient,
) -> None:
    (link,) = shown(client.get("/?q=出庭应诉意识&year=2021"), "//ol[@class='hits']//h2/a/@href")
    assert re.fullmatch(rf"/reports/{doc_id(11)}\?.*#p5", link)
    page = client.get(link)
    assert page.status_code == 200
    assert shown(page, "//h1") == ["青岚县2021年法治政府建设情况报告"]
    assert shown(page, "//mark[@id='p5']") == ["出庭应诉意识"]
    assert shown(page, "//nav[@class='outline']//li") == [
        "一、主要举措和成效",
        "二、存在的问题 1 段",
        "三、下一步打算",
    ]
    assert shown(page, "//dl/div") == [
        "年度2021年",
        "层级县",
        "单位青岚县人民政府办公室",
        "成文日期2022年1月15日",
        "发文字号青政办〔2022〕11号",
    ]
    (back,) = shown(page, "//p[@class='back']/a/@href")
    assert shown(client.get(back), "//p[@class='total']") == ["共 1 段，见于 1 份报告"]


def test_a_report_shows_every_paragraph_once_under_its_own_place(client: FlaskClient) -> None:
    page = client.get(f"/reports/{doc_id(11)}?q=出庭应诉")
    places = shown(page, "//article//@id[starts-with(., 'p')]")
    assert places == [f"p{n}" for n in range(9)]
    assert shown(page, "//article//mark") == ["出庭应诉"] * 3
    assert shown(page, "//p[@class='found']/text()")[0] == "“出庭应诉”在本报告命中 3 段"


def test_unknown_metadata_is_shown_as_unknown(client: FlaskClient) -> None:
    page = client.get(f"/reports/{doc_id(901)}")
    assert shown(page, "//dl//dd") == ["未注明"] * 5


def test_a_report_whose_text_bears_no_title_is_listed_and_headed_by_the_composed_one(
    client: FlaskClient,
) -> None:
    page = client.get("/?level=乡镇")
    assert shown(page, "//ol[@class='hits']//h2/a") == ["[2019年依法治镇报告]"]
    (link,) = shown(page, "//ol[@class='hits']//h2/a/@href")
    assert shown(client.get(link), "//h1") == ["[2019年依法治镇报告]"]


def test_html_in_a_report_is_shown_as_text(client: FlaskClient) -> None:
    for address in ("/?q=依法行政", f"/reports/{doc_id(901)}?q=<script>alert"):
        page = client.get(address)
        assert "<script>alert" not in page.text
        assert "<b>" not in page.text
        assert "<script>alert(1)</script>" in "".join(shown(page, "//main"))


def test_no_page_loads_or_names_anything_outside(client: FlaskClient) -> None:
    for address in ("/", PHRASE, f"/reports/{doc_id(1)}", "/nowhere"):
        page = client.get(address)
        assert "//" not in " ".join(shown(page, "//@href | //@src | //@action"))
        assert not shown(page, "//style | //@style | //script[not(@src)] | //@onclick")
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_every_page_is_declared_chinese_and_light(client: FlaskClient) -> None:
    for address in ("/", PHRASE, f"/reports/{doc_id(1)}", "/?page=-1"):
        page = client.get(address)
        assert shown(page, "/html/@lang") == ["zh-CN"]
        loaded = shown(page, "//link[@rel!='search']/@href | //script/@src")
        files = [client.get(file) for file in loaded]
        assert len(page.data) + sum(len(file.data) for file in files) < 100_000
        for file in files:
            assert file.headers["Cache-Control"] == "public, max-age=31536000"
            file.close()


def test_no_chinese_stands_outside_the_messages() -> None:
    files = [*ROOM.glob("*.py"), *ROOM.glob("templates/*"), *ROOM.glob("static/*")]
    assert len(files) > 10
    # Its words are cues to where a phrase ends, and what is typed before a unit: nobody reads them.
    files = [file for file in files if file.name != "suggesting.py"]
    assert [file.name for file in files if HAN.search(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("address", ["/", PHRASE])
def test_a_head_request_is_answered(client: FlaskClient, address: str) -> None:
    assert client.head(address).status_code == 200
