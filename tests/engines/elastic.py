"""The Elasticsearch server of the tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest
from elasticsearch import Elasticsearch, TransportError

from archive.engine import SearchEngine, open_engine
from archive.model import Report
from archive.settings import Settings
from tests.engines.contract import Holding

URL = os.environ.get("ELASTICSEARCH_URL") or "http://127.0.0.1:9200"


def server_or_skip() -> Elasticsearch:
    """A client of the server; where none answers the test is skipped, but in CI it fails."""
    key = os.environ.get("ELASTICSEARCH_API_KEY")
    client = Elasticsearch(URL, api_key=key, request_timeout=60)
    try:
        client.info()
    except TransportError as error:
        client.close()
        explanation = f"no Elasticsearch at {URL}; start one: scripts/elasticsearch start"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{explanation} ({error})")
        pytest.skip(explanation)
    return client


@contextmanager
def one_index_for_all(fresh: Callable[[], AbstractContextManager[Settings]]) -> Iterator[Holding]:
    """One index for all tests that only read the same reports: a new one takes half a second.

    `fresh` gives settings of an archive of its own, whose indices do not stay on a server.
    """
    filled: list[tuple[Sequence[Report], SearchEngine]] = []
    with ExitStack() as opened:

        def holding(reports: Sequence[Report]) -> SearchEngine:
            for held, engine in filled:
                if held is reports:
                    return engine
            settings = opened.enter_context(fresh())
            with open_engine(settings) as writer:
                writer.replace(reports)
            engine = opened.enter_context(open_engine(settings))
            filled.append((reports, engine))
            return engine

        yield holding
