"""What a page of results shows beside the hits: facets, chips, links to other pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.engine import FACET_SIZES
from archive.messages import web as t
from archive.model import FACETS, Facets, FacetValue, Hit, Hits, ReportResults, Results, Role
from web.params import Address, lists_reports, toggled
from web.snippets import Cell, Piece, marked, named_cells, snippet

PAGE_SIZE = 10
"""Hits on a page."""

NEIGHBOURS = 2
"""How many pages before and after the present one are linked by number."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its name and count, and the address that chooses it or lets it go."""

    name: str
    count: int
    chosen: bool
    address: Address


@dataclass(frozen=True, slots=True)
class FacetList:
    """A facet as it is listed. `cut_at` is the most values it lists, when there may be more."""

    field: str
    name: str
    choices: tuple[Choice, ...]
    cut_at: int | None


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value above the results, and the address without it."""

    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class Entry:
    """One hit as it is listed: the report's title and the paragraph, both marked.

    `paragraph` is empty when the hit is the title itself; `role` is empty for plain text.
    A table row whose columns have names is shown by `cells` instead of `paragraph`.
    `matches` counts the matches in the paragraph, those that its snippet leaves out included;
    `more` the paragraphs of the report that match, where reports are listed.
    """

    hit: Hit
    title: tuple[Piece, ...]
    paragraph: tuple[Piece, ...]
    role: str
    matches: int
    more: int = 0
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page of results; None in its place stands for pages left out."""

    page: int
    current: bool
    address: Address


@dataclass(frozen=True, slots=True)
class Paging:
    """The links below the results; `last` is the number of pages."""

    previous: Address | None
    next: Address | None
    links: tuple[PageLink | None, ...]
    last: int


def facet_lists(address: Address, facets: Facets) -> tuple[FacetList, ...]:
    """The facets that have something to choose from; sections only where paragraphs are listed.

    Years that only the range names are listed where there are any.
    """
    hidden = {"section_kind"} if lists_reports(address) else set()
    return tuple(
        FacetList(
            field,
            t.FACET_NAMES[field],
            tuple(
                Choice(
                    value_name(field, counted.value),
                    counted.count,
                    counted.value in address.filters.get(field, ()),
                    toggled(address, field, counted.value),
                )
                for counted in facets[field]
                if counted.count or counted.value in address.filters.get(field, ())
            ),
            FACET_SIZES[field] if len(facets[field]) >= FACET_SIZES[field] else None,
        )
        for field in FACETS
        if field not in hidden and (facets[field] or (field == "unit" and address.units))
    )


def chips(address: Address) -> tuple[Chip, ...]:
    """The chosen values, in the order of the facets, and the range of years."""
    chosen = [
        Chip(
            f"{t.FACET_NAMES[field]}{t.COLON}{value_name(field, value)}",
            toggled(address, field, value),
        )
        for field in FACETS
        for value in address.filters.get(field, ())
    ]
    if address.since is not None or address.until is not None:
        name = t.YEARS_CHIP.format(since=address.since or "", until=address.until or "")
        chosen.append(Chip(name, replace(address, since=None, until=None, page=1)))
    if address.report:
        chosen.append(Chip(t.ONE_REPORT, replace(address, report="", page=1)))
    return tuple(chosen)


def value_name(field: str, value: FacetValue) -> str:
    """A value of a facet as it is shown."""
    if value is None:
        return t.UNKNOWN
    if isinstance(value, bool):
        return t.YES_NO[value]
    return t.YEAR.format(year=value) if field == "year" else str(value)


def entries(results: Results | Hits) -> tuple[Entry, ...]:
    """The hits as they are listed."""
    return tuple(map(_entry, results.hits))


def report_entries(results: ReportResults) -> tuple[Entry, ...]:
    """The reports as they are listed, each by its best paragraph."""
    return tuple(replace(_entry(hit.best), more=hit.count) for hit in results.hits)


def paging(address: Address, total: int, size: int = PAGE_SIZE) -> Paging:
    """The links from a page of `total` hits, `size` of them on each, to the others."""
    last = max(1, -(-total // size))
    here = address.page

    def to(page: int) -> Address | None:
        return replace(address, page=page) if 1 <= page <= last else None

    links = tuple(
        None if page is None else PageLink(page, page == here, replace(address, page=page))
        for page in _linked_pages(here, last)
    )
    return Paging(to(here - 1), to(here + 1), links, last)


def _linked_pages(here: int, last: int) -> Iterator[int | None]:
    """The first and last page and those round the present one, None for a gap between them."""
    near = range(max(1, here - NEIGHBOURS), min(last, here + NEIGHBOURS) + 1)
    before = 0
    for page in sorted({1, *near, last}):
        if page > before + 1:
            yield None
        yield page
        before = page


def _entry(hit: Hit) -> Entry:
    paragraph = hit.paragraph
    role = "" if paragraph.role is Role.BODY else t.ROLES[paragraph.role]
    title = ((hit.title, False),)
    if paragraph.role is Role.TITLE:
        # Where the text bears no title its paragraph is empty, and a composed one stands in.
        shown = marked(paragraph.text, hit.spans) or title
        return Entry(hit, shown, (), role, len(hit.spans))
    matches = len(hit.spans)
    if paragraph.columns:
        row = named_cells(paragraph.text, hit.spans, paragraph.columns)
        return Entry(hit, title, (), role, matches, cells=row)
    return Entry(hit, title, snippet(paragraph.text, hit.spans), role, matches)
