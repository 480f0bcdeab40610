"""What goes wrong between a load and Elasticsearch: it is explained, and the next load mends it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from archive.engine import open_engine
from archive.engines import elastic_writing
from archive.errors import EngineUnavailable
from archive.settings import Settings
from tests.engines.elastic import URL, server_or_skip
from tests.indexer.archives import Held, held, report_text
from tests.indexer.commanding import Ran, doc_id_of, run
from tests.indexer.proxies import proxy

SUMMARY = "提交 4 个文件：新装载 {}，已在库 {}，内容重复 0，解包 0，隔离 0。"
REASON = r"400 illegal_argument_exception: unable to convert \[.*\] to integer"


@pytest.fixture(scope="module")
def client() -> Iterator[Elasticsearch]:
    with server_or_skip() as client:
        yield client


@pytest.fixture
def settings(
    tmp_path: Path, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """Settings with an alias of the test's own, which the commands find in the environment."""
    alias = f"test-{uuid4().hex}"
    monkeypatch.setenv("ARCHIVE_ENGINE", "elasticsearch")
    monkeypatch.setenv("ELASTICSEARCH_URL", URL)
    monkeypatch.setenv("ELASTICSEARCH_INDEX", alias)
    key = os.environ.get("ELASTICSEARCH_API_KEY")
    yield Settings(tmp_path / "data", "elasticsearch", URL, key, alias)
    for name in (alias, f"{alias}-other"):
        for index in client.indices.get(index=f"{name}-0*"):
            client.indices.delete(index=index)


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    for number in range(1, 5):
        (folder / f"{number}.txt").write_text(report_text(number, 5), "utf-8")
    numbered = report_text(3, 5).replace("工作总结\n", "工作总结\n青司发〔2022〕5号\n", 1)
    (folder / "3.txt").write_text(numbered, "utf-8")
    return folder


@pytest.fixture
def whole(settings: Settings, incoming: Path, monkeypatch: pytest.MonkeyPatch) -> Held:
    """What an undisturbed load leaves in an archive of its own."""
    other = replace(settings, data=settings.data.parent / "other", index=f"{settings.index}-other")
    with monkeypatch.context() as patch:
        patch.setenv("ELASTICSEARCH_INDEX", other.index)
        assert loaded(other, incoming).status == 0
    return held(other)


def loaded(settings: Settings, incoming: Path) -> Ran:
    return run(settings.data, "load", str(incoming))


def test_a_server_that_is_busy_for_a_while_is_waited_for(
    settings: Settings, incoming: Path, whole: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The client tries four times at once, and after two seconds four times more.
    with proxy(URL, 429, 503, 429, 502, 429) as busy:
        monkeypatch.setenv("ELASTICSEARCH_URL", busy.url)
        ran = loaded(settings, incoming)
        assert busy.statuses == []
    assert (ran.status, ran.lines) == (0, [SUMMARY.format(4, 0)])
    assert held(settings) == whole


@pytest.mark.parametrize("request_", ["_mget", "_refresh"])
def test_whatever_a_load_asks_of_a_busy_server_is_waited_for(
    settings: Settings,
    incoming: Path,
    whole: Held,
    monkeypatch: pytest.MonkeyPatch,
    request_: str,
) -> None:
    with proxy(URL, 429, 429, 429, 429, 429, of=request_) as busy:
        monkeypatch.setenv("ELASTICSEARCH_URL", busy.url)
        ran = loaded(settings, incoming)
        assert busy.statuses == []
    assert (ran.status, ran.lines) == (0, [SUMMARY.format(4, 0)])
    assert held(settings) == whole


@pytest.mark.parametrize(
    ("status", "message"), [(429, "太忙或暂时不能服务"), (503, "太忙或暂时不能服务"), (0, "连不上")]
)
def test_a_server_that_stays_busy_or_is_gone_ends_the_load_and_the_next_goes_on(
    settings: Settings,
    incoming: Path,
    whole: Held,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    message: str,
) -> None:
    monkeypatch.setattr(elastic_writing, "RETRIES", 1)
    with proxy(URL, *[status] * 100) as ill:
        monkeypatch.setenv("ELASTICSEARCH_URL", ill.url)
        with pytest.raises(EngineUnavailable, match=message) as failed:
            loaded(settings, incoming)
        assert failed.value.remedy
        ill.statuses.clear()
        ran = loaded(settings, incoming)
    assert (ran.status, ran.lines) == (0, ["接续上次：补入索引 4 份报告。", SUMMARY.format(0, 4)])
    assert held(settings) == whole


@pytest.fixture
def refusing(client: Elasticsearch, settings: Settings) -> Iterator[None]:
    """An index in service whose server takes no document number that is not a whole number."""
    processor = {"field": "document_number", "type": "integer", "ignore_missing": True}
    client.ingest.put_pipeline(id=settings.index, processors=[{"convert": processor}])
    with open_engine(settings) as engine:
        engine.replace([])
    client.indices.put_settings(index=settings.index, settings={"default_pipeline": settings.index})
    yield
    every = f"{settings.index}-*"
    client.indices.put_settings(index=every, settings={"default_pipeline": "_none"})
    client.ingest.delete_pipeline(id=settings.index)


@pytest.mark.usefixtures("refusing")
def test_a_report_that_the_server_never_takes_is_named_and_all_others_are_found(
    settings: Settings, client: Elasticsearch, incoming: Path, whole: Held
) -> None:
    for loaded_before in (0, 4):
        ran = loaded(settings, incoming)
        refused = doc_id_of(settings.data, incoming / "3.txt")
        assert ran.status == 1
        assert ran.lines[0] == "检索引擎没有收下 1 份报告，其余的都已收入："
        said = rf"  {refused}：《青石县第3司法所2022年工作总结》，{REASON}"
        assert re.fullmatch(said, ran.lines[1])
        assert ran.lines[2].startswith("这些报告完整地留在文献库里")
        assert ran.lines[3:] == [SUMMARY.format(4 - loaded_before, loaded_before)]
        with open_engine(settings) as engine:
            assert (engine.status().reports, engine.report(refused)) == (3, None)
    assert client.count(index=settings.index, q=f"doc_id:{refused}")["count"] == 0
    assert "有 1 份报告尚未进入索引" in run(settings.data, "status").output.decode()
    run(settings.data, "rebuild")
    assert held(settings) == whole
