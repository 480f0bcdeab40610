"""The engines that are measured, by name, each given the same paragraphs to hold."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import Corpus
from elastic import Elastic, answers
from limit import Limit
from loading import folder_mb
from ours import embedded
from peers import Fts5, Peer, Ripgrep, Whoosh
from telling import say

from archive.settings import Settings, from_environment


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be held: an archive that was loaded in so many seconds, and its paragraphs."""

    data: Path
    seconds: float
    corpus: Corpus
    scratch: Path


@dataclass(frozen=True, slots=True)
class Built:
    """An engine that holds the paragraphs: how long that took, its size, and how it is opened.

    None is what it has not: a load, an index, files of ours that could be dropped from memory.
    """

    open: Callable[[], Peer]
    seconds: float | None = None
    index_mb: float | None = None
    folder: Path | None = None


def _embedded(work: Work) -> Built:
    index = Settings(work.data).embedded_index
    return Built(lambda: embedded(index), work.seconds, folder_mb(index), index)


def _elasticsearch(work: Work) -> Built | None:
    if not os.environ.get("ELASTICSEARCH_URL"):
        say("  left out: ELASTICSEARCH_URL names no server (scripts/elasticsearch start)")
        return None
    asked = from_environment({**os.environ, "ARCHIVE_ENGINE": "elasticsearch"})
    settings = replace(asked, data=work.data, index=f"benchmark-{uuid.uuid4().hex}")
    if not answers(settings):
        return None
    engine = Elastic(settings)
    try:
        if seconds := engine.build():
            return Built(lambda: engine, seconds, engine.size_mb())
    except BaseException:
        engine.close()
        raise
    engine.close()
    return None


def _ripgrep(work: Work) -> Built | None:
    if shutil.which("rg") is None:
        say("  left out: ripgrep is not installed (apt-get install ripgrep)")
        return None
    return Built(lambda: Ripgrep(work.corpus))


def _indexed(kind: type[Fts5] | type[Whoosh] | type[Limit]) -> Callable[[Work], Built]:
    def build(work: Work) -> Built:
        folder = work.scratch / kind.__name__
        seconds = kind.build(work.corpus, folder)
        return Built(lambda: kind(folder), seconds, folder_mb(folder), folder)

    return build


ENGINES: Mapping[str, Callable[[Work], Built | None]] = {
    "embedded": _embedded,
    "elasticsearch": _elasticsearch,
    "fts5": _indexed(Fts5),
    "whoosh": _indexed(Whoosh),
    "ripgrep": _ripgrep,
    "limit": _indexed(Limit),
}
"""How each engine is built, in the order of the results; None when it is not there."""
