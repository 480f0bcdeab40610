"""Files that were offered to the archive: what became of each, and what it is found by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What became of a file that was offered."""

    SEEN = "seen"  # offered to a load that was broken off before it came to it
    LOADED = "loaded"
    DUPLICATE = "duplicate"  # of the same bytes as another
    SAME_TEXT = "same_text"  # of the same text as another, in another format
    UNPACKED = "unpacked"  # an archive, whose members are files of their own
    QUARANTINED = "quarantined"
    REMOVED = "removed"  # its report was taken out for good, by a person


class Outcome(StrEnum):
    """What a load made of one file that was offered to it."""

    LOADED = "loaded"
    UNCHANGED = "unchanged"  # loaded by an earlier run, or offered twice to this one
    DUPLICATE = "duplicate"
    SAME_TEXT = "same_text"
    UNPACKED = "unpacked"  # an archive, each of whose files has an outcome of its own
    QUARANTINED = "quarantined"
    REMOVED = "removed"  # its report was taken out for good: it is not taken in again


@dataclass(frozen=True, slots=True)
class FileRecord:
    """The ledger's line on one file: where, what became of it, and for a quarantined one why.

    `former` is the report that was read from it before, where what it holds now gave none.
    `sha256` is the hash of its bytes, None where they were not read.
    """

    path: str
    state: State
    doc_id: str | None
    reason: str | None
    remedy: str | None
    seen_at: str
    former: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """A report that was taken out for good: its title, the original's hash, and the day."""

    title: str
    sha256: str
    on: str


@dataclass(frozen=True, slots=True)
class Superseded:
    """That a newer report took a report's place in its file, and on which day (ISO 8601)."""

    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A report that the ledger keeps, and the hash of the original it was read from.

    `is_current` tells one that the engine is to hold from one that was superseded.
    """

    doc_id: str
    sha256: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Fixity:
    """The hash that an original is kept and found by."""

    sha256: str

    @classmethod
    def of(cls, data: bytes) -> Fixity:
        """The fixity of a file's bytes."""
        return cls(hashlib.sha256(data).hexdigest())

    @property
    def doc_id(self) -> str:
        """The report's identifier: the hash's first 16 hexadecimal digits."""
        return self.sha256[:16]
