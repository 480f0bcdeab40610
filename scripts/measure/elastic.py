"""Elasticsearch, filled by the archive's own command and searched as the site searches it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress

from elasticsearch import ApiError, TransportError
from ours import Ours
from telling import say

from archive.engines.elastic import ElasticEngine
from archive.engines.elastic_client import ElasticClient
from archive.settings import Settings


class Elastic(Ours):
    """Elasticsearch, in an index of its own that goes when this is closed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__(ElasticEngine(settings))

    def build(self) -> float | None:
        """Rebuild the index from the library by the archive's command; the seconds it took.

        What it took to read the files is not in them. None when the command did not succeed.
        """
        environment = {
            "ARCHIVE_DATA": str(self._settings.data),
            "ARCHIVE_ENGINE": "elasticsearch",
            "ELASTICSEARCH_INDEX": self._settings.index,
        }
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "indexer", "rebuild"],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            say(f"  left out: {done.stderr.strip()}")
            return None
        return time.perf_counter() - start

    def size_mb(self) -> float:
        """What the index takes on the server, in megabytes."""
        found = ElasticClient(self._settings).api.indices.stats(
            index=self._settings.index, metric="store"
        )
        return round(found["_all"]["total"]["store"]["size_in_bytes"] / 1e6, 1)

    def close(self) -> None:
        """Delete the index, as far as the server can still be reached."""
        super().close()
        with ElasticClient(self._settings).api as api, suppress(ApiError, TransportError):
            for index in api.indices.get(index=f"{self._settings.index}-*"):
                api.indices.delete(index=index)


def answers(settings: Settings) -> bool:
    """Whether an Elasticsearch answers."""
    try:
        with ElasticClient(settings).api as api:
            api.info()
    except (ApiError, TransportError) as error:
        say(f"  left out: no Elasticsearch answers at ELASTICSEARCH_URL ({error})")
        return False
    return True
