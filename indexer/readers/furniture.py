"""What surrounds the article on a government's web page, and which element holds the article."""

from __future__ import annotations

import re
from typing import Any

CONTAINERS = re.compile(
    r"^(?:TRS_Editor|Custom_UnionStyle|UCAP-CONTENT|zoom|vsb_content\w*|xl_content|con_text|"
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

LABELLED_LINE = re.compile(
    r"^\W*(?:(?:信息|文章|稿件)?来源|发布(?:时间|日期|机构|单位)|发文日期|索引号|责任编辑|编辑|作者|字体|字号|"
    r"(?:浏览|点击|阅读|访问)(?:次数|量|数|率)?|[您你]?(?:当前|现在)?(?:所在)?的?位置|主办单位|承办单位|网站标识码)"
    r"\s*[:：】\]|]"
    r"|^\W*(?:发布|更新)?(?:时间|日期)\s*[:：]?\s*(?:20)?\d\d[-/年.]"
    r"|^\W*首页\s*[>＞»/]|^\W*[上下]一[篇条页]\s*(?:[:：]|$)|版权所有|ICP备|公网安备"
)
"""A line of furniture that says what it is."""

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

_NEVER_TEXT = frozenset(
    "script style noscript nav footer select button iframe svg template object head".split()
)
_AROUND = frozenset("header aside form".split())
_LISTS = frozenset("div ul ol dl table section".split())
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SITE_NAME = re.compile(r"(?:网|网站|平台|门户)$")
_SIGNED = re.compile(r"[\d〇○零一二三四五六七八九十]\s*年.{1,4}月.{1,4}日")


def drop_furniture(body: Any) -> None:
    """Take out of a page what is no text and what surrounds the article, whatever it is named.

    What is named like furniture and yet holds most of the page is the article's frame, and stays:
    many sites put the whole page into a form or mark the article as the part to print.
    """
    _drop(body, _is_no_text)
    whole = _length(body)
    _drop(body, lambda element: _is_around(element) and not _is_frame(element, whole))
    _drop(body, lambda element: element.tag in _LISTS and _is_link_list(element))


def article_of(body: Any) -> Any:
    """The element that holds the article; nothing that may be text of it is left outside."""
    whole = _length(body)
    known = [
        element
        for element in body.iter()
        if any(map(CONTAINERS.match, _names(element)))
        and _length(element) > CONTAINER_SHARE * whole
    ]
    if known:
        return max(known, key=_length)  # of those within each other the outermost comes first
    element = body
    while (inner := max(element, key=_length, default=None)) is not None:
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
    return bool(LABELLED_LINE.search(line) or BUTTONS.fullmatch(line))


def is_site_name(title: str) -> bool:
    """Whether what a page gives as its title is the name of the site."""
    return bool(_SITE_NAME.search(title))


def _drop(body: Any, unwanted: Any) -> None:
    for element in list(body.iter()):
        if element is not body and element.getparent() is not None and unwanted(element):
            element.drop_tree()


def _is_no_text(element: Any) -> bool:
    """Comments and instructions (their tag is no text), scripts, and what is hidden."""
    if not isinstance(element.tag, str) or element.tag in _NEVER_TEXT:
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _is_around(element: Any) -> bool:
    return element.tag in _AROUND or bool(FURNITURE.search(" ".join(_names(element))))


def _is_frame(element: Any, whole: int) -> bool:
    return 2 * _length(element) > whole and "。" in "".join(element.itertext())


def _is_link_list(element: Any) -> bool:
    links = [len(link.text_content().strip()) for link in element.iter("a")]
    return len(links) >= MIN_LINKS and sum(links) > LINK_SHARE * _length(element)


def _may_be_text(element: Any) -> bool:
    """Whether an element beside the article may belong to it: sentences, tables, a signature."""
    text = "".join(element.itertext())
    return (
        "。" in text or bool(_SIGNED.search(text)) or next(element.iter("table"), None) is not None
    )


def _length(element: Any) -> int:
    """How many characters of text an element holds, white space left out."""
    return sum(len("".join(text.split())) for text in element.itertext())


def _names(element: Any) -> list[str]:
    return [*(element.get("class") or "").split(), *(element.get("id") or "").split()]
