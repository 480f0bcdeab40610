"""Verification of the library: what is wrong with ledger and originals is named, and only that.

What it tells of an engine is in tests/engines/verification_contract.py, for each engine.
"""

from __future__ import annotations

import sqlite3
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.files import Fixity
from archive.library import Library
from archive.messages import verification as messages
from archive.model import Report
from archive.verification import Difference, Kind, Verification
from tests.engines.contract import FOUR
from tests.engines.verification_contract import kept


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library", writable=True) as library:
        yield library


@pytest.fixture
def reports(library: Library) -> list[Report]:
    return [kept(library, one) for one in FOUR]


def original_of(library: Library, report: Report) -> Path:
    path = library.original_of(report.doc_id)
    assert path
    return path


def told(library: Library) -> list[Difference]:
    verification = Verification(library)
    return [*verification.in_ledger(), *verification.in_library()]


def in_ledger(library: Library, statement: str, *values: object) -> None:
    """Write to the ledger what the library never would."""
    with sqlite3.connect(library.original("0" * 64).parents[2] / "ledger.sqlite") as ledger:
        ledger.execute("PRAGMA foreign_keys = OFF")
        ledger.execute(statement, values)
    ledger.close()


def test_every_kind_of_difference_has_words_and_a_remedy() -> None:
    assert list(messages.DIFFERENCES) == [kind.value for kind in Kind]
    assert all(said and remedy.endswith("。") for said, remedy in messages.DIFFERENCES.values())


def test_a_sound_library_has_no_difference(library: Library, reports: list[Report]) -> None:
    calls: list[None] = []
    verification = Verification(library, lambda: calls.append(None))
    assert [*verification.in_ledger(), *verification.in_library()] == []
    assert (verification.sound, verification.unread, len(calls)) == (4, 0, 4)


def test_a_missing_original_is_named_with_its_report(
    library: Library, reports: list[Report]
) -> None:
    path = original_of(library, reports[2])
    path.unlink()
    assert told(library) == [Difference(Kind.ORIGINAL_MISSING, str(path), reports[2].doc_id)]


@pytest.mark.parametrize("damage", [b"", b"A" + b"a" * 15, b"a" * 17])
def test_an_original_of_other_bytes_is_named(
    library: Library, reports: list[Report], damage: bytes
) -> None:
    path = original_of(library, reports[0])
    path.write_bytes(damage)
    assert told(library) == [Difference(Kind.ORIGINAL_CHANGED, str(path), reports[0].doc_id)]


def test_the_original_of_a_superseded_report_is_verified_too(
    library: Library, reports: list[Report]
) -> None:
    kept(library, replace(FOUR[0], doc_id="e" * 16), "/in/a.txt")
    path = original_of(library, reports[0])
    path.unlink()
    assert told(library) == [Difference(Kind.ORIGINAL_MISSING, str(path), reports[0].doc_id)]


def test_the_original_of_a_file_that_was_not_read_is_no_difference(
    library: Library, reports: list[Report]
) -> None:
    library.keep_original(Fixity.of(b"unreadable"), b"unreadable")
    library.record_quarantined("/in/bad.docx", "文件不完整", "请重新复制")
    verification = Verification(library)
    assert list(verification.in_library()) == []
    assert (verification.sound, verification.unread) == (5, 1)


@pytest.mark.parametrize(
    "name",
    [
        "ab/" + "ab" * 32,  # the name is not the hash of its bytes
        "ab/" + Fixity.of(b"stray").sha256,  # it is, in the folder of others
        Fixity.of(b"stray").sha256[:2] + "/" + Fixity.of(b"stray").sha256 + ".new",
        "notes.txt",
    ],
)
def test_a_file_among_the_originals_that_is_none_is_named(
    library: Library, reports: list[Report], name: str
) -> None:
    path = original_of(library, reports[0]).parents[1] / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"stray")
    assert told(library) == [Difference(Kind.NO_ORIGINAL, str(path))]


@pytest.mark.parametrize(
    "parsed", [b"", b"no zlib", zlib.compress(b"{"), zlib.compress(b"{}"), zlib.compress(b"[]")]
)
def test_a_parsed_report_that_does_not_parse_is_named(
    library: Library, reports: list[Report], parsed: bytes
) -> None:
    in_ledger(library, "UPDATE reports SET parsed = ? WHERE doc_id = ?", parsed, reports[1].doc_id)
    (found,) = told(library)
    assert (found.kind, found.what) == (Kind.REPORT_UNREADABLE, reports[1].doc_id)


def test_a_report_under_the_hash_of_another_is_named(
    library: Library, reports: list[Report]
) -> None:
    in_ledger(
        library,
        "UPDATE reports SET parsed = (SELECT parsed FROM reports WHERE doc_id = ?)"
        " WHERE doc_id = ?",
        *(reports[0].doc_id, reports[1].doc_id),
    )
    detail = "编号与其原件的 SHA-256 不符"
    assert told(library) == [Difference(Kind.REPORT_UNREADABLE, reports[1].doc_id, detail)]


def test_a_reference_of_the_ledger_that_leads_nowhere_is_named(
    library: Library, reports: list[Report]
) -> None:
    statement = "INSERT INTO superseded VALUES ('0123456789abcdef', ?, '2026-11-21')"
    in_ledger(library, statement, reports[0].doc_id)
    found = list(Verification(library).in_ledger())
    assert [one.kind for one in found] == [Kind.LEDGER_DAMAGED]
    assert found[0].what.startswith("superseded")


def test_a_ledger_with_a_damaged_page_is_named(tmp_path: Path) -> None:
    with Library(tmp_path, writable=True) as library:
        for number in range(300):
            library.record_quarantined(f"/in/{number}.docx", "文件不完整", "请重新复制")
    path = tmp_path / "ledger.sqlite"
    data = bytearray(path.read_bytes())
    assert len(data) > 16 * 4096
    data[12 * 4096 : 13 * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    with Library(tmp_path, writable=True) as library:
        found = list(Verification(library).in_ledger())
    assert {one.kind for one in found} == {Kind.LEDGER_DAMAGED}


def test_memory_does_not_grow_with_the_size_of_the_originals(library: Library) -> None:
    data = bytes(30_000_000)
    library.keep_original(Fixity.of(data), data)
    del data
    tracemalloc.start()
    assert told(library) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
