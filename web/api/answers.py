"""What the API answers: the archive's nouns as the JSON objects that its description promises."""

from __future__ import annotations

from pydantic import BaseModel, Field

from archive.export import from_hit
from archive.messages import api as t
from archive.model import Hit, Level, ReportHit, Role, SectionKind


class Count(BaseModel):
    """How much was found."""

    total: int = Field(description=t.FIELD_TOTAL)
    reports: int = Field(description=t.FIELD_REPORTS)
    left_out: int = Field(description=t.FIELD_LEFT_OUT)


class FoundParagraph(BaseModel):
    """A paragraph with what is needed to show and cite it."""

    id: str
    doc_id: str
    title: str
    year: int | None
    level: Level | None
    unit: str | None
    is_department: bool | None
    region: str | None
    date: str | None
    document_number: str | None
    doc_type: str | None
    near_to: str | None = Field(description=t.FIELD_NEAR_TO)
    role: Role
    section: list[str] = Field(description=t.FIELD_SECTION)
    section_kind: SectionKind
    ordinal: int = Field(description=t.FIELD_ORDINAL)
    columns: list[str] = Field(description=t.FIELD_COLUMNS)
    url: str = Field(description=t.FIELD_URL)
    text: str
    spans: list[tuple[int, int]] = Field(description=t.FIELD_SPANS)


class SearchAnswer(Count):
    """A page of paragraphs."""

    hits: list[FoundParagraph]
    next: str | None = Field(description=t.FIELD_NEXT)


class FoundReport(BaseModel):
    """A report with matching paragraphs."""

    count: int = Field(description=t.FIELD_COUNT)
    best: FoundParagraph = Field(description=t.FIELD_BEST)


class ReportsAnswer(Count):
    """A page of reports."""

    hits: list[FoundReport]
    next: str | None = Field(description=t.FIELD_NEXT)


class FacetValue(BaseModel):
    """A value of a facet and how many paragraphs have it."""

    value: bool | int | str | None = Field(description=t.FIELD_VALUE)
    count: int
    chosen: bool = Field(description=t.FIELD_CHOSEN)


class FacetsAnswer(BaseModel):
    """The counts of each facet."""

    year: list[FacetValue]
    level: list[FacetValue]
    unit: list[FacetValue]
    section_kind: list[FacetValue]
    region: list[FacetValue]
    doc_type: list[FacetValue]
    is_department: list[FacetValue]


class Evidence(BaseModel):
    """Where in the text a value was read."""

    text: str
    ordinal: int
    start: int
    end: int
    rule: str


class Correction(BaseModel):
    """A value that a person set."""

    value: bool | int | str | list[int] | None
    set_on: str
    origin: str
    read: bool | int | str | list[int] | None


class Statement(BaseModel):
    """What a file says of itself beside its text."""

    label: str
    text: str


class ReportParagraph(BaseModel):
    """A paragraph within its report."""

    ordinal: int = Field(description=t.FIELD_ORDINAL)
    role: Role
    section: list[str] = Field(description=t.FIELD_SECTION)
    section_kind: SectionKind
    years_mentioned: list[int]
    columns: list[str] = Field(description=t.FIELD_COLUMNS)
    text: str


class ReportAnswer(BaseModel):
    """A whole report."""

    doc_id: str
    source: str
    title: str
    year: int | None
    covers: tuple[int, int] | None
    level: Level | None
    is_department: bool | None
    unit: str | None
    region: str | None
    date: str | None
    document_number: str | None
    doc_type: str | None
    near_to: str | None = Field(description=t.FIELD_NEAR_TO)
    superseded_by: str | None = Field(description=t.FIELD_SUPERSEDED)
    evidence: dict[str, Evidence]
    corrections: dict[str, Correction]
    stated: list[Statement] = Field(description=t.FIELD_STATED)
    paragraphs: list[ReportParagraph]


class Problem(BaseModel):
    """Why a request failed (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = Field(description=t.FIELD_DETAIL)
    remedy: str = Field(description=t.FIELD_REMEDY)


def found_paragraph(hit: Hit, site: str) -> FoundParagraph:
    """A hit; `site` is the address of the site, without a slash at its end."""
    return FoundParagraph.model_validate(from_hit(hit, site))


def found_report(hit: ReportHit, site: str) -> FoundReport:
    """A report's hit; `site` as above."""
    return FoundReport(count=hit.count, best=found_paragraph(hit.best, site))
