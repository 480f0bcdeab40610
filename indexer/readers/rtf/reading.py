"""Follows an RTF file from token to token, keeping what is in force, and gathers its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from indexer.blocks import Block
from indexer.readers.rtf import tokens
from indexer.readers.rtf.flow import Flow
from indexer.readers.rtf.fonts import OF_TWO_BYTES, Fonts, encoding_of
from indexer.readers.rtf.lists import Lists
from indexer.readers.rtf.rows import WORDS as ROW_WORDS
from indexer.readers.rtf.rows import RowDefinition
from indexer.readers.rtf.state import CHANGES, Destination, State, heading_of
from indexer.readers.rtf.words import (
    ASIDES,
    DESTINATIONS,
    ESCAPES,
    MATH_PROPERTIES,
    SKIPPED,
    STARRED,
    SYMBOLS,
)

Action = Callable[[int | None, int], int | None]
"""What a control word does: given its number and the place behind it, the place to go on at
where that is another one."""

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_HEAD = 4096
_HAN = re.compile("[\u4e00-\u9fff]")


class Reading:
    """One file being read. `most_open` is how many groups may be open at once."""

    def __init__(self, data: bytes, most_open: int) -> None:
        self._data = data
        self._most_open = most_open
        stated = _CODE_PAGE.search(data[:_HEAD])
        encoding = encoding_of(int(stated[1]) if stated else None)
        self._raw = _raw_encoding(data)
        two_bytes = self._raw is None and encoding in OF_TWO_BYTES
        self._tokens = tokens.TOKEN_OF_TWO_BYTES if two_bytes else tokens.TOKEN
        self._state = State()
        self._states: list[State] = []
        self._flow = Flow()
        self._flows: list[tuple[int, Flow]] = []  # around notes and boxes, with the open groups
        self._fonts = Fonts(encoding)
        self._styles: dict[int, int | None] = {}
        self._lists = Lists()
        self._rows = {False: RowDefinition(), True: RowDefinition()}  # True: of nested tables
        self._bytes = bytearray()
        self._name: list[str] = []  # of a style, or the text of a list level
        self._starred = False
        self._fallbacks_left = 0
        self._actions = {word.encode("ascii"): act for word, act in self._words().items()}

    def run(self, at: int) -> bool:
        """Reads from a place to the end. False where groups stay open, or too many are."""
        going_on: int | None = at
        while going_on is not None and len(self._states) <= self._most_open:
            for found in self._tokens.finditer(self._data, going_on):
                going_on = self._token(found)
                if going_on is not None:
                    break
            else:
                break
        return not self._states

    def blocks(self) -> list[Block]:
        """What was read."""
        self._end_paragraph(self._state.tables)
        return self._flow.finish()

    def _token(self, found: re.Match[bytes]) -> int | None:
        """Takes up a token; gives the place to go on at where that is not behind it."""
        kind = found.lastindex
        if kind == tokens.NUMBER:
            return self._word(found[tokens.WORD], int(found[kind]), found.end())
        if kind == tokens.WORD:
            return self._word(found[kind], None, found.end())
        if kind == tokens.UNICODE:
            self._unicode_run(found[kind])
        elif kind == tokens.LOOKS:
            self._fallbacks_left = 0
        elif kind == tokens.TEXT:
            self._take(found[kind], raw=True)
        elif kind == tokens.BYTES:
            self._take(bytes.fromhex(found[kind].replace(b"\\'", b"").decode("ascii")))
        elif kind == tokens.BRACE:
            return self._brace(found[kind] == b"{")
        elif kind == tokens.SYMBOL:
            self._symbol(found[kind].decode("latin-1"))
        return None

    def _word(self, word: bytes, number: int | None, at: int) -> int | None:
        act = self._actions.get(word)
        if self._starred and word not in STARRED:
            act = self._skip
        self._starred = False
        if self._state.destination is Destination.LISTS:
            self._lists.take(word.decode("ascii"), number)
        elif self._state.destination is Destination.FONTS:
            self._fonts.take(self._state.font, word.decode("ascii"), number)
        if act is None:
            self._fallbacks_left = 0
            return self._skip(number, at) if MATH_PROPERTIES.fullmatch(word) else None
        self._flush()
        return act(number, at)

    # Text

    def _take(self, data: bytes, raw: bool = False) -> None:
        """Takes up bytes of text, but not those in the stead of a character already read."""
        if self._fallbacks_left:
            dropped = min(self._fallbacks_left, len(data))
            self._fallbacks_left -= dropped
            data = data[dropped:]
        if raw and self._raw and not data.isascii():
            self._flush()
            self._put(data.decode(self._raw, "replace"))
        else:
            self._bytes += data

    def _flush(self) -> None:
        """Decodes the bytes that were taken up, which may be parted within a character."""
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._put(self._fonts.decoded(self._state.font, data))

    def _put(self, text: str) -> None:
        state = self._state
        if state.destination == Destination.TEXT:
            if not (state.hidden or state.deleted):
                self._flow.add(text)
        elif state.destination == Destination.NUMBER:
            self._flow.stated_number = (self._flow.stated_number or "") + text
        elif state.destination == Destination.FONTS:
            self._fonts.take_name(state.font, text)
        elif state.destination in (Destination.STYLES, Destination.LEVEL_TEXT):
            self._name.append(text)

    def _unicode_run(self, run: bytes) -> None:
        text = tokens.unicode_text(run, self._state.fallbacks)
        if text is not None and not self._fallbacks_left:
            self._flush()
            self._put(self._fonts.shown(self._state.font, text))
        else:
            for found in tokens.ONE_TOKEN.finditer(run):
                self._token(found)

    def _unicode(self, number: int | None, at: int) -> None:
        self._put(self._fonts.shown(self._state.font, chr((number or 0) % 0x10000)))
        self._fallbacks_left = self._state.fallbacks

    def _character(self, text: str) -> None:
        self._flush()
        if self._fallbacks_left:
            self._fallbacks_left -= 1
        else:
            self._put(text)

    def _symbol(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._flush()
            self._paragraph()
        elif sign in "\\{}":  # may be the second byte of a character
            self._take(sign.encode("ascii"))
        elif sign in ESCAPES:
            self._character(ESCAPES[sign])

    # Groups

    def _brace(self, opens: bool) -> int | None:
        self._flush()
        self._fallbacks_left = 0
        self._starred = False
        if not opens:
            self._close()
            return None
        self._states.append(self._state)
        self._state = self._state.copy()
        return len(self._data) if len(self._states) > self._most_open else None

    def _close(self) -> None:
        if self._flows and self._flows[-1][0] == len(self._states):
            self._end_paragraph(self._state.tables)
            around = self._flows.pop()[1]
            around.add_aside(self._flow.finish())
            self._flow = around
        if not self._states:  # one brace too many, after which the text goes on
            return
        ended, self._state = self._state, self._states.pop()
        if ended.destination == Destination.STYLES and self._name:
            self._styles[ended.style] = heading_of("".join(self._name), ended.outline)
            self._name = []
        elif ended.destination == Destination.LEVEL_TEXT:
            self._lists.take_text("".join(self._name))
            self._name = []

    def _skip(self, number: int | None, at: int) -> int | None:
        """Passes over the rest of the group, unless that is the document."""
        self._flush()
        return tokens.end_of_group(self._data, at) if len(self._states) > 1 else None

    def _skip_next_group(self, number: int | None, at: int) -> int | None:
        """Passes over the first of two groups with the same text, the second in Unicode."""
        opened = self._data.find(b"{", at)
        return tokens.end_of_group(self._data, opened + 1) + 1 if opened >= 0 else None

    def _open(self, destination: Destination, number: int | None, at: int) -> None:
        self._state.destination = destination
        self._name = []
        if destination == Destination.NUMBER:
            self._flow.stated_number = self._flow.stated_number or ""

    def _open_aside(self, number: int | None, at: int) -> int | None:
        if self._state.hidden or self._state.deleted:
            return self._skip(number, at)
        self._flows.append((len(self._states), self._flow))
        self._flow = Flow()
        self._state.reset_paragraph()
        self._state.destination = Destination.TEXT
        return None

    # Paragraphs and tables

    def _paragraph(self) -> None:
        if not self._state.deleted:  # a deleted end joins two paragraphs
            self._end_paragraph(self._state.tables)

    def _end_paragraph(self, depth: int) -> None:
        self._flush()
        number = self._number(self._flow.stated_number)
        like = self._state.like(self._styles.get(self._state.style))
        self._flow.paragraph(like, number, depth)

    def _number(self, stated: str | None) -> str:
        """The number before a paragraph: as the file writes it out, else as its list has it."""
        use, level = self._state.list_use, self._state.list_level
        counted = self._lists.next_number(use, level) if use else ""
        if stated is None:
            return counted
        is_bullet = self._lists.is_bullet(use, level) and not _HAN.search(stated)
        return stated if any(map(str.isalnum, stated)) and not is_bullet else ""

    def _end_cell(self, depth: int) -> None:
        self._end_paragraph(depth)
        self._flow.end_cell(depth)

    def _define_row(self, word: str, number: int | None, at: int) -> None:
        nested = self._state.defines_nested_row
        self._rows[nested] = self._rows[nested].take(word, number)

    def _nested(self) -> int:
        return max(self._state.tables, 2)

    def _words(self) -> dict[str, Action]:
        """What each control word does that a reader of text has to know."""

        def show(sign: str, number: int | None, at: int) -> None:
            self._character(sign)

        def change(word: str, number: int | None, at: int) -> None:
            self._fallbacks_left = 0
            CHANGES[word](self._state, number)

        return {
            **{word: partial(change, word) for word in CHANGES},
            **{word: partial(self._define_row, word) for word in ROW_WORDS},
            **{word: partial(self._open, where) for word, where in DESTINATIONS.items()},
            **dict.fromkeys(ASIDES, self._open_aside),
            **dict.fromkeys(SKIPPED, self._skip),
            **{word: partial(show, sign) for word, sign in SYMBOLS.items()},
            "u": self._unicode,
            "bin": lambda number, at: at + max(number or 0, 0),
            "upr": self._skip_next_group,
            "par": lambda number, at: self._paragraph(),
            "sect": lambda number, at: self._paragraph(),
            "cell": lambda number, at: self._end_cell(1),
            "row": lambda number, at: self._flow.end_row(1, self._rows[False]),
            "nestcell": lambda number, at: self._end_cell(self._nested()),
            "nestrow": lambda number, at: self._flow.end_row(self._nested(), self._rows[True]),
        }


def _raw_encoding(data: bytes) -> str | None:
    """UTF-8 where the file is written in it without escapes, None where it is in a code page."""
    if data.isascii():
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"
