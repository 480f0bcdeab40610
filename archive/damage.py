"""What is damaged in a text: named, and left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive import messages

_COUNTED = "件个次人份条项起名场家户万亿元"

DAMAGE: tuple[tuple[str, str], ...] = (
    (messages.PAGE_MARK, r"##\w+?##|\[/?(?:page|img|url|table)[^\]\n]{0,40}\]"),
    (messages.WORD_MARK, r"\[bookmark:\s*\w+\]"),
    (
        messages.WORD_ERROR,
        r"(?:错误|Error)\s*[！!]\s*(?:未找到|未定义|Reference|Bookmark)[^。.\n]{0,30}[。.]?",
    ),
    (
        messages.HTML_MARK,
        r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|middot|#\d{2,5});"
        r"|</?(?:br|p|span|div|font|strong)\b[^>]{0,80}>",
    ),
    (messages.GARBLED, r"[\ufffd\ue000-\uf8ff]+|(?:锟斤拷?|烫烫烫)+"),
    (
        messages.REDACTED,
        r"[*＊]+|[Xx×ＸⅩ]{2,}|(?<![A-Za-z])[XＸ×](?=[省市县区镇乡村局厅委办院校年月日])"
        r"|某某|○{2,}(?![一二三四五六七八九])|[（(]\s*(?:略|此处略|下略)\s*[）)]",
    ),
    (
        messages.GAP,
        rf"(?<=[\u4e00-\u9fff])(?<![章节条编])[ \u3000]{{2,}}(?=[{_COUNTED}])"
        rf"|(?<=\d)[ \u3000]{{2,}}(?=[{_COUNTED}年月日%％])",
    ),
)
"""Each kind of damage by the name that a user reads, and how it shows in a text."""

_DAMAGE = re.compile("|".join(f"(?P<d{i}>{pattern})" for i, (_, pattern) in enumerate(DAMAGE)))
_MAY_BE = re.compile(
    r"[#\[&<*＊XxＸ×Ⅹ○某锟烫\ufffd\ue000-\uf8ff!！]|[（(]\s*(?:略|此|下)|[ \u3000]{2}"
)
"""What every damaged text holds, and most paragraphs do not."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged stretch, `text[start:end]`, and the kind of damage."""

    kind: str
    start: int
    end: int


def damage(text: str) -> Iterator[Damage]:
    """The damaged stretches of a text, in order, never overlapping."""
    if not _MAY_BE.search(text):
        return
    for found in _DAMAGE.finditer(text):
        kind = DAMAGE[int(str(found.lastgroup)[1:])][0]
        yield Damage(kind, *found.span())
