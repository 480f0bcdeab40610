"""What every engine does is done on a cluster, too, over three shards with a replica each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from archive.engine import SearchEngine
from archive.engines.elastic import ElasticEngine
from archive.settings import Settings
from tests.engines.cluster import cluster, settings
from tests.engines.contract import EngineContract
from tests.engines.language_contract import LanguageContract
from tests.engines.near_contract import NearContract
from tests.engines.results_contract import ResultsContract
from tests.engines.verification_contract import VerificationContract

__all__ = ["cluster", "settings"]

pytestmark = pytest.mark.cluster


class TestCluster(EngineContract, ResultsContract, NearContract, VerificationContract):
    """Elasticsearch on several nodes.

    Of the query language only what is asked of whole reports: whether a paragraph is what an
    expression means is decided on its shard, as on a single server.
    """

    few = LanguageContract.few
    test_a_query_across_a_report_finds_its_parts_in_reports_that_hold_all = (
        LanguageContract.test_a_query_across_a_report_finds_its_parts_in_reports_that_hold_all
    )
    test_facets_of_a_query_across_reports_count_its_parts = (
        LanguageContract.test_facets_of_a_query_across_reports_count_its_parts
    )

    @pytest.fixture
    def open_engine(self, settings: Settings) -> Iterator[Callable[[], SearchEngine]]:
        with ExitStack() as opened:
            yield lambda: opened.enter_context(ElasticEngine(settings))
