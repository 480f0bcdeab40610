"""Snapshots on a real server whose path.repo is set: what the commands make, tell and restore."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch, NotFoundError, TransportError

from archive.engine import open_engine
from archive.engines import elastic_mapping
from archive.engines.elastic_snapshots import SnapshotError
from archive.errors import EngineBusy, IndexMismatch
from archive.library import Library
from archive.model import Page
from archive.query import literal_query
from archive.settings import Settings
from tests.conftest import SAMPLES
from tests.indexer.commanding import doc_id_of, run, write

URL = os.environ.get("ELASTICSEARCH_URL") or "http://127.0.0.1:9200"
ROOT = SAMPLES.parent
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|\d{8}-\d{6}")
_SIZE = re.compile(r"\d+\.\d MB")


@pytest.fixture(scope="module")
def client() -> Iterator[Elasticsearch]:
    with Elasticsearch(URL, request_timeout=60) as client:
        try:
            nodes = client.nodes.info(metric="settings")["nodes"].values()
        except TransportError as error:
            explanation = f"no Elasticsearch at {URL}; start one: scripts/elasticsearch start"
            if os.environ.get("CI") == "true":
                pytest.fail(f"{explanation} ({error})")
            pytest.skip(explanation)
        if not all(node["settings"].get("path", {}).get("repo") for node in nodes):
            explanation = f"the Elasticsearch at {URL} has no path.repo"
            if os.environ.get("CI") == "true":
                pytest.fail(explanation)
            pytest.skip(explanation)
        yield client


@pytest.fixture
def settings(
    tmp_path: Path, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """An archive of the test's own, which commands find in the environment."""
    made = Settings(tmp_path / "data", "elasticsearch", URL, index=f"test-{uuid4().hex}")
    monkeypatch.setenv("ARCHIVE_ENGINE", "elasticsearch")
    monkeypatch.setenv("ELASTICSEARCH_URL", URL)
    monkeypatch.setenv("ELASTICSEARCH_INDEX", made.index)
    yield made
    for index in client.indices.get(index=f"{made.index}-*"):
        client.indices.delete(index=index)
    try:
        client.snapshot.delete(repository=made.index, snapshot="*")
        client.snapshot.delete_repository(name=made.index)
    except NotFoundError:
        pass


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A folder with two reports, which are loaded; the repository is registered."""
    for count in (1, 2):
        write(tmp_path / "in" / f"{count}.txt", count)
    assert run(settings.data, "load", str(tmp_path / "in")).status == 0
    assert run(settings.data, "snapshot", "repository").status == 0
    return tmp_path / "in"


def snapshot(settings: Settings, *words: str) -> list[str]:
    """What a command on snapshots prints, with times as T and sizes as S."""
    ran = run(settings.data, "snapshot", *words)
    assert ran.status == 0
    return [_SIZE.sub("S", _TIME.sub("T", line)) for line in ran.lines]


def indices(client: Elasticsearch, settings: Settings) -> list[str]:
    return sorted(client.indices.get(index=f"{settings.index}-*"))


def in_service(settings: Settings) -> str:
    with open_engine(settings) as engine:
        return engine.status().version.removeprefix(settings.index)


def found(settings: Settings) -> list[str]:
    """The paragraphs with 出庭应诉 that a reader finds."""
    with open_engine(settings) as engine:
        hits = engine.search(literal_query("出庭应诉"), Page()).hits
        return sorted(hit.paragraph.text for hit in hits)


def appearing(*counts: int) -> list[str]:
    return [f"全年负责人出庭应诉{count}件。" for count in counts]


# What the commands make and tell


def test_a_snapshot_is_named_by_its_time_and_listed_with_its_state_and_size(
    settings: Settings, folder: Path
) -> None:
    name = f"{settings.index}-T"
    assert snapshot(settings, "create") == [f"已做快照 {name}：2 份报告，4 段，S。"]
    assert snapshot(settings, "list") == [f"{name}  T  完整  S  2 份报告  4 段"]


def test_snapshots_are_listed_from_the_oldest_and_deleted_one_by_one(
    settings: Settings, folder: Path
) -> None:
    for name in ("monday", "a-tuesday", "wednesday"):
        snapshot(settings, "create", name)
    assert snapshot(settings, "delete", "a-tuesday") == ["已删除快照 a-tuesday。"]
    names = [line.split()[0] for line in snapshot(settings, "list")]
    assert names == ["monday", "wednesday"]


def test_where_there_is_no_snapshot_the_command_that_makes_one_is_named(
    settings: Settings, folder: Path
) -> None:
    assert snapshot(settings, "list") == [
        "还没有快照。运行 python -m indexer snapshot create 做一个。"
    ]


# Restoring


def test_an_index_that_was_lost_is_back_after_a_restore(
    client: Elasticsearch, settings: Settings, folder: Path
) -> None:
    snapshot(settings, "create", "one")
    client.indices.delete(index=f"{settings.index}-000001")
    assert found(settings) == []
    assert snapshot(settings, "restore", "one") == [
        "已从快照 one 恢复并换上：2 份报告，4 段；按台账补入或更新 0 份，取出 0 份。"
    ]
    assert found(settings) == appearing(1, 2)


def test_a_restored_index_is_level_with_the_ledger_of_today(
    settings: Settings, folder: Path
) -> None:
    snapshot(settings, "create", "one")
    corrected, removed = (doc_id_of(settings.data, folder / f"{one}.txt") for one in (1, 2))
    write(folder / "3.txt", 3)
    run(settings.data, "load", str(folder))
    run(settings.data, "correct", corrected, "year=2021")
    run(settings.data, "remove", removed, "--yes")
    assert snapshot(settings, "restore", "one") == [
        "已从快照 one 恢复并换上：2 份报告，4 段；按台账补入或更新 2 份，取出 1 份。"
    ]
    assert found(settings) == appearing(1, 3)
    assert run(settings.data, "verify").lines == ["核对完毕，没有不符：2 份报告，2 个原件。"]


def test_after_a_restore_the_next_load_has_nothing_to_catch_up_with(
    settings: Settings, folder: Path
) -> None:
    snapshot(settings, "create", "one")
    run(settings.data, "correct", doc_id_of(settings.data, folder / "1.txt"), "year=2021")
    snapshot(settings, "restore", "one")
    with Library(settings.library) as library:
        assert list(library.unindexed("elasticsearch")) == []


def test_a_report_that_the_ledger_has_never_heard_of_stays_and_is_told(
    tmp_path: Path, settings: Settings, folder: Path
) -> None:
    earlier = Settings(tmp_path / "earlier", "elasticsearch", URL, index=settings.index)
    run(earlier.data, "load", str(folder / "1.txt"))
    snapshot(settings, "create", "one")
    doc_id = doc_id_of(settings.data, folder / "2.txt")
    told = snapshot(earlier, "restore", "one")
    assert told[1].startswith(f"其中 1 份报告台账里没有，例如 {doc_id}，照原样留在索引里。")
    assert found(settings) == appearing(1, 2)


def test_a_restore_goes_into_a_new_index_and_that_alone_is_searched_then(
    settings: Settings, folder: Path
) -> None:
    snapshot(settings, "create", "one")
    before = in_service(settings)
    snapshot(settings, "restore", "one")
    assert (before, in_service(settings)) == ("-000001", "-000002")
    snapshot(settings, "restore", "one")
    assert in_service(settings) == "-000003"


def test_a_rebuild_goes_on_after_a_restore(settings: Settings, folder: Path) -> None:
    snapshot(settings, "create", "one")
    snapshot(settings, "restore", "one")
    assert run(settings.data, "rebuild").status == 0
    assert (found(settings), in_service(settings)) == (appearing(1, 2), "-000003")


# What does not come into service


@pytest.fixture
def unchanged(client: Elasticsearch, settings: Settings, folder: Path) -> Iterator[None]:
    """Holds a test to leaving the archive as it found it."""
    before = indices(client, settings), in_service(settings), found(settings)
    yield
    assert (indices(client, settings), in_service(settings), found(settings)) == before


def test_a_snapshot_that_has_not_the_paragraphs_that_were_counted_is_not_restored(
    client: Elasticsearch, settings: Settings, unchanged: None
) -> None:
    client.snapshot.create(
        repository=settings.index,
        snapshot="short",
        indices=f"{settings.index}-000001",
        metadata={"reports": 2, "paragraphs": 5},
        wait_for_completion=True,
    )
    with pytest.raises(SnapshotError, match="恢复出 4 段，做快照时是 5 段，没有换上"):
        run(settings.data, "snapshot", "restore", "short")


def test_a_snapshot_of_another_schema_is_not_restored(
    client: Elasticsearch, settings: Settings, folder: Path
) -> None:
    index = elastic_mapping.wanted()
    index["mappings"]["properties"]["level"]["type"] = "text"
    former = f"{settings.index}-000002"
    client.indices.create(index=former, **index)
    client.snapshot.create(
        repository=settings.index, snapshot="former", indices=former, wait_for_completion=True
    )
    client.indices.delete(index=former)
    with pytest.raises(IndexMismatch, match=r"properties\.level\.type") as raised:
        run(settings.data, "snapshot", "restore", "former")
    assert "python -m indexer rebuild" in raised.value.remedy
    assert indices(client, settings) == [f"{settings.index}-000001"]
    assert found(settings) == appearing(1, 2)


@pytest.fixture
def red(client: Elasticsearch, settings: Settings, folder: Path) -> None:
    """The index in service is one that no node takes."""
    index = elastic_mapping.wanted()
    nowhere = {"index.routing.allocation.require._name": "nobody"}
    client.indices.delete(index=f"{settings.index}-000001")
    client.indices.create(
        index=f"{settings.index}-000001",
        aliases={settings.index: {}},
        settings={**index["settings"], **nowhere},
        mappings=index["mappings"],
        wait_for_active_shards=0,
    )


def test_a_partial_snapshot_is_told_and_not_restored(
    client: Elasticsearch, settings: Settings, red: None
) -> None:
    client.snapshot.create(
        repository=settings.index,
        snapshot="half",
        indices=f"{settings.index}-000001",
        partial=True,
        wait_for_completion=True,
    )
    assert snapshot(settings, "list") == ["half  T  不完整  S  未注明 份报告  未注明 段"]
    with pytest.raises(SnapshotError, match="快照 half 不完整"):
        run(settings.data, "snapshot", "restore", "half")
    assert indices(client, settings) == [f"{settings.index}-000001"]


# What a person meets


def test_without_a_repository_the_command_that_registers_one_is_named(settings: Settings) -> None:
    with pytest.raises(SnapshotError, match="还没有登记快照仓库") as raised:
        run(settings.data, "snapshot", "list")
    assert raised.value.remedy == "请先运行一次 python -m indexer snapshot repository。"


def test_a_folder_outside_path_repo_is_refused_with_what_to_set(settings: Settings) -> None:
    with pytest.raises(SnapshotError, match=r"location \[/nowhere\]") as raised:
        run(settings.data, "snapshot", "repository", "/nowhere")
    assert "path.repo" in raised.value.remedy


def test_without_an_index_there_is_nothing_to_make_a_snapshot_of(settings: Settings) -> None:
    run(settings.data, "snapshot", "repository")
    with pytest.raises(SnapshotError, match="还没有索引"):
        run(settings.data, "snapshot", "create", "one")


def test_a_name_that_is_taken_is_told_and_what_bears_it_stays(
    settings: Settings, folder: Path
) -> None:
    snapshot(settings, "create", "one")
    with pytest.raises(SnapshotError, match="已有名为“one”的快照，没有覆盖"):
        run(settings.data, "snapshot", "create", "one")
    assert [line.split()[0] for line in snapshot(settings, "list")] == ["one"]


@pytest.mark.parametrize("command", ["restore", "delete"])
def test_a_snapshot_that_is_not_there_is_told(
    settings: Settings, unchanged: None, command: str
) -> None:
    with pytest.raises(SnapshotError, match="没有名为“none”的快照") as raised:
        run(settings.data, "snapshot", command, "none")
    assert "python -m indexer snapshot list" in raised.value.remedy


@pytest.mark.parametrize("name", ["*", "one,two", "_all", "大", "A"])
@pytest.mark.parametrize("command", ["create", "restore", "delete"])
def test_no_name_stands_for_several_snapshots(settings: Settings, command: str, name: str) -> None:
    with pytest.raises(SnapshotError, match="不能用作快照的名称"):
        run(settings.data, "snapshot", command, name)


@pytest.mark.parametrize("command", ["create", "restore"])
def test_a_snapshot_waits_for_the_loader(settings: Settings, folder: Path, command: str) -> None:
    snapshot(settings, "create", "one")
    with (
        Library(settings.library, writable=True),
        pytest.raises(EngineBusy, match="另一个装载程序正在写入"),
    ):
        run(settings.data, "snapshot", command, "one")


@pytest.mark.parametrize(
    "words", [["repository"], ["create"], ["list"], ["restore", "one"], ["delete", "one"]]
)
def test_the_embedded_engine_has_no_snapshots_and_says_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("ARCHIVE_ENGINE", "embedded")
    with pytest.raises(SnapshotError, match="内置引擎没有快照") as raised:
        run(tmp_path / "data", "snapshot", *words)
    assert "python -m indexer backup" in raised.value.remedy
    assert not (tmp_path / "data").exists()


def test_a_snapshot_that_is_interrupted_leaves_nothing(
    client: Elasticsearch, settings: Settings, folder: Path
) -> None:
    slow = {"location": settings.index, "max_snapshot_bytes_per_sec": "4kb"}
    client.snapshot.create_repository(
        name=settings.index, repository={"type": "fs", "settings": slow}
    )
    command = [sys.executable, "-m", "indexer", "snapshot", "create", "one"]
    environment = {**os.environ, "ARCHIVE_DATA": str(settings.data)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE) as creating:
        try:
            wait_for(lambda: states(client, settings) == ["IN_PROGRESS"])
            creating.send_signal(signal.SIGINT)
            assert creating.wait(60) == 130
        finally:
            creating.kill()
    assert states(client, settings) == []


def states(client: Elasticsearch, settings: Settings) -> list[str]:
    found = client.snapshot.get(repository=settings.index, snapshot="*")["snapshots"]
    return [one["state"] for one in found]


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
