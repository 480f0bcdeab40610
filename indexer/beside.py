"""The metadata.csv files beside reports: what a person wrote of the files in the same folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.corrections import Change, changes
from archive.messages import indexer as messages
from archive.model import Report
from indexer.metadata_table import Problem, Row, rows, values_of

NAME = "metadata.csv"
"""The file's name. Its columns: filename, and any of year, level, unit and the other fields."""

FILENAME = "filename"

Values = Mapping[str, Any]


@dataclass(slots=True)
class _Table:
    """One metadata.csv: the values of each file that it names, and what is wrong."""

    values: dict[str, Values] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    beside: frozenset[str] | None = None
    """The files beside it in an archive; None in a folder, where they can be looked for."""


class Beside:
    """What the metadata.csv files in and below the folders that are loaded say of each file.

    A table names the files of its own folder, and those below it by their relative path.
    """

    def __init__(self, roots: Iterable[Path]) -> None:
        self._roots = {
            root.absolute() if root.is_dir() else root.absolute().parent for root in roots
        }
        self._tables: dict[Path, _Table | None] = {}

    def read_in_archive(self, table: Path, file: Path, beside: Iterable[Path]) -> None:
        """Honour a table that was unpacked from an archive, where it stands at `table`.

        `file` holds it, `beside` are the paths of all that the archive holds.
        """
        within = (path for path in beside if path.is_relative_to(table.parent))
        names = (path.relative_to(table.parent).as_posix() for path in within)
        read = _read(file)
        read.beside = frozenset(map(_plain, names))
        self._tables[table.parent.absolute()] = read

    def values(self, file: Path) -> Values:
        """The values set for a file; the table nearest to it is the one that counts."""
        file = file.absolute()
        for folder in file.parents:
            table = self._table(folder)
            if table and (found := table.values.get(_plain(file.relative_to(folder).as_posix()))):
                return found
            if folder in self._roots:
                break
        return {}

    def problems(self) -> list[tuple[Path, Problem]]:
        """The rows that could not be used, and those of files that are not there, by table."""
        found = []
        for folder, table in self._tables.items():
            if table:
                missing = [
                    Problem(
                        line,
                        messages.ROW_UNKNOWN_FILE[0].format(name=name),
                        messages.ROW_UNKNOWN_FILE[1],
                    )
                    for name, line in table.lines.items()
                    if not _is_there(folder, name, table.beside)
                ]
                wrong = sorted([*table.problems, *missing], key=lambda problem: problem.line)
                found += [(folder / NAME, problem) for problem in wrong]
        return found

    def _table(self, folder: Path) -> _Table | None:
        if folder not in self._tables:
            path = folder / NAME
            self._tables[folder] = _read(path) if path.is_file() else None
        return self._tables[folder]


def changes_beside(report: Report, values: Values) -> list[Change]:
    """What a table changes of a report: nothing that a person has set by command."""
    by_command = {
        name
        for name, one in report.metadata.corrections.items()
        if one.origin == messages.CORRECTED_BY_COMMAND
    }
    return changes(report, {name: values[name] for name in values if name not in by_command})


def _read(path: Path) -> _Table:
    table = _Table()
    try:
        data = path.read_bytes()
    except OSError as error:
        reason, remedy = messages.TABLE_UNREADABLE
        table.problems.append(Problem(1, reason.format(detail=error.strerror), remedy))
        return table
    for row in rows(data, (FILENAME,)):
        if isinstance(row, Problem):
            table.problems.append(row)
        else:
            _take(table, row)
    return table


def _take(table: _Table, row: Row) -> None:
    name = _plain(row.cells[FILENAME].replace("\\", "/").removeprefix("./"))
    values, wrong = values_of(row)
    if name in table.lines:
        reason, remedy = messages.ROW_REPEATED
        wrong.append(Problem(row.line, reason.format(line=table.lines[name]), remedy))
    table.problems += wrong
    if not wrong:
        table.values[name] = values
        table.lines[name] = row.line


def _plain(name: str) -> str:
    """A name in one form, whether macOS or another system wrote it."""
    return unicodedata.normalize("NFC", name)


def _is_there(folder: Path, name: str, beside: frozenset[str] | None) -> bool:
    if beside is not None:
        return name in beside
    return any((folder / unicodedata.normalize(form, name)).exists() for form in ("NFC", "NFD"))
