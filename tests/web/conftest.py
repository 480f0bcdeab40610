"""A small archive of made-up reports in a real engine, the site over it, and a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.test import TestResponse

from archive.engine import open_engine
from archive.model import Level, Metadata, Paragraph, Report, Role, SectionKind
from archive.settings import Settings
from web import create_app
from web.opening import EXTENSION
from web.settings import SiteSettings

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Section = tuple[str, SectionKind, Sequence[str]]
"""A heading, its kind and the texts under it."""

SENTENCE = "行政机关负责人出庭应诉率达到{n}%，出庭又出声成为常态。"
FILLER = "各单位按照分工落实责任，逐项对照任务清单推进工作，定期通报进展情况。"


def doc_id(number: int) -> str:
    return f"{number:016x}"


def made_up(
    number: int, metadata: Metadata, sections: Sequence[Section], title: str | None = None
) -> Report:
    """A report of a title, and of the sections in order; a tab in a text makes it a table row.

    A section's first table row is the header of the others.
    """
    paragraphs = [Paragraph(0, Role.TITLE, metadata.title if title is None else title)]
    for heading, kind, texts in sections:
        if heading:
            paragraphs.append(Paragraph(len(paragraphs), Role.HEADING, heading, (), kind))
        header: tuple[str, ...] = ()
        for text in texts:
            role = Role.TABLE_ROW if "\t" in text else Role.BODY
            path = (heading,) if heading else ()
            paragraphs.append(
                Paragraph(len(paragraphs), role, text, path, kind, columns=header * ("\t" in text))
            )
            header = header or tuple(text.split("\t")) * ("\t" in text)
    return Report(doc_id(number), f"{number}.txt", metadata, tuple(paragraphs))


def county_report(number: int, year: int) -> Report:
    unit = "青岚县人民政府办公室" if year % 2 else "青岚县司法局"
    metadata = Metadata(
        title=f"青岚县{year}年法治政府建设情况报告",
        year=year,
        level=Level.COUNTY,
        is_department=year % 2 == 0,
        unit=unit,
        date=f"{year + 1}-01-15",
        document_number=f"青政办〔{year + 1}〕{number}号",
    )
    long_text = FILLER * 6 + SENTENCE.format(n=year - 1940) + FILLER * 6
    return made_up(
        number,
        metadata,
        [
            (
                "一、主要举措和成效",
                SectionKind.ACHIEVEMENTS,
                [long_text, "办理行政复议案件86件，纠错率12.5%。"],
            ),
            (
                "二、存在的问题",
                SectionKind.PROBLEMS,
                ["少数单位负责人出庭应诉意识不强，存在出庭不出声的现象。"],
            ),
            ("三、下一步打算", SectionKind.PLANS, ["项目\t目标", "负责人出庭应诉率\t100%"]),
        ],
    )


CITY = replace(
    made_up(
        900,
        Metadata(title="云泽市2022年度法治政府建设工作报告", year=2022, level=Level.CITY),
        [("一、成效", SectionKind.ACHIEVEMENTS, ["推动行政机关负责人出庭应诉，做到应出尽出。"])],
    ),
    stated=(("发布时间", "2023-02-01"), ("来源", "<市司法局>")),
)
UNDATED = made_up(
    901,
    Metadata(title="<b>白杼</b>镇“法治”小结 & 打算"),
    [("", SectionKind.OTHER, ["<script>alert(1)</script>依法行政，a<b & c>d。"])],
)
UNTITLED = made_up(
    902,
    Metadata(title="[2019年依法治镇报告]", level=Level.TOWNSHIP),
    [("", SectionKind.OTHER, ["本镇推进依法治理。"])],
    title="",
)
REPORTS = (
    *(county_report(number, 2010 + number) for number in range(1, 13)),
    CITY,
    UNDATED,
    UNTITLED,
)
"""Twelve of one county, 2011 to 2022, three paragraphs with 出庭应诉 each; a city's; an
odd one; one whose text bears no title."""


expect.set_options(timeout=30_000)  # ms; the usual five seconds may pass on a busy machine


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(tmp_path_factory.mktemp("archive"))
    with open_engine(settings) as engine:
        engine.replace(REPORTS)
    return settings


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, SiteSettings(rate_limit=None))
    yield app
    app.extensions[EXTENSION].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(tmp_path))
    yield app.test_client()
    app.extensions[EXTENSION].close()


def shown(page: TestResponse, path: str) -> list[str]:
    """The texts of what an XPath finds in a page, white space evened out."""
    found = html.fromstring(page.text).xpath(path)
    return [" ".join((e if isinstance(e, str) else e.text_content()).split()) for e in found]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        missing = "chromium is missing; get it with: apt-get install chromium"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(settings: Settings) -> Iterator[str]:
    """The address of the site over the small archive."""
    with served(settings.data) as address:
        yield address


@contextmanager
def served(data: Path, **environment: str) -> Iterator[str]:
    """The address of the site over an archive, served as scripts/run serves it, by one worker."""
    with server(data, WEB_CONCURRENCY="1", **environment) as running:
        yield running.address


@dataclass(frozen=True, slots=True)
class Server:
    """A gunicorn that runs: its address, and its first process."""

    address: str
    process: subprocess.Popen[str]


@contextmanager
def server(data: Path, log: IO[str] | None = None, **environment: str) -> Iterator[Server]:
    """A gunicorn over an archive, by the settings file; `log` takes what it writes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    inherited = {**os.environ, "ARCHIVE_DATA": str(data), "ARCHIVE_ENGINE": "embedded"}
    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn"],
        cwd=Path(__file__).parents[2],
        env={**inherited, "ARCHIVE_RATE_LIMIT": "0", "PORT": str(port), **environment},
        stderr=log,
        text=True,
    ) as process:
        try:
            for _ in range(600):  # a minute, of which a very busy machine alone takes much
                with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                if process.poll() is not None:
                    break  # it has not started
                time.sleep(0.1)
            yield Server(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()  # or a test that fails would wait for its end for ever
