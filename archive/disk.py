"""How the library's files are written, and why they were not, in a person's words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import messages
from archive.errors import LibraryError

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""The system's numbers for a disk, a quota or a limit of size that is used up."""

_REASONS = {
    errno.ENOSPC: messages.WHY_NO_SPACE,
    errno.EDQUOT: messages.WHY_NO_SPACE,
    errno.EFBIG: messages.WHY_TOO_LARGE,
    errno.EACCES: messages.WHY_NO_PERMISSION,
    errno.EPERM: messages.WHY_NO_PERMISSION,
    errno.EROFS: messages.WHY_READ_ONLY,
}


def reason(error: OSError) -> str:
    """Why the system refused, as far as it is known in Chinese, else in its own words."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def not_written(location: Path, error: OSError) -> LibraryError:
    """The failure to write below a place of the library."""
    return LibraryError(
        messages.NOT_WRITTEN.format(location=location, detail=reason(error)),
        messages.NOT_WRITTEN_REMEDY,
    )


def put_in_place(path: Path, data: bytes) -> None:
    """Write a file that is whole under its name or not there at all. Raises `OSError`."""
    pending = path.with_suffix(".new")
    try:
        pending.write_bytes(data)
        pending.replace(path)
    except BaseException:
        pending.unlink(missing_ok=True)
        raise


@contextmanager
def writing(location: Path) -> Iterator[None]:
    """Turn what the system raises in the block into `LibraryError`."""
    try:
        yield
    except OSError as error:
        raise not_written(location, error) from error
