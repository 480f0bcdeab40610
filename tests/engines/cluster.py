"""A real cluster of scripts/elasticsearch, whose nodes a test kills and starts again.

ELASTICSEARCH_CLUSTER_URL holds the addresses of its nodes with commas, one port after another.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from archive.settings import Settings

URL = os.environ.get("ELASTICSEARCH_CLUSTER_URL") or ""
SCRIPT = Path(__file__).parents[2] / "scripts" / "elasticsearch"
SECONDS = 120.0
"""Until a test gives up what it waits for; it takes that long on a very busy machine only."""


@dataclass(frozen=True)
class Cluster:
    """The nodes, each by its address."""

    nodes: tuple[str, ...]

    def start(self) -> None:
        """Start the nodes that do not run, and wait until all have found one another."""
        port = urlsplit(self.nodes[0]).port
        started = subprocess.run(
            [SCRIPT, "start", "--nodes", str(len(self.nodes))],
            env={**os.environ, "ELASTICSEARCH_PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # what ends a test run shall not end the nodes
            check=False,
            text=True,
        )
        assert started.returncode == 0, started.stdout

    def end(self, *nodes: str, way: signal.Signals = signal.SIGKILL) -> float:
        """End nodes, and wait until they are gone; when the last was told to, by the clock."""
        ending = [_process_of(node) for node in nodes]
        for process in ending:
            os.kill(process, way)
        ended = time.monotonic()
        until(lambda: not any(map(_runs, ending)))
        return ended

    def master(self) -> str:
        """The node that leads the cluster now."""
        with Elasticsearch(self.nodes[0], request_timeout=SECONDS) as client:
            (named,) = client.cat.master(format="json")
        return self._at(str(named["node"]))

    def holding(self, index: str) -> set[str]:
        """The nodes that hold a primary shard of the index behind an alias."""
        with Elasticsearch(self.nodes[0], request_timeout=SECONDS) as client:
            shards = client.cat.shards(index=index, format="json")
        return {self._at(shard["node"]) for shard in shards if shard["prirep"] == "p"}

    def settle(self, *indices: str) -> None:
        """Wait until every copy of every shard of these is whole."""
        with Elasticsearch(list(self.nodes)) as client:
            answer = client.options(request_timeout=SECONDS + 30).cluster.health(
                index=",".join(indices),
                wait_for_status="green",
                wait_for_no_relocating_shards=True,
                timeout=f"{SECONDS:.0f}s",
            )
        assert answer["status"] == "green", answer.body

    def _at(self, name: str) -> str:
        """The address of a node, which bears its port for a name."""
        return next(node for node in self.nodes if node.endswith(f":{name}"))


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """The cluster, every node of which runs."""
    if not URL:
        pytest.skip(
            "no cluster; ELASTICSEARCH_CLUSTER_URL names the nodes, with commas, of one started by:"
            " scripts/elasticsearch start --nodes 3"
        )
    found = Cluster(tuple(URL.split(",")))
    found.start()
    return found


@pytest.fixture
def whole(cluster: Cluster) -> Iterator[Cluster]:
    """The cluster, for a test that ends nodes: they run again afterwards."""
    yield cluster
    cluster.start()


@pytest.fixture
def settings(cluster: Cluster, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an archive with three shards and a replica of each, and an alias of its own."""
    made = of_cluster(cluster, tmp_path / "data")
    yield made
    discard(cluster, made)


def of_cluster(cluster: Cluster, data: Path) -> Settings:
    """The settings of an archive that does not exist yet."""
    return Settings(
        data=data,
        engine="elasticsearch",
        elasticsearch_url=",".join(cluster.nodes),
        index=f"test-{uuid4().hex}",
        shards=3,
        replicas=1,
    )


def discard(cluster: Cluster, settings: Settings) -> None:
    """Delete the indices of an archive."""
    with Elasticsearch(list(cluster.nodes), request_timeout=SECONDS) as client:
        for index in client.indices.get(index=f"{settings.index}-*"):
            client.indices.delete(index=index)


def environment(settings: Settings) -> dict[str, str]:
    """The settings as the commands are told them."""
    return {
        "ARCHIVE_DATA": str(settings.data),
        "ARCHIVE_ENGINE": settings.engine,
        "ELASTICSEARCH_URL": settings.elasticsearch_url,
        "ELASTICSEARCH_INDEX": settings.index,
        "ELASTICSEARCH_SHARDS": str(settings.shards),
        "ELASTICSEARCH_REPLICAS": str(settings.replicas),
    }


def until(condition: Callable[[], bool]) -> None:
    """Wait for what is to come true."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def _process_of(node: str) -> int:
    with Elasticsearch(node) as client:
        (found,) = client.nodes.info(node_id="_local", metric="process")["nodes"].values()
    return int(found["process"]["id"])


def _runs(process: int) -> bool:
    """Whether a process runs; one that has ended and that nobody waited for has no command."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes() != b""
    except OSError:
        return False
