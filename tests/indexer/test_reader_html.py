"""Web pages: every sentence of the article is read, however the page is built around it."""

from __future__ import annotations

import pytest

from indexer.blocks import Block
from indexer.readers import read_blocks

TEXT = "全年办理行政复议案件57件，行政机关负责人出庭应诉率达97.56%。"


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_blocks(data, "a.html")[1]]


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
    assert read_blocks(source, "a.html")[1] == [
        Block("2022年法治政府建设工作总结", heading=0),
        Block(TEXT),
    ]


def test_a_table_within_a_layout_table_is_read_once() -> None:
    inner = "<table><tr><td>甲</td><td>乙</td></tr></table>"
    source = f"<table><tr><td><p>{TEXT}</p>{inner}</td></tr></table>"
    assert read_blocks(page(source), "a.html")[1] == [Block(TEXT), Block("甲\t乙", table_row=True)]


def test_a_table_that_holds_the_article_is_read_as_paragraphs() -> None:
    source = f"<table><tr><td><p>{TEXT * 9}</p><p>{TEXT * 9}</p></td><td>左栏</td></tr></table>"
    assert read_blocks(page(source), "a.html")[1] == [
        Block(TEXT * 9),
        Block(TEXT * 9),
        Block("左栏"),
    ]


def test_the_caption_and_the_lines_within_cells_of_a_table_are_read() -> None:
    table = "<table><caption>表1 统计</caption><tr><th>甲<p>乙</p></th><th>A<br>B</th></tr></table>"
    assert texts(page(f"<p>{TEXT}</p>{table}")) == [TEXT, "表1 统计", "甲乙\tA B"]


def test_alignment_stated_around_a_paragraph_holds_for_it() -> None:
    source = f'<center><p>标题</p></center><p>{TEXT}</p><div align="right"><p>县司法局</p></div>'
    assert read_blocks(page(source), "a.html")[1] == [
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


def test_a_page_without_the_usual_tags_is_known_by_its_name() -> None:
    data = f"<span>{TEXT}</span><br><font>第二行。</font>".encode()
    assert read_blocks(data, "a.htm") == ("html", [Block(TEXT), Block("第二行。")])
