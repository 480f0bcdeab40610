"""First searches: each in a fresh process, after the index's pages were dropped from memory.

Run as a program it makes such searches for the phrases of its standard input, a line each, and
prints the milliseconds of each: from the opening of the index to the answer. Loading Python's
modules is not in them.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from limit import Limit
from ours import embedded
from peers import Fts5, Peer

ONE_IN = 8
"""Of so many phrases one is asked for."""

OPENED: Mapping[str, Callable[[Path], Peer]] = {"embedded": embedded, "fts5": Fts5, "limit": Limit}
"""How an engine is opened, by its name."""


def cold_times(name: str, folder: Path, phrases: Sequence[str]) -> list[float]:
    """The milliseconds of a first search with facets, for some of the phrases.

    No other process may have the index open: its pages would stay.
    """
    # From a process that never opened an index, and so has none of the engine's threads.
    done = subprocess.run(
        [sys.executable, __file__, name, str(folder)],
        input="\n".join(phrases[::ONE_IN]),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return list(map(float, done.stdout.split()))


def _first_time(name: str, folder: Path, phrase: str) -> float:
    """The milliseconds of a search in a process forked for it."""
    _drop(folder)
    forking = multiprocessing.get_context("fork")
    here, there = forking.Pipe(duplex=False)
    child = forking.Process(target=_search, args=(name, folder, phrase, there))
    child.start()
    there.close()  # so that a child that dies is noticed
    milliseconds = float(here.recv())
    child.join()
    return milliseconds


def _search(name: str, folder: Path, phrase: str, told: Connection) -> None:
    start = time.perf_counter()
    OPENED[name](folder).facets(phrase)
    told.send((time.perf_counter() - start) * 1000)


def _drop(folder: Path) -> None:
    """Have the system forget what it holds of the files of a folder in memory."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())  # what is not written yet would stay
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


if __name__ == "__main__":
    for line in sys.stdin.read().split("\n"):
        print(_first_time(sys.argv[1], Path(sys.argv[2]), line))
