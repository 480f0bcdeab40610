"""The embedded index on disk: its generations, and who reads and writes which of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import tantivy

from archive import messages
from archive.engines.generations import Generations
from archive.engines.schema import VERSION, register_tokenizers
from archive.errors import EngineUnavailable, IndexMismatch
from archive.locking import lock

WRITER_HEAP = 128_000_000
"""Bytes of postings that the writer gathers before it writes a segment."""


class EmbeddedIndex:
    """An index in a folder. Any number of processes may search while one writes.

    A rebuild writes the next generation of the index and then puts it in service.
    """

    def __init__(self, folder: Path, schema: tantivy.Schema) -> None:
        self.folder = folder
        self._generations = Generations(folder, VERSION)
        self._schema = schema
        self._index = tantivy.Index(schema)  # empty, in memory, until there is one on disk
        self._seen: tuple[str, int, int] | None = None
        self._lock: IO[str] | None = None
        self._writer: tantivy.IndexWriter | None = None

    @property
    def version(self) -> str:
        """The name of the generation in service, such as v2-000003; empty before the first."""
        return self._generations.in_service() or ""

    def searcher(self) -> tantivy.Searcher:
        """A searcher over what was last committed, by whichever process."""
        self._follow()
        return self._index.searcher()

    def writer(self) -> tantivy.IndexWriter:
        """The writer of the generation in service, of which one exists at a time."""
        if self._writer is None:
            self._acquire_lock()
            if self._generations.in_service() is None:
                first = self._generations.next()
                shutil.rmtree(self.folder / first, ignore_errors=True)
                self._create(first)
                self._generations.put_in_service(first)
            self._follow()
            self._writer = self._index.writer(WRITER_HEAP, num_threads=1)
        return self._writer

    @contextmanager
    def successor(self) -> Iterator[tantivy.IndexWriter]:
        """The writer of a new generation, which comes into service unless the block fails."""
        self._acquire_lock()
        old, new = self._generations.in_service(), self._generations.next()
        shutil.rmtree(self.folder / new, ignore_errors=True)  # what a killed rebuild left
        try:
            writer = self._create(new).writer(WRITER_HEAP, num_threads=1)
            yield writer
            writer.commit()
            writer.wait_merging_threads()
        except BaseException:
            shutil.rmtree(self.folder / new, ignore_errors=True)
            raise
        self._writer = None  # of the old generation
        self._generations.put_in_service(new)
        if old:
            shutil.rmtree(self.folder / old, ignore_errors=True)

    def close(self) -> None:
        """Let go of the files and of the writer's lock."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _follow(self) -> None:
        """Turn to the generation in service and its last commit, when they changed."""
        generation = self._generations.in_service()
        if generation is None:
            return
        folder = self.folder / generation
        try:
            meta = (folder / "meta.json").stat()
            seen = (generation, meta.st_mtime_ns, meta.st_ino)
            if seen == self._seen:
                return
            if self._seen is not None and generation == self._seen[0]:
                self._index.reload()
            else:
                self._index = self._open(folder)
        except (OSError, ValueError) as error:  # tantivy raises ValueError for what it finds broken
            if self._generations.in_service() != generation:  # swapped and deleted under our feet
                self._follow()
                return
            raise EngineUnavailable(
                messages.INDEX_DAMAGED.format(location=folder, detail=error),
                messages.INDEX_MISMATCH_REMEDY,
            ) from error
        self._seen = seen

    def _open(self, folder: Path) -> tantivy.Index:
        if not self._generations.fits(folder.name):
            raise IndexMismatch(
                messages.INDEX_MISMATCH.format(location=folder), messages.INDEX_MISMATCH_REMEDY
            )
        index = tantivy.Index.open(str(folder))
        index.config_reader("manual")  # `_follow` reloads; no thread that watches the folder
        register_tokenizers(index)
        return index

    def _create(self, generation: str) -> tantivy.Index:
        folder = self.folder / generation
        folder.mkdir(parents=True)
        index = tantivy.Index(self._schema, str(folder))
        register_tokenizers(index)
        return index

    def _acquire_lock(self) -> None:
        """Keep every other writer out; the lock goes when this process does, however it ends."""
        if self._lock is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = lock(self.folder / "writer.lock")
