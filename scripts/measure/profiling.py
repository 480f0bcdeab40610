"""Where the time goes: of a whole load, and of a page of results, as trees of calls."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar
from unittest.mock import patch

import copies
from corpus import Corpus
from pyinstrument import Profiler
from telling import say

from archive.closing import Closing
from archive.engine import open_engine
from archive.library import Library
from archive.settings import Settings
from indexer import pipeline
from indexer.indexing import Indexing
from indexer.limits import Limits
from indexer.opened import Opened, Room
from indexer.reading import open_file
from indexer.walking import walk
from web import create_app
from web.budget import EXTENSION
from web.settings import SiteSettings

PHRASES = 150
"""How many phrases' pages are asked for, the most frequent ones not counted."""

P = ParamSpec("P")
R = TypeVar("R")

_INTERVAL = 0.002  # seconds between two looks
_SHOWN = 0.01  # the least share of the whole that is shown


class Unread(NamedTuple):
    """A file whose turn has not come."""

    source: bytes | Path
    name: str
    room: Room


class Here(Closing):
    """In place of worker processes: each file is read when its turn comes, in this process.

    So that one profile sees readers and writer; it knows none of the limits, and no OCR.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits

    def open(self, source: bytes | Path, name: str, room: Room) -> Unread:
        """See `Workers.open`."""
        return Unread(source, name, room)

    def scan(self, task: Unread) -> None:
        """See `Workers.scan`."""

    def result(self, task: Unread) -> Opened:
        """See `Workers.result`."""
        return open_file(task.source, task.name, self.limits, task.room)

    def close(self) -> None:
        """Nothing is held."""


class Inline(Executor):
    """In place of the threads that views run in: only one thread is looked at."""

    def submit(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """See `Executor.submit`; what the function raises is raised here."""
        future: Future[R] = Future()
        future.set_result(function(*args, **kwargs))
        return future


def print_profiles(corpus: Path, phrases: int = PHRASES) -> None:
    """Print the profile of a load of the corpus in one process, and of its pages of results."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary:
        scratch = Path(temporary)
        settings = Settings(scratch / "data")
        with copies.texts(corpus) as texts:
            copies.write(texts, scratch / "files", 0)
        say("loading")
        _print("A load, reader and writer in one process", _load(settings, scratch / "files"))
        with Library(settings.library) as library:
            asked = Corpus(library, scratch / "rows.txt").phrases(phrases)
        say("asking for pages")
        _print(f"{len(asked)} pages of results", _pages(settings, asked))


def _load(settings: Settings, files: Path) -> Profiler:
    with (
        Library(settings.library, writable=True) as library,
        open_engine(settings) as engine,
        patch.object(pipeline, "Workers", Here),
        Profiler(_INTERVAL) as profiler,
    ):
        pipeline.load(list(walk([files])), Indexing(library, engine, settings.engine))
    return profiler


def _pages(settings: Settings, phrases: list[str]) -> Profiler:
    logging.disable()  # one line a page would measure the terminal
    app = create_app(settings, SiteSettings(rate_limit=None))
    app.extensions[EXTENSION] = Inline()
    client = app.test_client()
    client.get("/", query_string={"q": "法治"})
    with Profiler(_INTERVAL) as profiler:
        for phrase in phrases:
            client.get("/", query_string={"q": f'"{phrase}"'})
    logging.disable(logging.NOTSET)
    return profiler


def _print(title: str, profiler: Profiler) -> None:
    shown = profiler.output_text(show_all=False, processor_options={"filter_threshold": _SHOWN})
    print(f"{title}\n{shown}")
