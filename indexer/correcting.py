"""The commands by which a person corrects metadata: correct, metadata export, metadata import."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from archive.corrections import FIELDS, Change, changes, parse
from archive.engine import open_engine
from archive.errors import CorrectionError, LibraryError, ReportsRefused
from archive.library import Library
from archive.messages import indexer as messages
from archive.model import Report
from archive.settings import Settings, from_environment
from indexer.indexing import Indexing
from indexer.metadata_table import Planned, Problem, export, plan
from indexer.showing import change_line

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command(help=messages.CORRECT_HELP)
@click.argument("doc_id")
@click.argument("values", nargs=-1, metavar="FIELD=VALUE…")
@click.option("--undo", "undone", multiple=True, metavar="FIELD", help=messages.UNDO_HELP)
def correct(doc_id: str, values: tuple[str, ...], undone: tuple[str, ...]) -> None:
    """Set values of one report, or take them back; all of them or none."""
    settings = from_environment()
    with Library(settings.library, writable=True) as library:
        report = library.report(doc_id.strip().lower())
        if report is None:
            raise CorrectionError(
                messages.NO_SUCH_REPORT.format(doc_id=doc_id), messages.NO_SUCH_REPORT_REMEDY
            )
        made = changes(report, dict(map(_assignment, values)))
        made += [_taken_back(report, _field(name)) for name in undone]
        library.correct(made, messages.CORRECTED_BY_COMMAND)
        _reindex(library, settings)
    for change in made:
        click.echo(_line(report, change))
    if not made:
        click.echo(messages.NO_CHANGE)


@click.group(help=messages.METADATA_HELP)
def metadata() -> None:
    """The metadata of every report as a table."""


@metadata.command("export", help=messages.EXPORT_HELP)
@FILE
def export_command(file: Path) -> None:
    """Write a table of all metadata."""
    with Library(from_environment().library) as library:
        try:
            count = export(library, file)
        except FileExistsError as error:
            raise LibraryError(
                messages.EXPORT_EXISTS.format(path=file), messages.EXPORT_EXISTS_REMEDY
            ) from error
        except OSError as error:
            raise _unusable(file, error) from error
    click.echo(messages.EXPORTED.format(count=count, path=file))


@metadata.command("import", help=messages.IMPORT_HELP)
@FILE
@click.option("--dry-run", is_flag=True, help=messages.DRY_RUN_HELP)
def import_command(file: Path, dry_run: bool) -> None:
    """Record what a table changes; nothing of it, and exit status 1, when a row is wrong."""
    settings = from_environment()
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _unusable(file, error) from error
    with Library(settings.library, writable=not dry_run) as library:
        planned, problems = plan(data, library)
        _print_plan(planned, problems)
        if problems:
            click.echo(messages.IMPORT_REFUSED.format(count=len(problems)))
            sys.exit(1)
        if not dry_run:
            library.correct((one.change for one in planned), messages.CORRECTED_BY_TABLE)
            _reindex(library, settings)
    form = messages.IMPORT_PLANNED if dry_run else messages.IMPORTED
    reports = len({one.change.doc_id for one in planned})
    click.echo(form.format(changes=len(planned), reports=reports))


def _reindex(library: Library, settings: Settings) -> None:
    with open_engine(settings) as engine:
        indexing = Indexing(library, engine, settings.engine)
        indexing.resume()
    if indexing.refused:
        raise ReportsRefused(indexing.refused)


def _assignment(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise CorrectionError(messages.BAD_ASSIGNMENT.format(text=text), _fields_remedy())
    field = _field(name)
    return field, parse(field, value)


def _field(name: str) -> str:
    by_chinese = {chinese: field for field, chinese in messages.FIELD_NAMES.items()}
    field = by_chinese.get(name.strip(), name.strip())
    if field not in FIELDS:
        raise CorrectionError(messages.NO_SUCH_FIELD.format(field=name), _fields_remedy())
    return field


def _fields_remedy() -> str:
    names = (f"{field}（{messages.FIELD_NAMES[field]}）" for field in FIELDS)
    return messages.FIELDS_REMEDY.format(names="、".join(names))


def _taken_back(report: Report, field: str) -> Change:
    correction = report.metadata.corrections.get(field)
    if correction is None:
        name = messages.FIELD_NAMES[field]
        raise CorrectionError(messages.NOT_CORRECTED.format(field=name))
    return Change(report.doc_id, field, correction.read, take_back=True)


def _line(report: Report, change: Change) -> str:
    before = getattr(report.metadata, change.field)
    form = messages.TAKEN_BACK if change.take_back else messages.CHANGE
    line = change_line(change.field, before, change.value, form)
    correction = report.metadata.corrections.get(change.field)
    if change.take_back and correction and correction.origin == messages.CORRECTED_BESIDE:
        name = messages.FIELD_NAMES[change.field]
        line += "\n" + messages.STILL_BESIDE.format(field=name)
    return line


def _print_plan(planned: Sequence[Planned], problems: Sequence[Problem]) -> None:
    for one in planned:
        title = one.report.metadata.title
        head = messages.LINE_CHANGE.format(line=one.line, doc_id=one.change.doc_id, title=title)
        click.echo(head + _line(one.report, one.change))
    for problem in problems:
        click.echo(
            messages.LINE_PROBLEM.format(
                line=problem.line, reason=problem.reason, remedy=problem.remedy
            ),
            err=True,
        )


def _unusable(file: Path, error: OSError) -> LibraryError:
    return LibraryError(
        messages.FILE_UNUSABLE.format(path=file, detail=error.strerror),
        messages.FILE_UNUSABLE_REMEDY,
    )
