"""Readers: what comes out of each format, and what is said of a file that cannot be read."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
import opencc
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from archive.text import fold
from indexer.blocks import Block, Unreadable
from indexer.limits import DEFAULTS, Limits
from indexer.readers import html as html_reader
from indexer.readers import word as word_reader
from indexer.readers.numbering import counting
from indexer.readers.plain import unwrapped
from indexer.reading import open_file
from tests.conftest import SAMPLES
from tests.indexer.documents import NO_ROOM, read_blocks, saved

TEXT = "青石县司法局2022年工作总结\n一、主要成效\n全年办理行政复议案件57件，出庭应诉率达97.56%。\n"


def texts(data: bytes, name: str) -> list[str]:
    return [block.text for block in read_blocks(data, name)[1]]


def reader(data: bytes, name: str) -> str:
    return read_blocks(data, name)[0]


def refusal(data: bytes, name: str) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        open_file(data, name, DEFAULTS, NO_ROOM)
    return refused.value


def sample(name: str) -> bytes:
    (path,) = SAMPLES.rglob(name)
    return path.read_bytes()


def docx_bytes(build: Iterable[str] = ("一段正文。",)) -> bytes:
    document = docx.Document()
    for text in build:
        document.add_paragraph(text)
    return saved(document)


# Plain text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_text_is_read_in_every_encoding_that_offices_use(encoding: str) -> None:
    assert texts(TEXT.encode(encoding), "a.txt") == TEXT.splitlines()


def test_traditional_text_in_big5_is_read() -> None:
    traditional = opencc.OpenCC("s2t").convert(TEXT * 3)
    assert texts(traditional.encode("big5hkscs"), "a.txt") == traditional.splitlines()


def test_a_text_cut_in_the_midst_of_a_character_is_read() -> None:
    assert texts((TEXT * 5).encode()[:-2], "a.txt")[-1][:-1] == TEXT.splitlines()[-1][:-1]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\u2028", "\n\n \u3000\n"])
def test_every_line_end_parts_lines_and_blank_lines_are_none(end: str) -> None:
    assert texts(end.join(["第一段。", "第二段。"]).encode(), "a.txt") == ["第一段。", "第二段。"]


def test_control_characters_vanish() -> None:
    assert texts("出庭\x00应诉\x07率高，依法行政。".encode(), "a.txt") == [
        "出庭应诉率高，依法行政。"
    ]


def test_hard_wrapped_lines_are_joined_into_paragraphs() -> None:
    sentence = "坚持依法行政扎实推进法治政府建设各项工作取得新的明显成效"
    paragraph = sentence * 6
    lines = ["　　" + paragraph[:28], *(paragraph[i : i + 30] for i in range(28, 160, 30))]
    assert unwrapped([*lines, *lines]) == [paragraph, paragraph]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    lines = ["一、主要成效", "全年办理案件57件，均依法办结，无一被撤销，群众满意度持续提升。"] * 5
    assert unwrapped(lines) == lines


def test_markdown_tells_headings_and_drops_comments_and_front_matter() -> None:
    source = "---\nhidden: true\n---\n# 某法\n<!-- note -->\n## 第一章 总则\n\n第一条 为了规范。\n"
    assert read_blocks(source.encode(), "a.md") == (
        "markdown",
        [Block("某法", heading=0), Block("第一章 总则", heading=1), Block("第一条 为了规范。")],
    )


# docx


def test_automatic_numbers_of_three_levels_are_written_out() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%1.%3")]
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">'
            + "".join(
                f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
                f'{"<w:isLgl/>" if i == 2 else ""}<w:lvlText w:val="{text}"/></w:lvl>'
                for i, (form, text) in enumerate(levels)
            )
            + "</w:abstractNum>"
        ),
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    )
    for level, text in [
        (0, "成效"),
        (1, "制度"),
        (2, "立法"),
        (2, "审查"),
        (1, "执法"),
        (0, "问题"),
    ]:
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
            )
        )
    assert texts(saved(document), "a.docx") == [
        "一、成效",
        "（一）制度",
        "1.1立法",
        "1.2审查",
        "（二）执法",
        "二、问题",
    ]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (99, "九十九"),
        (105, "一百零五"),
        (110, "一百一十"),
    ],
)
def test_chinese_counting(number: int, written: str) -> None:
    assert counting(number) == written


def test_styles_alignment_tables_and_breaks_of_a_docx() -> None:
    document = docx.Document()
    document.add_heading("工作总结", 0)
    document.add_heading("一、主要成效", 1)
    document.add_paragraph("第一行\n第二行")
    document.add_paragraph("青石县司法局").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([c for row in table.rows for c in row.cells], "甲乙丙丁", strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "页眉"
    assert read_blocks(saved(document), "a.docx")[1] == [
        Block("工作总结", heading=0),
        Block("一、主要成效", heading=1),
        Block("第一行"),
        Block("第二行"),
        Block("青石县司法局", right=True),
        Block("甲\t乙", table_row=True, opens_table=True),
        Block("丙\t丁", table_row=True),
    ]


def test_tracked_changes_are_read_as_finally_accepted() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("出庭")._p
    change = f'{nsdecls("w")} w:id="1" w:author="a"'
    paragraph.append(parse_xml(f"<w:ins {change}><w:r><w:t>应诉</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:del {change}><w:r><w:delText>复议</w:delText></w:r></w:del>"))
    assert texts(saved(document), "a.docx") == ["出庭应诉"]


def test_a_cell_merged_over_rows_is_read_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合并"
    table.cell(0, 1).text, table.cell(1, 1).text = "上", "下"
    assert texts(saved(document), "a.docx") == ["合并\t上", "\t下"]


# html


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_the_article_of_a_page_is_read_without_its_furniture() -> None:
    page = read_blocks(sample("松河镇2021年法治政府建设情况的报告.html"), "a.html")[1]
    found = [block for block in page if block.label is None]
    assert [block.text for block in found][:4] == [
        "松河镇人民政府",
        "2021年度法治政府建设情况的报告",
        "县委、县政府：",
        "2021年，松河镇在县委、县政府的正确领导下，扎实推进依法行政，现将有关情况报告如下。",
    ]
    assert [block.text for block in found][-2:] == ["松河镇人民政府", "2021年12月20日"]


def test_a_title_outside_the_article_is_read_as_its_title() -> None:
    source = page(
        '<h1>2022年工作总结</h1><div class="TRS_Editor"><p>正文一段，说明工作开展情况。</p></div>'
    )
    assert read_blocks(source, "a.html")[1] == [
        Block("2022年工作总结", heading=0),
        Block("正文一段，说明工作开展情况。"),
    ]


def test_breaks_part_paragraphs_and_tables_are_rows() -> None:
    source = page(
        "<div>第一段正文。<br>第二段<b>正文</b>。<table><tr><td>甲</td><td>乙</td></tr>"
        "<tr><td>丙</td><td>丁</td></tr></table></div>"
    )
    assert read_blocks(source, "a.html")[1] == [
        Block("第一段正文。"),
        Block("第二段正文。"),
        Block("甲\t乙", table_row=True, opens_table=True),
        Block("丙\t丁", table_row=True),
    ]


def test_a_page_that_declares_gb2312_and_holds_more_is_read() -> None:
    source = page("<p>朱镕基、陶喆两位同志。</p>", '<meta charset="gb2312">').decode()
    assert texts(source.encode("gb18030"), "a.html") == ["朱镕基、陶喆两位同志。"]


# Real reports, where they are


def han(blocks: Iterable[Block]) -> str:
    text = fold("".join(block.text for block in blocks))
    return "".join(re.findall("[\u4e00-\u9fff]", text))


def test_real_pages_give_every_character_of_the_docx_but_the_source_line(corpora: Path) -> None:
    for path in sorted((corpora / "formats" / "html").glob("*.html")):
        written = word_reader.read((corpora / "gwr31" / f"{path.stem}.docx").read_bytes(), DEFAULTS)
        wanted = han(block for block in written if not block.text.startswith("来源"))
        found = html_reader.read(path.read_bytes(), DEFAULTS)
        read = han(block for block in found if block.label is None)
        assert (path.stem, read) == (path.stem, wanted)


# What cannot be read


ENTITY_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {n} "{f"&{p};" * 40}">' for p, n in zip("abcde", "bcdef", strict=True))
    + "]>"
)


def rewritten(data: bytes, member: str, content: bytes) -> bytes:
    """A zip file with one member's content replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            copy.writestr(name, content if name == member else source.read(name))
    return target.getvalue()


RANDOM = random.Random(7).randbytes(4000)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("empty.txt", lambda: b"", "文件是空的"),
        ("blanks.txt", lambda: b" \r\n\t ", "文件是空的"),
        ("ideographic.txt", "　\n　".encode, "没有文字段落"),
        ("cut.docx", lambda: docx_bytes()[:-400], "不完整或已损坏"),
        ("begun.docx", lambda: docx_bytes()[:200], "不完整或已损坏"),
        ("random.docx", lambda: RANDOM, "不完整或已损坏"),
        ("empty.docx", lambda: docx_bytes([]), "没有文字段落"),
        ("encrypted.docx", lambda: OLE + "EncryptedPackage\0\0".encode("utf-16-le"), "打开密码"),
        ("broken.docx", lambda: rewritten(docx_bytes(), "word/document.xml", b"<w:"), "已损坏"),
        ("nothing.html", lambda: page("<div></div>"), "没有文字段落"),
        (
            "menu.html",
            lambda: page('<div class="nav">首页</div><script>x</script>'),
            "没有文字段落",
        ),
        ("random.txt", lambda: RANDOM, "不是可识别的文档"),
        ("zeros.txt", lambda: bytes(500), "文件是空的|不是可识别"),
        ("old.doc", lambda: OLE, "不是可识别的文档"),
        ("cut.rtf", lambda: b"{\\rtf1 text", "不完整或已损坏"),
        ("a.png", lambda: b"\x89PNG\r\n\x1a\n" + RANDOM, "图片"),
        ("a.7z", lambda: b"7z\xbc\xaf\x27\x1c" + RANDOM, "压缩包"),
    ],
)
def test_what_cannot_be_read_is_refused_with_reason_and_remedy(
    name: str, make: Callable[[], bytes], reason: str
) -> None:
    refused = refusal(make(), name)
    assert re.search(reason, refused.reason)
    assert refused.remedy.startswith("请")


def test_entities_of_a_hostile_docx_are_not_expanded() -> None:
    xml = (
        f"{ENTITY_BOMB}<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>甲&f;乙</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    hostile = rewritten(docx_bytes(), "word/document.xml", xml.encode())
    assert "已损坏" in refusal(hostile, "bomb.docx").reason


def test_a_part_of_a_docx_that_unpacks_to_too_much_is_refused() -> None:
    bomb = rewritten(docx_bytes(), "word/document.xml", bytes(2_000_000))
    with pytest.raises(Unreadable, match="解压后过大"):
        word_reader.read(bomb, Limits(file_mb=1))


def test_a_picture_of_any_size_in_a_docx_is_no_hindrance() -> None:
    data = rewritten(docx_bytes(), "docProps/thumbnail.jpeg", bytes(2_000_000))
    assert word_reader.read(data, Limits(file_mb=1)) == [Block("一段正文。")]


@pytest.mark.parametrize(
    ("data", "name", "wanted"),
    [
        (docx_bytes(), "报告.doc", "docx"),
        (docx_bytes(), "报告", "docx"),
        (page("<p>正文一段，说明工作开展情况。</p>"), "报告.doc", "html"),
        (TEXT.encode(), "报告.wps", "plain"),
        (TEXT.encode("utf-16"), "报告.txt", "plain"),
    ],
)
def test_the_reader_is_chosen_by_content_not_by_name(data: bytes, name: str, wanted: str) -> None:
    assert reader(data, name) == wanted


def test_a_docx_whose_styles_go_in_a_circle_is_read() -> None:
    document = docx.Document()
    document.add_paragraph("正文。")
    for style in document.styles.element.findall(qn("w:style")):
        for based_on in style.findall(qn("w:basedOn")):
            style.remove(based_on)
        style.append(parse_xml(f'<w:basedOn {nsdecls("w")} w:val="{style.get(qn("w:styleId"))}"/>'))
    assert texts(saved(document), "a.docx") == ["正文。"]
