"""What verification tells of an engine that does not hold what the ledger does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.engine import SearchEngine
from archive.files import Fixity
from archive.library import Library
from archive.model import Report
from archive.verification import Difference, Kind, Verification
from tests.engines.contract import FOUR


def kept(library: Library, form: Report, path: str = "") -> Report:
    """A report like this one as the library keeps it: read from bytes of its own."""
    data = form.doc_id.encode()
    fixity = Fixity.of(data)
    library.keep_original(fixity, data)
    report = replace(form, doc_id=fixity.doc_id)
    library.record_report(path or f"/in/{form.source}", fixity, "plain", report)
    return report


class VerificationContract:
    """To be inherited beside the engine's other contracts."""

    @pytest.fixture
    def library(self, tmp_path: Path) -> Iterator[Library]:
        with Library(tmp_path / "library", writable=True) as library:
            yield library

    @pytest.fixture
    def reports(self, library: Library, engine: SearchEngine) -> list[Report]:
        """Four reports that library and engine both hold."""
        reports = [kept(library, one) for one in FOUR]
        engine.replace(map(library.corrected, reports))
        return reports

    @pytest.fixture
    def differences(self, library: Library, engine: SearchEngine) -> Callable[[], list[Difference]]:
        def told() -> list[Difference]:
            verification = Verification(library)
            assert [*verification.in_ledger(), *verification.in_library()] == []
            return list(verification.in_engine(engine))

        return told

    def test_an_engine_that_holds_what_the_ledger_does_has_no_difference(
        self, reports: list[Report], differences: Callable[[], list[Difference]]
    ) -> None:
        assert differences() == []

    def test_a_report_that_the_engine_lacks_is_named(
        self,
        engine: SearchEngine,
        reports: list[Report],
        differences: Callable[[], list[Difference]],
    ) -> None:
        engine.remove([reports[1].doc_id])
        assert differences() == [Difference(Kind.NOT_IN_ENGINE, reports[1].doc_id)]

    def test_every_report_is_lacking_in_an_engine_before_its_first_load(
        self, library: Library, differences: Callable[[], list[Difference]]
    ) -> None:
        doc_ids = sorted(kept(library, one).doc_id for one in FOUR)
        assert differences() == [Difference(Kind.NOT_IN_ENGINE, doc_id) for doc_id in doc_ids]

    def test_a_report_that_the_ledger_does_not_know_is_named(
        self,
        engine: SearchEngine,
        reports: list[Report],
        differences: Callable[[], list[Difference]],
    ) -> None:
        engine.replace([FOUR[0]])
        assert differences() == [Difference(Kind.UNKNOWN_TO_LEDGER, FOUR[0].doc_id)]

    def test_another_number_of_paragraphs_is_named(
        self,
        engine: SearchEngine,
        reports: list[Report],
        differences: Callable[[], list[Difference]],
    ) -> None:
        doc_id, paragraphs = reports[0].doc_id, reports[0].paragraphs
        engine.replace([replace(reports[0], paragraphs=paragraphs[:2])])
        wanted = Difference(Kind.OTHER_PARAGRAPHS, doc_id, "索引 2 段，台账 3 段")
        assert differences() == [wanted]

    def test_paragraphs_of_another_text_are_named(
        self,
        engine: SearchEngine,
        reports: list[Report],
        differences: Callable[[], list[Difference]],
    ) -> None:
        title, one, other = reports[0].paragraphs
        changed = (title, replace(one, text="受理0件。"), replace(other, text="应诉0件。"))
        engine.replace([replace(reports[0], paragraphs=changed)])
        wanted = Difference(Kind.OTHER_PARAGRAPHS, reports[0].doc_id, "第 1、2 段")
        assert differences() == [wanted]

    def test_other_metadata_are_named(
        self,
        engine: SearchEngine,
        reports: list[Report],
        differences: Callable[[], list[Difference]],
    ) -> None:
        metadata = replace(reports[0].metadata, year=1999, unit=None)
        engine.replace([replace(reports[0], metadata=metadata)])
        wanted = Difference(Kind.OTHER_METADATA, reports[0].doc_id, "年度、单位")
        assert differences() == [wanted]

    def test_a_report_that_the_engine_links_otherwise_to_one_before_it_is_named(
        self,
        engine: SearchEngine,
        reports: list[Report],
        differences: Callable[[], list[Difference]],
    ) -> None:
        engine.replace([replace(reports[1], near_to=reports[0].doc_id)])
        assert differences() == [Difference(Kind.OTHER_METADATA, reports[1].doc_id, "近似的报告")]

    def test_a_superseded_report_that_the_engine_still_holds_is_named(
        self,
        library: Library,
        engine: SearchEngine,
        reports: list[Report],
        differences: Callable[[], list[Difference]],
    ) -> None:
        newer = kept(library, replace(FOUR[0], doc_id="e" * 16), "/in/a.txt")
        engine.replace([library.corrected(newer)])
        assert differences() == [Difference(Kind.SUPERSEDED, reports[0].doc_id)]
