"""The Elasticsearch server of the tests."""

from __future__ import annotations

import os

import pytest
from elasticsearch import Elasticsearch, TransportError

URL = os.environ.get("ELASTICSEARCH_URL") or "http://127.0.0.1:9200"


def server_or_skip() -> Elasticsearch:
    """A client of the server; where none answers the test is skipped, but in CI it fails."""
    client = Elasticsearch(URL, api_key=os.environ.get("ELASTICSEARCH_API_KEY"))
    try:
        client.info()
    except TransportError as error:
        client.close()
        explanation = f"no Elasticsearch at {URL}; start one: scripts/elasticsearch start"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{explanation} ({error})")
        pytest.skip(explanation)
    return client
