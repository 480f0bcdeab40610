"""How much of the metadata of real reports is read rightly, against labels made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.indexer.documents import read_report
from tests.labels import FIELDS, Labelled, openings, score, seeds, work_reports

TO_REACH = {"year": 0.95, "level": 0.95, "is_department": 0.95, "unit": 0.9}
"""The share of the values that a label gives which have to be read as it says."""

MAX_INVENTED = 0.03
"""The share of the values that a label leaves open which may be read at all."""

SETS = ("heads-dev.jsonl", "gwr31", "seeds")


@pytest.fixture(scope="module")
def labelled(corpora: Path) -> dict[str, list[Labelled]]:
    return {
        "heads-dev.jsonl": list(openings(corpora / "heads-dev.jsonl")),
        "gwr31": list(work_reports(corpora / "gwr31")),
        "seeds": list(seeds(corpora / "seeds")),
    }


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("field", FIELDS)
def test_what_real_reports_say_is_read(
    name: str, field: str, labelled: dict[str, list[Labelled]]
) -> None:
    assert score(labelled[name], field).accuracy >= TO_REACH[field]


def test_what_real_reports_do_not_say_stays_unknown(labelled: dict[str, list[Labelled]]) -> None:
    everything = [report for name in SETS for report in labelled[name]]
    scores = [score(everything, field) for field in FIELDS]
    invented, left_open = sum(one.invented for one in scores), sum(one.left_open for one in scores)
    assert invented / left_open <= MAX_INVENTED


def test_every_value_names_where_it_was_read_and_by_which_rule(
    labelled: dict[str, list[Labelled]],
) -> None:
    for report in labelled["heads-dev.jsonl"]:
        known = report.known
        read = {field for field in FIELDS if getattr(known, field) is not None}
        assert read <= {field for field, at in known.evidence.items() if at.rule}


def test_provincial_work_reports_cover_the_year_before(corpora: Path) -> None:
    read = {
        (known.covers, known.date is not None and known.date.startswith("2025-01-"))
        for path in (corpora / "gwr31").glob("*.docx")
        for known in [read_report(path.read_bytes(), path.name).metadata]
    }
    assert read == {((2024, 2024), True)}
