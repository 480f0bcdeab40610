"""The user's query language: what was typed becomes a Query."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive import messages
from archive.errors import QueryError
from archive.model import Query
from archive.text import fold, query_words

MAX_LENGTH = 1_000
"""Characters in a query: more than the longest sentence of a report, less than an attack."""

MAX_TERMS = 20

_STRAIGHT = ('"', "＂")

_TERM = re.compile(
    r"""
    ["＂] (?P<straight> .*? ) ["＂] (?= \s | $ )     # a phrase in straight quotes
    | “ (?P<curly> .*? ) ” (?= \s | $ )              # a phrase in Chinese quotes
    | (?P<bare> \S+ )                                # a term without blanks
    """,
    re.VERBOSE | re.DOTALL,
)


def parse(text: str) -> Query:
    """The query for a typed text: every blank-separated term and quoted phrase, each literally.

    Quotes count as such where they enclose a whole term; anywhere else they are text, so that
    用“双随机”方式, pasted from a report, is looked for as it stands.
    Raises `QueryError` for an empty, overlong or half-quoted text.
    """
    _check_length(text)
    phrases = tuple(dict.fromkeys(_phrases(text)))
    if not phrases:
        raise QueryError(messages.EMPTY_QUERY, messages.EMPTY_QUERY_REMEDY)
    if len(phrases) > MAX_TERMS:
        raise QueryError(
            messages.TOO_MANY_TERMS.format(count=len(phrases), limit=MAX_TERMS),
            messages.TOO_MANY_TERMS_REMEDY,
        )
    return Query(phrases=phrases)


def parse_words(text: str) -> Query:
    """The query for paragraphs that share words with a typed text. Raises like `parse`."""
    _check_length(text)
    if not query_words(text):
        raise QueryError(messages.EMPTY_QUERY, messages.EMPTY_QUERY_REMEDY)
    return Query(words=text.strip())


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise QueryError(
            messages.QUERY_TOO_LONG.format(length=len(text), limit=MAX_LENGTH),
            messages.QUERY_TOO_LONG_REMEDY,
        )


def _phrases(text: str) -> Iterator[str]:
    for term in _TERM.finditer(text):
        quoted = term["straight"] or term["curly"]
        bare = term["bare"] or ""
        if _opens_only(bare) and len(text.split()) > 1:
            raise QueryError(
                messages.UNPAIRED_QUOTE.format(position=term.start() + 1),
                messages.UNPAIRED_QUOTE_REMEDY,
            )
        if phrase := fold(quoted or bare).strip():
            yield phrase


def _opens_only(term: str) -> bool:
    """Whether a term begins with a quote that nothing in it closes."""
    if term[:1] == "“":
        return "”" not in term
    return term[:1] in _STRAIGHT and not any(quote in term[1:] for quote in _STRAIGHT)
