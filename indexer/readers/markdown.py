"""Reads Markdown: headings by their marks, tables by row, a block for each other line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.blocks import Block
from indexer.limits import Limits
from indexer.readers.plain import decoded

_FRONT_MATTER = re.compile(r"\A\s*---\s*\n.*?\n---\s*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*$")
_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_BAR = re.compile(r"(?<!\\)\|")


def read(data: bytes, limits: Limits) -> list[Block]:
    """The lines that are not blank; the first and highest heading is the title (0).

    A table is told by the rule below its first row, which names the columns.
    """
    text = decoded(data)
    if "---" in text:
        text = _FRONT_MATTER.sub("", text)
    lines = [line.strip() for line in _without_comments(text).splitlines()]
    blocks: list[Block] = []
    titled = False
    at = 0
    while at < len(lines):
        if rows := _table(lines, at):
            blocks += _rows(rows)
            at += len(rows) + 1
            continue
        shown = lines[at]
        at += 1
        heading = _HEADING.fullmatch(shown) if shown.startswith("#") else None
        if heading is None:
            if shown:
                blocks.append(Block(shown))
        elif heading["text"]:
            level = len(heading["marks"]) - 1
            # A second title of the same document is a heading; a level without title, too.
            blocks.append(Block(heading["text"], heading=max(level, 1) if titled else 0))
            titled = True
    return blocks


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + len("-->")
    return "".join([*kept, text[at:]])


def _table(lines: Sequence[str], at: int) -> list[list[str]]:
    """The cells of the table that begins with a line, none where none begins."""
    rule = lines[at + 1] if at + 1 < len(lines) else ""
    if "|" not in rule or "|" not in lines[at] or not _RULE.fullmatch(rule):
        return []
    rows = [_cells(lines[at])]
    for line in lines[at + 2 :]:
        if "|" not in line:
            break
        rows.append(_cells(line))
    return rows


def _rows(rows: Sequence[list[str]]) -> Iterator[Block]:
    if max(map(len, rows)) < 2:  # a frame round text
        yield from (Block(text) for (text,) in rows if text)
        return
    opens = True
    for i, cells in enumerate(rows):
        if any(cells):
            row = "\t".join(cells)
            yield Block(row, table_row=True, opens_table=opens, header=i == 0)
            opens = False


def _cells(line: str) -> list[str]:
    inner = line.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|").replace("\t", " ") for cell in _BAR.split(inner)]
