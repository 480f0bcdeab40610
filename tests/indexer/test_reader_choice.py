"""Which reader a file gets, and what is said of formats that no reader reads."""

from __future__ import annotations

import io
import zipfile

import pytest

from archive.messages import readers as messages
from indexer.blocks import Unreadable
from indexer.readers import READERS, SIGNATURES, TAGGED, ZIP_MEMBERS, kind_of, read_blocks

TEXT = "全年办理行政复议案件57件，依法行政工作取得新的成效。"


def zip_of(member: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(member, "x")
    return file.getvalue()


def test_every_kind_that_is_told_has_a_reader_or_a_reason() -> None:
    told = {kind for _, kind in (*SIGNATURES, *ZIP_MEMBERS, *TAGGED)}
    assert told - set(READERS) - set(messages.UNSUPPORTED) == set()


@pytest.mark.parametrize(("member", "kind"), ZIP_MEMBERS)
def test_a_zip_is_told_by_its_member(member: str, kind: str) -> None:
    assert kind_of(zip_of(member), "a.zip") == kind


def test_a_zip_of_anything_else_is_an_archive() -> None:
    assert kind_of(zip_of("报告.txt"), "a.docx") == "archive"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n<html>',
            "mht",
        ),
        (f'<?xml version="1.0"?>\n<w:wordDocument><w:t>{TEXT}'.encode(), "XML"),
        (f'<?xml version="1.0"?>\n<pkg:package><w:t>{TEXT}'.encode(), "XML"),
        (f'<?xml version="1.0"?>\n<office:document><text:p>{TEXT}'.encode(), "ODT"),
        (b"BM\x36\x10\x00\x00\x00\x00\x00\x00\x36\x00", "图片"),
    ],
)
def test_a_format_written_in_text_is_not_read_as_its_source(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as refused:
        read_blocks(data, "报告.doc")
    assert refused.value.remedy.startswith("请")


def test_a_zip_of_an_unknown_version_is_refused_as_damaged() -> None:
    data = bytearray(zip_of("word/document.xml"))
    data[data.find(b"PK\x01\x02") + 6] = 178
    with pytest.raises(Unreadable, match="已损坏"):
        read_blocks(bytes(data), "a.docx")


def test_a_text_that_begins_like_a_bitmap_is_text() -> None:
    assert kind_of(f"BMI指数调查报告。{TEXT}".encode(), "a.txt") == "plain"
