"""The pages of the site: the search page, which is also the home page, and that of a report."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request

from archive.engine import MAX_WINDOW
from archive.messages import web as t
from archive.model import Page
from web import listing, params
from web.failures import UnknownReport
from web.grounds import damaged, grounds
from web.listing import PAGE_SIZE
from web.opening import engine
from web.params import Address
from web.reading import reading

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def search() -> str:
    """The hits of the search that the address asks for; the home page when it asks for none."""
    address = params.read(request.args)
    query = params.to_query(address)
    if not address.text and not address.filters:
        return _home(address)
    start = (address.page - 1) * PAGE_SIZE
    results = engine().search(query, Page(start, PAGE_SIZE))
    paging = listing.paging(address, results.total)
    return render_template(
        "results.html",
        address=address,
        other_mode=replace(address, by_words=not address.by_words, page=1),
        unfiltered=replace(address, filters={}, page=1),
        last_page=replace(address, page=paging.last),
        by_paragraph=not params.lists_reports(address),
        total=results.total,
        reports=results.reports,
        entries=listing.entries(results),
        chips=listing.chips(address),
        facets=listing.facet_lists(address, engine().facets(query)),
        paging=paging,
        first=start + 1,
        window=MAX_WINDOW,
    )


@blueprint.get("/reports/<doc_id>")
def report(doc_id: str) -> str:
    """One report, with what the address searches for marked in it."""
    address = params.read(request.args)
    query = params.text_query(address)
    found = engine().report(doc_id)
    if found is None:
        raise UnknownReport(t.NO_SUCH_REPORT.format(doc_id=doc_id), t.NO_SUCH_REPORT_REMEDY)
    return render_template(
        "report.html",
        address=address,
        report=found,
        reading=reading(found, query),
        grounds=grounds(found),
        damaged=damaged(found),
    )


def _home(address: Address) -> str:
    return render_template(
        "home.html",
        address=address,
        status=engine().status(),
        facets=listing.facet_lists(address, engine().facets(params.to_query(address))),
    )
