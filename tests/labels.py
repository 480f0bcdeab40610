"""Reports whose metadata a person has labelled, and how much of it the rules read rightly."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.model import Metadata
from indexer.blocks import Block
from indexer.metadata import metadata
from indexer.structure import paragraphs
from tests.indexer.documents import read_report

FIELDS = ("year", "level", "is_department", "unit")
"""The fields that are labelled; None in a label says that the text does not tell."""

SEEDS = Path(__file__).parent / "seeds_expected.json"
"""What a careful person reads in the five seeds, by reference: ordinals and places, no text."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report's name, what is read from it, and what a person read, by field."""

    name: str
    known: Metadata
    label: dict[str, Any]


@dataclass(slots=True)
class Score:
    """How one field is read. A value that the label leaves open and the rules read is invented."""

    labelled: int = 0
    right: int = 0
    left_open: int = 0
    invented: int = 0
    misses: list[Labelled] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """The share of the labelled values that are read as labelled; 1 where there are none."""
        return self.right / self.labelled if self.labelled else 1.0


def score(reports: Sequence[Labelled], name: str) -> Score:
    """How a field is read over all reports."""
    made = Score()
    for report in reports:
        read, wanted = getattr(report.known, name), report.label[name]
        if wanted is None:
            made.left_open += 1
            made.invented += read is not None
        else:
            made.labelled += 1
            made.right += read == wanted
        if read != wanted:
            made.misses.append(report)
    return made


def openings(file: Path) -> Iterator[Labelled]:
    """The labelled beginnings of reports in a JSON Lines file such as heads-dev.jsonl."""
    for label in map(json.loads, file.read_text("utf-8").splitlines()):
        texts = [text.strip() for text in label["excerpt"].split("\n") if text.strip()]
        label["year"] = label["title_year"] or label["year"]
        known = metadata(paragraphs([Block(text) for text in texts]))
        yield Labelled(label["id"], known, label)


def work_reports(folder: Path) -> Iterator[Labelled]:
    """The provincial governments' work reports of 2025; the file's name says whose each is."""
    for path in sorted(folder.glob("*.docx")):
        known = read_report(path.read_bytes(), path.name).metadata
        unit = path.stem.removeprefix("2025年").removesuffix("工作报告")
        label = {"year": 2025, "level": "省", "is_department": False, "unit": unit}
        yield Labelled(path.stem, known, label)


def seeds(folder: Path) -> Iterator[Labelled]:
    """The five seeds; a unit is labelled by the place in the text that names it."""
    for name, label in json.loads(SEEDS.read_text("utf-8")).items():
        report = read_report((folder / name).read_bytes(), name)
        at = label["unit_at"]
        label["unit"] = report.paragraphs[at[0]].text[at[1] : at[2]] if at else None
        yield Labelled(name, report.metadata, label)
