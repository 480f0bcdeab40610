"""The watch over drop folders: batches of files are loaded as they come to rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import click
import watchfiles

from archive.errors import ArchiveError, EngineBusy
from archive.messages import watching as messages
from indexer.dropping import SETTLE, Dropped
from indexer.outcomes import Summary
from indexer.stopping import Stopping
from indexer.walking import Offered

LOOK = 0.5
"""The seconds between two looks at what has yet to come to rest."""

BUSY_AGAIN = 1.0
"""The seconds until a batch is tried again that another command kept from the archive."""

PROBLEM_AGAIN = 10.0
"""The same where the archive or the engine cannot be used."""

Identity = tuple[int, int]
"""Of a folder: one that was deleted and made anew is another."""


class Watch:
    """Loads what is in the folders, and what comes, until it is told to stop.

    `load` takes a batch of files; where it raises `ArchiveError` the batch is tried again.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        dropped: Dropped,
        load: Callable[[Sequence[Offered]], Summary],
        stopping: Stopping,
    ) -> None:
        self._folders = folders
        self._dropped = dropped
        self._load = load
        self._stopping = stopping
        self._problem = ""
        self._again_at = 0.0

    def run(self) -> None:
        """Watch. Raises `ArchiveError` where the system cannot watch the folders."""
        # Before it is said: what vanishes after that is told.
        known: Mapping[Path, Identity] = _present(self._folders)
        click.echo(messages.WATCHING.format(paths=_named(self._folders), seconds=SETTLE))
        fresh = list(known)
        while not self._stopping.is_set():
            for changed in self._changes(list(known)):
                # Only now: what came after this watcher was set up is among the changes.
                for path in (*(folder.absolute() for folder in fresh), *changed):
                    self._dropped.changed(path)
                fresh = []
                self._load_at_rest()
                if _present(self._folders) != known:
                    break
            present = _present(self._folders)
            _tell_difference(known, present)
            fresh += [folder for folder in present if known.get(folder) != present[folder]]
            known = present

    def _changes(self, folders: Sequence[Path]) -> Iterator[list[Path]]:
        """The changed paths, every half second; nothing more when it is time to stop."""
        if not folders:
            time.sleep(LOOK)
            return
        try:
            for changes in watchfiles.watch(
                *(folder.absolute() for folder in folders),
                watch_filter=None,
                debounce=int(LOOK * 1000),
                rust_timeout=int(LOOK * 1000),
                yield_on_timeout=True,
                stop_event=self._stopping,
                ignore_permission_denied=True,
            ):
                yield [Path(path) for _, path in changes]
        except FileNotFoundError:
            time.sleep(LOOK)  # gone between two looks
        except (OSError, RuntimeError) as error:
            raise ArchiveError(
                messages.CANNOT_WATCH.format(detail=error), messages.CANNOT_WATCH_REMEDY
            ) from error

    def _load_at_rest(self) -> None:
        if time.monotonic() < self._again_at:
            return
        files = self._dropped.at_rest()
        if not files:
            return
        try:
            summary = self._load(files)
        except ArchiveError as problem:
            self._tell(problem)
            return
        self._problem = ""
        self._dropped.loaded(files, {path for path, _, _ in summary.quarantined})

    def _tell(self, problem: ArchiveError) -> None:
        """Tell a problem, once while it lasts, and when the batch is tried again."""
        is_busy = isinstance(problem, EngineBusy)
        seconds = BUSY_AGAIN if is_busy else PROBLEM_AGAIN
        self._again_at = time.monotonic() + seconds
        if problem.message != self._problem:
            self._problem = problem.message
            click.echo(problem.message if is_busy else str(problem), err=True)
            click.echo(messages.AGAIN.format(seconds=seconds), err=True)


def _present(folders: Sequence[Path]) -> dict[Path, Identity]:
    """The folders that are there."""
    found = {}
    for folder in folders:
        try:
            status = folder.stat()
        except OSError:
            continue
        if folder.is_dir():
            found[folder] = (status.st_dev, status.st_ino)
    return found


def _tell_difference(known: Mapping[Path, Identity], present: Mapping[Path, Identity]) -> None:
    if gone := [folder for folder in known if folder not in present]:
        click.echo(messages.GONE.format(paths=_named(gone)), err=True)
    if back := [folder for folder in present if folder not in known]:
        click.echo(messages.BACK.format(paths=_named(back)), err=True)


def _named(folders: Sequence[Path]) -> str:
    return messages.BETWEEN.join(map(str, folders))
