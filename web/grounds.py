"""What each value of a report rests on: a place in its text, or a person's correction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.corrections import FIELDS, written
from archive.damage import damage
from archive.evidence import Context, in_context, place
from archive.messages import web as t
from archive.model import Report


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a paragraph in its context, and the rule that read it or the damage it is."""

    ordinal: int
    name: str
    context: Context
    label: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A value as it is shown, where it was read, and how a person set it; None where not."""

    name: str
    value: str | None
    place: Place | None
    correction: str | None


def grounds(report: Report) -> Iterator[Ground]:
    """Every value of the report's metadata with what it rests on."""
    for field in FIELDS:
        value = written(field, getattr(report.metadata, field)) or None
        yield Ground(t.FIELD_NAMES[field], value, _place(report, field), _correction(report, field))


def damaged(report: Report) -> tuple[Place, ...]:
    """What is damaged in the report's text, in order."""
    return tuple(
        _stretch(report, paragraph.ordinal, one.start, one.end, one.kind)
        for paragraph in report.paragraphs
        for one in damage(paragraph.text)
    )


def _place(report: Report, field: str) -> Place | None:
    at = report.metadata.evidence.get(field)
    return _stretch(report, at.ordinal, at.start, at.end, at.rule) if at else None


def _stretch(report: Report, ordinal: int, start: int, end: int, label: str) -> Place:
    return Place(ordinal, place(ordinal), in_context(report, ordinal, start, end), label)


def _correction(report: Report, field: str) -> str | None:
    one = report.metadata.corrections.get(field)
    if one is None:
        return None
    read = written(field, one.read) or t.UNKNOWN
    return t.SET_BY_PERSON.format(origin=one.origin, date=one.set_on, read=read)
