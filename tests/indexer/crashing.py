"""A real load in a session of its own, killed at a moment and in the way that a test draws."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

LONGEST = 120.0
"""Seconds after which a load is taken to hang."""

WAYS = ("loader", "worker", "group")
"""What is killed: the loader alone, one of its workers, or all of its processes at once."""

ENDING = ("loader", "group")
"""Those after which the load is over."""


class Hanging(Exception):
    """A load that does not end."""


class RunningLoad:
    """`python -m indexer load` of a folder."""

    def __init__(self, folder: Path, environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        self._began = time.monotonic()
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "indexer", "load", str(folder)],
                env={**os.environ, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.session = self._process.pid

    @property
    def output(self) -> str:
        """What it has printed."""
        return self._log.read_text("utf-8")

    def runs_until(self, moment: float) -> bool:
        """Wait until so many seconds after its start; whether it still runs then."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, self._began + moment - time.monotonic()))
            return False
        return True

    def ended(self) -> int:
        """Its exit status, when it has ended by itself."""
        try:
            return self._process.wait(LONGEST)
        except subprocess.TimeoutExpired as error:
            raise Hanging(self.output) from error

    def reads_for(self, seconds: float) -> None:
        """Wait until a worker has had the processor for so long."""
        while not any(_processor_seconds(worker) >= seconds for worker in self._workers()):
            assert self._process.poll() is None, self.output
            time.sleep(0.02)

    def kill(self, way: str, draw: random.Random) -> bool:
        """Kill -9 in one of `WAYS`; False where there is no worker yet."""
        if way == "worker":
            workers = self._workers()
            with suppress(ProcessLookupError):  # it ended between the two looks
                if workers:
                    os.kill(draw.choice(workers), signal.SIGKILL)
                    return True
            return False
        with suppress(ProcessLookupError):
            if way == "group":
                os.killpg(self.session, signal.SIGKILL)
            else:
                os.kill(self.session, signal.SIGKILL)
        self._process.wait()
        return True

    def _workers(self) -> list[int]:
        """Its workers: children of the process that they are forked from."""
        parents = processes(self.session)
        return sorted(
            process
            for process, parent in parents.items()
            if parent != self.session and parent in parents
        )


def processes(session: int) -> dict[int, int]:
    """The processes of a session, each with its parent."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # the process has ended
            # After the last ")": state, parent, group, session.
            state, parent, _, its_session = stat.read_text().rpartition(")")[2].split()[:4]
            if int(its_session) == session and state != "Z":
                found[int(stat.parent.name)] = int(parent)
    return found


def _processor_seconds(process: int) -> float:
    """The time that it has had of the processors."""
    with suppress(OSError):
        # After the last ")", 12th and 13th: user and system.
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `Hanging` where a block takes longer."""

    def give_up(*_: object) -> None:
        raise Hanging

    former = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def left_of(sessions: Sequence[int], seconds: float = 10) -> list[int]:
    """The processes of ended loads that are left, after so many seconds at most."""
    deadline = time.monotonic() + seconds
    while left := [process for session in sessions for process in processes(session)]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    return left


def end(sessions: Sequence[int]) -> None:
    """Kill what is left of these loads."""
    for session in sessions:
        if processes(session):
            os.killpg(session, signal.SIGKILL)
