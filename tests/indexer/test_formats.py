"""Which format a file is: told by what it holds, whatever its name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.blocks import Unreadable
from indexer.content import Content
from indexer.formats import FORMATS, format_of
from tests.indexer.documents import sevenzip_of, tar_of, zip_of

TEXT = "全年办理行政复议案件57件，依法行政工作取得新的成效。"
RTF = b"{\\rtf1\\ansi " + b"text}"
PAGE = f"<html><body><p>{TEXT}</p></body></html>".encode()
XML, OFFICE = '<?xml version="1.0"?>\n', "http://schemas.microsoft.com/office/"
DOCX = zip_of({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
MAIL = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\n"
MIME = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"


def kind(data: bytes, name: str) -> str:
    return format_of(Content(data, name)).kind


def test_every_format_is_read_unpacked_or_refused() -> None:
    both = {one.kind for one in FORMATS if one.read and one.unpack}
    assert both == {"mail"}
    assert all((one.refusal is None) == bool(one.read or one.unpack) for one in FORMATS)


@pytest.mark.parametrize(
    ("told", "data", "name"),
    [
        ("docx", DOCX, "报告.docx"),
        ("docx", DOCX, "报告.doc"),
        ("docx", zip_of({"word/document2.xml": "<w/>"}), "报告.docx"),
        ("rtf", RTF, "报告.doc"),
        ("rtf", b"\r\n" + RTF, "报告.rtf"),
        ("html", PAGE, "报告.doc"),
        ("html", PAGE, "报告.docx"),
        ("html", PAGE.decode().encode("utf-16"), "报告.xls"),
        ("html", b"\xef\xbb\xbf" + PAGE, "报告"),
        ("html", TEXT.encode(), "报告.htm"),
        ("mhtml", MIME + PAGE, "报告.doc"),
        ("mhtml", b"From: <Saved by Blink>\r\nSubject: x\r\n" + MIME + PAGE, "报告.mhtml"),
        ("mail", MAIL + TEXT.encode(), "来函.eml"),
        ("mail", MAIL[:-2] + MIME + PAGE, "来函.eml"),
        ("word xml", f'{XML}<w:wordDocument xmlns:w="{OFFICE}word/2003/wordml">'.encode(), "a.doc"),
        ("word xml", f'{XML}<pkg:package xmlns:pkg="{OFFICE}2006/xmlPackage">'.encode(), "a.xml"),
        ("odt", f'<?xml version="1.0"?>\n<office:document>{TEXT}'.encode(), "报告.fodt"),
        ("odt", zip_of({"content.xml": "<x/>"}), "报告.odt"),
        ("ofd", zip_of({"OFD.xml": "<x/>"}), "报告.zip"),
        ("sheet", zip_of({"xl/workbook.xml": "<x/>"}), "报告.docx"),
        ("slides", zip_of({"ppt/presentation.xml": "<x/>"}), "报告.pptx"),
        ("zip", zip_of({"报告.txt": TEXT}), "报告.docx"),
        ("zip", zip_of({}), "空.zip"),
        ("7z", sevenzip_of({"报告.txt": b"x"}), "报告.7z"),
        ("tar", tar_of({"报告.txt": b"x"}), "报告"),
        ("tar", tar_of({"报告.txt": b"x"}, "xz"), "报告.txz"),
        ("rar", b"Rar!\x1a\x07\x01\x00", "报告.rar"),
        ("pdf", b"\r\n%PDF-1.4\n", "报告.doc"),
        ("image", b"\x89PNG\r\n\x1a\n", "报告.jpg"),
        ("image", b"BM\x36\x10\x00\x00\x00\x00\x00\x00\x36\x00", "报告.bmp"),
        ("works", b"\x01\xfe\x32\x00", "报告.wps"),
        ("markdown", TEXT.encode(), "报告.md"),
        ("plain", f"BMI指数调查报告。{TEXT}".encode(), "报告.txt"),
        ("plain", f"From: 县政府\n{TEXT}".encode(), "报告.txt"),
        ("plain", TEXT.encode("gbk"), "报告.doc"),
        ("damaged zip", DOCX[:40], "报告.zip"),
        ("damaged docx", TEXT.encode(), "报告.docx"),
        ("damaged pdf", b"1 0 obj\n<<>>", "报告.pdf"),
        ("locked", b"b\x14#e \x00E-SafeNet\x00LOCK", "报告.docx"),
    ],
)
def test_a_format_is_told_by_content(told: str, data: bytes, name: str) -> None:
    assert kind(data, name) == told


def test_a_zip_of_an_unknown_version_is_a_damaged_one() -> None:
    data = bytearray(DOCX)
    data[data.find(b"PK\x01\x02") + 6] = 178
    assert kind(bytes(data), "报告.docx") == "damaged zip"


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\n" * 9000])
def test_a_file_of_nothing_but_blanks_is_empty(data: bytes) -> None:
    with pytest.raises(Unreadable, match="文件是空的"):
        kind(data, "报告.txt")


def test_a_file_too_large_for_memory_is_told_from_its_path(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(tar_of({"报告.txt": b"x"}, "gz"))
    assert format_of(Content(tmp_path / "a", "a")).kind == "tar"
