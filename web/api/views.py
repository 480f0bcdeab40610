"""The operations of the API: each reads the address, asks the engine and answers with JSON."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from archive.export import CONTENT_TYPES
from archive.messages import api as t
from archive.model import OF_REPORT, Hit, Page, Sort
from archive.records import from_report
from web import params
from web.api import answers
from web.api.cursors import cursor, start_of
from web.api.parameters import Exporting, Narrowing, Paging, ParagraphPath, ReportPath
from web.exporting import exported
from web.failures import UnknownReport
from web.finding import find
from web.metrics import note_found
from web.opening import engine
from web.problems import CONTENT_TYPE, ROOT


def _problems(*statuses: int) -> dict[str | int, Any]:
    """The failures that an operation can answer with."""
    schema = {"$ref": f"#/components/schemas/{answers.Problem.__name__}"}
    content = {CONTENT_TYPE: {"schema": schema}}
    return {status: {"description": t.ERRORS[status], "content": content} for status in statuses}


ANYWHERE = (400, 401, 429, 503)

blueprint = APIBlueprint(
    "api",
    __name__,
    url_prefix=ROOT.rstrip("/"),
    abp_responses=_problems(*ANYWHERE),
    operation_id_callback=lambda *, name, path, method: name,
)

SEARCHING, READING, EXPORTING = (
    [Tag(name=name)] for name in (t.TAG_SEARCH, t.TAG_READ, t.TAG_EXPORT)
)


@blueprint.get(
    "/search",
    tags=SEARCHING,
    summary=t.SEARCH,
    description=t.SEARCH_DETAIL,
    responses={200: answers.SearchAnswer},
)
def search(query: Paging) -> Response:
    """A page of the matching paragraphs."""
    address = params.read(request.args)
    page = _page(address, query)
    found = engine().search(params.to_query(address), page)
    note_found(found.total)
    return _json(
        answers.SearchAnswer(
            total=found.total,
            reports=found.reports,
            left_out=len(found.left_out),
            hits=[answers.found_paragraph(hit, _site()) for hit in found.hits],
            next=_next(address, page, len(found.hits), found.total),
        )
    )


@blueprint.get(
    "/reports",
    tags=SEARCHING,
    summary=t.REPORTS,
    description=t.REPORTS_DETAIL,
    responses={200: answers.ReportsAnswer},
)
def reports(query: Paging) -> Response:
    """A page of the reports with matching paragraphs."""
    address = params.read(request.args)
    page = _page(address, query)
    found = engine().by_report(params.to_query(address), page)
    note_found(found.total)
    return _json(
        answers.ReportsAnswer(
            total=found.total,
            reports=found.reports,
            left_out=len(found.left_out),
            hits=[answers.found_report(hit, _site()) for hit in found.hits],
            next=_next(address, page, len(found.hits), found.reports),
        )
    )


@blueprint.get(
    "/facets",
    tags=SEARCHING,
    summary=t.FACETS,
    description=t.FACETS_DETAIL,
    responses={200: answers.FacetsAnswer},
)
def facets(query: Narrowing) -> Response:
    """The counts of each facet."""
    found = engine().facets(params.to_query(params.read(request.args)))
    counts = {
        field: [
            answers.FacetValue(value=one.value, count=one.count, chosen=one.chosen)
            for one in values
        ]
        for field, values in found.items()
    }
    return _json(answers.FacetsAnswer(**counts))


@blueprint.get(
    "/count",
    tags=SEARCHING,
    summary=t.COUNT,
    description=t.COUNT_DETAIL,
    responses={200: answers.Count},
)
def count(query: Narrowing) -> Response:
    """How many paragraphs match, and in how many reports."""
    found = engine().search(params.to_query(params.read(request.args)), Page(size=0))
    left_out = len(found.left_out)
    return _json(answers.Count(total=found.total, reports=found.reports, left_out=left_out))


@blueprint.get(
    "/reports/<doc_id>",
    tags=READING,
    summary=t.REPORT,
    description=t.REPORT_DETAIL,
    responses={200: answers.ReportAnswer, **_problems(404)},
)
def report(path: ReportPath) -> Response:
    """A whole report."""
    found = find(path.doc_id)
    superseded_by = found.newest.doc_id if found.newest else None
    links = {"near_to": found.report.near_to, "superseded_by": superseded_by}
    record = from_report(found.report) | links
    return _json(answers.ReportAnswer.model_validate(record))


@blueprint.get(
    "/paragraphs/<id>",
    tags=READING,
    summary=t.PARAGRAPH,
    description=t.PARAGRAPH_DETAIL,
    responses={200: answers.FoundParagraph, **_problems(404)},
)
def paragraph(path: ParagraphPath) -> Response:
    """One paragraph."""
    doc_id, _, ordinal = path.id.rpartition("-")
    try:
        found = find(doc_id).report
        one = next(one for one in found.paragraphs if str(one.ordinal) == ordinal)
    except (UnknownReport, StopIteration) as error:
        raise UnknownReport(
            t.NO_SUCH_PARAGRAPH.format(id=path.id), t.NO_SUCH_PARAGRAPH_REMEDY
        ) from error
    known = found.metadata
    of_report = {field: getattr(known, field) for field in OF_REPORT}
    hit = Hit(doc_id=found.doc_id, near_to=found.near_to, paragraph=one, spans=(), **of_report)
    return _json(answers.found_paragraph(hit, _site()))


@blueprint.get(
    "/export",
    tags=EXPORTING,
    summary=t.EXPORT,
    description=t.EXPORT_DETAIL,
    responses={
        200: {
            "description": t.OK_FILE,
            "content": {
                kind.partition(";")[0]: {"schema": {"type": "string"}}
                for kind in CONTENT_TYPES.values()
            },
        }
    },
)
def export(query: Exporting) -> Response:
    """All that matches, as a file."""
    return exported(params.read(request.args), query.format)


def _page(address: params.Address, query: Paging) -> Page:
    return Page(start_of(address, query.cursor), query.size, Sort(address.order))


def _next(address: params.Address, page: Page, shown: int, total: int) -> str | None:
    end = page.start + shown
    return cursor(address, end) if shown and end < total else None


def _site() -> str:
    return request.url_root.rstrip("/")


def _json(answer: BaseModel) -> Response:
    return Response(answer.model_dump_json(), content_type="application/json")
