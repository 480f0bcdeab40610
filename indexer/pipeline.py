"""The load: files are walked, read in worker processes, kept in the library and indexed.

What is written, and in which order: the original, then the ledger with the parsed report, then
the engine, then the ledger's note that the engine holds it. A report whose file holds a newer one
is superseded in the ledger first, and then taken out of the engine. Whatever ends a load, the next
one goes on from there.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as ReaderTimeout
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from archive.engine import SearchEngine
from archive.library import Fixity, Library
from archive.messages import indexer as messages
from archive.model import Report
from indexer import beside
from indexer.beside import Values
from indexer.blocks import Unreadable
from indexer.indexing import Indexing
from indexer.reading import Reading, read_bytes, read_report

WORKERS = max(1, os.cpu_count() or 1)
READ_SECONDS = 60
"""How long one file may take to read before it is given up."""

WINDOW = 4 * WORKERS
"""How many files are read ahead of the one that is recorded next."""


class Outcome(StrEnum):
    """What a load made of one file that was offered to it."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"  # loaded by an earlier run, or offered twice to this one
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that was offered; `failure` where walking to it failed already."""

    path: Path
    failure: Unreadable | None = None


@dataclass(slots=True)
class Summary:
    """What became of the files of one load; `quarantined` holds (path, reason, remedy).

    `resumed` counts the reports that an earlier load left unindexed, `set_beside` those whose
    metadata a metadata.csv changed.
    """

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    quarantined: list[tuple[str, str, str]] = field(default_factory=list)
    resumed: int = 0
    set_beside: int = 0

    @property
    def offered(self) -> int:
        """How many files were offered: the sum of all outcomes."""
        return sum(self.counts.values())


def walk(paths: Sequence[Path]) -> Iterator[Offered]:
    """Every file at or below the paths, in name order, hidden ones (.DS_Store, ~$…) left out.

    A metadata.csv in a folder is left out, too: it speaks of the files beside it.

    A folder that cannot be opened and a path that leads nowhere are offered with their failure.
    """
    for path in paths:
        if not path.is_dir():
            yield Offered(path)
            continue
        failures: list[OSError] = []
        for folder, folders, names in os.walk(path, onerror=failures.append):
            folders[:] = sorted(name for name in folders if not _hidden(name))
            reports = (name for name in sorted(names) if not _hidden(name) and name != beside.NAME)
            yield from (Offered(Path(folder, name)) for name in reports)
        yield from map(_unopened, failures)


def load(
    files: Sequence[Offered],
    library: Library,
    engine: SearchEngine,
    engine_name: str,
    advance: Callable[[Outcome], None] = lambda outcome: None,
    values: Callable[[Path], Values] = lambda path: {},
) -> Summary:
    """Load files; `advance` is told each outcome as it falls.

    `values` tells what a metadata.csv says of a file. `engine_name` is the name under which the
    ledger notes what this engine holds. A file that cannot be read is an outcome; only an
    `ArchiveError` of library or engine ends the load.
    """
    indexing = Indexing(library, engine, engine_name)
    loader = _Loader(library, indexing, advance, values)
    loader.summary.resumed = indexing.resume()
    loader.run(files)
    return loader.summary


@dataclass(frozen=True, slots=True)
class _Pending:
    """A file that a worker is reading."""

    path: Path
    fixity: Fixity
    reading: ProcessFuture[Reading]


class _Loader:
    def __init__(
        self,
        library: Library,
        indexing: Indexing,
        advance: Callable[[Outcome], None],
        values: Callable[[Path], Values],
    ) -> None:
        self.summary = Summary()
        self._library = library
        self._indexing = indexing
        self._advance = advance
        self._values = values
        self._pending: deque[_Pending] = deque()

    def run(self, files: Sequence[Offered]) -> None:
        """Load files in their order, so that the same files always make the same archive."""
        # Forked from a fresh process: a fork of this one would copy tantivy's threads' locks.
        context = multiprocessing.get_context("forkserver")
        with ProcessPool(max_workers=WORKERS, context=context) as pool:
            for file in files:
                self._submit(pool, file)
                while len(self._pending) > WINDOW:
                    self._finish(self._pending.popleft())
            self._drain()
        self._indexing.flush()

    def _submit(self, pool: ProcessPool, file: Offered) -> None:
        try:
            if file.failure:
                raise file.failure
            data = read_bytes(file.path)
        except Unreadable as failure:
            self._quarantine(file.path, failure)
            return
        fixity = Fixity.of(data)
        if any(pending.fixity == fixity for pending in self._pending):
            self._drain()  # what becomes of the first decides what becomes of this one
        if self._library.holds(fixity.doc_id):
            self._pass_over(file.path, fixity)
            return
        self._library.keep_original(fixity, data)
        reading = pool.schedule(read_report, args=(data, file.path.name), timeout=READ_SECONDS)
        self._pending.append(_Pending(file.path, fixity, reading))

    def _drain(self) -> None:
        while self._pending:
            self._finish(self._pending.popleft())

    def _finish(self, pending: _Pending) -> None:
        try:
            reading = _result(pending.reading)
        except Unreadable as failure:
            self._quarantine(pending.path, failure)
            return
        self._library.record_report(
            _name(pending.path), pending.fixity, reading.reader, reading.report
        )
        # Corrections outlive a report: it may have been in the archive before.
        report = self._library.corrected(reading.report)
        self._indexing.add(self._set_values(pending.path, report) or report)
        self._note(Outcome.LOADED)

    def _pass_over(self, path: Path, fixity: Fixity) -> None:
        """Record a file whose report the library holds already."""
        report = self._library.report(fixity.doc_id) if self._values(path) else None
        if report and (changed := self._set_values(path, report)):
            self._indexing.add(changed)
        if self._library.superseded(fixity.doc_id):
            self._restore(path, fixity.doc_id)
            return
        known = self._library.file(_name(path))
        if known is not None and known.doc_id == fixity.doc_id:
            self._note(Outcome.UNCHANGED)
            return
        self._library.record_duplicate(_name(path), fixity.doc_id)
        self._note(Outcome.DUPLICATE)

    def _restore(self, path: Path, doc_id: str) -> None:
        """Take a superseded report back into the index: a file holds it again."""
        self._library.record_restored(_name(path), doc_id)
        if report := self._library.report(doc_id):
            self._indexing.add(report)
        self._note(Outcome.LOADED)

    def _quarantine(self, path: Path, failure: Unreadable) -> None:
        self._library.record_quarantined(_name(path), failure.reason, failure.remedy)
        self.summary.quarantined.append((str(path), failure.reason, failure.remedy))
        self._note(Outcome.QUARANTINED)

    def _note(self, outcome: Outcome) -> None:
        self.summary.counts[outcome] += 1
        self._advance(outcome)

    def _set_values(self, path: Path, report: Report) -> Report | None:
        """Record what a metadata.csv says of a file: its report as that changes it, or None."""
        made = beside.changes_beside(report, self._values(path))
        if not made:
            return None
        self._library.correct(made, messages.CORRECTED_BESIDE)
        self.summary.set_beside += 1
        return self._library.report(report.doc_id)


def _result(reading: ProcessFuture[Reading]) -> Reading:
    """What the worker made of a file; whatever befell it there is a failure of that file alone."""
    try:
        return reading.result()
    except ReaderTimeout as error:
        reason, remedy = messages.READER_TIMED_OUT
        raise Unreadable(reason.format(seconds=READ_SECONDS), remedy) from error
    except ProcessExpired as error:
        raise Unreadable(*messages.READER_CRASHED) from error


def _name(path: Path) -> str:
    """The name by which the ledger knows a file, wherever the command is run from."""
    return str(path.absolute())


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _unopened(error: OSError) -> Offered:
    reason, remedy = messages.FOLDER_UNREADABLE
    return Offered(Path(error.filename), Unreadable(reason.format(detail=error.strerror), remedy))
