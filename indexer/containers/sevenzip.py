"""Unpacks 7z archives."""

from __future__ import annotations

import lzma
import zlib
from typing import IO

import py7zr
from py7zr.io import Py7zIO, WriterFactory

from archive.messages import containers as messages
from indexer.blocks import Unreadable
from indexer.containers import MemberFile, Unpacking
from indexer.containers.names import is_left_out

_DAMAGED = (
    *(py7zr.exceptions.ArchiveError, lzma.LZMAError, zlib.error),
    *(EOFError, OSError, ValueError),
)


def unpack(file: IO[bytes], unpacking: Unpacking) -> None:
    """Unpack every file."""
    try:
        with py7zr.SevenZipFile(file) as archive:
            if archive.needs_password():
                raise Unreadable(*messages.ARCHIVE_ENCRYPTED)
            wanted = [
                one.filename
                for one in archive.list()
                if not one.is_directory and not is_left_out(one.filename)
            ]
            archive.extract(targets=wanted, factory=_Writers(unpacking))
    except Unreadable:
        raise
    except py7zr.PasswordRequired as error:
        raise Unreadable(*messages.ARCHIVE_ENCRYPTED) from error
    except py7zr.UnsupportedCompressionMethodError as error:
        raise Unreadable(*messages.ARCHIVE_METHOD) from error
    except _DAMAGED as error:
        raise Unreadable(*messages.ARCHIVE_DAMAGED) from error


class _Writers(WriterFactory):
    """Gives py7zr a file for each member that it unpacks."""

    def __init__(self, unpacking: Unpacking) -> None:
        self._unpacking = unpacking

    def create(self, filename: str) -> Py7zIO:
        return _Writer(self._unpacking.open(filename))


class _Writer(Py7zIO):
    """A member's file as py7zr wants it, which only ever writes to it from its beginning."""

    def __init__(self, file: MemberFile) -> None:
        self._file = file

    def write(self, s: bytes | bytearray) -> int:
        return self._file.write(s)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return offset

    def flush(self) -> None:
        pass

    def size(self) -> int:
        return self._file.size

    def close(self) -> None:
        self._file.close()
