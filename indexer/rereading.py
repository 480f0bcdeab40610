"""The originals of the library read again, in place of what earlier readers made of them.

Whatever ends it, the ledger holds every report whole, as it was read before or as it is read now,
and knows which of them each engine lacks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from archive.errors import LibraryError
from archive.files import Fixity, Kept
from archive.library import Library
from archive.messages import containers as container_messages
from archive.messages import rereading as messages
from indexer.blocks import NeedsOcr, Unreadable
from indexer.opened import Opened, Room, Rooms, source_of
from indexer.pipeline import WINDOW, WINDOW_BYTES, near_of
from indexer.workers import Task, Workers


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of one report: read by `reader` and `changed` or not, or why it stays as it was.

    `source` is the name of the file that it was first loaded from.
    """

    doc_id: str
    source: str
    reader: str = ""
    changed: bool = False
    failure: Unreadable | None = None


def reread(library: Library, workers: Workers) -> Iterator[Reread]:
    """Read every original again, of superseded reports too, each recorded before it is told.

    An original that cannot be read leaves its report as it is. The library has to be `writable`.
    """
    return _Rereading(library, workers).run()


@dataclass(frozen=True, slots=True)
class _Pending:
    """An original that a worker is reading."""

    doc_id: str
    source: str
    data: bytes
    task: Task
    room: Room


class _Rereading:
    def __init__(self, library: Library, workers: Workers) -> None:
        self._library = library
        self._workers = workers
        self._rooms = Rooms(library.scratch())
        self._pending: deque[_Pending] = deque()

    def run(self) -> Iterator[Reread]:
        for kept in self._library.kept():
            while self._is_full():
                yield from self._finish(self._pending.popleft())
            yield from self._submit(kept)
        while self._pending:
            yield from self._finish(self._pending.popleft())

    def _is_full(self) -> bool:
        size = sum(len(pending.data) for pending in self._pending)
        return len(self._pending) >= WINDOW or size > WINDOW_BYTES

    def _submit(self, kept: Kept) -> Iterator[Reread]:
        """Have an original read; nothing is to be told of it yet, unless it cannot be."""
        source = self._source(kept.doc_id)
        try:
            data = self._original(kept.sha256)
        except Unreadable as failure:
            yield Reread(kept.doc_id, source, failure=failure)
            return
        room = self._rooms.another(0)
        task = self._workers.open(data, source, room)
        self._pending.append(_Pending(kept.doc_id, source, data, task, room))

    def _source(self, doc_id: str) -> str:
        """The name by which the format of an original was known."""
        try:
            report = self._library.report(doc_id)
        except LibraryError:
            report = None
        if report and report.doc_id == doc_id:
            return report.source
        # What is stored is damaged: that is what it is read again for.
        path = next(iter(self._library.files_of(doc_id)), doc_id)
        return Path(path).name

    def _original(self, sha256: str) -> bytes:
        """The bytes of an original. Raises `Unreadable` where they are not what was loaded."""
        path = self._library.original(sha256)
        if not path.exists():
            reason, remedy = messages.ORIGINAL_MISSING
            raise Unreadable(reason.format(path=path), remedy)
        data = source_of(path, self._workers.limits)
        if isinstance(data, Path):
            reason, remedy = container_messages.FILE_TOO_LARGE
            raise Unreadable(reason.format(mb=self._workers.limits.file_mb), remedy)
        if Fixity.of(data).sha256 != sha256:
            reason, remedy = messages.ORIGINAL_CHANGED
            raise Unreadable(reason.format(path=path), remedy)
        return data

    def _finish(self, pending: _Pending) -> Iterator[Reread]:
        """Record what a worker read; nothing is told of an original that goes to OCR first."""
        doc_id, source = pending.doc_id, pending.source
        try:
            opened = self._result(pending)
            if opened is None:
                return
            # What a mail brings, its members, are originals of their own.
            reading = opened.reading
            if reading is None:
                raise Unreadable(*messages.NO_REPORT)
        except Unreadable as failure:
            yield Reread(doc_id, source, failure=failure)
            return
        near = near_of(reading.sketch, self._library, doc_id)
        changed = self._library.record_reread(
            reading.reader, reading.report, reading.packed, (reading.sketch, near)
        )
        yield Reread(doc_id, source, reading.reader, changed)

    def _result(self, pending: _Pending) -> Opened | None:
        """What an original holds; None for one that is pending again, for OCR."""
        try:
            return self._workers.result(pending.task)
        except NeedsOcr as scan:
            again = self._workers.read_scan(pending.task, scan)
        finally:
            pending.room.clear()
        self._pending.append(replace(pending, task=again))
        return None
