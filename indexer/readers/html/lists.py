"""Writes out the numbers of a web page's lists, which browsers count and Word marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from indexer.readers.numbering import written

STYLES: Mapping[str, tuple[str, str]] = {
    "decimal": ("decimal", "{}."),
    "decimal-leading-zero": ("decimalZero", "{}."),
    "lower-alpha": ("lowerLetter", "{}."),
    "lower-latin": ("lowerLetter", "{}."),
    "upper-alpha": ("upperLetter", "{}."),
    "upper-latin": ("upperLetter", "{}."),
    "lower-roman": ("lowerRoman", "{}."),
    "upper-roman": ("upperRoman", "{}."),
    "cjk-ideographic": ("chineseCountingThousand", "{}、"),
    "simp-chinese-informal": ("chineseCountingThousand", "{}、"),
    "trad-chinese-informal": ("taiwaneseCountingThousand", "{}、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "{}、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "{}、"),
    "cjk-decimal": ("ideographDigital", "{}、"),
    "cjk-heavenly-stem": ("ideographTraditional", "{}、"),
    "cjk-earthly-branch": ("ideographZodiac", "{}、"),
    "custom_num": ("decimal", "{}、"),
    "custom_num1": ("decimal", "{})"),
    "custom_num2": ("decimal", "({})"),
    "custom_cn": ("chineseCountingThousand", "{}、"),
    "custom_cn1": ("chineseCountingThousand", "{})"),
    "custom_cn2": ("chineseCountingThousand", "({})"),
}
"""How each list style (custom_…: a class of UEditor) writes its numbers: format and frame."""

GAP = "\ufdd0"
"""Stands after a number until it is known whether a blank has to part it from its text."""

TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha"} | {
    "i": "lower-roman",
    "I": "upper-roman",
}
_NUMBERLESS = frozenset(("none", "disc", "circle", "square", "custom_dash", "custom_dot"))
_STYLE = re.compile(r"list-style(?:-type)?\s*:([^;]*)", re.IGNORECASE)
_RESET = re.compile(
    r"(?:^|[\s,}])(?:ol|li)\s*[,{][^{}]{0,200}(?:\{[^}]{0,500})?list-style(?:-type)?\s*:\s*none",
    re.IGNORECASE,
)
_TYPED = re.compile(
    r"\s*(?:[（(]?\s*[\d０-９一二三四五六七八九十百零〇]+\s*[、.．）)]|第[\d一二三四五六七八九十百零〇]+[章节条项]|[①-⑳⑴-⒇㈠-㈩])"
)
_BEGINNING = 20  # characters, and pieces of text, that a typed number stands in
_HOLDERS = frozenset("p div section h1 h2 h3 h4 h5 h6".split())
_MARK = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_SIGN_FONT = re.compile(r"font-family\s*:\s*[\"']?(?:wingdings|symbol|webdings)", re.IGNORECASE)


def number_lists(root: Any, css: str = "") -> None:
    """Put before each item of the numbered lists below an element the number that it shows.

    `css` is the page's own style sheet, which may take all numbers away.
    """
    plain = "none" if _RESET.search(css) else "decimal"
    for list_ in root.iter("ol"):
        name = _style(list_) or plain
        if name in _NUMBERLESS:
            continue
        form, frame = STYLES[name]
        items = [item for item in list_ if item.tag == "li"]
        step = -1 if list_.get("reversed") is not None else 1
        count = _number(list_.get("start"), len(items) if step < 0 else 1)
        for item in items:
            count = _number(item.get("value"), count)
            if _style(item) not in _NUMBERLESS:
                _put(item, frame.format(written(form, count)))
            count += step


def plain_marks(root: Any) -> None:
    """Make of the marks that Word puts before the items of a list their numbers; bullets go."""
    for mark in [one for one in root.iter("span") if _MARK.search(one.get("style") or "")]:
        fonts = [_SIGN_FONT.search(one.get("style") or "") for one in (mark, *mark.iter("span"))]
        shown = "".join(mark.itertext()).strip()
        around = mark.getparent()
        signs = any(fonts) or (
            around is not None and _SIGN_FONT.search(around.get("style") or "") is not None
        )
        for child in list(mark):
            mark.remove(child)
        if signs or not any(map(str.isalnum, shown)):
            mark.text = ""
        else:
            mark.text = shown + GAP


def _put(item: Any, number: str) -> None:
    """Put a number before an item's text, unless a number has been typed there."""
    beginning = "".join(islice(item.itertext(), _BEGINNING)).lstrip()
    if _TYPED.match(beginning[:_BEGINNING]):
        return
    holder = item
    while not (holder.text or "").strip() and len(holder) and holder[0].tag in _HOLDERS:
        holder = holder[0]
    holder.text = number + GAP + (holder.text or "").lstrip()


def _style(element: Any) -> str:
    """The list style that an element states, "" for none."""
    stated = _STYLE.search(element.get("style") or "")
    names = [*(element.get("class") or "").split(), *(stated[1].lower().split() if stated else ())]
    names.append(TYPES.get(element.get("type") or "", ""))
    return next((str(name) for name in names if name in STYLES or name in _NUMBERLESS), "")


def _number(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
