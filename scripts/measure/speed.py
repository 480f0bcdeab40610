"""The proof of speed: every engine on the same work, over archives of one size after another."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import copies
from cold import OPENED, cold_times
from corpus import Answer, Corpus
from engines import ENGINES, Built, Work
from loading import measured_load
from serving import measured_site
from telling import say
from timing import percentiles, timed

from archive.errors import ArchiveError
from archive.library import Library
from archive.settings import Settings

SIZES = (1, 4, 8)
PHRASES = 150
"""How many random phrases are drawn unless told; the frequent ones come on top."""

WARM_UP = 5
"""Phrases that an engine is asked for before the clock runs; its files are in memory by then."""

PATIENCE = 900
"""Seconds of loading beyond which, by its rate at a size before, an engine is left out."""

Measured = dict[str, Any]


class Run:
    """One run over all sizes; `results` grow as it goes on, and `save` is called with them.

    An engine that is not there, or is left out at a size, is None there.
    """

    def __init__(self, phrases: int, save: Callable[[Measured], None]) -> None:
        self.results: Measured = {
            "machine": machine(),
            "date": date.today().isoformat(),
            "phrases": 0,
            "sizes": [],
            "loader_peak_mb": None,
            "web_worker_mb": None,
            "web_worker_with_index_mb": None,
            "web": [],
        }
        self._count = phrases
        self._phrases: list[str] = []
        self._rates: dict[str, float] = {}
        self._save = save

    def measure(self, corpus: Path, sizes: Sequence[int]) -> None:
        """Measure archives of so many copies of a corpus each, and the largest one's site.

        All that is written is below a temporary folder.
        """
        with (
            tempfile.TemporaryDirectory(prefix="benchmark-") as temporary,
            copies.texts(corpus) as texts,
        ):
            files, at_size = Path(temporary) / "files", Path(temporary) / "size"
            for before, size in zip([0, *sizes], sizes, strict=False):
                say(f"{size} × {len(texts):,} files: writing and loading them")
                for copy in range(before, size):
                    copies.write(texts, files / f"{copy:02}", copy)
                at_size.mkdir()
                self._measure_size(files, at_size)
                if size == sizes[-1]:
                    self._measure_site(at_size)
                shutil.rmtree(at_size)

    def _measure_size(self, files: Path, scratch: Path) -> None:
        data = scratch / "data"
        load = measured_load(files, data)
        self.results["loader_peak_mb"] = round(load.peak_mb)
        say("folding the paragraphs")
        with Library(Settings(data).library) as library:
            corpus = Corpus(library, scratch / "rows.txt")
        self._phrases = self._phrases or corpus.phrases(self._count)
        self.results["phrases"] = len(self._phrases)
        say(f"{len(corpus):,} paragraphs, {corpus.characters:,} characters: answering as grep does")
        oracle = corpus.answers(self._phrases)
        engines: Measured = dict.fromkeys(ENGINES)
        self.results["sizes"].append(
            {"paragraphs": len(corpus), "characters": corpus.characters, "engines": engines}
        )
        work = Work(data, load.seconds, corpus, scratch)
        for name in ENGINES:
            say(name)
            if self._is_too_slow(name, corpus):
                say(f"  left out: by its rate loading would take more than {PATIENCE} seconds")
                continue
            try:
                if built := ENGINES[name](work):
                    engines[name] = self._searched(name, built, corpus, oracle)
            except ArchiveError as error:  # a server that is lost
                say(f"  left out: {error}")
            self._save(self.results)

    def _measure_site(self, scratch: Path) -> None:
        say("site")
        try:
            served = measured_site(scratch / "data", scratch / "site.log", self._phrases)
        except RuntimeError as error:
            say(f"  left out: {error}")
        else:
            self.results |= served
            self._save(self.results)

    def _is_too_slow(self, name: str, corpus: Corpus) -> bool:
        rate = self._rates.get(name)
        return bool(rate and corpus.characters / rate > PATIENCE)

    def _searched(
        self, name: str, built: Built, corpus: Corpus, oracle: Mapping[str, Answer]
    ) -> Measured:
        """What an engine took to load, and takes for the phrases, first cold and then warm."""
        rate = None
        if built.seconds:
            self._rates[name] = corpus.characters / built.seconds
            rate = round(self._rates[name] / 1e6, 3)
            say(f"  loaded in {built.seconds:.1f} s")
        cold = None
        if built.folder and name in OPENED:
            cold = percentiles(cold_times(name, built.folder, self._phrases))
            _read_in(built.folder)
        with closing(built.open()) as peer:
            for phrase in self._phrases[:WARM_UP]:
                peer.facets(phrase)
            searches = [timed(peer.search, phrase) for phrase in self._phrases]
            pages = [timed(peer.facets, phrase) for phrase in self._phrases]
        if built.folder and name != "embedded":
            shutil.rmtree(built.folder)
        found = list(zip(self._phrases, searches, pages, strict=True))
        return {
            "load_mchar_s": rate,
            "index_mb": built.index_mb,
            "search_ms": percentiles([time for time, _ in searches]),
            "facets_ms": percentiles([time for time, _ in pages]),
            "facets_ms_3_and_more": percentiles(
                [time for phrase, _, (time, _) in found if len(phrase) > 2]
            ),
            "cold_ms": cold,
            "wrong_counts": sum(
                total != oracle[phrase].total or answer != oracle[phrase]
                for phrase, (_, total), (_, answer) in found
            ),
        }


def _read_in(folder: Path) -> None:
    """Have the system hold the files of a folder in memory again."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                while file.read(1 << 20):
                    pass


def machine() -> str:
    """The processors, the memory and the system, for whoever reads the results."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text("utf-8"))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    return (
        f"{len(os.sched_getaffinity(0))} × {model[1] if model else platform.machine()},"
        f" {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"
    )
