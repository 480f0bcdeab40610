"""What a query asks of a paragraph's text, as a tree that no engine owns, and what it means.

Every text in it is folded (`archive.text.fold`). `matches` is the meaning: an engine finds exactly
the paragraphs for which it is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

Gap = tuple[int, int]
"""The fewest and the most characters between two parts of a pattern."""

MAX_GAP = 50
"""The most characters that a pattern may leave open between two parts."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A stretch of text that stands in the paragraph as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Stretches of text in this order, as many characters apart as `gaps` allow.

    `len(gaps) == len(parts) - 1`. `before` and `after` ask for one more character, whichever it
    is, at the beginning and the end: 应诉?
    """

    parts: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()
    before: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value of the paragraph or of its report: one of `values`, or a year from … to.

    `field` is one of `ATTRIBUTES`; for those in `CONTAINED` the value only has to contain the
    (folded) text.
    """

    field: str
    values: tuple[str | int | bool, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of the items."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the items."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever the item is not."""

    item: Expression


Expression = Literal | Pattern | Attribute | And | Or | Not

CONTAINED = ("unit", "title", "document_number", "region")
"""The attributes that are asked for by a stretch of them."""

LONGEST_VALUE = 100
"""The most characters that can be asked for within an attribute: tantivy's automata have an end."""

ATTRIBUTES = frozenset(
    {
        *("year", "level", "section_kind", "years_mentioned", "doc_type", "is_department"),
        *CONTAINED,
    }
)
"""What can be asked for besides the text."""


def literals(expression: Expression) -> Iterator[Literal | Pattern]:
    """What of the expression is to be found in the text, leaving out what must not be there."""
    match expression:
        case Literal() | Pattern():
            yield expression
        case And(items) | Or(items):
            for item in items:
                yield from literals(item)
        case Not() | Attribute():
            return


def variants(pattern: Pattern) -> Iterator[tuple[tuple[str, int], ...]]:
    """Every way to lay a pattern out: its parts, each with where it begins."""
    for gaps in product(*(range(fewest, most + 1) for fewest, most in pattern.gaps)):
        places, at = [], 0
        for part, gap in zip(pattern.parts, (*gaps, 0), strict=True):
            places.append((part, at))
            at += len(part) + gap
        yield tuple(places)


def compiled(item: Literal | Pattern) -> re.Pattern[str]:
    """The regular expression for a folded text; overlapping occurrences need a lookahead."""
    if isinstance(item, Literal):
        return re.compile(re.escape(item.text))
    body = re.escape(item.parts[0])
    for (fewest, most), part in zip(item.gaps, item.parts[1:], strict=True):
        body += f".{{{fewest},{most}}}?{re.escape(part)}"
    return re.compile("." * item.before + body + "." * item.after, re.DOTALL)


def near(left: str, right: str, distance: int, *, ordered: bool) -> Expression:
    """Two stretches at most so many characters apart, in this order or in either."""
    gap = ((0, distance),)
    if ordered or left == right:
        return Pattern((left, right), gap)
    return Or((Pattern((left, right), gap), Pattern((right, left), gap)))


def conjunction(items: Sequence[Expression]) -> Expression:
    """All of the items; one alone stands for itself."""
    distinct = tuple(dict.fromkeys(items))
    return distinct[0] if len(distinct) == 1 else And(distinct)
