"""One writer at a time: a lock on a file that ends with the process, however that ends."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from archive import messages
from archive.errors import EngineBusy


def lock(path: Path) -> IO[str]:
    """Lock a file and return it opened: closing it lets go. Raises `EngineBusy` when it is held."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise EngineBusy(
            messages.ENGINE_BUSY.format(location=path.parent), messages.ENGINE_BUSY_REMEDY
        ) from error
    return file
