"""The automatic numbers of RTF, for files that state their lists but write no number out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from indexer.readers.automatic import Counters
from indexer.readers.numbering import GREATEST, format_of, written

LEVELS = 9
MOST_IN_TEXT = 64
"""Characters of a level's text; a hostile one would make every paragraph as long."""


@dataclass(slots=True)
class Level:
    """A level of a list; the characters 0 to 8 in `text` stand for the levels' numbers."""

    form: str = "decimal"
    start: int = 1
    text: str = ""
    digits_only: bool = False
    restarts: bool = True


@dataclass(slots=True)
class _List:
    levels: list[Level] = field(default_factory=list)
    identifier: int | None = None


@dataclass(slots=True)
class _Use:
    """A list as paragraphs use it; `levels` are those it states itself, by the level's place."""

    identifier: int | None = None
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    overrides: int = 0


class Lists:
    """The lists of a document: first their tables are taken up, then paragraphs counted."""

    def __init__(self) -> None:
        self._list = _List()
        self._use = _Use()
        self._level = Level()
        self._in_uses = False
        self._lists: dict[int | None, list[Level]] = {}
        self._uses: dict[int, _Use] = {}
        self._counters: dict[int | None, Counters] = defaultdict(Counters)
        self._begun: set[tuple[int, int]] = set()

    def take(self, word: str, number: int | None) -> None:
        """Takes up a control word of the tables, in order."""
        value = number or 0
        if word in ("list", "listoverride", "listlevel", "lfolevel"):
            self._open(word)
        elif word == "listid":
            self._use.identifier = self._list.identifier = value
            if not self._in_uses:
                self._lists[value] = self._list.levels
        elif word == "ls":
            self._uses[value] = self._use
        elif word in ("levelnfc", "levelnfcn"):
            self._level.form = format_of(value)
        elif word == "levelstartat":
            self._level.start = min(max(value, 0), GREATEST)
            if self._in_uses:
                self._use.starts[self._use.overrides - 1] = self._level.start
        elif word == "levellegal":
            self._level.digits_only = number != 0
        elif word == "levelnorestart":
            self._level.restarts = number == 0

    def take_text(self, text: str) -> None:
        """Takes up the text of a level: its length as a character, the text, a semicolon."""
        self._level.text = text[1:].partition(";")[0][:MOST_IN_TEXT]

    def is_bullet(self, use: int, level: int) -> bool:
        """Whether a level shows a sign instead of a number."""
        levels = self._levels_of(use)
        return level in levels and levels[level].form == "bullet"

    def next_number(self, use: int, level: int) -> str:
        """The number that is shown before a paragraph, "" where none is.

        Counts on, so it is to be called once for each paragraph of a list, in order.
        """
        levels = self._levels_of(use)
        if level not in levels:
            return ""
        counters = self._counters[self._uses[use].identifier]
        kept = [one for one in levels if not levels[one].restarts]
        counters.count(level, lambda one: levels[one].start if one in levels else 1, kept)
        start = self._uses[use].starts.get(level)
        if start is not None and (use, level) not in self._begun:
            self._begun.add((use, level))
            counters.put(level, start, kept)
        shown = levels[level]
        if shown.form == "bullet":
            return ""

        def sign(character: str) -> str:
            at = ord(character)
            if at >= LEVELS:
                return character
            if at not in levels:
                return ""
            form = "decimal" if shown.digits_only else levels[at].form
            return written(form, counters.reached(at) if at <= level else levels[at].start)

        return "".join(map(sign, shown.text))

    def _open(self, word: str) -> None:
        if word == "list":
            self._list, self._in_uses = _List(), False
        elif word == "listoverride":
            self._use, self._in_uses = _Use(), True
        elif word == "lfolevel":
            self._use.overrides += 1
            self._level = Level()  # states a start alone, unless a level follows
        else:
            self._level = Level()
            if self._in_uses:
                self._use.levels[self._use.overrides - 1] = self._level
            else:
                self._list.levels.append(self._level)

    def _levels_of(self, use: int) -> dict[int, Level]:
        if use not in self._uses:
            return {}
        own = self._uses[use]
        return {**dict(enumerate(self._lists.get(own.identifier, ()))), **own.levels}
