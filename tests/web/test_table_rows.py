"""What readers see of a table: the names of its columns, and what files state beside their text."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.conftest import doc_id, shown

ROW = "/?q=应诉率 100%25&year=2021"


def test_a_hit_in_a_table_is_shown_with_the_names_of_its_columns(client: FlaskClient) -> None:
    page = client.get(ROW)
    text = "//ol[@class='hits']/li//p[@class='text row']"
    assert shown(page, f"{text}/span") == ["项目：负责人出庭应诉率", "目标：100%"]
    assert shown(page, f"{text}//mark") == ["应诉率", "100%"]


def test_the_names_of_the_columns_are_no_text_of_the_row(client: FlaskClient) -> None:
    page = client.get("/?q=目标 100%25&year=2021")
    assert shown(page, "//div[@class='nothing']//h2") == ["没有一字不差的命中"]


def test_a_match_in_a_table_is_lined_up_with_its_column_named(client: FlaskClient) -> None:
    page = client.get(f"{ROW}&view=concordance")
    assert shown(page, "//table[@class='concordance']/tbody/tr/td[4]") == [
        "2021 青岚县人民政府办公室 “项目”栏",
        "2021 青岚县人民政府办公室 “目标”栏",
    ]


def test_the_header_of_a_table_heads_its_columns_on_the_reports_page(client: FlaskClient) -> None:
    page = client.get(f"/reports/{doc_id(11)}")
    table = "//div[@class='full-text']//table"
    assert shown(page, f"{table}//th[@scope='col']") == ["项目", "目标"]
    assert shown(page, f"{table}//td[not(@class)]") == ["负责人出庭应诉率", "100%"]


def test_what_a_file_states_beside_its_text_is_told_apart_from_what_was_read(
    client: FlaskClient,
) -> None:
    page = client.get(f"/reports/{doc_id(900)}")
    grounds = "//details[@class='grounds']"
    assert shown(page, f"{grounds}/h2") == ["文件或网页另外注明（仅供参考，未采作报告信息）"]
    assert shown(page, f"{grounds}/ul/li") == ["发布时间：2023-02-01", "来源：<市司法局>"]
    assert shown(page, "//dl[@class='metadata']/div[dt='成文日期']/dd") == ["未注明"]
    assert "发布时间" not in client.get(f"/reports/{doc_id(11)}").text
