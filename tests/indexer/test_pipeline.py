"""The load: every file offered has an outcome, and what was loaded is found."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.engines.embedded import EmbeddedEngine
from archive.files import Outcome, State
from archive.library import Library
from archive.model import Page, Query, Report
from archive.query import parse
from archive.settings import Settings
from indexer import indexing
from indexer.beside import Beside
from indexer.indexing import Indexing
from indexer.limits import DEFAULTS, Limits
from indexer.outcomes import Follower, Summary
from indexer.pipeline import load
from indexer.walking import Offered, walk
from tests.conftest import SAMPLES
from tests.indexer.documents import zip_of

TEXT = "青石县司法局2022年工作总结\n全年负责人出庭应诉{}件。\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


def loaded(settings: Settings, *paths: Path, limits: Limits = DEFAULTS) -> Summary:
    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
    ):
        return load(list(walk(paths)), Indexing(library, engine, "embedded"), limits)


def outcomes(summary: Summary) -> dict[str, int]:
    return {outcome.value: count for outcome, count in summary.counts.items() if count}


def found(settings: Settings, text: str) -> int:
    with EmbeddedEngine(settings) as engine:
        return engine.search(parse(text), Page()).total


def state_of(settings: Settings, path: Path) -> State | None:
    with Library(settings.library) as library:
        record = library.file(str(path))
        return record.state if record else None


def test_the_samples_load_whole_and_are_found(
    settings: Settings, sample_reports: tuple[Report, ...]
) -> None:
    summary = loaded(settings, SAMPLES)
    with EmbeddedEngine(settings) as engine:
        held = {hit.doc_id: engine.report(hit.doc_id) for hit in engine.scan(Query())}
    assert outcomes(summary) == {"loaded": len(sample_reports)}
    assert held == {report.doc_id: report for report in sample_reports}


def test_loading_again_changes_nothing(settings: Settings) -> None:
    loaded(settings, SAMPLES)
    before = {p: p.stat().st_mtime_ns for p in settings.data.rglob("*.idx")}
    with Library(settings.library) as library:
        counts = library.counts()
    again = loaded(settings, SAMPLES)
    with Library(settings.library) as library:
        assert library.counts() == counts
    assert outcomes(again) == {"unchanged": sum(counts.values())}
    assert {p: p.stat().st_mtime_ns for p in settings.data.rglob("*.idx")} == before


def test_the_same_bytes_under_another_name_are_a_duplicate(
    settings: Settings, incoming: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (incoming / name).write_text(TEXT.format(3), "utf-8")
    assert outcomes(loaded(settings, incoming)) == {"loaded": 1, "duplicate": 1}
    assert state_of(settings, incoming / "b.txt") is State.DUPLICATE
    assert found(settings, "出庭应诉") == 1


def test_a_file_offered_twice_in_one_load_is_counted_twice_and_loaded_once(
    settings: Settings, incoming: Path
) -> None:
    (incoming / "a.txt").write_text(TEXT.format(3), "utf-8")
    summary = loaded(settings, incoming, incoming / "a.txt")
    assert outcomes(summary) == {"loaded": 1, "unchanged": 1}
    assert state_of(settings, incoming / "a.txt") is State.LOADED


def test_a_bad_file_is_quarantined_and_the_others_load(settings: Settings, incoming: Path) -> None:
    (incoming / "a.txt").write_text(TEXT.format(3), "utf-8")
    (incoming / "b.docx").write_bytes(b"random bytes")
    (incoming / "c.txt").write_text(TEXT.format(5), "utf-8")
    (incoming / "d.txt").touch()
    summary = loaded(settings, incoming)
    reasons = {Path(path).name: (reason, remedy) for path, reason, remedy in summary.quarantined}
    assert outcomes(summary) == {"loaded": 2, "quarantined": 2}
    assert set(reasons) == {"b.docx", "d.txt"}
    assert all(reason and remedy for reason, remedy in reasons.values())
    assert found(settings, "出庭应诉") == 2


def test_a_quarantined_file_that_was_mended_is_loaded(settings: Settings, incoming: Path) -> None:
    (incoming / "a.txt").touch()
    loaded(settings, incoming)
    (incoming / "a.txt").write_text(TEXT.format(3), "utf-8")
    assert outcomes(loaded(settings, incoming)) == {"loaded": 1}
    assert state_of(settings, incoming / "a.txt") is State.LOADED


def test_two_equal_bad_files_are_both_quarantined(settings: Settings, incoming: Path) -> None:
    for name in ("a.docx", "b.docx"):
        (incoming / name).write_bytes(b"random bytes")
    assert outcomes(loaded(settings, incoming)) == {"quarantined": 2}


def test_a_file_that_vanishes_midway_is_quarantined(settings: Settings, incoming: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (incoming / name).write_text(TEXT.format(name), "utf-8")
    files = list(walk([incoming]))
    (incoming / "b.txt").unlink()
    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
    ):
        summary = load(files, Indexing(library, engine, "embedded"))
    assert outcomes(summary) == {"loaded": 1, "quarantined": 1}
    assert "消失" in summary.quarantined[0][1]


def test_a_path_that_leads_nowhere_is_quarantined(settings: Settings, incoming: Path) -> None:
    summary = loaded(settings, incoming / "nowhere")
    assert outcomes(summary) == {"quarantined": 1}


def test_a_pipe_is_quarantined_and_does_not_block(settings: Settings, incoming: Path) -> None:
    os.mkfifo(incoming / "a.txt")
    assert outcomes(loaded(settings, incoming)) == {"quarantined": 1}


def test_hidden_files_are_not_offered(incoming: Path) -> None:
    for name in (".DS_Store", "~$报告.docx", "报告.txt"):
        (incoming / name).touch()
    assert [file.path.name for file in walk([incoming])] == ["报告.txt"]


def test_a_reader_that_takes_too_long_is_given_up_and_the_others_load(
    settings: Settings, incoming: Path
) -> None:
    (incoming / "a.txt").write_text("出庭应诉。\n" * 3_000_000, "utf-8")  # takes many seconds
    (incoming / "b.txt").write_text(TEXT.format(3), "utf-8")
    summary = loaded(settings, incoming, limits=replace(DEFAULTS, seconds=4))
    assert outcomes(summary) == {"loaded": 1, "quarantined": 1}
    assert "超过 4 秒" in summary.quarantined[0][1]


def test_a_reader_that_eats_memory_is_given_up_and_the_others_load(
    settings: Settings, incoming: Path
) -> None:
    (incoming / "a.txt").write_text("出庭应诉。\n" * 1_500_000, "utf-8")
    (incoming / "b.txt").write_text(TEXT.format(3), "utf-8")
    summary = loaded(settings, incoming, limits=replace(DEFAULTS, memory_mb=500))
    assert outcomes(summary) == {"loaded": 1, "quarantined": 1}
    assert "内存超过 500 MB" in summary.quarantined[0][1]


def test_what_a_killed_load_read_is_indexed_by_the_next(settings: Settings, incoming: Path) -> None:
    class Killed(BaseException):
        pass

    class EngineKilledOnWrite(EmbeddedEngine):
        def replace(self, reports: object) -> None:
            raise Killed

    (incoming / "a.txt").write_text(TEXT.format(3), "utf-8")
    with (
        Library(settings.library, writable=True) as library,
        EngineKilledOnWrite(settings) as engine,
        pytest.raises(Killed),
    ):
        load(list(walk([incoming])), Indexing(library, engine, "embedded"))
    assert found(settings, "出庭应诉") == 0
    summary = loaded(settings, incoming)
    assert (outcomes(summary), summary.resumed) == ({"unchanged": 1}, 1)
    assert found(settings, "出庭应诉") == 1


def test_another_engine_is_given_what_the_library_holds(settings: Settings) -> None:
    loaded(settings, SAMPLES)
    shutil.rmtree(settings.embedded_index)
    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
    ):
        summary = load(list(walk([SAMPLES])), Indexing(library, engine, "another"))
        assert summary.resumed == summary.counts[Outcome.UNCHANGED] == engine.status().reports


def test_an_index_can_be_rebuilt_without_the_originals(settings: Settings) -> None:
    loaded(settings, SAMPLES)
    shutil.rmtree(settings.embedded_index)
    shutil.rmtree(settings.library / "originals")
    with Library(settings.library) as library, EmbeddedEngine(settings) as engine:
        engine.rebuild(library.reports())
        assert engine.search(parse("出庭应诉"), Page()).reports >= 7


def test_every_original_is_kept_under_its_hash(settings: Settings) -> None:
    loaded(settings, SAMPLES)
    originals = settings.library / "originals"
    kept = {path.name: path.read_bytes() for path in originals.rglob("*") if path.is_file()}
    offered = [path.read_bytes() for path in SAMPLES.rglob("*.*")]
    assert kept == {hashlib.sha256(data).hexdigest(): data for data in offered}


def test_small_batches_make_the_same_archive(
    settings: Settings, sample_reports: tuple[Report, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH_CHARACTERS", 500)
    loaded(settings, SAMPLES)
    with EmbeddedEngine(settings) as engine:
        assert engine.status().reports == len(sample_reports)


# Archives


def zipped(path: Path, members: dict[str, bytes | str]) -> Path:
    path.write_bytes(zip_of(members))
    return path


def states(settings: Settings, folder: Path) -> dict[str, str]:
    """The state of each file of the ledger, by its path below a folder."""
    with Library(settings.library) as library:
        rows = library._ledger.execute("SELECT path, state FROM files ORDER BY path").fetchall()
    return {str(Path(path).relative_to(folder)): state for path, state in rows}


def test_the_files_of_an_archive_are_files_of_their_own(settings: Settings, incoming: Path) -> None:
    inner = zip_of({"丙.txt": TEXT.format(5)})
    zipped(incoming / "a.zip", {"甲.txt": TEXT.format(3), "坏.txt": b"", "内.zip": inner})
    assert outcomes(loaded(settings, incoming)) == {"loaded": 2, "unpacked": 2, "quarantined": 1}
    assert states(settings, incoming) == {
        "a.zip": "unpacked",
        "a.zip!/内.zip": "unpacked",
        "a.zip!/内.zip!/丙.txt": "loaded",
        "a.zip!/坏.txt": "quarantined",
        "a.zip!/甲.txt": "loaded",
    }
    assert found(settings, "出庭应诉") == 2


def test_loading_an_archive_again_changes_nothing(settings: Settings, incoming: Path) -> None:
    zipped(incoming / "a.zip", {"甲.txt": TEXT.format(3), "乙.txt": TEXT.format(4)})
    loaded(settings, incoming)
    assert outcomes(loaded(settings, incoming)) == {"unchanged": 2, "unpacked": 1}
    assert found(settings, "出庭应诉") == 2


def test_an_archive_that_cannot_be_unpacked_is_quarantined(
    settings: Settings, incoming: Path
) -> None:
    zipped(incoming / "a.zip", {f"{i}.txt": TEXT.format(i) for i in range(9)})
    summary = loaded(settings, incoming, limits=replace(DEFAULTS, members=8))
    assert outcomes(summary) == {"quarantined": 1}


def test_only_the_files_of_an_archive_are_kept_and_none_in_the_unpacking_folder(
    settings: Settings, incoming: Path
) -> None:
    zipped(incoming / "a.zip", {"甲.txt": TEXT.format(3)})
    loaded(settings, incoming)
    kept = [path for path in settings.library.rglob("*") if path.is_file() and len(path.name) == 64]
    assert [path.read_text("utf-8") for path in kept] == [TEXT.format(3)]
    assert not [*settings.library.glob("unpacking/*")]


def test_a_table_in_an_archive_is_honoured_for_the_files_beside_it(
    settings: Settings, incoming: Path
) -> None:
    table = "filename,year\n甲.txt,2019\n没有.txt,2018\n"
    zipped(incoming / "a.zip", {"2019/甲.txt": TEXT.format(3), "2019/metadata.csv": table})
    beside = Beside([incoming])
    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
    ):
        summary = load(list(walk([incoming])), Indexing(library, engine, "embedded"), beside=beside)
        years = [report.metadata.year for report in library.reports()]
    assert (outcomes(summary), years) == ({"loaded": 1, "unpacked": 1}, [2019])
    assert [problem.line for _, problem in beside.problems()] == [3]


def test_a_load_killed_within_an_archive_goes_on_in_it(settings: Settings, incoming: Path) -> None:
    class Killed(BaseException):
        pass

    def killed(file: Offered, outcome: Outcome) -> None:
        raise Killed

    zipped(incoming / "a.zip", {"甲.txt": TEXT.format(3), "乙.txt": TEXT.format(4)})
    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
        pytest.raises(Killed),
    ):
        load(
            list(walk([incoming])),
            Indexing(library, engine, "embedded"),
            follower=Follower(advance=killed),
        )
    assert outcomes(loaded(settings, incoming)) == {"loaded": 1, "unchanged": 1, "unpacked": 1}
    assert found(settings, "出庭应诉") == 2


def test_a_mail_is_a_report_and_what_is_attached_to_it_are_files(
    settings: Settings, incoming: Path
) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = "a@example.org", "b@example.org", "Mon, 2 Jan 2023"
    mail["Subject"] = "关于报送2022年法治政府建设情况报告的函"
    mail.set_content("县委依法治县办：\n现将负责人出庭应诉情况一并报送。\n")
    mail.add_attachment(TEXT.format(3).encode(), "text", "plain", filename="报告.txt")
    (incoming / "a.eml").write_bytes(bytes(mail))
    assert outcomes(loaded(settings, incoming)) == {"loaded": 2}
    assert states(settings, incoming) == {"a.eml": "loaded", "a.eml!/报告.txt": "loaded"}
    assert found(settings, "出庭应诉") == 2
