"""A report as `inspect` shows it to a person: each value with its evidence, the outline, damage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.corrections import FIELDS, written
from archive.damage import damage
from archive.evidence import in_context, place
from archive.messages import indexer as messages
from archive.model import Report
from archive.outline import outline
from archive.records import Record


def shown(path: Path, report: Report) -> Iterator[str]:
    """The lines that show what was read from a file."""
    yield f"{path}（{report.doc_id}）"
    for field in FIELDS:
        yield from _value(report, field)
    yield "  " + messages.PARAGRAPH_COUNT.format(count=len(report.paragraphs))
    headings = [
        "  " * heading.depth
        + messages.HEADING.format(
            text=heading.text, kind=heading.kind, place=place(heading.ordinal)
        )
        for heading in outline(report.paragraphs)
    ]
    for line in headings or [messages.NO_HEADING]:
        yield f"    {line}"
    if report.stated:
        yield "  " + messages.STATED
        for label, text in report.stated:
            yield "    " + messages.STATED_LINE.format(label=label, text=text)
    if found := damage_records(report):
        yield "  " + messages.DAMAGE_COUNT.format(count=len(found))
        for one in found:
            before, text, after = in_context(report, one["ordinal"], one["start"], one["end"])
            line = messages.DAMAGE_LINE.format(
                place=place(one["ordinal"]), before=before, text=text, after=after, kind=one["kind"]
            )
            yield f"    {line}"


def damage_records(report: Report) -> list[Record]:
    """Every damaged stretch of a report as a JSON object: kind, text, ordinal, start and end."""
    return [
        {
            "kind": one.kind,
            "text": paragraph.text[one.start : one.end],
            "ordinal": paragraph.ordinal,
            "start": one.start,
            "end": one.end,
        }
        for paragraph in report.paragraphs
        for one in damage(paragraph.text)
    ]


def change_line(field: str, before: Any, after: Any, form: str = messages.CHANGE) -> str:
    """A value as it was and as it becomes."""
    name = messages.FIELD_NAMES[field]
    return form.format(field=name, before=named(field, before), after=named(field, after))


def named(field: str, value: Any) -> str:
    """A value in words, an unknown one included."""
    return written(field, value) or messages.UNKNOWN


def _value(report: Report, field: str) -> Iterator[str]:
    known = report.metadata
    yield f"  {messages.FIELD_NAMES[field]}：{named(field, getattr(known, field))}"
    if one := known.corrections.get(field):
        read = named(field, one.read)
        line = messages.BY_PERSON.format(origin=one.origin, date=one.set_on, read=read)
        yield f"    {line}"
    if at := known.evidence.get(field):
        before, text, after = in_context(report, at.ordinal, at.start, at.end)
        line = messages.EVIDENCE.format(
            place=place(at.ordinal), before=before, text=text, after=after, rule=at.rule
        )
        yield f"    {line}"
