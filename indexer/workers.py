"""Worker processes that read files, each file with a limit of time and of memory.

A file that hangs, crashes or eats its worker is a failure of that file alone.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from concurrent.futures import TimeoutError as ReaderTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from archive.closing import Closing
from archive.messages import indexer as messages
from indexer import ocr
from indexer.blocks import NeedsOcr, Unreadable
from indexer.forking import CONTEXT, let_end, prepare
from indexer.limits import Limits
from indexer.opened import Opened, Room


class Crashed(Unreadable):
    """A file whose worker died."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file that a worker is reading, with the seconds that it has for it."""

    source: bytes | Path
    name: str
    seconds: int
    function: Callable[..., Opened]
    room: tuple[Room, ...]
    future: ProcessFuture[Opened]


class Workers(Closing):
    """A pool of worker processes: as many as the limits tell, or for a single file one."""

    def __init__(self, limits: Limits, count: int | None = None) -> None:
        self.limits = limits
        self._count = count or limits.workers
        self._pool = self._new_pool()

    def close(self) -> None:
        """End the workers, and whatever they are reading."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it without types
        self._pool.join()

    def open(self, source: bytes | Path, name: str, room: Room) -> Task:
        """Have a file read, or unpacked into `room`."""
        return self._task(self.limits.seconds, source, name, _open_file, room)

    def read_scan(self, task: Task, scan: NeedsOcr) -> Task:
        """Have a file read by OCR. Raises what told that it needs it where OCR is not installed."""
        if not ocr.available():
            raise scan
        seconds = self.limits.seconds + scan.pages * self.limits.ocr_seconds
        return self._task(seconds, task.source, task.name, _read_scan)

    def give_up(self, task: Task) -> bool:
        """Take a file back that no worker has begun to read; whether that could be done."""
        is_begun = task.future.running() or task.future.done()
        return not is_begun and bool(task.future.cancel())  # type: ignore[no-untyped-call]

    def result(self, task: Task) -> Opened:
        """What a file holds, when it is read. Raises `Unreadable`, whatever befell the worker."""
        try:
            return self._result(task)
        except ReaderTimeout as error:
            reason, remedy = messages.READER_TIMED_OUT
            raise Unreadable(reason.format(seconds=task.seconds), remedy) from error
        except MemoryError as error:
            reason, remedy = messages.READER_OUT_OF_MEMORY
            raise Unreadable(reason.format(mb=self.limits.memory_mb), remedy) from error
        except (ProcessExpired, BrokenProcessPool) as error:
            raise Crashed(*messages.READER_CRASHED) from error

    def _result(self, task: Task) -> Opened:
        try:
            return task.future.result()
        except BrokenProcessPool:
            again = self._task(task.seconds, task.source, task.name, task.function, *task.room)
            return again.future.result()

    def _task(
        self,
        seconds: int,
        source: bytes | Path,
        name: str,
        function: Callable[..., Opened],
        *room: Room,
    ) -> Task:
        if not self._pool.active:
            # pebble gives a pool up when a worker dies that was reading nothing.
            self._pool = self._new_pool()
        args = (source, name, self.limits, *room)
        future = self._pool.schedule(function, args, timeout=seconds)
        return Task(source, name, seconds, function, room, future)

    def _new_pool(self) -> ProcessPool:
        prepare()
        return ProcessPool(
            max_workers=self._count,
            context=CONTEXT,
            initializer=_confine,
            initargs=(self.limits.memory_mb,),
        )


def _open_file(source: bytes | Path, name: str, limits: Limits, room: Room) -> Opened:
    """`indexer.reading.open_file`, whose libraries only the workers load."""
    from indexer.reading import open_file

    return open_file(source, name, limits, room)


def _read_scan(source: bytes, name: str, limits: Limits) -> Opened:
    """`indexer.reading.read_scan`, as above."""
    from indexer.reading import read_scan

    return read_scan(source, name, limits)


def _confine(memory_mb: int) -> None:
    """Limit this process's memory; a crash leaves no image of it on the disk."""
    let_end()
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
