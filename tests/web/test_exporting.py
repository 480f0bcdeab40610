from __future__ import annotations

import csv
import io
import json
from urllib.parse import unquote

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.export import CONTENT_TYPES, Format
from tests.web.conftest import shown
from web.citing import permanent_url


def rows_of(response: TestResponse, form: Format) -> int:
    """How many rows an export has under its head."""
    if form is Format.JSONL:
        return sum("text" in json.loads(line) for line in response.text.splitlines())
    if form is Format.CSV:
        text = response.data.decode("utf-8-sig")
        lines = [line for line in io.StringIO(text, newline="") if not line.startswith("#")]
        return len(list(csv.DictReader(lines)))
    return openpyxl.load_workbook(io.BytesIO(response.data))["结果"].max_row - 1


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize(
    "written",
    ["q=出庭应诉", "q=出庭应诉&from=2015&to=2018", "q=出庭应诉&kind=问题&page=3&view=table", ""],
)
def test_an_export_has_as_many_rows_as_the_page_counts(
    client: FlaskClient, form: Format, written: str
) -> None:
    response = client.get(f"/export?{written}&format={form}")
    api = client.get(f"/api/v1/count?{written.partition('&page')[0]}").get_json()
    assert response.status_code == 200
    assert response.content_type == CONTENT_TYPES[form]
    assert rows_of(response, form) == api["total"] > 0


def test_an_export_is_sent_as_it_is_made(client: FlaskClient) -> None:
    response = client.get("/export?q=出庭应诉&format=csv")
    assert response.is_streamed
    assert "Content-Length" not in response.headers


def test_an_export_is_named_by_what_was_searched_for(client: FlaskClient) -> None:
    header = client.get('/export?q="出庭 应诉" -a/b&format=xlsx').headers["Content-Disposition"]
    kind, plain, full = header.split("; ")
    assert kind == "attachment"
    assert plain.startswith("filename=export-2")
    assert plain.isascii()
    assert full.startswith("filename*=UTF-8''")
    name = unquote(full.removeprefix("filename*=UTF-8''"))
    assert name.startswith("检索结果-出庭 应诉 -a b-2")
    assert name.endswith(".xlsx")


def test_the_permanent_address_in_an_export_leads_to_the_paragraph(client: FlaskClient) -> None:
    lines = client.get("/export?q=出庭又出声&format=jsonl&year=2022").text.splitlines()
    row = json.loads(lines[1])
    with client.application.test_request_context():
        assert row["url"] == permanent_url(row["doc_id"], row["ordinal"])
    page, _, anchor = client.get(row["url"]).location.partition("#")
    assert "".join(shown(client.get(page), f"//*[@id='{anchor}']")).startswith(row["text"][:40])


def test_a_variant_that_was_taken_is_told_in_the_head(client: FlaskClient) -> None:
    lines = client.get("/export?q=出庭应诉&also=出庭应诉%3D首长出庭&format=jsonl").text
    assert json.loads(lines.splitlines()[0])["variants"] == ["首长出庭"]


@pytest.mark.parametrize("written", ["q=a&format=pdf", 'q="出庭 (复议&format=csv', "year=abc"])
def test_an_export_that_cannot_be_made_is_explained_on_a_page(
    client: FlaskClient, written: str
) -> None:
    response = client.get(f"/export?{written}")
    assert response.status_code == 400
    assert response.mimetype == "text/html"
    assert "Content-Disposition" not in response.headers
    assert shown(response, "//main//p")
