from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from archive.engine import open_engine
from archive.errors import SettingsError
from archive.settings import Settings
from tests.web.conftest import doc_id, shown
from web import create_app
from web.opening import EXTENSION

HOSTILE = [
    " ",
    "　\t\n",
    "字" * 10_000,
    "a" * 1000,
    '"',
    "'",
    "“",
    '"a',
    "(",
    "))((",
    "[",
    "〔",
    "*",
    ".*+?^${}()|[]\\",
    "\\",
    "/",
    "-",
    "--",
    "+",
    "~",
    "OR",
    "AND NOT",
    "year:abc",
    "*:*",
    "<script>alert(1)</script>",
    "&lt;&amp;",
    "{{ 7 * 7 }}",
    "{0}{names}%s%(x)d",
    "'; DROP TABLE",
    "\x00",
    "复\x00议",
    "\x01\x02\x7f",
    "\ufeff\u200b",
    "\ufffd",
    "😀",
    "👨‍👩‍👧",
    "𠮷野家",
    "\u202e复议",
    "%",
    "%%",
    "。",
    " ".join("字词" + str(n) for n in range(100)),
]
RAW = [
    "%ED%A0%80",
    "%ED%A0%80%E5%AD%97",
    "%FF%FE",
    "%",
    "%zz",
    "%00",
    "+",
    "%C0%AE",
    "%F4%90%80%80",
]


@pytest.mark.parametrize("written", [*map(quote, HOSTILE), *RAW])
@pytest.mark.parametrize(
    "address",
    [
        "/?q={}",
        "/?mode=words&q={}",
        "/?q=a&unit={}",
        "/?q=a&year={}",
        "/?q=a&level={}",
        "/?q=a&kind={}",
        "/?q=a&mode={}",
        "/?q=a&page={}",
        "/?q=a&{}",
        "/reports/{}",
        f"/reports/{doc_id(1)}?q={{}}",
    ],
)
def test_no_input_breaks_a_page(client: FlaskClient, address: str, written: str) -> None:
    page = client.get(address.format(written), follow_redirects=True)
    assert page.status_code in (200, 400, 404)
    assert shown(page, "//input[@name='q']")


@pytest.mark.parametrize(
    ("address", "message", "remedy"),
    [
        ("page=-1", "页码“-1”不是从 1 起的整数。", "请从第 1 页看起。"),
        ("page=abc", "页码“abc”不是从 1 起的整数。", "请从第 1 页看起。"),
        (
            "year=abc",
            "年度“abc”不是四位数字。",
            "请写成 2022 这样的年份，或从左侧列出的年度中选择。",
        ),
        (
            "level=村",
            "层级中没有“村”。",
            "可选的有：国家、省、市、县、乡镇、街道。",
        ),
    ],
)
def test_a_bad_address_gets_its_reason_its_remedy_and_its_box_back(
    client: FlaskClient, address: str, message: str, remedy: str
) -> None:
    page = client.get(f"/?q=复议&{address}")
    assert page.status_code == 400
    assert shown(page, "//section/h1 | //section/p[position() < 3]") == [
        "这次检索没有执行",
        message,
        remedy,
    ]
    assert shown(page, "//input[@name='q']/@value") == ["复议"]


def test_a_query_that_cannot_be_read_keeps_its_filters(client: FlaskClient) -> None:
    page = client.get('/?q="出庭 应诉&year=2022')
    assert page.status_code == 400
    assert shown(page, "//p[@class='message']") == ["第 1 个字处的引号没有配对的另一半。"]
    assert shown(page, "//input[@name='q']/@value") == ['"出庭 应诉']
    assert shown(page, "//input[@type='hidden']/@value") == ["2022"]


@pytest.mark.parametrize("name", ["f" * 16, "xyz", "F" * 16, "0" * 40, "1_0"])
def test_a_report_that_is_not_there_is_not_found(client: FlaskClient, name: str) -> None:
    page = client.get(f"/reports/{name}?q=复议")
    assert page.status_code == 404
    assert shown(page, "//p[@class='message']") == [f"文库里没有编号为“{name}”的报告。"]
    assert shown(page, "//input[@name='q']/@value") == ["复议"]


def test_an_address_without_a_page_is_not_found(client: FlaskClient) -> None:
    page = client.get("/nowhere")
    assert page.status_code == 404
    assert shown(page, "//section/h1") == ["没有找到这个页面"]


def test_a_form_that_is_posted_is_refused_in_chinese(client: FlaskClient) -> None:
    page = client.post("/", data={"q": "复议"})
    assert page.status_code == 405
    assert shown(page, "//p[@class='message']") == ["服务器没有接受这个请求（405）。"]


@pytest.fixture
def unreachable(tmp_path: Path) -> Iterator[FlaskClient]:
    settings = Settings(tmp_path, engine="elasticsearch", elasticsearch_url="http://127.0.0.1:9")
    app = create_app(settings)
    yield app.test_client()
    app.extensions[EXTENSION].close()


def test_a_server_that_is_down_is_named_with_its_remedy(unreachable: FlaskClient) -> None:
    for address in ("/", "/?q=复议", f"/reports/{doc_id(1)}?q=复议"):
        page = unreachable.get(address)
        assert page.status_code == 503
        assert shown(page, "//section/h1") == ["检索服务暂时不可用"]
        assert "http://127.0.0.1:9" in shown(page, "//p[@class='message']")[0]
        assert "scripts/elasticsearch start" in shown(page, "//section/p[2]")[0]


def test_a_broken_index_is_named_and_found_again_once_mended(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    with open_engine(settings) as engine:
        engine.replace([])
    (meta,) = settings.embedded_index.glob("*/meta.json")
    whole = meta.read_bytes()
    app = create_app(settings)
    meta.write_bytes(b"{")
    broken = app.test_client().get("/")
    meta.write_bytes(whole)
    mended = app.test_client().get("/")
    app.extensions[EXTENSION].close()
    assert broken.status_code == 503
    assert "python -m indexer rebuild" in shown(broken, "//section/p[2]")[0]
    assert mended.status_code == 200


def test_what_the_program_did_not_foresee_is_logged_and_owned_up_to(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    site = create_app(settings)
    site.add_url_rule("/broken", view_func=lambda: 1 // 0)
    page = site.test_client().get("/broken")
    assert page.status_code == 500
    assert shown(page, "//p[@class='message']") == ["程序出了差错，差错已记入日志。"]
    assert "ZeroDivisionError" in caplog.text


def test_a_wrong_environment_stops_the_site_at_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_ENGINE", "solr")
    with pytest.raises(SettingsError):
        create_app()
