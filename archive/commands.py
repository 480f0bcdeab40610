"""How every command of the archive ends: a failure is explained, with its exit status."""

from __future__ import annotations

import sys

import click

from archive.errors import ArchiveError


def run(command: click.Command, name: str) -> None:
    """Run a command line to its end, as the program `name`; never returns."""
    try:
        command(prog_name=name)
    except ArchiveError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
