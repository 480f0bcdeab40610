"""The embedded index on disk: its generations, and who reads and writes which of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import tantivy

from archive import messages
from archive.engines.embedded_writer import Writer, writes
from archive.engines.generations import Generations
from archive.engines.schema import VERSION, register_tokenizers
from archive.errors import EngineUnavailable, IndexMismatch, NoFormerIndex
from archive.locking import lock


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
        self._writer: Writer | None = None

    @property
    def version(self) -> str:
        """The name of the generation in service, such as v2-000003; empty before the first."""
        return self._generations.in_service() or ""

    def searcher(self) -> tantivy.Searcher:
        """A searcher over what was last committed, by whichever process."""
        self._follow()
        return self._index.searcher()

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The writer of the generation in service: what it is given counts unless the block fails.

        A writer that failed, on a full disk say, is never used again: the next block has another.
        """
        writer, self._writer = self._writer or self._writer_in_service(), None
        try:
            yield writer
            writer.commit()
        except BaseException:
            writer.give_up()
            raise
        self._writer = writer

    @contextmanager
    def successor(self) -> Iterator[Writer]:
        """The writer of a new generation, which comes into service unless the block fails.

        Then the one before it is kept, in place of the one kept until now.
        """
        self._acquire_lock()
        old, new = self._generations.in_service(), self._generations.next()
        self._drop_others(old)
        try:
            writer = Writer(self._create(new), self.folder)
            yield writer
            writer.commit()
            writer.close()
            self._let_go()
            with writes(self.folder):
                self._generations.put_in_service(new, old)
        except BaseException:
            if self._generations.in_service() != new:  # a signal may come right after the swap
                shutil.rmtree(self.folder / new, ignore_errors=True)
            raise

    def former(self) -> str:
        """The former generation. Raises `NoFormerIndex`; `IndexMismatch` for another schema's."""
        former = self._generations.former()
        if former is None:
            raise NoFormerIndex(
                messages.NO_FORMER_INDEX.format(location=self.folder),
                messages.NO_FORMER_INDEX_REMEDY,
            )
        if not self._generations.fits(former):
            raise IndexMismatch(
                messages.INDEX_MISMATCH.format(location=self.folder / former),
                messages.FORMER_INDEX_MISMATCH_REMEDY,
            )
        return former

    @contextmanager
    def returning(self) -> Iterator[Writer]:
        """The writer of the former generation, which takes the place of the one in service.

        Unless the block fails: then both stay what they were. Raises what `former` raises.
        """
        former = self.former()
        self._acquire_lock()
        self._let_go()
        try:
            writer = Writer(self._open(self.folder / former), self.folder)
        except (OSError, ValueError) as error:
            raise _damaged(
                self.folder / former, error, messages.FORMER_INDEX_MISMATCH_REMEDY
            ) from error
        try:
            yield writer
            writer.commit()
            writer.close()
        except BaseException:
            writer.give_up()
            raise
        with writes(self.folder):
            self._generations.put_in_service(former, self._generations.in_service())

    def close(self) -> None:
        """Let go of the files and of the writer's lock."""
        self._let_go()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _let_go(self) -> None:
        """Close the writer of the generation in service."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _writer_in_service(self) -> Writer:
        """The writer of the generation in service; the first generation is made."""
        self._acquire_lock()
        if self._generations.in_service() is None:
            first = self._generations.next()
            shutil.rmtree(self.folder / first, ignore_errors=True)
            self._create(first)
            with writes(self.folder):
                self._generations.put_in_service(first, None)
        self._follow()
        return Writer(self._index, self.folder)

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
            raise _damaged(folder, error, messages.INDEX_MISMATCH_REMEDY) from error
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
        with writes(self.folder):
            folder.mkdir(parents=True)
            index = tantivy.Index(self._schema, str(folder))
        register_tokenizers(index)
        return index

    def _drop_others(self, kept: str | None) -> None:
        """Delete every generation but the one in service: the former, and what a kill left."""
        with writes(self.folder):
            if self._generations.former():
                assert kept
                self._generations.put_in_service(kept, None)
            for folder in self.folder.glob("v*-??????"):
                if folder.name != kept:
                    shutil.rmtree(folder, ignore_errors=True)

    def _acquire_lock(self) -> None:
        """Keep every other writer out; the lock goes when this process does, however it ends."""
        if self._lock is not None:
            return
        with writes(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = lock(self.folder / "writer.lock")


def _damaged(folder: Path, error: Exception, remedy: str) -> EngineUnavailable:
    return EngineUnavailable(messages.INDEX_DAMAGED.format(location=folder, detail=error), remedy)
