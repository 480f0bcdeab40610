"""Texts cut and marked for showing: tuples of (text, is_match), free of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.messages.web import GAP
from archive.model import Span

Piece = tuple[str, bool]
"""A stretch of text and whether it matched."""

Cell = tuple[str, tuple[Piece, ...]]
"""The name of a column ("" where it has none) and what a row has in it."""

ROOM = 180
"""How many characters of a paragraph are shown among the results, hits permitting."""

LONGEST_SENTENCE = 100
"""Longer sentences are parted at commas, and stretches without commas by length."""

GONE: Piece = (GAP, False)
"""What stands for a stretch that is not shown."""

SENTENCE = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’」』）)\"]*|[^。！？；!?;]+")
CLAUSE = re.compile(r"[^，、：,:]*[，、：,:]+|[^，、：,:]+")


def marked(text: str, spans: Sequence[Span], stretch: Span | None = None) -> tuple[Piece, ...]:
    """A text, or a stretch of it, in pieces that match and pieces that do not."""
    start, end = stretch or (0, len(text))
    pieces: list[Piece] = []
    at = start
    for span_start, span_end in spans:
        first, last = max(span_start, start), min(span_end, end)
        if first >= last:
            continue
        pieces += [(text[at:first], False), (text[first:last], True)]
        at = last
    pieces.append((text[at:end], False))
    return tuple(piece for piece in pieces if piece[0])


def snippet(text: str, spans: Sequence[Span], room: int = ROOM) -> tuple[Piece, ...]:
    """Whole sentences round the hits, about `room` characters, with … only where text was cut.

    The first hit is always shown whole. Without a hit it is the beginning of the text.
    """
    if len(text) <= room:
        return marked(text, spans)
    units = list(_units(text))
    chosen = _grown(units, _hit_units(units, _each_first(text, spans), room), room)
    pieces: list[Piece] = []
    at = 0
    for start, end in _stretches(units, chosen):
        pieces += [GONE] if start > at else []
        pieces += marked(text, spans, (start, end))
        at = end
    return (*pieces, GONE) if at < len(text) else tuple(pieces)


def cells(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """The pieces of a table row, parted at its tabs into the pieces of each cell."""
    row: list[list[Piece]] = [[]]
    for text, is_match in pieces:
        first, *rest = text.split("\t")
        row[-1].append((first, is_match))
        row += [[(part, is_match)] for part in rest]
    return tuple(tuple(piece for piece in cell if piece[0]) for cell in row)


def named_cells(
    text: str, spans: Sequence[Span], columns: Sequence[str], room: int = ROOM
) -> tuple[Cell, ...]:
    """The cells of a table row that have text, each with the name of its column.

    In a row longer than `room` the first cell and those with hits are shown, and of the others as
    many as there is room for, or at least a third of it, with … for what is left out.
    """
    stretches = list(cell_stretches(text))
    filled = [(i, start, end) for i, (start, end) in enumerate(stretches) if start < end]
    shown = {
        i
        for at, (i, start, end) in enumerate(filled)
        if at == 0 or any(first < end and start < last for first, last in spans)
    }
    left = max(room - sum(end - start for i, start, end in filled if i in shown), room // 3)
    for i, start, end in filled:
        if i not in shown and end - start <= left:
            shown.add(i)
            left -= end - start
    made: list[Cell] = []
    for i, start, end in filled:
        if i in shown:
            inside = [
                (max(first, start) - start, min(last, end) - start)
                for first, last in spans
                if first < end and start < last
            ]
            name = columns[i] if i < len(columns) else ""
            made.append((name, snippet(text[start:end], inside, room)))
        elif made[-1][1][-1] != GONE:
            made.append(("", (GONE,)))
    return tuple(made)


def cell_stretches(text: str) -> Iterator[Span]:
    """Where each cell of a table row stands in its text, tabs between them."""
    start = 0
    for cell in text.split("\t"):
        yield start, start + len(cell)
        start += len(cell) + 1


def _units(text: str) -> Iterator[Span]:
    """The stretches that are shown whole or not at all; together they are the text."""
    for sentence in SENTENCE.finditer(text):
        if len(sentence[0]) <= LONGEST_SENTENCE:
            yield sentence.span()
            continue
        for clause in CLAUSE.finditer(text, *sentence.span()):
            for start in range(clause.start(), clause.end(), LONGEST_SENTENCE):
                yield start, min(start + LONGEST_SENTENCE, clause.end())


def _hit_units(units: Sequence[Span], spans: Sequence[Span], room: int) -> set[int]:
    """The units that the first hit stands in, and those of the others while there is room."""
    chosen: set[int] = set()
    for start, end in spans:
        under = {i for i, unit in enumerate(units) if unit[0] < end and start < unit[1]}
        if not chosen or _length(units, chosen | under) <= room:
            chosen |= under
    return chosen or {0}


def _each_first(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans, the first of each wording ahead of repetitions, so that each wording is shown."""
    first = {text[start:end]: (start, end) for start, end in reversed(spans)}
    return sorted(spans, key=lambda span: first[text[slice(*span)]] != span)


def _grown(units: Sequence[Span], hit: set[int], room: int) -> set[int]:
    """The units and their neighbours, after and before by turns, as far as there is room."""
    chosen: set[int] = set()
    grown = set(hit)
    while grown != chosen:
        chosen = set(grown)
        after = {i + 1 for i in chosen} - {len(units)}
        before = {i - 1 for i in chosen} - {-1}
        for i in (*sorted(after), *sorted(before)):
            if _length(units, grown | {i}) <= room:
                grown.add(i)
    return grown


def _stretches(units: Sequence[Span], chosen: set[int]) -> Iterator[Span]:
    """The chosen units, neighbours joined."""
    ordered = sorted(chosen)
    for i in ordered:
        if i - 1 in chosen:
            continue
        last = i
        while last + 1 in chosen:
            last += 1
        yield units[i][0], units[last][1]


def _length(units: Sequence[Span], chosen: set[int]) -> int:
    return sum(units[i][1] - units[i][0] for i in chosen)
