"""The commands on snapshots of an index on Elasticsearch."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from archive.backup import LEDGER
from archive.errors import ReportsRefused
from archive.levelling import level
from archive.library import Library
from archive.messages import snapshots as messages
from archive.settings import Settings, from_environment
from indexer.progress import progress

if TYPE_CHECKING:
    from archive.engines.elastic_snapshots import Snapshot, Snapshots

NAME = click.argument("name", metavar="NAME")


@click.group("snapshot", help=messages.GROUP_HELP)
def snapshot() -> None:
    """Snapshots of the index on Elasticsearch."""


@snapshot.command(help=messages.REPOSITORY_HELP)
@click.argument("location", metavar="[LOCATION]", default="")
def repository(location: str) -> None:
    """Register the folder that snapshots are kept in."""
    settings = from_environment()
    with _snapshots(settings) as snapshots:
        location = location or settings.index
        snapshots.register(location)
        click.echo(messages.REGISTERED.format(repository=snapshots.repository, location=location))


@snapshot.command(help=messages.CREATE_HELP)
@click.argument("name", metavar="[NAME]", default="")
def create(name: str) -> None:
    """Make a snapshot while nothing is loaded, so that its counts are those of one moment."""
    settings = from_environment()
    name = name or f"{settings.index}-{datetime.now():%Y%m%d-%H%M%S}"
    with _snapshots(settings) as snapshots, _library(settings):
        made = snapshots.create(name)
    click.echo(messages.CREATED.format(name=made.name, size=_size(made), **_counts(made)))


@snapshot.command("list", help=messages.LIST_HELP)
def list_command() -> None:
    """List the snapshots, the oldest first."""
    with _snapshots(from_environment()) as snapshots:
        every = snapshots.every()
    for one in every:
        line = messages.LINE.format(
            name=one.name,
            at=f"{one.started_at.astimezone():%Y-%m-%d %H:%M:%S}",
            state=messages.STATES.get(one.state, one.state),
            size=_size(one),
            **_counts(one),
        )
        click.echo(line)
    if not every:
        click.echo(messages.NONE)


@snapshot.command(help=messages.RESTORE_HELP)
@NAME
def restore(name: str) -> None:
    """Put a snapshot in service, brought level with the ledger first."""
    settings = from_environment()
    with _snapshots(settings) as snapshots, _library(settings) as library:
        with snapshots.restored(name) as restored, progress() as bars:
            total = restored.snapshot.counts.get("reports")
            bar = bars.add_task(messages.COMPARING, total=total)
            done = level(library, restored.engine, restored.reports(), lambda: bars.advance(bar))
            held = restored.engine.status()
        library.mark_rebuilt(settings.engine, without=done.refused)
    click.echo(
        messages.RESTORED.format(
            name=name,
            reports=held.reports,
            paragraphs=held.paragraphs,
            put=done.put,
            taken_out=done.taken_out,
        )
    )
    if done.unknown:
        click.echo(messages.UNKNOWN_REPORTS.format(count=len(done.unknown), doc_id=done.unknown[0]))
    if done.refused:
        raise ReportsRefused(done.refused)


@snapshot.command(help=messages.DELETE_HELP)
@NAME
def delete(name: str) -> None:
    """Delete a snapshot."""
    with _snapshots(from_environment()) as snapshots:
        snapshots.delete(name)
    click.echo(messages.DELETED.format(name=name))


def _snapshots(settings: Settings) -> Snapshots:
    # Its client takes a fifth of a second to load, which every command would wait for.
    from archive.engines.elastic_snapshots import Snapshots

    return Snapshots(settings)


def _library(settings: Settings) -> Library:
    """The library, kept from loaders; where there is none yet, none is made."""
    return Library(settings.library, writable=(settings.library / LEDGER).exists())


def _size(one: Snapshot) -> str:
    return f"{one.size / 1_000_000:.1f} MB"


def _counts(one: Snapshot) -> dict[str, int | str]:
    return {count: one.counts.get(count, messages.UNKNOWN) for count in ("reports", "paragraphs")}
