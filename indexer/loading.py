"""The command that loads files, or tries to, and how it tells what became of them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from archive.engine import open_engine
from archive.files import Outcome
from archive.library import Library
from archive.messages import indexer as messages
from archive.settings import Settings, from_environment
from archive.trial import Trial
from indexer.beside import Beside
from indexer.excluding import Excluding
from indexer.indexing import Indexing, NoIndexing
from indexer.limits import from_environment as limits_from_environment
from indexer.listed import listed
from indexer.pipeline import Summary, load
from indexer.progress import progress
from indexer.status import print_quarantined
from indexer.walking import Offered, walk


@click.command("load", help=messages.LOAD_HELP)
@click.argument("paths", metavar="[PATH]…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--from-list", "source", metavar="FILE", help=messages.FROM_LIST_HELP)
@click.option("--exclude", "patterns", multiple=True, metavar="PATTERN", help=messages.EXCLUDE_HELP)
@click.option("--dry-run", is_flag=True, help=messages.LOAD_DRY_RUN_HELP)
def load_command(
    paths: tuple[Path, ...], source: str | None, patterns: tuple[str, ...], dry_run: bool
) -> None:
    """Load files; exit status 1 when one was quarantined, or a metadata.csv has a bad row."""
    if not paths and source is None:
        raise click.UsageError(messages.NO_PATH)
    paths += tuple(listed(source)) if source is not None else ()
    settings = from_environment()
    files = list(walk(paths, Excluding(patterns)))
    beside = Beside(paths)
    if dry_run:
        summary = _tried(files, settings, beside)
        print_summary(summary, beside, messages.TRIAL_SUMMARY)
    else:
        with Library(settings.library, writable=True) as library:
            summary = loaded(files, library, settings, beside)
        print_summary(summary, beside)
    sys.exit(1 if summary.quarantined or beside.problems() else 0)


def loaded(
    files: Sequence[Offered], library: Library, settings: Settings, beside: Beside
) -> Summary:
    """Load files into library and engine, with a progress bar."""
    limits = limits_from_environment()
    with open_engine(settings) as engine, progress() as shown:
        bar = shown.add_task(messages.LOADING, total=len(files))
        return load(
            files,
            Indexing(library, engine, settings.engine),
            limits,
            lambda file, outcome: shown.advance(bar),
            lambda count: shown.update(bar, total=(shown.tasks[bar].total or 0) + count),
            beside,
        )


def print_summary(summary: Summary, beside: Beside, form: str = messages.SUMMARY) -> None:
    """Print what could not be used, and how many files came to which end."""
    for table, problem in beside.problems():
        click.echo(
            messages.FILE_PROBLEM.format(
                path=table, line=problem.line, reason=problem.reason, remedy=problem.remedy
            )
        )
    if summary.resumed:
        click.echo(messages.RESUMED.format(count=summary.resumed))
    for path, reason, remedy in summary.quarantined:
        print_quarantined(path, reason, remedy)
    if summary.set_beside:
        click.echo(messages.SET_BESIDE.format(count=summary.set_beside))
    if not summary.offered:
        click.echo(messages.NOTHING_OFFERED)
    others = (
        form.format(count=summary.counts[Outcome(outcome)])
        for outcome, form in messages.SUMMARY_OTHERS.items()
        if summary.counts[Outcome(outcome)]
    )
    click.echo(
        form.format(
            offered=summary.offered,
            loaded=summary.counts[Outcome.LOADED],
            unchanged=summary.counts[Outcome.UNCHANGED],
            duplicate=summary.counts[Outcome.DUPLICATE],
            unpacked=summary.counts[Outcome.UNPACKED],
            quarantined=summary.counts[Outcome.QUARANTINED],
            others="".join(others),
        )
    )


def _tried(files: Sequence[Offered], settings: Settings, beside: Beside) -> Summary:
    """Load files into a copy of the ledger alone, and print what becomes of each.

    Those that would be quarantined are in the summary, with the reason.
    """
    with (
        tempfile.TemporaryDirectory() as scratch,
        Trial(settings.library, Path(scratch)) as trial,
    ):

        def told(file: Offered, outcome: Outcome) -> None:
            if form := messages.OUTCOMES.get(outcome):
                click.echo(form.format(path=file.path, other=_other(trial, file.name)))

        return load(
            files, NoIndexing(trial), limits_from_environment(), advance=told, beside=beside
        )


def _other(library: Library, path: str) -> str:
    """The first other file that holds the report of this one."""
    file = library.file(path)
    others = library.files_of(file.doc_id) if file and file.doc_id else []
    return next((other for other in others if other != path), "")
