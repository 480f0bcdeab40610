"""Ctrl-C and SIGTERM: how they end a command, in one line and with the status of that signal."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(BaseException):
    """A signal has ended the command. No `Exception`: nothing on the way out may swallow it.

    Nor a `KeyboardInterrupt`, which click takes for itself. `exit_code` is what a shell expects.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


def heed(handler: Callable[[int, FrameType | None], None]) -> None:
    """Have a handler called for each signal, but for one that whoever started us had ignored."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def interrupt(number: int, frame: FrameType | None = None) -> None:
    """Raise `Interrupted`, so that files and locks are let go; the same signal again kills."""
    signal.signal(number, signal.SIG_DFL)
    raise Interrupted(number)
