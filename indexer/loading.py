"""The command that loads files, or tries to, and how it tells what became of them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from archive.files import Outcome
from archive.library import Library
from archive.messages import indexer as messages
from archive.messages import loading as options
from archive.messages import watching as watch_messages
from archive.settings import Settings, from_environment
from archive.trial import Trial
from indexer.beside import Beside
from indexer.dropping import Dropped
from indexer.ending import end, print_summary, status
from indexer.excluding import Excluding
from indexer.indexing import NoIndexing
from indexer.limits import from_environment as limits_from_environment
from indexer.listed import listed
from indexer.load_log import LoadLog
from indexer.metadata_table import Problem
from indexer.outcomes import Follower, Summary
from indexer.pipeline import load
from indexer.running import loaded
from indexer.stopping import Stopping
from indexer.walking import Offered, walk
from indexer.watching import Watch

LOG = click.option(
    "--log", "log_path", metavar="FILE", type=click.Path(path_type=Path), help=options.LOG_HELP
)


@click.command("load", help=messages.LOAD_HELP)
@click.argument("paths", metavar="[PATH]…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--from-list", "source", metavar="FILE", help=messages.FROM_LIST_HELP)
@click.option("--exclude", "patterns", multiple=True, metavar="PATTERN", help=messages.EXCLUDE_HELP)
@click.option("--dry-run", is_flag=True, help=messages.LOAD_DRY_RUN_HELP)
@click.option("--watch", "is_watch", is_flag=True, help=watch_messages.WATCH_HELP)
@LOG
def load_command(
    paths: tuple[Path, ...],
    source: str | None,
    patterns: tuple[str, ...],
    dry_run: bool,
    is_watch: bool,
    log_path: Path | None,
) -> None:
    """Load files; exit status 1 when one was quarantined or refused, or a metadata.csv is bad."""
    if not paths and source is None:
        raise click.UsageError(messages.NO_PATH)
    if dry_run and log_path:
        raise click.UsageError(options.NOT_WITH_TRIAL.format(option="--log"))
    settings = from_environment()
    with LoadLog(log_path, "load") as log:
        if is_watch:
            _check_watched(paths, source, dry_run)
            _check_outside(paths, settings)
            _watch(paths, patterns, settings, log)
            return
        paths += tuple(listed(source)) if source is not None else ()
        _check_outside(paths, settings)
        files = list(walk(paths, Excluding(patterns), [settings.data.resolve()]))
        beside = Beside(paths)
        if dry_run:
            summary = _tried(files, settings, beside)
            print_summary(summary, beside.problems(), messages.TRIAL_SUMMARY)
            sys.exit(status(summary, beside))
        with Stopping() as stopping:
            with Library(settings.library, writable=True) as library:
                summary = loaded(files, library, settings, beside, log, stopping)
            end(summary, beside, stopping)


def _watch(
    folders: Sequence[Path], patterns: Sequence[str], settings: Settings, log: LoadLog
) -> None:
    """Load what is in folders, and what is dropped in, until a signal comes."""
    told: set[tuple[Path, Problem]] = set()
    written = [path.resolve() for path in (settings.data, log.path) if path]

    def load_batch(files: Sequence[Offered]) -> Summary:
        beside = Beside(folders)
        with Library(settings.library, writable=True) as library:
            summary = loaded(files, library, settings, beside, log, stopping)
        new = [found for found in beside.problems() if found not in told]
        told.update(new)
        time = datetime.now().strftime("%Y-%m-%d %H:%M:%S")
        print_summary(summary, new, watch_messages.BATCH.format(time=time) + messages.SUMMARY)
        return summary

    with Stopping() as stopping:
        Watch(folders, Dropped(folders, patterns, written), load_batch, stopping).run()
    click.echo(watch_messages.STOPPED)


def _check_watched(paths: tuple[Path, ...], source: str | None, dry_run: bool) -> None:
    for option, is_given in (("--dry-run", dry_run), ("--from-list", source is not None)):
        if is_given:
            raise click.UsageError(watch_messages.NOT_WITH_WATCH.format(option=option))
    for path in paths:
        if not path.is_dir():
            raise click.UsageError(watch_messages.FOLDERS_ONLY.format(path=path))


def _check_outside(paths: Sequence[Path], settings: Settings) -> None:
    """Raise a usage error for what stands in the archive itself: it would load its own index."""
    data = settings.data.resolve()
    for path in paths:
        if path.resolve().is_relative_to(data):
            raise click.UsageError(options.WITHIN_DATA.format(path=path, data=settings.data))


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
                click.echo(form.format(path=file.given, other=_other(trial, file.name)))

        indexing = NoIndexing(trial)
        return load(files, indexing, limits_from_environment(), beside, Follower(advance=told))


def _other(library: Library, path: str) -> str:
    """The first other file that holds the report of this one."""
    file = library.file(path)
    others = library.files_of(file.doc_id) if file and file.doc_id else []
    return next((other for other in others if other != path), "")
