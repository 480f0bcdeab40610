"""PDF: what its text layer holds, where it stands, and which pages need OCR."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.messages import readers as messages
from archive.text import fold
from indexer.blocks import Block, NeedsOcr, Unreadable
from indexer.limits import DEFAULTS
from indexer.readers import pdf as pdf_reader
from indexer.readers import word as word_reader
from tests.conftest import SAMPLES
from tests.indexer.pdf_files import HEIGHT, WIDTH, Sheet, grid, pdf, placed, rule, stream, text

BOX = f"/MediaBox [0 0 {WIDTH} {HEIGHT}]"
LEFT, TOP, STEP = 90, 100, 28
WORDS = "坚持依法行政扎实推进法治政府建设各项工作取得明显成效"  # a full line of 26 letters


def read(data: bytes) -> list[Block]:
    return pdf_reader.read(data, DEFAULTS)


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data)]


def lines(*rows: str, left: float = LEFT, top: float = TOP, size: float = 16) -> str:
    """Draws lines one below the other; full-width blanks at the beginning indent them."""
    step = STEP * size / 16
    return "\n".join(text(left, top + i * step, row, size) for i, row in enumerate(rows))


BODY = lines("　　" + WORDS[:24], WORDS, WORDS, WORDS, "到此为止。")
BODY_TEXT = WORDS[:24] + WORDS * 3 + "到此为止。"


# Text


def test_lines_of_a_pdf_are_paragraphs_also_over_a_pages_end() -> None:
    (path,) = SAMPLES.rglob("国家水运管理局*.pdf")
    found = read(path.read_bytes())
    assert [block.text[:8] for block in found][:4] == [
        "国家水运管理局2",
        "告",
        "2021年，国家",
        "一、2021年法",
    ]
    (crossing,) = (block for block in found if block.text.startswith("（二）规范行政执法"))
    assert "对执法中收集到的问题实行清单管理，完成一项、销号一项" in crossing.text
    assert {block.page for block in found} >= {1, 2}


def test_the_page_numbers_of_a_pdf_are_no_text() -> None:
    for path in SAMPLES.rglob("*.pdf"):
        assert not [one for one in texts(path.read_bytes()) if re.search(r"-\s*\d\s*-", one)]


def test_a_paragraph_is_read_with_its_page_and_without_its_indent() -> None:
    assert read(pdf(BODY)) == [Block(BODY_TEXT, page=1)]


def test_a_title_over_two_columns_comes_first_and_then_the_left_one() -> None:
    title = text(150, 60, "松河镇法治政府建设简报", 22)
    left = lines("　　" + WORDS[:11], *[WORDS[13:]] * 9, "左栏完。", size=14)
    right = lines("　　" + WORDS[:11], *[WORDS[13:]] * 9, "右栏完。", left=296, size=14)
    number = text(280, 790, "- 1 -", 12)
    assert texts(pdf("\n".join([right, title, number, left]))) == [
        "松河镇法治政府建设简报",
        WORDS[:11] + WORDS[13:] * 9 + "左栏完。",
        WORDS[:11] + WORDS[13:] * 9 + "右栏完。",
    ]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_its_text_stands(turned: int) -> None:
    assert texts(pdf(Sheet(BODY, f"{BOX} /Rotate {turned}"))) == [BODY_TEXT]


@pytest.mark.parametrize("turn", ["0 1 -1 0 842 0", "0 -1 1 0 0 595", "-1 0 0 -1 595 842"])
def test_text_that_is_set_turned_on_its_page_is_read(turn: str) -> None:
    box = "/MediaBox [0 0 842 842]"
    assert texts(pdf(Sheet(f"q {turn} cm {BODY} Q", box))) == [BODY_TEXT]


def test_a_turned_table_is_read_row_by_row() -> None:
    drawn = grid((90, 200, 300), (100, 130, 160))
    drawn += (
        text(100, 104, "甲") + text(210, 104, "乙") + text(100, 134, "丙") + text(210, 134, "丁")
    )
    turned = pdf(Sheet(f"q 0 1 -1 0 842 0 cm {drawn} Q", "/MediaBox [0 0 842 595]"))
    assert [(block.text, block.table_row) for block in read(turned)] == [
        ("甲\t乙", True),
        ("丙\t丁", True),
    ]


def test_vertical_setting_is_read_from_the_right() -> None:
    columns = [placed(f"1 0 0 1 {500 - 28 * i} 740", WORDS, font="V") for i in range(4)]
    assert texts(pdf("\n".join([*columns, placed("1 0 0 1 388 740", "完。", font="V")]))) == [
        WORDS * 4 + "完。"
    ]


def test_what_stands_askew_or_upright_comes_after_the_pages_text() -> None:
    askew = placed("0.7 0.7 -0.7 0.7 200 400", "内部资料", 40)
    upright = placed("0 1 -1 0 60 300", "装订线内不得答题")
    assert texts(pdf("\n".join([askew, upright, BODY]))) == [
        BODY_TEXT,
        "内部资料",
        "装订线内不得答题",
    ]


def test_a_name_set_upright_in_a_cell_stays_in_it() -> None:
    rows = [text(160, top, mark * 12) for top, mark in ((104, "甲"), (134, "乙"), (164, "丙"))]
    drawn = [grid((90, 150, 400), (100, 190)), *rows, placed("0 1 -1 0 125 670", "责任单位")]
    assert texts(pdf("\n".join(drawn))) == ["责任单位\t" + "甲" * 12 + "乙" * 12 + "丙" * 12]


def test_what_the_page_cuts_off_is_no_text() -> None:
    cropped = f"{BOX} /CropBox [60 60 535 800]"
    assert texts(pdf(Sheet(BODY + text(300, 10, "裁切标记"), cropped))) == [BODY_TEXT]


def test_letters_drawn_twice_to_be_bold_come_out_once() -> None:
    whole = [text(LEFT + shift, TOP, "青石县", 22) for shift in (0, 0.5)]
    each = [
        text(156 + 22 * i + d, TOP, mark, 22) for i, mark in enumerate("办公") for d in (0, 0.4)
    ]
    assert texts(pdf("\n".join(whole + each))) == ["青石县办公"]


def test_an_invisible_text_layer_over_a_scan_is_read() -> None:
    assert texts(pdf(Sheet(f"{SCAN} 3 Tr {BODY}", BOX, IMAGE), objects=[PIXEL])) == [BODY_TEXT]


def test_the_radicals_that_a_font_names_are_the_characters_that_the_page_shows() -> None:
    damaged = "2021 年 11 ⽉ 30 ⽇，⻓江⼯作专班"
    (read_text,) = texts(pdf(text(LEFT, TOP, damaged)))
    assert read_text == "2021 年 11 月 30 日，长江工作专班"
    assert fold("11月30日，长江工作") in fold(read_text)


def test_a_hyphen_at_a_lines_end_stays() -> None:
    assert texts(pdf(text(LEFT, TOP, "x" * 40 + "-") + text(LEFT, 128, "y" * 41))) == [
        "x" * 40 + "-" + "y" * 41
    ]


def test_characters_beyond_the_basic_plane_stand_where_they_are() -> None:
    font = (
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R "
        "/FirstChar 65 /LastChar 65 /Widths [1000] >>"
    )
    names = stream(
        "",
        "begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
        "1 beginbfchar <41> <d842dfb7> endbfchar endcmap",
    )
    first = f"BT /U 16 Tf 1 0 0 1 {LEFT} {HEIGHT - TOP - 14} Tm <41> Tj ET"
    page = Sheet(first + text(LEFT + 16, TOP, "县志"), fonts="/U 5 0 R")
    assert texts(pdf(page, objects=[font, names])) == ["𠮷县志"]


def test_typed_notes_and_the_fields_of_forms_are_text() -> None:
    looks = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 200 30] /Resources << /Font << /H 3 0 R >> >>",
        placed("1 0 0 1 5 8", "填写的单位"),
    )
    note = "/Type /Annot /Subtype /FreeText /F 4 /Rect [90 300 290 330] /AP << /N 5 0 R >>"
    sheet = Sheet(BODY, f"{BOX} /Annots [<< {note} >>]")
    assert texts(pdf(sheet, objects=[looks])) == [BODY_TEXT, "填写的单位"]


# Rules


TABLE = (("序号", "单位"), ("1", "司法局"), ("2", "财政局"))


def table(left: float, top: float, rows: Iterable[tuple[str, str]] = TABLE) -> str:
    """Draws a table of two columns."""
    held = list(rows)
    edges = [top + 30 * i for i in range(len(held) + 1)]
    drawn = [grid((left, left + 60, left + 200), edges)]
    for y, row in zip(edges, held, strict=False):
        drawn += [text(left + 4 + 60 * i, y + 5, cell) for i, cell in enumerate(row)]
    return "\n".join(drawn)


def rows(data: bytes) -> list[tuple[str, bool, bool]]:
    found = read(data)
    assert all(block.table_row for block in found)
    return [(block.text, block.opens_table, block.header) for block in found]


TABLE_ROWS = [("序号\t单位", True, False), ("1\t司法局", False, False), ("2\t财政局", False, False)]


def test_a_table_over_two_pages_is_one_and_its_header_is_read_once() -> None:
    rest = [("序号", "单位"), ("3", "公安局")]
    assert rows(pdf(table(90, 700), table(90, 60, rest))) == [
        ("序号\t单位", True, True),
        *TABLE_ROWS[1:],
        ("3\t公安局", False, False),
    ]


def test_cells_that_span_columns_are_followed_by_empty_ones() -> None:
    drawn = [rule(90, y, 390, y) for y in (100, 130, 160)]
    drawn += [rule(x, 100, x, 160) for x in (90, 190, 390)] + [rule(290, 130, 290, 160)]
    drawn += [text(94, 120, "单位"), text(240, 105, "行政处罚")]
    drawn += [text(194, 135, "件数"), text(294, 135, "金额")]
    assert [one for one, _, _ in rows(pdf("\n".join(drawn)))] == [
        "单位\t行政处罚\t",
        "\t件数\t金额",
    ]


def test_rules_drawn_as_thin_boxes_are_rules() -> None:
    lines_of_it = re.findall(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S", table(90, 100))
    boxes = [
        f"{x} {y} {float(right) - float(x) + 0.5:g} {float(low) - float(y) - 0.5:g} re f"
        for x, y, right, low in lines_of_it
    ]
    written = "\n".join(line for line in table(90, 100).splitlines() if "BT" in line)
    assert rows(pdf("\n".join([*boxes, written]))) == TABLE_ROWS


def test_all_rules_of_a_table_in_one_path_are_rules() -> None:
    drawn = table(90, 100)
    path = " ".join(re.findall(r"[\d.]+ [\d.]+ m [\d.]+ [\d.]+ l", drawn))
    written = "\n".join(line for line in drawn.splitlines() if "BT" in line)
    assert rows(pdf(f"{path} S {written}")) == TABLE_ROWS


def test_boxes_drawn_round_each_cell_are_rules() -> None:
    edges = [(x, 100 + 30 * i, w) for i in range(3) for x, w in ((90, 60), (150, 140))]
    boxes = [f"{x} {HEIGHT - y - 30} {w} 30 re S" for x, y, w in edges]
    written = [line for line in table(90, 100).splitlines() if "BT" in line]
    assert rows(pdf("\n".join(boxes + written))) == TABLE_ROWS


def test_a_table_in_a_form_that_is_drawn_smaller_is_read() -> None:
    form = stream(
        f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDTH} {HEIGHT}] /Matrix [1 0 0 1 20 -30] "
        "/Resources << /Font << /H 3 0 R >> >>",
        table(90, 100),
    )
    sheet = Sheet("q 0.6 0 0 0.6 0 0 cm /X Do Q", BOX, {"XObject": "<< /X 5 0 R >>"})
    assert rows(pdf(sheet, objects=[form])) == TABLE_ROWS


def test_shading_behind_text_is_no_table() -> None:
    shaded = f"0.9 g 80 {HEIGHT - 260} 430 180 re f 0.8 g 80 {HEIGHT - 130} 200 30 re f 0 g {BODY}"
    assert read(pdf(shaded)) == [Block(BODY_TEXT, page=1)]


def test_the_red_line_of_an_official_paper_is_no_table() -> None:
    head = text(120, 60, "青石县人民政府文件", 36) + f"1 0 0 RG 3 w {rule(90, 160, 506, 160)}"
    number = text(230, 130, "青政发〔2023〕1号")
    body = lines("　　" + WORDS[:24], WORDS, WORDS, "完。", top=200)
    assert [(block.text, block.table_row) for block in read(pdf(head + number + body))] == [
        ("青石县人民政府文件", False),
        ("青政发〔2023〕1号", False),
        (WORDS[:24] + WORDS * 2 + "完。", False),
    ]


# Pages without text


PIXEL = stream(
    "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
    "x",
)
IMAGE = {"XObject": "<< /I 5 0 R >>"}
SCAN = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q\n"
LOGO = "q 100 0 0 100 300 500 cm /I Do Q\n"
OUTLINES = "\n".join(f"{i} {i} m {i + 3} {i} {i} {i + 3} {i + 5} {i + 5} c f" for i in range(300))
NAMELESS = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /Nameless /Encoding /Identity-H /DescendantFonts [<< "
    "/Type /Font /Subtype /CIDFontType2 /BaseFont /Nameless /FontDescriptor << /Type "
    "/FontDescriptor /FontName /Nameless /Flags 4 /Ascent 880 /Descent -120 /ItalicAngle 0 /StemV "
    "0 /CapHeight 0 /FontBBox [0 0 1000 1000] >> /CIDSystemInfo << /Registry (Adobe) "
    "/Ordering (Identity) /Supplement 0 >> >>] >>"
)


@pytest.mark.parametrize(
    ("sheet", "objects"),
    [
        (Sheet(SCAN, BOX, IMAGE), [PIXEL]),
        (Sheet(SCAN + text(280, 790, "- 1 -"), BOX, IMAGE), [PIXEL]),
        (Sheet(OUTLINES), []),
        (Sheet(text(LEFT, TOP, WORDS, font="U"), fonts="/U 5 0 R"), [NAMELESS]),
        (Sheet(text(LEFT, TOP, "\ue001\ue002\ue003\ue004甲")), []),
    ],
    ids=["scan", "scan with a number", "outlines", "no codes", "private codes"],
)
def test_pages_that_only_show_their_text_need_ocr(sheet: Sheet, objects: list[str]) -> None:
    with pytest.raises(NeedsOcr) as needed:
        read(pdf(BODY, sheet, sheet, objects=objects))
    assert (needed.value.reason, needed.value.remedy) == messages.PDF_SCAN
    assert needed.value.pages == 2


def test_scans_are_refused_with_what_is_to_be_installed() -> None:
    reason, remedy = messages.PDF_SCAN
    assert reason == "PDF 是扫描件，没有文字层"
    assert "pip install -r requirements-ocr.txt" in remedy


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet(""),
        Sheet(text(LEFT, TOP, " 　 ")),
        Sheet(LOGO + text(280, 790, "- 2 -"), BOX, IMAGE),
        Sheet(rule(90, 90, 500, 90)),
    ],
    ids=["blank", "blanks", "a number and a picture", "a line"],
)
def test_an_empty_page_needs_no_ocr(sheet: Sheet) -> None:
    assert texts(pdf(BODY, sheet, objects=[PIXEL])) == [BODY_TEXT]


def test_a_cover_with_a_picture_and_a_title_needs_no_ocr() -> None:
    cover = Sheet(SCAN + text(150, 300, "青石县法治政府建设报告", 22), BOX, IMAGE)
    assert texts(pdf(cover, BODY, objects=[PIXEL])) == ["青石县法治政府建设报告", BODY_TEXT]


# What cannot be read


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(Unreadable) as refused:
        read(data)
    return refused.value.reason, refused.value.remedy


def test_a_pdf_with_a_password_is_refused() -> None:
    assert refusal(pdf(BODY, password="secret")) == messages.PDF_ENCRYPTED


def test_a_pdf_whose_owner_forbids_copying_is_read() -> None:
    assert texts(pdf(BODY, password="")) == [BODY_TEXT]


def test_a_pdf_of_too_many_pages_is_refused_with_the_limit_to_raise() -> None:
    with pytest.raises(Unreadable) as refused:
        pdf_reader.read(pdf(BODY, BODY, BODY), replace(DEFAULTS, pages=2))
    assert refused.value.reason == "PDF 有 3 页，超过上限 2 页"
    assert "ARCHIVE_MAX_PAGES" in refused.value.remedy


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.6\n",
        random.Random(7).randbytes(4000),
        pdf(BODY)[:400],
        pdf(),
    ],
    ids=["nothing", "head only", "random", "cut", "no pages"],
)
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    assert refusal(data) == messages.PDF_DAMAGED


@pytest.mark.parametrize("junk", [b"\r\n", b"\x00" * 20, b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_pdf_after_a_few_bytes_of_something_else_is_read(junk: bytes) -> None:
    assert texts(junk + pdf(BODY)) == [BODY_TEXT]


@pytest.mark.parametrize(
    "numbers", ["1e38 0 0 1e38 0 0", "0 0 0 0 0 0", "-1 0 0 1 300 300", "1 0 0 -1 90 400"]
)
def test_text_set_by_strange_numbers_harms_nothing(numbers: str) -> None:
    drawn = f"q {numbers} cm {table(90, 100)} Q"
    assert BODY_TEXT in texts(pdf(f"{drawn} {BODY}"))


# Real reports, where they are


def han(blocks: Iterable[Block]) -> str:
    return "".join(re.findall("[\u4e00-\u9fff]", fold("".join(block.text for block in blocks))))


def ends(blocks: Iterable[Block]) -> set[int]:
    """Where paragraphs end, in Han characters from the beginning."""
    found, count = set(), 0
    for block in blocks:
        count += len(han([block]))
        found.add(count)
    return found


def test_real_pdf_files_give_the_characters_and_paragraphs_of_the_docx(corpora: Path) -> None:
    for path in sorted((corpora / "formats" / "pdf").glob("*.pdf")):
        found = read(path.read_bytes())
        wanted = word_reader.read((corpora / "gwr31" / f"{path.stem}.docx").read_bytes(), DEFAULTS)
        assert (path.stem, han(found)) == (path.stem, han(wanted))
        both = len(ends(found) & ends(wanted))
        assert 2 * both / (len(ends(found)) + len(ends(wanted))) >= 0.99
