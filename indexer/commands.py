"""The indexer's commands: inspect, and those that modules of their own hold."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from archive.messages import indexer as messages
from archive.records import from_report
from indexer.blocks import Unreadable
from indexer.correcting import correct, metadata
from indexer.inspecting import inspected
from indexer.keeping import backup, restore_command, verify
from indexer.limits import from_environment as limits_from_environment
from indexer.loading import load_command
from indexer.rebuilding import rebuild
from indexer.removing import remove
from indexer.retrying import retry
from indexer.showing import damage_records, shown
from indexer.snapshots import snapshot
from indexer.status import status
from indexer.walking import walk

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group(help=messages.GROUP_HELP)
def cli() -> None:
    """The indexer's commands."""


cli.add_command(correct)
cli.add_command(metadata)
cli.add_command(load_command)
cli.add_command(status)
cli.add_command(retry)
cli.add_command(remove)
cli.add_command(rebuild)
cli.add_command(verify)
cli.add_command(backup)
cli.add_command(restore_command)
cli.add_command(snapshot)


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
