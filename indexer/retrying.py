"""The command that offers quarantined files again, from where they are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import click

from archive.files import FileRecord, State
from archive.library import Library
from archive.messages import keeping as messages
from archive.settings import from_environment
from indexer.beside import Beside
from indexer.containers.names import of_surrogates
from indexer.ending import end
from indexer.load_log import LoadLog
from indexer.loading import LOG
from indexer.opened import WITHIN
from indexer.running import loaded
from indexer.status import named
from indexer.stopping import Stopping
from indexer.walking import Offered, walk


@click.command(help=messages.RETRY_HELP)
@click.argument("paths", metavar="[PATH]…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--reason", metavar="TEXT", default="", help=messages.RETRY_REASON_HELP)
@LOG
def retry(paths: tuple[Path, ...], reason: str, log_path: Path | None) -> None:
    """Load files again; exit status 1 when one is quarantined still."""
    settings, beside = from_environment(), Beside(())
    with (
        LoadLog(log_path, "retry") as log,
        Stopping() as stopping,
        Library(settings.library, writable=True) as library,
    ):
        removed = [] if reason else list(_removed(library, paths))
        chosen = [*_quarantined(library, paths, reason), *removed]
        if not chosen:
            click.echo(messages.NOTHING_TO_RETRY)
            return
        for record in removed:
            library.take_back(record.doc_id or "")
        places = list(dict.fromkeys(_place(record.path) for record in chosen))
        files = list(walk(places, left_out=[settings.data.resolve()]))
        summary = loaded(files, library, settings, beside, log, stopping)
        for record in removed:
            library.release(record.doc_id or "")
        for folder in _opened(places, files):
            library.forget(str(folder))
    end(summary, beside, stopping)


def _quarantined(library: Library, paths: Iterable[Path], reason: str) -> Iterator[FileRecord]:
    """The quarantined files for a reason with these words, at or below the paths if there are."""
    tops = [of_surrogates(os.path.normpath(path.absolute())) for path in paths]
    for record in library.quarantined():
        if reason in (record.reason or "") and (
            not tops or any(_is_within(os.path.normpath(record.path), top) for top in tops)
        ):
            yield record


def _removed(library: Library, paths: Iterable[Path]) -> Iterator[FileRecord]:
    """The files whose reports were removed, of those that are named one by one."""
    for path in paths:
        record = named(library, path)
        if record and record.state is State.REMOVED:
            yield record


def _is_within(path: str, top: str) -> bool:
    return path == top or path.startswith((top + os.sep, top + WITHIN))


def _place(path: str) -> Path:
    """Where a file is offered: for the member of an archive the outermost one, if it is there."""
    start = path.find(WITHIN)
    while start != -1:
        if (holder := Path(path[:start])).is_file():
            return holder
        start = path.find(WITHIN, start + 1)
    return _on_disk(Path(path))


def _on_disk(path: Path) -> Path:
    """Where a file is whose name the ledger has decoded: it may not be in UTF-8 on the disk."""
    if path.exists() or path == path.parent:
        return path
    folder = _on_disk(path.parent)
    with suppress(OSError):
        for one in folder.iterdir():
            if of_surrogates(one.name) == path.name:
                return one
    return folder / path.name


def _opened(places: Iterable[Path], files: Sequence[Offered]) -> Iterator[Path]:
    """The folders that could not be opened before, and can be now."""
    failed = {file.path for file in files if file.failure}
    return (place for place in places if place.is_dir() and place not in failed)
