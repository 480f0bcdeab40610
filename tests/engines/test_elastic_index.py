"""The life of an index on a real server: its mapping, its shards and its replicas."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from archive.engines import elastic_index, elastic_mapping, elastic_versions
from archive.engines.elastic import ElasticEngine
from archive.engines.elastic_mapping import Difference, differences
from archive.errors import IndexMismatch
from archive.model import Page, Query, Report
from archive.query import parse
from archive.settings import Settings
from tests.engines.contract import FOUR, expected, texts
from tests.engines.elastic import URL, server_or_skip


@pytest.fixture(scope="module")
def client() -> Iterator[Elasticsearch]:
    with server_or_skip() as client:
        yield client


@pytest.fixture
def settings(tmp_path: Path, client: Elasticsearch) -> Iterator[Settings]:
    made = Settings(tmp_path, "elasticsearch", URL, index=f"test-{uuid4().hex}")
    yield made
    for index in client.indices.get(index=f"{made.index}-*"):
        client.indices.delete(index=index)


@pytest.fixture
def altered(
    client: Elasticsearch, settings: Settings
) -> Callable[[Callable[[dict[str, Any]], object]], None]:
    """Puts an index in service whose mapping was altered."""

    def put(alter: Callable[[dict[str, Any]], object]) -> None:
        index = elastic_mapping.wanted()
        alter(index["mappings"])
        name = f"{settings.index}-000001"
        client.indices.create(index=name, aliases={settings.index: {}}, **index)

    return put


def live_mapping(client: Elasticsearch, settings: Settings) -> dict[str, Any]:
    (live,) = client.indices.get_mapping(index=settings.index).values()
    mappings: dict[str, Any] = live["mappings"]
    return mappings


# The mapping


def test_the_mapping_of_an_index_that_was_made_here_differs_in_nothing(
    client: Elasticsearch, settings: Settings
) -> None:
    with ElasticEngine(settings) as engine:
        engine.replace(FOUR)
    live = live_mapping(client, settings)
    assert differences(live, elastic_mapping.wanted()["mappings"]) == []


def test_each_way_in_which_a_mapping_can_differ_is_named_with_both_sides() -> None:
    asked = elastic_mapping.wanted()["mappings"]
    there = copy.deepcopy(asked)
    there["_meta"]["schema"] = 3
    there["dynamic"] = "true"
    fields = there["properties"]
    del fields["level"]
    del fields["folded"]["fields"]["shingles"]
    del fields["folded"]["index_phrases"]
    fields["year"]["type"] = "keyword"
    fields["author"] = {"type": "text"}
    shingles = asked["properties"]["folded"]["fields"]["shingles"]
    assert differences(there, asked) == [
        Difference("_meta", {"schema": 3}, asked["_meta"]),
        Difference("dynamic", "true", "strict"),
        Difference("properties.author", {"type": "text"}, None),
        Difference("properties.folded.fields.shingles", None, shingles),
        Difference("properties.folded.index_phrases", None, True),
        Difference("properties.level", None, {"type": "keyword"}),
        Difference("properties.year.type", "keyword", "short"),
    ]


@pytest.mark.parametrize("writes", [False, True])
def test_a_field_of_another_type_is_told_exactly_and_mended_by_a_rebuild(
    settings: Settings, altered: Callable[[Callable[[dict[str, Any]], object]], None], writes: bool
) -> None:
    altered(lambda mapping: mapping["properties"]["role"].update(type="text"))
    with ElasticEngine(settings) as engine:
        with pytest.raises(IndexMismatch) as raised:
            engine.replace(FOUR) if writes else engine.search(parse("出庭应诉"), Page())
        assert str(raised.value) == (
            f"索引（{URL}/{settings.index}）的结构与 mappings/paragraphs.json 不同：\n"
            '  properties.role.type：索引里是 "text"，应为 "keyword"\n'
            "请从文献库重建：python -m indexer rebuild。原件不会被改动。"
        )
        engine.rebuild(FOUR)
        assert texts(engine.scan(Query())) == expected(FOUR, "")


def test_fields_that_are_only_missing_hinder_no_search_and_a_writer_adds_them(
    client: Elasticsearch,
    settings: Settings,
    altered: Callable[[Callable[[dict[str, Any]], object]], None],
) -> None:
    def without(mapping: dict[str, Any]) -> None:
        del mapping["properties"]["doc_type"]
        del mapping["properties"]["folded"]["fields"]

    altered(without)
    with ElasticEngine(settings) as engine:
        assert engine.search(parse("出庭应诉"), Page()).total == 0
        engine.replace(FOUR)
        assert texts(engine.scan(Query())) == expected(FOUR, "")
    live = live_mapping(client, settings)
    assert differences(live, elastic_mapping.wanted()["mappings"]) == []


def test_a_field_too_many_hinders_no_search_but_is_told_to_a_writer(
    settings: Settings, altered: Callable[[Callable[[dict[str, Any]], object]], None]
) -> None:
    altered(lambda mapping: mapping["properties"].update(author={"type": "text"}))
    with ElasticEngine(settings) as engine:
        assert engine.search(parse("出庭应诉"), Page()).total == 0
        with pytest.raises(IndexMismatch) as raised:
            engine.replace(FOUR)
    assert raised.value.message.splitlines()[1:] == [
        '  properties.author：索引里是 {"type": "text"}，应为 （没有）'
    ]


def test_another_schema_that_comes_into_service_is_noticed(
    client: Elasticsearch,
    settings: Settings,
    altered: Callable[[Callable[[dict[str, Any]], object]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ElasticEngine(settings) as engine:
        engine.replace(FOUR)
        assert engine.search(parse("出庭应诉"), Page()).total == 3
        client.indices.delete(index=f"{settings.index}-000001")
        altered(lambda mapping: mapping["properties"]["role"].update(type="text"))
        monkeypatch.setattr(elastic_index, "TRUSTED", 0.0)
        with pytest.raises(IndexMismatch, match=r"properties\.role\.type"):
            engine.search(parse("出庭应诉"), Page())
        monkeypatch.undo()
        with pytest.raises(IndexMismatch, match=r"properties\.role\.type"):
            engine.status()


# The alias


@pytest.mark.parametrize("name", ["status", "search"])
def test_an_alias_of_two_indices_is_told_with_a_remedy(
    client: Elasticsearch, settings: Settings, name: str
) -> None:
    index = elastic_mapping.wanted()
    for number in (1, 2):
        client.indices.create(
            index=f"{settings.index}-{number:06}", aliases={settings.index: {}}, **index
        )
    with ElasticEngine(settings) as engine:
        ask = {"status": engine.status, "search": lambda: engine.search(Query(), Page())}[name]
        with pytest.raises(IndexMismatch, match="不是只指向一个索引的别名") as raised:
            ask()
    assert "请换一个集群里还没有的名称" in raised.value.remedy


def test_an_index_that_bears_the_name_of_the_alias_is_told_with_a_remedy(
    client: Elasticsearch, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_versions, "SETTLE", 0.01)
    bearing = replace(settings, index=f"{settings.index}-000001")
    client.indices.create(index=bearing.index, **elastic_mapping.wanted())
    with (
        ElasticEngine(bearing) as engine,
        pytest.raises(IndexMismatch, match="不是只指向一个索引的别名"),
    ):
        engine.status()


# Shards and replicas

SPREAD = ("number_of_shards", "number_of_replicas", "auto_expand_replicas")


def spread(client: Elasticsearch, index: str) -> tuple[str, ...]:
    """What is set of an index: shards, replicas now, and whether they follow the nodes."""
    (live,) = client.indices.get_settings(index=index).values()
    return tuple(live["settings"]["index"].get(name) for name in SPREAD)


@pytest.mark.parametrize(
    ("shards", "replicas", "set_so"),
    [(1, None, ("1", "0", "0-1")), (3, 2, ("3", "2", "false")), (2, 0, ("2", "0", "false"))],
)
def test_an_index_has_no_replicas_while_it_is_filled_and_in_service_those_that_are_set(
    client: Elasticsearch,
    settings: Settings,
    shards: int,
    replicas: int | None,
    set_so: tuple[str, ...],
) -> None:
    wanted = replace(settings, shards=shards, replicas=replicas)
    filling: list[tuple[str, ...]] = []

    def reports() -> Iterator[Report]:
        filling.append(spread(client, f"{settings.index}-000002"))
        yield from FOUR

    with ElasticEngine(wanted) as engine:
        engine.replace([])
        first = spread(client, settings.index)
        engine.rebuild(reports())
        assert filling == [(str(shards), "0", "false")]
        assert (first, spread(client, settings.index)) == (set_so, set_so)
        assert texts(engine.scan(Query())) == expected(FOUR, "")
