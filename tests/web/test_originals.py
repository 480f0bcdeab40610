"""The original of a report for download: its bytes, its name, and nothing that runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from archive.library import Library
from archive.model import Report
from archive.settings import Settings
from tests.web.conftest import shown
from tests.web.kept import keep, yearly
from web import create_app
from web.opening import EXTENSION
from web.originals import shown_size
from web.settings import SiteSettings

SCRIPT = b"<script>alert(1)</script>"
NAMES = ("法治报告 2022.docx", "page.html", "a.ofd", "b.wps", 'x"\r\n;y.PDF', "bare", "c.txt")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path)


@pytest.fixture
def kept(settings: Settings) -> list[Report]:
    reports = [replace(yearly(2022, "出庭应诉。"), source=name) for name in NAMES]
    return keep(
        settings, [(name, SCRIPT + name.encode(), reports[i]) for i, name in enumerate(NAMES)]
    )


@pytest.fixture
def reader(settings: Settings, kept: list[Report]) -> Iterator[FlaskClient]:
    app = create_app(settings)
    yield app.test_client()
    app.extensions[EXTENSION].close()


def test_the_bytes_come_as_they_were_loaded(reader: FlaskClient, kept: list[Report]) -> None:
    with reader.get(f"/reports/{kept[0].doc_id}/original") as answer:
        assert answer.data == SCRIPT + NAMES[0].encode()


@pytest.mark.parametrize(
    ("number", "name", "content_type"),
    [
        (
            0,
            "法治报告 2022.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (1, "page.html", "text/html"),
        (2, "a.ofd", "application/ofd"),
        (3, "b.wps", "application/vnd.ms-works"),
        (4, "x___;y.PDF", "application/pdf"),
        (5, "bare", "application/octet-stream"),
        (6, "c.txt", "text/plain"),
    ],
)
def test_an_original_is_saved_under_its_name_and_never_opened_in_the_page(
    reader: FlaskClient, kept: list[Report], number: int, name: str, content_type: str
) -> None:
    with reader.get(f"/reports/{kept[number].doc_id}/original") as answer:
        headers = answer.headers
    disposition = headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    given = disposition.split("filename*=UTF-8''")[-1] if "*=" in disposition else disposition
    assert name in (unquote(given), given.split("filename=")[-1].strip('"'))
    assert headers["Content-Type"] == content_type
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_the_report_offers_its_original_with_name_and_size(
    reader: FlaskClient, kept: list[Report]
) -> None:
    page = reader.get(f"/reports/{kept[0].doc_id}")
    link = "//a[@download]"
    assert shown(page, f"{link}/@href") == [f"/reports/{kept[0].doc_id}/original"]
    assert shown(page, link) == [f"下载原件 法治报告 2022.docx，{25 + len(NAMES[0].encode())} 字节"]


def test_an_original_that_is_lost_is_not_offered_and_not_found(
    reader: FlaskClient, settings: Settings, kept: list[Report]
) -> None:
    with Library(settings.library) as library:
        path = library.original_of(kept[0].doc_id)
    assert path is not None
    path.unlink()
    assert shown(reader.get(f"/reports/{kept[0].doc_id}"), "//a[@download]") == []
    answer = reader.get(f"/reports/{kept[0].doc_id}/original")
    assert answer.status_code == 404
    assert "文献库里没有编号为" in answer.text


def test_an_unknown_report_has_no_original(reader: FlaskClient) -> None:
    assert reader.get("/reports/ffffffffffffffff/original").status_code == 404


def test_behind_a_password_an_original_is_for_those_who_gave_it(
    settings: Settings, kept: list[Report]
) -> None:
    app = create_app(settings, SiteSettings(password="a long password"))
    answer = app.test_client().get(f"/reports/{kept[0].doc_id}/original")
    app.extensions[EXTENSION].close()
    assert answer.status_code == 401
    assert SCRIPT not in answer.data


def test_a_size_is_shown_as_a_reader_takes_it_in() -> None:
    assert [shown_size(size) for size in (0, 999, 1_000, 34_560, 2_500_000)] == [
        "0 字节",
        "999 字节",
        "1.0 KB",
        "34.6 KB",
        "2.5 MB",
    ]
