"""Whether a text is as an expression asks, and which stretches of it answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archive.expression import (
    CONTAINED,
    And,
    Attribute,
    Expression,
    Literal,
    Not,
    Or,
    Pattern,
    compiled,
    literals,
)
from archive.model import Metadata, Paragraph, Span
from archive.text import fold, fold_name, fold_with_offsets, merged


def matches(expression: Expression, paragraph: Paragraph, metadata: Metadata) -> bool:
    """Whether a paragraph of a report with this metadata is as the expression asks."""
    folded = fold(paragraph.text).strip()

    def holds(part: Expression) -> bool:
        match part:
            case Literal(text):
                return text in folded
            case Pattern():
                return compiled(part).search(folded) is not None
            case Attribute(field, values):
                return _has(_values(field, paragraph, metadata), field, values)
            case And(items):
                return all(map(holds, items))
            case Or(items):
                return any(map(holds, items))
            case Not(item):
                return not holds(item)

    return holds(expression)


def expression_spans(text: str, expression: Expression) -> tuple[Span, ...]:
    """The stretches of a text that the expression finds, in the text's own offsets.

    Each literal and pattern wherever it stands, whole; overlapping stretches are one span. Empty
    where the text is not as the expression asks, whatever the report's attributes are.
    """
    folded, offsets = fold_with_offsets(text)
    if not _may_hold(expression, folded):
        return ()
    found = {
        (offsets[start], offsets[end - 1] + 1)
        for item in literals(expression)
        for start, end in _occurrences(item, folded)
    }
    return merged(list(found))


def _may_hold(expression: Expression, folded: str) -> bool:
    """Whether the text is as asked, taking every attribute for the one asked for."""
    match expression:
        case Literal(text):
            return text in folded
        case Pattern():
            return compiled(expression).search(folded) is not None
        case And(items):
            return all(_may_hold(item, folded) for item in items)
        case Or(items):
            return any(_may_hold(item, folded) for item in items)
        case Not(item):
            return isinstance(item, Attribute) or not _may_hold(item, folded)
        case Attribute():
            return True


def _occurrences(item: Literal | Pattern, folded: str) -> Iterator[Span]:
    """Every place of a literal or pattern, those that overlap included."""
    if isinstance(item, Literal):
        start = folded.find(item.text)
        while start >= 0:
            yield start, start + len(item.text)
            start = folded.find(item.text, start + 1)
        return
    wanted, at = compiled(item), 0
    while found := wanted.search(folded, at):
        yield found.span()
        at = found.start() + 1


def _values(field: str, paragraph: Paragraph, metadata: Metadata) -> Sequence[object]:
    of_paragraph: Mapping[str, Sequence[object]] = {
        "section_kind": (paragraph.section_kind,),
        "years_mentioned": paragraph.years_mentioned,
    }
    if field in of_paragraph:
        return of_paragraph[field]
    value = getattr(metadata, field)
    return () if value is None else (value,)


def _has(known: Sequence[object], field: str, wanted: Sequence[object]) -> bool:
    if field in CONTAINED:
        return any(str(text) in fold_name(str(value)) for value in known for text in wanted)
    return any(value in wanted for value in known)
