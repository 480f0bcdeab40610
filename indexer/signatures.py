"""Which lines of a report are its signature: the issuing body and the date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from indexer.blocks import Block
from indexer.numbering import opening_number

NEAR = 6
"""How many blocks before the end, or before the first attachment, may hold the signature."""

UNDER_TITLE = 5
"""How many blocks below the title may hold it."""

MAX_LINE = 40

MAX_BODIES = 5
"""The most bodies that sign together, each on a line."""

_YEAR = r"(?:\d{4}|[一二][一二三四五六七八九〇○零]{3})"
_DATE_LINE = re.compile(
    rf"[（(]?[^。；;，,：:]{{0,30}}?{_YEAR}\s*年[^。；;，,：:]{{1,10}}[月日]\s*[）)]?$"
)
_BODY_LINE = re.compile(
    r"[（(]?[^\d。；;，,：:！!？?“”]{2,30}?"
    r"(?:政府|委员会|办公室|办公厅|局|厅|部|委|院|署|办事处|办|镇|乡|苏木|中心|支队|大队|所|站|队)[）)]?$"
)
_SPEAKER = re.compile(
    r"[\u4e00-\u9fff]{1,20}(?:(?:长|主席|主任|书记)\s+[\u4e00-\u9fff·*\s]{2,8}|[局厅省市州县]长[\u4e00-\u9fff·]{2,4})$"
)
_DELIVERED = re.compile(r"[（(—\-]*.{0,14}在.{2,30}届|.{0,12}人民代表大会.{0,12}会议上?[）)]?$")
_UPLOADED = re.compile(
    r"[\d年月日/.\s-]+\d{1,2}[:：]\d\d[\d:：\s]*$|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$"
)
_SOURCE = re.compile(r"(?:文章|信息)?来\s*源\s*[:：]")
_LINES_UNDER_TITLE = (_DATE_LINE, _BODY_LINE, _SPEAKER, _DELIVERED)


def signed_lines(blocks: Sequence[Block], below: int, attached: int) -> frozenset[int]:
    """The indices of the signature's lines among the blocks that are no title.

    `below` is the index of the first block below the title; `attached` that of the first
    attachment, `len(blocks)` without one.
    """
    ends = {len(blocks), attached, min(attached + NEAR, len(blocks))}
    windows = [range(max(0, end - NEAR), end) for end in sorted(ends)]
    found = set(_under_title(blocks, below))
    for window in windows:
        found.update(_dated(blocks, window))
    if not found and attached and _BODY_LINE.match(blocks[attached - 1].text):
        found.add(attached - 1)  # the body without a date
    return frozenset(found)


def _under_title(blocks: Sequence[Block], below: int) -> Iterator[int]:
    for i, block in enumerate(blocks[below : below + UNDER_TITLE], start=below):
        text = block.text
        if _UPLOADED.match(text) or _SOURCE.match(text):
            continue
        if not _is_line(block) or not any(line.match(text) for line in _LINES_UNDER_TITLE):
            return
        yield i


def _dated(blocks: Sequence[Block], window: range) -> Iterator[int]:
    """The last date line of the window and the bodies right above it."""
    for i in reversed(window):
        if _is_line(blocks[i]) and _DATE_LINE.match(blocks[i].text):
            yield i
            above = takewhile(lambda j: _names_body(blocks[j]), range(i - 1, -1, -1))
            yield from islice(above, MAX_BODIES)
            return


def _names_body(block: Block) -> bool:
    return _is_line(block) and _BODY_LINE.match(block.text) is not None


def _is_line(block: Block) -> bool:
    return (
        len(block.text) <= MAX_LINE
        and not block.table_row
        and block.heading is None
        and opening_number(block.text) is None
    )
