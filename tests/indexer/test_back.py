"""Putting the former index back: the archive then holds what the library holds, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from elasticsearch import Elasticsearch

from archive.engine import open_engine
from archive.errors import NoFormerIndex
from archive.library import Library
from archive.model import Page
from archive.query import literal_query
from archive.settings import Settings, from_environment
from indexer.commands import cli
from tests.engines.elastic import URL, server_or_skip
from tests.indexer.commanding import doc_id_of, run, write


@pytest.fixture(params=["embedded", "elasticsearch"])
def settings(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """An archive of two reports on each engine, rebuilt once."""
    monkeypatch.setenv("ARCHIVE_ENGINE", request.param)
    monkeypatch.setenv("ARCHIVE_DATA", str(tmp_path / "data"))
    client: Elasticsearch | None = None
    if request.param == "elasticsearch":
        client = server_or_skip()
        monkeypatch.setenv("ELASTICSEARCH_URL", URL)
        monkeypatch.setenv("ELASTICSEARCH_INDEX", f"test-{uuid4().hex}")
    settings = from_environment()
    run(settings.data, "load", str(write(tmp_path / "in/1.txt", 11).parent))
    run(settings.data, "load", str(write(tmp_path / "in/2.txt", 22)))
    run(settings.data, "rebuild")
    yield settings
    if client is not None:
        for index in client.indices.get(index=f"{settings.index}-*"):
            client.indices.delete(index=index)
        client.close()


def found(settings: Settings) -> set[str]:
    """The lines with 出庭应诉 that a reader finds now."""
    with open_engine(settings) as engine:
        hits = engine.search(literal_query("出庭应诉"), Page()).hits
    return {f"{hit.paragraph.text} {hit.year}" for hit in hits}


def version(settings: Settings) -> str:
    with open_engine(settings) as engine:
        return engine.status().version


def test_what_was_loaded_corrected_and_removed_since_is_made_up_for(
    settings: Settings, tmp_path: Path
) -> None:
    first, second = tmp_path / "in/1.txt", tmp_path / "in/2.txt"
    run(settings.data, "load", str(write(tmp_path / "in/3.txt", 33)))
    run(settings.data, "correct", doc_id_of(settings.data, first), "year=2019")
    run(settings.data, "remove", "--yes", doc_id_of(settings.data, second))
    rebuilt = version(settings)
    ran = run(settings.data, "rebuild", "--back")
    assert ran.lines == [
        f"已换回上一份索引 {version(settings)}，补入 2 份此后装入或改动的报告；"
        "现有 2 份报告、4 段。"
    ]
    assert version(settings) != rebuilt
    assert found(settings) == {"全年负责人出庭应诉11件。 2019", "全年负责人出庭应诉33件。 2022"}
    assert run(settings.data, "verify").status == 0


def test_back_and_forth_again_nothing_is_lost(settings: Settings, tmp_path: Path) -> None:
    for count in (33, 44):
        run(settings.data, "load", str(write(tmp_path / f"in/{count}.txt", count)))
        run(settings.data, "rebuild", "--back")
    assert found(settings) == {f"全年负责人出庭应诉{i}件。 2022" for i in (11, 22, 33, 44)}
    assert run(settings.data, "verify").status == 0


@pytest.mark.parametrize("swapped", [False, True])
def test_killed_before_or_after_the_swap_the_next_load_makes_up_for_it(
    settings: Settings, tmp_path: Path, swapped: bool
) -> None:
    run(settings.data, "load", str(write(tmp_path / "in/3.txt", 33)))
    with Library(settings.library, writable=True) as library, open_engine(settings) as engine:
        library.mark_back(settings.engine)
        if swapped:
            engine.back()
    run(settings.data, "load", str(tmp_path / "in"))
    assert found(settings) == {f"全年负责人出庭应诉{i}件。 2022" for i in (11, 22, 33)}
    assert run(settings.data, "verify").status == 0


def test_where_no_former_index_is_kept_nothing_changes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run(data, "load", str(write(tmp_path / "in/1.txt", 11)))
    with pytest.raises(NoFormerIndex, match="没有可以换回的上一份索引"):
        run(data, "rebuild", "--back")
    with Library(data / "library") as library:
        assert library.count_indexed("embedded") == 1


def test_going_back_and_reading_originals_again_contradict_each_other(tmp_path: Path) -> None:
    ran = CliRunner(env={"ARCHIVE_DATA": str(tmp_path)}).invoke(
        cli, ["rebuild", "--back", "--reread"]
    )
    assert (ran.exit_code, ran.stderr.splitlines()[-1]) == (
        2,
        "Error: --back 不能与 --reread 一起用。",
    )
