"""The versions of an index on Elasticsearch, and the shard that a report lives on."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

import pytest
from elasticsearch import Elasticsearch

from archive.engine import SearchEngine
from archive.engines import elastic_mapping
from archive.engines.elastic import ElasticEngine
from archive.engines.elastic_documents import batches
from archive.errors import IndexMismatch
from archive.model import Page, Query
from archive.query import parse
from archive.settings import Settings
from tests.engines.contract import FOUR, expected, report, texts
from tests.engines.test_elastic import client, engine, open_engine, settings

__all__ = ["client", "engine", "open_engine", "settings"]


def test_of_all_versions_only_the_one_before_is_kept(
    engine: SearchEngine, client: Elasticsearch, settings: Settings
) -> None:
    engine.replace(FOUR)
    engine.rebuild(FOUR)
    engine.rebuild(FOUR)
    live = client.indices.get_alias(index=f"{settings.index}-*")
    assert {index: set(found["aliases"]) for index, found in live.items()} == {
        f"{settings.index}-000002": {f"{settings.index}-former"},
        f"{settings.index}-000003": {settings.index},
    }


def test_a_scan_goes_on_over_an_index_that_two_rebuilds_have_replaced(
    engine: SearchEngine, open_engine: Callable[[], SearchEngine]
) -> None:
    long = report("a", *["出庭应诉。"] * 1_500)
    engine.replace([long])
    scan = open_engine().scan(parse("出庭应诉"))
    first = next(scan)
    engine.rebuild(FOUR)
    loader = threading.Thread(target=engine.rebuild, args=[FOUR[:1]])
    loader.start()
    assert texts((first, *scan)) == expected((long,), "出庭应诉")
    loader.join()
    assert engine.status().reports == 1


def test_a_former_index_of_another_schema_is_told_exactly_and_not_put_back(
    engine: SearchEngine, client: Elasticsearch, settings: Settings
) -> None:
    index = elastic_mapping.wanted()
    del index["mappings"]["_routing"]
    client.indices.create(index=f"{settings.index}-000001", aliases={settings.index: {}}, **index)
    engine.rebuild(FOUR)
    with pytest.raises(IndexMismatch) as raised:
        engine.back()
    assert raised.value.message.splitlines()[1:] == [
        '  _routing：索引里是 （没有），应为 {"required": true}'
    ]
    assert texts(engine.scan(Query())) == expected(FOUR, "")


def test_a_report_lives_on_one_shard_and_reports_on_all(
    settings: Settings, client: Elasticsearch
) -> None:
    many = [report(f"{i:x}", "出庭应诉。", "依法行政。", "受理复议。") for i in range(16)]
    with ElasticEngine(replace(settings, shards=3)) as engine:
        engine.replace(many)
        assert {one.doc_id: engine.report(one.doc_id) for one in many} == {
            one.doc_id: one for one in many
        }
    on_shards = defaultdict(set)
    for shard in range(3):
        found = client.search(index=settings.index, preference=f"_shards:{shard}", size=100)
        for hit in found["hits"]["hits"]:
            on_shards[hit["_source"]["doc_id"]].add(shard)
    assert {len(shards) for shards in on_shards.values()} == {1}
    assert set().union(*on_shards.values()) == {0, 1, 2}


def test_the_order_of_hits_is_the_same_on_one_shard_and_on_several(settings: Settings) -> None:
    many = [
        report(f"{i:x}", *["出庭应诉。" * (i % 3 + 1)] * (i % 5), "依法行政，出庭。" * (i % 4 + 1))
        for i in range(16)
    ]
    orders = []
    for shards in (1, 3):
        index = f"{settings.index}-{shards}s"
        with ElasticEngine(replace(settings, shards=shards, index=index)) as engine:
            engine.replace(many)
            found = engine.search(parse("出庭应诉"), Page(size=100))
            orders.append([hit.id for hit in found.hits])
    assert orders[0] == orders[1]


def test_a_request_holds_whole_reports_up_to_its_size_and_one_at_least() -> None:
    lengths = (2, 3, 9, 1, 1)
    many = [report(f"{i:x}", *["依法行政。"] * length) for i, length in enumerate(lengths)]
    by_paragraphs = [list(batch.values()) for batch in batches(many, 7, 10_000)]
    by_characters = [list(batch.values()) for batch in batches(many, 1_000, 60)]
    assert by_paragraphs == [many[:2], many[2:3], many[3:]]
    assert by_characters == [many[:1], many[1:2], many[2:3], many[3:]]
