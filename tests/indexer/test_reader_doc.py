"""Word binary files: their text whole and in order, with its numbers, tables, notes and looks."""

from __future__ import annotations

import random
import re
import shutil
import struct
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import docx
import legacy_doc
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from archive.messages import readers as messages
from archive.text import fold
from indexer.blocks import Block, Unreadable
from indexer.limits import DEFAULTS
from indexer.readers import doc, office, word
from indexer.readers.doc.lists import Lists
from tests.indexer import soffice_files
from tests.indexer.compound_files import PIECES, old_word_of, ole_of, word_of, word_streams
from tests.indexer.documents import saved

W = nsdecls("w")
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
CHANGE = 'w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z"'

Read = Callable[[str], list[Block]]


# Documents that LibreOffice writes as .doc


def numbered() -> bytes:
    def level(index: int, form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        )

    counting = "chineseCountingThousand"
    definitions = (
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
        f"{level(0, counting, '%1、')}{level(1, counting, '（%2）')}{level(2, 'decimal', '%3.')}"
        '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
        f"{level(0, 'decimalEnclosedCircle', '%1')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    document = docx.Document()
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for child in parse_xml(f"<w:numbering {W}>{definitions}</w:numbering>"):
        root.append(child)
    for text, list_id, index in [
        *[("成效", 1, 0), ("制度", 1, 1), ("立法", 1, 2), ("审查", 1, 2), ("执法", 1, 1)],
        *[("监督", 1, 2), ("问题", 1, 0), ("队伍", 1, 1), ("甲项", 2, 0), ("乙项", 2, 0)],
        ("计划", 3, 0),
    ]:
        document.add_paragraph(text)._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {W}><w:ilvl w:val="{index}"/><w:numId w:val="{list_id}"/></w:numPr>'
            )
        )
    document.add_paragraph("没有编号")
    return saved(document)


def tables() -> bytes:
    document = docx.Document()
    document.add_paragraph("表前")
    table = document.add_table(rows=5, cols=3)
    for i, row in enumerate(table.rows[:4]):
        for j, cell in enumerate(row.cells):
            cell.text = f"{i}{j}"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "标题"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "合并"
    table.cell(3, 1).text = "上\n下"
    table.cell(3, 1).add_paragraph("段")
    inner = table.cell(3, 2).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内一", "内二"
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {W}/>"))
    document.add_paragraph("表后")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "框中"
    document.add_paragraph("末段")
    return saved(document)


def changes() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("出庭")._p
    paragraph.append(parse_xml(f"<w:ins {W} {CHANGE}><w:r><w:t>应诉</w:t></w:r></w:ins>"))
    paragraph.append(
        parse_xml(f"<w:del {W} {CHANGE}><w:r><w:delText>复议</w:delText></w:r></w:del>")
    )
    document.add_paragraph("可见").add_run("隐藏").font.hidden = True
    joined = document.add_paragraph("前段")._p.get_or_add_pPr()
    joined.append(parse_xml(f"<w:rPr {W}><w:del {CHANGE}/></w:rPr>"))
    document.add_paragraph("后段")
    style = document.styles.add_style("隐藏样式", WD_STYLE_TYPE.PARAGRAPH)
    style.font.hidden = True
    document.add_paragraph("窗体顶端", style)
    document.add_paragraph("末段")
    return saved(document)


def looks() -> bytes:
    document = docx.Document()
    document.add_heading("工作总结", 0)
    document.add_heading("主要成效", 1)
    document.add_heading("制度建设", 2)
    document.add_paragraph("居中").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("县司法局").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph("甲\n乙")
    paragraph = document.add_paragraph("页前")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    paragraph.add_run("页后")
    paragraph = document.add_paragraph("𠮷野")._p
    for run in (
        *('<w:fldChar w:fldCharType="begin"/>', "<w:instrText> HYPERLINK x </w:instrText>"),
        *('<w:fldChar w:fldCharType="separate"/>', "<w:t>网站</w:t>"),
        *('<w:fldChar w:fldCharType="end"/>', "<w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:tab/>"),
        "<w:t>列</w:t>",
    ):
        paragraph.append(parse_xml(f"<w:r {W}>{run}</w:r>"))
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    return saved(document)


def shapes() -> bytes:
    def box(name: str, text: str) -> str:
        return (
            f'<v:rect id="{name}" style="position:absolute;left:0;top:0;width:1000;height:500">'
            f"<v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:rect>"
        )

    lettering = (
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" path="m@7,l@8,m@5,21600l@6,21600e">'
        '<v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        '<v:shape id="a" type="#_x0000_t136" style="position:absolute;width:300pt;height:50pt">'
        '<v:textpath string="青石县人民政府文件"/></v:shape>'
    )
    document = docx.Document()
    for text, drawn in [
        ("有艺术字", lettering),
        ("有文本框", box("b", "框中")),
        (
            "有组合",
            f'<v:group id="g" style="position:absolute;width:300pt;height:100pt" '
            f'coordsize="3000,1000">{box("c", "组内一")}{box("d", "组内二")}</v:group>',
        ),
        ("末段", ""),
    ]:
        paragraph = document.add_paragraph(text)._p
        paragraph.append(parse_xml(f"<w:r {W} {VML}><w:pict>{drawn}</w:pict></w:r>"))
    return saved(document)


def notes() -> bytes:
    def note(text: str, kind: str = "") -> str:
        return rf"{{\super\chftn{{\footnote{kind}\pard\plain\chftn {text}}}}}"

    footnote = note(r"脚注甲\par 脚注甲续")
    endnote = note("尾注乙", r"\ftnalt")
    source = (
        rf"{{\rtf1\ansi\uc1{{\header 页眉\par}}正文{footnote}续\par "
        rf"第二段{endnote}\par "
        r"有批{\*\atnid x}{\*\atnauthor y}\chatn{\*\annotation 批注文字}注\par "
        rf"\trowd\cellx2000\cellx4000 格一{note('表注')}\cell 格二\cell\row"
        r"\trowd\cellx1000\cellx2000\cellx4000 A\cell B\cell 丙\cell\row\pard 表后\par}"
    )
    return "".join(c if c.isascii() else rf"\u{ord(c)}?" for c in source).encode("ascii")


MADE: dict[str, Callable[[], bytes]] = {
    "numbered.docx": numbered,
    "tables.docx": tables,
    "changes.docx": changes,
    "looks.docx": looks,
    "shapes.docx": shapes,
    "notes.rtf": notes,
}


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The documents of `MADE` as LibreOffice writes them in Word's binary format."""
    if not shutil.which(office.PROGRAM):
        pytest.skip("LibreOffice is not on this machine; it writes the .doc files of this test")
    folder = tmp_path_factory.mktemp("office")
    for name, make in MADE.items():
        (folder / name).write_bytes(make())
    subprocess.run(
        [
            *(office.PROGRAM, f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
            *("--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(folder)),
            *(str(folder / name) for name in MADE),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: (folder / name).with_suffix(".doc").read_bytes() for name in MADE}


def texts(blocks: Iterable[Block]) -> list[str]:
    return [block.text for block in blocks]


def test_three_levels_of_automatic_numbers_are_written_out(written: dict[str, bytes]) -> None:
    assert texts(doc.own_reading(written["numbered.docx"])) == [
        *("一、成效", "（一）制度", "1.立法", "2.审查", "（二）执法", "1.监督"),
        *("二、问题", "（一）队伍", "①甲项", "②乙项", "五、计划", "没有编号"),
    ]


def test_tables_are_rows_with_their_columns_one_below_the_other(written: dict[str, bytes]) -> None:
    assert doc.own_reading(written["tables.docx"]) == [
        Block("表前"),
        Block("标题\t\t", table_row=True, opens_table=True, header=True),
        Block("合并\t11\t12", table_row=True),
        Block("\t21\t22", table_row=True),
        Block("30\t上下段\t32内一 内二", table_row=True),
        Block("表后"),
        Block("框中"),
        Block("末段"),
    ]


def test_changes_are_read_as_finally_accepted_and_hidden_text_is_not(
    written: dict[str, bytes],
) -> None:
    assert texts(doc.own_reading(written["changes.docx"])) == [
        *("出庭应诉", "可见", "前段后段", "末段")
    ]


def test_headings_alignment_breaks_and_fields_are_read_and_page_heads_are_not(
    written: dict[str, bytes],
) -> None:
    assert doc.own_reading(written["looks.docx"]) == [
        Block("工作总结", heading=0),
        Block("主要成效", heading=1),
        Block("制度建设", heading=2),
        Block("居中", centered=True),
        Block("县司法局", right=True),
        *map(Block, ["甲", "乙", "页前", "页后", "𠮷野网站A-B 列"]),
    ]


def test_text_boxes_and_drawn_letters_follow_the_paragraph_they_hang_on(
    written: dict[str, bytes],
) -> None:
    assert texts(doc.own_reading(written["shapes.docx"])) == [
        *("有艺术字", "青石县人民政府文件", "有文本框", "框中"),
        *("有组合", "组内一", "组内二", "末段"),
    ]


def test_notes_follow_their_paragraph_or_table_and_comments_are_left_out(
    written: dict[str, bytes],
) -> None:
    assert doc.own_reading(written["notes.rtf"]) == [
        *map(Block, ["正文续", "脚注甲", "脚注甲续", "第二段", "尾注乙", "有批注"]),
        Block("格一\t\t格二", table_row=True, opens_table=True),
        Block("A\tB\t丙", table_row=True),
        *map(Block, ["表注", "表后"]),
    ]


def test_a_document_gives_the_blocks_that_it_gives_in_other_formats(tmp_path: Path) -> None:
    assert doc.own_reading(soffice_files.converted("doc", tmp_path)) == soffice_files.BLOCKS


# Documents as other programs write them, made byte by byte


def read(data: bytes) -> list[str]:
    return texts(doc.own_reading(data))


def word_with(*pieces: tuple[bytes, int, int], **options: Any) -> bytes:
    main = sum(len(raw) // width for raw, width, _ in pieces)
    return ole_of(word_streams(pieces, main, **options))


def wide(text: str, short: int = 0) -> tuple[bytes, int, int]:
    return text.encode("utf-16-le"), 2, short


def narrow(raw: bytes) -> tuple[bytes, int, int]:
    return raw, 1, 0


def test_pieces_are_read_in_the_order_of_the_text_wherever_they_lie() -> None:
    data = word_with(wide("全年办理"), narrow(b"57 \x93A\x94"), wide("件。\r第二段\r"))
    assert read(data) == ["全年办理57 “A”件。", "第二段"]


def test_text_of_a_byte_each_that_is_gbk_is_read_as_such() -> None:
    assert read(word_with(narrow("出庭应诉率97%。\r第二段\r".encode("gbk")))) == [
        "出庭应诉率97%。",
        "第二段",
    ]


def test_a_piece_that_is_deleted_or_hidden_as_a_whole_is_left_out() -> None:
    deleted, hidden, by_list = 0x41 << 1 | 1 << 8, 0x5C << 1 | 1 << 8, 0 << 1 | 1
    data = word_with(
        wide("甲"),
        wide("乙", deleted),
        wide("丙", hidden),
        wide("丁", by_list),
        wide("戊\r"),
        stated=[struct.pack("<HB", 0x0800, 1)],
    )
    assert read(data) == ["甲戊"]


def test_a_sign_of_a_font_of_signs_is_read_as_what_it_shows() -> None:
    def font(name: str) -> bytes:
        content = bytes(39) + f"{name}\0".encode("utf-16-le")
        return bytes((len(content),)) + content

    def sign(of_font: int, code: int) -> bytes:
        return struct.pack("<HHH", 0x6A09, of_font, code)

    data = word_with(
        wide("已"),
        wide("(", 0 << 1 | 1),
        wide("(", 1 << 1 | 1),
        wide("(", 2 << 1 | 1),
        wide("(办)\r"),
        stated=[sign(1, 0xF0FE), sign(0, 0xF041), sign(0, 0x2605)],
        tables={15: struct.pack("<HH", 2, 0) + font("宋体") + font("Wingdings")},
    )
    assert read(data) == ["已☑★(办)"]


def test_only_the_word_of_signs_set_over_one_another_is_text() -> None:
    data = word_with(
        wide("印\x13 EQ \\o\\ac(○,章) \x15和\x13eq \\o\\ad(\\s\\up 9(pin),拼)\x15。\r")
    )
    assert read(data) == ["印章和拼。"]


def test_a_field_that_is_never_closed_hides_nothing() -> None:
    assert read(word_with(wide("前\x13 PAGE 后。\r末段\r"))) == ["前 PAGE 后。", "末段"]


def test_a_field_within_another_shows_only_the_result_of_the_outer_one() -> None:
    inner = "\x13 PAGE \x14错\x15"
    assert read(word_with(wide(f"见\x13 REF {inner} \x14第一章\x15。\r"))) == ["见第一章。"]


def test_text_boxes_that_nothing_anchors_stand_at_the_end() -> None:
    assert read(ole_of(word_streams([wide("正文\r框中\r")], 3))) == ["正文", "框中"]


def test_marks_that_hold_no_text_vanish_and_breaks_part_lines() -> None:
    data = word_with(wide("甲\x01\x08乙\x1f丙\x1e丁\x0b戊\x0c己\x02\r"))
    assert read(data) == ["甲乙丙-丁", "戊", "己"]


def test_rows_without_properties_end_with_an_empty_cell() -> None:
    data = word_of("表前\r甲\x07乙\x07\x07丙\x07丁\x07\x07后\r")
    assert doc.own_reading(data) == [
        Block("表前"),
        Block("甲\t乙", table_row=True, opens_table=True),
        Block("丙\t丁", table_row=True),
        Block("后"),
    ]


@pytest.mark.parametrize(
    ("encoding", "language", "flags"),
    [
        ("gbk", 0x0804, 0),
        ("gbk", 0x0409, 0),
        ("cp950", 0x0404, 0),
        ("utf-16-le", 0x0804, 0x1000),
    ],
)
def test_a_document_of_word_95_is_read_in_the_code_of_its_language(
    encoding: str, language: int, flags: int
) -> None:
    text = "行政工作\r甲\x07乙\x07\x07\x13 PAGE \x14\x15第二段\r"
    raw = text.encode(encoding)
    width = 2 if flags else 1
    data = bytearray(old_word_of(raw, language, flags))
    place = data.index(b"\xdc\xa5") + 0x34
    data[place : place + 4] = struct.pack("<I", len(raw) // width)
    assert doc.own_reading(bytes(data)) == [
        Block("行政工作"),
        Block("甲\t乙", table_row=True, opens_table=True),
        Block("第二段"),
    ]


def list_level(
    code: int, text: str, *, flags: int = 0, restart: int = 0, start: int = 1, follows: int = 2
) -> bytes:
    head = struct.pack("<IBB9xB8xBBBB", start, code, flags, follows, 0, 0, restart, 0)
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def lists_of(levels: list[bytes], uses: bytes = b"") -> Lists:
    """One list, its last level repeated up to nine, bound at level 1 to style 7."""
    styles = [0xFFF, 7, *[0xFFF] * 7]
    table = struct.pack("<H2I9HBB", 1, 42, 0, *styles, 0, 0)
    levels = levels + levels[-1:] * (9 - len(levels))
    use = struct.pack("<IIII", 1, 42, 0, 0) + struct.pack("<BBBB", len(uses) > 0, 0, 0, 0)
    return Lists(table + b"".join(levels), (0, len(table)), use + bytes(4) + uses)


def numbers(lists: Lists, *levels: int) -> list[str]:
    return [lists.next_number(1, level, 0) for level in levels]


def test_a_level_of_digits_only_writes_the_chinese_numbers_above_it_in_digits() -> None:
    legal = list_level(0, "\x00.\x01", flags=0x04)
    assert numbers(lists_of([list_level(39, "\x00、"), legal]), 0, 1, 1, 0, 1) == [
        *("一、", "1.1", "1.2", "二、", "2.1")
    ]


def test_a_level_may_count_on_over_the_levels_above_it() -> None:
    going_on = list_level(0, "\x01.", flags=0x08)
    assert numbers(lists_of([list_level(37, "\x00、"), going_on]), 0, 1, 0, 1) == [
        *("一、", "1.", "二、", "2.")
    ]


def test_a_list_may_begin_otherwise_where_it_is_used() -> None:
    override = struct.pack("<II", 3, 0x10)
    assert numbers(lists_of([list_level(0, "\x00.")], override), 0, 0) == ["3.", "4."]


def test_a_list_may_write_otherwise_where_it_is_used() -> None:
    override = struct.pack("<II", 0, 0x20) + list_level(18, "\x00")
    assert numbers(lists_of([list_level(0, "\x00.")], override), 0, 0) == ["①", "②"]


def test_a_list_gives_a_paragraph_the_level_that_is_bound_to_its_style() -> None:
    lists = lists_of([list_level(39, "\x00、"), list_level(39, "（\x01）")])
    assert [lists.next_number(1, None, style) for style in (0, 7, 7)] == [
        "一、",
        "（一）",
        "（二）",
    ]


def test_a_bullet_is_no_number_unless_it_says_something() -> None:
    assert numbers(lists_of([list_level(23, "\uf06c"), list_level(23, "附件")]), 0, 1) == [
        "",
        "附件",
    ]


# Real documents, where they are


def han(found: Iterable[Block]) -> str:
    return "".join(re.findall("[\u4e00-\u9fff]", fold("".join(texts(found)))))


def test_real_documents_give_the_paragraphs_of_the_docx(corpora: Path) -> None:
    for path in sorted((corpora / "formats" / "doc").glob("*.doc")):
        wanted = word.read((corpora / "gwr31" / f"{path.stem}.docx").read_bytes(), DEFAULTS)
        assert (path.stem, doc.own_reading(path.read_bytes())) == (path.stem, wanted)


@pytest.mark.parametrize("name", ["sample.doc", "sample.wps"])
def test_documents_of_kingsoft_are_read_whole_with_their_numbers_and_rows(
    corpora: Path, name: str
) -> None:
    data = (corpora / "formats" / name).read_bytes()
    found = doc.own_reading(data)
    assert han(found) == han(map(Block, legacy_doc.extract_text(data).text.split("\n")))
    rows = [i for i, block in enumerate(found) if block.table_row]
    assert rows == list(range(rows[0], rows[0] + 4))
    assert {found[i].text.count("\t") for i in rows} == {3}
    assert [block.heading for block in found if block.heading] == [1, 2, 3, 3, 2, 2, 2, 3, 3]
    assert found[rows[-1] + 1].heading == 2
    assert [block.text[:2] for block in found if block.text[1] == "." and not block.heading] == [
        *("1.", "2.", "3."),
        *("1.", "2.", "3."),
    ]


# Documents that are damaged


def test_an_encrypted_document_is_refused_as_such() -> None:
    data = word_with(wide("密文\r"), flags=0x0300)
    with pytest.raises(Unreadable) as refused:
        doc.read(data, DEFAULTS)
    assert (refused.value.reason, refused.value.remedy) == messages.DOC_ENCRYPTED


def test_a_document_without_its_piece_table_s_place_is_read_as_plain_lines() -> None:
    streams = word_streams([wide("第一段。\r第二段。\r")], 10)
    place = 0x9A + 8 * PIECES
    head = bytearray(streams["WordDocument"])
    head[place : place + 8] = bytes(8)
    assert texts(doc.read(ole_of({**streams, "WordDocument": bytes(head)}), DEFAULTS)) == [
        *("第一段。", "第二段。")
    ]


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def cyclic() -> bytes:
    data = bytearray(word_of("正文。\r"))
    fat = struct.unpack_from("<I", data, 0x4C)[0]
    struct.pack_into("<I", data, 512 + 512 * fat, 0)  # the first sector follows upon itself
    return bytes(data)


@pytest.mark.parametrize(
    "make",
    [
        cyclic,
        lambda: ole_of({"WordDocument": b""}),
        lambda: ole_of({"WordDocument": random.Random(7).randbytes(9000), "1Table": b""}),
        lambda: word_of("正文。\r")[:9000],
    ],
    ids=["cyclic chain", "empty", "random", "cut"],
)
@pytest.mark.usefixtures("without_office")
def test_a_document_that_nothing_can_read_is_refused_as_damaged(
    make: Callable[[], bytes],
) -> None:
    with pytest.raises(Unreadable) as refused:
        doc.read(make(), DEFAULTS)
    assert (refused.value.reason, refused.value.remedy) == messages.DOC_DAMAGED


@pytest.mark.usefixtures("without_office")
def test_a_document_cut_anywhere_is_read_whole_or_refused() -> None:
    lines = [f"第{i}段，全年办理案件。" for i in range(400)]
    whole = word_of("".join(f"{line}\r" for line in lines))
    for tenth in range(1, 10):
        with pytest.raises(Unreadable):
            doc.read(whole[: len(whole) * tenth // 10], DEFAULTS)
    assert read(whole) == lines


@pytest.mark.usefixtures("without_office")
def test_no_damage_does_more_than_make_a_document_unreadable(written: dict[str, bytes]) -> None:
    source = random.Random(7)
    outcomes = set()
    for data in written.values():
        for _ in range(50):
            outcomes.add(type(outcome(damaged(data, source))))
    assert outcomes == {list, Unreadable}


def outcome(data: bytes) -> list[Block] | Unreadable:
    try:
        return doc.read(data, DEFAULTS)
    except Unreadable as refused:
        return refused


def damaged(data: bytes, source: random.Random) -> bytes:
    """The bytes with a few flipped, overwritten or copied to elsewhere."""
    changed = bytearray(data)
    for _ in range(source.choice((1, 5, 20))):
        at, other = source.randrange(len(data)), source.randrange(len(data))
        length = source.choice((1, 4, 32))
        changed[at : at + length] = source.choice(
            (source.randbytes(length), b"\xff" * length, data[other : other + length])
        )
    return bytes(changed)
