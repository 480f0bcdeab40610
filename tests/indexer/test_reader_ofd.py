"""OFD (GB/T 33190): what its pages say, whole and in reading order."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from archive.messages import readers as messages
from indexer.blocks import NeedsOcr, Unreadable
from indexer.limits import DEFAULTS
from indexer.readers import ofd
from tests.indexer.ofd_documents import Document, Sheet, code, grid, image, path, pieces, text
from tests.indexer.ofd_documents import ofd as built

FIRST = "青石县人民政府全面落实行政执法公示制度，"
SECOND = "全年公示行政处罚决定三百余件。"


def paragraph(top: float, first: str = FIRST) -> str:
    """A paragraph of two lines, the first indented by two letters."""
    return text(39.2, top, first) + text(28, top + 10, SECOND)


def texts(data: bytes) -> list[str]:
    return [block.text for block in ofd.read(data, DEFAULTS)]


def refusal(data: bytes, **limits: int) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        ofd.read(data, replace(DEFAULTS, **limits))
    return caught.value.reason, caught.value.remedy


def test_lines_of_a_paragraph_are_joined() -> None:
    assert texts(built([Sheet(paragraph(50))])) == [FIRST + SECOND]


def test_text_is_read_as_it_stands_and_not_as_it_is_written() -> None:
    other = "青石县市场监管局推行柔性执法清单制度，"
    page = Sheet(paragraph(70, other) + paragraph(50))
    assert texts(built([page])) == [FIRST + SECOND, other + SECOND]


def test_repeat_groups_place_the_letters() -> None:
    # Five steps of a letter, then one over a gap, then two: a cell's edge stands in the gap.
    spaced = pieces(30, 50, code("行政复议案件五十件", DeltaX="g 5 5.6 50 g 2 5.6"))
    rules = grid([28, 80, 140], [48, 60, 70])
    rows = [text(30, 62, "行政诉讼"), text(82, 62, "三件")]
    blocks = ofd.read(built([Sheet(spaced + "".join(rows) + rules)]), DEFAULTS)
    assert [(one.text, one.table_row, one.opens_table) for one in blocks] == [
        ("行政复议案件\t五十件", True, True),
        ("行政诉讼\t三件", True, False),
    ]


def test_a_repeat_group_of_a_billion_is_cut_at_the_text() -> None:
    page = Sheet(pieces(30, 50, code("行政复议", DeltaX="g 1000000000 5.6")))
    assert texts(built([page])) == ["行政复议"]


@pytest.mark.parametrize("deltas", [{}, {"DeltaX": "5.6"}, {"DeltaX": "g 2"}, {"DeltaX": "x y"}])
def test_letters_without_their_places_are_read(deltas: dict[str, str]) -> None:
    page = Sheet(pieces(30, 50, code("依法行政", **deltas)))
    assert texts(built([page])) == ["依法行政"]


def test_a_piece_without_a_place_begins_where_the_one_before_did() -> None:
    lower = '<ofd:TextCode Y="15.6" DeltaX="g 3 5.6">规范执法</ofd:TextCode>'
    page = Sheet(pieces(60, 50, code("依法行政", X="20", DeltaX="g 3 5.6"), lower))
    (only,) = ofd.set_pages(built([page]), DEFAULTS)
    assert [(run.text, run.left) for run in only.page.runs] == [("依法行政", 80), ("规范执法", 80)]


def test_pages_follow_one_another_and_number_their_blocks() -> None:
    blocks = ofd.read(built([Sheet(paragraph(50)), Sheet(paragraph(50))]), DEFAULTS)
    assert [(one.text, one.page) for one in blocks] == [(FIRST + SECOND, 1), (FIRST + SECOND, 2)]


def test_a_paragraph_goes_on_over_the_page_end() -> None:
    data = built([Sheet(text(39.2, 250, FIRST)), Sheet(text(28, 30, SECOND))])
    assert texts(data) == [FIRST + SECOND]


def test_all_documents_of_a_package_are_read_and_none_goes_on_in_the_next() -> None:
    data = built([Sheet(text(39.2, 50, FIRST))], [Sheet(text(28, 50, SECOND))])
    blocks = ofd.read(data, DEFAULTS)
    assert [(one.text, one.page) for one in blocks] == [(FIRST, 1), (SECOND, 2)]


def test_a_template_is_text_of_the_page_on_it() -> None:
    page = Sheet(paragraph(60), templates=["7"])
    data = built(Document([page], templates={"7": text(80, 40, "公文处理单")}))
    assert texts(data) == ["公文处理单", FIRST + SECOND]


def test_a_template_on_every_page_is_furniture() -> None:
    pages = [Sheet(paragraph(60 + 20 * i), templates=["7"]) for i in range(4)]
    head = text(28, 12, "青石县人民政府公报")
    assert texts(built(Document(pages, templates={"7": head}))) == [FIRST + SECOND] * 4


@pytest.mark.parametrize("matrix", ["0 1 -1 0 0 0", "-1 0 0 -1 0 0", "0 -1 1 0 0 0"])
def test_a_page_that_is_set_on_its_side_is_read_in_lines(matrix: str) -> None:
    # Where a quarter turn, two or three put the beginnings of two lines that are 9 mm apart.
    places = {
        "0 1 -1 0 0 0": [(150, 40), (141, 40)],
        "-1 0 0 -1 0 0": [(180, 200), (180, 191)],
        "0 -1 1 0 0 0": [(60, 250), (69, 250)],
    }[matrix]
    lines = [
        text(*place, line, CTM=matrix) for place, line in zip(places, (FIRST, SECOND), strict=True)
    ]
    assert texts(built([Sheet("".join(reversed(lines)))])) == [FIRST + SECOND]


def test_a_watermark_aslant_is_no_text() -> None:
    aslant = text(60, 200, "内部资料", CTM="0.7 -0.7 0.7 0.7 0 0")
    assert texts(built([Sheet(aslant + text(28, 60, "依法行政。"))])) == ["依法行政。"]


def test_bold_letters_drawn_twice_are_read_once() -> None:
    assert texts(built([Sheet(text(28, 60, "依法行政") + text(28.1, 60, "依法行政"))])) == [
        "依法行政"
    ]


def test_what_is_invisible_is_no_text() -> None:
    hidden = text(28, 90, "草稿", Visible="false")
    assert texts(built([Sheet(hidden + text(28, 60, "依法行政"))])) == ["依法行政"]


def test_boxes_draw_the_cells_of_a_table() -> None:
    boxes = [
        path(f"M {x} {y} L {x + 40} {y} L {x + 40} {y + 10} L {x} {y + 10} C")
        for x in (28, 68)
        for y in (48, 58)
    ]
    words = [text(30, 50, "指标"), text(70, 50, "数量"), text(30, 60, "案件"), text(70, 60, "12")]
    blocks = ofd.read(built([Sheet("".join(boxes + words))]), DEFAULTS)
    assert [(one.text, one.table_row) for one in blocks] == [
        ("指标\t数量", True),
        ("案件\t12", True),
    ]


def test_letters_in_composite_graphics_and_blocks_are_read() -> None:
    composite = '<ofd:CompositeObject ResourceID="9" Boundary="20 20 100 100"/>'
    block = f"<ofd:PageBlock>{text(28, 60, SECOND)}</ofd:PageBlock>"
    data = built([Sheet(composite + block)])
    graphic = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9"><ofd:Content>'
        f"{text(19.2, 30, FIRST)}</ofd:Content></ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits>"
    )
    data = _replaced(data, "Doc_0/PublicRes.xml", b"<ofd:MultiMedias>", graphic.encode())
    assert texts(data) == [FIRST + SECOND]


def test_a_composite_graphic_that_holds_itself_ends() -> None:
    composite = '<ofd:CompositeObject ResourceID="9" Boundary="20 20 100 100"/>'
    graphic = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9"><ofd:Content>'
        f"{composite}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    data = built([Sheet(composite + text(28, 90, "依法行政"))])
    data = _replaced(data, "Doc_0/PublicRes.xml", b"<ofd:MultiMedias>", graphic.encode())
    assert texts(data) == ["依法行政"]


@pytest.mark.parametrize(
    ("kind", "read"),
    [("Stamp", ["收文第12号", FIRST + SECOND]), ("Watermark", [FIRST + SECOND])],
)
def test_annotations_are_read_unless_they_are_watermarks(kind: str, read: list[str]) -> None:
    appearance = (
        f'<ofd:Appearance Boundary="80 20 60 8">{text(0, 0, "收文第12号")}</ofd:Appearance>'
    )
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    extra = {
        "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations {space}><ofd:Page PageID="1">'
        "<ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
        "Doc_0/Annots/Page_0/Annotation.xml": f"<ofd:PageAnnot {space}>"
        f'<ofd:Annot Type="{kind}">{appearance}</ofd:Annot></ofd:PageAnnot>',
    }
    data = built(
        [Sheet(paragraph(90))],
        extra={name: part.encode() for name, part in extra.items()},
    )
    listed = b"<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
    assert texts(_replaced(data, "Doc_0/Document.xml", b"<ofd:Pages>", listed)) == read


def test_parts_are_found_whatever_their_case_and_from_the_root() -> None:
    data = built([Sheet(text(28, 90, "依法行政"))])
    data = data.replace(b"Page_0/Content.xml", b"PAGE_0/content.XML")  # in the zip's directory
    root = _replaced(data, "OFD.xml", b"<ofd:DocRoot>", b"", b"<ofd:DocRoot>/")
    assert texts(root) == ["依法行政"]


@pytest.mark.parametrize("matrix", ["200 0 0 290 0 0", "0 200 290 0 0 0"])
def test_a_page_that_is_an_image_needs_ocr(matrix: str) -> None:
    scan = Sheet(image("3", "5 3 200 290", matrix) + text(100, 285, "- 2 -"))
    data = built(Document([Sheet(text(28, 60, FIRST)), scan, scan], images={"3": b""}))
    with pytest.raises(NeedsOcr) as caught:
        ofd.read(data, DEFAULTS)
    assert (caught.value.reason, caught.value.remedy, caught.value.pages) == (*messages.OFD_SCAN, 2)


def test_a_page_of_text_on_an_image_is_read_by_its_text() -> None:
    page = Sheet(image("3", "0 0 210 297", "210 0 0 297 0 0") + text(28, 60, FIRST))
    assert texts(built(Document([page], images={"3": b""}))) == [FIRST]


def test_an_encrypted_package_is_refused() -> None:
    data = built([Sheet(text(28, 90, "依法行政"))], extra={"Encryptions.xml": b"<Encryptions/>"})
    assert refusal(data) == messages.OFD_ENCRYPTED


def test_an_entity_bomb_is_refused() -> None:
    nested = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    page = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "依法">{nested}]>'
        '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>'
        '<ofd:TextObject Boundary="28 90 99 9" Size="5.6"><ofd:TextCode X="0" Y="5">&e11;'
        "</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>"
    )
    extra = {"Doc_0/Pages/Page_0/Content.xml": page.encode()}
    assert refusal(built([Sheet("")], extra=extra)) == messages.OFD_DAMAGED


def test_too_many_pages_are_refused() -> None:
    reason, remedy = messages.TOO_MANY_PAGES
    data = built([Sheet(text(28, 90, "依法行政"))] * 3)
    assert refusal(data, pages=2) == (reason.format(most=2), remedy)


def test_a_part_that_unpacks_beyond_the_limit_is_refused() -> None:
    data = built([Sheet(text(28, 90, "依法行政") + " " * 2_000_000)])
    assert refusal(data, file_mb=1) == messages.PART_TOO_LARGE


def test_parts_that_together_unpack_beyond_the_limit_are_refused() -> None:
    data = built([Sheet(text(28, 90, "依法行政") + " " * 600_000)] * 2)
    assert refusal(data, unpacked_mb=1) == messages.PART_TOO_LARGE


def test_a_file_cut_anywhere_is_refused_with_a_reason() -> None:
    data = built([Sheet(text(28, 90, "依法行政"))])
    cuts = range(0, len(data), 97)
    assert {refusal(data[:cut]) for cut in cuts} == {messages.OFD_DAMAGED}


@pytest.mark.parametrize(
    "part", ["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"]
)
@pytest.mark.parametrize("content", [b"", b"<a>", b"\xff\xfe\x00"])
def test_a_damaged_part_is_refused(part: str, content: bytes) -> None:
    assert refusal(built([Sheet(text(28, 90, "依法行政"))], extra={part: content})) == (
        messages.OFD_DAMAGED
    )


def _replaced(
    data: bytes, name: str, before: bytes, added: bytes, old: bytes | None = None
) -> bytes:
    """A package in one part of which something stands before a mark (or in its place: `old`)."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == name:
                content = content.replace(before, old if old is not None else added + before, 1)
            target.writestr(info.filename, content)
    return file.getvalue()


CORPUS = Path(os.environ.get("ARCHIVE_CORPORA", "")) / "ofd"
needs_corpus = pytest.mark.skipif(
    "ARCHIVE_CORPORA" not in os.environ, reason="ARCHIVE_CORPORA names no folder of real files"
)


def drawn(name: str) -> Counter[str]:
    """How often each Han character is drawn on the pages of a real file, by its XML alone."""
    with zipfile.ZipFile(CORPUS / name) as package:
        pages = [part for part in package.namelist() if re.search(r"Annotation\.|Content\.", part)]
        written = "".join(package.read(page).decode() for page in pages)
    return han("".join(re.findall(r"<ofd:TextCode[^>]*>([^<]*)<", written)))


def han(written: str) -> Counter[str]:
    return Counter(re.findall("[㐀-鿿]", written))


@needs_corpus
@pytest.mark.parametrize(
    "name", ["n.ofd", "helloworld.ofd", "signout.ofd", "testPathFillOpacity.ofd"]
)
def test_every_character_of_real_files_is_read(name: str) -> None:
    read = "".join(texts((CORPUS / name).read_bytes()))
    assert drawn(name).total() > 2
    assert han(read) == drawn(name)


@needs_corpus
def test_a_real_document_is_read_in_order() -> None:
    blocks = ofd.read((CORPUS / "n.ofd").read_bytes(), DEFAULTS)
    assert [
        (one.page, len(one.text), sum(han(one.text).values()), one.centered, one.right)
        for one in blocks
    ] == [
        (1, 11, 11, False, False),
        (1, 12, 4, True, False),
        (1, 14, 14, True, False),
        (1, 5, 4, False, False),
        (1, 35, 22, False, False),
        (1, 53, 35, False, False),
        (1, 138, 105, False, False),
        (2, 12, 12, False, True),
        (2, 10, 3, False, True),
        (2, 25, 17, False, False),
    ]
    assert blocks[1].text == "路卫发〔2011〕76号"
    assert "〔2011〕10号" in blocks[4].text  # over a line's end
    assert not any("— 1 —" in one.text for one in blocks)


@needs_corpus
def test_a_real_form_is_read_as_a_table() -> None:
    rows = [one.text for one in texts_of_rows("signout.ofd")]
    assert rows[0].split("\t")[:2] == ["来文文号", "府办专督〔2020〕24号"]
    assert len(rows) == 11


def texts_of_rows(name: str) -> list[ofd.Block]:
    blocks = ofd.read((CORPUS / name).read_bytes(), DEFAULTS)
    return [one for one in blocks if one.table_row]
