"""The command that tells what became of every file, of the quarantined ones, or of one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from archive.engine import SearchEngine, open_engine
from archive.export import csv_row
from archive.files import FileRecord
from archive.library import Library
from archive.messages import keeping as messages
from archive.settings import from_environment
from indexer.containers.names import of_surrogates
from indexer.counting import in_all, told
from indexer.story import local, story

BOM = "\ufeff"
"""By which Excel knows a CSV file for UTF-8."""


@click.command(help=messages.STATUS_HELP)
@click.argument("files", metavar="[FILE]…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--quarantined", is_flag=True, help=messages.QUARANTINED_HELP)
@click.option("--csv", "as_csv", is_flag=True, help=messages.CSV_HELP)
@click.option("--runs", is_flag=True, help=messages.RUNS_HELP)
def status(files: tuple[Path, ...], quarantined: bool, as_csv: bool, runs: bool) -> None:
    """Show what became of files; exit status 1 when one of those named was never offered."""
    if runs and (files or quarantined):
        raise click.UsageError(messages.RUNS_ALONE)
    if as_csv and not quarantined:
        raise click.UsageError(messages.CSV_ALONE)
    if files and quarantined:
        raise click.UsageError(messages.FILES_OR_LIST)
    settings = from_environment()
    with Library(settings.library) as library:
        if quarantined:
            _print_list(library.quarantined(), as_csv)
            return
        if runs:
            click.echo("\n".join(map(told, library.runs())) or messages.NO_RUNS)
            return
        with open_engine(settings) as engine:
            if files:
                sys.exit(_print_stories(files, library, engine))
            _print_all(library, engine, settings.engine)


def named(library: Library, path: Path) -> FileRecord | None:
    """The ledger's line on a file that a person names, from the working folder or absolutely."""
    absolute = of_surrogates(str(path.absolute()))
    return library.file(absolute) or library.file(os.path.normpath(absolute))


def print_quarantined(path: str, reason: str, remedy: str) -> None:
    """Print a file that could not be read, why, and what to do."""
    click.echo(messages.QUARANTINED_LINE.format(path=path, reason=reason, remedy=remedy))


def _print_all(library: Library, engine: SearchEngine, engine_name: str) -> None:
    click.echo(in_all(library, engine_name))
    if run := next(library.runs(), None):
        click.echo(messages.LAST_RUN.format(run=told(run)))
    for file in library.quarantined():
        print_quarantined(file.path, file.reason or "", file.remedy or "")
    held = engine.status()
    click.echo(
        messages.STATUS_ENGINE.format(
            engine=held.engine,
            location=held.location,
            reports=held.reports,
            paragraphs=held.paragraphs,
        )
    )
    if superseded := library.count_superseded():
        click.echo(messages.STATUS_SUPERSEDED.format(count=superseded))
    if near := library.count_near():
        click.echo(messages.STATUS_NEAR.format(count=near))
    behind = library.count_reports() - held.reports
    if behind > 0:
        click.echo(messages.STATUS_BEHIND.format(count=behind))


def _print_list(files: Iterable[FileRecord], as_csv: bool) -> None:
    if as_csv:
        _print_csv(files)
        return
    is_empty = True
    for file in files:
        is_empty = False
        click.echo(
            messages.QUARANTINED_AT.format(
                path=file.path, at=local(file.seen_at), reason=file.reason, remedy=file.remedy
            )
        )
    if is_empty:
        click.echo(messages.NONE_QUARANTINED)


def _print_csv(files: Iterable[FileRecord]) -> None:
    out = sys.stdout.buffer
    out.write((BOM + csv_row(messages.QUARANTINED_HEAD)).encode())
    for file in files:
        row = csv_row((file.path, file.reason, file.remedy, local(file.seen_at)))
        out.write(row.encode("utf-8", "replace"))


def _print_stories(files: Iterable[Path], library: Library, engine: SearchEngine) -> int:
    """Print what became of each file; the exit status."""
    unknown = False
    for path in files:
        if file := named(library, path):
            click.echo("\n".join(story(file, library, engine)))
        else:
            unknown = True
            click.echo(messages.NEVER_OFFERED.format(path=of_surrogates(str(path.absolute()))))
    return int(unknown)
