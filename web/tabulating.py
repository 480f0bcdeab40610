"""The table of years by levels: in how many reports something is found, of how many there are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.engine import SearchEngine
from archive.model import Level, Table
from web.params import Address, View, to_query


@dataclass(frozen=True, slots=True)
class Cell:
    """How many reports have a hit, of how many; both 0 where there are no reports at all.

    `address` lists those with a hit; None where there are none.
    """

    found: int
    reports: int
    address: Address | None

    @property
    def share(self) -> float:
        """The part of the reports that has a hit, from 0 to 1."""
        return self.found / self.reports if self.reports else 0.0

    @property
    def step(self) -> int:
        """The share in tenths, rounded up, so that only 0 of n is 0."""
        return -(-self.found * 10 // self.reports) if self.reports else 0


@dataclass(frozen=True, slots=True)
class Row:
    """A year, its cell under each level, and its sum."""

    year: int | None
    cells: tuple[Cell, ...]
    sum: Cell


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Years, the newest first, by levels, the widest first; what is unknown comes last."""

    levels: tuple[Level | None, ...]
    rows: tuple[Row, ...]
    sums: Row


def tables(engine: SearchEngine, address: Address) -> tuple[Table, Table]:
    """How many reports a search finds of each year and level, and how many its filters leave."""
    found = engine.table(to_query(address))
    left = engine.table(to_query(replace(address, text="", also=(), by_words=False)))
    # Of folded reports another may stand for its group than among all, and be of another year.
    return found, {
        place: max(left.get(place, 0), found.get(place, 0)) for place in {**left, **found}
    }


def cross_table(address: Address, found: Table, reports: Table) -> CrossTable:
    """The table for a search, from its own counts and from those of all reports."""
    known = {level for _, level in reports}
    levels = (*(level for level in Level if level in known), *({None} & known))
    years = sorted({year for year, _ in reports}, key=lambda year: (year is None, -(year or 0)))

    def cell(years: list[int | None], levels: tuple[Level | None, ...], to: Address) -> Cell:
        counts = [
            sum(table.get((year, level), 0) for year in years for level in levels)
            for table in (found, reports)
        ]
        return Cell(counts[0], counts[1], to if counts[0] else None)

    def row(year: int | None, years: list[int | None], of_year: Address) -> Row:
        return Row(
            year,
            tuple(cell(years, (level,), _only(of_year, "level", level)) for level in levels),
            cell(years, levels, of_year),
        )

    listed = replace(address, view=View.REPORTS, page=1)
    return CrossTable(
        levels,
        tuple(row(year, [year], _only(listed, "year", year)) for year in years),
        row(None, years, listed),
    )


def _only(address: Address, facet: str, value: int | Level | None) -> Address:
    """The search narrowed to one value of a facet."""
    filters = {**address.filters, facet: (value,)}
    if facet == "year":
        return replace(address, filters=filters, since=None, until=None)
    return replace(address, filters=filters)
