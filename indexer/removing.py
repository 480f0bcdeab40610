"""The command that takes reports out of the archive for good."""

from __future__ import annotations

import sys

import click

from archive.engine import open_engine
from archive.errors import CorrectionError
from archive.library import Library
from archive.messages import indexer as shared
from archive.messages import keeping as messages
from archive.settings import from_environment
from indexer.indexing import Indexing
from indexer.story import title_of


@click.command(help=messages.REMOVE_HELP)
@click.argument("doc_ids", metavar="DOC_ID…", nargs=-1, required=True)
@click.option("--yes", "is_confirmed", is_flag=True, help=messages.YES_HELP)
def remove(doc_ids: tuple[str, ...], is_confirmed: bool) -> None:
    """Remove reports once a person has confirmed it; exit status 1 when that was denied.

    The ledger comes first: it alone tells what is to be taken out of the engine and deleted, so
    that the same command finishes what a killed one began.
    """
    settings = from_environment()
    ids = [doc_id.strip().lower() for doc_id in dict.fromkeys(doc_ids)]
    with Library(settings.library, writable=True) as library, open_engine(settings) as engine:
        engine.status()  # raises before anything is removed when nothing answers
        for doc_id in ids:
            _print(library, doc_id)
        is_asked = not is_confirmed and any(map(library.holds, ids))
        if is_asked and not click.confirm(messages.CONFIRM.format(count=len(ids))):
            click.echo(messages.NOT_REMOVED)
            sys.exit(1)
        for doc_id in ids:
            library.remove(doc_id)
        Indexing(library, engine, settings.engine).index(iter(()))
        for doc_id in ids:
            for sha256 in library.hashes_of(doc_id):
                library.delete_original(sha256)
    click.echo(messages.REMOVED.format(count=len(ids)))


def _print(library: Library, doc_id: str) -> None:
    """Print what a report is, and which files hold it. Raises `CorrectionError` for none."""
    if library.holds(doc_id):
        click.echo(messages.TO_REMOVE.format(doc_id=doc_id, title=title_of(library, doc_id)))
    elif removed := library.removed(doc_id):
        click.echo(messages.REMOVED_BEFORE.format(doc_id=doc_id, title=removed.title))
    else:
        raise CorrectionError(
            shared.NO_SUCH_REPORT.format(doc_id=doc_id), shared.NO_SUCH_REPORT_REMEDY
        )
    for path in library.files_of(doc_id):
        click.echo(messages.HELD_BY.format(path=path))
    for older in library.supersedes(doc_id):
        title = title_of(library, older)
        click.echo(messages.STAYS_SUPERSEDED.format(doc_id=older, title=title))
