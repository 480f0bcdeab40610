"""Every row of a query to take away: as CSV, as an Excel workbook, or as JSON Lines.

Each begins with a head: what was asked for, when, of which index, and how many rows there are.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain

from archive.asked import Asked, conditions
from archive.engine import SearchEngine
from archive.messages import export as messages
from archive.model import Hit, Page
from archive.records import Record
from archive.workbook import MOST_UNITS, Cell, Sheet, workbook


class Format(StrEnum):
    """The forms of an export, by the endings of their files."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


CONTENT_TYPES: Mapping[Format, str] = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSONL: "application/jsonl; charset=utf-8",
}

WIDTHS = {"title": 36, "section": 30, "columns": 20, "url": 20, "text": 80}
"""Widths of columns in a workbook, in characters; the others have `WIDTH`."""

WIDTH = 12

CHUNK = 1 << 16
"""Characters that are gathered before they go out."""

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""How a cell begins that a spreadsheet may take for a formula, or that would be taken for one
without the ' before it: so a ' that an export put there can be told from one of the text."""

_LINE_END = re.compile("[\x85\u2028\u2029]")
"""Ends of line to some programs, but not in JSON, where they need not be escaped."""


@dataclass(frozen=True, slots=True)
class Head:
    """What an export says of itself. `exported_at` is a local time with its zone."""

    asked: Asked
    exported_at: datetime
    engine: str
    version: str
    indexed_reports: int
    indexed_paragraphs: int
    total: int
    reports: int
    left_out: int


def head(engine: SearchEngine, asked: Asked) -> Head:
    """The head of an export made now."""
    status = engine.status()
    results = engine.search(asked.query, Page(size=0))
    return Head(
        asked=asked,
        exported_at=datetime.now().astimezone().replace(microsecond=0),
        engine=status.engine,
        version=status.version,
        indexed_reports=status.reports,
        indexed_paragraphs=status.paragraphs,
        total=results.total,
        reports=results.reports,
        left_out=len(results.left_out),
    )


def pieces(head: Head, hits: Iterable[Hit], form: Format, site: str = "") -> Iterator[bytes]:
    """The bytes of an export of these hits, in pieces; memory does not grow with their number.

    `site` is the address of the site, by which each row gets a permanent address; without it the
    rows have none.
    """
    return WRITERS[form](head, hits, site.rstrip("/"))


def from_hit(hit: Hit, site: str = "") -> Record:
    """A hit as a JSON object, with its permanent address where the site's is known."""
    paragraph = hit.paragraph
    record: Record = {
        "id": hit.id,
        "doc_id": hit.doc_id,
        "year": hit.year,
        "level": hit.level,
        "unit": hit.unit,
        "is_department": hit.is_department,
        "region": hit.region,
        "title": hit.title,
        "doc_type": hit.doc_type,
        "document_number": hit.document_number,
        "date": hit.date,
        "near_to": hit.near_to,
        "role": paragraph.role,
        "section": list(paragraph.section),
        "section_kind": paragraph.section_kind,
        "ordinal": paragraph.ordinal,
        "columns": list(paragraph.columns),
        "url": permanent_address(site, hit.doc_id, paragraph.ordinal),
        "text": paragraph.text,
        "spans": [list(span) for span in hit.spans],
    }
    if not site:
        del record["url"]
    return record


def permanent_address(site: str, doc_id: str, ordinal: int) -> str:
    """Where a paragraph, or for ordinal 0 its report, is found for good on the site."""
    return f"{site}/r/{doc_id}/{ordinal}" if ordinal else f"{site}/r/{doc_id}"


def _lines_of(head: Head, note: str) -> Iterator[tuple[str, str]]:
    """The head as names and values for a person to read."""
    yield messages.QUERY, " ".join(head.asked.text.split())
    yield from conditions(head.asked)
    yield messages.EXPORTED_AT, head.exported_at.isoformat(sep=" ")
    yield (
        messages.INDEX,
        messages.INDEX_OF.format(
            name=f"{head.engine} {head.version}",
            reports=head.indexed_reports,
            paragraphs=head.indexed_paragraphs,
        ),
    )
    yield messages.TOTAL, str(head.total)
    yield messages.REPORTS, str(head.reports)
    if head.asked.query.fold_near:
        yield messages.LEFT_OUT, str(head.left_out)
    yield messages.NOTE, note


def _cells(hit: Hit, site: str) -> tuple[Cell, ...]:
    """A row for a spreadsheet, in the order of `messages.COLUMNS`; what is unknown is empty."""
    paragraph = hit.paragraph
    return (
        hit.id,
        hit.doc_id,
        hit.year,
        hit.level,
        hit.unit,
        None if hit.is_department is None else messages.YES_NO[hit.is_department],
        hit.region,
        hit.title,
        hit.doc_type,
        hit.document_number,
        hit.date,
        hit.near_to,
        messages.ROLES[paragraph.role],
        messages.PATH.join(paragraph.section),
        paragraph.section_kind,
        paragraph.ordinal,
        messages.HEADER.join(paragraph.columns),
        *((permanent_address(site, hit.doc_id, paragraph.ordinal),) if site else ()),
        paragraph.text,
    )


def _columns(site: str) -> list[str]:
    return [name for name in messages.COLUMNS if site or name != "url"]


def _csv(head: Head, hits: Iterable[Hit], site: str) -> Iterator[bytes]:
    """RFC 4180 after lines that begin with #.

    Every cell of a row is quoted, so that a program told to skip comments takes no # in a text
    for the beginning of one.
    """
    yield b"\xef\xbb\xbf"
    notes = (f"# {name},{csv_row([value])}" for name, value in _lines_of(head, messages.CSV_NOTE))
    names = csv_row([messages.COLUMNS[name] for name in _columns(site)])
    rows = (csv_row(_cells(hit, site)) for hit in hits)
    yield from _encoded(chain(notes, [names], rows))


def csv_row(cells: Sequence[Cell]) -> str:
    """A line of CSV, each cell quoted, and none that a spreadsheet takes for a formula."""
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(
        [f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell for cell in cells]
    )
    return line.getvalue()


def _workbook(head: Head, hits: Iterable[Hit], site: str) -> Iterator[bytes]:
    columns = _columns(site)
    lines = _lines_of(head, messages.WORKBOOK_NOTE)
    return workbook(
        [
            Sheet(messages.SHEET_HEAD, lines, widths=(20, 100)),
            Sheet(
                messages.SHEET_ROWS,
                (_fitting(_cells(hit, site)) for hit in hits),
                header=[messages.COLUMNS[name] for name in columns],
                widths=[WIDTHS.get(name, WIDTH) for name in columns],
            ),
        ]
    )


def _fitting(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A row of which only the last cell, the text, may go on beyond its own."""
    most = MOST_UNITS // 2  # each character may take two units
    if all(not isinstance(cell, str) or len(cell) <= most for cell in cells[:-1]):
        return cells
    short = (
        cell[: most - 1] + messages.CUT if isinstance(cell, str) and len(cell) > most else cell
        for cell in cells[:-1]
    )
    return (*short, cells[-1])


def _json_lines(head: Head, hits: Iterable[Hit], site: str) -> Iterator[bytes]:
    """The head has no "text"; every other line has."""
    query = head.asked.query
    first: Record = {
        "query": head.asked.text,
        "by_words": bool(query.words),
        "across": query.across,
        "fold_near": query.fold_near,
        "variants": list(head.asked.variants),
        "filters": {field: list(values) for field, values in query.filters.items()},
        "exported_at": head.exported_at.isoformat(),
        "index": {
            "engine": head.engine,
            "version": head.version,
            "reports": head.indexed_reports,
            "paragraphs": head.indexed_paragraphs,
        },
        "total": head.total,
        "reports": head.reports,
        "left_out": head.left_out,
    }
    records = chain([first], (from_hit(hit, site) for hit in hits))
    return _encoded(
        _LINE_END.sub(_escaped, json.dumps(record, ensure_ascii=False)) + "\n" for record in records
    )


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines in UTF-8, many of them at a time."""
    gathered: list[str] = []
    size = 0
    for line in lines:
        gathered.append(line)
        size += len(line)
        if size >= CHUNK:
            yield "".join(gathered).encode()
            gathered.clear()
            size = 0
    yield "".join(gathered).encode()


Writer = Callable[[Head, Iterable[Hit], str], Iterator[bytes]]

WRITERS: Mapping[Format, Writer] = {
    Format.CSV: _csv,
    Format.XLSX: _workbook,
    Format.JSONL: _json_lines,
}
"""What writes each form, from the head, the hits and the site's address."""
