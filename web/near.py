"""Reports nearly the same as one: those of its group, and what a page of hits says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.engine import SearchEngine
from archive.model import FacetValue, Hit, Page, Query, Report, Role

MOST = 50
"""Reports of a group that are listed."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said of the hits of a page: for how many left out a report stands, by doc_id.

    `firsts` are the titles of the reports that those of hits are near to, as far as found.
    """

    stands_for: Mapping[str, int]
    firsts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The other reports of a report's group, its first before the others, and how many in all."""

    listed: tuple[Hit, ...]
    total: int


def marks(engine: SearchEngine, hits: Iterable[Hit], left_out: Mapping[str, str]) -> Marks:
    """What is said of these hits; the engine is asked only where there is a near one."""
    names = {hit.near_to for hit in hits if hit.near_to}
    firsts = _titles(engine, len(names), doc_id=tuple(names)) if names else ()
    return Marks(Counter(left_out.values()), {hit.doc_id: hit.title for hit in firsts})


def group(engine: SearchEngine, report: Report) -> Group | None:
    """The other reports of a report's group; None where it is like no other."""
    name = report.near_to or report.doc_id
    first = _titles(engine, 1, doc_id=(name,)) if report.near_to else ()
    query = Query(filters={"near_to": (name,), "role": (Role.TITLE,)})
    found = engine.hits(query, Page(size=MOST + 1))
    others = [hit for hit in found.hits if hit.doc_id != report.doc_id]
    total = len(first) + found.total - (report.near_to is not None)
    return Group((*first, *others)[:MOST], total) if total or report.near_to else None


def _titles(engine: SearchEngine, most: int, **filters: tuple[FacetValue, ...]) -> tuple[Hit, ...]:
    query = Query(filters={**filters, "role": (Role.TITLE,)})
    return engine.hits(query, Page(size=most)).hits
