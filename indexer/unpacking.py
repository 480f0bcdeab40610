"""Archives, and the archives in them, unpacked into one folder within one set of limits."""

from __future__ import annotations

from dataclasses import replace

from archive.messages import containers as messages
from indexer.blocks import Unreadable
from indexer.containers import Member, TooMuch, Unpacking
from indexer.containers.names import distinct
from indexer.content import Content
from indexer.formats import Format, format_of
from indexer.limits import Limits
from indexer.opened import WITHIN, Room


def unpacked(
    content: Content, found: Format, name: str, limits: Limits, room: Room
) -> tuple[Member, ...]:
    """Every file of an archive, each under a path of its own, those of archives in it included.

    Raises `Unreadable` for an archive that is damaged, encrypted, or holds more than its limits.
    """
    unpacking = Unpacking(room.folder, limits)
    _unpack(content, found, name, unpacking, "", room.depth + 1)
    paths = distinct([member.path for member in unpacking.members])
    return tuple(
        replace(member, path=path) for path, member in zip(paths, unpacking.members, strict=True)
    )


def _unpack(
    content: Content, found: Format, name: str, unpacking: Unpacking, within: str, depth: int
) -> None:
    assert found.unpack
    if depth > unpacking.limits.nesting:
        reason, remedy = messages.ARCHIVE_TOO_DEEP
        raise TooMuch(reason.format(nesting=unpacking.limits.nesting), remedy)
    first = len(unpacking.members)
    unpacking.enter(name, within, depth)
    with content.open() as file:
        found.unpack(file, unpacking)
    for number in range(first, len(unpacking.members)):
        member = unpacking.members[number]
        if member.file is None:
            continue
        inner = Content(member.file, member.path)
        what = None if inner.is_blank else format_of(inner)
        if what is None or what.unpack is None or what.read:
            continue
        try:
            _unpack(inner, what, member.path, unpacking, member.path + WITHIN, depth + 1)
        except TooMuch:
            raise
        except Unreadable as failure:
            unpacking.fail(number, failure)
        else:
            unpacking.members[number] = replace(member, file=None)
        member.file.unlink()
