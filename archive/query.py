"""The user's query language: what was typed becomes a Query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import prod
from typing import NoReturn

from archive import messages
from archive.errors import QueryError
from archive.expression import (
    MAX_GAP,
    And,
    Expression,
    Literal,
    Not,
    Or,
    Pattern,
    conjunction,
    literals,
    near,
)
from archive.fields import FIELDS, attribute
from archive.lexer import Kind, Token, tokens
from archive.model import Query
from archive.text import fold, query_words

MAX_LENGTH = 1_000
"""Characters in a query: more than the longest sentence of a report, less than an attack."""

MAX_TERMS = 20

MAX_DEPTH = 20
"""How deep brackets and negations may stand in one another."""

MAX_LAYOUTS = 125
"""In how many ways the patterns of a query may be laid out: each is a phrase to look for."""

SINGLE, REPEATED, OPEN = 3, 2, 11
"""How much longer a layout takes with a part of a single character, with the same part twice, and
for each end where one more character is asked for (see DECISIONS.md)."""

STAR = (0, 10)
"""How many characters a * stands for."""

_WILD = re.compile(r"[?？]|(?<=[^*＊])[*＊](?=[^*＊])")
"""A ? anywhere, and a single * between two other characters: **县 is a redacted name."""


def parse(text: str) -> Query:
    """The query for a typed text. Raises `QueryError` that says where it is wrong, and why.

    Terms parted by blanks must all stand in one paragraph, each literally. OR, NOT or -, brackets,
    NEAR/n, BEFORE/n, ? and * and fields (年度:2021-2023) mean what the site's help says.
    """
    _check_length(text)
    expression = _Parser(list(tokens(text, frozenset(FIELDS)))).whole()
    return Query(expression=expression)


def parse_words(text: str) -> Query:
    """The query for paragraphs that share words with a typed text. Raises like `parse`."""
    _check_length(text)
    if not query_words(text):
        raise QueryError(messages.EMPTY_QUERY, messages.EMPTY_QUERY_REMEDY)
    return Query(words=text.strip())


def literal_query(*texts: str) -> Query:
    """The query for texts that all stand in one paragraph, nothing in them being an operator."""
    return Query(expression=conjunction([Literal(fold(text).strip()) for text in texts]))


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise QueryError(
            messages.QUERY_TOO_LONG.format(length=len(text), limit=MAX_LENGTH),
            messages.QUERY_TOO_LONG_REMEDY,
        )


class _Parser:
    """Recursive descent: OR binds less than standing side by side, NOT and NEAR more."""

    def __init__(self, typed: list[Token]) -> None:
        self._tokens = typed
        self._at = 0
        self._terms = 0
        self._layouts = 0
        self._depth = 0

    def whole(self) -> Expression:
        """The expression of all tokens."""
        if not self._tokens:
            raise QueryError(messages.EMPTY_QUERY, messages.EMPTY_QUERY_REMEDY)
        expression = self._either()
        if token := self._peek():
            _wrong(token, messages.UNEXPECTED)  # a bracket too many
        if expression is None:
            raise QueryError(messages.EMPTY_QUERY, messages.EMPTY_QUERY_REMEDY)
        if not _is_positive(expression):
            raise QueryError(messages.ONLY_NOT, messages.ONLY_NOT_REMEDY)
        return expression

    def _either(self) -> Expression | None:
        items = [self._all()]
        while (token := self._peek()) and token.kind is Kind.OR:
            self._at += 1
            if items[-1] is None or (right := self._all()) is None:
                _wrong(token, messages.OPERAND_MISSING)
            items.append(right)
        known = [item for item in items if item is not None]
        return Or(tuple(dict.fromkeys(known))) if len(known) > 1 else items[0]

    def _all(self) -> Expression | None:
        items: list[Expression] = []
        while (token := self._peek()) and token.kind not in (Kind.OR, Kind.CLOSE):
            if token.kind is Kind.AND:
                self._at += 1
                if not items or (following := self._peek()) is None or following.kind is Kind.OR:
                    _wrong(token, messages.OPERAND_MISSING)
                continue
            if (item := self._one()) is not None:
                items.append(item)
        return conjunction(items) if items else None

    def _one(self) -> Expression | None:
        token = self._tokens[self._at]
        if token.kind is Kind.NOT:
            self._at += 1
            with self._within(token):
                if self._peek() is None or (item := self._one()) is None:
                    _wrong(token, messages.OPERAND_MISSING)
            return Not(item)
        left = self._primary()
        found: list[Expression] = []
        last = left
        while (operator := self._peek_any(Kind.NEAR, Kind.BEFORE)) is not None:
            self._at += 1
            if self._peek() is None:
                _wrong(operator, messages.OPERAND_MISSING)
            right = self._primary()
            if not (isinstance(last, Literal) and isinstance(right, Literal)):
                _wrong(operator, messages.NEAR_OPERANDS)
            if not 0 < operator.distance <= MAX_GAP:
                _wrong(operator, messages.NEAR_TOO_FAR, limit=MAX_GAP)
            ordered = operator.kind is Kind.BEFORE
            found.append(near(last.text, right.text, operator.distance, ordered=ordered))
            self._count(operator, found[-1])
            last = right
        return conjunction(found) if found else left

    def _primary(self) -> Expression | None:
        token = self._tokens[self._at]
        self._at += 1
        if token.kind is Kind.OPEN:
            with self._within(token):
                inside = self._either()
            if self._peek() is None:
                _wrong(token, messages.UNPAIRED_BRACKET)
            self._at += 1
            return inside
        if token.kind not in (Kind.WORD, Kind.QUOTED):
            _wrong(token, messages.OPERAND_MISSING)
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise QueryError(
                messages.TOO_MANY_TERMS.format(count=self._terms, limit=MAX_TERMS),
                messages.TOO_MANY_TERMS_REMEDY,
            )
        if token.field:
            return attribute(token)
        if token.kind is Kind.WORD and _WILD.search(token.text):
            return self._pattern(token)
        folded = fold(token.text).strip()
        return Literal(folded) if folded else None

    def _pattern(self, token: Token) -> Expression:
        """第*号 and 应诉?: what stands between the wild characters, and how far apart."""
        parts: list[str] = []
        gaps: list[list[int]] = [[0, 0]]
        at = 0
        for wild in [*_WILD.finditer(token.text), None]:
            part = fold(token.text[at : wild.start() if wild else None]).strip()
            if part:
                parts.append(part)
                gaps.append([0, 0])
            if wild:
                fewest, most = (1, 1) if wild[0] in "?？" else STAR
                gaps[-1][0] += fewest
                gaps[-1][1] += most
                at = wild.end()
        if not parts:
            _wrong(token, messages.ONLY_WILD)
        first, *inner, last = gaps
        if max(first[0], last[0]) > 1 or any(gap[1] > MAX_GAP for gap in gaps):
            _wrong(token, messages.WILD_AT_EDGE)
        between = tuple((fewest, most) for fewest, most in inner)
        if not between and not first[0] and not last[0]:
            return Literal(parts[0])
        pattern = Pattern(tuple(parts), between, bool(first[0]), bool(last[0]))
        self._count(token, pattern)
        return pattern

    def _count(self, token: Token, item: Expression) -> None:
        """Keep what a query costs within bounds."""
        patterns = [one for one in literals(item) if isinstance(one, Pattern)]
        for pattern in patterns:
            ways = prod(most - fewest + 1 for fewest, most in pattern.gaps)
            ways *= SINGLE if any(len(part) == 1 for part in pattern.parts) else 1
            ways *= REPEATED if len(set(pattern.parts)) < len(pattern.parts) else 1
            self._layouts += ways * max(1, OPEN * (pattern.before + pattern.after))
        if self._layouts > MAX_LAYOUTS:
            _wrong(token, messages.TOO_WILD)

    @contextmanager
    def _within(self, token: Token) -> Iterator[None]:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            _wrong(token, messages.TOO_DEEP)
        yield
        self._depth -= 1

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _peek_any(self, *kinds: Kind) -> Token | None:
        token = self._peek()
        return token if token and token.kind in kinds else None


def _is_positive(expression: Expression) -> bool:
    """Whether it asks for something, and does not only leave out."""
    match expression:
        case Not():
            return False
        case And(items):
            return any(map(_is_positive, items))
        case Or(items):
            return all(map(_is_positive, items))
        case _:
            return True


def _wrong(token: Token, reason: str, **values: int) -> NoReturn:
    position = token.start + 1
    message = reason.format(position=position, token=token.text, **values)
    raise QueryError(message, messages.SYNTAX_REMEDY)
