"""The site behind a real gunicorn, by its settings file: reload, sums over workers, and logs."""

from __future__ import annotations

import json
import logging
import signal
import socket
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from archive.engine import open_engine
from archive.model import Metadata, SectionKind
from archive.settings import Settings
from tests.web.conftest import Server, made_up, server
from web.server_log import Line

TOKEN = "0123456789abcdef"
HELP_PAGES = 'archive_pages_total{page="help_pages.help_page",status="200"}'
FETCH = build_opener(ProxyHandler({}))  # a proxy named in the environment is not asked

TEXTS = [
    f"第{number}项工作按照分工落实责任，逐项对照任务清单推进。" * 4 for number in range(20_000)
]


def fetched(address: str, **headers: str) -> bytes:
    with FETCH.open(Request(address, headers=headers), timeout=30) as answer:
        return bytes(answer.read())


def rows(export: bytes) -> list[str]:
    """The rows of an export without its head, which tells the time."""
    return [row for row in export.decode().splitlines() if "大报告" in row]


def figure(running: Server, name: str) -> float | None:
    text = fetched(f"{running.address}/metrics", Authorization=f"Bearer {TOKEN}").decode()
    found = [line.rpartition(" ")[2] for line in text.splitlines() if line.startswith(name)]
    return float(found[0]) if found else None


def workers(running: Server) -> set[str]:
    pid = running.process.pid
    return set(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())


def renewed(running: Server) -> None:
    """Reload the server and wait until none of its workers is one of before."""
    before = workers(running)
    running.process.send_signal(signal.SIGHUP)
    wait_until(lambda: len(workers(running)) == 2 and not workers(running) & before)


def wait_until(fits: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not fits():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_reload_loses_no_request_that_comes_meanwhile(settings: Settings) -> None:
    over = Event()

    def read_on(address: str) -> list[int]:
        sizes = []
        while not over.is_set():
            sizes.append(len(fetched(address)))
        return sizes

    with server(settings.data) as running, ThreadPoolExecutor(4) as readers:
        address = f"{running.address}/?q={quote('出庭应诉')}"
        size = len(fetched(address))
        reading = [readers.submit(read_on, address) for _ in range(4)]
        try:
            for _ in range(3):
                renewed(running)
        finally:
            over.set()
        sizes = [one for each in reading for one in each.result()]
    assert set(sizes) == {size}
    assert len(sizes) > 20


def test_an_export_that_is_under_way_at_a_reload_arrives_whole(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    report = made_up(1, Metadata(title="大报告"), [("", SectionKind.OTHER, TEXTS)])
    with open_engine(settings) as engine:
        engine.replace([report])
    path = f"/export?q={quote('逐项对照')}&format=csv"
    with server(tmp_path) as running:
        whole = fetched(f"{running.address}{path}")
        with FETCH.open(f"{running.address}{path}", timeout=30) as answer:
            begun = answer.read(1_000)
            before = workers(running)
            running.process.send_signal(signal.SIGHUP)
            wait_until(lambda: len(workers(running) - before) == 2)
            wait_until(lambda: len(workers(running) & before) < 2)  # the idle one is gone
            time.sleep(1)
            still = workers(running) & before
            rest = answer.read()
        wait_until(lambda: not workers(running) & before)
    assert len(whole) > 5_000_000  # more than lies in buffers on the way
    assert len(rows(whole)) == len(TEXTS)
    assert len(still) == 1  # the one that had the export to finish
    assert rows(begun + rest) == rows(whole)


def test_the_workers_count_together_also_after_a_reload(settings: Settings, tmp_path: Path) -> None:
    environment = {"ARCHIVE_METRICS_TOKEN": TOKEN, "TMPDIR": str(tmp_path)}
    with server(settings.data, **environment) as running:
        for _ in range(40):
            fetched(f"{running.address}/help")
        counted = [figure(running, HELP_PAGES) for _ in range(8)]
        folders = list(tmp_path.glob("report-archive-metrics-*"))
        renewed(running)
        fetched(f"{running.address}/help")
        counted_after = [figure(running, HELP_PAGES) for _ in range(8)]
        folders_after = list(tmp_path.glob("report-archive-metrics-*"))
    assert (counted, counted_after) == ([40] * 8, [41] * 8)
    assert (len(folders), folders_after) == (1, folders)
    assert list(tmp_path.glob("report-archive-metrics-*")) == []


def test_what_the_server_says_is_json_without_what_a_reader_sent(
    settings: Settings, tmp_path: Path
) -> None:
    with (
        (tmp_path / "log").open("w+", encoding="utf-8") as log,
        server(settings.data, log, GUNICORN_CMD_ARGS="--log-level info") as running,
    ):
        port = int(running.address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall("GET /?q=机密 secret HTTP/1.1 HTTP/9\r\n\r\n".encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 400")
        fetched(f"{running.address}/?q={quote('机密词')}")
        running.process.terminate()
        running.process.wait()
    written = (tmp_path / "log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["message"] for line in lines if line.get("level") == "warning"] == [
        "Invalid request"
    ]
    assert [line["path"] for line in lines if "path" in line] == ["/"]
    assert {line["logger"] for line in lines if "logger" in line} == {"gunicorn.error"}
    assert not [one for one in ("机密", quote("机密"), "secret", "HTTP/9") if one in written]


def test_an_exception_is_told_by_its_kind_and_place_without_its_message() -> None:
    def fail() -> None:
        try:
            int("机密")
        except ValueError as error:
            raise KeyError("机密") from error

    try:
        fail()
    except KeyError:
        line: dict[str, Any] = json.loads(
            Line().format(
                logging.LogRecord(
                    "gunicorn.error",
                    logging.ERROR,
                    __file__,
                    1,
                    "Error handling request %s %s",
                    ("GET", "/export?q=%E6%9C%BA"),
                    sys.exc_info(),
                )
            )
        )
    assert line["message"] == "Error handling request GET /export"
    assert [one["error"] for one in line["raised"]] == ["KeyError", "ValueError"]
    assert [where.rpartition(" ")[2] for where in line["raised"][0]["where"]] == [
        "test_an_exception_is_told_by_its_kind_and_place_without_its_message",
        "fail",
    ]
    assert "机密" not in json.dumps(line, ensure_ascii=False)


def test_a_setting_that_cannot_be_used_ends_the_start(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w+", encoding="utf-8") as log:
        with server(tmp_path, log, ARCHIVE_RATE_LIMIT="many", TMPDIR=str(tmp_path)) as running:
            assert running.process.wait(20) != 0
        log.seek(0)
        assert "环境变量 ARCHIVE_RATE_LIMIT 不能是“many”。" in log.read()
    assert list(tmp_path.glob("report-archive-metrics-*")) == []


def test_a_site_that_is_loaded_before_the_fork_is_served(settings: Settings) -> None:
    with server(settings.data, WEB_CONCURRENCY="3") as running:
        wait_until(lambda: len(workers(running)) == 3)
        assert "出庭应诉".encode() in fetched(f"{running.address}/?q={quote('出庭应诉')}")


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_served_site_tells_that_it_is_up(site: str, address: str) -> None:
    assert fetched(f"{site}{address}").decode().endswith("。\n")
