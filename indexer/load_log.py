"""A load's log: a line of JSON for each file as it is recorded, and one at start and end."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from archive.closing import Closing
from archive.errors import ArchiveError
from archive.files import FileRecord, Outcome
from archive.messages import indexer as messages
from indexer.outcomes import Summary
from indexer.walking import Offered


class Run:
    """One load in the log; `summary` is known at its end only."""

    def __init__(self, write: Callable[[Mapping[str, Any]], None]) -> None:
        self.summary: Summary | None = None
        self._write = write
        self._counts = dict.fromkeys(Outcome, 0)

    def note(self, file: Offered, outcome: Outcome, record: FileRecord | None) -> None:
        """Note what became of a file, by what the ledger says of it."""
        self._counts[outcome] += 1
        known = {name: getattr(record, name, None) for name in ("doc_id", "reason", "remedy")}
        told = {name: value for name, value in known.items() if value is not None}
        self._write({"event": "file", "path": file.name, "outcome": outcome.value, **told})

    def totals(self) -> Mapping[str, int]:
        """How many files came to each outcome, and what else is known at the end."""
        counts = {outcome.value: count for outcome, count in self._counts.items()}
        totals = {"offered": sum(counts.values()), **counts}
        if self.summary:
            names = ("left", "resumed", "set_beside")
            totals |= {name: getattr(self.summary, name) for name in names}
        return totals


class LoadLog(Closing):
    """Lines at the end of a file, each there whole once it is written, whatever ends the load.

    Without a file nothing is written. Raises `ArchiveError` where a file cannot be written.
    """

    def __init__(self, path: Path | None, command: str) -> None:
        self.path = path
        self._command = command
        self._file: IO[bytes] | None = None
        if path:
            with self._explained():
                self._file = path.open("ab", buffering=0)  # a line is one write
                if path.is_file() and _is_broken_off(path):  # when the disk was full
                    self._file.write(b"\n")

    @property
    def is_kept(self) -> bool:
        """Whether there is a file."""
        return self._file is not None

    def is_at(self, file: Offered) -> bool:
        """Whether a file that is offered is the log itself."""
        return self.path is not None and self.path.absolute() == file.path.absolute()

    @contextmanager
    def run(self, count: int) -> Iterator[Run]:
        """Note the start of a load of so many files and its end, also where it is broken off."""
        run = Run(self.write)
        self.write({"event": "start", "command": self._command, "files": count})
        try:
            yield run
        except BaseException as error:
            why = error.message if isinstance(error, ArchiveError) else type(error).__name__
            self.write({"event": "end", **run.totals(), "problem": why})
            raise
        self.write({"event": "end", **run.totals()})

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()

    def write(self, entry: Mapping[str, Any]) -> None:
        """Write a line, with the time before all else."""
        if self._file:
            time = datetime.now().astimezone().isoformat(timespec="milliseconds")
            line = json.dumps({"time": time, **entry}, ensure_ascii=False)
            with self._explained():
                # A lone surrogate becomes \\udc80, which JSON knows, too.
                self._file.write(line.encode("utf-8", "backslashreplace") + b"\n")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ArchiveError(
                messages.FILE_UNUSABLE.format(path=self.path, detail=error.strerror),
                messages.FILE_UNUSABLE_REMEDY,
            ) from error


def _is_broken_off(path: Path) -> bool:
    """Whether a file's last line has no end."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"
