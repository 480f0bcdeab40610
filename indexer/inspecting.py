"""What would be read from files, archives and scans included, with nothing written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.model import Report
from indexer.beside import NAME as TABLE
from indexer.blocks import NeedsOcr, Unreadable
from indexer.limits import Limits
from indexer.opened import Opened, Room, Rooms, source_of
from indexer.walking import Offered, Offering, members_of
from indexer.workers import Workers


def inspected(
    files: Iterable[Offered], limits: Limits
) -> Iterator[tuple[Path, Report | Unreadable]]:
    """Each file with the report in it or the reason why there is none; of an archive its files."""
    with tempfile.TemporaryDirectory() as scratch, Workers(limits, count=1) as workers:
        rooms, offering = Rooms(Path(scratch)), Offering(files)
        while file := offering.next():
            if file.is_unpacked or file.path.name == TABLE:
                continue
            try:
                opened = _opened(file, workers, rooms.another(file.depth))
            except Unreadable as failure:
                yield file.path, failure
                continue
            if opened.reading:
                yield file.path, opened.reading.report
            offering.put_first(members_of(file, opened.members))


def _opened(file: Offered, workers: Workers, room: Room) -> Opened:
    if file.failure:
        raise file.failure
    source = source_of(file.file or file.path, workers.limits)
    task = workers.open(source, file.path.name, room)
    try:
        return workers.result(task)
    except NeedsOcr as scan:
        return workers.result(workers.read_scan(task, scan))
