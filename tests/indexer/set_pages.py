"""Pages set for the tests of layout: lines where they are told to stand."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.layout import Page, Rule, Run

WIDTH, HEIGHT = 595.0, 842.0
LETTER, STEP = 16.0, 28.0
LEFT, TOP = 90.0, 100.0
MEASURE = 26
"""Letters of a full line of a page of one column."""

PROSE = "坚持依法行政扎实推进各项工作全年办理案件均按期办结群众满意度持续提升成效明显"


def run(left: float, top: float, text: str, letter: float = LETTER) -> Run:
    """A run of Han letters and of half as wide Latin ones."""
    edges = [left]
    for mark in text:
        edges.append(edges[-1] + (letter / 2 if mark.isascii() else letter))
    return Run(text, tuple(edges), top, top + letter)


def prose(count: int, start: int = 0) -> str:
    """So many letters of prose without a mark in it, no two beginnings alike."""
    return (PROSE[start % len(PROSE) :] + PROSE * (count // len(PROSE) + 1))[:count]


def lines(
    *rows: tuple[float, str], left: float = LEFT, top: float = TOP, letter: float = LETTER
) -> list[Run]:
    """Lines one below the other: how many letters each is indented, and its text."""
    step = STEP * letter / LETTER
    return [
        run(left + indent * letter, top + i * step, text, letter)
        for i, (indent, text) in enumerate(rows)
    ]


def paragraph(count: int, measure: int = MEASURE) -> list[tuple[float, str]]:
    """The lines of a paragraph of `count` letters, the last a full stop, its first line indented.

    Another count begins with another letter.
    """
    text = "　　" + prose(count - 1, count) + "。"
    parts = [text[i : i + measure] for i in range(0, len(text), measure)]
    return [(2, parts[0][2:]), *((0, part) for part in parts[1:])]


def text_of(count: int) -> str:
    """The text of `paragraph(count)`."""
    return prose(count - 1, count) + "。"


def page(number: int, runs: Sequence[Run], rules: Sequence[Rule] = ()) -> Page:
    """An upright page of A4."""
    return Page(number, WIDTH, HEIGHT, runs, rules)


def grid(columns: Sequence[float], rows: Sequence[float]) -> list[Rule]:
    """The rules of a table whose columns and rows have these edges."""
    upright = [Rule(x, rows[0], x, rows[-1]) for x in columns]
    return upright + [Rule(columns[0], y, columns[-1], y) for y in rows]


def cells(
    columns: Sequence[float], rows: Sequence[float], texts: Sequence[Sequence[str]]
) -> list[Run]:
    """A text in each cell of a table, at its left; empty for none."""
    return [
        run(x + 4, y + 4, text)
        for y, row in zip(rows, texts, strict=False)
        for x, text in zip(columns, row, strict=False)
        if text
    ]
