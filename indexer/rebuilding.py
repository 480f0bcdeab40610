"""The command that builds the index anew, where wished from originals that are read again."""

from __future__ import annotations

import sys
from collections import Counter

import click

from archive.engine import EngineStatus, open_engine
from archive.errors import ArchiveError, ReportsRefused
from archive.library import Library
from archive.messages import indexer as messages
from archive.messages import rereading as rereading_messages
from archive.settings import Settings, from_environment
from indexer.indexing import Indexing
from indexer.limits import Limits
from indexer.limits import from_environment as limits_from_environment
from indexer.progress import progress
from indexer.rereading import Reread, reread
from indexer.workers import Workers


@click.command(help=messages.REBUILD_HELP)
@click.option("--reread", "with_originals", is_flag=True, help=rereading_messages.REREAD_HELP)
@click.option("--back", "to_former", is_flag=True, help=messages.BACK_HELP)
def rebuild(with_originals: bool, to_former: bool) -> None:
    """Rebuild the index; exit status 1 when an original could not be read again."""
    if to_former and with_originals:
        raise click.UsageError(messages.BACK_ALONE)
    settings, limits = from_environment(), limits_from_environment()
    if to_former:
        _back(settings)
        return
    kept = 0
    with Library(settings.library, writable=True) as library:
        if with_originals:
            kept = _reread(library, limits)
        try:
            held = rebuilt(library, settings)
        except ReportsRefused:
            raise  # the others are in service
        except ArchiveError:
            if with_originals:
                click.echo(rereading_messages.NOT_REBUILT, err=True)
            raise
    click.echo(messages.REBUILT.format(reports=held.reports, paragraphs=held.paragraphs))
    sys.exit(1 if kept else 0)


def rebuilt(library: Library, settings: Settings) -> EngineStatus:
    """Rebuild the index from the parsed reports of the library; what the engine then holds.

    Raises `ReportsRefused` when that is in service, but for some reports.
    """
    with open_engine(settings) as engine, progress() as bars:
        reports = bars.track(
            library.reports(), total=library.count_reports(), description=messages.REBUILDING
        )
        try:
            engine.rebuild(reports)
        except ReportsRefused as refused:
            library.mark_rebuilt(settings.engine, without=refused.reasons)
            raise
        library.mark_rebuilt(settings.engine)
        return engine.status()


def _back(settings: Settings) -> None:
    """Put the former index in service, and give it what it lacks.

    Raises `ReportsRefused` for what it did not take.
    """
    with Library(settings.library, writable=True) as library, open_engine(settings) as engine:
        former = engine.former()
        library.mark_back(settings.engine)
        engine.back(library.outdated(settings.engine))
        indexing = Indexing(library, engine, settings.engine)
        count = indexing.resume()
        held = engine.status()
    click.echo(
        messages.BACK.format(
            version=former, count=count, reports=held.reports, paragraphs=held.paragraphs
        )
    )
    if indexing.refused:
        raise ReportsRefused(indexing.refused)


def _reread(library: Library, limits: Limits) -> int:
    """Read every original again, and print what came of it; how many reports stay as they were."""
    changed: Counter[str] = Counter()
    read = kept = 0
    with Workers(limits) as workers, progress() as bars:
        total = library.count_reports() + library.count_superseded()
        bar = bars.add_task(rereading_messages.REREADING, total=total)
        for one in reread(library, workers):
            if one.failure:
                kept += 1
                _print_kept(one)
            else:
                read += 1
                changed.update([one.reader] if one.changed else [])
            bars.advance(bar)
    click.echo(
        rereading_messages.REREAD.format(
            read=read, changed=changed.total(), kinds=_kinds(changed), kept=kept
        )
    )
    if kept:
        click.echo(rereading_messages.AGAIN)
    return kept


def _print_kept(one: Reread) -> None:
    assert one.failure
    click.echo(
        rereading_messages.KEPT.format(
            source=one.source,
            doc_id=one.doc_id,
            reason=one.failure.reason,
            remedy=one.failure.remedy,
        )
    )


def _kinds(changed: Counter[str]) -> str:
    """How many reports changed by which reader, the most first."""
    if not changed:
        return ""
    said = (
        rereading_messages.KIND.format(reader=reader, count=count)
        for reader, count in sorted(changed.items(), key=lambda item: (-item[1], item[0]))
    )
    return rereading_messages.KINDS.format(kinds=rereading_messages.SEPARATOR.join(said))
