"""The files of a load that workers are reading, in the order in which they are recorded."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.files import Fixity
from archive.library import Library
from indexer.opened import Room
from indexer.walking import Offered
from indexer.workers import Task


@dataclass(frozen=True, slots=True)
class Pending:
    """A file that a worker is reading."""

    file: Offered
    fixity: Fixity | None  # None for one too large to be anything but an archive
    task: Task
    room: Room

    @property
    def size(self) -> int:
        """The bytes that it holds in memory."""
        return len(self.task.source) if isinstance(self.task.source, bytes) else 0

    def kept(self, library: Library) -> Fixity:
        """The fixity of its bytes, once the library keeps them."""
        assert self.fixity
        assert isinstance(self.task.source, bytes)
        library.keep_original(self.fixity, self.task.source)
        return self.fixity


@dataclass(frozen=True, slots=True)
class Level:
    """Files that are offered together, and those of them that workers are reading, in order.

    What an archive holds comes before the files after it, even where they have been read by then:
    which of two like reports was loaded first must not hang on where a load was broken off.
    """

    files: Iterator[Offered]
    pending: deque[Pending] = field(default_factory=deque)
