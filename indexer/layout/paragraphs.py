"""Paragraphs: lines joined, also over a page's end, by their indents, ends and gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.blocks import Block
from indexer.layout.lines import Line
from indexer.lines import join

MARGIN = 0.8
"""Letters from the left margin within which a line still begins at it."""

INDENT = 1.2
"""Letters from the left margin from which on a line is indented."""

LARGER = 1.25
"""How much the letters of two lines of one paragraph may differ in size."""

WIDE = 1.4
"""Usual steps from one line to the next, at most, within a paragraph."""

_MIDST = ("，", "、")
"""How no paragraph ends."""

ENDED = re.compile("[。！？；：.!?;:…][”’」』）)]*$")
"""How a sentence ends."""

_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_NUMBERED = re.compile(rf"[（(]?{_HAN_NUMBER}[)）.．、]|第{_HAN_NUMBER}[章节条]")
_LISTED = re.compile(
    rf"[•●○◆◇■□▪➢✓·\-—*①-⑳⑴-⒇]|[（(]?(?:\d{{1,2}}|{_HAN_NUMBER})[)）.．、]|\d{{1,3}}\s"
)
_WORD = re.compile(r"[“‘（《〈「『【〔(\[]*(?:[!-~]+|.)[，。、；：！？）》〉」』】〕”’%]*")
_LEADER = re.compile(r"[.．…·・\s]{4,}\d{1,4}$")


@dataclass(frozen=True, slots=True)
class Placed:
    """A line between the margins of its column.

    `gap` is the distance from the line above in units of the usual one, 0 at the top.
    """

    line: Line
    left: float
    right: float
    gap: float

    @property
    def indent(self) -> float:
        """How far from the left margin it begins, in letters."""
        return (self.line.left - self.left) / self.line.letter

    @property
    def shortfall(self) -> float:
        """How far before the right margin it ends, in letters."""
        return (self.right - self.line.right) / self.line.letter

    @property
    def centered(self) -> bool:
        """Whether it stands in the middle, away from both margins."""
        aside = abs(self.indent - self.shortfall)
        return min(self.indent, self.shortfall) > (2.3 if aside < 1 else 3) and aside < 3

    @property
    def at_right(self) -> bool:
        """Whether it stands at the right, as a signature does."""
        return self.indent > 8 and self.indent > 2 * self.shortfall


def begins(paragraph: Sequence[Placed], line: Placed) -> bool:
    """Whether a line opens a paragraph of its own after the lines before it."""
    before = paragraph[-1]
    if before.centered or line.centered or line.at_right or line.gap > WIDE:
        return True
    if before.line.gapped or line.line.gapped or _LEADER.search(before.line.text):
        return True
    if not 1 / LARGER < line.line.letter / before.line.letter < LARGER:
        return True
    return _begins_indented(paragraph, line) if line.indent > INDENT else _ended(paragraph, line)


def _begins_indented(paragraph: Sequence[Placed], line: Placed) -> bool:
    """Whether an indented line is a first line."""
    first, before = paragraph[0], paragraph[-1]
    unfinished = before.shortfall < 1 and not ENDED.search(before.line.text)
    if before.indent < MARGIN:  # but for the second line of a list's item, which hangs
        return not (before is first and unfinished and _LISTED.match(before.line.text))
    if first.indent > line.indent - 1:  # but where all lines of a paragraph stand so far in
        inside = unfinished and abs(before.indent - line.indent) < 0.5
        return not inside or _NUMBERED.match(before.line.text) is not None
    return _ended(paragraph, line)


def _ended(paragraph: Sequence[Placed], line: Placed) -> bool:
    """Whether the line before a line is a last line, as one that ends early is."""
    first, before = paragraph[0], paragraph[-1]
    if before.line.text.endswith(_MIDST):
        return False
    if first.indent > INDENT and before.shortfall < 6 and not ENDED.search(before.line.text):
        return line.indent > INDENT  # back at the margin in the midst of a sentence
    return before.shortfall > max(2, _first_word(line.line.text) + 0.7)


def _first_word(text: str) -> float:
    """The width in letters of what no line end may part at a line's beginning: a number, say."""
    word = _WORD.match(text)
    return len(word[0].encode("gbk", "replace")) / 2 if word else 0


def block(paragraph: Sequence[Placed]) -> Block:
    """The lines of a paragraph as a block."""
    first = paragraph[0]
    return Block(
        join([one.line.text for one in paragraph]),
        centered=first.centered,
        right=first.at_right and not first.centered,
        page=first.line.page,
    )
