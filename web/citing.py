"""The citation of a report or a paragraph, with its permanent address on this site."""

from __future__ import annotations

from datetime import date

from flask import url_for

from archive.citation import Citation, Source, citation, plain
from archive.model import Hit, Report


def permanent_url(doc_id: str, ordinal: int) -> str:
    """The whole address under which a paragraph, or with 0 the report, is found for good."""
    if not ordinal:
        return url_for("report_pages.permanent", doc_id=doc_id, _external=True)
    return url_for("report_pages.permanent", doc_id=doc_id, ordinal=ordinal, _external=True)


def cited(report: Report, ordinal: int) -> Citation:
    """A paragraph of a report, or with 0 the report, in every form."""
    return citation(_source(report, ordinal))


def cited_plain(report: Report) -> tuple[str, ...]:
    """The citation for running text of each paragraph, by ordinal."""
    return tuple(plain(_source(report, one.ordinal)) for one in report.paragraphs)


def hit_citation(hit: Hit) -> str:
    """The citation for running text of a paragraph that was found."""
    return plain(
        Source(
            doc_id=hit.doc_id,
            ordinal=hit.paragraph.ordinal,
            title=hit.title,
            address=permanent_url(hit.doc_id, hit.paragraph.ordinal),
            seen_on=_today(),
            unit=hit.unit,
            year=hit.year,
            section=hit.paragraph.section,
        )
    )


def _source(report: Report, ordinal: int) -> Source:
    metadata = report.metadata
    return Source(
        doc_id=report.doc_id,
        ordinal=ordinal,
        title=metadata.title,
        address=permanent_url(report.doc_id, ordinal),
        seen_on=_today(),
        unit=metadata.unit,
        year=metadata.year,
        section=report.paragraphs[ordinal].section,
        date=metadata.date,
        document_number=metadata.document_number,
    )


def _today() -> str:
    return date.today().isoformat()
