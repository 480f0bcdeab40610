"""What Word shows of a document is read, once and in order, and nothing that it hides."""

from __future__ import annotations

import pytest

from indexer.blocks import Block
from indexer.limits import DEFAULTS
from indexer.readers import word
from tests.indexer.word_documents import document, paragraph, part, run

CHANGE = 'w:id="1" w:author="a" w:date="2023-01-01T00:00:00Z"'
DELETED_END = f"<w:rPr><w:del {CHANGE}/></w:rPr>"
COUNTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
LISTS = part(
    "w:numbering",
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)


def blocks(body: str, **parts: str) -> list[Block]:
    return word.read(document(body, parts), DEFAULTS)


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in blocks(body, **parts)]


def deleted(text: str) -> str:
    return f"<w:del {CHANGE}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


# Tracked changes


def test_inserted_and_moved_text_is_read_and_deleted_and_moved_away_is_not() -> None:
    body = (
        f"<w:p>{run('出庭')}<w:ins {CHANGE}>{run('应诉')}</w:ins>{deleted('复议')}"
        f"<w:moveFrom {CHANGE}>{run('旧处')}</w:moveFrom>"
        f"<w:moveTo {CHANGE}>{run('新处')}</w:moveTo></w:p>"
    )
    assert texts(body) == ["出庭应诉新处"]


def test_a_deleted_paragraph_end_joins_the_paragraph_with_the_next_and_its_number() -> None:
    body = (
        paragraph("成效", COUNTED)
        + f"<w:p><w:pPr>{COUNTED}{DELETED_END}</w:pPr>{deleted('删去的一段')}</w:p>"
        + f"<w:p><w:pPr>{COUNTED}{DELETED_END}</w:pPr>{run('问题')}</w:p>"
        + paragraph("和不足", COUNTED)
    )
    assert texts(body, numbering=LISTS) == ["一、成效", "二、问题和不足"]


def test_a_deleted_paragraph_above_a_table_is_gone() -> None:
    table = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    body = f"<w:p><w:pPr>{COUNTED}{DELETED_END}</w:pPr>{deleted('删')}</w:p>{table}"
    assert texts(body + paragraph("成效", COUNTED), numbering=LISTS) == ["一、成效"]


def test_deleted_rows_and_cells_of_a_table_are_gone() -> None:
    def row(properties: str, *cells: str) -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    removed = f"<w:del {CHANGE}/>"
    body = (
        "<w:tbl>"
        + row("", cell("甲"), cell("删", f"<w:cellDel {CHANGE}/>"), cell("乙"))
        + row(removed, cell("旧"), cell("旧"))
        + row("", cell("丙"), cell("丁"))
        + "</w:tbl>"
    )
    assert texts(body) == ["甲\t乙", "丙\t丁"]


def test_the_properties_before_a_change_do_not_count() -> None:
    before = f"<w:rPrChange {CHANGE}><w:rPr><w:vanish/></w:rPr></w:rPrChange>"
    numbered = f"<w:pPrChange {CHANGE}><w:pPr>{COUNTED}</w:pPr></w:pPrChange>"
    body = f"<w:p><w:pPr>{numbered}</w:pPr>{run('正文', before)}</w:p>"
    assert texts(body, numbering=LISTS) == ["正文"]


# Hidden text, fields, content controls


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ("<w:vanish/>", ["前后"]),
        ('<w:vanish w:val="0"/>', ["前密后"]),
        ('<w:vanish w:val="false"/>', ["前密后"]),
        ('<w:rStyle w:val="Secret"/>', ["前后"]),
        ('<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>', ["前密后"]),
        ('<w:rStyle w:val="Derived"/>', ["前后"]),
        ("<w:webHidden/>", ["前密后"]),
    ],
)
def test_hidden_text_is_not_read(properties: str, shown: list[str]) -> None:
    styles = part(
        "w:styles",
        '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Derived"><w:basedOn w:val="Secret"/></w:style>',
    )
    body = f"<w:p>{run('前')}{run('密', properties)}{run('后')}</w:p>"
    assert texts(body, styles=styles) == shown


def test_a_paragraph_that_its_style_hides_takes_no_number() -> None:
    styles = part(
        "w:styles",
        '<w:style w:type="paragraph" w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    hidden = paragraph("说明", f'<w:pStyle w:val="Note"/>{COUNTED}')
    body = paragraph("甲", COUNTED) + hidden + paragraph("乙", COUNTED)
    assert texts(body, styles=styles, numbering=LISTS) == ["一、甲", "二、乙"]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_of_a_field_the_result_is_read_and_not_its_code() -> None:
    code = '<w:r><w:instrText xml:space="preserve"> IF </w:instrText></w:r>'
    inner = f"{field('begin')}{code}{field('separate')}{run('1')}{field('end')}"
    body = (
        f"<w:p>{run('共')}{field('begin')}{code}{inner}{run('=1')}{field('separate')}"
        f'{run("57")}{field("end")}{run("件，")}<w:fldSimple w:instr="DATE">{run("今年")}'
        f'</w:fldSimple><w:hyperlink w:anchor="a">{run("见附件")}</w:hyperlink></w:p>'
    )
    assert texts(body) == ["共57件，今年见附件"]


def test_a_field_that_never_ends_hides_nothing() -> None:
    body = f"<w:p>{field('begin')}{run('正文')}</w:p>{paragraph('第二段')}"
    assert texts(body) == ["正文", "第二段"]


def test_content_controls_are_read_at_every_level_and_their_prompts_are_not() -> None:
    def control(content: str, properties: str = "") -> str:
        return (
            f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    cell = f"<w:tc>{paragraph('甲')}</w:tc>"
    body = (
        control(control(paragraph("块")))
        + f"<w:p>{run('行内')}{control(run('控件'))}"
        + f"{control(run('单击输入'), '<w:showingPlcHdr/>')}</w:p>"
        + f"<w:tbl>{control(f'<w:tr>{cell}{control(cell)}</w:tr>')}</w:tbl>"
    )
    assert texts(body) == ["块", "行内控件", "甲\t甲"]


# What is not plain text in a run


def test_signs_breaks_formulas_and_rubies_are_read_as_they_show() -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>同意</w:t><w:noBreakHyphen/>'
        '<w:sym w:font="Wingdings 2" w:char="F0A3"/><w:sym w:font="Wingdings" w:char="F0FF"/>'
        '<w:sym w:font="宋体" w:char="2103"/><w:softHyphen/><w:pgNum/></w:r>'
        f"<w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>"
        "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>"
        '<w:p><w:r><w:t>上</w:t><w:tab/><w:t>下</w:t><w:br/><w:t>行</w:t><w:br w:type="page"/>'
        "<w:t>页</w:t></w:r></w:p>"
    )
    assert texts(body) == ["☑同意-□℃拼x=1", "上 下", "行", "页"]


# Text boxes, notes and what is drawn


def box(text: str) -> str:
    return f"<w:txbxContent>{text}</w:txbxContent>"


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    drawn = f"<w:drawing>{box(paragraph('框一') + paragraph('框二'))}</w:drawing>"
    fallback = (
        f"<w:pict><v:shape><v:textbox>{box(paragraph('框一'))}</v:textbox></v:shape></w:pict>"
    )
    both = f"<mc:Choice Requires='wps'>{drawn}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
    body = (
        f"<w:p>{run('前')}<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>{run('后')}</w:p>"
        + paragraph("次段")
    )
    assert texts(body) == ["前后", "框一", "框二", "次段"]


def test_a_text_box_that_only_the_fallback_holds_is_read() -> None:
    fallback = f"<w:pict><v:textbox>{box(paragraph('框'))}</v:textbox></w:pict>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='x'><w:drawing/></mc:Choice>"
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(body) == ["框"]


def test_boxes_within_groups_and_boxes_keep_their_order() -> None:
    inner = f"<w:p>{run('外')}<w:r><w:pict>{box(paragraph('内'))}</w:pict></w:r></w:p>"
    group = f"<w:drawing>{box(inner)}{box(paragraph('旁'))}</w:drawing>"
    assert texts(f"<w:p><w:r>{group}</w:r></w:p>{paragraph('正文')}") == ["外", "内", "旁", "正文"]


def test_lettering_drawn_as_a_shape_is_read() -> None:
    head = '<w:pict><v:shape><v:textpath on="t" string="青石县人民政府文件"/></v:shape></w:pict>'
    assert texts(f"<w:p><w:r>{head}</w:r></w:p>{paragraph('正文')}") == [
        "青石县人民政府文件",
        "正文",
    ]


def note(kind: str, identifier: int, text: str, extra: str = "") -> str:
    return f'<w:{kind} w:id="{identifier}" {extra}>{paragraph(text)}</w:{kind}>'


def test_notes_follow_the_paragraph_or_the_table_that_refers_to_them() -> None:
    footnotes = part(
        "w:footnotes",
        note("footnote", -1, "线", 'w:type="separator"')
        + note("footnote", 1, "脚注一")
        + note("footnote", 2, "脚注二")
        + note("footnote", 3, "无人引用"),
    )
    endnotes = part("w:endnotes", note("endnote", 1, "尾注"))
    first = '<w:r><w:footnoteReference w:id="1"/><w:endnoteReference w:id="1"/></w:r>'
    cell = f'<w:tc><w:p>{run("甲")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:tc>'
    body = (
        f"<w:p>{run('正文')}{first}</w:p>"
        f"<w:tbl><w:tr>{cell}<w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>" + paragraph("后文")
    )
    assert texts(body, footnotes=footnotes, endnotes=endnotes) == [
        *("正文", "脚注一", "尾注", "甲\t乙", "脚注二", "后文")
    ]


def test_a_chart_is_read_as_its_title_and_a_table_of_its_figures() -> None:
    def points(tag: str, *values: str) -> str:
        listed = "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values))
        return f"<c:{tag}><c:strRef><c:strCache>{listed}</c:strCache></c:strRef></c:{tag}>"

    series = "".join(
        f"<c:ser>{points('tx', name)}{points('cat', '2021年', '2022年')}"
        f"{points('val', *values)}</c:ser>"
        for name, values in (("受理", ("12", "15")), ("审结", ("11",)))
    )
    title = (
        "<c:title><c:tx><c:rich><a:p><a:r><a:t>复议案件</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    )
    chart = part("c:chartSpace", f"<c:chart>{title}{series}</c:chart>")
    body = '<w:p><w:r><w:drawing><c:chart r:id="chart"/></w:drawing></w:r></w:p>'
    assert blocks(body, chart=chart) == [
        Block("复议案件"),
        Block("\t受理\t审结", table_row=True, opens_table=True),
        Block("2021年\t12\t11", table_row=True),
        Block("2022年\t15\t", table_row=True),
    ]


def test_a_diagram_is_read_from_its_root_on() -> None:
    def point(name: str, text: str, extra: str = "") -> str:
        shown = f"<dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t>" if text else ""
        return f'<dgm:pt modelId="{name}" {extra}>{shown}</dgm:pt>'

    def link(above: str, below: str, order: int) -> str:
        return f'<dgm:cxn srcId="{above}" destId="{below}" srcOrd="{order}"/>'

    data = part(
        "dgm:dataModel",
        "<dgm:ptLst>"
        + point("3", "审核")
        + point("2", "受理")
        + point("1", "流程")
        + point("0", "", 'type="doc"')
        + "</dgm:ptLst><dgm:cxnLst>"
        + link("0", "1", 0)
        + link("1", "3", 1)
        + link("1", "2", 0)
        + "</dgm:cxnLst>",
    )
    body = '<w:p><w:r><w:drawing><dgm:relIds r:dm="diagramData"/></w:drawing></w:r></w:p>'
    assert texts(body, diagramData=data) == ["流程", "受理", "审核"]


EMBEDDED = "嵌入的一段，说明工作开展情况。"
RTF = "{\\rtf1\\ansi " + "".join(f"\\u{ord(one)}?" for one in EMBEDDED) + "\\par}"


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("html", f"<html><body><p>{EMBEDDED}</p></body></html>".encode()),
        ("mht", f"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>{EMBEDDED}</p>".encode()),
        ("txt", EMBEDDED.encode("gbk")),
        ("rtf", RTF.encode()),
        ("docx", document(paragraph(EMBEDDED))),
    ],
)
def test_a_part_in_another_format_is_read_where_it_stands(ending: str, content: bytes) -> None:
    body = f'{paragraph("前")}<w:altChunk r:id="aFChunk"/>{paragraph("后")}'
    data = document(body, {f"aFChunk.{ending}": content})
    assert [block.text for block in word.read(data, DEFAULTS)] == ["前", EMBEDDED, "后"]


def test_a_part_that_cannot_be_read_takes_nothing_with_it() -> None:
    body = (
        f'{paragraph("前")}<w:altChunk r:id="aFChunk"/><w:altChunk r:id="lost"/>{paragraph("后")}'
    )
    data = document(body, {"aFChunk.docx": b"PK\x03\x04"})
    assert [block.text for block in word.read(data, DEFAULTS)] == ["前", "后"]


def test_comments_headers_and_footers_are_not_read() -> None:
    aside = part("w:comments", f'<w:comment w:id="1">{paragraph("批注")}</w:comment>')
    head = part("w:hdr", paragraph("页眉"))
    body = (
        f'<w:p>{run("正文")}<w:r><w:commentReference w:id="1"/></w:r></w:p>'
        '<w:sectPr><w:headerReference r:id="header"/></w:sectPr>'
    )
    assert texts(body, comments=aside, header=head) == ["正文"]


# Tables


def test_rows_keep_their_columns_below_one_another() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    def row(*cells: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    wide, above = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    body = (
        "<w:tbl>"
        + row(cell("单位", above), cell("案件", wide), properties="<w:tblHeader/>")
        + row(cell("", "<w:vMerge/>"), cell("受理"), cell("审结"), properties="<w:tblHeader/>")
        + row(cell("甲局"), cell("3"), cell("2"))
        + row(cell(""), cell(""), cell(""))
        + row(cell("合计", '<w:gridSpan w:val="3"/>'))
        + row(cell("5"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>')
        + "</w:tbl>"
    )
    assert blocks(body) == [
        Block("单位\t案件\t", table_row=True, opens_table=True, header=True),
        Block("\t受理\t审结", table_row=True, header=True),
        Block("甲局\t3\t2", table_row=True),
        Block("合计\t\t", table_row=True),
        Block("\t5\t", table_row=True),
    ]


def test_a_frame_round_text_is_read_as_paragraphs_and_the_table_in_it_as_rows() -> None:
    inner = (
        f"<w:tbl><w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>"
    )
    body = f"<w:tbl><w:tr><w:tc>{paragraph('一段')}{inner}{paragraph('二段')}</w:tc></w:tr></w:tbl>"
    assert blocks(body) == [
        Block("一段"),
        Block("甲\t乙", table_row=True, opens_table=True),
        Block("二段"),
    ]


def test_a_table_within_a_cell_of_a_table_loses_nothing() -> None:
    inner = (
        f"<w:tbl><w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>"
    )
    body = f"<w:tbl><w:tr><w:tc>{paragraph('外')}</w:tc><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert texts(body) == ["外\t甲 乙"]


def test_a_row_that_is_one_long_cell_is_read_as_paragraphs() -> None:
    long = "扎实推进依法行政各项工作。" * 30
    first = f"<w:tr><w:tc>{paragraph('姓名')}</w:tc><w:tc>{paragraph('某某')}</w:tc></w:tr>"
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    body = (
        f"<w:tbl>{first}<w:tr><w:tc>{wide}{paragraph(long)}{paragraph(long)}</w:tc></w:tr></w:tbl>"
    )
    assert blocks(body) == [
        Block("姓名\t某某", table_row=True, opens_table=True),
        Block(long),
        Block(long),
    ]


def test_a_column_of_automatic_numbers_is_read() -> None:
    def row(text: str) -> str:
        empty = f"<w:p><w:pPr>{COUNTED}</w:pPr></w:p>"
        return f"<w:tr><w:tc>{empty}</w:tc><w:tc>{paragraph(text)}</w:tc></w:tr>"

    body = f"<w:tbl>{row('甲局')}{row('乙局')}</w:tbl>"
    assert texts(body, numbering=LISTS) == ["一、\t甲局", "二、\t乙局"]
