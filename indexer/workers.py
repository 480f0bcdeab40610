"""Worker processes that read files, each file with a limit of time and of memory.

A file that hangs, crashes or eats its worker is a failure of that file alone.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as ReaderTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from archive.closing import Closing
from archive.interruption import undisturbed
from archive.messages import indexer as messages
from indexer import ocr
from indexer.blocks import NeedsOcr, Unreadable
from indexer.forking import CONTEXT, let_end, prepare
from indexer.limits import Limits
from indexer.opened import Opened, Room

PAUSES = (0.0, 0.5, 2.0)
"""Seconds before each further pool that a file is given whose pool could not read it."""


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
    pool: ProcessPool


class Workers(Closing):
    """Worker processes: as many as the limits tell, or for a single file one.

    Each is a pool of its own: one that is killed while it takes a file or hands its result over
    leaves the locks and pipes of its pool so that every other worker there would wait for ever.
    """

    def __init__(self, limits: Limits, count: int | None = None) -> None:
        self.limits = limits
        pools = (self._new_pool() for _ in range(count or limits.workers))
        self._pools = {pool: list[ProcessFuture[Opened]]() for pool in pools}

    def close(self) -> None:
        """End the workers, and whatever they are reading."""
        for pool in self._pools:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it without types
        for pool in self._pools:
            pool.join()

    def open(self, source: bytes | Path, name: str, room: Room) -> Task:
        """Have a file read, or unpacked into `room`."""
        return self._task(self.limits.seconds, source, name, _open_file, room)

    def scan(self, task: Task) -> NeedsOcr | None:
        """That a file, which has been read by now, needs OCR; None for others, and without OCR."""
        if not task.future.done() or task.future.cancelled():
            return None
        error = task.future.exception()
        return error if isinstance(error, NeedsOcr) and ocr.available() else None

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
        """What a file holds, when it is read. Raises `Unreadable`, whatever befell the worker.

        A file whose worker died is read once more: something else may have killed it, such as the
        system when memory ran out. For one without room on the disk it raises `LibraryError`.
        """
        try:
            return self._result(task)
        except ReaderTimeout as error:
            reason, remedy = messages.READER_TIMED_OUT
            raise Unreadable(reason.format(seconds=task.seconds), remedy) from error
        except MemoryError as error:
            reason, remedy = messages.READER_OUT_OF_MEMORY
            raise Unreadable(reason.format(mb=self.limits.memory_mb), remedy) from error
        except (ProcessExpired, BrokenProcessPool, CancelledError) as error:
            raise Crashed(*messages.READER_CRASHED) from error

    def _result(self, task: Task) -> Opened:
        pauses, deaths = iter(PAUSES), 0
        while True:
            try:
                if task.pool not in self._pools and not task.future.done():
                    raise BrokenProcessPool
                return task.future.result()
            except ProcessExpired:
                deaths += 1
                self._give_up_pool(task.pool)
                if deaths > 1:
                    raise
            except Exception as error:
                # What a pool says that was given up tells nothing of the file.
                if task.pool in self._pools:
                    if not isinstance(error, BrokenProcessPool | CancelledError):
                        raise
                    self._give_up_pool(task.pool)
                    # A pool fails, too, that is made while the process dies they are forked from.
                    if (pause := next(pauses, None)) is None:
                        raise
                    time.sleep(pause)
            task = self._task(task.seconds, task.source, task.name, task.function, *task.room)

    def _task(
        self,
        seconds: int,
        source: bytes | Path,
        name: str,
        function: Callable[..., Opened],
        *room: Room,
    ) -> Task:
        args = (source, name, self.limits, *room)
        pool, future = self._scheduled(function, args, seconds)
        self._pools[pool].append(future)
        return Task(source, name, seconds, function, room, future, pool)

    def _scheduled(
        self, function: Callable[..., Opened], args: tuple[object, ...], seconds: int
    ) -> tuple[ProcessPool, ProcessFuture[Opened]]:
        """The pool with the least to do, and what it promises."""
        pauses = iter(PAUSES)
        while True:
            with undisturbed():
                for pool in [*self._pools]:
                    if not pool.active:  # its worker died while it was reading nothing
                        self._give_up_pool(pool)
                pool = min(self._pools, key=self._waiting)
                try:
                    return pool, pool.schedule(function, args, timeout=seconds)
                except RuntimeError:  # it has failed since it was looked at
                    self._give_up_pool(pool)
                    if (pause := next(pauses, None)) is None:
                        raise
            time.sleep(pause)

    def _waiting(self, pool: ProcessPool) -> int:
        """How many files a pool has not read yet."""
        self._pools[pool] = [future for future in self._pools[pool] if not future.done()]
        return len(self._pools[pool])

    def _give_up_pool(self, pool: ProcessPool) -> None:
        """Have another pool in place of one whose worker died; what it had not read is lost."""
        if self._pools.pop(pool, None) is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            Thread(target=pool.join, daemon=True).start()  # it might take long
            self._pools[self._new_pool()] = []

    def _new_pool(self) -> ProcessPool:
        prepare()
        return ProcessPool(
            max_workers=1,
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
    """Limit this process's memory; a crash leaves no image of it on the disk.

    It ends with the loader, too, even in the middle of a file: else it might go on to unpack into
    a folder that the next load uses already.
    """
    let_end()
    Thread(target=_end_with_loader, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_loader() -> None:
    if loader := parent_process():
        loader.join()
        os._exit(1)
