"""OpenDocument texts as LibreOffice, Word and WPS write them."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from indexer.blocks import Block, Unreadable
from indexer.limits import DEFAULTS, Limits
from indexer.readers import odt, word
from tests.indexer.documents import zip_of
from tests.indexer.soffice_files import BLOCKS, converted

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *(("office", "office"), ("style", "style"), ("text", "text"), ("table", "table")),
        *(("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")),
        ("manifest", "manifest"),
    )
)
LOEXT = 'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'


def part(kind: str, content: str) -> str:
    return f"<office:{kind} {NAMESPACES} {LOEXT}>{content}</office:{kind}>"


def body_of(text: str, styles: str = "") -> str:
    """What content.xml holds; `styles` are its own."""
    return (
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{text}</office:text></office:body>"
    )


def document(text: str, styles: str = "", shared: str = "", **others: str) -> bytes:
    """An odt; `styles` are those of content.xml, `shared` those of styles.xml."""
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": part("document-content", body_of(text, styles)),
            "styles.xml": part("document-styles", f"<office:styles>{shared}</office:styles>"),
            **{f"META-INF/{name}.xml": content for name, content in others.items()},
        }
    )


def blocks(text: str, styles: str = "", shared: str = "") -> list[Block]:
    return odt.read(document(text, styles, shared), DEFAULTS)


def texts(text: str, styles: str = "", shared: str = "") -> list[str]:
    return [block.text for block in blocks(text, styles, shared)]


def p(text: str, style: str = "") -> str:
    return (
        f'<text:p text:style-name="{style}">{text}</text:p>'
        if style
        else f"<text:p>{text}</text:p>"
    )


def style(name: str, parent: str = "", properties: str = "", family: str = "paragraph") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" '
        f'style:parent-style-name="{parent}">{properties}</style:style>'
    )


def aligned(how: str) -> str:
    return f'<style:paragraph-properties fo:text-align="{how}"/>'


HIDDEN = '<style:text-properties text:display="none"/>'


def test_a_paragraph_is_a_block_a_line_with_the_blanks_that_it_states() -> None:
    text = p("86<text:s text:c='3'/>件\n  又<text:line-break/>第二<text:tab/>行<text:s/>")
    assert texts(text + p("") + p("<text:soft-page-break/>后")) == ["86   件 又", "第二 行", "后"]


def test_headings_and_alignment_come_with_styles_and_what_they_are_based_on() -> None:
    shared = (
        f"{style('Title', 'Standard', aligned('center'))}{style('Standard')}"
        f"{style('Signed', 'Standard', aligned('end'))}"
        '<style:style style:name="Leveled" style:family="paragraph" '
        'style:default-outline-level="3"/>'
    )
    own = style("P1", "Title") + style("P2", "Signed") + style("P3", "Signed", aligned("start"))
    text = (
        p("题目", "P1") + p("落款", "P2") + p("靠左", "P3") + p("三级", "Leveled") + p("无此", "X")
    )
    text += '<text:h text:outline-level="2">二级</text:h><text:h>一级</text:h>'
    assert blocks(text, own, shared) == [
        Block("题目", heading=0, centered=True),
        Block("落款", right=True),
        Block("靠左"),
        Block("三级", heading=3),
        Block("无此"),
        Block("二级", heading=2),
        Block("一级", heading=1),
    ]


def test_the_alignment_of_the_default_style_counts_where_no_style_states_one() -> None:
    default = (
        f'<style:default-style style:family="paragraph">{aligned("center")}</style:default-style>'
    )
    assert blocks(p("题目"), "", default) == [Block("题目", centered=True)]


def test_styles_that_go_in_a_circle_are_read() -> None:
    own = style("A", "B") + style("B", "A", aligned("right"))
    assert blocks(p("落款", "A"), own) == [Block("落款", right=True)]


@pytest.mark.parametrize(
    "text",
    [
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>正文<text:change-start/>接着<text:change-end/></text:p>",
        "<text:p>正文<office:annotation><text:p>批注</text:p></office:annotation>接着</text:p>",
        '<text:p>正文<text:span text:style-name="T">隐藏</text:span>接着</text:p>',
        '<text:p>正文接着</text:p><text:p text:style-name="P">隐藏</text:p>',
        '<text:p>正文接着</text:p><text:section text:style-name="S"><text:p>隐藏</text:p>'
        "</text:section>",
        '<text:p>正文接着</text:p><text:section text:display="none"><text:p>隐藏</text:p>'
        "</text:section>",
        '<text:p>正文<text:hidden-text text:is-hidden="true">隐藏</text:hidden-text>接着</text:p>',
        '<text:p>正文<text:variable-set text:display="none">1</text:variable-set>接着</text:p>',
        "<text:p>正文<text:ruby><text:ruby-base>接</text:ruby-base><text:ruby-text>jie</text:ruby-text>"
        "</text:ruby>着</text:p>",
        '<text:p>正文<text:span><text:a>接</text:a></text:span><text:date text:fixed="true">着'
        "</text:date></text:p>",
        "<office:forms><text:p>表单</text:p></office:forms><text:p>正<!-- 注释 -->文接着</text:p>",
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>目录"
        "</text:index-title-template></text:table-of-content-source><text:index-body>"
        "<text:p>正文接着</text:p></text:index-body></text:table-of-content>",
        "<text:section><text:section><text:p>正文接着</text:p></text:section></text:section>",
    ],
)
def test_what_is_shown_is_read_and_nothing_else(text: str) -> None:
    own = (
        style("T", "", HIDDEN, "text")
        + style("P", "", HIDDEN)
        + style("S", "", '<style:section-properties text:display="none"/>', "section")
    )
    assert texts(text, own) == ["正文接着"]


def test_deleted_text_that_is_left_in_place_is_taken_out_and_its_paragraphs_joined() -> None:
    changes = "".join(
        f'<text:changed-region text:id="{name}"><text:{kind}/></text:changed-region>'
        for name, kind in (("a", "deletion"), ("b", "insertion"), ("c", "deletion"))
    )

    def mark(which: str, name: str) -> str:
        return f'<text:change-{which} text:change-id="{name}"/>'

    text = (
        f"<text:tracked-changes>{changes}</text:tracked-changes>"
        + p(f"保留{mark('start', 'a')}删<text:tab/><text:span>去</text:span>{mark('end', 'a')}接着")
        + p(f"前{mark('start', 'b')}新增{mark('end', 'b')}后")
        + p(f"首{mark('start', 'c')}删")
        + items(p("全删"), p("也删"))
        + p(f"删<text:span>{mark('end', 'c')}尾</text:span>末")
    )
    assert texts(text, LEVELS) == ["保留接着", "前新增后", "首尾末"]


def test_notes_and_text_boxes_follow_the_paragraph_that_they_stand_in() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注</text:p>"
        "</text:note-body></text:note>"
    )
    box = (
        "<draw:frame><draw:text-box><text:p>框一</text:p><text:p>框二</text:p></draw:text-box>"
        "<svg:title>题名</svg:title></draw:frame>"
    )
    shape = "<draw:g><draw:custom-shape><text:p>形状</text:p></draw:custom-shape></draw:g>"
    text = p(f"正文{note}接着{box}") + p(f"{shape}后文") + box
    assert texts(text) == ["正文接着", "脚注", "框一", "框二", "后文", "形状", "框一", "框二"]


def level(number: int, form: str, extra: str = "") -> str:
    return (
        f'<text:list-level-style-number text:level="{number}" style:num-format="{form}" {extra}/>'
    )


def affixes(prefix: str, suffix: str) -> str:
    return f'style:num-prefix="{prefix}" style:num-suffix="{suffix}"'


def lists(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def items(*contents: str, style: str = "L", extra: str = "") -> str:
    named = f'text:style-name="{style}"' if style else ""
    written = "".join(f"<text:list-item>{content}</text:list-item>" for content in contents)
    return f"<text:list {named} {extra}>{written}</text:list>"


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("1", ["1", "2", "3"]),
        ("a", ["a", "b", "c"]),
        ("I", ["I", "II", "III"]),
        ("", ["", "", ""]),
        ("01, 02, 03, ...", ["01", "02", "03"]),
        ("一, 二, 三, ...", ["一", "二", "三"]),
        ("一,二,三,...", ["一", "二", "三"]),
        ("壹, 贰, 叁, ...", ["壹", "贰", "叁"]),
        ("壹, 貳, 參, ...", ["壹", "貳", "參"]),
        ("①, ②, ③, ...", ["①", "②", "③"]),
        ("甲, 乙, 丙, ...", ["甲", "乙", "丙"]),
        ("子, 丑, 寅, ...", ["子", "丑", "寅"]),
        ("ก, ข, ฃ, ...", ["1", "2", "3"]),
    ],
)
def test_a_number_is_written_in_the_form_that_the_list_states(
    form: str, written: list[str]
) -> None:
    own = lists("L", level(1, form))
    assert texts(items(*[p("、项")] * 3), own) == [f"{one}、项" for one in written]


LEVELS = lists(
    "L",
    level(1, "一, 二, 三, ...", affixes("", "、")),
    level(2, "一, 二, 三, ...", affixes("（", "）")),
    level(3, "1", f'{affixes("", ".")} text:display-levels="2"'),
    '<text:list-level-style-bullet text:level="4" text:bullet-char="•"/>',
)


def test_levels_count_each_for_itself_and_begin_anew_below_a_higher_one() -> None:
    third = items(p("丙") + p("再丙"), p("丁") + items(p("点"), style=""), style="")
    text = items(
        p("甲") + items(p("乙") + third, p("戊"), style=""), p("己") + items(p("庚"), style="")
    )
    assert texts(text, LEVELS) == [
        *(
            "一、甲",
            "（一）乙",
            "一.1.丙",
            "再丙",
            "一.2.丁",
            "点",
            "（二）戊",
            "二、己",
            "（一）庚",
        ),
    ]


def test_a_number_text_that_libreoffice_states_goes_before_its_parts() -> None:
    own = lists(
        "L",
        level(1, "一, 二, 三, ...", f'loext:num-list-format="第%1%章" {affixes("x", "x")}'),
        level(2, "1", 'loext:num-list-format="%1%—%2%节"'),
    )
    assert texts(items(p("甲") + items(p("乙"), style="")), own) == ["第一章甲", "一—1节乙"]


def test_a_list_continues_another_only_where_it_says_so() -> None:
    text = (
        items(p("甲"), extra='xml:id="a"')
        + p("间")
        + items(p("乙") + items(p("子"), style=""), extra='text:continue-numbering="true"')
        + p("间")
        + items(items(p("丑"), style=""), extra='text:continue-numbering="true"')
        + items(p("丙"))
        + items(p("丁"), extra='text:continue-list="a"')
    )
    assert texts(text, LEVELS) == [
        *("一、甲", "间", "二、乙", "（一）子", "间", "（二）丑", "一、丙", "三、丁"),
    ]


def test_a_list_may_begin_where_it_states_and_leave_an_item_out() -> None:
    own = lists("L", level(1, "1", f'{affixes("", ".")} text:start-value="3"'))
    text = (
        '<text:list text:style-name="L"><text:list-header><text:p>头</text:p></text:list-header>'
        "<text:list-item><text:p>甲</text:p></text:list-item>"
        '<text:list-item text:start-value="9"><text:p>乙</text:p></text:list-item></text:list>'
    )
    assert texts(text, own) == ["头", "3.甲", "9.乙"]


def test_a_list_without_a_style_takes_that_of_its_paragraphs() -> None:
    own = LEVELS + (
        '<style:style style:name="P" style:family="paragraph" style:list-style-name="L"/>'
    )
    assert texts(items(p("甲", "P"), p("乙", "P"), style=""), own) == ["一、甲", "二、乙"]


def test_a_number_that_the_file_writes_out_is_taken() -> None:
    text = items("<text:number>（七）</text:number>" + p("甲"))
    assert texts(text + "<text:h><text:number>八、</text:number>乙</text:h>", LEVELS) == [
        *("（七）甲", "八、乙"),
    ]


def test_a_number_far_beyond_what_lists_reach_is_in_digits() -> None:
    text = f'<text:list text:style-name="L"><text:list-item text:start-value="{10**12}">{p("甲")}'
    own = lists("L", level(1, "i", affixes("", "、")))
    assert texts(f"{text}</text:list-item></text:list>", own) == [f"{10**12}、甲"]


def test_headings_are_numbered_by_the_outline() -> None:
    shared = (
        '<text:outline-style style:name="Outline">'
        '<text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." '
        'style:num-suffix="、"/><text:outline-level-style text:level="2" style:num-format="1" '
        'style:num-suffix="." text:display-levels="1"/></text:outline-style>'
    )
    text = "".join(
        f'<text:h text:outline-level="{at}" {extra}>{text}</text:h>'
        for at, text, extra in (
            (1, "甲", ""),
            (2, "乙", ""),
            (2, "丙", 'text:is-list-header="true"'),
            (2, "丁", ""),
            (1, "戊", ""),
            (2, "己", ""),
            (2, "庚", 'text:restart-numbering="true" text:start-value="5"'),
            (3, "辛", ""),
        )
    )
    assert texts(text, "", shared) == [
        *("一、甲", "1.乙", "丙", "2.丁", "二、戊", "1.己", "5.庚", "辛"),
    ]


def table(*rows: str) -> str:
    return f"<table:table><table:table-column/>{''.join(rows)}</table:table>"


def row(*cells: str, extra: str = "") -> str:
    return f"<table:table-row {extra}>{''.join(cells)}</table:table-row>"


def cell(text: str, extra: str = "") -> str:
    return f"<table:table-cell {extra}>{p(text) if text else ''}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def test_a_table_is_read_row_by_row_with_merged_cells_empty() -> None:
    note = "<text:note><text:note-body><text:p>注</text:p></text:note-body></text:note>"
    rows = (
        "<table:table-header-rows>"
        + row(cell("单位", 'table:number-columns-spanned="2"'), COVERED, cell("件数"))
        + "</table:table-header-rows>",
        "<table:table-rows>",
        row(cell(f"云溪镇{note}"), cell("复议</text:p><text:p>办结"), cell("86")),
        row(cell("柳塘乡"), cell("应诉"), COVERED),
        row(cell("", 'table:number-columns-repeated="3"')),
        row(cell("合计"), cell("0", 'table:number-columns-repeated="2"')),
        "</table:table-rows>",
    )
    assert blocks(table(*rows) + p("后")) == [
        Block("单位\t\t件数", table_row=True, opens_table=True, header=True),
        Block("云溪镇\t复议办结\t86", table_row=True),
        Block("柳塘乡\t应诉\t", table_row=True),
        Block("合计\t0\t0", table_row=True),
        Block("注"),
        Block("后"),
    ]


def test_a_table_in_a_cell_stands_in_that_cell_and_a_number_alone_is_its_text() -> None:
    inner = f"<table:table-cell>{p('前')}{table(row(cell('甲'), cell('乙')))}</table:table-cell>"
    numbered = f"<table:table-cell>{items(p(''))}</table:table-cell>"
    assert texts(table(row(numbered, inner)), LEVELS) == ["一、\t前甲 乙"]


def test_a_table_of_one_column_and_a_row_that_is_one_long_cell_are_read_as_paragraphs() -> None:
    assert blocks(table(row(cell("甲")), row(cell("乙")))) == [Block("甲"), Block("乙")]
    long = "字" * 600
    wide = cell(f"{long}</text:p><text:p>{long}", 'table:number-columns-spanned="2"')
    assert blocks(table(row(cell("甲"), cell("乙")), row(wide, COVERED))) == [
        Block("甲\t乙", table_row=True, opens_table=True),
        Block(long),
        Block(long),
    ]


def test_cells_and_rows_repeated_by_the_million_cost_little() -> None:
    wide = row(cell("甲"), cell("", 'table:number-columns-repeated="900000000"'))
    high = row(cell("甲"), cell("乙"), extra='table:number-rows-repeated="900000000"')
    read = blocks(table(wide, *[high] * 50))
    assert (read[0].text.rstrip("\t"), read[-1].text) == ("甲", "甲\t乙")
    assert sum(len(block.text) for block in read) < 20_000


def test_blanks_by_the_million_cost_little() -> None:
    assert len(texts(p('a<text:s text:c="900000000"/>b'))[0]) < 200


def test_a_number_that_is_none_takes_no_text_with_it() -> None:
    text = '<text:h text:outline-level="">题<text:s text:c="x"/>目</text:h>'
    wide = cell("甲", 'table:number-columns-repeated="-3"') + cell("乙")
    assert texts(text + table(row(wide))) == ["题 目", "甲\t乙"]


def test_a_flat_document_is_read_alike_whatever_pictures_it_holds() -> None:
    picture = (
        f"<draw:image><office:binary-data>{'A' * 11_000_000}</office:binary-data></draw:image>"
    )
    styles = f"<office:styles>{style('Title')}</office:styles>"
    flat = part("document", styles + body_of(p("题目", "Title") + p(f"文{picture}")))
    for data in (flat.encode(), ('<?xml version="1.0"?>' + flat).encode()):
        assert odt.read(data, DEFAULTS) == [Block("题目", heading=0), Block("文")]


def test_a_document_that_libreoffice_saved_is_read_whole(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    assert odt.read(converted("odt", tmp_path_factory.mktemp("soffice")), DEFAULTS) == BLOCKS


def test_a_flat_document_that_libreoffice_saved_is_read_whole(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    assert odt.read(converted("fodt", tmp_path_factory.mktemp("soffice")), DEFAULTS) == BLOCKS


def test_an_encrypted_document_is_refused_with_a_remedy() -> None:
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
    manifest = f"<manifest:manifest {NAMESPACES}>{entry}</manifest:file-entry></manifest:manifest>"
    with pytest.raises(Unreadable, match="打开密码"):
        odt.read(document(p("文"), manifest=manifest), DEFAULTS)


def entity_bomb() -> bytes:
    entities = "".join(
        f'<!ENTITY {name} "{f"&{of};" * 60}">' for name, of in zip("bcdef", "abcde", strict=True)
    )
    doctype = f'<!DOCTYPE x [<!ENTITY a "哈哈哈哈">{entities}]>'
    content = part("document-content", body_of(p("甲&f;乙")))
    return zip_of({"content.xml": doctype + content})


def without_body() -> bytes:
    return zip_of({"content.xml": part("document-content", "<office:body/>")})


def of_openoffice_1() -> bytes:
    root = "office:document-content"
    content = f'<{root} xmlns:office="http://openoffice.org/2000/office"></{root}>'
    return zip_of({"content.xml": content})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "不完整或已损坏"),
        (b"PK\x03\x04", "不完整或已损坏"),
        (document(p("文"))[:-30], "不完整或已损坏"),
        (zip_of({"mimetype": "x"}), "不完整或已损坏"),
        (zip_of({"content.xml": part("document-content", "<office:body>")[:-9]}), "已损坏"),
        (entity_bomb(), "已损坏"),
        (document("<text:section>" * 500 + "</text:section>" * 500), "已损坏"),
        (without_body(), "不是文字文档"),
        (of_openoffice_1(), "旧格式"),
    ],
)
def test_what_is_no_whole_document_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        odt.read(data, DEFAULTS)


def test_a_part_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    data = document(p("哈" * 1_000_000))
    assert len(data) < 100_000
    with pytest.raises(Unreadable, match="解压后过大"):
        odt.read(data, Limits(file_mb=1))


def test_a_damaged_file_is_read_or_refused() -> None:
    whole = document(
        items(p("甲") + items(p("乙"), style=""))
        + table(row(cell("单位"), cell("件数")), row(cell("云溪镇"), COVERED))
        + p("后<text:s text:c='2'/><text:line-break/>文", "P1"),
        LEVELS + style("P1", "Title", aligned("center")),
        style("Title"),
    )
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        content = package.read("content.xml")
    chance = random.Random(6)
    outcomes: set[bool | None] = set()
    for turn in range(300):
        changed = bytearray(whole if turn % 2 else content)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(changed))
            changed[at : at + chance.choice((1, 1, 4))] = chance.choice(
                (b"", b"9", b"-1", b"\xff", chance.randbytes(2))
            )
        data = bytes(changed) if turn % 2 else zip_of({"content.xml": bytes(changed)})
        try:
            outcomes.add(bool(odt.read(data, DEFAULTS)))
        except Unreadable:
            outcomes.add(None)
    assert outcomes >= {True, None}


def test_real_reports_read_the_same_as_their_docx(corpora: Path) -> None:
    for path in sorted((corpora / "formats" / "odt").glob("*.odt")):
        same = word.read((corpora / "gwr31" / f"{path.stem}.docx").read_bytes(), DEFAULTS)
        assert (path.stem, odt.read(path.read_bytes(), DEFAULTS)) == (path.stem, same)
