"""Which files a load leaves out: patterns of names and paths, as rsync and gitignore read them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase


class Excluding:
    """Patterns in which * ? [] stand for characters of a name, and ** for any folders.

    One that ends in / is of folders alone. One with another / is of the path below the folder
    that is loaded, any other of the name, wherever it is. A folder is left out with all in it.
    """

    def __init__(self, patterns: Iterable[str] = ()) -> None:
        self._patterns = [_Pattern(pattern) for pattern in patterns if pattern.strip("/")]

    def excludes(self, below: Sequence[str], *, is_folder: bool = False) -> bool:
        """Whether the file or folder is left out, by its path below the folder that is loaded."""
        path = [_plain(name) for name in below]
        return any(pattern.matches(path, is_folder) for pattern in self._patterns)


class _Pattern:
    def __init__(self, pattern: str) -> None:
        self._is_of_folders = pattern.endswith("/")
        self._is_of_names = "/" not in pattern.rstrip("/")
        self._parts = _plain(pattern).strip("/").split("/")

    def matches(self, path: Sequence[str], is_folder: bool) -> bool:
        if self._is_of_folders and not is_folder:
            return False
        return _matches(self._parts, path[-1:] if self._is_of_names else path)


def _matches(parts: Sequence[str], path: Sequence[str]) -> bool:
    if not parts or not path:
        return not parts and not path
    if parts[0] == "**":
        rest = parts[1:]
        return not rest or any(_matches(rest, path[start:]) for start in range(len(path)))
    return fnmatchcase(path[0], parts[0]) and _matches(parts[1:], path[1:])


def _plain(name: str) -> str:
    """A name in one form, whether macOS or another system wrote it."""
    return unicodedata.normalize("NFC", name)
