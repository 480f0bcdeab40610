"""The pages of a report: to read, cite, compare and download it, and what is like it elsewhere."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as BaseResponse

from archive.errors import QueryError
from archive.messages import report as t
from archive.model import Paragraph, Report
from web import comparing, originals, params
from web.citing import cited, cited_plain, hit_citation
from web.failures import UnknownReport
from web.finding import find
from web.grounds import damaged, grounds
from web.near import group
from web.neighbours import neighbours
from web.opening import engine
from web.params import Address
from web.reading import reading, shown_date
from web.similar import similar

blueprint = Blueprint("report_pages", __name__)


@blueprint.get("/reports/<doc_id>")
def report(doc_id: str) -> str:
    """One report, with what the address searches for marked in it."""
    address = params.read(request.args)
    query = params.text_query(address)
    found = find(doc_id)
    return render_template(
        "report.html",
        address=address,
        found=found,
        report=found.report,
        reading=reading(found.report, query),
        grounds=grounds(found.report),
        damaged=damaged(found.report),
        citation=cited(found.report, 0),
        citations=cited_plain(found.report),
        original=originals.original(doc_id),
        other_names=originals.other_names(found.report),
        group=group(engine(), found.report),
        neighbours=neighbours(engine(), found.report),
    )


@blueprint.get("/r/<doc_id>")
@blueprint.get("/r/<doc_id>/<int:ordinal>")
def permanent(doc_id: str, ordinal: int = 0) -> BaseResponse:
    """The permanent address of a report or a paragraph: it leads to wherever that is shown."""
    found = find(doc_id.lower())
    _paragraph(found.report, ordinal)
    shown = url_for("report_pages.report", doc_id=found.report.doc_id)
    return redirect(f"{shown}#p{ordinal}" if ordinal else shown)


@blueprint.get("/reports/<doc_id>/cite/<int:ordinal>")
def cite(doc_id: str, ordinal: int) -> str:
    """The citation of one paragraph, or with 0 of the report, in every form."""
    found = find(doc_id).report
    return render_template(
        "cite.html",
        address=params.read(request.args),
        report=found,
        paragraph=_paragraph(found, ordinal),
        citation=cited(found, ordinal),
    )


@blueprint.get("/reports/<doc_id>/similar/<int:ordinal>")
def alike(doc_id: str, ordinal: int) -> str:
    """The paragraphs of other reports that are most like one of this."""
    found = find(doc_id).report
    paragraph = _paragraph(found, ordinal)
    return render_template(
        "similar.html",
        address=params.read(request.args),
        report=found,
        paragraph=paragraph,
        similar=similar(engine(), found.doc_id, paragraph),
    )


@blueprint.get("/reports/<doc_id>/original")
def original(doc_id: str) -> Response:
    """The original of a report, to be saved."""
    return originals.download(doc_id)


@blueprint.get("/compare/<old>/<new>")
def comparison(old: str, new: str) -> str:
    """Two reports side by side, what was changed in their sentences marked."""
    if old == new:
        raise QueryError(t.SAME_REPORT, t.SAME_REPORT_REMEDY)
    before, after = find(old).report, find(new).report
    rows = comparing.compare(before, after)
    return render_template(
        "compare.html",
        address=Address(),
        old=before,
        new=after,
        runs=comparing.runs(rows),
        counts=comparing.counts(rows),
    )


def _paragraph(report: Report, ordinal: int) -> Paragraph:
    """A paragraph of a report. Raises `UnknownReport` for one that it does not have."""
    if ordinal < len(report.paragraphs):
        return report.paragraphs[ordinal]
    raise UnknownReport(
        t.NO_SUCH_PARAGRAPH.format(ordinal=ordinal),
        t.NO_SUCH_PARAGRAPH_REMEDY.format(last=len(report.paragraphs) - 1),
    )


def _state_url(address: Address, endpoint: str, **values: Any) -> str:
    """A page about a report with the state of the search, so that it can be returned to."""
    written = params.write(address)
    path = url_for(f"report_pages.{endpoint}", **values)
    return f"{path}?{written}" if written else path


def _near_url(address: Address, doc_id: str) -> str:
    """Where the page of a report lists those nearly the same."""
    return f"{_state_url(address, 'report', doc_id=doc_id)}#near"


@blueprint.record_once
def _register(state: BlueprintSetupState) -> None:
    """Give every template what it needs to cite and to lead to these pages."""
    state.app.jinja_env.globals |= {
        "t_report": t,
        "state_url": _state_url,
        "near_url": _near_url,
        "hit_citation": hit_citation,
        "shown_date": shown_date,
        "shown_size": originals.shown_size,
    }
