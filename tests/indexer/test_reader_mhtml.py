"""Web pages saved as one file: the page is read, not the file's source."""

from __future__ import annotations

import base64
import quopri
import re

import pytest

from indexer.blocks import Block, Unreadable
from indexer.limits import DEFAULTS
from indexer.readers import mhtml

TEXT = "全年办理行政复议案件57件，行政机关负责人出庭应诉率达97.56%。"
PAGE = f"<html><head><meta charset={{}}></head><body><h1>年度报告</h1><p>{TEXT}</p></body></html>"
WANTED = [Block("年度报告", heading=0), Block(TEXT)]

BLINK = """From: <Saved by Blink>
Snapshot-Content-Location: http://www.example.com/a.html
Subject: =?utf-8?Q?=E5=B9=B4=E5=BA=A6=E6=8A=A5=E5=91=8A?=
Date: Fri, 13 Jan 2023 10:20:00 +0800
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--a----"

"""
WORD = """MIME-Version: 1.0
Content-Type: multipart/related; boundary="----=_NextPart_01"

This document is a Single File Web Page, also known as a Web Archive file.

"""


def part(headers: str, content: bytes, encoding: str = "quoted-printable") -> str:
    is_base64 = encoding == "base64"
    body = base64.encodebytes(content) if is_base64 else quopri.encodestring(content)
    return f"{headers}\nContent-Transfer-Encoding: {encoding}\n\n{body.decode('ascii')}\n"


def saved(head: str, *parts: str) -> bytes:
    found = re.search('boundary="(.*?)"', head)
    assert found
    body = "".join(f"--{found[1]}\n{one}" for one in parts)
    return f"{head}{body}--{found[1]}--\n".replace("\n", "\r\n").encode()


IMAGE = part("Content-Type: image/png\nContent-Location: a.png", b"\x89PNG" * 50, "base64")


@pytest.mark.parametrize(
    "data",
    [
        saved(
            BLINK,
            part("Content-Type: text/html", PAGE.format("utf-8").encode()),
            part("Content-Type: text/css", b"p { color: red }"),
            IMAGE,
        ),
        saved(
            WORD,
            part('Content-Type: text/html; charset="gb2312"', PAGE.format("gb2312").encode("gbk")),
            part("Content-Type: text/xml", b"<xml>filelist</xml>"),
        ),
        saved(
            WORD,
            part(
                'Content-Type: text/html; charset="us-ascii"',
                PAGE.format("us-ascii").encode("ascii", "xmlcharrefreplace"),
                "base64",
            ),
        ),
        saved(
            WORD.replace('_01"', '_01"; start="<main>"'),
            part("Content-Type: text/html\nContent-ID: <frame>", "<p>左栏导航。</p>".encode()),
            part("Content-Type: text/html\nContent-ID: <main>", PAGE.format("utf-8").encode()),
        ),
        saved(
            WORD,
            part("Content-Type: text/html", b"<html><frameset><frame src=a.htm></frameset></html>"),
            part("Content-Type: text/html", PAGE.format("utf-8").encode()),
        ),
        saved(WORD, part("Content-Type: text/html", PAGE.format("gbk").encode("utf-16"), "base64")),
    ],
    ids=["Blink", "Word in GBK", "ASCII", "root named", "frames", "UTF-16"],
)
def test_the_page_of_a_saved_file_is_read(data: bytes) -> None:
    assert re.match(rb"\s*" + mhtml.BEGINNING, data[:4096], re.IGNORECASE | re.DOTALL)
    assert mhtml.read(data, DEFAULTS) == WANTED


@pytest.mark.parametrize(
    "data",
    [
        "发布时间：2022-01-13\n来源：市司法局\n正文。".encode(),
        b"From the office of the county\n\nContent-Type is text/html",
        b"<html><!-- MIME-Version: 1.0 Content-Type: text/html --></html>",
    ],
)
def test_what_only_speaks_of_types_is_no_saved_page(data: bytes) -> None:
    assert not re.match(rb"\s*" + mhtml.BEGINNING, data[:4096], re.IGNORECASE | re.DOTALL)


@pytest.mark.parametrize(
    "data", [b"", WORD.encode(), saved(WORD, IMAGE), b"MIME-Version: 1.0\xff\x00"]
)
def test_a_file_without_a_page_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        mhtml.read(data, DEFAULTS)
    assert refused.value.remedy.startswith("请")
