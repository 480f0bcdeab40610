"""What a worker makes of a file, and where it may unpack it; what goes between the processes.

Nothing here needs a reader's libraries, which are loaded by the workers alone.
"""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path

from archive.alike import Sketch
from archive.messages import indexer as messages
from archive.model import Report
from indexer.blocks import Unreadable
from indexer.containers import Member
from indexer.limits import Limits

WITHIN = "!/"
"""What parts, in a path, an archive from what it holds: 2021.zip!/报告.docx."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A report with its terms, and what the ledger keeps of it.

    That is the name of the reader that read it, the report packed, and what it is compared by.
    """

    reader: str
    report: Report
    packed: bytes
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds: a report, or the files of an archive, or (mail) both."""

    reading: Reading | None
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A folder of its own to unpack a file into, and in how many archives the file stands."""

    folder: Path
    depth: int = 0

    def clear(self) -> None:
        """Delete what was unpacked into it."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Rooms:
    """The rooms of one load, below a folder that is empty at its beginning."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()

    def another(self, depth: int) -> Room:
        """A room for a file that stands in so many archives; it is made when it is used."""
        return Room(self._folder / str(next(self._numbers)), depth)


def source_of(path: Path, limits: Limits) -> bytes | Path:
    """A file's bytes; its path for one larger than any reader takes, which may be an archive.

    Raises `Unreadable` for a file that is gone, locked or special.
    """
    try:
        if not path.is_file():
            found = messages.NOT_A_FILE if path.exists() else messages.FILE_GONE
            raise Unreadable(*found)
        return path if path.stat().st_size > limits.file_bytes else path.read_bytes()
    except PermissionError as error:
        raise Unreadable(*messages.NO_PERMISSION) from error
    except FileNotFoundError as error:
        raise Unreadable(*messages.FILE_GONE) from error
    except OSError as error:
        reason, remedy = messages.READ_FAILED
        raise Unreadable(reason.format(detail=error.strerror), remedy) from error
