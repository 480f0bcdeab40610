"""What was typed, in tokens: words, quoted phrases, brackets and operators, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from archive import messages
from archive.errors import QueryError


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    QUOTED = auto()
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    NEAR = auto()
    BEFORE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token: what it is, its text as typed, the character it begins at, and NEAR's distance.

    `field` is the name before the colon in 单位:司法局; `text` is then the value.
    """

    kind: Kind
    text: str
    start: int
    distance: int = 0
    field: str = ""


DISTANCE = 10
"""What NEAR without a number means."""

QUOTES = {'"': '"＂', "＂": '"＂', "“": "”"}
"""Each quote that can open a phrase, and those that close it."""

_OPEN, _CLOSE, _MINUS = "(（", ")）", "-－"
_OPERATORS = {"OR": Kind.OR, "AND": Kind.AND, "NOT": Kind.NOT}
_NEAR = re.compile(r"(?P<operator>NEAR|BEFORE)(?:/(?P<distance>\d{1,9}))?")
_FIELD = re.compile(r"(?P<name>[A-Za-z]+|[\u4e00-\u9fff]{2,4})[:：](?=.)")


def tokens(text: str, fields: frozenset[str]) -> Iterator[Token]:
    """The tokens of a typed text. `fields` are the names that a colon makes a field of.

    Brackets group only where they hold more than one word and quotes only where they enclose a
    whole term: （一）, and 用“双随机”方式, pasted from a report, are text. Raises `QueryError` for
    a quote that nothing closes beside other words.
    """
    at, depth = 0, 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
        elif character in _OPEN and _groups(text, at):
            yield Token(Kind.OPEN, character, at)
            at, depth = at + 1, depth + 1
        elif character in _CLOSE and depth:
            yield Token(Kind.CLOSE, character, at)
            at, depth = at + 1, depth - 1
        elif character in _MINUS and text[at + 1 : at + 2].strip():
            yield Token(Kind.NOT, character, at)
            at += 1
        else:
            token, at = _term(text, at, depth, fields)
            yield token


def _term(text: str, at: int, depth: int, fields: frozenset[str]) -> tuple[Token, int]:
    """The quoted phrase, field, operator or word that begins here, and where it ends."""
    if (end := _quote_end(text, at, depth)) is not None:
        return Token(Kind.QUOTED, text[at + 1 : end - 1], at), end
    field = _FIELD.match(text, at)
    if field and unicodedata.normalize("NFKC", field["name"]).lower() in fields:
        value = field.end()
        name = field["name"].lower()
        if (end := _quote_end(text, value, depth)) is not None:
            return Token(Kind.QUOTED, text[value + 1 : end - 1], at, field=name), end
        end = _word_end(text, value, depth)
        return Token(Kind.WORD, text[value:end], at, field=name), end
    end = _word_end(text, at, depth)
    word = text[at:end]
    if _opens_only(word) and len(text.split()) > 1:
        raise QueryError(
            messages.UNPAIRED_QUOTE.format(position=at + 1), messages.UNPAIRED_QUOTE_REMEDY
        )
    plain = unicodedata.normalize("NFKC", word)
    if kind := _OPERATORS.get(plain):
        return Token(kind, word, at), end
    if near := _NEAR.fullmatch(plain):
        distance = int(near["distance"]) if near["distance"] else DISTANCE
        return Token(Kind[near["operator"]], word, at, distance), end
    return Token(Kind.WORD, word, at), end


def _opens_only(word: str) -> bool:
    """Whether a word begins with a quote that nothing in it closes."""
    closing = QUOTES.get(word[0])
    return closing is not None and not any(quote in word[1:] for quote in closing)


def _quote_end(text: str, at: int, depth: int) -> int | None:
    """Where a quoted phrase that begins here ends: its quote is followed by a blank or nothing."""
    closing = QUOTES.get(text[at : at + 1])
    if closing is None:
        return None
    for end in range(at + 2, len(text) + 1):
        if text[end - 1] in closing and _is_boundary(text, end, depth):
            return end
    return None


def _word_end(text: str, at: int, depth: int) -> int:
    """Where a word ends: at a blank, or at the bracket that closes the group it stands in."""
    opened = 0
    for end in range(at, len(text)):
        if text[end].isspace():
            return end
        if text[end] in _OPEN:
            opened += 1
        elif text[end] in _CLOSE:
            if depth and not opened and end > at and _is_boundary(text, end + 1, depth):
                return end
            opened = max(0, opened - 1)
    return len(text)


def _is_boundary(text: str, at: int, depth: int) -> bool:
    """Whether a term can end here: at the end, a blank, or brackets that close open groups."""
    rest = text[at:].lstrip(_CLOSE) if depth else text[at:]
    return not rest or rest[0].isspace()


def _groups(text: str, at: int) -> bool:
    """Whether a bracket opens a group: more than one word up to the one that closes it."""
    depth = 0
    for end in range(at, len(text)):
        depth += (text[end] in _OPEN) - (text[end] in _CLOSE)
        if not depth:
            inside = text[at + 1 : end].strip()
            return len(inside.split()) > 1 and _is_boundary(text, end + 1, 1)
    return len(text[at + 1 :].split()) > 1  # one that nothing closes: the parser says so
