"""What becomes of loads and searches when nodes of a cluster die, and when they are back."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.engine import SearchEngine, open_engine
from archive.errors import EngineUnavailable
from archive.library import Library
from archive.model import Page, Query, Sort
from archive.query import parse
from archive.settings import Settings
from archive.text import fold
from tests.engines.cluster import (
    Cluster,
    cluster,
    discard,
    environment,
    of_cluster,
    settings,
    until,
    whole,
)
from tests.indexer.archives import report_text
from tests.indexer.commanding import Ran, run
from tests.indexer.processes import kept, started
from web import create_app
from web.opening import EXTENSION
from web.settings import SiteSettings

__all__ = ["cluster", "settings", "whole"]

pytestmark = pytest.mark.cluster

AGAIN = 10.0
"""Seconds after which searches answer again when a node was killed."""

PAUSE = 0.3
"""Seconds between two searches of a reader: the processors are for the nodes that start, too."""

BETWEEN_LOADS = 2.0
"""Seconds between two loads, for the same reason."""

PHRASES = ("出庭应诉", "行政复议", "年工作总结")


# Archives


def reports(folder: Path, numbers: range) -> Path:
    """A folder with a report of thirty paragraphs for each number."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number:04}.txt").write_text(report_text(number, 28), "utf-8")
    return folder


def command(settings: Settings, *words: str) -> Ran:
    """Run one of the indexer's commands on an archive in the cluster."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(settings).items():
            patch.setenv(name, value)
        return run(settings.data, *words)


@pytest.fixture(scope="module")
def archive(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An archive of sixty reports to be searched, with a replica of each of its shards."""
    made = of_cluster(cluster, tmp_path_factory.mktemp("archive"))
    folder = reports(tmp_path_factory.mktemp("incoming"), range(60))
    assert command(made, "load", str(folder)).status == 0
    cluster.settle(made.index)
    yield made
    cluster.start()
    discard(cluster, made)


@dataclass(frozen=True)
class Counts:
    """What there is to be found: reports, paragraphs, and paragraphs with each of `PHRASES`."""

    reports: int
    paragraphs: int
    phrases: tuple[int, ...]


def in_ledger(settings: Settings) -> Counts:
    """What the ledger holds, which no node keeps."""
    with Library(settings.library) as library:
        ids = [kept.doc_id for kept in library.kept()]
        texts = [
            fold(paragraph.text)
            for one in map(library.report, ids)
            if one
            for paragraph in one.paragraphs
        ]
    found = tuple(sum(phrase in text for text in texts) for phrase in PHRASES)
    return Counts(len(ids), len(texts), found)


def in_index(settings: Settings) -> set[Counts]:
    """What the index holds: each engine asks copies of its own, so every copy has its turn."""
    every = set()
    for _ in range(8):
        with open_engine(settings) as engine:
            status = engine.status()
            # By relevance, the same copy would be asked by all.
            page = Page(sort=Sort.NEWEST)
            found = tuple(engine.search(parse(phrase), page).total for phrase in PHRASES)
            every.add(Counts(status.reports, status.paragraphs, found))
    return every


def assert_nothing_is_lost(settings: Settings, expected: int) -> None:
    """Ledger and index hold the same reports, and every count is right."""
    verified = command(settings, "verify")
    assert verified.status == 0, verified.output.decode()
    wanted = in_ledger(settings)
    assert wanted.reports == expected
    assert in_index(settings) == {wanted}


# Searches


@dataclass
class Searching:
    """Readers that search again and again and compare what they get to what is right.

    A reader may be told that the engine is not available; `wrong` is what it was told falsely.
    """

    asked: dict[str, Callable[[], object]]
    right: dict[str, object]
    wrong: list[tuple[str, object]] = field(default_factory=list)
    answered: Counter[str] = field(default_factory=Counter)
    last_begun: dict[str, float] = field(default_factory=dict)
    """When the latest of a kind began that was answered, by the clock."""

    def go_on(self, name: str, stopped: threading.Event) -> None:
        """Ask one thing again and again."""
        while not stopped.wait(PAUSE):
            begun = time.monotonic()
            try:
                answer = self.asked[name]()
            except EngineUnavailable:
                continue
            except Exception as error:  # nothing else may reach a reader
                answer = error
            if answer != self.right[name]:
                self.wrong.append((name, answer))
            self.answered[name] += 1
            self.last_begun[name] = begun

    def again_after(self, moment: float) -> float:
        """Wait until everything was asked and answered after a moment; how long that took."""
        until(lambda: all(self.last_begun.get(name, 0.0) > moment for name in self.asked))
        return time.monotonic() - moment


@contextmanager
def searching(engine: SearchEngine) -> Iterator[Searching]:
    """Readers on one engine, as threads of a worker of the site."""
    query = parse(PHRASES[0])
    asked: dict[str, Callable[[], object]] = {
        "search": lambda: engine.search(query, Page()).total,
        "search by words": lambda: engine.search(Query(words="负责人出庭应诉"), Page()).total,
        "reports": lambda: engine.by_report(query, Page()).total,
        "facets": lambda: engine.facets(query),
        "scan": lambda: sorted(hit.id for hit in engine.scan(query)),
    }
    readers = Searching(asked, {name: ask() for name, ask in asked.items()})
    stopped = threading.Event()
    threads = [threading.Thread(target=readers.go_on, args=(name, stopped)) for name in asked]
    for thread in threads:
        thread.start()
    try:
        yield readers
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


# A node is killed


def test_no_report_is_lost_when_a_node_is_killed_during_a_load(
    whole: Cluster, settings: Settings, tmp_path: Path
) -> None:
    folder = reports(tmp_path / "incoming", range(400))
    with started(settings.data, "load", str(folder), **environment(settings)) as load:
        until(lambda: load.poll() is not None or kept(settings.data) > 60)
        assert load.poll() is None, load.communicate()
        load.send_signal(signal.SIGSTOP)  # else it may be over before its index has its replicas
        whole.settle(settings.index)
        node = min(whole.holding(settings.index) - {whole.master()})
        load.send_signal(signal.SIGCONT)
        whole.end(node)
        assert load.poll() is None, "the load was over before the node was killed"
        said, failed = load.communicate(timeout=300)
    if load.returncode:
        assert "Elasticsearch" in failed, said + failed
        assert command(settings, "load", str(folder)).status == 0
    assert_nothing_is_lost(settings, 400)
    whole.start()
    whole.settle(settings.index)
    assert in_index(settings) == {in_ledger(settings)}


def test_no_search_is_answered_falsely_when_the_master_is_killed_and_all_are_soon_answered(
    whole: Cluster, archive: Settings
) -> None:
    with open_engine(archive) as engine, searching(engine) as readers:
        readers.again_after(time.monotonic())
        killed = whole.end(whole.master())
        seconds = readers.again_after(killed)
        whole.start()
        whole.settle(archive.index)
        readers.again_after(time.monotonic())
    assert readers.wrong == []
    assert seconds <= AGAIN


# Every node restarts


def test_when_every_node_was_killed_the_same_engine_finds_everything_again(
    whole: Cluster, archive: Settings
) -> None:
    with open_engine(archive) as engine, searching(engine) as readers:
        whole.end(*whole.nodes)
        with pytest.raises(EngineUnavailable):
            engine.search(Query(), Page())
        whole.start()
        readers.again_after(time.monotonic())
    assert readers.wrong == []
    assert_nothing_is_lost(archive, 60)


def test_nodes_restart_one_after_another_under_loads_and_searches(
    whole: Cluster, archive: Settings, settings: Settings, tmp_path: Path
) -> None:
    loaded: list[int] = []
    failed: list[str] = []
    loading, stopped = threading.Event(), threading.Event()

    def load() -> None:
        """Load ten reports more at a time; what failed is loaded by the next."""
        for batch in count():
            folder = reports(tmp_path / "incoming", range(batch * 10, batch * 10 + 10))
            with started(settings.data, "load", str(folder), **environment(settings)) as one:
                loading.set()
                _, said = one.communicate(timeout=300)
                loading.clear()
            if one.returncode:
                failed.append(said)
            loaded.append(batch)
            if stopped.wait(BETWEEN_LOADS):
                return

    loader = threading.Thread(target=load)
    with open_engine(archive) as engine, searching(engine) as readers:
        loader.start()
        try:
            until(lambda: len(loaded) > 0)
            whole.settle(settings.index)  # a shard that is on one node only waits for that node
            for node in whole.nodes:
                until(loading.is_set)
                before = len(loaded)
                whole.end(node, way=signal.SIGTERM)
                until(lambda before=before: len(loaded) > before)  # type: ignore[misc]
                whole.start()
                whole.settle(archive.index, settings.index)
        finally:
            stopped.set()
            loader.join()
        readers.again_after(time.monotonic())
    assert readers.wrong == []
    assert all("Elasticsearch" in said for said in failed), failed
    assert command(settings, "load", str(tmp_path / "incoming")).status == 0
    assert_nothing_is_lost(settings, 10 * len(loaded))


# A shard without a copy


def test_while_a_shard_is_gone_the_site_says_503_and_it_recovers_by_itself(
    whole: Cluster, settings: Settings, tmp_path: Path
) -> None:
    alone = replace(settings, shards=1, replicas=0)
    folder = reports(tmp_path / "incoming", range(5))
    assert command(alone, "load", str(folder)).status == 0
    app = create_app(alone, SiteSettings(rate_limit=None))
    addresses = (f"/?q={quote(PHRASES[0])}", "/readyz", "/healthz")

    def statuses() -> list[int]:
        client = app.test_client()
        return [client.get(address).status_code for address in addresses]

    try:
        until(lambda: statuses() == [200] * 3)  # a node that is new may take long at first
        whole.settle(alone.index)
        whole.end(*whole.holding(alone.index))
        until(lambda: statuses()[1] == 503)
        during = statuses()
        whole.start()
        until(lambda: statuses() == [200] * 3)
        shown = app.test_client().get(addresses[0]).text
    finally:
        app.extensions[EXTENSION].close()
    assert during == [503, 503, 200]
    assert "青石县第4司法所2022年工作总结" in shown
