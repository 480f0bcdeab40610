"""Scans: what OCR reads in pictures, and in the pages of a PDF or OFD that are pictures."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zlib
from collections import Counter
from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from archive.messages import readers as messages
from indexer.blocks import Block, NeedsOcr, Unreadable
from indexer.limits import DEFAULTS
from indexer.readers import ofd, pdf, scan
from tests.indexer import ofd_documents, pdf_files
from tests.indexer.scans import needs_ocr, page, saved, table

REPORT = [
    "　　青石县法治政府建设情况报告",
    "　　一、规范行政执法行为。全县三十二家执法单位统一公示执法主体、依据和流程，全年公示处罚"
    "决定三百余件，听证十九次。乡镇综合行政执法队伍完成整合，执法人员持证上岗率达到百分之百，"
    "跨部门联合检查比上年增加四成，重复检查明显减少。",
    "　　二、健全依法决策机制。出台重大行政决策目录，凡涉及民生的事项都要经过公众参与、专家论证、"
    "风险评估、合法性审查和集体讨论。县政府法律顾问参与审查合同和协议八十六份，提出修改意见"
    "一百四十条，采纳率超过九成，避免了多起潜在纠纷。",
    "　　三、化解社会矛盾纠纷。整合信访、调解、仲裁、复议等力量，在村级设立议事亭，推行邻里说事"
    "制度。人民调解组织受理案件五百二十件，调解成功五百零七件。行政复议机构收到申请四十一件，"
    "受理三十八件，纠正违法或者不当行为六件，负责人出庭应诉做到应出尽出。",
    "　　四、加强法治宣传教育。开展宪法宣传周、民法典进乡村等活动二百多场，培养法律明白人九百名，"
    "制作方言短视频四十部，点击量突破三十万次。学校配齐法治副校长，企业普遍建立合规指引，"
    "群众对法治建设的满意程度稳步提高，遇事找法的习惯正在养成。",
    "　　五、存在的主要问题。部分执法人员业务能力不足，有的部门对行政裁量基准掌握不准，个别案卷"
    "文书制作不规范；基层法治力量薄弱，专业人才留不住。下一步将压实责任，补齐短板。",
]
SHORT = ["　　青石县人民政府全面落实行政执法公示制度，", "全年公示行政处罚决定三百余件。"]
SQUARE = 210
"""The height (mm) of the page that is read fastest: the shorter side is always made as large."""
SENTENCE = "青石县人民政府全面落实行政执法公示制度，全年公示行政处罚决定三百余件。"


def read(data: bytes) -> list[Block]:
    return scan.read(data, DEFAULTS)


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data)]


def han(written: str) -> Counter[str]:
    return Counter(re.findall("[㐀-鿿]", written))


def refusal(data: bytes, **limits: int) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        scan.read(data, replace(DEFAULTS, **limits))
    return caught.value.reason, caught.value.remedy


@needs_ocr
def test_99_of_100_characters_of_a_page_of_500_are_read() -> None:
    drawn = han("".join(REPORT))
    assert len("".join(REPORT)) >= 500
    blocks = read(saved(page(REPORT, dpi=150)))
    lost = drawn - han("".join(one.text for one in blocks))
    assert lost.total() <= drawn.total() // 100
    assert [one.text[:9] for one in blocks] == [line.strip()[:9] for line in REPORT]


@needs_ocr
def test_a_scanned_pdf_is_read_page_by_page() -> None:
    data = saved(page(SHORT), "PDF", [page(SHORT)])
    with pytest.raises(NeedsOcr) as caught:
        pdf.read(data, DEFAULTS)
    assert caught.value.pages == 2
    assert [(one.text, one.page) for one in read(data)] == [(SENTENCE, 1), (SENTENCE, 2)]


@needs_ocr
def test_a_page_with_a_text_layer_is_read_by_it_beside_a_scanned_one() -> None:
    layer = pdf_files.pdf(pdf_files.text(80, 90, "复议机关〔2023〕7号决定书，䶮㸃二字难认。"))
    joined = pdfium.PdfDocument.new()
    for data in (layer, saved(page(SHORT), "PDF")):
        with pdfium.PdfDocument(data) as document:
            joined.import_pages(document)
    file = io.BytesIO()
    joined.save(file)
    joined.close()
    with pytest.raises(NeedsOcr) as caught:
        pdf.read(file.getvalue(), DEFAULTS)
    assert caught.value.pages == 1
    assert texts(file.getvalue()) == ["复议机关〔2023〕7号决定书，䶮㸃二字难认。", SENTENCE]


@needs_ocr
@pytest.mark.parametrize(("matrix", "turns"), [("210 0 0 297 0 0", 0), ("0 297 -210 0 210 0", 1)])
def test_a_scanned_page_of_an_ofd_is_read_as_it_is_placed(matrix: str, turns: int) -> None:
    scanned = page(SHORT).rotate(90 * turns, expand=True)
    sheets = [
        ofd_documents.Sheet(ofd_documents.text(28, 60, "关于执法公示的通知")),
        ofd_documents.Sheet(ofd_documents.image("3", "0 0 210 297", matrix)),
    ]
    data = ofd_documents.ofd(ofd_documents.Document(sheets, images={"3": saved(scanned)}))
    with pytest.raises(NeedsOcr) as caught:
        ofd.read(data, DEFAULTS)
    assert caught.value.pages == 1
    assert "".join(texts(data)) == f"关于执法公示的通知{SENTENCE}"


@needs_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF"])
def test_pictures_of_every_format_are_read(kind: str) -> None:
    assert texts(saved(page(SHORT, height=SQUARE), kind)) == [SENTENCE]


@needs_ocr
@pytest.mark.parametrize(
    ("mode", "kind"), [("1", "TIFF"), ("L", "PNG"), ("CMYK", "JPEG"), ("P", "PNG"), ("I;16", "PNG")]
)
def test_pictures_in_all_kinds_of_colour_are_read(mode: str, kind: str) -> None:
    picture = page(SHORT, height=SQUARE)
    if mode == "I;16":  # a scanner's sixteen bits of grey
        picture = picture.convert("I").point(lambda v: v * 200)
    assert texts(saved(picture.convert(mode), kind)) == [SENTENCE]


@needs_ocr
def test_letters_on_transparent_ground_are_read() -> None:
    from PIL import ImageOps

    picture = page(SHORT, height=SQUARE)
    clear = picture.convert("RGBA")
    clear.putdata([(0, 0, 0, 0)] * (picture.width * picture.height))
    clear.putalpha(ImageOps.invert(picture.convert("L")))
    assert texts(saved(clear)) == [SENTENCE]


@needs_ocr
def test_all_pages_of_a_tiff_are_read() -> None:
    data = saved(page(SHORT).convert("1"), "TIFF", [page(SHORT).convert("1")])
    assert [(one.text, one.page) for one in read(data)] == [(SENTENCE, 1), (SENTENCE, 2)]


@needs_ocr
@pytest.mark.parametrize("degrees", [90, 180, 270, 2, -2])
def test_a_page_is_read_whichever_way_it_lies(degrees: int) -> None:
    turned = page(REPORT[:2], height=SQUARE).rotate(
        degrees, expand=degrees % 90 == 0, fillcolor="white"
    )
    read_texts = texts(saved(turned))
    assert [text[:4] for text in read_texts] == ["青石县法", "一、规范"]
    drawn = han("".join(REPORT[:2]))
    assert (drawn - han("".join(read_texts))).total() <= 1


@needs_ocr
def test_the_orientation_that_a_photo_states_is_followed() -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    file = io.BytesIO()
    page(SHORT, height=SQUARE).rotate(90, expand=True).save(file, "JPEG", exif=exif)
    assert texts(file.getvalue()) == [SENTENCE]


@needs_ocr
def test_a_long_screenshot_is_read_whole() -> None:
    lines = [f"第{i:02d}条，依法公开执法信息。" for i in range(1, 61)]
    read_text = "".join(texts(saved(page(lines, height=700))))
    assert re.findall(r"第(\d\d)条", read_text) == [f"{i:02d}" for i in range(1, 61)]


@needs_ocr
def test_a_drawn_table_is_read_in_rows_with_single_digits() -> None:
    rows = [
        ["序号", "单位名称", "办件数量"],
        ["1", "青石县市场监督管理局", "356"],
        ["2", "青石县公安局", "8"],
    ]
    blocks = read(saved(table(rows, [20, 45, 120, 180])))
    assert [(one.text, one.table_row, one.opens_table) for one in blocks] == [
        ("\t".join(row), True, i == 0) for i, row in enumerate(rows)
    ]


@needs_ocr
def test_a_picture_without_words_is_refused() -> None:
    assert refusal(saved(page([]))) == messages.OCR_NO_TEXT


@needs_ocr
def test_a_damaged_picture_is_refused() -> None:
    data = saved(page(SHORT))
    assert {refusal(data[:cut]) for cut in (9, 40, len(data) // 2)} == {messages.IMAGE_DAMAGED}


@needs_ocr
def test_a_picture_of_a_billion_pixels_is_refused_undecoded() -> None:
    from PIL import Image

    small = saved(Image.new("1", (8, 8)))
    header = b"IHDR" + struct.pack(">II", 30_000, 30_000) + small[24:29]
    large = small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]
    assert refusal(large) == messages.IMAGE_TOO_LARGE


@needs_ocr
def test_more_pages_than_allowed_are_refused() -> None:
    reason, remedy = messages.TOO_MANY_PAGES
    data = saved(page([], height=SQUARE), "TIFF", [page([], height=SQUARE)])
    assert refusal(data, pages=1) == (reason.format(most=1), remedy)


def test_nothing_of_ocr_is_loaded_before_it_is_needed() -> None:
    loaded = "import sys, indexer.readers.scan; print({'PIL', 'numpy', 'cv2'} & set(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert result.stdout == "set()\n"
