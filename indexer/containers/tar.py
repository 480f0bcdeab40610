"""Unpacks tar archives, compressed or not, and single files compressed by gzip, bzip2 or xz."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable
from typing import IO

from archive.messages import containers as messages
from indexer.blocks import Unreadable
from indexer.containers import Unpacking
from indexer.containers.names import is_left_out, of_surrogates

COMPRESSED: dict[bytes, Callable[[IO[bytes]], IO[bytes] | gzip.GzipFile]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
"""How each kind of compressed file begins, and what opens it."""

MAGIC = (257, b"ustar")
"""Where, and by what, a tar archive tells that it is one."""

_HEAD = 512
_DAMAGED = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


def unpack(file: IO[bytes], unpacking: Unpacking) -> None:
    """Unpack every file. Links lead to what is unpacked anyway, or out of the archive: refused."""
    try:
        stream = _decompressed(file)
        head = stream.read(_HEAD)
        stream.seek(0)
        if not is_tar(head) and head.strip(b"\x00"):  # an empty archive is nothing but zeros
            unpacking.add(unpacking.stem, stream)
            return
        with tarfile.open(fileobj=stream, mode="r:", errors="surrogateescape") as archive:
            for member in archive:
                _unpack(archive, member, unpacking)
    except _DAMAGED as error:
        raise Unreadable(*messages.ARCHIVE_DAMAGED) from error


def is_tar(head: bytes) -> bool:
    """Whether a file that begins so is a tar archive."""
    place, magic = MAGIC
    return head[place : place + len(magic)] == magic


def _decompressed(file: IO[bytes]) -> IO[bytes] | gzip.GzipFile:
    head = file.read(6)
    file.seek(0)
    found = (open_ for magic, open_ in COMPRESSED.items() if head.startswith(magic))
    open_ = next(found, None)
    return open_(file) if open_ else file


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, unpacking: Unpacking) -> None:
    name = of_surrogates(member.name)
    if member.isdir() or is_left_out(name):
        return
    stream = archive.extractfile(member) if member.isreg() else None
    if stream is None:
        unpacking.refuse(name, Unreadable(*messages.MEMBER_NOT_A_FILE))
    else:
        unpacking.add(name, stream)
