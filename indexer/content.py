"""A file's content as far as it tells what the file is; parts of it are looked at when asked."""

from __future__ import annotations

import io
import zipfile
from functools import cached_property
from pathlib import Path, PurePath
from typing import IO

from indexer.readers.ole import ole_kind

HEAD = 4096
"""Bytes at the beginning that the kinds written in text are told by."""

_DAMAGED_ZIP = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError)


class Content:
    """What a file holds; blank when it is nothing but white space.

    A file that is too large for a reader is given by its path, all others whole.
    """

    def __init__(self, source: bytes | Path, name: str) -> None:
        self.source = source
        self.suffix = PurePath(name).suffix.lower()
        with self.open() as file:
            self.head = file.read(HEAD)
            self.is_blank = not self.head.strip() and not any(map(bytes.strip, file))

    def open(self) -> IO[bytes]:
        """The content as a stream from its beginning."""
        return io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")

    @cached_property
    def text_head(self) -> bytes:
        """The beginning as ASCII, whether in one byte a character or in two."""
        return self.head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")

    @cached_property
    def zip_names(self) -> frozenset[str] | None:
        """The members of a zip file, None for what is none or is damaged."""
        if not self.head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return None
        try:
            with self.open() as file, zipfile.ZipFile(file) as package:
                return frozenset(package.namelist())
        except _DAMAGED_ZIP:
            return None

    @cached_property
    def ole_kind(self) -> str | None:
        """What an OLE file holds (see `indexer.readers.ole`), None for what is none."""
        if not self.head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            return None
        return ole_kind(self.source) if isinstance(self.source, bytes) else "ole"
