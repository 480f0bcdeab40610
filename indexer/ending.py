"""What a command that loads files prints at its end, and the status that it ends with."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from archive.errors import ReportsRefused
from archive.files import Outcome
from archive.messages import indexer as messages
from archive.messages import interruption as stop_messages
from indexer.beside import Beside
from indexer.metadata_table import Problem
from indexer.outcomes import Summary
from indexer.status import print_quarantined
from indexer.stopping import Stopping


def end(summary: Summary, beside: Beside, stopping: Stopping) -> NoReturn:
    """Print what became of a load, and end the command with its status."""
    print_summary(summary, beside.problems())
    if stopping.is_set():
        form = stop_messages.STOPPED if summary.left else stop_messages.STOPPED_AT_END
        click.echo(form.format(left=summary.left))
    sys.exit(stopping.exit_code(status(summary, beside)))


def print_summary(
    summary: Summary, problems: Iterable[tuple[Path, Problem]], form: str = messages.SUMMARY
) -> None:
    """Print what could not be used, and how many files came to which end."""
    for table, problem in problems:
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
    if summary.refused:
        click.echo(str(ReportsRefused(summary.refused)))
    if not summary.offered + summary.left:
        click.echo(messages.NOTHING_OFFERED)
    others = (
        said.format(count=summary.counts[Outcome(outcome)])
        for outcome, said in messages.SUMMARY_OTHERS.items()
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


def status(summary: Summary, beside: Beside) -> int:
    """1 when a file was quarantined or a report refused, or a metadata.csv has a bad row."""
    return 1 if summary.quarantined or summary.refused or beside.problems() else 0
