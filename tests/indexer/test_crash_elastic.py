"""A load into Elasticsearch that is killed again and again ends in the same archive, too."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from archive.settings import Settings
from tests.engines.test_elastic import client, indices
from tests.engines.test_elastic import settings as elastic_settings
from tests.indexer.crashes import Crashes, draw, incoming

__all__ = ["client", "draw", "elastic_settings", "incoming"]


@pytest.mark.slow
def test_a_load_into_elasticsearch_killed_at_thirty_moments_makes_the_same_archive_too(
    elastic_settings: Settings, client: Elasticsearch, incoming: Path, draw: random.Random
) -> None:
    archives = Crashes(elastic_settings, incoming, draw).run()
    assert indices(client, elastic_settings.index) == sorted(f"{one}-000001" for one in archives)
