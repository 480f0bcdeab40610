"""A report by its identifier: from the index, or else from the library, which keeps every one."""

from __future__ import annotations

from dataclasses import dataclass

from archive.files import Superseded
from archive.library import Library
from archive.messages import web as t
from archive.model import Report
from web.failures import UnknownReport
from web.opening import engine, library


@dataclass(frozen=True, slots=True)
class Found:
    """A report and how it stands: in the index or not, and what it was superseded by, if it was.

    `newest` is the report that is current in its place.
    """

    report: Report
    is_indexed: bool = True
    superseded: Superseded | None = None
    newest: Report | None = None


def find(doc_id: str) -> Found:
    """The report of an identifier. Raises `UnknownReport` where the archive never held it."""
    if found := engine().report(doc_id):
        return Found(found)
    with library() as kept:
        report = kept.report(doc_id)
        if report is None:
            raise UnknownReport(t.NO_SUCH_REPORT.format(doc_id=doc_id), t.NO_SUCH_REPORT_REMEDY)
        superseded = kept.superseded(doc_id)
        return Found(report, False, superseded, _newest(kept, superseded))


def _newest(kept: Library, superseded: Superseded | None) -> Report | None:
    """The report at the end of the chain: what superseded another may be superseded itself."""
    doc_id = None
    while superseded:
        doc_id = superseded.by
        superseded = kept.superseded(doc_id)
    return kept.report(doc_id) if doc_id else None
