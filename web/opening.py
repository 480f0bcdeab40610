"""What a worker process holds open: the engine, from its first request on, and the variants."""

from __future__ import annotations

import weakref
from threading import Lock

from flask import Flask, current_app

from archive.engine import SearchEngine, open_engine
from archive.equivalents import FILE, Equivalents, EquivalentsFile
from archive.library import Library
from archive.settings import Settings

EXTENSION = "archive"
"""The key of the `Opening` in `app.extensions`."""


class Opening:
    """One engine for all threads of a process, opened when it is first asked for.

    Opening it only then lets a server fork its workers from an app that is already loaded.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.variants = EquivalentsFile(settings.data / FILE)
        self._lock = Lock()
        self._engine: SearchEngine | None = None

    def engine(self) -> SearchEngine:
        """The engine. Raises what `open_engine` raises, and tries again when asked again."""
        with self._lock:
            if self._engine is None:
                self._engine = open_engine(self.settings)
            return self._engine

    def close(self) -> None:
        """Close the engine, if it is open."""
        with self._lock:
            if self._engine is not None:
                self._engine.close()
                self._engine = None


def provide(app: Flask, settings: Settings) -> None:
    """Give the app its engine, to be closed with the app or at the end of the process."""
    opening = Opening(settings)
    app.extensions[EXTENSION] = opening
    weakref.finalize(app, opening.close)


def engine() -> SearchEngine:
    """The engine of the app that handles this request."""
    return _opening().engine()


def equivalents() -> Equivalents:
    """The keeper's list of variants, as its file has it now."""
    return _opening().variants.equivalents()


def library() -> Library:
    """The library, opened to be read; the caller closes it."""
    return Library(_opening().settings.library)


def _opening() -> Opening:
    opening: Opening = current_app.extensions[EXTENSION]
    return opening
