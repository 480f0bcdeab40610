"""Unpacks zip archives, their names in GBK included."""

from __future__ import annotations

import zipfile
import zlib
from typing import IO

from archive.messages import containers as messages
from indexer.blocks import Unreadable
from indexer.containers import Unpacking
from indexer.containers.names import decoded, is_left_out

_UTF_8 = 0x800
_ENCRYPTED = 0x1
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)


def unpack(file: IO[bytes], unpacking: Unpacking) -> None:
    """Unpack every file; one that is encrypted or damaged is refused, and the others come out."""
    try:
        with zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                name = name_of(member)
                if not member.is_dir() and not is_left_out(name):
                    _unpack(archive, member, name, unpacking)
    except (*_DAMAGED, NotImplementedError) as error:
        raise Unreadable(*messages.ARCHIVE_DAMAGED) from error


def name_of(member: zipfile.ZipInfo) -> str:
    """A member's name. Without the mark of UTF-8 it is in the code page of whoever packed it."""
    if member.flag_bits & _UTF_8:
        return member.orig_filename
    return decoded(member.orig_filename.encode("cp437"))  # as zipfile decoded it


def _unpack(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, unpacking: Unpacking
) -> None:
    if member.flag_bits & _ENCRYPTED:
        unpacking.refuse(name, Unreadable(*messages.MEMBER_ENCRYPTED))
        return
    try:
        stream = archive.open(member)
    except NotImplementedError:
        unpacking.refuse(name, Unreadable(*messages.MEMBER_METHOD))
    except _DAMAGED:
        unpacking.refuse(name, Unreadable(*messages.MEMBER_DAMAGED))
    else:
        with stream:
            _copy(stream, name, unpacking)


def _copy(stream: IO[bytes], name: str, unpacking: Unpacking) -> None:
    try:
        unpacking.add(name, stream)
    except _DAMAGED:
        unpacking.fail(-1, Unreadable(*messages.MEMBER_DAMAGED))
