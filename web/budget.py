"""How long a request may wait for an answer, so that no query holds a worker.

The clause budget of the query language keeps queries quick on an archive of one machine; this
holds whatever the archive has grown to, and on a server that does not answer.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, copy_current_request_context, current_app

from archive.errors import ArchiveError
from archive.messages import web as t

SECONDS = 2.0
"""How long a request waits."""

AT_WORK = 4
"""How many such requests a process works at; one that was given up counts until it ends."""

EXTENSION = "budget"
SETTING = "QUERY_SECONDS"

P = ParamSpec("P")
R = TypeVar("R")


class TooSlow(ArchiveError):
    """The answer was not there in time."""


def register(app: Flask) -> None:
    """Give every view of the app its budget; to be called when all of them are there.

    The rows of an export come when its view has returned: they take the time that they need.
    """
    app.config.setdefault(SETTING, SECONDS)
    # Its threads start with the first request: a server may fork before that.
    app.extensions[EXTENSION] = ThreadPoolExecutor(AT_WORK, thread_name_prefix="query")
    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = _bounded(app.ensure_sync(view))


def _bounded(view: Callable[P, R]) -> Callable[P, R]:
    """A view that raises `TooSlow` when its budget is used up.

    Engines work outside Python's lock: the worker is free while one still runs on.
    """

    @wraps(view)
    def within(*args: P.args, **kwargs: P.kwargs) -> R:
        pool: ThreadPoolExecutor = current_app.extensions[EXTENSION]
        seconds: float = current_app.config[SETTING]
        asked = pool.submit(copy_current_request_context(view), *args, **kwargs)
        try:
            return asked.result(seconds)
        except TimeoutError:
            asked.cancel()  # if it has not begun
            raise TooSlow(t.TOO_SLOW.format(seconds=seconds), t.TOO_SLOW_REMEDY) from None

    return within
