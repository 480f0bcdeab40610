"""One file's way from bytes to a report, or to the files that it holds."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

from archive.disk import NO_SPACE, not_written
from archive.errors import ArchiveError
from archive.files import Fixity
from archive.messages import containers as container_messages
from archive.messages import indexer as messages
from archive.messages import readers as reader_messages
from archive.model import Report
from archive.parsed import packed
from archive.terms import with_terms
from indexer.blocks import Block, Unreadable
from indexer.content import Content
from indexer.formats import Format, format_of
from indexer.limits import Limits
from indexer.metadata import metadata
from indexer.opened import Opened, Reading, Room
from indexer.readers import scan
from indexer.sketching import sketch
from indexer.structure import paragraphs
from indexer.unpacking import unpacked


def open_file(source: bytes | Path, name: str, limits: Limits, room: Room) -> Opened:
    """What a file holds; an archive is unpacked into `room`.

    Raises `Unreadable` with a remedy; for pages without text `NeedsOcr`; and `LibraryError`, and
    nothing else, where there is no room on the disk, which is no fault of the file.
    """
    try:
        content = Content(source, name)
        found = format_of(content)
        if found.refusal:
            raise Unreadable(*found.refusal)
        reading = _read(content, found, name, limits) if found.read else None
        members = unpacked(content, found, name, limits, room) if found.unpack else ()
    except (Unreadable, MemoryError, ArchiveError):
        raise
    except Exception as error:  # a hostile file may make any library raise anything
        raise _failed(error, source) from error
    if reading is None and not members:
        raise Unreadable(*container_messages.ARCHIVE_EMPTY)
    return Opened(reading, members)


def read_scan(data: bytes, name: str, limits: Limits) -> Opened:
    """The report on the pages of a scan, by OCR. Raises as `open_file` does."""
    try:
        return Opened(_reading("scan", scan.read(data, limits), data, name))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise _failed(error, data) from error


def _read(content: Content, found: Format, name: str, limits: Limits) -> Reading | None:
    """The report in a file. A mail that only brings files has none."""
    if isinstance(content.source, Path):
        reason, remedy = container_messages.FILE_TOO_LARGE
        raise Unreadable(reason.format(mb=limits.file_mb), remedy)
    assert found.read
    blocks = found.read(content.source, limits)
    if found.unpack and all(block.label is not None for block in blocks):
        return None
    return _reading(found.kind, blocks, content.source, name)


def _reading(reader: str, blocks: list[Block], data: bytes, name: str) -> Reading:
    text = [block for block in blocks if block.label is None]
    if not text:
        raise Unreadable(*reader_messages.NO_TEXT)
    read = paragraphs(text)
    stated = ((block.label, block.text) for block in blocks if block.label is not None)
    doc_id = Fixity.of(data).doc_id
    report = Report(doc_id, name, metadata(read), read, tuple(dict.fromkeys(stated)))
    # Here and not where it is recorded and indexed: that is one process, and these are many.
    report = with_terms(report)
    return Reading(reader, report, packed(report), sketch(report))


def _failed(error: Exception, source: bytes | Path) -> Unreadable | ArchiveError:
    if isinstance(error, OSError) and error.errno in NO_SPACE:
        return not_written(Path(gettempdir()), error)  # where readers put what they convert
    if isinstance(source, Path) and not source.exists():
        return Unreadable(*messages.FILE_GONE)
    reason, remedy = messages.READER_FAILED
    return Unreadable(reason.format(detail=type(error).__name__), remedy)
