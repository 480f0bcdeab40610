"""Metadata as a table that a person edits: CSV out of the library, and back as corrections."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.corrections import FIELDS, Change, changes, parse, written
from archive.errors import CorrectionError
from archive.library import Library
from archive.messages import FIELD_NAMES
from archive.messages import indexer as messages
from archive.model import Report
from indexer.blocks import Unreadable
from indexer.readers.plain import decoded

ID, SOURCE, CORRECTED = "doc_id", "source", "corrected"
COLUMNS = (ID, SOURCE, *FIELDS, CORRECTED)
"""The columns of an exported table; `source` and `corrected` are there to be read only."""

_NAMES = {name: field for field, name in FIELD_NAMES.items()}
_FORMULA = re.compile("'*[=+\\-@\t\r]")
_KEPT_FROM_FORMULA = re.compile("''*[=+\\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the line it begins at, and the cells by column that are not empty."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be used: its line, why, and what to do about it."""

    line: int
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A change that a row asks for, with the report as it is before."""

    line: int
    report: Report
    change: Change


def export(library: Library, file: Path) -> int:
    """Write the metadata of every report to a new CSV file; the number of reports.

    UTF-8 with BOM, so that Excel opens it. Raises `FileExistsError`, `OSError`.
    """
    count = 0
    with file.open("x", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(COLUMNS)
        for report in library.reports():
            known = report.metadata
            values = [written(field, getattr(known, field)) for field in FIELDS]
            names = "、".join(FIELD_NAMES[field] for field in FIELDS if field in known.corrections)
            table.writerow(map(no_formula, (report.doc_id, report.source, *values, names)))
            count += 1
    return count


def plan(data: bytes, library: Library) -> tuple[list[Planned], list[Problem]]:
    """What a table asks to be changed, and the rows that cannot be used, both by line."""
    planned: list[Planned] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    for row in rows(data, (ID,), (SOURCE, CORRECTED)):
        if isinstance(row, Problem):
            problems.append(row)
            continue
        doc_id = row.cells[ID].lower()
        report = library.report(doc_id)
        first = lines.setdefault(doc_id, row.line)
        if report is None:
            reason, remedy = messages.ROW_UNKNOWN_REPORT
            problems.append(Problem(row.line, reason.format(doc_id=row.cells[ID]), remedy))
        elif first != row.line:
            reason, remedy = messages.ROW_REPEATED
            problems.append(Problem(row.line, reason.format(line=first), remedy))
        else:
            values, wrong = values_of(row)
            problems += wrong
            planned += [Planned(row.line, report, change) for change in changes(report, values)]
    return planned, problems


def rows(
    data: bytes, required: Iterable[str], read_only: Iterable[str] = ()
) -> Iterator[Row | Problem]:
    """The rows of a table whose first line names the columns, in English or in Chinese.

    Read as UTF-8, UTF-16 or GB18030, with commas or tabs between the cells. A row that cannot be
    used comes as its problem; of a table that cannot be used at all only that comes.
    """
    try:
        text = decoded(data)
    except Unreadable:
        yield Problem(1, *messages.NOT_A_TABLE)
        return
    head = text.partition("\n")[0]
    table = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in head else ",")
    end = 0
    columns: list[str] | None = None
    try:
        for cells in table:
            line, end = end + 1, table.line_num
            if columns is None:
                columns = [_column(cell) for cell in cells]
                if problem := _wrong_head(columns, required, read_only):
                    yield problem
                    return
                continue
            named = {
                column: as_typed(cell.strip())
                for column, cell in zip(columns, cells, strict=False)
                if cell.strip() and column not in read_only
            }
            if any(cell.strip() for cell in cells[len(columns) :]):
                yield Problem(line, *messages.ROW_TOO_LONG)
            elif named and all(name in named for name in required):
                yield Row(line, named)
            elif named:
                yield Problem(line, *messages.ROW_WITHOUT_NAME)
    except csv.Error as error:
        reason, remedy = messages.TABLE_BROKEN
        yield Problem(end + 1, reason.format(detail=error), remedy)


def values_of(row: Row) -> tuple[dict[str, Any], list[Problem]]:
    """The values that a row sets, by field; where one of them is wrong, only what is wrong."""
    values: dict[str, Any] = {}
    wrong: list[Problem] = []
    for field in FIELDS:
        if field in row.cells:
            try:
                values[field] = parse(field, row.cells[field])
            except CorrectionError as error:
                wrong.append(Problem(row.line, error.message, error.remedy))
    return ({}, wrong) if wrong else (values, [])


def no_formula(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def as_typed(cell: str) -> str:
    """The cell that `no_formula` made this one of; any other as it is."""
    return cell[1:] if _KEPT_FROM_FORMULA.match(cell) else cell


def _column(cell: str) -> str:
    name = cell.strip().lower()
    return _NAMES.get(name) or messages.COLUMN_NAMES.get(name, name)


def _wrong_head(
    columns: list[str], required: Iterable[str], read_only: Iterable[str]
) -> Problem | None:
    for name in required:
        if name not in columns:
            reason, remedy = messages.TABLE_WITHOUT_COLUMN
            return Problem(1, reason.format(column=name), remedy)
    allowed = {*required, *read_only, *FIELDS, ""}
    for column in columns:
        if column not in allowed or (column and columns.count(column) > 1):
            reason, remedy = messages.TABLE_COLUMN_UNKNOWN
            return Problem(1, reason.format(column=column), remedy.format(names="、".join(FIELDS)))
    return None
