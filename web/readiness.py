"""Whether the engine answers and its schema fits, asked cheaply and within a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from archive.engine import EngineStatus
from archive.errors import ArchiveError
from archive.messages import operation as t
from web.budget import TooSlow

SECONDS = 2.0
"""How long one who asks waits."""

FRESH = 1.0
"""Seconds for which an answer is given again, so that many who ask cost no more than one."""

_LOGGER = logging.getLogger(__name__)


class Readiness:
    """What an engine says of itself, asked on a thread of its own.

    There is never more than one question to the engine under way: on a server that accepts
    requests and does not answer them, those who ask again wait for the question already put.
    """

    def __init__(self, ask: Callable[[], EngineStatus]) -> None:
        self._ask = ask
        self._lock = Lock()
        # Its thread starts with the first question: a server may fork before that.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="readiness")
        self._asked: Future[EngineStatus] | None = None
        self._asked_at = 0.0
        self._was_ready = True

    def status(self) -> EngineStatus:
        """What the engine holds. Raises `ArchiveError` when it is not ready to be searched."""
        try:
            status = self._question().result(SECONDS)
        except TimeoutError:
            error = TooSlow(t.SLOW.format(seconds=SECONDS))
            self._turned(error)
            raise error from None
        except ArchiveError as error:
            self._turned(error)
            raise
        self._turned(None)
        return status

    def _question(self) -> Future[EngineStatus]:
        with self._lock:
            now = time.monotonic()
            asked = self._asked
            if asked is None or (asked.done() and now - self._asked_at >= FRESH):
                asked = self._asked = self._thread.submit(self._ask)
                self._asked_at = now
            return asked

    def _turned(self, error: ArchiveError | None) -> None:
        """Log the turn from ready to not, and back, but not each question."""
        with self._lock:
            turned = self._was_ready is (error is not None)
            self._was_ready = error is None
        if turned and error is not None:
            _LOGGER.warning(t.LOG_NOT_READY, error.message)
        elif turned:
            _LOGGER.warning(t.LOG_READY)
