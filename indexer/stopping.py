"""How a load is stopped: the first Ctrl-C or SIGTERM asks it to, the second one ends it."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Self

from archive.interruption import SIGNALS, Interrupted, heed, interrupt
from archive.messages import interruption as messages

STDERR = 2


class Stopping:
    """In its `with` block the first signal is only noted, and the next raises `Interrupted`."""

    def __init__(self) -> None:
        self.signal: int | None = None
        """The signal that came."""
        self._former: dict[int, signal._HANDLER] = {}

    def is_set(self) -> bool:
        """Whether to stop."""
        return self.signal is not None

    def __enter__(self) -> Self:
        self._former = {number: signal.getsignal(number) for number in SIGNALS}
        heed(self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    def exit_code(self, otherwise: int) -> int:
        """The status of the command: that of the signal, if one came."""
        return otherwise if self.signal is None else Interrupted(self.signal).exit_code

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.signal = number
        heed(interrupt)
        # Written past Python's buffer, whose writing this may interrupt; below a progress bar.
        start = "\n" if os.isatty(STDERR) else ""
        with suppress(OSError):
            os.write(STDERR, f"{start}{messages.STOPPING}\n".encode())
