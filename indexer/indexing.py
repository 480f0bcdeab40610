"""Reports on their way from the library to the engine, in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from archive.engine import SearchEngine
from archive.errors import ReportsRefused
from archive.library import Library
from archive.model import Report

BATCH_CHARACTERS = 8_000_000
"""Characters that are handed to the engine at a time: some 400 reports.

As many as make one segment of the embedded index: the more segments, the more there is to merge.
"""


class Indexing:
    """Gives an engine reports, and notes in the ledger those that it then holds."""

    def __init__(self, library: Library, engine: SearchEngine, engine_name: str) -> None:
        self.library = library
        self._engine = engine
        self._engine_name = engine_name
        self.refused: dict[str, str] = {}
        """Why the engine did not take a report, by doc_id; the next load gives it them again."""

    def index(self, reports: Iterator[Report]) -> None:
        """Index reports as they come, a batch at a time, and take out those superseded by then."""
        for first in reports:
            indexed: list[str] = []
            refused = self._replace(_batch(first, reports, indexed))
            for doc_id in indexed:
                self.refused.pop(doc_id, None)
            self.refused |= refused
            self._note([doc_id for doc_id in indexed if doc_id not in refused])
        self._note([])

    def resume(self, stopped: Callable[[], bool] = lambda: False) -> int:
        """Index every report that the engine does not hold as it is now, and say how many."""
        # Raises now, not after an hour of reading, when nothing answers. What was handed over to an
        # index that is gone is held no more.
        if not self._engine.status().version:
            self.library.mark_lost(self._engine_name)
        count = 0

        def counted() -> Iterator[Report]:
            nonlocal count
            for report in self.library.unindexed(self._engine_name):
                if stopped():
                    return
                count += 1
                yield report

        self.index(counted())
        return count - len(self.refused)

    def _replace(self, reports: Iterator[Report]) -> Mapping[str, str]:
        """Give the engine reports; those that it refused, of which it holds nothing, and why."""
        try:
            self._engine.replace(reports)
        except ReportsRefused as error:
            return error.reasons
        return {}

    def _note(self, indexed: list[str]) -> None:
        """Note what the engine holds, and take out what it should hold no more."""
        outdated = self.library.outdated(self._engine_name)
        if outdated:
            self._engine.remove(outdated)  # after replace: one of this batch may be among them
        if done := {*outdated, *indexed}:
            self.library.mark_indexed(self._engine_name, done)


class NoIndexing(Indexing):
    """For a load that is only tried: no engine is given anything."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.refused = {}

    def index(self, reports: Iterator[Report]) -> None:
        """Take the reports as they come."""
        for _ in reports:
            pass

    def resume(self, stopped: Callable[[], bool] = lambda: False) -> int:
        """Leave what an earlier load left unindexed."""
        return 0


def _batch(first: Report, reports: Iterator[Report], taken: list[str]) -> Iterator[Report]:
    """As many reports as make a batch, each noted in `taken` as it is handed on."""
    characters = 0
    for report in chain([first], reports):
        taken.append(report.doc_id)
        yield report
        characters += sum(len(paragraph.text) for paragraph in report.paragraphs)
        if characters > BATCH_CHARACTERS:
            return
