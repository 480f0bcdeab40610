"""Containers: one module a family of archives, each unpacking its members within limits."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import IO, Protocol

from archive.disk import writing
from archive.messages import containers as messages
from indexer.blocks import Unreadable
from indexer.containers.names import inner_path
from indexer.limits import Limits


class Stream(Protocol):
    """What bytes are read from."""

    def read(self, size: int = ..., /) -> bytes:
        """At most so many bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there, where it was unpacked to, or why it was not.

    Of an archive in the archive, itself unpacked, neither is told: its members follow it.
    `depth` tells in how many archives it stands.
    """

    path: str
    depth: int
    file: Path | None = None
    failure: Unreadable | None = None


class TooMuch(Unreadable):
    """An archive that holds more than its limits allow, itself or in the archives in it."""


class Unpacking:
    """The members of an archive on their way into a folder, under numbers in place of their names.

    Sizes that an archive states are not trusted: what counts is what comes out.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self.limits = limits
        self.members: list[Member] = []
        self.stem = ""
        """The name, without its last suffix, of the archive that is being unpacked."""
        self._folder = folder
        self._bytes = 0
        self._within = ""
        self._depth = 0

    def enter(self, name: str, within: str, depth: int) -> None:
        """Go on with the archive of this name; its members' paths begin with `within`."""
        self.stem, self._within, self._depth = PurePath(name).stem, within, depth

    def add(self, name: str, stream: Stream) -> None:
        """Unpack a member from a stream. Raises `TooMuch`."""
        with closing(self.open(name)) as file:
            shutil.copyfileobj(stream, file)

    def open(self, name: str) -> MemberFile:
        """A file to write a member to. Raises `TooMuch`."""
        number = self._note(name)
        file = self._folder / f"{number:06}"
        self.members[number] = replace(self.members[number], file=file)
        return MemberFile(file, lambda size, count: self._spend(number, size, count))

    def refuse(self, name: str, failure: Unreadable) -> None:
        """Note a member that cannot be unpacked. Raises `TooMuch`."""
        self.fail(self._note(name), failure)

    def fail(self, number: int, failure: Unreadable) -> None:
        """Give a member up; -1 is the one that was opened last."""
        self.members[number] = replace(self.members[number], file=None, failure=failure)

    def _note(self, name: str) -> int:
        if len(self.members) >= self.limits.members:
            reason, remedy = messages.ARCHIVE_TOO_MANY
            raise TooMuch(reason.format(members=self.limits.members), remedy)
        self.members.append(Member(self._within + inner_path(name), self._depth))
        return len(self.members) - 1

    def _spend(self, number: int, size: int, count: int) -> bool:
        """Count bytes of a member that has had `size`; whether they are to be kept."""
        self._bytes += count
        if self._bytes > self.limits.unpacked_bytes:
            reason, remedy = messages.ARCHIVE_TOO_LARGE
            raise TooMuch(reason.format(mb=self.limits.unpacked_mb), remedy)
        if size + count <= self.limits.file_bytes:
            return True
        reason, remedy = messages.FILE_TOO_LARGE
        self.fail(number, Unreadable(reason.format(mb=self.limits.file_mb), remedy))
        return False


class MemberFile:
    """A member that is being unpacked. What is beyond the limit of a file is let go.

    Where it cannot be written that is a `LibraryError`, and no fault of the archive.
    """

    def __init__(self, file: Path, spend: Callable[[int, int], bool]) -> None:
        self._file = file
        with writing(file):
            self._stream = file.open("wb")
        self._spend = spend
        self.size = 0
        """Bytes that came out, kept or not."""

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Write bytes. Raises `Unreadable` where the archive unpacks to too much."""
        if self._spend(self.size, len(data)):
            with writing(self._file):
                self._stream.write(data)
        self.size += len(data)
        return len(data)

    def close(self) -> None:
        """Finish the member."""
        with writing(self._file):
            self._stream.close()


Unpacker = Callable[[IO[bytes], Unpacking], None]
"""Unpacks an archive. Raises `Unreadable` for one that is damaged, encrypted or too large."""
