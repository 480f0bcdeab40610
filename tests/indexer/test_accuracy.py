"""How much of the metadata of real reports is read rightly, against labels made by hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archive.model import Metadata
from indexer.blocks import Block
from indexer.metadata import metadata
from indexer.reading import read_report
from indexer.structure import paragraphs

TO_REACH = {"year": 0.95, "level": 0.95, "is_department": 0.95, "unit": 0.9}
"""The share of the values that a label gives which have to be read as it says."""

MAX_INVENTED = 0.03
"""The share of the values that a label leaves open which may be read at all."""


@pytest.fixture(scope="module")
def openings(corpora: Path) -> list[tuple[Metadata, dict[str, Any]]]:
    """What is read from the openings of real reports, and what a person read from them."""
    lines = (corpora / "heads-dev.jsonl").read_text("utf-8").splitlines()
    pairs = []
    for label in map(json.loads, lines):
        texts = [text.strip() for text in label["excerpt"].split("\n") if text.strip()]
        label["year"] = label["title_year"] or label["year"]
        pairs.append((metadata(paragraphs([Block(text) for text in texts])), label))
    return pairs


@pytest.mark.parametrize("field", TO_REACH)
def test_what_real_openings_say_is_read(
    field: str, openings: list[tuple[Metadata, dict[str, Any]]]
) -> None:
    labelled = [(known, label) for known, label in openings if label[field] is not None]
    right = [1 for known, label in labelled if getattr(known, field) == label[field]]
    assert len(right) / len(labelled) >= TO_REACH[field]


def test_what_real_openings_do_not_say_stays_unknown(
    openings: list[tuple[Metadata, dict[str, Any]]],
) -> None:
    left_open = [(known, f) for known, label in openings for f in TO_REACH if label[f] is None]
    invented = [field for known, field in left_open if getattr(known, field) is not None]
    assert len(invented) / len(left_open) <= MAX_INVENTED


def test_provincial_work_reports_are_read_whole(corpora: Path) -> None:
    read = Counter[tuple[object, ...]]()
    for path in (corpora / "gwr31").glob("*.docx"):
        report = read_report(path.read_bytes(), path.name).report
        known = report.metadata
        named = known.title.partition("工作报告")[0] == f"2025年{known.unit}"
        tops = sum(1 for p in report.paragraphs if p.role == "heading" and not p.section)
        read[known.year, known.covers, known.level, known.is_department, named, tops > 1] += 1
    assert read == {(2025, (2024, 2024), "省", False, True, True): 31}
