"""The originals of a library: every file's bytes under their hash."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from archive.disk import put_in_place, writing
from archive.files import Fixity


class Originals:
    """The originals in a library's folder, and the place where a load unpacks archives."""

    _folder: Path

    def keep_original(self, fixity: Fixity, data: bytes) -> Path:
        """Keep a file's bytes under their hash and say where; kept ones are left as they are."""
        path = self.original(fixity.sha256)
        if not path.exists():
            with writing(path.parent):
                try:
                    put_in_place(path, data)
                except FileNotFoundError:  # the first of its folder: of 256 in all
                    path.parent.mkdir(exist_ok=True)
                    put_in_place(path, data)
        return path

    def original(self, sha256: str) -> Path:
        """Where the original of this hash is kept."""
        return self._folder / "originals" / sha256[:2] / sha256

    def originals(self) -> Iterator[Path]:
        """Every file that stands among the originals, by path."""
        for folder in sorted((self._folder / "originals").glob("*")):
            yield from sorted(folder.rglob("*")) if folder.is_dir() else [folder]

    def delete_original(self, sha256: str) -> None:
        """Delete the original of a report that was removed."""
        self.original(sha256).unlink(missing_ok=True)

    def scratch(self) -> Path:
        """A folder for what a load unpacks, emptied of what a killed load left there."""
        folder = self._folder / "unpacking"
        shutil.rmtree(folder, ignore_errors=True)
        return folder
