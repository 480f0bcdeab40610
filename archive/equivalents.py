"""The keeper's list of variants: texts that say the same, and a query widened by those chosen.

The list is the file `variants.txt` in the data folder, edited by hand. One group of equivalents a
line, its texts parted by =; what follows a # at the beginning of a line or after a blank is a
comment; blank lines count for nothing:

    行政机关负责人出庭应诉 = 首长出庭 = 负责人出庭    # 同一件事的三种写法

UTF-8, with or without a byte order mark; ＝ and ＃ do as well as = and #.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.expression import And, Expression, Literal, Or, literals
from archive.messages import equivalents as t
from archive.query import MAX_LENGTH
from archive.text import fold

FILE = "variants.txt"
"""The name of the list in the data folder."""

_COMMENT = re.compile(r"(?:^|\s)[#＃].*")
_EQUALS = re.compile("[=＝]")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the list that was passed over, and why. Line 0 is the file as a whole."""

    line: int
    reason: str

    def __str__(self) -> str:
        return t.LINE.format(line=self.line, reason=self.reason) if self.line else self.reason


@dataclass(frozen=True, slots=True)
class Equivalents:
    """The list as it was read: for each folded text its equivalents as written, in their order."""

    by_text: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def variants_of(self, expression: Expression) -> dict[str, tuple[str, ...]]:
        """The equivalents of each literal that is looked for, by the literal's folded text.

        A literal has those of a text that folds to the same; one without any is left out.
        """
        wanted = (item.text for item in literals(expression) if isinstance(item, Literal))
        return {text: self.by_text[text] for text in wanted if text in self.by_text}

    def widened(self, expression: Expression, chosen: Collection[str]) -> Expression:
        """The expression in which any of the chosen equivalents will do for its literal.

        Only what the list names as an equivalent of the literal counts as chosen. What must not
        stand in the text stays as it is.
        """
        folded = {_folded(text) for text in chosen}
        match expression:
            case Literal(text):
                taken = [one for one in map(_folded, self.by_text.get(text, ())) if one in folded]
                return Or((expression, *map(Literal, taken))) if taken else expression
            case And(items):
                return And(tuple(self.widened(item, chosen) for item in items))
            case Or(items):
                return Or(tuple(_flat(items, [self.widened(item, chosen) for item in items])))
            case _:
                return expression


class EquivalentsFile:
    """The list in a file, read again whenever the file has changed; without a file it is empty.

    Never raises: a line that cannot be used is logged as a warning and kept in `problems`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[tuple[int, int, int] | None, Equivalents] = (None, Equivalents())

    def equivalents(self) -> Equivalents:
        """The list as the file has it now."""
        seen, known = self._read
        now = self._state()
        if now == seen:
            return known
        known = self._load() if now else Equivalents()
        for problem in known.problems:
            _log.warning("%s: %s", self._path, problem)
        self._read = (now, known)
        return known

    def _state(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _load(self) -> Equivalents:
        try:
            return parse(self._path.read_bytes())
        except OSError as error:
            reason = t.UNREADABLE.format(detail=error.strerror or error)
            return Equivalents(problems=(Problem(0, reason),))


def parse(data: bytes) -> Equivalents:
    """The list that a file's bytes spell; lines that cannot be used become `problems`.

    A text that stands in several groups has the equivalents of all of them.
    """
    by_text: dict[str, dict[str, str]] = {}  # folded text: its equivalents, folded and as written
    problems = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        group = _group(line)
        if isinstance(group, str):
            problems.append(Problem(number, group))
            continue
        for one in group:
            others = by_text.setdefault(one, {})
            others |= {other: text for other, text in group.items() if other != one}
    return Equivalents(
        {text: tuple(others.values()) for text, others in by_text.items()}, tuple(problems)
    )


def _group(line: bytes) -> dict[str, str] | str:
    """The texts of a line as written, by their folded form; or what is wrong with it."""
    try:
        written = _COMMENT.sub("", line.decode("utf-8"))
    except UnicodeDecodeError:
        return t.NOT_UTF8
    if not written.strip():
        return {}
    texts = [text.strip() for text in _EQUALS.split(written)]
    if not all(map(_folded, texts)):
        return t.EMPTY_TEXT
    if max(map(len, texts)) > MAX_LENGTH:
        return t.TOO_LONG.format(limit=MAX_LENGTH)
    group: dict[str, str] = {}
    for text in texts:
        group.setdefault(_folded(text), text)
    return group if len(group) > 1 else t.ONE_TEXT


def _flat(items: tuple[Expression, ...], widened: list[Expression]) -> Iterator[Expression]:
    """The widened items of an Or, a literal's own Or put into it: flat ones are searched faster."""
    for item, wide in zip(items, widened, strict=True):
        if isinstance(item, Literal) and isinstance(wide, Or):
            yield from wide.items
        else:
            yield wide


def _folded(text: str) -> str:
    return fold(text).strip()
