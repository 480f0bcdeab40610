"""Reads web pages: the article's paragraphs and tables, without the page's furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml import etree

from archive.messages import readers as messages
from archive.text import fold
from indexer.blocks import Block, Unreadable
from indexer.readers.plain import decoded

CONTAINERS = re.compile(
    r"^(?:TRS_Editor|Custom_UnionStyle|UCAP-CONTENT|zoom|vsb_content|xl_content|con_text|"
    r"(?:article|news|pages?|main|info|detail|text)[-_]?(?:content|body|con|text)|article|content)$",
    re.IGNORECASE,
)
"""The classes and identifiers that government sites give to the article."""

FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|header|footer|foot|breadcrumb|crumbs?|position|location|dqwz|share|"
    r"bdshare\w*|toolbar|tools?|print|copyright|sidebar|related|pagination|pager|search|logo|banner|"
    r"ewm|qrcode|comment|toc|friendlink)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""The classes and identifiers of what surrounds it."""

FURNITURE_LINE = re.compile(
    r"^\W*(?:(?:信息)?来源\s*[:：]|发布(?:时间|日期|机构)|发文日期\s*[:：]|索引号|责任编辑|编辑\s*[:：]|作者\s*[:：]|"
    r"字体|字号|【?字体|打印|收藏|分享|关闭(?:窗口|本页)?|浏览(?:次数|量)|点击(?:数|量|率)|阅读(?:次数|量)?\s*[:：]|"
    r"当前位置|您?(?:现在)?所?在?的?位置|首页\s*[>＞»]|上一[篇条页]|下一[篇条页]|扫一扫|相关(?:链接|文档|附件)?\s*[:：]?$|"
    r"主办单位|版权所有|网站地图|联系我们|\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:\s+\d{1,2}:\d{2}.*)?$)"
)
"""How a line of furniture begins, wherever on the page it stands."""

MAX_FURNITURE_LINE = 120
CONTAINER_SHARE = 0.5
"""The share of the page's text that a known container holds at least, to be the article."""

DESCENT_SHARE = 0.85
"""Without one: the article is the innermost element that holds this share of the text above it."""

TITLE_NEAR = 8
"""How many blocks at the beginning may repeat the title."""

_DROPPED = frozenset(
    """script style noscript nav header footer aside form select button iframe svg template object
    head""".split()
)
_BLOCKS = frozenset(
    """address article blockquote caption center dd div dl dt fieldset figcaption figure h1 h2 h3 h4
    h5 h6 hr li main ol p pre section table tbody td tfoot th thead tr ul""".split()
)
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_META_TITLE = re.compile("^(?:ArticleTitle|og:title)$", re.IGNORECASE)
_SITE_SUFFIX = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]*(?:网|政府|门户|厅|局|委|平台)[^-_|—–]*$")
_CENTERED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_RIGHT = re.compile(r"text-align\s*:\s*right", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def read(data: bytes) -> list[Block]:
    """A block for each paragraph and each row of a table; the title first where the body lacks it.

    Raises `Unreadable` for a page without text.
    """
    text = _decoded(data)
    try:
        # Without a declaration of its own: the text is decoded already.
        page = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(*messages.NO_TEXT) from error
    title = _title(page)
    _drop_furniture(page)
    body = page.find("body")
    blocks = [
        block
        for block in _blocks(_article(body if body is not None else page))
        if not _is_furniture(block)
    ]
    if not blocks:
        raise Unreadable(*messages.NO_TEXT)
    near = fold("".join(block.text for block in blocks[:TITLE_NEAR]))
    if title and fold(title) not in near and not any(block.heading == 0 for block in blocks):
        blocks.insert(0, Block(title, heading=0))
    return blocks


def _decoded(data: bytes) -> str:
    declared = _META_CHARSET.search(data[:4096])
    if declared:
        name = declared[1].decode("ascii").lower()
        try:
            # GB18030 holds GBK and GB 2312, which pages declare and do not keep to.
            return data.decode("gb18030" if name.startswith("gb") else name)
        except (UnicodeDecodeError, LookupError):
            pass
    return decoded(data)


def _title(page: Any) -> str:
    """The title that the page states of its article, "" where it states none."""
    stated = [
        *(meta.get("content") for meta in page.iter("meta") if _names_title(meta)),
        *(heading.text_content() for heading in page.iter("h1")),
        *(_SITE_SUFFIX.sub("", head.text_content()) for head in page.iter("title")),
    ]
    return next((" ".join(one.split()) for one in stated if one and one.strip()), "")


def _names_title(meta: Any) -> bool:
    return bool(_META_TITLE.match(meta.get("name") or meta.get("property") or ""))


def _drop_furniture(page: Any) -> None:
    for element in list(page.iter()):
        if element.getparent() is not None and element.tag != "body" and _surrounds(element):
            element.drop_tree()


def _surrounds(element: Any) -> bool:
    """Whether an element is furniture, hidden, or no text at all (comments have no tag)."""
    if not isinstance(element.tag, str) or element.tag in _DROPPED:
        return True
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_HIDDEN.search(element.get("style") or "") or FURNITURE.search(named))


def _article(body: Any) -> Any:
    """The element that holds the article."""
    whole = _weight(body)
    known = [
        element
        for element in body.iter()
        if any(CONTAINERS.match(name) for name in _names(element))
        and _weight(element) >= CONTAINER_SHARE * whole
    ]
    if known:
        return known[-1]  # the innermost: elements come in document order, outer ones first
    element = body
    while True:
        inner = max(element, key=_weight, default=None)
        if inner is None or inner.tag in ("p", "table", "span") or not len(inner):
            return element
        if _weight(inner) < DESCENT_SHARE * _weight(element):
            return element
        element = inner


def _names(element: Any) -> list[str]:
    return [*(element.get("class") or "").split(), *(element.get("id") or "").split()]


def _weight(element: Any) -> int:
    """How much text an element holds, that of links counted against it."""
    text = len("".join(element.itertext()).strip())
    links = sum(len(link.text_content().strip()) for link in element.iter("a"))
    return text - 2 * links


def _is_furniture(block: Block) -> bool:
    return len(block.text) <= MAX_FURNITURE_LINE and bool(FURNITURE_LINE.search(block.text))


def _blocks(element: Any) -> Iterator[Block]:
    """The blocks of an element: runs of inline text between block-level elements and breaks."""
    run: list[str] = []

    def flush() -> Iterator[Block]:
        for line in "".join(run).split("\n"):
            if text := " ".join(line.split()):
                yield _block(element, text)
        run.clear()

    run.append(_inline(element.text))
    for child in element:
        if child.tag == "br":
            run.append("\n")
        elif child.tag == "table":
            yield from flush()
            yield from _table(child)
        elif child.tag in _BLOCKS or any(inner.tag in _BLOCKS for inner in child.iter()):
            yield from flush()
            yield from _blocks(child)
        else:
            run.append(_inline_text(child))
        run.append(_inline(child.tail))
    yield from flush()


def _inline_text(element: Any) -> str:
    """The text of an inline element; its breaks as line ends."""
    parts = [_inline(element.text)]
    for child in element:
        parts += ["\n" if child.tag == "br" else _inline_text(child), _inline(child.tail)]
    return "".join(parts)


def _inline(text: str | None) -> str:
    """Text in which a line's end is only white space, as in a browser."""
    return re.sub(r"\s*\n\s*", " ", text) if text else ""


def _block(element: Any, text: str) -> Block:
    style = element.get("style") or ""
    alignment = (element.get("align") or "").lower()
    heading = int(element.tag[1]) - 1 if re.fullmatch("h[1-6]", element.tag) else None
    return Block(
        text,
        heading=heading,
        centered=bool(_CENTERED.search(style)) or alignment == "center" or element.tag == "center",
        right=bool(_RIGHT.search(style)) or alignment == "right",
    )


def _table(table: Any) -> Iterator[Block]:
    """The rows of a table; a table that only lays out the page is read through."""
    rows = list(table.iter("tr"))
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    if any(row.tag == "table" for row in table.iter() if row is not table) or (
        max(map(len, cells), default=0) < 2
    ):
        for row in cells:
            for cell in row:
                yield from _blocks(cell)
        return
    for row in cells:
        texts = [" ".join(cell.text_content().split()) for cell in row]
        if any(texts):
            yield Block("\t".join(texts), table_row=True)
