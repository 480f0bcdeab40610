"""What the page of one report shows: its head, its outline, its paragraphs with the hits marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from archive import outline as archive_outline
from archive.engine import match_spans
from archive.messages import web as t
from archive.model import Metadata, Paragraph, Query, Report, Role
from web.snippets import Piece, cells, marked


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a report's metadata as it is shown; `value` is None when it is unknown.

    `by_person` tells that a person set it, not the text.
    """

    name: str
    value: str | None
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it is shown, its hits marked. A table row has cells, others only one.

    `is_header` tells a row that names the columns of the rows below it.
    """

    ordinal: int
    role: Role
    depth: int
    cells: tuple[tuple[Piece, ...], ...]
    is_hit: bool
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Where a paragraph stands among those with hits, from 1, and the ones before and after it."""

    position: int
    previous: int | None
    next: int | None


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading: how deep (from 0), the paragraph it stands at, the hits in its own section."""

    text: str
    depth: int
    ordinal: int
    hits: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A report ready to be shown. `blocks` are its lines after the title, a table's rows together.

    A title that was composed, because the text bears none, stands in for the empty one.
    """

    title: tuple[Piece, ...]
    facts: tuple[Fact, ...]
    outline: tuple[OutlineEntry, ...]
    blocks: tuple[tuple[Line, ...], ...]
    hits: tuple[int, ...]
    steps: Mapping[int, Step]


def reading(report: Report, query: Query) -> Reading:
    """The report with every stretch that matches the query marked.

    `hits` are the ordinals of the paragraphs in which something is marked, `steps` the way from
    each of them to the next.
    """
    headers = header_rows(report.paragraphs)
    lines = [_line(one, query, one.ordinal in headers) for one in report.paragraphs]
    hits = tuple(line.ordinal for line in lines if line.is_hit)
    return Reading(
        lines[0].cells[0] or ((report.metadata.title, False),),
        facts(report.metadata),
        tuple(outline(report.paragraphs, hits)),
        tuple(_blocks(lines[1:])),
        hits,
        steps(hits),
    )


def steps(hits: Sequence[int]) -> Mapping[int, Step]:
    """The step from each paragraph with hits to its neighbours, by ordinal."""
    around = zip((None, *hits), hits, (*hits[1:], None), strict=False)
    return {
        hit: Step(position, previous, following)
        for position, (previous, hit, following) in enumerate(around, 1)
    }


def facts(metadata: Metadata) -> tuple[Fact, ...]:
    """What the head of a report shows of it, unknown values included."""
    level = metadata.level
    values: Mapping[str, str | None] = {
        "year": t.YEAR.format(year=metadata.year) if metadata.year else None,
        "level": t.DEPARTMENT.format(level=level) if level and metadata.is_department else level,
        "unit": metadata.unit,
        "date": shown_date(metadata.date) if metadata.date else None,
        "document_number": metadata.document_number,
    }
    return tuple(
        Fact(t.FIELD_NAMES[field], value, field in metadata.corrections)
        for field, value in values.items()
    )


def shown_date(date: str) -> str:
    """An ISO 8601 date, to the day or to the month, as it is written in Chinese."""
    year, month, *day = (int(part) for part in date.split("-"))
    form = t.DATE_OF_DAY if day else t.DATE_OF_MONTH
    return form.format(year=year, month=month, day=day[0] if day else None)


def outline(paragraphs: Sequence[Paragraph], hits: Sequence[int]) -> Iterator[OutlineEntry]:
    """The headings of a report in order, each with the hits up to the next."""
    headings = list(archive_outline.outline(paragraphs))
    bounds = [*(heading.ordinal for heading in headings), len(paragraphs)]
    for heading, end in zip(headings, bounds[1:], strict=True):
        count = sum(heading.ordinal <= hit < end for hit in hits)
        yield OutlineEntry(heading.text, heading.depth, heading.ordinal, count)


def header_rows(paragraphs: Sequence[Paragraph]) -> set[int]:
    """The ordinals of the table rows whose cells are the names of the columns below them."""
    found: set[int] = set()
    below: tuple[str, ...] = ()
    for paragraph in reversed(paragraphs):
        if paragraph.role is not Role.TABLE_ROW:
            below = ()
        elif paragraph.columns:
            below = paragraph.columns
        elif below and _names_all(paragraph.text.split("\t"), below):
            found.add(paragraph.ordinal)
    return found


def _names_all(cells: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether each cell is the name of its column, or a part of it; a long one may go on."""
    named = zip_longest(cells, columns, fillvalue="")
    return all(cell in name or (name and cell.startswith(name)) for cell, name in named)


def _line(paragraph: Paragraph, query: Query, is_header: bool) -> Line:
    spans = match_spans(query, paragraph.text)
    pieces = marked(paragraph.text, spans)
    return Line(
        paragraph.ordinal,
        paragraph.role,
        len(paragraph.section),
        cells(pieces) if paragraph.role is Role.TABLE_ROW else (pieces,),
        bool(spans),
        is_header,
    )


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """The lines one by one, but table rows that follow each other together."""
    for is_table, group in groupby(lines, lambda line: line.role is Role.TABLE_ROW):
        if is_table:
            yield tuple(group)
        else:
            yield from ((line,) for line in group)
