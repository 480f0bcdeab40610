"""The automatic numbers of a Word binary file, which stand in its list tables, not in its text."""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from dataclasses import dataclass

from indexer.readers.numbering import GREATEST, format_of, written

_PLACE = re.compile(r"[\x00-\x08]")
_HAN = re.compile("[\u4e00-\u9fff]")
_LEVELS = 9
_NOTHING_FOLLOWS = 2
_LEGAL, _NO_RESTART = 0x04, 0x08
_STARTS, _FORMATS = 0x10, 0x20


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how it counts and what it writes.

    In `text` the characters 0 to 8 stand for the numbers of the levels. `space` tells that
    something parts the number from the text.
    """

    start: int
    form: str
    digits_only: bool
    restarts_below: int
    space: bool
    text: str


@dataclass(frozen=True, slots=True)
class _Use:
    """A list as paragraphs use it, with the levels that it begins or writes otherwise."""

    list_id: int
    starts: dict[int, int]
    levels: dict[int, Level]


class Lists:
    """The lists of a file while it is read from its beginning to its end."""

    def __init__(self, table: bytes, lists: tuple[int, int], uses: bytes) -> None:
        """`table` is the table stream, `lists` the place of the lists in it."""
        try:
            self._levels, self._bound = _read_lists(table, *lists)
            self._uses = _read_uses(uses)
        except (struct.error, IndexError):
            self._levels, self._bound, self._uses = {}, {}, []
        self._counters: dict[int, dict[int, int]] = defaultdict(dict)
        self._restarted: set[tuple[int, int]] = set()

    def next_number(self, use: int, level: int | None, style: int) -> str:
        """The number that Word shows before a paragraph, "" where it shows none.

        `use` counts from 1; without a level, the list's own for the paragraph's style counts.
        Counts on, so it is to be called once for each paragraph in order. A number that only a
        blank parts from Latin letters or digits ends with it.
        """
        if not 1 <= use <= len(self._uses):
            return ""
        used = self._uses[use - 1]
        levels = {**self._levels.get(used.list_id, {}), **used.levels}
        if level is None:
            level = self._bound.get((used.list_id, style), 0)
        if level not in levels:
            return ""
        counters = self._counters[used.list_id]
        if level in used.starts and (use, level) not in self._restarted:
            self._restarted.add((use, level))
            counters[level] = used.starts[level]
        else:
            counters[level] = counters.get(level, levels[level].start - 1) + 1
        for deeper in [one for one in counters if one > level]:
            if deeper not in levels or level < levels[deeper].restarts_below:
                del counters[deeper]
        return _shown(levels, level, counters)


def _shown(levels: dict[int, Level], level: int, counters: dict[int, int]) -> str:
    this = levels[level]
    if this.form == "bullet":
        # A bullet is a sign; what is written in characters says something.
        return this.text if _HAN.search(this.text) else ""

    def number(place: re.Match[str]) -> str:
        at = ord(place[0])
        if at not in levels:
            return ""
        form = "decimal" if this.digits_only else levels[at].form
        return written(form, counters.get(at, levels[at].start))

    text = _PLACE.sub(number, this.text)
    return text + " " if text and this.space and text[-1].isascii() else text


def _read_lists(
    table: bytes, place: int, length: int
) -> tuple[dict[int, dict[int, Level]], dict[tuple[int, int], int]]:
    """The levels of each list, and the level that a list binds to a style."""
    levels: dict[int, dict[int, Level]] = {}
    bound: dict[tuple[int, int], int] = {}
    if not length:
        return levels, bound
    count = struct.unpack_from("<H", table, place)[0]
    at = place + 2 + 28 * count  # the levels of all lists follow upon the lists
    for index in range(count):
        list_id, _, *styles, flags = struct.unpack_from("<2I9HB", table, place + 2 + 28 * index)
        levels[list_id] = {}
        for level in range(1 if flags & 1 else _LEVELS):
            levels[list_id][level], at = _read_level(table, at, level)
            bound.setdefault((list_id, styles[level]), level)
    return levels, bound


def _read_level(table: bytes, at: int, level: int) -> tuple[Level, int]:
    """A level and where the next one begins."""
    start, code, flags = struct.unpack_from("<IBB", table, at)
    follows = table[at + 15]
    characters, paragraph, restart = struct.unpack_from("<3B", table, at + 24)
    text = at + 28 + paragraph + characters
    length = struct.unpack_from("<H", table, text)[0]
    if text + 2 + 2 * length > len(table):
        raise IndexError("list level cut short")
    return Level(
        start=start if start <= GREATEST else 1,
        form=format_of(code),
        digits_only=bool(flags & _LEGAL),
        restarts_below=restart if flags & _NO_RESTART else level,
        space=follows != _NOTHING_FOLLOWS,
        text=table[text + 2 : text + 2 + 2 * length].decode("utf-16-le", "replace"),
    ), text + 2 + 2 * length


def _read_uses(uses: bytes) -> list[_Use]:
    if not uses:
        return []
    count = struct.unpack_from("<I", uses)[0]
    heads = [struct.unpack_from("<IIIB", uses, 4 + 16 * i) for i in range(count)]
    found = [_Use(head[0], {}, {}) for head in heads]
    at = 4 + 16 * count
    try:
        for use, head in zip(found, heads, strict=True):
            at += 4
            for _ in range(head[3]):
                at = _read_override(uses, at, use)
    except (struct.error, IndexError):  # some programs write no overrides at all
        return found
    return found


def _read_override(uses: bytes, at: int, use: _Use) -> int:
    start, flags = struct.unpack_from("<2I", uses, at)
    at += 8
    level = flags & 0xF
    if flags & _FORMATS:
        use.levels[level], at = _read_level(uses, at, level)
        start = use.levels[level].start
    if flags & _STARTS and start <= GREATEST:
        use.starts[level] = start
    return at
