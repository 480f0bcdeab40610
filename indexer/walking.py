"""The files that a load is offered: those below the paths, and those in their archives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.messages import indexer as messages
from indexer import beside
from indexer.blocks import Unreadable
from indexer.containers import Member
from indexer.containers.names import of_surrogates
from indexer.excluding import Excluding
from indexer.opened import WITHIN

NOTHING = Excluding()


@dataclass(slots=True, eq=False)
class Offered:
    """A file that was offered; `failure` where coming by it failed already.

    `path` names it for the ledger, `file` is where its bytes are: elsewhere for the member of an
    archive, which stands in `depth` archives. `holder` is the file that it is a member of, and
    `waiting` counts, for such a one, the members that have no outcome yet.
    """

    path: Path
    file: Path | None = None
    failure: Unreadable | None = None
    depth: int = 0
    holder: Offered | None = None
    is_unpacked: bool = False
    waiting: int = field(default=0, repr=False)

    @property
    def name(self) -> str:
        """The name by which the ledger knows it, wherever the command is run from."""
        return of_surrogates(str(self.path.absolute()))

    @property
    def given(self) -> str:
        """The path as it was given, as it can be printed."""
        return of_surrogates(str(self.path))


def walk(
    paths: Sequence[Path], excluding: Excluding = NOTHING, left_out: Sequence[Path] = ()
) -> Iterator[Offered]:
    """Every file at or below the paths, in name order, hidden ones (.DS_Store, ~$…) left out.

    A metadata.csv in a folder is left out, too: it speaks of the files beside it. So is what
    `excluding` names.

    A folder that cannot be opened and a path that leads nowhere are offered with their failure.
    """
    for path in paths:
        if path.is_dir():
            for file in walk_within(path, path, excluding, left_out):
                if file.path.name != beside.NAME:
                    yield file
        elif not excluding.excludes([path.name]):
            yield Offered(path)


def walk_within(
    path: Path, root: Path, excluding: Excluding = NOTHING, left_out: Sequence[Path] = ()
) -> Iterator[Offered]:
    """What a walk of the folder `root` comes by at or below a path in it, metadata.csv too.

    `left_out` are folders, as `Path.resolve` tells them: the archive's own among them.
    """
    if any(path.resolve().is_relative_to(folder) for folder in left_out):
        return
    below = path.relative_to(root).parts
    for count in range(1, len(below) + 1):
        if _is_left_out(below[:count], excluding, count < len(below) or path.is_dir()):
            return
    if not path.is_dir():
        yield Offered(path)
        return
    failures: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=failures.append):
        below = Path(folder).relative_to(root).parts
        folders[:] = sorted(
            name
            for name in folders
            if not _is_left_out((*below, name), excluding, True)
            and Path(folder, name).resolve() not in left_out
        )
        for name in sorted(names):
            if not _is_left_out((*below, name), excluding, False):
                yield Offered(Path(folder, name))
    yield from map(_unopened, failures)


def members_of(holder: Offered, members: Sequence[Member]) -> list[Offered]:
    """The members of an archive as files that are offered, under 2021.zip!/报告.docx."""
    return [
        Offered(
            Path(f"{holder.path}{WITHIN}{member.path}"),
            member.file,
            member.failure,
            member.depth,
            holder,
            is_unpacked=member.file is None and member.failure is None,
        )
        for member in members
    ]


class Offering:
    """Files in the order in which they are to be read: those of an archive before what is left."""

    def __init__(self, files: Iterable[Offered]) -> None:
        self._files = [iter(files)]

    def put_first(self, files: Iterable[Offered]) -> None:
        """Offer files before all others that are left."""
        self._files.append(iter(files))

    def next(self) -> Offered | None:
        """The next file, None when there is none left."""
        while self._files:
            if file := next(self._files[-1], None):
                return file
            self._files.pop()
        return None


def _is_left_out(below: Sequence[str], excluding: Excluding, is_folder: bool) -> bool:
    is_hidden = below[-1].startswith((".", "~$"))
    return is_hidden or excluding.excludes(below, is_folder=is_folder)


def _unopened(error: OSError) -> Offered:
    reason, remedy = messages.FOLDER_UNREADABLE
    failure = Unreadable(reason.format(detail=error.strerror), remedy)
    return Offered(Path(error.filename), failure=failure)
