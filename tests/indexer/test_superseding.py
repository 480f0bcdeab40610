"""The load: a newer version of a file takes the older one's place in the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.engines.embedded import EmbeddedEngine
from archive.library import Library
from archive.model import Page, Report
from archive.query import literal_query
from archive.settings import Settings
from indexer.indexing import Indexing
from indexer.outcomes import Summary
from indexer.pipeline import load
from indexer.walking import walk

TEXT = "青石县司法局2022年工作总结\n全年负责人出庭应诉{}件。\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "incoming").mkdir()
    return tmp_path / "incoming" / "a.txt"


def loaded(settings: Settings, path: Path) -> Summary:
    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
    ):
        return load(list(walk([path])), Indexing(library, engine, "embedded"))


def found(settings: Settings) -> list[str]:
    """The paragraphs with 出庭应诉 that a reader finds."""
    with EmbeddedEngine(settings) as engine:
        hits = engine.search(literal_query("出庭应诉"), Page()).hits
        return [hit.paragraph.text for hit in hits]


def test_only_the_newer_version_of_a_file_is_found(settings: Settings, file: Path) -> None:
    for count in (3, 5):
        file.write_text(TEXT.format(count), "utf-8")
        loaded(settings, file)
    assert found(settings) == ["全年负责人出庭应诉5件。"]


def test_a_file_put_back_to_its_older_version_is_found_as_that(
    settings: Settings, file: Path
) -> None:
    for count in (3, 5, 3):
        file.write_text(TEXT.format(count), "utf-8")
        summary = loaded(settings, file)
    assert summary.counts["loaded"] == 1
    assert found(settings) == ["全年负责人出庭应诉3件。"]


def test_a_version_that_a_second_file_holds_stays(settings: Settings, file: Path) -> None:
    for name in ("a.txt", "b.txt"):
        file.with_name(name).write_text(TEXT.format(3), "utf-8")
    loaded(settings, file.parent)
    file.write_text(TEXT.format(5), "utf-8")
    loaded(settings, file.parent)
    assert sorted(found(settings)) == ["全年负责人出庭应诉3件。", "全年负责人出庭应诉5件。"]


def test_two_files_that_exchange_their_contents_are_both_found(
    settings: Settings, file: Path
) -> None:
    other = file.with_name("b.txt")
    for first, second in ((3, 5), (5, 3)):
        file.write_text(TEXT.format(first), "utf-8")
        other.write_text(TEXT.format(second), "utf-8")
        loaded(settings, file.parent)
    assert sorted(found(settings)) == ["全年负责人出庭应诉3件。", "全年负责人出庭应诉5件。"]


def test_a_rebuilt_index_leaves_superseded_versions_out(settings: Settings, file: Path) -> None:
    for count in (3, 5):
        file.write_text(TEXT.format(count), "utf-8")
        loaded(settings, file)
    with Library(settings.library) as library, EmbeddedEngine(settings) as engine:
        engine.rebuild(library.reports())
    assert found(settings) == ["全年负责人出庭应诉5件。"]


class Killed(BaseException):
    """The process ends here."""


class KilledBeforeReplacing(EmbeddedEngine):
    def replace(self, reports: object) -> None:
        raise Killed


class KilledBeforeRemoving(EmbeddedEngine):
    def remove(self, doc_ids: object) -> None:
        raise Killed


class NotesNothing(Library):
    """A library that is killed before it can note what the engine holds."""

    def mark_indexed(self, engine: str, doc_ids: object) -> None:
        raise Killed


@pytest.mark.parametrize(
    ("library_kind", "engine_kind"),
    [
        (Library, KilledBeforeReplacing),
        (Library, KilledBeforeRemoving),
        (NotesNothing, EmbeddedEngine),
    ],
    ids=["before the newer is put in", "before the older is taken out", "before it is noted"],
)
def test_the_load_after_a_kill_takes_the_older_version_out(
    settings: Settings,
    file: Path,
    library_kind: type[Library],
    engine_kind: type[EmbeddedEngine],
) -> None:
    file.write_text(TEXT.format(3), "utf-8")
    loaded(settings, file)
    file.write_text(TEXT.format(5), "utf-8")
    with (
        library_kind(settings.library, writable=True) as library,
        engine_kind(settings) as engine,
        pytest.raises(Killed),
    ):
        load(list(walk([file])), Indexing(library, engine, "embedded"))
    loaded(settings, file)
    assert found(settings) == ["全年负责人出庭应诉5件。"]


def test_the_superseded_text_is_still_in_the_library(settings: Settings, file: Path) -> None:
    kept: list[Report] = []
    for count in (3, 5):
        file.write_text(TEXT.format(count), "utf-8")
        loaded(settings, file)
        with Library(settings.library) as library:
            kept = kept or list(library.reports())
    with Library(settings.library) as library:
        assert library.report(kept[0].doc_id) == kept[0]
