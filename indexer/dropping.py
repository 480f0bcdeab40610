"""A drop folder: which of the files in it have come to rest and are still to be loaded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from indexer import beside
from indexer.blocks import Unreadable
from indexer.excluding import Excluding
from indexer.walking import Offered, walk_within

SETTLE = 2.0
"""The seconds in which a file must not change before it is taken for whole."""

TOGETHER = 5.0
"""The seconds for which whole files wait for others that are not: what comes together, with its
metadata.csv, is loaded together."""

UNFINISHED = (
    *("*.part", "*.partial", "*.filepart", "*.crdownload", "*.download", "*.opdownload"),
    *("*.tmp", "*.td", "*.baiduyun.p.downloading"),
)
"""The names of files that a program is still writing, and renames when it is done."""

Stamp = tuple[int, int, int, int]


@dataclass(slots=True)
class _Waiting:
    failure: Unreadable | None
    root: Path
    stamp: Stamp | None
    since: float


class Dropped:
    """The files of some folders that were dropped in or changed, until they are loaded.

    A metadata.csv stands for the files that it speaks of: those beside and below it. A file that
    could not be read is waited for again only when it has changed. `left_out` are resolved paths:
    what the load itself writes would have it go on for ever.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        patterns: Iterable[str] = (),
        left_out: Sequence[Path] = (),
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._roots = roots
        self._excluding = Excluding((*patterns, *UNFINISHED))
        self._left_out = left_out
        self._clock = clock
        self._waiting: dict[Path, _Waiting] = {}
        self._unreadable: dict[Path, Stamp | None] = {}

    def changed(self, path: Path) -> None:
        """Wait for a file that has changed, or for all in a folder that has."""
        for root in self._roots:
            for top in (root.absolute(), root.resolve()):  # a watcher may follow links
                if path.is_relative_to(top):
                    self._wait(root / path.relative_to(top), root, self._clock())
                    return

    def at_rest(self) -> list[Offered]:
        """The files that have not changed for `SETTLE` seconds, by path, when they are due."""
        for path, waiting in list(self._waiting.items()):
            stamp = _stamp(path)
            if stamp is None:  # gone, or renamed
                del self._waiting[path]
            elif stamp != waiting.stamp:
                waiting.stamp, waiting.since = stamp, self._clock()
        resting = self._resting(SETTLE)
        if len(resting) < len(self._waiting) and not self._resting(SETTLE + TOGETHER):
            return []
        for path in [path for path in resting if path.name == beside.NAME]:
            table = self._waiting.pop(path)
            self._wait(path.parent, table.root, table.since)
            self._waiting.pop(path, None)
        return [
            Offered(path, failure=self._waiting[path].failure) for path in self._resting(SETTLE)
        ]

    def loaded(self, files: Iterable[Offered], unreadable: Collection[str]) -> None:
        """Wait no more for files that were loaded, or (named as given) could not be read."""
        for file in files:
            waiting = self._waiting.pop(file.path)
            if file.given in unreadable:
                self._unreadable[file.path] = waiting.stamp
            else:
                self._unreadable.pop(file.path, None)

    def _wait(self, path: Path, root: Path, since: float) -> None:
        """Wait for what is at or below a path, which is as it is now since then."""
        for file in walk_within(path, root, self._excluding, self._left_out):
            stamp = _stamp(file.path)
            if file.path.resolve() in self._left_out:
                continue
            was_unreadable = stamp is not None and self._unreadable.get(file.path) == stamp
            if file.path not in self._waiting and not was_unreadable:
                self._waiting[file.path] = _Waiting(file.failure, root, stamp, since)

    def _resting(self, seconds: float) -> list[Path]:
        until = self._clock() - seconds
        return sorted(path for path, waiting in self._waiting.items() if waiting.since <= until)


def _stamp(path: Path) -> Stamp | None:
    """What changes with a file; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
