"""What it means to look in whole reports: which of them hold every part of an expression."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archive.expression import (
    And,
    Attribute,
    Expression,
    Not,
    Or,
    conjunction,
    literals,
)
from archive.model import Query

ReportsWith = Callable[[Expression], set[str]]
"""The reports, by doc_id, with a paragraph for which an expression is true."""

NO_REPORT = ""
"""An identifier that no report has: the filter by no report at all."""


def any_part(expression: Expression) -> Expression:
    """What a paragraph has to hold to be shown: any literal or pattern, under the attributes.

    Attributes that stand beside the text (章节:问题) go with each part of it.
    """
    parts = tuple(dict.fromkeys(literals(expression)))
    if not parts:
        return expression
    conditions = _conditions(expression)
    return conjunction([Or(parts) if len(parts) > 1 else parts[0], *conditions])


def narrowed(query: Query, reports_with: ReportsWith) -> Query:
    """A query over paragraphs that finds what a query over whole reports asks for."""
    expression = query.expression
    if not query.across or expression is None:
        return replace(query, across=False)
    conditions = _conditions(expression)

    def held(part: Expression) -> set[str]:
        match part:
            case And(items):
                texts = [item for item in items if item not in conditions]
                wanted = [held(item) for item in texts if not isinstance(item, Not)]
                if not wanted:  # nothing but attributes
                    return reports_with(part)
                refused = (held(item.item) for item in texts if isinstance(item, Not))
                return set.intersection(*wanted).difference(*refused)
            case Or(items):
                return set().union(*map(held, items))
            case _:
                return reports_with(conjunction([part, *conditions]))

    reports = held(expression)
    if only := query.filters.get("doc_id"):
        reports &= {str(one) for one in only}
    filters = {**query.filters, "doc_id": tuple(sorted(reports)) or (NO_REPORT,)}
    return replace(query, expression=any_part(expression), across=False, filters=filters)


def _conditions(expression: Expression) -> list[Expression]:
    """The attributes, asked for or ruled out, that stand beside the text."""
    items = expression.items if isinstance(expression, And) else ()
    return [
        item
        for item in items
        if isinstance(item.item if isinstance(item, Not) else item, Attribute)
    ]
