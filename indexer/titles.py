"""Which lines at the head of a document are its title."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.blocks import Block
from indexer.lines import join
from indexer.numbering import opening_number

HEAD = 12
"""How many blocks from the beginning a title is looked for in."""

MAX_LINES = 4
MAX_LINE = 60
"""A title's most lines, and the most characters of one line of it."""

_KINDS = (
    "报告|总结|要点|计划|方案|规划|通知|通报|意见|办法|条例|规定|决定|决议|公报|公告|纪要|汇报|函|批复|"
    "情况|清单|细则|说明|思路|打算|安排|白皮书|材料|法|修正案|解释"
)
_ENDS_AS_TITLE = re.compile(rf"(?:{_KINDS})(?:[（(〔\[][^）)〕\]]*[）)〕\]])?$")
_GOES_ON = re.compile(r"的|——|--|—")
_PROSE = re.compile(r"[。；;！!？?]|[：:]$|如下")
_FURNITURE = re.compile(
    r"来源[:：]|发布时间|发布日期|发文日期|成文日期|索引号|主题分类|信息来源|字体|打印|浏览次数|点击数|"
    r"阅读次数|分享到|当前位置|所在的?位置|首页|责任编辑|收藏"
)
_DOCUMENT_NUMBER = re.compile(r"\S{1,20}[〔\[［(（【]\d{4}[〕\]］)）】]\s*(?:第\s*)?\d+\s*号$")
_DATE_ONLY = re.compile(r"[（(]?[\d一二〇○零]{4}年[\d一二三四五六七八九十]{1,3}月.{0,4}[）)]?$")


def title_lines(blocks: Sequence[Block]) -> range:
    """The indices of the blocks that make the title; empty when the text bears none."""
    head = blocks[:HEAD]
    styled = [i for i, block in enumerate(head) if block.heading == 0]
    if styled:
        return _run(head, styled[0], lambda block: block.heading == 0)
    start = next((i for i, block in enumerate(head) if not _passed_over(block)), None)
    if start is None or not _may_be_title(head[start]):
        return range(0)
    if head[start].centered:
        centered = _run(head, start, lambda block: block.centered and _may_be_title(block))
        if _ends(head[start : centered.stop]):
            return centered
    end = start + 1
    while not _ends(head[start:end]):
        if end == len(head) or end - start == MAX_LINES or not _may_be_title(head[end]):
            # No line ends as titles do: then the first alone, if it stands by itself, is one.
            return range(start, start + 1) if _stands_alone(head[start]) else range(0)
        end += 1
    # …情况 / 的报告: the first line only seemed to be the end. A subtitle belongs to the title.
    if end < len(head) and _may_be_title(head[end]) and _GOES_ON.match(head[end].text):
        end += 1
    return range(start, end)


def _run(head: Sequence[Block], start: int, belongs: Callable[[Block], bool]) -> range:
    end = start
    while end < len(head) and end - start < MAX_LINES and belongs(head[end]):
        end += 1
    return range(start, end)


def _passed_over(block: Block) -> bool:
    """What may stand above a title: the page's furniture and the document's number."""
    return bool(
        _FURNITURE.search(block.text)
        or _DOCUMENT_NUMBER.fullmatch(block.text)
        or _DATE_ONLY.fullmatch(block.text)
    )


def _may_be_title(block: Block) -> bool:
    return (
        len(block.text) <= MAX_LINE
        and not block.table_row
        and not block.heading
        and not _PROSE.search(block.text)
        and opening_number(block.text) is None
        and not _passed_over(block)
    )


def _ends(lines: Sequence[Block]) -> bool:
    return bool(_ENDS_AS_TITLE.search(join([line.text for line in lines])))


def _stands_alone(block: Block) -> bool:
    """A short line without a comma, such as 法治政府建设工作."""
    return len(block.text) <= 40 and not re.search("[，,、]", block.text)
