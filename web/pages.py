"""The search page, which is also the home page: hits, reports, a concordance or the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request

from archive.expression import LONGEST_VALUE, Attribute, conjunction
from archive.model import Facets, Hit, Hits, Page, ReportResults, Results, Sort
from archive.text import fold
from web import concordance, listing, params
from web.fallback import fallback
from web.listing import PAGE_SIZE
from web.metrics import note_found
from web.near import Marks, marks
from web.opening import engine, equivalents
from web.params import BESIDE, Address, View
from web.tabulating import cross_table, tables
from web.variants import variants

LINES = 30
"""Paragraphs on a page of the concordance, or lines where they are sorted by what is beside."""

MOST_SORTED, MOST_SORTED_BY_WORDS = 5_000, 1_000
"""Paragraphs that a concordance sorted by what stands beside the match looks at."""

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def search() -> str:
    """The results of the search that the address asks for; the home page when it asks for none."""
    address = params.read(request.args)
    if address.is_blank and address.view is not View.TABLE:
        return _home(address)
    shown = VIEWS[View.PARAGRAPHS if _only_lists(address) else address.view](address)
    note_found(shown["total"])
    return render_template(
        "results.html",
        address=address,
        other_mode=replace(address, by_words=not address.by_words, page=1),
        unfiltered=replace(address, filters={}, since=None, until=None, report="", page=1),
        by_paragraph=not params.lists_reports(address),
        chips=listing.chips(address),
        facets=listing.facet_lists(address, _facets(address)),
        variants=variants(engine(), address, equivalents()),
        **shown,
    )


def _only_lists(address: Address) -> bool:
    """Whether there is nothing to see of a match: the address has no text."""
    return not address.text and address.view is not View.TABLE


def _paragraphs(address: Address) -> dict[str, Any]:
    results = engine().search(params.to_query(address), _page(address, PAGE_SIZE))
    shown = _counted(address, results, PAGE_SIZE)
    near = _marks(results) if results.total else shown["near"]
    return {**shown, "entries": listing.entries(results), "near": near}


def _reports(address: Address) -> dict[str, Any]:
    results = engine().by_report(params.to_query(address), _page(address, PAGE_SIZE))
    shown = _counted(address, results, PAGE_SIZE, pages_of=results.reports)
    near = _marks(results) if results.total else shown["near"]
    return {**shown, "entries": listing.report_entries(results), "near": near}


def _concordance(address: Address) -> dict[str, Any]:
    query = params.to_query(address)
    if address.order not in BESIDE:
        results = engine().search(query, _page(address, LINES))
        shown = _counted(address, results, LINES)
        return {**shown, "lines": concordance.lines(results.hits, address.order)}
    most = MOST_SORTED_BY_WORDS if query.words else MOST_SORTED
    results = engine().search(query, Page(0, most))
    lines = concordance.lines(results.hits, address.order)
    shown = _counted(address, results, LINES, pages_of=len(lines))
    first = (address.page - 1) * LINES
    unsorted = max(0, results.total - most)
    return {**shown, "lines": lines[first : first + LINES], "unsorted": unsorted}


def _table(address: Address) -> dict[str, Any]:
    results = engine().search(params.to_query(address), Page(size=0))
    table = cross_table(address, *tables(engine(), address))
    return {**_counted(address, results, PAGE_SIZE), "table": table}


VIEWS: Mapping[View, Callable[[Address], dict[str, Any]]] = {
    View.PARAGRAPHS: _paragraphs,
    View.REPORTS: _reports,
    View.CONCORDANCE: _concordance,
    View.TABLE: _table,
}
"""What each view shows beside what all of them do."""


def _page(address: Address, size: int) -> Page:
    sort = Sort.RELEVANCE if address.order in BESIDE else Sort(address.order)
    return Page((address.page - 1) * size, size, sort)


def _counted(
    address: Address, results: Results | ReportResults, size: int, pages_of: int | None = None
) -> dict[str, Any]:
    """The counts, the links to other pages, and what is offered where there is nothing."""
    paging = listing.paging(address, results.total if pages_of is None else pages_of, size)
    nothing = not results.total and address.text and not address.by_words
    offered = fallback(engine(), address, PAGE_SIZE) if nothing else None
    return {
        "total": results.total,
        "reports": results.reports,
        "left_out": len(results.left_out),
        "paging": paging,
        "first": (address.page - 1) * size + 1,
        "last_page": replace(address, page=paging.last),
        "fallback": offered,
        "by_words": listing.entries(offered.by_words) if offered and offered.by_words else (),
        "near": _marks(offered.by_words) if offered and offered.by_words else None,
    }


def _marks(results: Results | Hits | ReportResults) -> Marks:
    hits = (one if isinstance(one, Hit) else one.best for one in results.hits)
    return marks(engine(), hits, results.left_out)


def _facets(address: Address) -> Facets:
    """The counts of each facet; the units are those that hold what was typed to narrow them."""
    query = params.to_query(address)
    facets = engine().facets(query)
    wanted = fold(address.units).strip()
    if not wanted:
        return facets
    units = facets["unit"]
    if len(wanted) > LONGEST_VALUE:
        return {**facets, "unit": ()}
    if not query.words:
        holds = Attribute("unit", (wanted,))
        narrowed = conjunction([query.expression, holds]) if query.expression else holds
        units = engine().facets(replace(query, expression=narrowed))["unit"]
    named = (one for one in units if one.chosen or wanted in fold(str(one.value or "")))
    return {**facets, "unit": tuple(named)}


def _home(address: Address) -> str:
    return render_template(
        "home.html",
        address=address,
        status=engine().status(),
        facets=listing.facet_lists(address, _facets(address)),
    )
