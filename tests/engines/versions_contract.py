"""How an index is rebuilt beside the one in service and put back, the same on every engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from archive.engine import SearchEngine
from archive.errors import NoFormerIndex
from archive.model import Page, Query, Report
from archive.query import parse
from tests.engines.contract import FOUR, PAUSE, expected, report, texts


class VersionsContract:
    """Expects the fixtures `engine`, `writable` and `open_engine` of the engine's own tests."""

    def test_the_index_before_a_rebuild_is_put_back_as_it_was(self, writable: SearchEngine) -> None:
        before = writable.status().version
        writable.rebuild(FOUR[:1])
        assert writable.former() == before
        writable.back()
        assert (writable.status().version, texts(writable.scan(Query()))) == (
            before,
            expected(FOUR, ""),
        )

    def test_what_is_removed_as_an_index_is_put_back_is_found_at_no_moment(
        self, writable: SearchEngine, open_engine: Callable[[], SearchEngine]
    ) -> None:
        reader = open_engine()
        writable.rebuild(FOUR[1:])
        ending = threading.Event()
        seen = []

        def read_on() -> None:
            while not ending.is_set():
                seen.append(texts(reader.scan(Query())))

        reading = threading.Thread(target=read_on)
        reading.start()
        while reading.is_alive() and not seen:
            time.sleep(PAUSE)
        writable.back([FOUR[0].doc_id])
        ending.set()
        reading.join()
        assert texts(writable.scan(Query())) == expected(FOUR[1:], "")
        assert all(one == expected(FOUR[1:], "") for one in seen)
        assert seen

    def test_what_was_put_back_takes_reports_and_lets_them_go(self, writable: SearchEngine) -> None:
        writable.rebuild(FOUR[:1])
        writable.replace(FOUR[1:2])
        writable.back()
        added = report("e", "出庭应诉。")
        writable.replace([added])
        writable.remove([FOUR[0].doc_id])
        assert texts(writable.scan(Query())) == expected((*FOUR[1:], added), "")

    def test_putting_back_twice_leads_to_where_one_was(self, writable: SearchEngine) -> None:
        writable.rebuild(FOUR[:2])
        new = writable.status().version
        writable.back()
        writable.back()
        assert (writable.status().version, texts(writable.scan(Query()))) == (
            new,
            expected(FOUR[:2], ""),
        )

    def test_a_rebuild_takes_the_place_of_the_one_kept_and_has_a_name_of_its_own(
        self, writable: SearchEngine
    ) -> None:
        names = [writable.status().version]
        writable.rebuild(FOUR[:2])
        names.append(writable.status().version)
        writable.back()
        writable.rebuild(FOUR[:3])
        names.append(writable.status().version)
        assert len(set(names)) == 3
        writable.back()
        assert texts(writable.scan(Query())) == expected(FOUR, "")

    def test_without_a_rebuild_there_is_nothing_to_put_back(self, writable: SearchEngine) -> None:
        for use in (writable.former, writable.back):
            with pytest.raises(NoFormerIndex, match="没有可以换回的上一份索引"):
                use()
        assert texts(writable.scan(Query())) == expected(FOUR, "")

    def test_a_rebuild_that_fails_leaves_nothing_to_put_back(self, writable: SearchEngine) -> None:
        def failing() -> Iterator[Report]:
            yield FOUR[0]
            raise RuntimeError("the library broke")

        writable.rebuild(FOUR[:3])
        with pytest.raises(RuntimeError, match="the library broke"):
            writable.rebuild(failing())
        with pytest.raises(NoFormerIndex):
            writable.back()
        assert texts(writable.scan(Query())) == expected(FOUR[:3], "")

    def test_another_process_sees_what_was_put_back(
        self, writable: SearchEngine, open_engine: Callable[[], SearchEngine]
    ) -> None:
        reader = open_engine()
        writable.rebuild(FOUR[:1])
        rebuilt = reader.search(parse("出庭应诉"), Page()).total
        writable.back()
        assert (rebuilt, reader.search(parse("出庭应诉"), Page()).total) == (1, 3)

    def test_a_report_that_is_replaced_is_seen_whole_at_every_moment(
        self, engine: SearchEngine, open_engine: Callable[[], SearchEngine]
    ) -> None:
        versions = [report("a", *[f"第{i}版。"] * length) for i, length in enumerate((2, 9, 5))]
        engine.replace(versions[:1])
        reader = open_engine()
        loader = threading.Thread(
            target=lambda: [engine.replace([versions[i % 3]]) for i in range(1, 13)]
        )
        loader.start()
        seen = set()
        while loader.is_alive():
            seen.add(tuple(sorted(texts(reader.scan(Query())))))
            time.sleep(PAUSE)
        loader.join()
        assert seen <= {tuple(sorted(expected((one,), ""))) for one in versions}
