"""Levelling: an index of an earlier day, and what has to be done to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.corrections import Change
from archive.engine import SearchEngine
from archive.engines.embedded import EmbeddedEngine
from archive.levelling import Levelled, level
from archive.library import Library
from archive.model import Query, Report
from archive.settings import Settings
from tests.engines.contract import FOUR, expected, texts
from tests.engines.verification_contract import kept


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library", writable=True) as library:
        yield library


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SearchEngine]:
    with EmbeddedEngine(Settings(tmp_path)) as engine:
        yield engine


@pytest.fixture
def reports(library: Library, engine: SearchEngine) -> list[Report]:
    """Four reports that library and engine both hold."""
    reports = [kept(library, one) for one in FOUR]
    engine.replace(reports)
    return reports


def levelled(library: Library, engine: SearchEngine, *held: Report) -> Levelled:
    """What levelling does to an engine that holds these reports."""
    return level(library, engine, [(one.doc_id, engine.report(one.doc_id)) for one in held])


def holds(engine: SearchEngine, *reports: Report) -> bool:
    """Whether an engine holds these reports as they are, and no other."""
    by_id = sorted(reports, key=lambda one: one.doc_id)
    return texts(engine.scan(Query())) == expected(by_id, "") and all(
        engine.report(one.doc_id) == one for one in reports
    )


def test_what_is_level_is_left_alone(
    library: Library, engine: SearchEngine, reports: list[Report]
) -> None:
    before = engine.status()
    assert levelled(library, engine, *reports) == Levelled()
    assert engine.status() == before


def test_a_report_that_the_index_lacks_is_put_in(
    library: Library, engine: SearchEngine, reports: list[Report]
) -> None:
    engine.remove([reports[1].doc_id])
    left = [one for one in reports if one is not reports[1]]
    assert levelled(library, engine, *left) == Levelled(put=1)
    assert holds(engine, *reports)


def test_a_report_that_was_corrected_since_is_put_in_as_it_is_now(
    library: Library, engine: SearchEngine, reports: list[Report]
) -> None:
    library.correct([Change(reports[0].doc_id, "year", 1999)], "test")
    now = library.report(reports[0].doc_id)
    assert now
    assert now != reports[0]
    assert levelled(library, engine, *reports) == Levelled(put=1)
    assert holds(engine, now, *reports[1:])


def test_what_the_ledger_notes_of_the_engine_counts_for_nothing(
    library: Library, engine: SearchEngine, reports: list[Report]
) -> None:
    library.mark_indexed("embedded", [one.doc_id for one in reports])
    engine.remove([one.doc_id for one in reports])
    assert levelled(library, engine) == Levelled(put=4)
    assert holds(engine, *reports)


def test_a_report_that_was_removed_for_good_is_taken_out(
    library: Library, engine: SearchEngine, reports: list[Report]
) -> None:
    library.remove(reports[2].doc_id)
    assert levelled(library, engine, *reports) == Levelled(taken_out=1)
    assert holds(engine, *(one for one in reports if one is not reports[2]))


def test_a_report_that_was_superseded_since_gives_way_to_the_newer_one(
    library: Library, engine: SearchEngine, reports: list[Report]
) -> None:
    newer = kept(library, replace(FOUR[0], doc_id="e" * 16), "/in/a.txt")
    assert levelled(library, engine, *reports) == Levelled(put=1, taken_out=1)
    assert holds(engine, newer, *reports[1:])


def test_a_report_that_lost_its_title_is_put_in_anew(
    library: Library, engine: SearchEngine, reports: list[Report]
) -> None:
    held = [(reports[0].doc_id, None), *((one.doc_id, one) for one in reports[1:])]
    assert level(library, engine, held) == Levelled(put=1)
    assert holds(engine, *reports)


def test_a_report_that_the_ledger_does_not_know_stays_and_is_named(
    library: Library, engine: SearchEngine, reports: list[Report]
) -> None:
    engine.replace([FOUR[0]])
    assert levelled(library, engine, *reports, FOUR[0]) == Levelled(unknown=[FOUR[0].doc_id])
    assert holds(engine, *reports, FOUR[0])
