"""A document with what editors write automatically, saved by LibreOffice in its own formats."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from indexer.blocks import Block
from tests.indexer.documents import saved

_W = nsdecls("w")
_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
_FOOTNOTES = (
    f"<w:footnotes {_W}>"
    '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>数据截至年底。</w:t></w:r>'
    "</w:p></w:footnote></w:footnotes>"
)
_ADDED = {
    "word/_rels/document.xml.rels": (
        "</Relationships>",
        '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes" Target="footnotes.xml"/></Relationships>',
    ),
    "[Content_Types].xml": (
        "</Types>",
        '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.footnotes+xml"/></Types>',
    ),
}

BLOCKS = [
    Block("青石县2021年法治政府建设工作报告", heading=0),
    Block("一、主要举措和成效"),
    Block("（一）规范执法"),
    Block("1.出庭应诉"),
    Block("全年办结复议案件86件。"),
    Block("数据截至年底。"),
    Block("2.行政复议"),
    Block("（二）政务公开"),
    Block("二、存在的问题"),
    Block("（一）能力不足"),
    Block("一级标题", heading=1),
    Block("第一行"),
    Block("第二行 制表之后"),
    Block("保留新增"),
    Block("看得见"),
    Block("单位\t\t件数", table_row=True, opens_table=True, header=True),
    Block("云溪镇\t复议\t86", table_row=True),
    Block("柳塘乡\t应诉\t", table_row=True),
    Block("青石县人民政府", right=True),
    Block("居中一行", centered=True),
]
"""What a reader makes of the document."""


def converted(kind: str, folder: Path) -> bytes:
    """The document as LibreOffice saves it in a format. Skips where that is not installed."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    source = folder / "document.docx"
    source.write_bytes(_document())
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", kind, "--outdir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / f"document.{kind}").read_bytes()


def _document() -> bytes:
    document = docx.Document()
    _define_list(document)
    section = document.sections[0]
    section.header.paragraphs[0].text = "页眉文字"
    section.footer.paragraphs[0].text = "页脚文字"
    _add(document, "青石县2021年法治政府建设工作报告", style="Title")
    _add(document, "主要举措和成效", level=0)
    _add(document, "规范执法", level=1)
    _add(document, "出庭应诉", level=2)
    noted = _add(document, "全年办结复议案件86件。")
    noted.append(parse_xml(f'<w:r {_W}><w:footnoteReference w:id="2"/></w:r>'))
    _add(document, "行政复议", level=2)
    _add(document, "政务公开", level=1)
    _add(document, "存在的问题", level=0)
    _add(document, "能力不足", level=1)
    _add(document, "一级标题", style="Heading 1")
    document.add_paragraph("第一行").add_run("\n第二行\t制表之后")
    changed = _add(document, "保留")
    author = 'w:author="某人" w:date="2024-01-01T00:00:00Z"'
    for change in (
        f'<w:del {_W} w:id="1" {author}><w:r><w:delText>删去</w:delText></w:r></w:del>',
        f'<w:ins {_W} w:id="2" {author}><w:r><w:t>新增</w:t></w:r></w:ins>',
    ):
        changed.append(parse_xml(change))
    document.add_paragraph("看得见").add_run("看不见").font.hidden = True
    _add_table(document)
    _add(document, "青石县人民政府", alignment="right")
    _add(document, "居中一行", alignment="center")
    return _with_footnotes(saved(document))


def _define_list(document: Any) -> None:
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(_LEVELS)
    )
    definition = f'<w:abstractNum {_W} w:abstractNumId="0">{levels}</w:abstractNum>'
    use = f'<w:num {_W} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    for xml in (definition, use):
        root.append(parse_xml(xml))


def _add(
    document: Any,
    text: str,
    style: str | None = None,
    level: int | None = None,
    alignment: str | None = None,
) -> Any:
    paragraph = document.add_paragraph(text, style=style)._p
    properties = paragraph.get_or_add_pPr()
    if level is not None:
        numbers = f'<w:ilvl w:val="{level}"/><w:numId w:val="1"/>'
        properties.append(parse_xml(f"<w:numPr {_W}>{numbers}</w:numPr>"))
    if alignment is not None:
        properties.append(parse_xml(f'<w:jc {_W} w:val="{alignment}"/>'))
    return paragraph


def _add_table(document: Any) -> None:
    """A table with a header row, a cell over two columns and one over two rows."""
    table = document.add_table(3, 3)
    texts = (("单位", "", "件数"), ("云溪镇", "复议", "86"), ("柳塘乡", "应诉", ""))
    for row, written in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, written, strict=True):
            cell.text = text
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {_W}/>"))
    for one, other in (((0, 0), (0, 1)), ((1, 2), (2, 2))):
        empty = table.cell(*other).paragraphs[0]._p
        table.cell(*one).merge(table.cell(*other))
        if empty.getparent() is not None:
            empty.getparent().remove(empty)


def _with_footnotes(data: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            content = source.read(name).decode("utf-8", "surrogateescape")
            content = content.replace(*_ADDED.get(name, ("", ""))) if name in _ADDED else content
            copy.writestr(name, content.encode("utf-8", "surrogateescape"))
        copy.writestr("word/footnotes.xml", _FOOTNOTES)
    return target.getvalue()
