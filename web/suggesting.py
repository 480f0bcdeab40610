"""Suggestions for what is being typed: how the archive's texts go on, its headings, its units."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, request

from archive.engine import SearchEngine
from archive.errors import QueryError
from archive.expression import (
    LONGEST_VALUE,
    And,
    Attribute,
    Expression,
    Literal,
    Or,
    Pattern,
    literals,
)
from archive.fields import FIELDS
from archive.lexer import Kind, Token, tokens
from archive.messages import suggesting as t
from archive.model import Hit, Page, Query, Role
from archive.query import parse
from archive.text import fold, fold_with_offsets, words
from web.opening import engine

PHRASES, HEADINGS, UNITS = 5, 3, 2
"""How many suggestions of each kind are made."""

SAMPLE = 60
"""Hits in which is looked how the text goes on."""

HEADING_SAMPLE = 30

MOST_CHARACTERS = 8
"""How many characters a suggestion goes on for."""

LOOK_AHEAD = 4
"""Characters beyond those, by which the last word is seen to end or to go on."""

LONGEST_HEADING = 30

BUDGET = 0.1
"""Seconds after which no further part of an answer is begun: who types does not wait."""

CONTEXT = 3
"""Characters before the typed text, by which it is seen to begin with a word."""

KEPT_FOR = 60
"""Seconds for which a browser may keep an answer."""

FUNCTION_WORDS = frozenset(
    "的 地 得 了 和 与 及 以及 或 或者 在 是 为 对 以 等 并 中 时 后 前 应 应当".split()
)
"""Words that no suggestion ends with."""

_RUN = re.compile(rf"\w{{1,{MOST_CHARACTERS + LOOK_AHEAD}}}")
_NOT_IN_A_WORD = re.compile(r"\W")
_NUMBERING = re.compile(
    r"^(第?[一二三四五六七八九十百\d]{1,4}[、.．章节条]|[(（][一二三四五六七八九十\d]{1,3}[)）])\s*"
)

blueprint = Blueprint("suggesting", __name__)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A whole text for the box, ready to be searched for, and what it is."""

    text: str
    description: str


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed: what it asks for, and its last term, which may go on, in its place."""

    text: str
    expression: Expression
    last: Token
    alone: bool

    @property
    def head(self) -> str:
        return self.text[: self.last.start]


@blueprint.get("/suggest")
def suggest() -> Response:
    """Suggestions in the form of OpenSearch: what was typed, the texts, what each of them is."""
    typed = request.args.get("q", "")
    found = suggestions(engine(), typed)
    answer = [typed, [one.text for one in found], [one.description for one in found]]
    response = Response(current_app.json.dumps(answer))
    response.content_type = "application/x-suggestions+json"
    response.cache_control.private = True
    response.cache_control.max_age = KEPT_FOR
    return response


def suggestions(engine: SearchEngine, text: str) -> tuple[Suggestion, ...]:
    """Texts that what was typed may go on to; none for what cannot be searched for.

    Every one finds something: phrases and headings what they say, units the reports of the unit.
    """
    typed = _read(text.lstrip())
    if typed is None:
        return ()
    parts = [_phrases, _headings, _units] if typed.alone else [_phrases]
    if typed.last.field:
        parts = [_units] if typed.alone and FIELDS[typed.last.field] == "unit" else []
    distinct: dict[str, Suggestion] = {}
    start = time.perf_counter()
    for part in parts:
        if time.perf_counter() - start < BUDGET:
            for one in part(engine, typed):
                distinct.setdefault(fold(one.text), one)
    distinct.pop(fold(typed.text), None)
    return tuple(distinct.values())


def _read(text: str) -> _Typed | None:
    """What was typed, where its last term is a word that may go on."""
    if not text or text[-1].isspace() or len(text) > LONGEST_VALUE:
        return None
    try:
        expression = parse(text).expression
    except QueryError:
        return None
    *before, last = tokens(text, frozenset(FIELDS))
    denied = bool(before) and before[-1].kind is Kind.NOT
    if expression is None or last.kind is not Kind.WORD or denied:
        return None
    if any(isinstance(item, Pattern) for item in literals(expression)):
        return None  # it may take longer than the next key is waited for
    return _Typed(text, expression, last, alone=not before)


def _phrases(engine: SearchEngine, typed: _Typed) -> Iterator[Suggestion]:
    """The most frequent texts that the last word goes on to in a sample of the hits."""
    wanted = fold(typed.last.text).strip()
    if Literal(wanted) not in literals(typed.expression) or not wanted[-1].isalnum():
        return  # 应诉? is a pattern, and nothing in particular follows a comma
    hits = engine.hits(Query(expression=typed.expression), Page(size=SAMPLE)).hits
    counted = Counter(ending for hit in hits for ending in set(_endings(hit, wanted)))
    endings = [(ending, counted[ending]) for ending in _ordered(counted) if counted[ending] > 1]
    kept = [
        ending
        for ending, count in endings
        # One that always goes on in the same way is left to the longer one.
        if not any(
            longer.startswith(ending) and longer != ending and more >= count
            for longer, more in endings
        )
    ]
    for ending in kept[:PHRASES]:
        if searchable := _searchable(typed.head, typed.last.text + ending):
            yield Suggestion(searchable, t.PHRASE)


def _endings(hit: Hit, wanted: str) -> Iterator[str]:
    """How each occurrence in a hit goes on, as it is written, up to the end of each word."""
    text = hit.paragraph.text
    folded, offsets = fold_with_offsets(text)
    at = folded.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if run := _RUN.match(folded, end):
            before = folded[max(0, at - CONTEXT) : at]
            for cut in _word_ends(_NOT_IN_A_WORD.split(before)[-1], wanted, run[0]):
                # Folding dropped the blanks in it; in a query they would part two terms.
                yield "".join(text[offsets[end] : offsets[end + cut - 1] + 1].split())
        at = folded.find(wanted, end)


def _word_ends(before: str, wanted: str, run: str) -> Iterator[int]:
    """Where in the run a word ends; nowhere when what was typed begins amid a word (民 of 人民)."""
    at = -len(wanted) - len(before)
    begins = not before
    for word in words(before + wanted + run):
        at += len(word)
        begins = begins or at == -len(wanted)
        cut_off = at == len(run) > MOST_CHARACTERS
        if begins and 0 < at <= MOST_CHARACTERS and not cut_off and word not in FUNCTION_WORDS:
            yield at


def _headings(engine: SearchEngine, typed: _Typed) -> Iterator[Suggestion]:
    """The most frequent headings that hold what was typed, without their numbers."""
    query = Query(expression=typed.expression, filters={"role": (Role.HEADING,)})
    hits = engine.hits(query, Page(size=HEADING_SAMPLE)).hits
    texts = (_NUMBERING.sub("", hit.paragraph.text.strip()).rstrip("。：:") for hit in hits)
    wanted = fold(typed.last.text).strip()
    counted = Counter(
        text for text in texts if len(text) <= LONGEST_HEADING and wanted in fold(text)
    )
    for text in _ordered(counted)[:HEADINGS]:
        if searchable := _searchable("", text):
            yield Suggestion(searchable, t.HEADING)


def _units(engine: SearchEngine, typed: _Typed) -> Iterator[Suggestion]:
    """The units whose names hold what was typed, those with the most reports first."""
    wanted = Attribute("unit", (fold(typed.last.text).strip(),))
    counts = engine.facets(Query(expression=wanted, filters={"role": (Role.TITLE,)}))["unit"]
    names = [(str(one.value), one.count) for one in counts if one.value is not None]
    for name, count in names[:UNITS]:
        blank = any(character.isspace() for character in name)
        text = f'单位:"{name}"' if blank else f"单位:{name}"
        if _last(text) == Attribute("unit", (fold(name).strip(),)):
            yield Suggestion(text, t.UNIT.format(count=count))


def _ordered(counted: Counter[str]) -> list[str]:
    """The most frequent first, of equal ones the shortest."""
    return sorted(counted, key=lambda text: (-counted[text], len(text), text))


def _searchable(head: str, text: str) -> str | None:
    """The query that looks for the text literally, after the head; None where none does."""
    wanted = Literal(fold(text).strip())
    written = (head + text, f'{head}"{text}"')
    return next((one for one in written if _last(one) == wanted), None)


def _last(text: str) -> Expression | None:
    """What the last term of a query asks for, where it stands beside the others."""
    try:
        expression = parse(text).expression
    except QueryError:
        return None
    while isinstance(expression, And | Or):
        expression = expression.items[-1]
    return expression
