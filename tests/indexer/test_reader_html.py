"""Web pages: every sentence of the article is read, however the page is built around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.blocks import Block
from indexer.limits import DEFAULTS
from indexer.readers import html
from indexer.readers.html.labels import NAMES

TEXT = "全年办理行政复议案件57件，行政机关负责人出庭应诉率达97.56%。"


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def read(data: bytes) -> list[Block]:
    return html.read(data, DEFAULTS)


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data) if block.label is None]


def stated(data: bytes) -> dict[str | None, str]:
    return {block.label: block.text for block in read(data) if block.label is not None}


@pytest.mark.parametrize(
    "frame",
    [
        '<form id="form1" action="x"><p>{}</p></form>',
        '<div id="print_content"><p>{}</p></div>',
        '<div class="position-relative"><p>{}</p></div>',
        '<div class="wrapper header-fixed"><p>{}</p></div>',
        "<pre>{}</pre>",
        "<ucapcontent>{}</ucapcontent>",
        "<div>" * 400 + "{}" + "</div>" * 400,
        "<font>" * 400 + "{}",
    ],
)
def test_the_article_is_read_whatever_it_is_framed_by(frame: str) -> None:
    assert texts(page(frame.format(TEXT))) == [TEXT]


def test_a_furniture_frame_beside_the_article_is_left_out() -> None:
    source = f'<form><p>站内搜索</p></form><div class="share">微信</div><p>{TEXT * 3}</p>'
    assert texts(page(source)) == [TEXT * 3]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (f"<div>{TEXT}</div><div>{TEXT * 9}</div>", [TEXT, TEXT * 9]),
        (
            f"<div><p>{TEXT * 9}</p></div><div>青石县司法局</div><div>2023年1月15日</div>",
            [TEXT * 9, "青石县司法局", "2023年1月15日"],
        ),
        (
            f'<div id="zoom"><p>一、成效</p><p>{TEXT}</p><div class="TRS_Editor"><p>{TEXT * 3}</p>'
            "</div></div>",
            ["一、成效", TEXT, TEXT * 3],
        ),
        (
            f"<p>{TEXT}</p><p>分享发展成果，让群众得实惠。</p><p>打印凭证126份，收藏文物9件。</p>",
            [TEXT, "分享发展成果，让群众得实惠。", "打印凭证126份，收藏文物9件。"],
        ),
    ],
    ids=["opening beside", "signature beside", "opening outside the editor", "furniture words"],
)
def test_no_text_beside_the_largest_part_is_lost(source: str, wanted: list[str]) -> None:
    assert texts(page(source)) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "来源：县司法局　发布时间：2023-01-15 10:20　字体：[大 中 小]",
        "发布日期 2023-01-15",
        "2023-01-15 10:20",
        "【打印】【关闭窗口】",
        "分享到：微信 微博",
        "字体：大 中 小",
        "您当前的位置：首页 > 政务公开 > 法治政府",
        "首页 > 政务公开",
        "上一篇：关于开展检查的通知",
        "责任编辑：某某",
        "扫一扫在手机打开当前页",
        "版权所有：青石县人民政府　网站标识码：0000000000",
    ],
)
def test_a_line_of_furniture_is_no_text_wherever_the_page_puts_it(line: str) -> None:
    assert texts(page(f"<p>{line}</p><p>{TEXT}</p>")) == [TEXT]


def test_a_date_above_the_text_is_furniture_and_below_it_a_signature() -> None:
    source = f"<p>2023-03-01</p><p>{TEXT}</p><p>青石县司法局</p><p>2023-01-15</p>"
    assert texts(page(source)) == [TEXT, "青石县司法局", "2023-01-15"]


def test_a_list_of_links_is_left_out_and_an_attachment_is_not() -> None:
    links = "".join(f"<li><a>其他部门的新闻标题之{i}</a></li>" for i in range(40))
    source = f"<ul>{links}</ul><p>{TEXT}</p><p><a>附件：案件统计表</a></p>"
    assert texts(page(source)) == [TEXT, "附件：案件统计表"]


def test_the_name_of_the_site_is_no_title() -> None:
    head = "<title>2022年法治政府建设工作总结-青石县人民政府网</title>"
    source = page(f"<h1>青石县人民政府门户网站</h1><div id='zoom'><p>{TEXT}</p></div>", head)
    assert read(source) == [
        Block("2022年法治政府建设工作总结", heading=0),
        Block(TEXT),
    ]


def test_a_table_within_a_layout_table_is_read_once() -> None:
    inner = "<table><tr><td>甲</td><td>乙</td></tr></table>"
    source = f"<table><tr><td><p>{TEXT}</p>{inner}</td></tr></table>"
    assert read(page(source)) == [
        Block(TEXT),
        Block("甲\t乙", table_row=True, opens_table=True),
    ]


def test_a_table_that_holds_the_article_is_read_as_paragraphs() -> None:
    source = f"<table><tr><td><p>{TEXT * 9}</p><p>{TEXT * 9}</p></td><td>左栏</td></tr></table>"
    assert read(page(source)) == [
        Block(TEXT * 9),
        Block(TEXT * 9),
        Block("左栏"),
    ]


def test_the_caption_and_the_lines_within_cells_of_a_table_are_read() -> None:
    table = "<table><caption>表1 统计</caption><tr><th>甲<p>乙</p></th><th>A<br>B</th></tr></table>"
    assert texts(page(f"<p>{TEXT}</p>{table}")) == [TEXT, "表1 统计", "甲乙\tA B"]


def test_alignment_stated_around_a_paragraph_holds_for_it() -> None:
    source = f'<center><p>标题</p></center><p>{TEXT}</p><div align="right"><p>县司法局</p></div>'
    assert read(page(source)) == [
        Block("标题", centered=True),
        Block(TEXT),
        Block("县司法局", right=True),
    ]


def test_null_characters_in_a_declared_encoding_vanish() -> None:
    source = page(f"<p>{TEXT}</p>", '<meta charset="utf-8">').replace("复议".encode(), b"\0" * 3)
    assert texts(source) == [TEXT.replace("复议", "")]


def test_lines_of_preformatted_text_stay_apart() -> None:
    source = page(f"<pre>一、成效\n{TEXT}<b>附\n后</b></pre><p>正文\n一行。</p>")
    assert texts(source) == ["一、成效", f"{TEXT}附", "后", "正文 一行。"]


@pytest.mark.parametrize(
    "character", ["\x1f", "\x1c", "\uffff", "&#31;", "&#65535;", "&#xFFFE;", "&#9999999"]
)
def test_a_character_that_xml_forbids_beside_furniture_does_no_harm(character: str) -> None:
    source = page(f"<p>{TEXT}</p><p>前{character}<i class='print'>印</i>{character}后。</p>")
    assert texts(source) == [TEXT, "前后。"]


def test_a_page_without_the_usual_tags_is_read() -> None:
    data = f"<span>{TEXT}</span><br><font>第二行。</font>".encode()
    assert read(data) == [Block(TEXT), Block("第二行。")]


# What the page states beside its text

STATED = "来源：市司法局 发布时间：2022-01-13 10:20"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (
            "发布时间：2022-01-13 10:20 来源：市司法局 浏览次数：12 字体：大 中 小",
            {"发布时间": "2022-01-13 10:20", "来源": "市司法局"},
        ),
        (
            "信息来源：县司法局　　发布日期：2022年1月13日",
            {"来源": "县司法局", "发布时间": "2022年1月13日"},
        ),
        (
            "时间：2022-01-13|来源：市政府办|点击数：",
            {"发布时间": "2022-01-13", "来源": "市政府办"},
        ),
        ("来源:市司法局发布时间:2022-01-13", {"来源": "市司法局", "发布时间": "2022-01-13"}),
        ("发布日期 2023-01-15", {"发布时间": "2023-01-15"}),
        ("【来源：县融媒体中心】【作者：某某】", {"来源": "县融媒体中心", "作者": "某某"}),
        ("索 引 号：QS-2022-001", {"索引号": "QS-2022-001"}),
        ("发布机构：", {}),
        ("责任编辑：某某", {}),
    ],
)
def test_a_line_of_labels_above_the_text_gives_each_value_and_no_text(
    line: str, wanted: dict[str, str]
) -> None:
    source = page(f"<p>{line}</p><p>{TEXT}</p>")
    assert (stated(source), texts(source)) == (wanted, [TEXT])


@pytest.mark.parametrize(
    "line",
    [
        "资金来源：财政拨款",
        "来源：财政拨款，按照预算安排的比例逐年增加，用于基层行政执法能力建设和人员培训。",
        "会议时间：2022年1月13日",
        "时间：2022年1月13日",
        "发布时间：另行通知",
        "来源于基层的意见建议",
        "编辑出版普法读物三种",
        "作者们普遍认为",
        "文号管理更加规范",
        "青政发〔2022〕3号",
    ],
)
def test_a_line_that_only_speaks_of_such_things_is_text(line: str) -> None:
    source = page(f"<p>{line}</p><p>{TEXT}</p>")
    assert (stated(source), texts(source)) == ({}, [line, TEXT])


@pytest.mark.parametrize(
    "line", ["来源：财政拨款", "文号：青政发〔2022〕3号", "审核：三个工作日内"]
)
def test_a_label_in_the_midst_of_the_text_is_text(line: str) -> None:
    source = page(f"<p>{TEXT}</p><p>{line}</p><p>{TEXT}</p>")
    assert (stated(source), texts(source)) == ({}, [TEXT, line, TEXT])


WORDS = ("资金", "数据", "线索", "问题", "会议", "报名")


@given(
    st.sampled_from(WORDS),
    st.sampled_from(sorted(NAMES)),
    st.text("甲乙2022-年月日，", max_size=20),
)
def test_a_label_that_ends_a_word_is_text_wherever_it_stands(
    word: str, label: str, value: str
) -> None:
    line = f"{word}{label}：{value}".rstrip()
    source = page(f"<p>{line}</p><p>{TEXT}</p><p>{line}</p>")
    assert (stated(source), texts(source)) == ({}, [line, TEXT, line])


def test_a_source_below_the_text_is_stated_and_the_signature_is_text() -> None:
    source = page(
        f"<p>{TEXT}</p><p>青石县司法局</p><p>2023年1月15日</p><p>来源：县司法局</p><p>责任编辑：某某</p>"
    )
    assert stated(source) == {"来源": "县司法局"}
    assert texts(source) == [TEXT, "青石县司法局", "2023年1月15日"]


def test_labels_in_elements_of_their_own_are_told_apart() -> None:
    source = page(
        "<div class='info'><span>时间：2022-01-13</span><span>来源：市司法局</span>"
        f"<span>作者：某某</span></div><p>{TEXT}</p>"
    )
    assert stated(source) == {"发布时间": "2022-01-13", "来源": "市司法局", "作者": "某某"}
    assert texts(source) == [TEXT]


def test_labels_beside_the_article_are_stated() -> None:
    source = page(
        f"<div class='toolbar'>{STATED}</div><dl><dt>发布机构</dt><dd>市司法局</dd><dt>文号</dt>"
        f"<dd>青司〔2022〕1号</dd></dl><div class='TRS_Editor'><p>{TEXT * 2}</p></div>"
    )
    assert stated(source) == {
        "来源": "市司法局",
        "发布时间": "2022-01-13 10:20",
        "发布机构": "市司法局",
        "文号": "青司〔2022〕1号",
    }
    assert texts(source) == [TEXT * 2]


def test_the_table_at_the_head_of_a_disclosed_document_is_stated_and_no_text() -> None:
    head = (
        "<table><tr><td>索 引 号：</td><td>000014349/2022-00012</td><td>主题分类：</td>"
        "<td>司法</td></tr><tr><td>发布机构：</td><td>青石县人民政府</td><td>成文日期：</td>"
        "<td>2022年01月10日</td></tr><tr><td>标&nbsp;&nbsp;题：</td>"
        "<td colspan=3>关于印发要点的通知</td>"
        "</tr><tr><td>文号：</td><td>青政发〔2022〕3号</td><td>有效性：</td><td></td></tr></table>"
    )
    assert read(page(f"{head}<div id='zoom'><p>{TEXT}</p></div>")) == [
        Block("000014349/2022-00012", label="索引号"),
        Block("司法", label="主题分类"),
        Block("青石县人民政府", label="发布机构"),
        Block("2022年01月10日", label="成文日期"),
        Block("关于印发要点的通知", label="标题"),
        Block("青政发〔2022〕3号", label="文号"),
        Block("关于印发要点的通知", heading=0),
        Block(TEXT),
    ]


def test_a_table_of_documents_is_text() -> None:
    rows = "<tr><th>文号</th><th>成文日期</th></tr>" + "".join(
        f"<tr><td>青政发〔2022〕{i}号</td><td>2022年1月{i}日</td></tr>" for i in (1, 2, 3)
    )
    source = page(f"<p>{TEXT}</p><table>{rows}</table>")
    assert stated(source) == {}
    assert texts(source)[:2] == [TEXT, "文号\t成文日期"]


def test_the_meta_elements_of_a_government_site_are_stated() -> None:
    head = (
        '<meta name="ArticleTitle" content="年度报告"><meta name="PubDate" content="2022-01-13">'
        '<meta name="ContentSource" content="县司法局"><meta name="Keywords" content="法治">'
    )
    source = page(f"<h1>年度报告</h1><p>发布时间：2022-01-14</p><p>{TEXT}</p>", head)
    assert stated(source) == {"发布时间": "2022-01-13", "来源": "县司法局"}


def test_the_author_that_an_office_program_writes_is_not_stated() -> None:
    source = page(f"<p>{TEXT}</p>", '<meta name="author" content="Administrator">')
    assert stated(source) == {}


# Containers, lists, tables, Word's own pages


@pytest.mark.parametrize(
    "container",
    [
        '<div class="view TRS_UEDITOR trs_paper_default">{}</div>',
        '<div class="TRS_Editor">{}</div>',
        '<div id="UCAP-CONTENT">{}</div>',
        '<div class="pages_content">{}</div>',
        '<td class="bt_content">{}</td>',
        '<div class="ewb-article-info">{}</div>',
        '<div class="wp_articlecontent">{}</div>',
        '<div id="vsb_content_2">{}</div>',
        '<div class="rich_media_content" id="js_content" style="visibility: hidden;">{}</div>',
    ],
)
def test_the_containers_of_common_sites_hold_the_article(container: str) -> None:
    other = "<p>相关部门的其他动态。</p>"
    framed = container.format(f"<p>{TEXT * 2}</p>")
    framed = f"<table><tr>{framed}</tr></table>" if framed.startswith("<td") else framed
    assert texts(page(f"<div>{other}{framed}{other}</div>")) == [TEXT * 2]


def test_hidden_elements_and_what_is_no_text_are_not_read() -> None:
    hidden = (
        '<p style="display:none">隐藏。</p><p hidden>隐藏。</p><template><p>模板。</p></template>'
        "<textarea>输入。</textarea><noscript>脚本。</noscript><div class='comments'>评论。</div>"
    )
    ruby = "<ruby>拼<rp>(</rp><rt>pin</rt><rp>)</rp></ruby>"
    assert texts(page(f"<p>{TEXT}</p>{hidden}<p>{ruby}音。</p>")) == [TEXT, "拼音。"]


@pytest.mark.parametrize(
    ("list_", "wanted"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", ["1.甲", "2.乙"]),
        ("<ol><li><p><b>甲</b></p></li><li>A</li></ol>", ["1.甲", "2. A"]),
        (
            '<ol start="3"><li>甲</li><li value="7">乙</li><li>丙</li></ol>',
            ["3.甲", "7.乙", "8.丙"],
        ),
        ("<ol reversed><li>甲</li><li>乙</li></ol>", ["2.甲", "1.乙"]),
        ('<ol type="a"><li>甲</li></ol>', ["a.甲"]),
        (
            '<ol style="list-style: cjk-ideographic inside"><li>甲</li><li>乙</li></ol>',
            ["一、甲", "二、乙"],
        ),
        ('<ol class="custom_cn2 list-paddingleft-1"><li>甲</li></ol>', ["(一)甲"]),
        ('<ol style="list-style-type:none"><li>甲</li></ol>', ["甲"]),
        ("<ol><li>1.甲</li><li>（二）乙</li></ol>", ["1.甲", "（二）乙"]),
        ("<ol><li>甲<ol><li>子</li></ol></li><li>乙</li></ol>", ["1.甲", "1.子", "2.乙"]),
        ("<ul><li>甲</li></ul>", ["甲"]),
    ],
)
def test_the_numbers_of_a_list_are_written_out(list_: str, wanted: list[str]) -> None:
    assert texts(page(f"<p>{TEXT}</p>{list_}")) == [TEXT, *wanted]


def test_a_style_sheet_that_takes_the_numbers_away_is_heeded() -> None:
    source = page(f"<p>{TEXT}</p><ol><li>甲</li></ol>", "<style>ul,ol{list-style:none}</style>")
    assert texts(source) == [TEXT, "甲"]


def test_rows_keep_their_columns_below_one_another() -> None:
    table = (
        "<table><thead><tr><td rowspan=2>单位</td><td colspan=2>案件</td></tr>"
        "<tr><td>受理</td><td>审结</td></tr></thead>"
        "<tr><td>甲局</td><td rowspan=2>3</td><td>2</td></tr>"
        "<tr><td>乙局</td><td>1</td></tr><tr><td></td><td></td></tr></table>"
    )
    assert read(page(f"<p>{TEXT}</p>{table}"))[1:] == [
        Block("单位\t案件\t", table_row=True, opens_table=True, header=True),
        Block("\t受理\t审结", table_row=True, header=True),
        Block("甲局\t3\t2", table_row=True),
        Block("乙局\t\t1", table_row=True),
    ]


def test_a_first_row_of_header_cells_names_the_columns_and_a_first_column_does_not() -> None:
    table = "<table><tr><th>甲</th><th>乙</th></tr><tr><th>丙</th><td>丁</td></tr></table>"
    assert read(page(f"<p>{TEXT}</p>{table}"))[1:] == [
        Block("甲\t乙", table_row=True, opens_table=True, header=True),
        Block("丙\t丁", table_row=True),
    ]


def test_the_numbers_and_headings_of_a_page_that_word_saved_are_read() -> None:
    def item(mark: str, text: str, font: str = "宋体") -> str:
        style = f"font-family:{font};mso-list:Ignore"
        blanks = "<span style='font:7.0pt'>&nbsp;&nbsp; </span>"
        return (
            f"<p class=MsoNormal style='mso-list:l0'><![if !supportLists]><span style='{style}'>"
            f"{mark}{blanks}</span><![endif]>{text}<o:p></o:p></p>"
        )

    head = (
        "<meta name=ProgId content=Word.Document><title>旧标题</title>"
        "<!--[if gte mso 9]><xml><o:Author>某某</o:Author></xml><![endif]-->"
    )
    body = (
        "<p class=MsoTitle>工作总结</p><h1>主要成效</h1>"
        + item("（一）", "立法")
        + item("1.", "2022年")
        + item("l", "要点", "Wingdings")
        + item("·", "要点", "Symbol")
        + "<p class=MsoNormal>正文<span style='mso-hide:all'>x</span>。</p>"
        + "<div style='mso-element:comment-list'>批注。</div>"
    )
    assert read(page(body, head)) == [
        Block("工作总结", heading=0),
        Block("主要成效", heading=1),
        Block("（一）立法"),
        Block("1. 2022年"),
        Block("要点"),
        Block("要点"),
        Block("正文。"),
    ]


# Encodings


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "gb2312"),
        ("utf-8-sig", "gbk"),
        ("gb18030", "utf-8"),
        ("gb18030", "gb2312"),
        ("gb18030", "x-unknown"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "unicode"),
        ("big5hkscs", "big5"),
    ],
)
def test_a_page_is_read_whatever_encoding_it_declares(encoding: str, declared: str) -> None:
    text = "行政複議決定書" * 20 + "。" if declared == "big5" else TEXT * 3
    source = page(f"<p>{text}</p>", f'<meta charset="{declared}">').decode()
    assert texts(source.encode(encoding)) == [text]


def test_a_long_head_in_ascii_does_not_hide_the_encoding() -> None:
    source = page(f"<p>{TEXT}</p>", f"<script>{'var a = 1;' * 2000}</script>").decode()
    assert texts(source.encode("gb18030")) == [TEXT]
