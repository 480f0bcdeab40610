"""Which row of a table names its columns, and the names that each row below it gets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from indexer.blocks import Block

MOST_COLUMNS = 30
"""Wider tables get no names: they are kept with every row."""

LONGEST_NAME = 40
"""Characters that are kept of a column's name."""

LONGEST_LABEL = 25
"""Characters that a cell has at most, for its row to be taken for a header."""

MOST_LEVELS = 3
"""Rows that a header has at most, where the file does not mark it."""

SAMPLE = 50
"""Rows below a header that are looked at, to see what its columns hold."""

Row = Sequence[str]
"""The cells of a row."""

Names = tuple[str, ...]

LABELS = re.compile(
    "(?:序号|编号|代码|项目|事项|内容|名称|姓名|单位|部门|地区|区域|类别|类型|种类|性质|级别|数量?|量|率|占比|比例|"
    "比重|金额|总额|小计|合计|总计|增幅|增减|同比|备注|说明|时间|日期|时限|期限|年份|年度|情况|结果|进度|进展|状态|"
    "指标|标准|分值|得分|评分|依据|文号|任务|目标|要求|措施|举措|做法|职务|职责|职称|责任人|负责人|联系人|联系方式|"
    "电话|地址|地点|主体|机构|对象|领域|来源|形式|方式|原因|问题|意见|建议)(?:[（(][^（()）]{1,8}[)）])?$"
)
"""How a cell ends that names what stands below it; with a unit in brackets, perhaps."""

ORDINAL = ("序号", "编号")
"""The first cell of a header over numbered rows."""

PERIOD = re.compile(
    r"(?=.)(?:(?:19|20)\d\d(?:年度?|年[末底])?)?(?:(?:1[0-2]|[1-9])月份?|[上下]半年|第?[1-4一二三四]季度)?"
)
"""A year, or a part of one: alone among data it may name a column."""

NUMBER = re.compile(r"[（(<>≥≤约+＋\-－—±]*\d[\d,，.．:：/\-]*\s*(?P<unit>[^\d\s]{0,3}?)[)）]?")
DATE = re.compile(r"\d{4}[年.\-/．]\d{1,2}(?:[月.\-/．]\d{1,2}日?|月)?|\d{1,2}月\d{1,2}日")
NOTHING = frozenset(["", *"-－—/／\\…无", "——", "暂无", "不详", "未统计"])
"""What stands in a cell that has nothing to tell."""

_SENTENCE = re.compile("[。；;！!？?]")


def columns(blocks: Sequence[Block], texts: Sequence[str]) -> list[Names]:
    """The names of the columns of each block: () for all but the rows below a table's header.

    `blocks` are in simplified characters, which the rules read; `texts` are the same as read, from
    which the names are taken.
    """
    made: list[Names] = [()] * len(blocks)
    for start, end in _tables(blocks):
        rows = [block.text.split("\t") for block in blocks[start:end]]
        marked = [block.header for block in blocks[start:end]]
        if all(marked):  # as good as none
            marked = [False] * len(rows)
        headers = _marked(rows, marked) if any(marked) else _unmarked(rows)
        in_header = {i for header in headers.values() for i in header}
        last: Sequence[int] = ()
        names: Names = ()
        for i, row in enumerate(rows):
            if i in headers:
                last = headers[i]
                names = _names([texts[start + j].split("\t") for j in last])
            elif not (i in in_header or marked[i] or _is_band(row)) and _fits(row, names):
                # A table that goes on over the page may repeat its header.
                made[start + i] = () if any(row == rows[j] for j in last) else names
    return made


def _tables(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The stretches of blocks that are each a table of more than one row."""
    rows = [i for i, block in enumerate(blocks) if block.table_row]
    start = 0
    for at, (i, following) in enumerate(zip(rows, [*rows[1:], -1], strict=False)):
        if following != i + 1 or blocks[following].opens_table:
            if at > start:
                yield rows[start], i + 1
            start = at + 1


def _marked(rows: Sequence[Row], marked: Sequence[bool]) -> dict[int, Sequence[int]]:
    """The rows of each header that the file marks, by the last of them.

    A title over the columns is no part of it.
    """
    runs = (run for is_marked, run in groupby(range(len(rows)), marked.__getitem__) if is_marked)
    headers = ([i for i in run if not _is_band(rows[i])] for run in runs)
    return {header[-1]: header for header in headers if header}


def _unmarked(rows: Sequence[Row]) -> dict[int, Sequence[int]]:
    """The rows of each header that looks like one, by the last of them.

    It stands at the top, or below a title over the columns that opens a part of the table. A part
    that may have a header which was not told has none: rather no name than another's.
    """
    headers: dict[int, Sequence[int]] = {}
    bands = [i for i, row in enumerate(rows) if _is_band(row)]
    for start, end in zip([0, *(i + 1 for i in bands)], [*bands, len(rows)], strict=True):
        most = start + MOST_LEVELS + SAMPLE
        part = _narrowed(rows[start : min(end, most)])
        levels = _levels(part)
        if part and not levels and len(part) <= MOST_LEVELS:  # a header over parts of the table
            levels = _levels([row for row in rows[start:most] if not _is_band(row)])
        if 0 < levels <= len(part):
            headers[start + levels - 1] = range(start, start + levels)
        elif part and all(map(_is_label, part[0])):
            filled = [cell for cell in part[0] if cell]
            if 2 * sum(map(_names_something, filled)) >= len(filled):
                headers[start] = ()
    return headers


def _narrowed(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows without the columns at the end in which none has any text."""
    width = max((i for row in rows for i, cell in enumerate(row, 1) if cell), default=0)
    return [row[:width] for row in rows]


def _is_band(row: Row) -> bool:
    """Whether a row is a title over the columns: its first cell alone has text."""
    return bool(row[0]) and not any(row[1:])


def _levels(rows: Sequence[Row]) -> int:
    """How many of the first rows are the header, 0 where they do not look like one."""
    head: list[str] = [""] * len(rows[0]) if rows else []
    for i, row in enumerate(rows[:MOST_LEVELS]):
        if len(row) != len(head) or not all(map(_is_label, row)):
            return 0
        head = [below or above for above, below in zip(head, row, strict=True)]
        if all(head[1:]):  # the cell in the corner may be empty
            below = [
                other
                for other in rows[i + 1 :]
                if len(other) == len(head) and other not in rows[: i + 1]
            ]
            return i + 1 if len(head) > 1 and _differs(head, below) else 0
    return 0


def _is_label(cell: str) -> bool:
    """Whether a cell may stand in a header: short, no sentence, no number; or empty."""
    if PERIOD.fullmatch(cell):
        return True
    return cell == "" or (
        len(cell) <= LONGEST_LABEL
        and cell not in NOTHING
        and not (_SENTENCE.search(cell) or NUMBER.fullmatch(cell) or DATE.fullmatch(cell))
    )


def _differs(head: Row, rows: Sequence[Row]) -> bool:
    """Whether the rows hold what a header of these cells names: numbers, or no labels."""
    held = [[row[i] for row in rows if row[i] not in NOTHING] for i in range(len(head))]
    units = [_units(cells) for cells in held]
    period = [PERIOD.fullmatch(cell) is not None for cell in head]
    if any(is_period and (i == 0 or not units[i]) for i, is_period in enumerate(period)):
        return False
    uniform = [len(cells) > 1 and len(found) == 1 for cells, found in zip(held, units, strict=True)]
    numbers = [bool(found) for found in units[1:]]
    of_numbers = sum(numbers) > 1 and numbers == [bool(cells) for cells in held[1:]]
    if uniform[0] or of_numbers or 2 * sum(uniform[1:]) >= len(head) - 1:
        return True
    labels = [
        _names_something(cell) and bool(cells) and not any(map(_names_something, cells))
        for cell, cells in zip(head, held, strict=True)
    ]
    return (head[0] in ORDINAL and bool(rows)) or 2 * sum(labels) >= max(len(head), 3)


def _units(cells: Row) -> set[str]:
    """The units of cells that are all numbers, "" for none; empty for any other cells."""
    found = [NUMBER.fullmatch(cell) for cell in cells]
    if all(map(PERIOD.fullmatch, cells)) or any(map(DATE.fullmatch, cells)):
        return set()
    return {one["unit"] for one in found if one} if all(found) else set()


def _names_something(cell: str) -> bool:
    return len(cell) <= LONGEST_LABEL and LABELS.search(cell) is not None


def _fits(row: Row, names: Names) -> bool:
    """Whether a row has its cells below these names, but for empty ones at its end."""
    return bool(names) and len(row) >= len(names) and not any(row[len(names) :])


def _names(rows: Sequence[Row]) -> Names:
    """The names in the rows of a header, from the outermost; () where there are too many."""
    width = max(map(len, rows), default=0)
    levels = [[*row, *[""] * (width - len(row))] for row in rows]
    for i, level in enumerate(levels[:-1]):
        for j in range(1, width):
            if not level[j] and _spans(levels, i, j):
                level[j] = level[j - 1]
    named = [_name([level[j] for level in levels]) for j in range(width)]
    while named and not named[-1]:
        named.pop()
    return tuple(named) if 1 < len(named) <= MOST_COLUMNS else ()


def _spans(levels: Sequence[Row], i: int, j: int) -> bool:
    """Whether a cell left of an empty one spans both: each has names below, under one above."""
    below = levels[i + 1 :]
    return (
        any(row[j] for row in below)
        and any(row[j - 1] for row in below)
        and (i == 0 or levels[i - 1][j] == levels[i - 1][j - 1])
    )


def _name(parts: Row) -> str:
    distinct = dict.fromkeys(part.strip() for part in parts)
    return " ".join(filter(None, distinct))[:LONGEST_NAME].strip()
