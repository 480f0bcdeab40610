"""What surrounds the article on a government's web page, and which element holds the article."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from lxml import etree

CONTAINERS = re.compile(
    r"^(?:TRS_U?EDITOR|Custom_UnionStyle|UCAP-CONTENT|zoom\w*|vsb_content\w*|xl_content|con_text|"
    r"wp_articlecontent|v_news_content|js_content|rich_media_content|trs_editor_view|"
    r"pages_content|bt_content|ewb-(?:article|info|details?)[\w-]*|gsj_htmlcon\w*|detail|newscontent|"
    r"infoDetail|zwgk[-_]?(?:detail|con\w*)|xxgk[-_]?(?:content|con\w*|detail)|gov-?info\w*|Article_zw|"
    r"(?:article|news|pages?|main|info|detail|text|doc|body)[-_]?(?:content|body|con|text|main|box)|"
    r"content[-_]?(?:main|body|text|box|con|detail)|article|content|mainText|zhengwen)$",
    re.IGNORECASE,
)
"""The classes and identifiers that government sites give to the article."""

FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|header|footer|foot|breadcrumb|crumbs?|position|location|dqwz|share|"
    r"bdshare\w*|toolbar|tools?|print|copyright|sidebar|related|pagination|pager|search|logo|banner|"
    r"ewm|qrcode|comments?|pinglun|toc|friendlink|msocomanchor|msodel)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""The classes and identifiers of what surrounds it."""

FURNITURE_LINE = re.compile(
    r"^\W*[您你]?(?:当前|现在)?(?:所在)?的?位置\s*[:：】\]|]"
    r"|^\W*(?:主办单位|承办单位|网站标识码|责任编辑|(?:浏览|点击|阅读|访问)(?:次数|量|数|率)?)\s*[:：】\]|]"
    r"|^\W*首页\s*[>＞»/]|^\W*[上下]一[篇条页]\s*(?:[:：]|$)|版权所有|ICP备|公网安备"
)
"""A line of furniture that says what it is, wherever it stands."""

BUTTONS = re.compile(
    r"[\W\d_]*(?:(?:打印|收藏|分享到?|关闭|窗口|本页|页面|本文|字体|字号|放大|缩小|返回|顶部|首页|网站地图|"
    r"联系我们|扫一扫|手机|打开|查看|当前页|微信|微博|朋友圈|空间|相关(?:链接|文档|附件)|纠错|我要|[大中小到在])"
    r"[\W\d_]*)+"
)
"""A line that holds nothing but what a reader can click on."""

DATE_LINE = re.compile(r"\W*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\W*")
"""A date as pages stamp it; below the text it may be a signature's."""

MAX_LINE = 120
CONTAINER_SHARE = 0.5
"""The share of the page's text that a known container holds at least, to be the article."""

LINK_SHARE = 0.7
MIN_LINKS = 3
"""A list of links: at least so many, and so much of its text."""

_NEVER_TEXT = tuple(
    """script style noscript nav footer select button iframe svg template object head textarea
    datalist canvas audio video noframes map rt rp rtc xml""".split()
)
_AROUND = ("header", "aside", "form")
_LISTS = ("div", "ul", "ol", "dl", "table", "section")
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(?:comment|header|footer)",
    re.IGNORECASE,
)
_SITE_NAME = re.compile(r"(?:网|网站|平台|门户)$")
_SIGNED = re.compile(r"[\d〇○零一二三四五六七八九十]\s*年.{1,4}月.{1,4}日")


class Lengths:
    """How many characters of text elements hold, white space left out, each counted once."""

    def __init__(self) -> None:
        self._known: dict[Any, int] = {}

    def of(self, element: Any) -> int:
        """The characters of an element, which must not change between two questions."""
        if element not in self._known:
            self._known[element] = _length(element)
        return self._known[element]


def drop_what_is_no_text(body: Any) -> None:
    """Take out of a page scripts, comments, what it hides, and readings beside a ruby's base."""
    never = (*_NEVER_TEXT, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    hidden = [
        element
        for element in body.xpath(".//*[@style or @hidden]")
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
    ]
    for element in [*body.iter(*never), *hidden]:
        drop(element)


def drop_furniture(body: Any) -> list[Any]:
    """Take out of a page what surrounds the article, whatever it is named; what was taken.

    What is named like furniture and yet holds most of the page is the article's frame, and stays:
    many sites put the whole page into a form or mark the article as the part to print.
    """
    whole = _length(body)
    named = body.xpath(".//*[@class or @id]")
    around = [*body.iter(*_AROUND), *filter(_is_around, named)]
    dropped = [element for element in around if not _is_frame(element, whole)]
    for element in dropped:
        drop(element)
    for element in list(body.iter(*_LISTS)):
        if _is_link_list(element):
            drop(element)
            dropped.append(element)
    return dropped


def drop(element: Any) -> None:
    """Take an element out of its tree, what follows it left in its place."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def article_of(body: Any) -> Any:
    """The element that holds the article; nothing that may be text of it is left outside."""
    lengths = Lengths()
    least = CONTAINER_SHARE * lengths.of(body)
    known = [
        element
        for element in body.xpath("descendant-or-self::*[@class or @id]")
        if any(map(CONTAINERS.match, _names(element))) and lengths.of(element) > least
    ]
    if known:
        return max(known, key=lengths.of)  # of those within each other the outermost comes first
    element = body
    while (inner := max(element, key=lengths.of, default=None)) is not None:
        outside = [one for one in element if one is not inner]
        if inner.tag in ("p", "table", "span", "td") or not len(inner):
            break
        if any(map(_may_be_text, outside)) or (element.text or "").strip():
            break
        if any((one.tail or "").strip() for one in element):
            break
        element = inner
    return element


def is_furniture(line: str, above_text: bool) -> bool:
    """Whether a line of the page is none of the article's."""
    if len(line) > MAX_LINE:
        return False
    if above_text and DATE_LINE.fullmatch(line):
        return True
    return bool(FURNITURE_LINE.search(line) or BUTTONS.fullmatch(line))


def is_site_name(title: str) -> bool:
    """Whether what a page gives as its title is the name of the site."""
    return bool(_SITE_NAME.search(title))


def _is_around(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return FURNITURE.search(names) is not None


def _is_frame(element: Any, whole: int) -> bool:
    return 2 * _length(element) > whole and "。" in "".join(element.itertext())


def _is_link_list(element: Any) -> bool:
    links = list(islice(element.iter("a"), MIN_LINKS))
    if len(links) < MIN_LINKS or element.getparent() is None:
        return False
    return sum(map(_length, element.iter("a"))) > LINK_SHARE * _length(element)


def _may_be_text(element: Any) -> bool:
    """Whether an element beside the article may belong to it: sentences, tables, a signature."""
    text = "".join(element.itertext())
    return (
        "。" in text or bool(_SIGNED.search(text)) or next(element.iter("table"), None) is not None
    )


def _length(element: Any) -> int:
    return len("".join("".join(element.itertext()).split()))


def _names(element: Any) -> list[str]:
    return [*(element.get("class") or "").split(), *(element.get("id") or "").split()]
