"""What a file may cost to read: the limits that keep hostile and broken files from doing harm."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from archive.errors import SettingsError
from archive.messages import indexer as messages


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one load. Sizes are in millions of bytes, times in seconds.

    `file_mb` is the most that a file may have, a member of an archive, and each part of a
    document (docx, odt, ofd) once it is unpacked; the largest real reports are scans of some ten.
    `unpacked_mb`, `members` and `nesting` are the most that one archive may unpack to, hold in
    files, and hold in archives within one another. `pages` is the most that a document may have.
    `seconds` and `memory_mb` are what a worker process gets for a file, `ocr_seconds` what it gets
    besides for each page that goes to OCR. `memory_mb` is of address space, of which libraries
    reserve far more than they use (OCR 1,600 of 800). `workers` is how many files are read at a
    time, each in a process of its own: one for each processor that this one may use.
    """

    file_mb: int = 200
    unpacked_mb: int = 2_000
    members: int = 10_000
    nesting: int = 3
    pages: int = 2_000
    seconds: int = 60
    ocr_seconds: int = 30
    memory_mb: int = 4_000
    workers: int = len(os.sched_getaffinity(0))

    @property
    def file_bytes(self) -> int:
        """`file_mb` in bytes."""
        return self.file_mb * 1_000_000

    @property
    def unpacked_bytes(self) -> int:
        """`unpacked_mb` in bytes."""
        return self.unpacked_mb * 1_000_000


DEFAULTS = Limits()

VARIABLES: Mapping[str, str] = {
    "file_mb": "ARCHIVE_MAX_FILE_MB",
    "unpacked_mb": "ARCHIVE_MAX_UNPACKED_MB",
    "members": "ARCHIVE_MAX_MEMBERS",
    "nesting": "ARCHIVE_MAX_NESTING",
    "pages": "ARCHIVE_MAX_PAGES",
    "seconds": "ARCHIVE_READ_SECONDS",
    "ocr_seconds": "ARCHIVE_OCR_SECONDS",
    "memory_mb": "ARCHIVE_READ_MEMORY_MB",
    "workers": "ARCHIVE_WORKERS",
}
"""The environment variable that sets each limit."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Limits:
    """The limits as `VARIABLES` set them; an empty value counts as unset.

    Raises `SettingsError` for a value that is no whole number above 0.
    """
    return Limits(
        **{
            one.name: _number(VARIABLES[one.name], environment[VARIABLES[one.name]])
            for one in fields(Limits)
            if environment.get(VARIABLES[one.name])
        }
    )


def _number(variable: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value)):
        raise SettingsError(
            messages.BAD_LIMIT.format(variable=variable, value=value), messages.BAD_LIMIT_REMEDY
        )
    return int(value)
