"""A load that is killed again and again, and all that its archive holds, to be compared."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.engine import EngineStatus, SearchEngine, open_engine
from archive.library import Library
from archive.model import Facets, Hit, Page, Query, Table
from archive.query import parse, parse_words
from archive.settings import Settings
from indexer.commands import cli
from tests.indexer.crashing import ENDING, WAYS, RunningLoad, end, left_of
from tests.indexer.mixed_files import mixed

KILLS = 30
EARLIEST = 0.4
"""The share of an undisturbed load's time in which a kill comes: later ones come upon few loads."""

SETTLED = 10
"""Seconds in which a server has carried out what a killed load had sent."""

QUERIES = (
    *(
        Query(),
        parse("出庭应诉"),
        parse("青石县 复议"),
        parse("“三项制度” -旁听"),
        parse("云溪?司法局"),
    ),
    parse_words("行政复议办案质量"),
    replace(parse("整改"), filters={"year": (2019, 2020), "section_kind": ("成效",)}),
)

TIMES = ("_at", "_on")
"""How the names of the ledger's columns end that hold a time."""

HISTORY = {"runs", "outcomes"}
"""The ledger's tables that tell of each load, and so of those that were killed too."""

LEDGER = "ledger.sqlite"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is found by a query."""

    hits: list[Hit]
    total: int
    reports: int
    facets: Facets
    table: Table


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds, but times: its ledger, its files, and what is found in it."""

    ledger: Mapping[str, list[str]]
    files: Mapping[str, bytes]
    answers: list[Answer]
    status: tuple[int, int]


@pytest.fixture(scope="module")
def incoming(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("incoming")
    assert len(mixed(folder, seed=2022)) == 300
    return folder


@pytest.fixture
def draw() -> random.Random:
    """Other moments in every run; the seed of a run that failed is in its output."""
    seed = int(os.environ.get("ARCHIVE_CRASH_SEED") or time.time_ns() % 1_000_000)
    print(f"ARCHIVE_CRASH_SEED={seed}")
    return random.Random(seed)


class Crashes:
    """Loads of one folder into one archive after another, killed until there were `KILLS`."""

    def __init__(self, settings: Settings, incoming: Path, draw: random.Random) -> None:
        self._settings = settings
        self._incoming = incoming
        self._draw = draw
        self._archives: list[str] = []
        self._sessions: list[int] = []
        self._longest = 0.0
        self._kills = KILLS

    def run(self) -> list[str]:
        """Compare every archive to one that nothing disturbed; their names in the engine."""
        try:
            undisturbed = self._fresh()
            assert self._finishes(undisturbed)
            expected = seen(undisturbed)
            self._kills = 0
            while self._kills < KILLS:
                archive, before = self._fresh(), self._kills
                while not self._finishes(archive, is_first=self._kills == before):
                    assert_whole(archive)
                assert_same(seen(archive), expected)
                assert_sound(archive)
                assert left_of(self._sessions) == []
                self._sessions.clear()  # another process may get such a number
        finally:
            end(self._sessions)
        return self._archives

    def _fresh(self) -> Settings:
        """The settings of an archive that does not exist yet."""
        name = f"{self._settings.index}-{len(self._archives)}"
        self._archives.append(name)
        return replace(self._settings, data=self._settings.data / name, index=name)

    def _finishes(self, settings: Settings, *, is_first: bool = True) -> bool:
        """Load; whether that came to its end, and was not killed.

        How long the first one takes that nothing disturbs tells when to kill the next.
        """
        began, kills, ways = time.monotonic(), self._kills, WAYS
        log = self._settings.data / "load.log"
        load = RunningLoad(self._incoming, environment(settings), log)
        self._sessions.append(load.session)
        moment = 0.0
        while self._kills < KILLS:
            moment += self._draw.uniform(0, self._longest * EARLIEST)
            way = self._draw.choice(ways)
            if not load.runs_until(moment):
                break
            if load.kill(way, self._draw):
                self._kills += 1
                print(f"{self._kills}: {way} after {moment:.2f} of {self._longest:.2f} s")
                if way != "worker":
                    return False
                ways = ENDING  # a file whose worker dies twice is quarantined
        assert load.ended() == 1, load.output  # some files are damaged
        if is_first and self._kills == kills:
            self._longest = time.monotonic() - began
        return True


def environment(settings: Settings) -> dict[str, str]:
    """The settings as the commands are told them."""
    return {
        "ARCHIVE_DATA": str(settings.data),
        "ARCHIVE_ENGINE": settings.engine,
        "ELASTICSEARCH_URL": settings.elasticsearch_url,
        "ELASTICSEARCH_API_KEY": settings.elasticsearch_api_key or "",
        "ELASTICSEARCH_INDEX": settings.index,
    }


def assert_whole(settings: Settings) -> None:
    """What is found between a kill and the next load are whole reports, each once."""
    with Library(settings.library) as library, open_engine(settings) as engine:
        hits, status, total = at_rest(engine)
        found = {
            doc_id: tuple(hit.paragraph for hit in of_report)
            for doc_id, of_report in groupby(hits, attrgetter("doc_id"))
        }
        reports = {doc_id: library.report(doc_id) for doc_id in found}
        assert found == {
            doc_id: report.paragraphs if report else () for doc_id, report in reports.items()
        }
        assert (status.reports, status.paragraphs) == (len(found), len(hits))
        assert total == sum("出庭应诉" in hit.paragraph.text for hit in hits)


def at_rest(engine: SearchEngine) -> tuple[list[Hit], EngineStatus, int]:
    """All paragraphs, what the engine counts, and how many hold 出庭应诉, of one moment.

    A server carries out what a load had sent before it was killed, which may be between two
    questions; an index that is written to by none answers the same again.
    """
    deadline = time.monotonic() + SETTLED
    while True:
        before = engine.status()
        hits = list(engine.scan(Query()))
        total = engine.search(parse("出庭应诉"), Page()).total
        if engine.status() == before:
            return hits, before, total
        assert time.monotonic() < deadline


def assert_same(archive: Archive, undisturbed: Archive) -> None:
    """Compared part by part, so that a difference is told in a few lines."""
    assert archive.ledger.keys() == undisturbed.ledger.keys()
    for table, held in undisturbed.ledger.items():
        assert archive.ledger[table] == held
    assert archive.files == undisturbed.files
    assert archive.status == undisturbed.status
    for answer, expected in zip(archive.answers, undisturbed.answers, strict=True):
        assert answer == expected


def assert_sound(settings: Settings) -> None:
    """`verify` finds nothing wrong, and nothing is left of what was under way.

    What a killed load had begun to merge stays until the index is next written to: by a load that
    has something to give it, or as here.
    """
    verified = CliRunner(env=environment(settings)).invoke(cli, ["verify"])
    assert verified.exit_code == 0, verified.output
    with open_engine(settings) as engine:
        engine.remove(["0" * 16])
    for generation in settings.embedded_index.glob("v*"):
        segments = json.loads((generation / "meta.json").read_text("utf-8"))["segments"]
        held = {one["segment_id"].replace("-", "") for one in segments}
        stems = {path.name.split(".")[0] for path in generation.iterdir()}
        # The locks and the list of files begin with a dot.
        assert sorted(stems - held) == ["", "meta"]


def seen(settings: Settings) -> Archive:
    """Everything that an archive holds."""
    with open_engine(settings) as engine:
        status = engine.status()
        answers = []
        for query in QUERIES:
            results = engine.search(query, Page())
            hits, facets, table = (
                list(engine.scan(query)),
                engine.facets(query),
                engine.table(query),
            )
            answers.append(Answer(hits, results.total, results.reports, facets, table))
    files = {
        str(path.relative_to(settings.library)): path.read_bytes()
        for path in settings.library.rglob("*")
        if path.is_file() and not path.name.startswith((LEDGER, "loader.lock"))
    }
    return Archive(rows(settings), files, answers, (status.reports, status.paragraphs))


def rows(settings: Settings) -> dict[str, list[str]]:
    """The rows of every table of the ledger, without times, in an order of their own."""
    with closing(sqlite3.connect(settings.library / LEDGER)) as ledger:
        tables = ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found = {}
        for table in {name for (name,) in tables} - HISTORY:
            columns = ledger.execute(f"SELECT name FROM pragma_table_info('{table}')")
            named = ", ".join(name for (name,) in columns if not name.endswith(TIMES))
            found[table] = sorted(map(repr, ledger.execute(f"SELECT {named} FROM {table}")))
    return found
