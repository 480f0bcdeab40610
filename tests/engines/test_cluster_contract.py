"""What every engine does is done on a cluster, too, over three shards with a replica each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from archive.engine import SearchEngine
from archive.engines.elastic import ElasticEngine
from archive.settings import Settings
from tests.engines.cluster import Cluster, cluster, discard, of_cluster, settings
from tests.engines.contract import EngineContract, Holding
from tests.engines.elastic import one_index_for_all
from tests.engines.language_contract import LanguageContract
from tests.engines.near_contract import NearContract
from tests.engines.results_contract import ResultsContract
from tests.engines.verification_contract import VerificationContract
from tests.engines.versions_contract import VersionsContract

__all__ = ["cluster", "settings"]

pytestmark = pytest.mark.cluster


class TestCluster(EngineContract, ResultsContract, NearContract, VerificationContract):
    """Elasticsearch on several nodes.

    Of the query language only what is asked of whole reports: whether a paragraph is what an
    expression means is decided on its shard, as on a single server. Of the versions of an index
    only what depends on its copies.
    """

    few = LanguageContract.few
    test_a_query_across_a_report_finds_its_parts_in_reports_that_hold_all = (
        LanguageContract.test_a_query_across_a_report_finds_its_parts_in_reports_that_hold_all
    )
    test_facets_of_a_query_across_reports_count_its_parts = (
        LanguageContract.test_facets_of_a_query_across_reports_count_its_parts
    )
    test_a_report_that_is_replaced_is_seen_whole_at_every_moment = (
        VersionsContract.test_a_report_that_is_replaced_is_seen_whole_at_every_moment
    )
    test_the_index_before_a_rebuild_is_put_back_as_it_was = (
        VersionsContract.test_the_index_before_a_rebuild_is_put_back_as_it_was
    )

    @pytest.fixture(scope="class")
    @classmethod
    def holding(
        cls, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Holding]:
        @contextmanager
        def fresh() -> Iterator[Settings]:
            made = of_cluster(cluster, tmp_path_factory.mktemp("held"))
            yield made
            discard(cluster, made)

        with one_index_for_all(fresh) as holding:
            yield holding

    @pytest.fixture
    def open_engine(self, settings: Settings) -> Iterator[Callable[[], SearchEngine]]:
        with ExitStack() as opened:
            yield lambda: opened.enter_context(ElasticEngine(settings))
