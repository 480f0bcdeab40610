"""Lines: runs that stand side by side joined, each character once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from indexer.layout.page import Run

OPENING = 0.6
"""A gap of so many letters parts two stretches of a line."""

WIDE_OPENING = 3.0
"""A gap of so many letters in a line is wider than justified prose has any."""

_WORD_GAP = 0.15  # letters between two words of Latin letters or digits
_BLANK_GAP = 1.0  # letters that are a blank beside a Han character
_HALF_EMPTY = "，。、；：！？）》」』】〕”’"
"""Marks whose right half is empty: lines are set to let it hang over a column's edge."""
_SAME_ROW = 0.5  # of the lower one's height that two on one line have in common
_SAME_PLACE = 0.3  # letters between the places of one character drawn twice
_MOSTLY_WIDE = 0.75  # letters to a character where most are Han


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a stretch of one between two gaps; y downwards.

    `letter` is the width of a Han character in it; `gapped` says that a wide gap stands within.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    letter: float
    page: int
    gapped: bool = False

    @property
    def middle(self) -> float:
        """Where the middle of its letters is."""
        return (self.top + self.bottom) / 2


Set = TypeVar("Set", Run, Line)


def pieces(runs: Iterable[Run], page: int) -> list[Line]:
    """The stretches of text that no gap parts, from the top down and left to right."""
    found = []
    for row in rows([run for run in runs if run.text.strip()]):
        stretch: list[Line] = []
        for run in _each_once(row):
            line = _line(run, page)
            if stretch and _gap(stretch[-1], line) > OPENING * line.letter:
                found.append(whole(stretch))
                stretch = []
            stretch.append(line)
        found.append(whole(stretch))
    return found


def rows(placed: Iterable[Set]) -> list[list[Set]]:
    """What stands on one line together, from the top down, each from left to right."""
    found: list[list[Set]] = []  # the tallest of each row first
    for one in sorted(placed, key=lambda one: one.top + one.bottom):
        for row in found[:-4:-1]:
            if _level(row[0], one):
                row.append(one)
                if one.bottom - one.top > row[0].bottom - row[0].top:
                    row[0], row[-1] = row[-1], row[0]
                break
        else:
            found.append([one])
    return [sorted(row, key=lambda one: one.left) for row in found]


def whole(stretches: Sequence[Line]) -> Line:
    """The stretches of one line, from left to right, as one."""
    if len(stretches) == 1:
        return stretches[0]
    main = max(stretches, key=lambda line: line.right - line.left)
    gaps = [(line.left - before.right) / main.letter for before, line in pairwise(stretches)]
    # Letters set apart evenly fill a line; no blank stands between them.
    single = len(gaps) > 1 and all(len(one.text) == 1 for one in stretches)
    even = single and max(gaps) - min(gaps) < 0.5
    text = stretches[0].text
    for gap, line in zip(gaps, stretches[1:], strict=True):
        latin = text[-1].isascii() and line.text[0].isascii()
        text += " " * (gap > (_WORD_GAP if latin else _BLANK_GAP) and not even) + line.text
    return Line(
        text,
        left=stretches[0].left,
        right=max(line.right for line in stretches),
        top=main.top,
        bottom=main.bottom,
        letter=main.letter,
        page=main.page,
        gapped=not even and (max(gaps) > WIDE_OPENING or any(one.gapped for one in stretches)),
    )


def _gap(before: Line, line: Line) -> float:
    """What is left free between two, with the half of a mark that may hang over an edge."""
    gap = line.left - before.right
    return gap + before.letter / 2 if gap > 0 and before.text[-1] in _HALF_EMPTY else gap


def _line(run: Run, page: int) -> Line:
    letters = len(run.text.encode("gbk", "replace")) / 2
    letter = run.height
    if letters >= _MOSTLY_WIDE * len(run.text):
        letter = min(letter, (run.right - run.left) / letters)
    return Line(run.text, run.left, run.right, run.top, run.bottom, max(letter, 0.1), page)


def _level(one: Run | Line, other: Run | Line) -> bool:
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common >= _SAME_ROW * min(one.bottom - one.top, other.bottom - other.top)


def _each_once(row: Sequence[Run]) -> list[Run]:
    """The runs of a row without what is drawn a second time, as letters are made bold."""
    kept: list[Run] = []
    for run in row:
        under = [one for one in kept if one.right - run.left > _SAME_PLACE * run.height]
        fresh = _without(run, under) if under else run
        if fresh.text:
            kept.append(fresh)
    return kept


def _without(run: Run, under: Sequence[Run]) -> Run:
    """A run without the characters that stand at the same place in runs under it."""
    near = _SAME_PLACE * run.height
    drawn = [place for one in under for place in zip(one.text, one.edges, strict=False)]
    kept = [
        i
        for i, mark in enumerate(run.text)
        if not any(mark == other and abs(run.edges[i] - x) < near for other, x in drawn)
    ]
    if len(kept) == len(run.text):
        return run
    edges = (*(run.edges[i] for i in kept), run.right)
    return Run("".join(run.text[i] for i in kept), edges, run.top, run.bottom)
