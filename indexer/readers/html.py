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
from indexer.limits import Limits
from indexer.lines import join
from indexer.readers.furniture import article_of, drop_furniture, is_furniture, is_site_name
from indexer.readers.plain import decoded, without_controls

TITLE_NEAR = 8
"""How many blocks at the beginning may repeat the title."""

LAYOUT_CELL = 500
"""A table with a cell of more characters lays out the page and is read as paragraphs."""

BLOCK_TAGS = frozenset(
    """address article blockquote body caption center dd div dl dt fieldset figcaption figure
    form h1 h2 h3 h4 h5 h6 hr html li main ol p pre section table tbody td tfoot th thead tr
    ul""".split()
)
"""The elements that begin a line of their own; all others are inline."""

_BREAK = "\u2028"  # stands for br, and for a line's end where the page keeps it
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that lxml reads and then refuses to move."""

_REFERENCE = re.compile("&#(?:(\\d{1,7})|[xX]([0-9a-fA-F]{1,6}));?")
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_META_TITLE = re.compile("^(?:ArticleTitle|og:title)$", re.IGNORECASE)
_SITE_SUFFIX = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]*(?:网|政府|门户|厅|局|委|平台)[^-_|—–]*$")
_ALIGNMENT = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
_HEADING = re.compile("h[1-6]")


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each paragraph and each row of a table; the title first where the body lacks it.

    Raises `Unreadable` for a page without text.
    """
    # Without a declaration of its own: the text is decoded already.
    text = _clean(re.sub(r"^\s*<\?xml[^>]*\?>", "", _decoded(data)))
    try:
        # Pages of unclosed tags nest deeper than libxml2 reads by default.
        page = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(huge_tree=True))
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(*messages.NO_TEXT) from error
    title = _title(page)
    body = page.find("body")
    body = page if body is None else body
    drop_furniture(body)
    blocks = _without_furniture(list(_blocks(_flattened(article_of(body)))))
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
            return without_controls(data.decode("gb18030" if name.startswith("gb") else name))
        except (UnicodeDecodeError, LookupError):
            pass
    return decoded(data)


def _clean(text: str) -> str:
    """A page's text without the characters that XML forbids, nor references to them."""

    def kept(reference: re.Match[str]) -> str:
        code = int(reference[1]) if reference[1] else int(reference[2], 16)
        return reference[0] if code < 0x110000 and not _NOT_XML.match(chr(code)) else ""

    return _REFERENCE.sub(kept, _NOT_XML.sub("", text))


def _title(page: Any) -> str:
    """The title that the page states of its article, "" where it states none."""
    stated = [
        *(meta.get("content") for meta in page.iter("meta") if _names_title(meta)),
        *(heading.text_content() for heading in page.iter("h1")),
        *(_SITE_SUFFIX.sub("", head.text_content()) for head in page.iter("title")),
    ]
    shown = (" ".join(one.split()) for one in stated if one)
    return next((one for one in shown if one and not is_site_name(one)), "")


def _names_title(meta: Any) -> bool:
    return bool(_META_TITLE.match(meta.get("name") or meta.get("property") or ""))


def _without_furniture(blocks: list[Block]) -> list[Block]:
    """The blocks that are text. A bare date is furniture only above the first sentence."""
    first = next((i for i, block in enumerate(blocks) if "。" in block.text), len(blocks))
    return [block for i, block in enumerate(blocks) if not is_furniture(block.text, i < first)]


def _flattened(article: Any) -> Any:
    """The article with its inline elements, but for line breaks, as plain text."""
    inline = {element.tag for element in article.iter()} - BLOCK_TAGS - {"br"}
    etree.strip_tags(article, *inline)
    return article


def _blocks(root: Any) -> Iterator[Block]:
    """The blocks of an element: runs of text between block-level elements and breaks."""
    run: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag == "br":
            run.append(_BREAK if event == "start" else _shown(element.tail, element.getparent()))
            continue
        # A run belongs to the element that holds it: at a start the parent, at an end itself.
        holder = element.getparent() if event == "start" and element is not root else element
        yield from _lines(run, holder)
        if event == "start" and element.tag == "table" and element is not root:
            yield from _table(element)
            walk.skip_subtree()
        elif event == "start":
            run.append(_shown(element.text, element))
        elif element is not root:
            run.append(_shown(element.tail, element.getparent()))


def _shown(text: str | None, holder: Any) -> str:
    """Text with its line ends as breaks where the page keeps them."""
    if text and "\n" in text and (holder.tag == "pre" or any(holder.iterancestors("pre"))):
        return text.replace("\n", _BREAK)
    return text or ""


def _lines(run: list[str], holder: Any) -> Iterator[Block]:
    """The lines of a run of text, which is used up."""
    for line in "".join(run).split(_BREAK):
        if text := " ".join(line.split()):
            yield _block(holder, text)
    run.clear()


def _block(holder: Any, text: str) -> Block:
    """A block with the alignment and heading that its element or one around it states."""
    alignment, heading = None, None
    for element in (holder, *holder.iterancestors()):
        if heading is None and _HEADING.fullmatch(element.tag):
            heading = int(element.tag[1]) - 1
        alignment = alignment or _alignment(element)
    return Block(
        text, heading=heading, centered=alignment == "center", right=alignment in ("right", "end")
    )


def _alignment(element: Any) -> str | None:
    if styled := _ALIGNMENT.search(element.get("style") or ""):
        return styled[1].lower()
    return "center" if element.tag == "center" else (element.get("align") or "").lower() or None


def _table(table: Any) -> Iterator[Block]:
    """The rows of a table; a table that only lays out the page is read through."""
    for caption in table.findall("caption"):
        yield from _blocks(caption)
    rows = table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    if _is_layout(table, cells):
        for row in cells:
            for cell in row:
                yield from _blocks(cell)
        return
    for row in cells:
        texts = [join([block.text for block in _blocks(cell)]) for cell in row]
        if any(texts):
            yield Block("\t".join(texts), table_row=True)


def _is_layout(table: Any, cells: list[list[Any]]) -> bool:
    """Whether a table holds tables, one column alone, or a cell as long as an article."""
    return (
        any(inner is not table for inner in table.iter("table"))
        or max(map(len, cells), default=0) < 2
        or any(len("".join(cell.itertext())) > LAYOUT_CELL for row in cells for cell in row)
    )
