"""One file's way from bytes to a report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.library import Fixity
from archive.messages import indexer as messages
from archive.model import Report
from indexer.blocks import Unreadable
from indexer.metadata import metadata
from indexer.readers import read_blocks
from indexer.structure import paragraphs

MAX_BYTES = 200_000_000
"""The largest file that is read; the largest real reports are scans of some ten million bytes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A report and the name of the reader that read it."""

    reader: str
    report: Report


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises `Unreadable` for one that is gone, locked, special or too large."""
    try:
        if not path.is_file():
            found = messages.NOT_A_FILE if path.exists() else messages.FILE_GONE
            raise Unreadable(*found)
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable(*messages.FILE_TOO_LARGE)
        return path.read_bytes()
    except PermissionError as error:
        raise Unreadable(*messages.NO_PERMISSION) from error
    except FileNotFoundError as error:
        raise Unreadable(*messages.FILE_GONE) from error
    except OSError as error:
        reason, remedy = messages.READ_FAILED
        raise Unreadable(reason.format(detail=error.strerror), remedy) from error


def read_report(data: bytes, name: str) -> Reading:
    """The report in a file's bytes. Raises `Unreadable`, and nothing else, with a remedy."""
    try:
        reader, blocks = read_blocks(data, name)
        read = paragraphs(blocks)
        return Reading(reader, Report(Fixity.of(data).doc_id, name, metadata(read), read))
    except Unreadable:
        raise
    except Exception as error:  # a hostile file may make any library raise anything
        reason, remedy = messages.READER_FAILED
        raise Unreadable(reason.format(detail=type(error).__name__), remedy) from error
