"""Charts by year and level: what is drawn for each value, readable without colour, no script."""

from __future__ import annotations

import math

import pytest
from flask.testing import FlaskClient
from lxml import etree

from archive.model import Level, Table
from web.charts import EMPTY_RADIUS, chart, count_chart

SVG = "{http://www.w3.org/2000/svg}"
ALL: Table = {
    (2020, Level.CITY): 4,
    (2020, Level.COUNTY): 8,
    (2022, Level.COUNTY): 8,
    (None, None): 2,
}
FOUND: Table = {(2020, Level.CITY): 4, (2022, Level.COUNTY): 2, (None, None): 1}


def rows(svg: bytes) -> list[list[tuple[float, bool]]]:
    """Each row's discs: radius over that of the largest, and whether it is a ring."""
    drawn = [
        [
            (float(disc.get("r", "")), "negative" in disc.get("class", ""))
            for disc in series.iter(f"{SVG}circle")
        ]
        for series in etree.fromstring(svg).iter(f"{SVG}g")
        if "series" in series.get("class", "").split()
    ]
    discs = [radius for row in drawn for radius, ring in row if not ring]
    most = max(discs, default=1)
    return [
        [(radius if ring else round(radius / most, 6), ring) for radius, ring in row]
        for row in drawn
        if row
    ]


def texts(svg: bytes, axis: str) -> list[str]:
    root = etree.fromstring(svg)
    return [
        str(text.text)
        for group in root.iter(f"{SVG}g")
        if group.get("class", "").startswith(axis)
        for text in group.iter(f"{SVG}text")
    ]


def test_the_area_of_a_disc_is_the_share_and_a_ring_is_0_of_n() -> None:
    assert rows(chart(FOUND, ALL)) == [
        [(1.0, False)],
        [(EMPTY_RADIUS, True), (round(math.sqrt(0.25), 6), False)],
        [(round(math.sqrt(0.5), 6), False)],
    ]


def test_the_area_of_a_disc_is_the_count() -> None:
    assert rows(count_chart(ALL)) == [
        [(round(math.sqrt(4 / 8), 6), False)],
        [(1.0, False), (1.0, False)],
        [(0.5, False)],
    ]


def test_every_row_bears_its_name_and_every_year_has_its_place() -> None:
    svg = chart(FOUND, ALL)
    assert texts(svg, "axis y") == ["市", "县", "未注明"]
    assert texts(svg, "axis x") == ["2020", "2021", "2022", "未注明"]


def test_years_far_apart_stand_side_by_side() -> None:
    assert texts(count_chart({(1950, None): 1, (2022, None): 1}), "axis x") == ["1950", "2022"]


def test_nothing_found_is_a_chart_of_rings() -> None:
    assert rows(chart({}, {(2021, Level.COUNTY): 3})) == [[(EMPTY_RADIUS, True)]]


@pytest.mark.parametrize("svg", [chart({}, {}), count_chart({})], ids=["shares", "counts"])
def test_no_reports_is_said_in_words(svg: bytes) -> None:
    assert "没有报告" in [text.text for text in etree.fromstring(svg).iter(f"{SVG}text")]


def test_a_chart_tells_what_it_shows() -> None:
    root = etree.fromstring(chart(FOUND, ALL))
    assert (root.get("role"), root.get("aria-labelledby"), root.get("aria-describedby")) == (
        *("img", "title", "desc"),
    )
    assert {element.get("id"): element.text for element in root[:2]} == {
        "title": "各年度、各层级有命中的报告所占比例",
        "desc": "共 7 份报告有命中，占 22 份的 32%。",
    }
    keys = [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "title"]
    assert keys == ["圆的面积表示比例，最大为 100%；空心小圆为 0；没有报告处留空。"]


def test_a_chart_holds_no_script_and_nothing_from_outside() -> None:
    svg = chart(FOUND, ALL)
    assert list(etree.fromstring(svg).iter(f"{SVG}script")) == []
    assert svg.count(b"http") == svg.count(b"http://www.w3.org/")
    assert b"@import" not in svg
    assert b"url(" not in svg


def test_the_same_values_are_the_same_chart() -> None:
    assert chart(FOUND, ALL) == chart(FOUND, ALL)


def test_the_chart_of_a_search_has_its_filters(client: FlaskClient) -> None:
    answer = client.get("/chart.svg?q=出庭又出声&year=2021&year=2022")
    assert answer.status_code == 200
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    description = etree.fromstring(answer.data).findtext(f"{SVG}desc")
    assert description == "共 2 份报告有命中，占 3 份的 67%。"


def test_a_chart_may_not_run_or_fetch_anything(client: FlaskClient) -> None:
    policy = client.get("/chart.svg?q=出庭").headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    )


def test_a_wrong_query_has_no_chart(client: FlaskClient) -> None:
    assert client.get("/chart.svg?q=(出庭 应诉").status_code == 400
