"""Reports as JSON objects and back: the one form for the library, the engines and `inspect`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from archive.model import (
    Correction,
    Evidence,
    Level,
    Metadata,
    Paragraph,
    Report,
    Role,
    SectionKind,
)

Record = dict[str, Any]
"""A JSON object: text keys; values are text, numbers, booleans, null, lists and objects."""


def from_report(report: Report) -> Record:
    """A report as one JSON object; unknown values are null."""
    return {
        "source": report.source,
        "doc_id": report.doc_id,
        **from_metadata(report.metadata),
        "stated": from_stated(report.stated),
        "paragraphs": [from_paragraph(paragraph) for paragraph in report.paragraphs],
    }


def to_report(record: Record) -> Report:
    """The report that `from_report` made the object of."""
    return Report(
        doc_id=record["doc_id"],
        source=record["source"],
        metadata=to_metadata(record),
        paragraphs=tuple(map(to_paragraph, record["paragraphs"])),
        stated=to_stated(record),
    )


def from_stated(stated: Sequence[tuple[str, str]]) -> list[Record]:
    """What a file states beside its text, as JSON objects."""
    return [{"label": label, "text": text} for label, text in stated]


def to_stated(record: Record) -> tuple[tuple[str, str], ...]:
    """What is stated in an object with "stated"; versions before 0.4.0 wrote none."""
    return tuple((one["label"], one["text"]) for one in record.get("stated", ()))


def from_metadata(metadata: Metadata) -> Record:
    """Metadata as a JSON object, its evidence by field name under "evidence"."""
    record = {field.name: getattr(metadata, field.name) for field in fields(metadata)}
    record["covers"] = list(metadata.covers) if metadata.covers else None
    record["evidence"] = {name: asdict(found) for name, found in metadata.evidence.items()}
    record["corrections"] = {name: asdict(one) for name, one in metadata.corrections.items()}
    return record


def to_metadata(record: Record) -> Metadata:
    """The metadata in an object that holds at least the fields of `Metadata`."""
    named = (field.name for field in fields(Metadata) if field.name in record)
    values = {name: to_value(name, record[name]) for name in named}
    values["evidence"] = {name: Evidence(**found) for name, found in record["evidence"].items()}
    # Version 0.1.0 wrote none.
    values["corrections"] = {
        name: _to_correction(name, one) for name, one in record.get("corrections", {}).items()
    }
    return Metadata(**values)


def to_value(field: str, value: Any) -> Any:
    """The value of a metadata field that stands in JSON as this one."""
    if value is not None and field == "covers":
        return tuple(value)
    return Level(value) if value is not None and field == "level" else value


def _to_correction(field: str, record: Record) -> Correction:
    read, value = to_value(field, record["read"]), to_value(field, record["value"])
    return Correction(**{**record, "read": read, "value": value})


def from_paragraph(paragraph: Paragraph) -> Record:
    """A paragraph as a JSON object."""
    return {
        "ordinal": paragraph.ordinal,
        "role": paragraph.role,
        "section": list(paragraph.section),
        "section_kind": paragraph.section_kind,
        "years_mentioned": list(paragraph.years_mentioned),
        "columns": list(paragraph.columns),
        "text": paragraph.text,
    }


def to_paragraph(record: Record) -> Paragraph:
    """The paragraph that `from_paragraph` made the object of."""
    return Paragraph(
        ordinal=record["ordinal"],
        role=Role(record["role"]),
        text=record["text"],
        section=tuple(record["section"]),
        section_kind=SectionKind(record["section_kind"]),
        years_mentioned=tuple(record["years_mentioned"]),
        columns=tuple(record.get("columns", ())),  # versions before 0.4.0 wrote none
    )
