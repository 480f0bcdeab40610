"""A metadata.csv beside the files: honoured at load, and weaker than what a person says since."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.corrections import Change
from archive.engines.embedded import EmbeddedEngine
from archive.library import Library
from archive.messages import indexer as messages
from archive.model import Report
from archive.settings import Settings
from indexer.beside import Beside
from indexer.indexing import Indexing
from indexer.outcomes import Summary
from indexer.pipeline import load
from indexer.walking import walk

TEXT = "青石县司法局2021年工作总结\n我局依法行政{}。"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    (folder / "2021").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT.format("甲"), "utf-8")
    (folder / "2021" / "b.txt").write_text(TEXT.format("乙"), "utf-8")
    return folder


def loaded(settings: Settings, *paths: Path) -> Summary:
    beside = Beside(paths)
    with Library(settings.library, writable=True) as library, EmbeddedEngine(settings) as engine:
        return load(list(walk(paths)), Indexing(library, engine, "embedded"), beside=beside)


def reports(settings: Settings) -> dict[str, Report]:
    with Library(settings.library) as library:
        return {report.source: report for report in library.reports()}


def table(folder: Path, text: str) -> None:
    (folder / "metadata.csv").write_text(text, "utf-8")


def test_its_values_are_set_at_load_and_searched_for(settings: Settings, incoming: Path) -> None:
    table(incoming, "filename,year,level,unit\na.txt,2022,市,云江市司法局\n2021/b.txt,,,\n")
    summary = loaded(settings, incoming)
    made = reports(settings)["a.txt"].metadata
    assert (made.year, made.level, made.unit) == (2022, "市", "云江市司法局")
    assert {name: one.origin for name, one in made.corrections.items()} == {
        "year": "metadata.csv",
        "covers": "metadata.csv",
        "level": "metadata.csv",
        "unit": "metadata.csv",
    }
    assert (summary.offered, summary.set_beside) == (2, 1)
    with EmbeddedEngine(settings) as engine:
        held = engine.report(reports(settings)["a.txt"].doc_id)
    assert held == reports(settings)["a.txt"]


def test_the_table_nearest_to_the_file_counts(settings: Settings, incoming: Path) -> None:
    table(incoming, "filename,year\na.txt,2018\n2021\\b.txt,2019\n")
    table(incoming / "2021", "文件名,年度\nb.txt,2020\n")
    loaded(settings, incoming)
    years = {name: report.metadata.year for name, report in reports(settings).items()}
    assert years == {"a.txt": 2018, "b.txt": 2020}


def test_a_table_above_the_folder_that_is_loaded_says_nothing(
    settings: Settings, incoming: Path
) -> None:
    table(incoming, "filename,year\n2021/b.txt,2019\n")
    loaded(settings, incoming / "2021")
    assert reports(settings)["b.txt"].metadata.year == 2021


def test_a_table_that_came_later_changes_what_was_loaded(
    settings: Settings, incoming: Path
) -> None:
    loaded(settings, incoming)
    table(incoming, "filename,year\na.txt,2022\n")
    assert loaded(settings, incoming).set_beside == 1
    assert reports(settings)["a.txt"].metadata.year == 2022
    assert loaded(settings, incoming).set_beside == 0  # and the same table nothing more


def test_what_a_person_set_by_command_stands(settings: Settings, incoming: Path) -> None:
    loaded(settings, incoming)
    doc_id = reports(settings)["a.txt"].doc_id
    with Library(settings.library, writable=True) as library:
        library.correct([Change(doc_id, "year", 2019)], messages.CORRECTED_BY_COMMAND)
    table(incoming, "filename,year,unit\na.txt,2022,云溪镇\n")
    loaded(settings, incoming)
    made = reports(settings)["a.txt"].metadata
    assert (made.year, made.unit) == (2019, "云溪镇")


def test_a_row_with_one_wrong_value_is_not_used_at_all(settings: Settings, incoming: Path) -> None:
    table(incoming, "filename,year,level\na.txt,2022,村\n")
    loaded(settings, incoming)
    made = reports(settings)["a.txt"].metadata
    assert (made.year, made.corrections) == (2021, {})


def test_a_name_that_another_system_wrote_is_recognised(settings: Settings, incoming: Path) -> None:
    (incoming / "re\u0301sume\u0301.txt").write_text(TEXT.format("丙"), "utf-8")
    table(incoming, "filename,year\nr\u00e9sum\u00e9.txt,2022\n")
    loaded(settings, incoming)
    assert reports(settings)["re\u0301sume\u0301.txt"].metadata.year == 2022


def test_the_table_itself_is_no_report(incoming: Path) -> None:
    table(incoming, "filename,year\n")
    assert [file.path.name for file in walk([incoming])] == ["a.txt", "b.txt"]
