"""The indexer's commands: load, inspect, status and rebuild; correct and metadata are theirs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from archive.engine import open_engine
from archive.files import State
from archive.library import Library
from archive.messages import indexer as messages
from archive.records import from_report
from archive.settings import from_environment
from indexer.beside import Beside
from indexer.blocks import Unreadable
from indexer.correcting import correct, metadata
from indexer.indexing import Indexing
from indexer.inspecting import inspected
from indexer.limits import from_environment as limits_from_environment
from indexer.pipeline import Outcome, Summary, load
from indexer.showing import damage_records, shown
from indexer.walking import walk

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group(help=messages.GROUP_HELP)
def cli() -> None:
    """The indexer's commands."""


cli.add_command(correct)
cli.add_command(metadata)


@cli.command("load", help=messages.LOAD_HELP)
@PATHS
def load_command(paths: tuple[Path, ...]) -> None:
    """Load files; exit status 1 when one was quarantined, or a metadata.csv has a bad row."""
    settings, limits = from_environment(), limits_from_environment()
    files = list(walk(paths))
    beside = Beside(paths)
    with (
        Library(settings.library, writable=True) as library,
        open_engine(settings) as engine,
        _progress() as progress,
    ):
        bar = progress.add_task(messages.LOADING, total=len(files))
        summary = load(
            files,
            Indexing(library, engine, settings.engine),
            limits,
            lambda outcome: progress.advance(bar),
            lambda count: progress.update(bar, total=(progress.tasks[bar].total or 0) + count),
            beside,
        )
    problems = beside.problems()
    for path, problem in problems:
        click.echo(
            messages.FILE_PROBLEM.format(
                path=path, line=problem.line, reason=problem.reason, remedy=problem.remedy
            )
        )
    _print_summary(summary)
    sys.exit(1 if summary.quarantined or problems else 0)


@cli.command(help=messages.INSPECT_HELP)
@PATHS
@click.option("--json", "as_json", is_flag=True, help=messages.INSPECT_JSON_HELP)
def inspect(paths: tuple[Path, ...], as_json: bool) -> None:
    """Show what is read from files, writing nothing; exit status 1 when one was unreadable."""
    unreadable = False
    for path, found in inspected(walk(paths), limits_from_environment()):
        if isinstance(found, Unreadable):
            unreadable = True
            click.echo(
                messages.UNREADABLE.format(path=path, reason=found.reason, remedy=found.remedy),
                err=True,
            )
        elif as_json:
            record = {**from_report(found), "source": str(path), "damage": damage_records(found)}
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            click.echo("\n".join(shown(path, found)))
    sys.exit(1 if unreadable else 0)


@cli.command(help=messages.STATUS_HELP)
def status() -> None:
    """Show what became of every file, and what the index holds."""
    settings = from_environment()
    with Library(settings.library) as library, open_engine(settings) as engine:
        counts = library.counts()
        click.echo(
            messages.STATUS_FILES.format(
                total=sum(counts.values()),
                loaded=counts[State.LOADED],
                duplicate=counts[State.DUPLICATE],
                unpacked=counts[State.UNPACKED],
                quarantined=counts[State.QUARANTINED],
            )
        )
        for file in library.quarantined():
            _print_quarantined(file.path, file.reason or "", file.remedy or "")
        held = engine.status()
        click.echo(
            messages.STATUS_ENGINE.format(
                engine=held.engine,
                location=held.location,
                reports=held.reports,
                paragraphs=held.paragraphs,
            )
        )
        behind = library.count_reports() - held.reports
        if behind > 0:
            click.echo(messages.STATUS_BEHIND.format(count=behind))


@cli.command(help=messages.REBUILD_HELP)
def rebuild() -> None:
    """Rebuild the index from the parsed reports of the library."""
    settings = from_environment()
    with (
        Library(settings.library, writable=True) as library,
        open_engine(settings) as engine,
        _progress() as progress,
    ):
        reports = library.reports()
        engine.rebuild(
            progress.track(reports, total=library.count_reports(), description=messages.REBUILDING)
        )
        library.mark_rebuilt(settings.engine)
        held = engine.status()
    click.echo(messages.REBUILT.format(reports=held.reports, paragraphs=held.paragraphs))


def _progress() -> Progress:
    """A progress bar on the error stream, where that is a terminal; what is printed stays clean."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,  # gone when the summary is printed
    )


def _print_summary(summary: Summary) -> None:
    if summary.resumed:
        click.echo(messages.RESUMED.format(count=summary.resumed))
    for path, reason, remedy in summary.quarantined:
        _print_quarantined(path, reason, remedy)
    if summary.set_beside:
        click.echo(messages.SET_BESIDE.format(count=summary.set_beside))
    if not summary.offered:
        click.echo(messages.NOTHING_OFFERED)
    click.echo(
        messages.SUMMARY.format(
            offered=summary.offered,
            loaded=summary.counts[Outcome.LOADED],
            unchanged=summary.counts[Outcome.UNCHANGED],
            duplicate=summary.counts[Outcome.DUPLICATE],
            unpacked=summary.counts[Outcome.UNPACKED],
            quarantined=summary.counts[Outcome.QUARANTINED],
        )
    )


def _print_quarantined(path: str, reason: str, remedy: str) -> None:
    click.echo(messages.QUARANTINED_LINE.format(path=path, reason=reason, remedy=remedy))
