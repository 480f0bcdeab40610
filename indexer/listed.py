"""The paths that a list names, one a line, for a load of those files."""

from __future__ import annotations

import sys
from pathlib import Path

from archive.errors import ArchiveError
from archive.messages import indexer as messages

STANDARD_INPUT = "-"


def listed(source: str) -> list[Path]:
    """The paths in a file, or for - on standard input; blank lines and those with # left out.

    In UTF-8, with or without BOM, or GB18030. Raises `ArchiveError` for a list that is neither or
    cannot be opened.
    """
    lines = (line.removesuffix("\r") for line in _text(source).split("\n"))
    return [Path(line) for line in lines if line.strip() and not line.startswith("#")]


def _text(source: str) -> str:
    try:
        data = _bytes(source)
    except OSError as error:
        raise ArchiveError(
            messages.FILE_UNUSABLE.format(path=source, detail=error.strerror),
            messages.FILE_UNUSABLE_REMEDY,
        ) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:  # which no path can hold
            return text
    raise ArchiveError(messages.LIST_UNREADABLE.format(path=source), messages.LIST_REMEDY)


def _bytes(source: str) -> bytes:
    if source == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    return Path(source).read_bytes()
