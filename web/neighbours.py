"""The other reports of the unit that issued one, year by year, and the one to compare it with."""

from __future__ import annotations

from dataclasses import dataclass

from archive.damage import damage
from archive.engine import SearchEngine
from archive.model import FacetValue, Hit, Metadata, Page, Query, Report, Role, Sort
from web.params import Address

MOST = 20
"""Other reports that are listed; the rest are a link away."""

LOOKED_AT = 200
"""Reports of one unit among which the one of the year before is looked for."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The unit's other reports, newest first, those of unknown year last, and how many in all.

    `earlier` is the latest of the same kind from before the report's year; `every` the address
    that lists all of the unit's, this one included.
    """

    listed: tuple[Hit, ...]
    total: int
    earlier: Hit | None
    every: Address


def neighbours(engine: SearchEngine, report: Report) -> Neighbours | None:
    """The other reports of a report's unit; None where it is unknown, redacted or has no other."""
    metadata = report.metadata
    if not metadata.unit or any(damage(metadata.unit)):  # a redacted name is that of many
        return None
    filters = _same_body(metadata)
    results = engine.hits(_titles(filters), Page(0, LOOKED_AT, Sort.NEWEST))
    others = [hit for hit in results.hits if hit.doc_id != report.doc_id]
    if not others:
        return None
    is_there = len(others) < len(results.hits) or results.total > LOOKED_AT
    total = results.total - is_there
    return Neighbours(
        _nearest(others, metadata.year),
        total,
        _earlier(metadata, others),
        Address(filters=filters),
    )


def _nearest(others: list[Hit], year: int | None) -> tuple[Hit, ...]:
    """The others, or where they are too many those of the nearest years, in their order."""

    def distance(place: int) -> int:
        other = others[place].year
        return abs(other - year) if other and year else place

    chosen = sorted(sorted(range(len(others)), key=distance)[:MOST])
    return tuple(others[place] for place in chosen)


def _earlier(metadata: Metadata, others: list[Hit]) -> Hit | None:
    year = metadata.year
    before = (hit for hit in others if year and hit.year and hit.year < year)
    return next((hit for hit in before if hit.doc_type == metadata.doc_type), None)


def _same_body(metadata: Metadata) -> dict[str, tuple[FacetValue, ...]]:
    """The unit, in its region where that is known: towns of one name are many."""
    region = {"region": (metadata.region,)} if metadata.region else {}
    return {"unit": (metadata.unit,), **region}


def _titles(filters: dict[str, tuple[FacetValue, ...]]) -> Query:
    return Query(filters={**filters, "role": (Role.TITLE,)})
