"""The commands by which an archive is kept safe: verify, backup and restore."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from archive.backup import LEDGER, Manifest, back_up
from archive.engine import open_engine
from archive.errors import ArchiveError
from archive.library import Library
from archive.messages import backup as backup_messages
from archive.messages import indexer as indexer_messages
from archive.messages import verification as messages
from archive.restoring import restore
from archive.settings import from_environment
from archive.verification import Difference, Verification
from indexer.progress import progress
from indexer.rebuilding import rebuilt

FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command(help=messages.VERIFY_HELP)
def verify() -> None:
    """Name every difference of ledger, originals and engine; exit status 1 when there is one."""
    settings = from_environment()
    # Where there is no archive yet, none is made.
    writable = (settings.library / LEDGER).exists()
    with Library(settings.library, writable=writable) as library, progress() as bars:
        reports = library.count_reports()
        bar = bars.add_task(messages.VERIFYING_LIBRARY)
        verification = Verification(library, lambda: bars.advance(bar))
        counts = _named(verification.in_ledger())
        if counts:
            click.echo(messages.NOTHING_ELSE_VERIFIED)
        else:
            bars.update(bar, total=reports + library.count_superseded())
            counts += _named(verification.in_library())
            bar = bars.add_task(messages.VERIFYING_ENGINE, total=reports)
            with open_engine(settings) as engine:
                counts += _named(verification.in_engine(engine))
            if verification.unread:
                click.echo(messages.UNREAD.format(count=verification.unread))
    for kind, count in counts.items():
        click.echo(messages.REMEDY.format(count=count, remedy=messages.DIFFERENCES[kind][1]))
    form = messages.DIFFERENT if counts else messages.SOUND
    click.echo(form.format(count=counts.total(), reports=reports, originals=verification.sound))
    sys.exit(1 if counts else 0)


@click.command(help=backup_messages.BACKUP_HELP)
@FILE
def backup(file: Path) -> None:
    """Write a backup; exit status 1 when the library lacks originals that should be in it."""
    settings = from_environment()
    with progress() as bars:
        manifest = back_up(
            settings, file, lambda paths: bars.track(paths, description=backup_messages.BACKING_UP)
        )
    click.echo(_summary(backup_messages.BACKED_UP, file, manifest))
    lacking = {
        backup_messages.WHY_MISSING: manifest.missing,
        backup_messages.WHY_CHANGED: manifest.changed,
    }
    for why, hashes in lacking.items():
        for sha256 in hashes:
            path = settings.library / "originals" / sha256[:2] / sha256
            click.echo(backup_messages.LACKING.format(why=why, path=path))
    if count := sum(map(len, lacking.values())):
        click.echo(backup_messages.LACKING_REMEDY.format(count=count))
        sys.exit(1)


@click.command("restore", help=backup_messages.RESTORE_HELP)
@FILE
def restore_command(file: Path) -> None:
    """Restore a backup to an empty data folder, and build the index of what it holds."""
    settings = from_environment()
    with progress() as bars:
        bar = bars.add_task(backup_messages.RESTORING, total=None)
        manifest = restore(settings, file, lambda: bars.advance(bar))
    click.echo(_summary(backup_messages.RESTORED, settings.data, manifest))
    if count := len(manifest.missing) + len(manifest.changed):
        click.echo(backup_messages.RESTORED_LACKING.format(count=count))
    try:
        with Library(settings.library, writable=True) as library:
            held = rebuilt(library, settings)
    except ArchiveError:
        click.echo(backup_messages.NOT_REBUILT, err=True)
        raise
    click.echo(indexer_messages.REBUILT.format(reports=held.reports, paragraphs=held.paragraphs))


def _named(differences: Iterable[Difference]) -> Counter[str]:
    """Print differences as they are found; how many there are of each kind."""
    counts: Counter[str] = Counter()
    for one in differences:
        form, _ = messages.DIFFERENCES[one.kind]
        click.echo(form.format(what=one.what, detail=one.detail))
        counts[one.kind] += 1
    return counts


def _summary(form: str, path: Path, manifest: Manifest) -> str:
    return form.format(
        path=path,
        reports=manifest.reports,
        originals=manifest.originals,
        files=manifest.files,
    )
