"""Reports on their way from the library to the engine, in batches."""

from __future__ import annotations

from archive.engine import SearchEngine
from archive.library import Library
from archive.model import Report
from archive.text import words

BATCH_CHARACTERS = 4_000_000
"""Characters that are handed to the engine at a time: some 200 reports, some 100 MB of memory."""


class Indexing:
    """Gives an engine reports, and notes in the ledger those that it then holds."""

    def __init__(self, library: Library, engine: SearchEngine, engine_name: str) -> None:
        self.library = library
        self._engine = engine
        self._engine_name = engine_name
        self._batch: list[Report] = []
        self._characters = 0
        words("")  # loads the segmenter while the workers start

    def add(self, report: Report) -> None:
        """Index a report with the next batch."""
        self._batch.append(report)
        self._characters += sum(len(paragraph.text) for paragraph in report.paragraphs)
        if self._characters > BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Index the reports that still wait, and take out those superseded by then."""
        outdated = self.library.outdated(self._engine_name)
        if self._batch:
            self._engine.replace(self._batch)
        if outdated:
            self._engine.remove(outdated)  # after replace: one of this batch may be among them
        done = {*outdated, *(one.doc_id for one in self._batch)}
        if done:
            self.library.mark_indexed(self._engine_name, done)
        self._batch = []
        self._characters = 0

    def resume(self) -> int:
        """Index every report that the engine does not hold as it is now, and say how many."""
        self._engine.status()  # raises now, not after an hour of reading, when nothing answers
        count = 0
        for report in self.library.unindexed(self._engine_name):
            self.add(report)
            count += 1
        self.flush()
        return count
