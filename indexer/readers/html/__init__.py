"""Reads web pages: the article's paragraphs and tables, and what the page states about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from lxml import etree

from archive.messages import readers as messages
from archive.text import fold
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.readers.html.blocks import BLOCK_TAGS, BREAK, PageReader, flattened, row_texts
from indexer.readers.html.furniture import (
    article_of,
    drop,
    drop_furniture,
    drop_what_is_no_text,
    is_furniture,
    is_site_name,
)
from indexer.readers.html.labels import (
    BELOW,
    Stated,
    begins_with_label,
    first_of_each,
    label_alone,
    stated_in,
    stated_in_meta,
    stated_in_table,
)
from indexer.readers.html.lists import number_lists, plain_marks
from indexer.readers.plain import BYTE_ORDER_MARKS, decoded, without_controls

TITLE_NEAR = 8
"""How many blocks at the beginning may repeat the title."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that lxml reads and then refuses to move."""

_REFERENCE = re.compile("&#(?:(\\d{1,7})|[xX]([0-9a-fA-F]{1,6}));?")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]+(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE
)
_HEAD = 4096
_LONGEST_TITLE = 300
_META_TITLE = re.compile("^(?:ArticleTitle|og:title)$", re.IGNORECASE)
_OFFICE = re.compile("Word|LibreOffice|OpenOffice|WPS|Kingsoft", re.IGNORECASE)
_LABELLING = ("span", "font", "b", "strong", "label", "em", "i", "a")
_SITE_SUFFIX = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]*(?:网|政府|门户|厅|局|委|平台)[^-_|—–]*$")


def read(data: bytes, limits: Limits) -> list[Block]:
    """A block for each paragraph and each row of a table; the title first where the body lacks it.

    Before them stand blocks with a label, of what the page states about the document: 发布时间,
    来源, 索引号 … Raises `Unreadable` for a page without text.
    """
    text = _clean(_XML_DECLARATION.sub("", _decoded(data)))
    try:
        stated, blocks = _read(_page(text), "mso-list" in text)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise Unreadable(*messages.NO_TEXT) from error
    if not blocks:
        raise Unreadable(*messages.NO_TEXT)
    return [*(Block(one.value, label=one.name) for one in first_of_each(stated)), *blocks]


def _page(text: str) -> Any:
    # Pages of unclosed tags nest deeper than libxml2 reads by default.
    page = etree.fromstring(text, etree.HTMLParser(huge_tree=True))
    if page is None:
        raise ValueError("no element")
    return page


def _read(page: Any, has_marks: bool) -> tuple[list[Stated], list[Block]]:
    stated = stated_in_meta(page)
    is_office = _is_office(page)
    title = _title(page, is_office)
    css = "".join(style.text or "" for style in page.iter("style"))
    body = page.find("body")
    body = page if body is None else body
    if has_marks:
        plain_marks(body)
    drop_what_is_no_text(body)
    stated += _take_tables(body)
    around = drop_furniture(body)
    article = article_of(body)
    if article is not body:
        around.append(_without(body, article))
    number_lists(article, css)
    _part_labels(article)
    reader = PageReader(title=0 if is_office else 1)
    of_lines, blocks = _parted(list(reader.blocks(flattened(article))))
    stated += of_lines
    for element in around:
        stated += _stated_beside(element, reader)
    title = title or next((one.value for one in stated if one.name == "标题"), "")
    if blocks and title and not any(block.heading == 0 for block in blocks):
        near = fold("".join(block.text for block in blocks[:TITLE_NEAR]))
        if fold(title) not in near:
            blocks.insert(0, Block(title, heading=0))
    return stated, blocks


def _decoded(data: bytes) -> str:
    declared = _META_CHARSET.search(data[:_HEAD])
    marked = any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS)
    if declared and not marked and not _is_utf8(data):
        name = declared[1].decode("ascii").lower()
        try:
            # GB18030 holds GBK and GB 2312, which pages declare and do not keep to.
            return without_controls(data.decode("gb18030" if name.startswith("gb") else name))
        except (UnicodeDecodeError, LookupError):
            pass
    return decoded(data)


def _is_utf8(data: bytes) -> bool:
    """Whether a page is UTF-8 whatever it declares: other Chinese text is so by no chance."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.isascii()


def _clean(text: str) -> str:
    """A page's text without the characters that XML forbids, nor references to them."""

    def kept(reference: re.Match[str]) -> str:
        code = int(reference[1]) if reference[1] else int(reference[2], 16)
        return reference[0] if code < 0x110000 and not _NOT_XML.match(chr(code)) else ""

    return _REFERENCE.sub(kept, _NOT_XML.sub("", text))


def _is_office(page: Any) -> bool:
    """Whether an office program saved a document as this page."""
    return any(
        (meta.get("name") or "").lower() in ("generator", "progid")
        and _OFFICE.search(meta.get("content") or "")
        for meta in page.iter("meta")
    )


def _title(page: Any, is_office: bool) -> str:
    """The title that the page states of its article, "" where it states none.

    What office programs write there is the title of another document as often as not.
    """
    stated: list[str] = [
        *(meta.get("content") for meta in page.iter("meta") if _names_title(meta)),
        *("".join(heading.itertext()) for heading in page.iter("h1") if not is_office),
        *(
            _SITE_SUFFIX.sub("", "".join(head.itertext())[:_LONGEST_TITLE])
            for head in page.iter("title")
            if not is_office
        ),
    ]
    shown = (" ".join(one[:_LONGEST_TITLE].split()) for one in stated if one)
    return next((one for one in shown if one and not is_site_name(one)), "")


def _names_title(meta: Any) -> bool:
    return bool(_META_TITLE.match(meta.get("name") or meta.get("property") or ""))


def _take_tables(body: Any) -> list[Stated]:
    """What the tables of a page state that tell of the document; they are taken out of it."""
    found: list[Stated] = []
    for table in list(body.iter("table")):
        if next(table.iterdescendants("table"), None) is not None:
            continue
        if (stated := stated_in_table(row_texts(table))) is not None:
            found += stated
            drop(table)
    return found


def _without(body: Any, article: Any) -> Any:
    """The body with a line's end in the place of the article, which is taken out of it."""
    place = article.makeelement("hr")
    place.tail, article.tail = article.tail, None
    article.getparent().replace(article, place)
    return body


def _part_labels(element: Any) -> None:
    """Begin a line with each label that has an inline element of its own, in a line of labels."""
    of_labels: dict[Any, bool] = {}
    for one in element.iter(*_LABELLING):
        if not begins_with_label(one.text):
            continue
        holder = next(one.iterancestors(*BLOCK_TAGS), element)
        if holder not in of_labels:
            of_labels[holder] = begins_with_label("".join(holder.itertext()).strip())
        if of_labels[holder]:
            one.text = BREAK + one.text


def _stated_beside(element: Any, reader: PageReader) -> Iterator[Stated]:
    """What the lines of an element state that is no part of the article."""
    _part_labels(element)
    lines = [block.text for block in reader.blocks(flattened(element))]
    for line, following in pairwise([*lines, ""]):
        yield from _stated_by(line, following) or ()


def _stated_by(line: str, following: str) -> list[Stated] | None:
    """What a line states, its value in the next one if need be; None for a line of text."""
    if (name := label_alone(line)) is None:
        return stated_in(line)
    value = following if label_alone(following) is None and not stated_in(following) else ""
    read = stated_in(f"{line.strip(':： ')}：{value}")
    return read if read is not None and value else [Stated(name, "")]


def _parted(blocks: Sequence[Block]) -> tuple[list[Stated], list[Block]]:
    """What the lines of an article state about it, and the blocks that are its text.

    Such lines stand above the first sentence or below the last: 来源 in the midst of a text, or
    a bare date below it, is text.
    """
    sentences = [i for i, block in enumerate(blocks) if "。" in block.text]
    first, last = (sentences[0], sentences[-1]) if sentences else (len(blocks), len(blocks))
    stated: list[Stated] = []
    text: list[Block] = []
    is_value = False
    for i, block in enumerate(blocks):
        if is_value:
            is_value = False
            continue
        if is_furniture(block.text, i < first):
            continue
        following = blocks[i + 1].text if i + 1 < len(blocks) else ""
        found = None if block.table_row else _stated_by(block.text, following)
        if found is None or not _stands_for(found, i < first, i > last):
            text.append(block)
            continue
        stated += found
        is_value = label_alone(block.text) is not None and bool(found[0].value)
    return stated, text


def _stands_for(found: Iterable[Stated], above: bool, below: bool) -> bool:
    """Whether a line that states these stands where a page's own lines do."""
    return above or (below and {one.name for one in found} <= BELOW)
