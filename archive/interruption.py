"""Ctrl-C and SIGTERM: how they end a command, in one line and with the status of that signal."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    if _waiting.blocks:
        _waiting.signal = number
    else:
        raise Interrupted(number)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Raise `Interrupted` at the end of the block, and not within, when a signal comes.

    For short calls into what other threads use, too: a `queue.Queue` whose `put` is broken off
    between two steps may never wake its reader again. In the main thread only.
    """
    _waiting.blocks += 1
    try:
        yield
    finally:
        _waiting.blocks -= 1
        if not _waiting.blocks and (number := _waiting.signal) is not None:
            _waiting.signal = None
            raise Interrupted(number)


class _Waiting:
    """The signal that came while blocks were not to be disturbed, and how many there are."""

    blocks = 0
    signal: int | None = None


_waiting = _Waiting()
