"""The indexer's commands as processes of their own, to which signals can be sent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.library import Library
from tests.indexer.commanding import write

ROOT = Path(__file__).parents[2]
SECONDS = 60
"""Until a test gives up what it waits for; it takes that long on a very busy machine only."""


def environment(data: Path, **more: str) -> dict[str, str]:
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    return {**known, "ARCHIVE_DATA": str(data), **more}


def command(*words: str) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "indexer", *words]


@contextmanager
def started(data: Path, *words: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A command in a process group of its own, as a shell starts it; killed if it goes on."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command(*words),
        env=environment(data, **more),
        stdout=pipe,
        stderr=pipe,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(condition: Callable[[], bool]) -> None:
    """Wait for what is to come true."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def to_group(process: subprocess.Popen[str], number: int) -> None:
    """Send a signal as a terminal or `timeout` does."""
    os.killpg(process.pid, number)


def to_all(process: subprocess.Popen[str], number: int) -> None:
    """Send a signal to a command, its workers and theirs, as the stop of a service does."""
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        try:
            if os.getsid(pid) == process.pid:
                os.kill(pid, number)
        except ProcessLookupError:
            continue


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a command as a lack of memory does."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def reports(folder: Path, count: int) -> Path:
    """A folder with so many small reports."""
    for number in range(count):
        write(folder / f"{number:03}.txt", number)
    return folder


def kept(data: Path) -> int:
    """How many originals the library keeps by now."""
    return sum(1 for _ in (data / "library" / "originals").glob("*/*"))


def held(data: Path) -> int:
    """How many reports the library holds."""
    with Library(data / "library") as library:
        return library.count_reports()
