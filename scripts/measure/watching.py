"""A load as it runs: the memory of its processes, and how many files it has recorded by when."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

_POLL_SECONDS = 1.0
"""Between two looks: where a loader has mapped a gigabyte, one takes 20 ms of a processor."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: seconds since the start, files recorded, and megabytes of 10^6 bytes.

    `cpu` is what all processes have had of the processors by then, in seconds. Memory is the
    proportional set size, in which what processes share is counted once: `all_mb` of the loader,
    its workers and the process that these are forked from, `loader_mb` of the first, `own_mb` what
    of that is no mapped file: the pages of the index, which the system may let go at any time.
    """

    seconds: float
    recorded: int
    cpu: float
    all_mb: float
    loader_mb: float
    own_mb: float


@dataclass(frozen=True, slots=True)
class Watched:
    """A load that has ended: how long it took, its exit status, and what was seen of it."""

    seconds: float
    status: int
    samples: list[Sample]


def watched(
    files: Path, data: Path, environment: Mapping[str, str], processors: frozenset[int]
) -> Watched:
    """Load a folder into an archive in `data` on these processors."""
    everywhere = os.sched_getaffinity(0)
    start = time.perf_counter()
    os.sched_setaffinity(0, processors)  # for the loader, which inherits it
    try:
        loader = subprocess.Popen(
            [sys.executable, "-m", "indexer", "load", str(files)],
            env={**os.environ, **environment, "ARCHIVE_DATA": str(data)},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    finally:
        os.sched_setaffinity(0, everywhere)
    samples = []
    cpu: dict[int, float] = {}  # of the processes that have ended, too
    while loader.poll() is None:
        running = _session(loader.pid)
        cpu |= running
        memory = {process: pss_mb(process) for process in running}
        whole, own = memory.get(loader.pid, (0.0, 0.0))
        samples.append(
            Sample(
                time.perf_counter() - start,
                _recorded(data / "library" / "ledger.sqlite"),
                sum(cpu.values()),
                sum(each for each, _ in memory.values()),
                whole,
                own,
            )
        )
        with suppress(subprocess.TimeoutExpired):
            loader.wait(_POLL_SECONDS)
    return Watched(time.perf_counter() - start, loader.returncode, samples)


def _session(session: int) -> dict[int, float]:
    """The processes of a session, each with the processors' time that it has had."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended between the two looks
            # After the last ")": state, parent, group, session and, 12th and 13th, user and system.
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                ticks = int(fields[11]) + int(fields[12])
                found[int(stat.parent.name)] = ticks / os.sysconf("SC_CLK_TCK")
    return found


def pss_mb(process: int) -> tuple[float, float]:
    """The proportional set size of a process, and what of it is no file."""
    with suppress(OSError):
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        found = dict(re.findall(r"^(Pss|Pss_Anon):\s+(\d+) kB", rollup, re.MULTILINE))
        if found:
            return int(found["Pss"]) * 1024 / 1e6, int(found["Pss_Anon"]) * 1024 / 1e6
    return 0.0, 0.0


def _recorded(ledger: Path) -> int:
    """How many files have come to an end in the ledger; 0 where there is none yet."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as opened,
    ):
        (count,) = opened.execute("SELECT count(*) FROM files WHERE state != 'seen'").fetchone()
        return int(count)
    return 0
