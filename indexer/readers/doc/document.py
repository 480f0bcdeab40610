"""A Word binary file taken apart: its text, what of it is shown, and its paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.readers.doc.anchors import Attachment, attachments
from indexer.readers.doc.fib import Damaged, Fib, Part
from indexer.readers.doc.fields import instructions
from indexer.readers.doc.lists import Lists
from indexer.readers.doc.pieces import FILLER, Run, by_character, read_pieces, text_of
from indexer.readers.doc.properties import (
    Code,
    Properties,
    character_runs,
    number,
    paragraph_runs,
    properties,
)
from indexer.readers.doc.styles import Styles
from indexer.readers.word.body import SYMBOLS

CELL_END = "\x07"
"""The mark that ends a cell, and a row."""

_MARK = re.compile("[\r\x07\x0c]")
_PAGE_BREAK = "\x0c"  # and the end of a section, which ends a paragraph
_SYMBOL = "("  # stands in the text for a sign that its properties name
_PRIVATE = range(0xE000, 0xF900)  # signs that only their font tells
_AS_STYLE, _AGAINST_STYLE = 0x80, 0x81

Cut = tuple[int, int, str]
"""Characters from one place to another, and as many that stand in their place."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Characters `start` to `end`, the mark at the end among them, and what is stated of them.

    `depth` is how many tables it stands in. `own` is None where the file states nothing.
    """

    start: int
    end: int
    mark: str
    style: int
    own: Properties | None
    written: bytes
    depth: int

    def states(self, code: Code) -> bool:
        """Whether a property that is on or off is on."""
        return self.own is not None and number(self.own.get(code, b"")) == 1


@dataclass(frozen=True)
class Document:
    """The characters of a file at their places, `shown` with a filler for what is not shown."""

    text: str
    shown: str
    main: tuple[int, int]
    attached: Sequence[Attachment]
    runs: Sequence[Run]
    styles: Styles
    lists: Lists

    @cached_property
    def _starts(self) -> list[int]:
        return [run.start for run in self.runs]

    def paragraphs(self, start: int, end: int) -> Iterator[Paragraph]:
        """The paragraphs between two places, in order."""
        for mark in _MARK.finditer(self.text, start, end):
            at = bisect_right(self._starts, mark.start()) - 1
            run = self.runs[at] if at >= 0 and mark.start() < self.runs[at].end else None
            if mark[0] == _PAGE_BREAK and run and run.end > mark.end():
                continue  # a page break within a paragraph
            yield _paragraph(start, mark.end(), mark[0], run)
            start = mark.end()
        if start < end:
            yield _paragraph(start, end, "", None)


def read_document(
    stream: bytes, table: bytes, fib: Fib, elsewhere: Callable[[], bytes]
) -> Document:
    """The document in a WordDocument stream.

    `elsewhere` gives the Data stream, where long properties stand. Raises `Damaged` where the
    text cannot be put together; tables of properties that are broken state nothing.
    """
    pieces = read_pieces(fib.part(table, Part.PIECES), stream)
    text = text_of(pieces, stream)
    if len(text) < fib.stories["main"][1]:
        raise Damaged("text cut short")
    styles = Styles(fib.part(table, Part.STYLES))
    paragraphs = [
        Run(run.start, run.end, run.style, _with_elsewhere(run.properties, elsewhere))
        for run in by_character(
            paragraph_runs(stream, fib.part(table, Part.PARAGRAPH_PAGES)), pieces
        )
    ]
    looks = character_runs(stream, fib.part(table, Part.CHARACTER_PAGES))
    characters = list(by_character(looks or [Run(0, len(stream), 0, b"")], pieces))
    fonts = _fonts(fib.part(table, Part.FONTS))
    cuts = [
        *_changes(text, characters, styles, fonts),
        *_hidden_paragraphs(paragraphs, characters, styles),
    ]
    changed = _cut(text, cuts)
    return Document(
        text=text,
        shown=without_instructions(changed, fib.stories),
        main=fib.stories["main"],
        attached=[
            one
            for one in attachments(fib, table)
            if one.anchor is None or changed[one.anchor : one.anchor + 1] != FILLER
        ],
        runs=paragraphs,
        styles=styles,
        lists=Lists(table, fib.place(Part.LISTS), fib.part(table, Part.LIST_USES)),
    )


def without_instructions(text: str, stories: Mapping[str, tuple[int, int]]) -> str:
    """The text with a filler for what belongs to its fields and is not their results."""
    return _cut(
        text,
        [
            (start, end, FILLER * (end - start))
            for first, last in stories.values()
            for start, end in instructions(text, first, last)
        ],
    )


def _paragraph(start: int, end: int, mark: str, run: Run | None) -> Paragraph:
    own = properties(run.properties) if run else None
    depth = 1 if mark == CELL_END else 0
    if own and number(own.get(Code.IN_TABLE, b"")):
        depth = max(1, number(own.get(Code.TABLE_DEPTH, b"")))
    style = run.style if run else 0
    if own and Code.STYLE in own:
        style = number(own[Code.STYLE])
    return Paragraph(start, end, mark, style, own, run.properties if run else b"", depth)


def _with_elsewhere(written: bytes, elsewhere: Callable[[], bytes]) -> bytes:
    """Properties with those that stand in the Data stream for want of room."""
    stated = properties(written)
    for code in (Code.ELSEWHERE, Code.ELSEWHERE_OLD, Code.TABLE_ELSEWHERE):
        if code in stated:
            data, place = elsewhere(), number(stated[code])
            length = number(data[place : place + 2])
            written += data[place + 2 : place + 2 + length]
    return written


def _changes(text: str, runs: Sequence[Run], styles: Styles, fonts: Sequence[str]) -> Iterator[Cut]:
    """What the properties of characters take out of the text, or put into it."""
    for run in runs:
        own = properties(run.properties)
        if not own:
            continue
        length = run.end - run.start
        if number(own.get(Code.DELETED, b"")) == 1 or _hidden(own, styles):
            yield run.start, run.end, FILLER * length
        elif Code.SYMBOL in own and text[run.start : run.end] == _SYMBOL * length:
            yield run.start, run.end, _sign(own[Code.SYMBOL], fonts) * length


def _sign(operand: bytes, fonts: Sequence[str]) -> str:
    """The sign that a font and a code name, a filler where it shows nothing to search."""
    font, code = number(operand[:2]), number(operand[2:4])
    signs = SYMBOLS.get(fonts[font].lower()) if font < len(fonts) else None
    if signs is not None:
        return signs.get(code & 0xFF, FILLER)
    return FILLER if code in _PRIVATE else chr(code)


def _fonts(table: bytes) -> list[str]:
    """The names of the fonts by their index."""
    names, at = [], 4
    while at < len(table):
        font = table[at + 1 : at + 1 + table[at]]
        names.append(font[39:].decode("utf-16-le", "replace").split("\0")[0])
        at += 1 + table[at]
    return names


def _hidden(own: Properties, styles: Styles) -> bool:
    value = number(own[Code.HIDDEN]) if Code.HIDDEN in own else _AS_STYLE
    if value not in (_AS_STYLE, _AGAINST_STYLE):
        return value == 1
    style = (
        styles.hidden(number(own[Code.CHARACTER_STYLE])) if Code.CHARACTER_STYLE in own else False
    )
    return style == (value == _AS_STYLE)


def _hidden_paragraphs(
    paragraphs: Sequence[Run], characters: Sequence[Run], styles: Styles
) -> Iterator[Cut]:
    """What is hidden by a paragraph's style, but for characters that say otherwise."""
    starts = [run.start for run in characters]
    for paragraph in paragraphs:
        if not styles.hidden(paragraph.style):
            continue
        at = max(0, bisect_right(starts, paragraph.start) - 1)
        while at < len(characters) and characters[at].start < paragraph.end:
            run = characters[at]
            first, last = max(run.start, paragraph.start), min(run.end, paragraph.end)
            if first < last and Code.HIDDEN not in properties(run.properties):
                yield first, last, FILLER * (last - first)
            at += 1


def _cut(text: str, cuts: Sequence[Cut]) -> str:
    """The text with the cuts made, as long as before."""
    parts, at = [], 0
    for start, end, instead in sorted(cuts):
        if end > at:
            parts += [text[at:start], instead[max(0, at - start) :]]
            at = end
    return "".join([*parts, text[at:]])
