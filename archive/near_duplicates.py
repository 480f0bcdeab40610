"""What it means to fold near-duplicates: which report of each group stands for the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from archive.model import Query

Linked = Callable[[Query], Iterable[tuple[str, str]]]
"""The reports with a hit that are near to another, by doc_id, each with its group's name."""

ReportsOf = Callable[[Query], set[str]]
"""The reports with a hit, by doc_id."""


def folded(query: Query, linked: Linked, reports_of: ReportsOf) -> Query:
    """A query that finds what one asks for that folds near-duplicates: of each group one report.

    Only the reports that bear a group's name are listed: few, however many there are in all.
    """
    if not query.fold_near:
        return query
    whole = replace(query, fold_near=False)
    groups: dict[str, set[str]] = {}
    for doc_id, name in linked(whole):
        groups.setdefault(name, set()).add(doc_id)
    first = _firsts(whole, groups, reports_of)
    stands = {name: name if name in first else min(groups[name]) for name in groups}
    left_out = {
        doc_id: stands[name]
        for name in sorted(groups)
        for doc_id in sorted(groups[name] - {stands[name]})
    }
    return replace(whole, left_out={**query.left_out, **left_out})


def _firsts(query: Query, names: Iterable[str], reports_of: ReportsOf) -> set[str]:
    """The first reports of groups that have a hit themselves."""
    wanted = set(names)
    if only := query.filters.get("doc_id"):
        wanted &= {str(one) for one in only}
    if not wanted:
        return set()
    return reports_of(replace(query, filters={**query.filters, "doc_id": tuple(sorted(wanted))}))
