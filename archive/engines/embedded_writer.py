"""The embedded engine's writer: tantivy's, whose failures are explained."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from archive import messages
from archive.disk import reason
from archive.errors import EngineUnavailable

HEAP = 128_000_000
"""Bytes of postings that the writer gathers before it writes a segment."""

_SYSTEM_ERROR = re.compile(r"os error (\d+)")


class Writer:
    """The one writer of an index below `folder`. Every method may raise `EngineUnavailable`.

    Once it has, it is of no use any more: the thread that writes is gone, and only another writer
    goes on from the last commit.
    """

    def __init__(self, index: tantivy.Index, folder: Path) -> None:
        self._folder = folder
        with writes(folder):
            self._writer: tantivy.IndexWriter | None = index.writer(HEAP, num_threads=1)

    def add(self, document: tantivy.Document) -> None:
        """Put a document in."""
        try:  # as `writes`, whose block costs a fifth of a paragraph's time
            self._inner.add_document(document)
        except (OSError, ValueError) as error:
            raise _not_written(self._folder, error) from error

    def delete(self, query: tantivy.Query) -> None:
        """Take out what a query finds."""
        with writes(self._folder):
            self._inner.delete_documents_by_query(query)

    def commit(self) -> None:
        """Make what was put in and taken out visible, all at once."""
        with writes(self._folder):
            self._inner.commit()

    def close(self) -> None:
        """Wait until segments are merged, and let go of tantivy's own lock."""
        with writes(self._folder):
            self._inner.wait_merging_threads()
        self._writer = None

    def give_up(self) -> None:
        """Leave the index as at its last commit, and let go of tantivy's own lock."""
        with suppress(ValueError):  # of a writer whose thread is gone
            self._inner.rollback()
        self._writer = None

    @property
    def _inner(self) -> tantivy.IndexWriter:
        assert self._writer is not None
        return self._writer


@contextmanager
def writes(folder: Path) -> Iterator[None]:
    """Turn what writing to an index raises into the archive's error."""
    try:
        yield
    except (OSError, ValueError) as error:  # tantivy raises ValueError for whatever befalls it
        raise _not_written(folder, error) from error


def _not_written(folder: Path, error: OSError | ValueError) -> EngineUnavailable:
    detail = reason(error) if isinstance(error, OSError) else _detail(error)
    return EngineUnavailable(
        messages.INDEX_NOT_WRITTEN.format(location=folder, detail=detail),
        messages.INDEX_NOT_WRITTEN_REMEDY,
    )


def _detail(error: ValueError) -> str:
    """Why, as far as it can be told in Chinese; of a thread that ended what it nearly always is."""
    if number := _SYSTEM_ERROR.search(str(error)):
        return reason(OSError(int(number[1]), os.strerror(int(number[1]))))
    return messages.WHY_WRITER_ENDED if "killed" in str(error) else str(error)
