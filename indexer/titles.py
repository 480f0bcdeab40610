"""Which lines at the head of a document are its title."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.blocks import Block
from indexer.issuer import FULL_UNIT
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
_ENDS_AS_TITLE = re.compile(
    rf"(?:{_KINDS})(?:[（(〔\[][^）)〕\]]*[）)〕\]])?[\s|｜]*$|^政府工作报告\s*[—-].*会议上?$"
)
_GOES_ON = re.compile(r"的|——|--|—|[及暨和与](?=\d)")
_SENTENCE = re.compile(r"[。；;]|[，,].*[，,]")
_IS_BODY = re.compile(FULL_UNIT)
_LEADS_WITH_BODY = re.compile(rf"{FULL_UNIT}(?=关于|\d|政府工作|工作|法治|依法)")
_PROSE = re.compile(r"[。；;！!？?]|[：:]$|如下")
_FURNITURE = re.compile(
    r"来源[:：]|发布时间|发布日期|发文日期|成文日期|索引号|主题分类|信息来源|字体|打印|浏览次数|点击数|"
    r"阅读次数|分享到|当前位置|所在的?位置|首\s*页|责任编辑|收藏|发布机构|发文机关|发文时间|发文字号\s*[:：|]|主题词|有效性|今天是|星期[一二三四五六日]|"
    r"欢迎|无障碍|网站|登录|搜索|^\s*(?:名\s*称|标\s*题|题\s*名)\s*[:：]|^[\s|｜•·-]*$"
)
_SPEAKER = re.compile(r"\S{2,20}[局厅省市州县区旗镇乡处]长\s+\S{2,8}$")
_TIMESTAMP = re.compile(r"[\d\s年月日时分/.:：-]+$")
_LABEL = re.compile(r"(?:信息|文章)?来源\s*[:：]|发布(?:时间|日期|机构)\s*[:：]")
_VALUE = "来源："
_FILE_NAME = re.compile(r"\.(?:docx?|wps|pdf|ofd|txt)$", re.IGNORECASE)
_HAS_YEAR = re.compile(r"(?:19|20)(?:\d\d|[Xx×*]{2})|[一二][〇○零一二三四五六七八九]{3}年")
_RUN_ON = re.compile(
    rf"(?P<title>[^。；;，,：:！!？?]{{4,{MAX_LINE}}}?(?:报告|总结|汇报|情况|思路|要点|打算|计划))\s*"
    rf"(?=(?:19|20)\d\d\s*年|[一二][〇○零][〇○零一二三四五六七八九]{{2}}年|近年来|今年以来|各位代表)"
)
_DOCUMENT_NUMBER = re.compile(r"\S{1,20}[〔\[［(（【]\d{4}[〕\]］)）】]\s*(?:第\s*)?\d+\s*号$")
_DATE_ONLY = re.compile(r"[（(]?[\d一二〇○零]{4}年[\d一二三四五六七八九十]{1,3}月.{0,4}[）)]?$")


def title_lines(blocks: Sequence[Block]) -> range:
    """The indices of the blocks that make the title; empty when the text bears none."""
    head = _without_values(blocks[:HEAD])
    styled = [i for i, block in enumerate(head) if block.heading == 0]
    if styled:
        return _run(head, styled[0], lambda block: block.heading == 0)
    whole = [i for i, block in enumerate(_before_prose(head)) if _is_whole(block)]
    if whole:
        # A column's name (县政府工作报告) may stand above the title; the title has the year.
        dated = (i for i in whole if _HAS_YEAR.search(head[i].text))
        return _with_neighbours(head, next(dated, whole[0]))
    start = next((i for i, block in enumerate(head) if not is_furniture(block)), None)
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
    return range(start, _subtitled(head, end))


def _without_values(head: Sequence[Block]) -> list[Block]:
    """The head with what follows a label on a line of its own (信息来源：) as furniture, too."""
    return [
        replace(block, text=_VALUE) if i and _LABEL.fullmatch(head[i - 1].text) else block
        for i, block in enumerate(head)
    ]


def run_on(blocks: Sequence[Block]) -> tuple[int, int, int] | None:
    """The block in which the title runs on into the first sentence (…报告2025年，…).

    Its index, where in its text the title ends, and where the sentence begins; None without one.
    """
    for i, block in enumerate(blocks[:HEAD]):
        found = _RUN_ON.match(block.text)
        if found and block.heading is None and not block.table_row and not is_furniture(block):
            return i, found.end("title"), found.end()
        if _SENTENCE.search(block.text) or opening_number(block.text) is not None:
            return None
    return None


def is_furniture(block: Block) -> bool:
    """Whether a line may stand above a title: the page's own, a document's number, a date."""
    return bool(
        _FURNITURE.search(block.text)
        or _DOCUMENT_NUMBER.fullmatch(block.text)
        or _DATE_ONLY.fullmatch(block.text)
        or _TIMESTAMP.match(block.text)
        or _SPEAKER.match(block.text)
    )


def _before_prose(head: Sequence[Block]) -> Sequence[Block]:
    """The blocks before the first sentence or numbered heading."""
    for i, block in enumerate(head):
        if not is_furniture(block) and (
            _SENTENCE.search(block.text) or opening_number(block.text) is not None
        ):
            return head[:i]
    return head


def _is_whole(block: Block) -> bool:
    """Whether a line is a title by itself: with a year or a body at its beginning, and its end."""
    text = block.text
    if not _may_be_title(block) or _FILE_NAME.search(text) or not _ends([block]):
        return False
    return bool(_HAS_YEAR.search(text) or _LEADS_WITH_BODY.match(text))


def _with_neighbours(head: Sequence[Block], whole: int) -> range:
    """The line with the body named above it and the subtitle below it."""
    start = whole
    while start and whole - start < MAX_LINES and _names_body_of(head[start - 1], head[whole]):
        start -= 1
    return range(start, _subtitled(head, whole + 1))


def _names_body_of(above: Block, title: Block) -> bool:
    """Whether a line names the body of the title below it, which does not name it again."""
    return not title.text.startswith(above.text) and bool(_IS_BODY.fullmatch(above.text))


def _subtitled(head: Sequence[Block], end: int) -> int:
    """…情况 / 的报告: the line only seemed to be the end. A subtitle belongs to the title."""
    if end < len(head) and _may_be_title(head[end]) and _GOES_ON.match(head[end].text):
        return end + 1
    return end


def _run(head: Sequence[Block], start: int, belongs: Callable[[Block], bool]) -> range:
    end = start
    while end < len(head) and end - start < MAX_LINES and belongs(head[end]):
        end += 1
    return range(start, end)


def _may_be_title(block: Block) -> bool:
    return (
        len(block.text) <= MAX_LINE
        and not block.table_row
        and not block.heading
        and not _PROSE.search(block.text)
        and opening_number(block.text) is None
        and not is_furniture(block)
    )


def _ends(lines: Sequence[Block]) -> bool:
    return bool(_ENDS_AS_TITLE.search(join([line.text for line in lines])))


def _stands_alone(block: Block) -> bool:
    """A short line without a comma, such as 法治政府建设工作."""
    return len(block.text) <= 40 and not re.search("[，,、]", block.text)
