"""Word documents in one XML file are read as the docx that Word makes of them."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from indexer.blocks import Block, Unreadable
from indexer.limits import DEFAULTS
from indexer.readers import word, word_xml
from tests.indexer.word_documents import document, paragraph, part, run

WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
HINTS = "http://schemas.microsoft.com/office/word/2003/auxHint"
ANNOTATIONS = "http://schemas.microsoft.com/aml/2001/core"
PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"

LEVELS = [("chineseCountingThousand", 39, "%1、"), ("decimal", 0, "（%2）")]
LISTS = part(
    "w:numbering",
    '<w:abstractNum w:abstractNumId="0">'
    + "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, _, text) in enumerate(LEVELS)
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)
FOOTNOTES = part("w:footnotes", f'<w:footnote w:id="1">{paragraph("脚注")}</w:footnote>')


def numbered(text: str, level: int) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


CELLS = "".join(f"<w:tc><w:tcPr/>{paragraph(text)}</w:tc>" for text in "甲乙")
BODY = (
    numbered("成效", 0)
    + numbered("制度", 1)
    + numbered("问题", 0)
    + f'<w:p>{run("正文")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    + '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>'
    + f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{CELLS}</w:tr></w:tbl>"
    + paragraph("末段")
)
DOCX = document(BODY, {"numbering": LISTS, "footnotes": FOOTNOTES})
WANTED = [
    Block("一、成效"),
    Block("（1）制度"),
    Block("二、问题"),
    Block("正文"),
    Block("脚注"),
    Block("甲\t乙", table_row=True, opens_table=True, header=True),
    Block("末段"),
]


def of_2003(body: str, before: str = "") -> bytes:
    declared = f'xmlns:w="{WORD_2003}" xmlns:wx="{HINTS}" xmlns:aml="{ANNOTATIONS}"'
    return (
        f'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f"<w:wordDocument {declared}>{before}"
        f"<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>"
    ).encode()


def texts(data: bytes) -> list[str]:
    return [block.text for block in word_xml.read(data, DEFAULTS)]


def test_a_flat_package_is_read_as_its_docx() -> None:
    with zipfile.ZipFile(BytesIO(DOCX)) as package:
        parts = "".join(
            f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{package.read(name).decode()}'
            "</pkg:xmlData></pkg:part>"
            for name in package.namelist()
        )
    picture = f"<pkg:binaryData>{'iVBORw0K' * 2_000_000}</pkg:binaryData>"
    parts += f'<pkg:part pkg:name="/word/media/image1.png">{picture}</pkg:part>'
    flat = f'<?xml version="1.0"?><pkg:package xmlns:pkg="{PACKAGE}">{parts}</pkg:package>'
    assert word_xml.read(flat.encode(), DEFAULTS) == WANTED


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice writes the file of this test")
def test_a_file_that_libreoffice_writes_for_word_2003_is_read_as_its_docx(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(DOCX)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    to = ["--headless", "--convert-to", "xml:MS Word 2003 XML", "--outdir", str(tmp_path)]
    subprocess.run(["soffice", profile, *to, str(tmp_path / "a.docx")], check=True, timeout=120)
    assert word_xml.read((tmp_path / "a.xml").read_bytes(), DEFAULTS) == WANTED


def hinted(text: str, shown: str, font: str = "Times New Roman") -> str:
    hints = f'<wx:t wx:val="{shown}"/><wx:font wx:val="{font}"/>'
    return paragraph(text, f'<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="9"/>{hints}</w:listPr>')


def test_the_number_that_word_2003_wrote_down_is_read_and_a_bullet_is_not() -> None:
    body = (
        hinted("成效", "（一）")
        + hinted("2022年", "1.")
        + hinted("执法", "㈠")
        + hinted("点", "\uf06c", "Wingdings")
        + hinted("点", "l", "Wingdings")
        + hinted("点", "·", "Symbol")
    )
    assert texts(of_2003(body)) == ["（一）成效", "1. 2022年", "㈠执法", "点", "点", "点"]


def test_lists_of_word_2003_are_counted_where_no_number_is_written_down() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:nfc w:val="{code}"/>'
        f'<w:suff w:val="Nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (_, code, text) in enumerate(LEVELS)
    )
    lists = (
        f'<w:lists><w:listDef w:listDefId="0">{levels}</w:listDef>'
        '<w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>'
    )
    body = "".join(
        paragraph(text, f'<w:listPr><w:ilvl w:val="{level}"/><w:ilfo w:val="1"/></w:listPr>')
        for text, level in (("甲", 0), ("乙", 1), ("丙", 0))
    )
    assert texts(of_2003(body, lists)) == ["一、甲", "（1）乙", "二、丙"]


def changed(kind: str, content: str) -> str:
    return (
        f'<aml:annotation w:type="Word.{kind}"><aml:content>{content}</aml:content>'
        "</aml:annotation>"
    )


def test_changes_comments_and_notes_of_word_2003_are_told_apart() -> None:
    deleted = changed("Deletion", "<w:r><w:delText>删</w:delText></w:r>")
    note = f"<w:r><w:footnote>{paragraph('脚注')}</w:footnote></w:r>"
    comment = f"<w:r>{changed('Comment', paragraph('批注'))}</w:r>"
    body = f"<w:p>{run('正')}{deleted}{changed('Insertion', run('文'))}{note}{comment}</w:p>"
    assert texts(of_2003(body + paragraph("后"))) == ["正文", "脚注", "后"]


def test_headers_of_word_2003_are_not_read_where_a_paragraph_ends_its_section() -> None:
    section = f"<w:sectPr><w:hdr>{paragraph('页眉')}</w:hdr></w:sectPr>"
    assert texts(of_2003(paragraph("正文", section))) == ["正文"]


@pytest.mark.parametrize(
    "data",
    [
        of_2003(paragraph("正文"))[:-30],
        f'<pkg:package xmlns:pkg="{PACKAGE}"/>'.encode(),
        b"",
        b"\xff\xfe\x00",
        of_2003("").replace(b"<wx:sect>", b"<w:p>&bomb;</w:p><wx:sect>"),
    ],
    ids=["cut", "no parts", "nothing", "random", "entity"],
)
def test_a_damaged_file_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(Unreadable, match="已损坏") as refused:
        word_xml.read(data, DEFAULTS)
    assert refused.value.remedy.startswith("请")


def test_the_docx_of_these_tests_is_read() -> None:
    assert word.read(DOCX, DEFAULTS) == WANTED
