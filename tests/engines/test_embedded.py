"""The embedded engine: the contract, and what is its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path

import pytest

from archive.engine import SearchEngine
from archive.engines.embedded import EmbeddedEngine
from archive.engines.generations import Generations
from archive.errors import EngineBusy, EngineUnavailable, IndexMismatch
from archive.model import Page
from archive.query import parse
from archive.settings import Settings
from tests.engines.contract import FOUR, EngineContract, Holding
from tests.engines.elastic import one_index_for_all
from tests.engines.language_contract import LanguageContract
from tests.engines.near_contract import NearContract
from tests.engines.results_contract import ResultsContract
from tests.engines.verification_contract import VerificationContract
from tests.engines.versions_contract import VersionsContract


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


@pytest.fixture
def open_engine(settings: Settings) -> Iterator[Callable[[], SearchEngine]]:
    with ExitStack() as opened:
        yield lambda: opened.enter_context(EmbeddedEngine(settings))


class TestEmbeddedEngine(
    EngineContract,
    LanguageContract,
    ResultsContract,
    NearContract,
    VerificationContract,
    VersionsContract,
):
    """tantivy in the process itself."""

    @pytest.fixture(scope="class")
    @classmethod
    def holding(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holding]:
        with one_index_for_all(
            lambda: nullcontext(Settings(tmp_path_factory.mktemp("held")))
        ) as holding:
            yield holding


def test_a_second_writer_is_told_to_wait(open_engine: Callable[[], SearchEngine]) -> None:
    first, second = open_engine(), open_engine()
    first.replace(FOUR[:1])
    with pytest.raises(EngineBusy, match="同一时间只能有一个装载程序"):
        second.replace(FOUR[1:])
    first.close()
    second.replace(FOUR[1:])
    assert second.status().reports == 4


def test_another_process_has_the_same_fields(
    settings: Settings, open_engine: Callable[[], SearchEngine]
) -> None:
    open_engine().replace(FOUR)
    command = [sys.executable, "-m", "archive", "count", "单位:白沙 OR 标题:2022年度"]
    counts = {
        subprocess.run(
            command,
            env={**os.environ, "ARCHIVE_DATA": str(settings.data), "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3", "4", "5")
    }
    assert counts == {"9\n"}


def test_an_index_of_another_schema_asks_for_a_rebuild(
    settings: Settings, open_engine: Callable[[], SearchEngine]
) -> None:
    with EmbeddedEngine(settings) as engine:
        engine.replace(FOUR)
    folder = settings.embedded_index
    (folder / "v4-000001").rename(folder / "v3-000001")
    (folder / "CURRENT").write_text("v3-000001", encoding="ascii")
    engine = open_engine()
    with pytest.raises(IndexMismatch, match="python -m indexer rebuild"):
        engine.search(parse("出庭应诉"), Page())
    engine.rebuild(FOUR)
    assert engine.search(parse("出庭应诉"), Page()).total == 3
    with pytest.raises(IndexMismatch, match="不能用上一份索引"):
        engine.back()
    assert sorted(path.name for path in folder.iterdir()) == [
        "CURRENT",
        "v3-000001",
        "v4-000002",
        "writer.lock",
    ]


def test_a_rebuild_that_is_interrupted_when_it_is_in_service_stays_there(
    open_engine: Callable[[], SearchEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine()
    engine.replace(FOUR[:1])
    swap = Generations.put_in_service

    def swapped_and_interrupted(generations: Generations, new: str, former: str | None) -> None:
        swap(generations, new, former)
        if former:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Generations, "put_in_service", swapped_and_interrupted)
        with pytest.raises(KeyboardInterrupt):
            engine.rebuild(FOUR)
    engine.close()
    assert open_engine().search(parse("出庭应诉"), Page()).total == 3


def test_a_former_index_that_is_damaged_stays_out_of_service(
    settings: Settings, open_engine: Callable[[], SearchEngine]
) -> None:
    engine = open_engine()
    engine.replace(FOUR[:1])
    engine.rebuild(FOUR)
    (settings.embedded_index / "v4-000001" / "meta.json").write_text("{", encoding="ascii")
    with pytest.raises(EngineUnavailable, match="现在的索引继续使用"):
        engine.back()
    assert engine.search(parse("出庭应诉"), Page()).total == 3


def test_a_damaged_index_is_named_with_its_remedy(
    settings: Settings, open_engine: Callable[[], SearchEngine]
) -> None:
    with EmbeddedEngine(settings) as engine:
        engine.replace(FOUR)
    (settings.embedded_index / "v4-000001" / "meta.json").write_text("{", encoding="ascii")
    with pytest.raises(EngineUnavailable, match="python -m indexer rebuild"):
        open_engine().search(parse("出庭应诉"), Page())


def test_searching_an_archive_that_does_not_exist_creates_nothing(
    settings: Settings, open_engine: Callable[[], SearchEngine]
) -> None:
    assert open_engine().search(parse("出庭应诉"), Page()).total == 0
    assert not settings.embedded_index.exists()
