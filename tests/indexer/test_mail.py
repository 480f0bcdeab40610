"""Mail: its subject and text as Chinese mailers write them, and what is attached to it."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from pathlib import Path

from indexer.blocks import Block
from indexer.limits import DEFAULTS
from indexer.opened import Room
from indexer.readers import mail
from indexer.reading import open_file

SUBJECT = "关于报送2022年法治政府建设情况报告的函"
BODY = "县委依法治县办：\n现将有关情况报送如下。\n"


def encoded_word(text: str, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"From": "a@example.org", "To": "b@example.org", **headers}.items():
        made[name] = value
    return made


def attachments(data: bytes, folder: Path) -> dict[str, bytes]:
    opened = open_file(data, "来函.eml", DEFAULTS, Room(folder))
    return {member.path: member.file.read_bytes() for member in opened.members if member.file}


def texts(data: bytes) -> list[str]:
    return [block.text for block in mail.read(data, DEFAULTS) if block.label is None]


def test_a_mail_is_its_subject_as_the_title_and_its_paragraphs() -> None:
    made = message(Subject=SUBJECT, Date="Mon, 02 Jan 2023 09:00:00 +0800")
    made.set_content(BODY)
    assert mail.read(bytes(made), DEFAULTS) == [
        Block("a@example.org", label="发件人"),
        Block("b@example.org", label="收件人"),
        Block("Mon, 02 Jan 2023 09:00:00 +0800", label="发送时间"),
        Block(SUBJECT, heading=0),
        Block("县委依法治县办："),
        Block("现将有关情况报送如下。"),
    ]


def test_headers_and_text_in_gb2312_are_read() -> None:
    first, second = SUBJECT[:8], SUBJECT[8:]
    data = (
        f"From: a@example.org\r\nTo: b@example.org\r\n"
        f"Subject: {encoded_word(first, 'gb2312')}\r\n {encoded_word(second, 'gb2312')}\r\n"
        "Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode() + BODY.encode("gb2312")
    assert texts(data) == [SUBJECT, *BODY.splitlines()]


def test_headers_in_raw_bytes_and_text_without_a_charset_are_read() -> None:
    data = f"From: a@b\r\nTo: c@d\r\nSubject: {SUBJECT}\r\n\r\n{BODY}".encode("gbk")
    assert texts(data) == [SUBJECT, *BODY.splitlines()]


def test_of_alternatives_the_page_is_read_with_its_table() -> None:
    made = message(Subject=SUBJECT)
    made.set_content("甲 乙\n")
    page = '<html><head><meta charset="gb2312"></head><body><p>如下表所示。</p>'
    made.add_alternative(
        page + "<table><tr><td>甲</td><td>乙</td></tr></table></body></html>", subtype="html"
    )
    assert texts(bytes(made)) == [SUBJECT, "如下表所示。", "甲\t乙"]


def test_every_attachment_comes_out_under_its_name(tmp_path: Path) -> None:
    made = message(Subject=SUBJECT)
    made.set_content(BODY)
    made.add_attachment(b"first", "application", "pdf", filename="报告（送审稿）.pdf")
    made.add_attachment("县委：\n".encode(), "text", "plain", filename="正文.txt")
    raw = bytes(made).replace(b"--\n", b"--\n", 1)
    assert attachments(raw, tmp_path) == {
        "报告（送审稿）.pdf": b"first",
        "正文.txt": "县委：\n".encode(),
    }


def test_an_attachments_name_is_read_in_each_way_that_mailers_write_it(tmp_path: Path) -> None:
    name = "报告.txt"
    written = [
        f'filename="{encoded_word(name, "gbk")}"'.encode(),
        b"filename*=GB18030''%B1%A8%B8%E6.txt",
        f'filename="{name}"'.encode("gbk"),
        f'filename="{name}"'.encode(),
    ]
    for number, parameter in enumerate(written):
        data = (
            b"From: a@b\r\nTo: c@d\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
            b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
            b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; "
            + parameter
            + b"\r\n\r\ntext\r\n--b--\r\n"
        )
        assert attachments(data, tmp_path / str(number)) == {name: b"text"}


def test_a_forwarded_mail_is_a_file_with_its_own_attachments(tmp_path: Path) -> None:
    inner = message(Subject="原函")
    inner.set_content(BODY)
    inner.add_attachment(b"text", "text", "plain", filename="报告.txt")
    outer = message(Subject=SUBJECT)
    outer.set_content("转发。\n")
    outer.add_attachment(inner)
    (name, data), *others = attachments(bytes(outer), tmp_path / "outer").items()
    assert (name, others) == ("原函.eml", [])
    assert attachments(data, tmp_path / "inner") == {"报告.txt": b"text"}


def test_a_picture_set_into_the_text_is_no_attachment(tmp_path: Path) -> None:
    made = message(Subject=SUBJECT)
    made.set_content("<p>见图。</p>", subtype="html")
    made.add_related(
        b"\x89PNG", "image", "png", cid="<logo>", filename="logo.png", disposition="inline"
    )
    assert attachments(bytes(made), tmp_path) == {}


def test_a_mail_that_only_brings_files_has_no_report(tmp_path: Path) -> None:
    made = message(Subject=SUBJECT)
    made.add_attachment(b"text", "text", "plain", filename="报告.txt")
    opened = open_file(bytes(made), "来函.eml", DEFAULTS, Room(tmp_path))
    assert (opened.reading, len(opened.members)) == (None, 1)
