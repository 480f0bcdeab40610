"""RTF as Word, WPS, LibreOffice and the export functions of old programs write it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.text import fold
from indexer.blocks import Block, Unreadable
from indexer.limits import DEFAULTS
from indexer.readers import rtf, word
from tests.indexer.soffice_files import BLOCKS, converted

FONTS = (
    rb"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}"
    rb"{\f2\fnil\fcharset2 Wingdings;}{\f3\fnil\fcharset136 PMingLiU;}}"
)
LAW = rb"\'b7\'a8\'d6\'ce"  # 法治 in GBK


def document(body: bytes | str, head: bytes = rb"\ansicpg936" + FONTS) -> bytes:
    """An RTF file; a body in characters is written in Unicode escapes."""
    if isinstance(body, str):
        escaped = (one if one.isascii() else f"\\u{ord(one)}?" for one in body)
        body = "".join(escaped).encode("ascii")
    return rb"{\rtf1\ansi\deff0" + head + b" " + body + b"}"


def blocks(body: bytes | str, head: bytes = rb"\ansicpg936" + FONTS) -> list[Block]:
    return rtf.read(document(body, head), DEFAULTS)


def texts(body: bytes | str, head: bytes = rb"\ansicpg936" + FONTS) -> list[str]:
    return [block.text for block in blocks(body, head)]


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (LAW, rb"\ansicpg936"),
        (LAW, rb""),
        (rb"\f1 " + LAW, rb"\ansicpg1252" + FONTS),
        (rb"\f0 " + LAW, rb"\ansicpg936" + FONTS),
        (rb"\'b7" + b"\r\n" + rb"\'a8\'d6\'ce", rb"\ansicpg936"),
        (rb"\f3 \'aa\'6b\'aa\'76", rb"\ansicpg936" + FONTS),
        (rb"\'aak\'aav", rb"\ansicpg950"),
        ("法治".encode("gbk"), rb"\ansicpg936"),
        ("法治".encode(), rb"\ansicpg936"),
        (rb"\u27861?\u27835?", rb"\ansicpg936"),
        (rb"\u27861\'b7\'a8\u27835\'d6\'ce", rb"\ansicpg936\uc2"),
        (rb"{\uc2 \u27861\'b7\'a8}\u27835?", rb"\ansicpg936"),
        (rb"\uc0 \u27861\u27835 ", rb"\ansicpg936"),
        (rb"\u27861 ?\u27835" + b"\r\n?", rb"\ansicpg936"),
        (rb"\u27861\bullet\u27835?", rb"\ansicpg936"),
        (rb"{\upr{??}{\*\ud{\u27861?\u27835?}}}", rb"\ansicpg936"),
    ],
)
def test_chinese_is_read_in_each_way_that_programs_write_it(body: bytes, head: bytes) -> None:
    assert texts(body, head) == ["法治"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\u-3?", "\ufffd"),
        (rb"\u-10179?\u-9152?", "\U0001f440"),
        (rb"\'a1\'b0\'b7\'a8\'a1\'b1\ldblquote a\rdblquote\emdash", "“法”“a”—"),
        (rb"caf\'e9 au lait", "café au lait"),
        (rb"a\{b\}c\\d\~e\_f\-g", "a{b}c\\d\u00a0e-fg"),
        (rb"{\f2 \'fc\'6c}", "✓●"),
        (rb"86\tab 97.56%", "86 97.56%"),
        (b"\\ansicpg936 \x86\x5c\x81\x7d\xb7\xa8", "哱亇法"),
    ],
)
def test_a_character_is_what_its_escape_stands_for(body: bytes, text: str) -> None:
    assert texts(body) == [text]


@pytest.mark.parametrize(
    "body",
    [
        r"正文{\deleted 删去}接着",
        r"正文{\mvf 移走}接着",
        r"正文{\v 隐藏}接着",
        r"正文{\v 隐藏\v0 接着}",
        r"正文{\*\annotation 批注}接着",
        r"正文{\*\atnid 某人}{\*\unknown 不识{\b 的}}接着",
        r"{\header 页眉\par}{\footer 页脚\par}正文接着",
        r"{\info{\title 题名}{\author 某人}}正文接着",
        r"正文{\pict\wmetafile8 0102030405060708}接着",
        r"正文{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict 0102}}接着",
        r"正文{\object{\*\objdata 01020304}{\result 接着}}",
        r"正文{\field{\*\fldinst HYPERLINK x}{\fldrslt 接着}}",
        r"正文{\xe 索引项}接{\tc 目录项}着",
        r"正文{\*\bkmkstart a}接着{\*\bkmkend a}",
        r"正文\deleted\par\deleted0 接着",
    ],
)
def test_what_is_not_shown_or_no_text_is_left_out(body: str) -> None:
    assert texts(body) == ["正文接着"]


def test_braces_within_raw_bytes_close_no_group() -> None:
    assert texts(rb"a{\pict\bin5 }}}}}}b\bin3 {{{c") == ["abc"]


def test_a_paragraph_is_a_block_a_line_and_knows_its_heading_and_alignment() -> None:
    styles = (
        rb"{\stylesheet{\ql Normal;}{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}{\s3 Title;}"
        rb"{\s4 \'b1\'ea\'cc\'e2 3;}{\*\cs10 Title;}}"
    )
    body = (
        r"\pard\s3\qc 题目\par\pard\s1 一级\par\pard\s2 二级\par\pard\s4 三级\par"
        r"\pard\outlinelevel3 四级\par\pard\s1\outlinelevel9 正文\par"
        r"\pard\ql 第一行\line 第二行\par\par{\qr 落款\par}平常\sect 下节"
    )
    assert blocks(body, rb"\ansicpg936" + styles) == [
        Block("题目", heading=0, centered=True),
        Block("一级", heading=1),
        Block("二级", heading=2),
        Block("三级", heading=3),
        Block("四级", heading=4),
        Block("正文"),
        Block("第一行"),
        Block("第二行"),
        Block("落款", right=True),
        Block("平常"),
        Block("下节"),
    ]


def test_notes_and_text_boxes_follow_the_paragraph_that_they_stand_in() -> None:
    body = (
        r"正文{\super{\footnote\pard\plain {\super\chftn} 脚注一\par 脚注二}}接着\par"
        r"框前{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard 框一\par 框二\par}}"
        r"{\shprslt{\*\do{\dptxbxtext 框一\par 框二\par}}}}框后\par"
        r"旧{\*\do\dobxmargin{\dptxbx{\dptxbxtext 旧框\par}}}式\par"
    )
    assert texts(body) == [
        *("正文接着", "脚注一", "脚注二"),
        *("框前框后", "框一", "框二"),
        *("旧式", "旧框"),
    ]


def test_a_deleted_note_is_left_out() -> None:
    assert texts(r"正文{\deleted{\footnote\pard\plain 脚注}}\par") == ["正文"]


def row(*cells: str, edges: tuple[int, ...], properties: str = "", merged: str = "") -> str:
    """A table row; `merged` stands before the edge of the last cell."""
    defined = "".join(f"\\cellx{edge}" for edge in edges[:-1]) + f"{merged}\\cellx{edges[-1]}"
    written = "".join(f"\\pard\\intbl {cell}\\cell" for cell in cells)
    return f"\\trowd{properties}{defined}{written}\\row"


def test_a_table_is_read_row_by_row_with_merged_cells_empty() -> None:
    body = (
        row("单位", "情况", edges=(1000, 3000), properties="\\trhdr")
        + row("云溪镇", r"复议\par 办结", "86", edges=(1000, 2010, 3000), merged="\\clvmgf")
        + row("柳塘乡", "应诉", "不示", edges=(1020, 2000, 3000), merged="\\clvmrg")
        + row("", "", "", edges=(1000, 2000, 3000))
        + r"\pard 表后{\footnote 注}\par"
    )
    assert blocks(body) == [
        Block("单位\t情况\t", table_row=True, opens_table=True, header=True),
        Block("云溪镇\t复议办结\t86", table_row=True),
        Block("柳塘乡\t应诉\t", table_row=True),
        Block("表后"),
        Block("注"),
    ]


def test_a_table_in_a_cell_stands_in_that_cell() -> None:
    nested = (
        r"\pard\intbl\itap2 甲\nestcell 乙\nestcell"
        r"{\*\nesttableprops\trowd\cellx400\cellx800\nestrow}{\nonesttables\par}"
    )
    body = row("外一", rf"之前\par {nested}\pard\intbl 之后", edges=(1000, 2000))
    assert texts(body) == ["外一\t之前甲 乙之后"]


def test_a_note_in_a_table_follows_the_table() -> None:
    first = row(r"甲{\footnote 注}", "乙", edges=(1000, 2000))
    assert texts(first + row("丙", "丁", edges=(1000, 2000)) + r"\pard 后\par") == [
        *("甲\t乙", "丙\t丁", "注", "后"),
    ]


def test_a_table_of_one_column_is_read_as_paragraphs() -> None:
    assert blocks(row(r"\qc 题目\par\ql 正文", edges=(1000,))) == [
        Block("题目", centered=True),
        Block("正文"),
    ]


def test_a_row_that_the_file_does_not_end_is_kept() -> None:
    assert texts(r"\trowd\cellx1\cellx2\intbl 甲\cell 乙\cell\pard 后\par") == ["甲\t乙", "后"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"{\listtext\pard\plain 一、\tab}\ls1\ilvl0 成效\par", "一、成效"),
        (r"{\pntext\f1 （一）\tab}{\*\pn\pnlvlbody{\pntxtb x}}成效\par", "（一）成效"),
        (r"{\listtext\tab}成效\par", "成效"),
        (r"{\pntext\f1\bullet\tab}成效\par", "成效"),
        (r"{\listtext 1.\tab}2021 年\par", "1. 2021 年"),
    ],
)
def test_a_number_that_the_file_writes_out_stands_before_its_paragraph(
    body: str, text: str
) -> None:
    assert texts(body) == [text]


LISTS = (
    rb"{\*\listtable{\list\listtemplateid1"
    rb"{\listlevel\levelnfc39\levelstartat1{\leveltext\'02\'00\u12289?;}{\levelnumbers\'01;}}"
    rb"{\listlevel\levelnfc37\levelstartat1{\leveltext\'03\'a3\'a8\'01\'a3\'a9;}"
    rb"{\levelnumbers\'02;}}"
    rb"{\listlevel\levelnfc0\levelstartat1{\leveltext\'04\'01.\'02.;}{\levelnumbers\'01\'03;}}"
    rb"{\listlevel\levelnfc23{\leveltext\'01\u8226?;}{\levelnumbers;}}{\listname ;}\listid7}}"
    rb"{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}"
    rb"{\listoverride\listid7\listoverridecount1{\lfolevel\listoverridestartat\levelstartat5}\ls2}}"
)


def test_numbers_that_no_one_wrote_out_are_counted_from_the_lists() -> None:
    order = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 3), (1, 0), (1, 1), (2, 0), (2, 0)]
    body = "".join(rf"\pard\ls{use}\ilvl{level} 项\par" for use, level in order)
    assert texts(body, rb"\ansicpg936" + LISTS) == [
        *("一、项", "（一）项", "（二）项", "二.1.项", "二.2.项", "项"),
        *("二、项", "（一）项", "五、项", "六、项"),
    ]


def test_a_cell_that_holds_only_its_number_keeps_it() -> None:
    body = row(r"\ls1\ilvl0 ", "复议", edges=(1000, 2000))
    assert texts(body, rb"\ansicpg936" + LISTS) == ["一、\t复议"]


def test_a_document_that_libreoffice_saved_is_read_whole(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    read = rtf.read(converted("rtf", tmp_path_factory.mktemp("soffice")), DEFAULTS)
    # LibreOffice 7.4 does not write into RTF which row is the header.
    assert [replace(one, header=False) for one in read] == [
        replace(one, header=False) for one in BLOCKS
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        b"{\\rt",
        document("全文")[:-1],
        document("{" * 1_000_000),
        document(rb"\bin999 "),
        document(r"正文{\pict 0102"),
        document(r"正文{\*\unknown 其余"),
    ],
)
def test_a_file_that_breaks_off_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="RTF 文件不完整或已损坏"):
        rtf.read(data, DEFAULTS)


@pytest.mark.parametrize(
    "data",
    [
        document("正文") + b"\r\n\x00\x1a",
        b"\xef\xbb\xbf\r\n" + document("正文"),
        document("正}文"),
        document(r"正\unknown-12 文"),
    ],
)
def test_a_file_that_is_whole_but_untidy_is_read(data: bytes) -> None:
    assert "".join(block.text for block in rtf.read(data, DEFAULTS)) == "正文"


def test_groups_within_groups_by_the_thousand_are_read() -> None:
    assert texts("{" * 1_000 + "正文" + "}" * 1_000) == ["正文"]


def test_pictures_of_many_megabytes_cost_little() -> None:
    picture = b"89504e47" * 16 + b"\r\n"
    data = document(b"a{\\pict\\pngblip " + picture * 80_000 + b"}b")
    started = time.process_time()
    assert [block.text for block in rtf.read(data, DEFAULTS)] == ["ab"]
    assert len(data) > 10_000_000
    assert time.process_time() - started < 1


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few places cut out, doubled, overwritten, or cut off."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed))
        length = min(chance.choice((1, 1, 2, 8, 64)), len(changed) - at)
        change: Callable[[], bytes] = chance.choice(
            (
                lambda: b"",
                lambda piece=bytes(changed[at : at + length]): piece * 2,
                lambda size=length: chance.randbytes(size),
                lambda: chance.choice((b"{", b"}", b"\\", b"\\'", b"\\bin9 ", b"99999999999")),
            )
        )
        changed[at : at + length] = change()
    return bytes(changed)


def test_a_damaged_file_is_read_or_refused() -> None:
    whole = document(
        r"\pard\s1\qc 题目\par{\listtext 一、\tab}\ls1 成效{\footnote 注}\par"
        + row("单位", "件数", edges=(1000, 3000))
        + row("甲", "乙", "86", edges=(1000, 2010, 3000), merged="\\clvmgf")
        + r"\pard 后{\field{\*\fldinst X}{\fldrslt 果}}{\pict 0102}\par",
        rb"\ansicpg936" + FONTS + LISTS + rb"{\stylesheet{\s1 heading 1;}}",
    )
    chance = random.Random(6)
    outcomes: set[bool | None] = set()
    for _ in range(300):
        try:
            outcomes.add(bool(rtf.read(damaged(whole, chance), DEFAULTS)))
        except Unreadable:
            outcomes.add(None)
    assert outcomes >= {True, None}


def test_real_reports_read_the_same_as_their_docx(corpora: Path) -> None:
    for path in sorted((corpora / "formats" / "rtf").glob("*.rtf")):
        same = word.read((corpora / "gwr31" / f"{path.stem}.docx").read_bytes(), DEFAULTS)
        read = rtf.read(path.read_bytes(), DEFAULTS)
        assert (path.stem, [fold(one.text) for one in read]) == (
            path.stem,
            [fold(one.text) for one in same],
        )
