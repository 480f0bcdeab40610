from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.messages import help as language_help
from archive.settings import Settings
from tests.web.conftest import doc_id
from tests.web.kept import keep, yearly
from web import create_app
from web.opening import EXTENSION


def every(client: FlaskClient, path: str, size: int) -> list[dict[str, Any]]:
    """All hits of an operation, page after page, as a program takes them."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = client.get(f"/api/v1/{path}&size={size}&cursor={cursor}").get_json()
        found += answer["hits"]
        cursor = answer["next"]
    return found


def problem(response: TestResponse) -> tuple[int, str, str]:
    record = json.loads(response.data)
    assert response.content_type == "application/problem+json"
    assert list(record) == ["type", "title", "status", "detail", "remedy"]
    assert (record["type"], record["status"]) == ("about:blank", response.status_code)
    return response.status_code, record["detail"], record["remedy"]


def test_a_count_is_of_paragraphs_and_reports(client: FlaskClient) -> None:
    assert client.get("/api/v1/count?q=出庭应诉").get_json() == {
        **{"total": 37, "reports": 13, "left_out": 0}
    }


def test_a_search_answers_counts_and_whole_paragraphs(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=出庭应诉 应出尽出&size=1").get_json()
    assert answer == {
        "total": 1,
        "reports": 1,
        "left_out": 0,
        "hits": [
            {
                "id": f"{doc_id(900)}-2",
                "doc_id": doc_id(900),
                "title": "云泽市2022年度法治政府建设工作报告",
                "year": 2022,
                "level": "市",
                "unit": None,
                "is_department": None,
                "region": None,
                "date": None,
                "document_number": None,
                "doc_type": None,
                "near_to": None,
                "role": "body",
                "section": ["一、成效"],
                "section_kind": "成效",
                "ordinal": 2,
                "columns": [],
                "url": f"http://localhost/r/{doc_id(900)}/2",
                "text": "推动行政机关负责人出庭应诉，做到应出尽出。",
                "spans": [[9, 13], [16, 20]],
            }
        ],
        "next": None,
    }


def test_the_description_explains_how_a_query_is_written(client: FlaskClient) -> None:
    description = client.get("/api/v1/openapi.json").get_json()["info"]["description"]
    assert description.endswith(language_help.markdown())


@pytest.mark.parametrize("size", [1, 5, 37, 100])
def test_cursors_lead_through_every_paragraph_once(client: FlaskClient, size: int) -> None:
    ids = [hit["id"] for hit in every(client, "search?q=出庭应诉&sort=newest", size)]
    assert len(ids) == len(set(ids)) == 37


def test_cursors_keep_the_order(client: FlaskClient) -> None:
    years = [hit["year"] for hit in every(client, "search?q=出庭应诉&sort=oldest", 4)]
    assert years == sorted(years)


def test_cursors_lead_through_every_report_once(client: FlaskClient) -> None:
    found = every(client, "reports?q=出庭应诉", 5)
    assert len({one["best"]["doc_id"] for one in found}) == len(found) == 13
    assert sum(one["count"] for one in found) == 37


def test_a_cursor_is_good_for_its_own_search_only(client: FlaskClient) -> None:
    cursor = client.get("/api/v1/search?q=出庭应诉&size=1").get_json()["next"]
    assert client.get(f"/api/v1/search?q=出庭应诉&cursor={cursor}").status_code == 200
    status, detail, _ = problem(client.get(f"/api/v1/search?q=出庭&cursor={cursor}"))
    assert (status, detail) == (400, f"cursor“{cursor}”不能用于这次检索。")


@pytest.mark.parametrize("cursor", ["x", "出庭", "=", "MTIz", "A" * 5000])
def test_what_is_no_cursor_is_refused(client: FlaskClient, cursor: str) -> None:
    status, detail, remedy = problem(client.get(f"/api/v1/search?q=a&cursor={cursor}"))
    assert status == 400
    assert detail.startswith("cursor“")
    assert remedy


def test_facets_keep_what_was_chosen(client: FlaskClient) -> None:
    facets = client.get("/api/v1/facets?q=应出尽出&level=县").get_json()
    assert facets["level"] == [
        {"value": "市", "count": 1, "chosen": False},
        {"value": "县", "count": 0, "chosen": True},
    ]
    assert list(facets) == [
        *("year", "level", "unit", "section_kind", "region", "doc_type", "is_department")
    ]


def test_a_report_is_answered_whole(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/reports/{doc_id(900)}").get_json()
    assert answer == {
        "doc_id": doc_id(900),
        "source": "900.txt",
        "title": "云泽市2022年度法治政府建设工作报告",
        "year": 2022,
        "covers": None,
        "level": "市",
        "is_department": None,
        "unit": None,
        "region": None,
        "date": None,
        "document_number": None,
        "doc_type": None,
        "near_to": None,
        "superseded_by": None,
        "evidence": {},
        "corrections": {},
        "stated": [
            {"label": "发布时间", "text": "2023-02-01"},
            {"label": "来源", "text": "<市司法局>"},
        ],
        "paragraphs": [
            {
                "ordinal": ordinal,
                "role": role,
                "section": section,
                "section_kind": kind,
                "years_mentioned": [],
                "columns": [],
                "text": text,
            }
            for ordinal, role, section, kind, text in [
                (0, "title", [], "其他", "云泽市2022年度法治政府建设工作报告"),
                (1, "heading", [], "成效", "一、成效"),
                (2, "body", ["一、成效"], "成效", "推动行政机关负责人出庭应诉，做到应出尽出。"),
            ]
        ],
    }


def test_a_table_row_is_answered_with_the_names_of_its_columns(client: FlaskClient) -> None:
    (hit,) = client.get("/api/v1/search?q=应诉率 100%&year=2021&size=1").get_json()["hits"]
    assert (hit["role"], hit["text"]) == ("table row", "负责人出庭应诉率\t100%")
    assert hit["columns"] == ["项目", "目标"]
    row = client.get(f"/api/v1/reports/{hit['doc_id']}").get_json()["paragraphs"][hit["ordinal"]]
    assert row["columns"] == ["项目", "目标"]


def test_a_superseded_report_is_answered_with_what_took_its_place(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    files = [("a.txt", b"old", yearly(2021, "旧。")), ("a.txt", b"new", yearly(2021, "新。"))]
    old, new = keep(settings, files)
    app = create_app(settings)
    client = app.test_client()
    answers = [client.get(f"/api/v1/reports/{one.doc_id}").get_json() for one in (old, new)]
    assert [(one["paragraphs"][2]["text"], one["superseded_by"]) for one in answers] == [
        ("旧。", new.doc_id),
        ("新。", None),
    ]
    assert client.get("/api/v1/count?q=旧。").get_json()["total"] == 0
    app.extensions[EXTENSION].close()


def test_a_paragraph_is_answered_by_its_identifier(client: FlaskClient) -> None:
    hit = client.get("/api/v1/search?q=应出尽出").get_json()["hits"][0]
    answer = client.get(f"/api/v1/paragraphs/{hit['id']}").get_json()
    assert answer == {**hit, "spans": []}


def test_an_export_is_the_same_as_the_sites(client: FlaskClient) -> None:
    asked = "q=出庭应诉&format=jsonl&year=2022"
    api, site = (
        client.get(f"{path}?{asked}").text.splitlines()[1:]
        for path in ("/api/v1/export", "/export")
    )
    assert api == site
    assert len(api) == 4


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("count?q=(出庭 OR", (400, "第 5 个字处的“OR”少了要查的词。")),
        ("count?q=年度:二零", (400, "第 1 个字处：“年度”不能是“二零”。")),
        ("search?year=abc", (400, "年度“abc”不是四位数字。")),
        ("search?q=a&size=0", (400, "参数 size 不能是“0”。")),
        ("search?q=a&size=101", (400, "参数 size 不能是“101”。")),
        ("search?q=a&size=x", (400, "参数 size 不能是“x”。")),
        ("export?q=a&format=pdf", (400, "参数 format 不能是“pdf”。")),
        ("count?q=a&yeer=2022", (400, "没有名为“yeer”的参数。")),
        ("reports/abc", (404, "文库里没有编号为“abc”的报告。")),
        (f"paragraphs/{doc_id(900)}-9", (404, f"文库里没有编号为“{doc_id(900)}-9”的段落。")),
        ("paragraphs/abc", (404, "文库里没有编号为“abc”的段落。")),
        ("nothing", (404, "这个地址下没有内容。")),
    ],
)
def test_a_failure_is_told_as_problem_details(
    client: FlaskClient, path: str, wanted: tuple[int, str]
) -> None:
    status, detail, remedy = problem(client.get(f"/api/v1/{path}"))
    assert (status, detail) == wanted
    assert remedy


def test_another_method_is_refused_with_those_that_do(client: FlaskClient) -> None:
    response = client.post("/api/v1/count")
    assert problem(response)[0] == 405
    assert set(response.allow) == {"GET", "HEAD", "OPTIONS"}


def test_the_description_names_every_operation(client: FlaskClient) -> None:
    specification = client.get("/api/v1/openapi.json").get_json()
    assert set(specification["paths"]) == {
        f"/api/v1/{path}"
        for path in (
            *("search", "facets", "count", "reports", "reports/{doc_id}"),
            *("paragraphs/{id}", "export"),
        )
    }


def test_every_operation_and_parameter_is_described_in_chinese(client: FlaskClient) -> None:
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    operations = [operation for path in paths.values() for operation in path.values()]
    texts = [one[name] for one in operations for name in ("summary", "description")]
    texts += [one["description"] for each in operations for one in each["parameters"]]
    assert [text for text in texts if text.isascii()] == []


def test_the_page_of_the_description_asks_no_other_address(client: FlaskClient) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert "http://localhost/api/v1/count" in page.text
    sources = [part.partition('"')[0] for part in page.text.split(' src="')[1:]]
    assert sources
    for source in sources:
        assert source.startswith("/")
        with client.get(source.replace("&amp;", "&")) as response:
            assert response.status_code == 200


def test_the_page_of_the_description_allows_no_inline_script(client: FlaskClient) -> None:
    policy = client.get("/api/docs").headers["Content-Security-Policy"].split("; ")
    usual = client.get("/").headers["Content-Security-Policy"].split("; ")
    assert set(policy) - set(usual) == {"img-src 'self' data:"}
