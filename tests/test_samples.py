"""The samples: what a newcomer's first archive is made of, and what is read from it."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from archive.model import Level, Report, Role
from archive.outline import outline
from archive.records import from_metadata
from tests.conftest import SAMPLES
from tests.indexer.documents import read_report

EXPECTED = json.loads((Path(__file__).parent / "samples_expected.json").read_text("utf-8"))

FORMATS = ".txt .docx .doc .wps .html .pdf .rtf .odt .ofd".split()

TRAITS = {
    "a first-level heading": r"^一、",
    "a second-level heading": r"^（一）",
    "a third-level heading": r"^1\.",
    "a run-in heading": r"^（一）[^。]{2,20}。.+",
    "points within a paragraph": r"一是.+二是",
    "circled numbers": r"①.+②",
    "a number out of its series": r"^（3）",
    "full-width digits": r"[０-９]+",
    "a full-width percent sign": r"\d％",
    "blanks left by a lost number": r"\d +件",
    "digits grouped by a blank": r"\d \d{3}",
    "a redacted unit": r"XX局",
    "a redacted place": r"\*\*县",
    "a document number": r"〔2022〕\d+号$",
    "a date in Chinese numerals": r"^二〇二二年一月十日$",
    "traditional characters": r"法治政府建設",
    "a cell of a table": r"\t100％",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_read_as_a_careful_person_would(name: str) -> None:
    path = SAMPLES / name
    report = read_report(path.read_bytes(), path.name)
    read = from_metadata(report.metadata)
    del read["evidence"], read["corrections"]
    read["headings"] = [[heading.text, heading.kind] for heading in outline(report.paragraphs)]
    assert read == EXPECTED[name]


def test_every_sample_is_expected() -> None:
    assert sorted(EXPECTED) == sorted(str(p.relative_to(SAMPLES)) for p in SAMPLES.rglob("*.*"))


def test_the_samples_span_years_levels_formats_and_encodings(
    sample_reports: tuple[Report, ...],
) -> None:
    known = [report.metadata for report in sample_reports]
    formats = Counter(path.suffix for path in SAMPLES.rglob("*.*"))
    legacy = [path for path in SAMPLES.rglob("*.txt") if not _is_utf_8(path)]
    assert len(sample_reports) >= 15
    assert {one.year for one in known} == {2020, 2021, 2022, 2023}
    assert {one.level for one in known} >= set(Level)
    assert {one.is_department for one in known} == {True, False}
    assert set(formats) == set(FORMATS)
    assert len(legacy) == 2


def test_a_sample_is_as_long_as_a_short_report(sample_reports: tuple[Report, ...]) -> None:
    sizes = {
        report.source: sum(len("".join(paragraph.text.split())) for paragraph in report.paragraphs)
        for report in sample_reports
    }
    assert {name: size for name, size in sizes.items() if not 500 <= size <= 1500} == {}


@pytest.mark.parametrize("trait", TRAITS)
def test_the_samples_have_the_traits_of_real_reports(
    trait: str, sample_reports: tuple[Report, ...]
) -> None:
    texts = (p.text for report in sample_reports for p in report.paragraphs)
    assert any(re.search(TRAITS[trait], text) for text in texts)


def test_the_samples_have_paragraphs_of_every_role(sample_reports: tuple[Report, ...]) -> None:
    assert {p.role for report in sample_reports for p in report.paragraphs} == set(Role)


def test_the_phrase_stands_in_several_kinds_of_sections(sample_reports: tuple[Report, ...]) -> None:
    found = {
        (report.doc_id, paragraph.section_kind)
        for report in sample_reports
        for paragraph in report.paragraphs
        if "出庭应诉" in paragraph.text
    }
    assert len({doc_id for doc_id, _ in found}) >= 7
    assert {kind for _, kind in found} >= {"成效", "问题", "计划", "组织领导"}


def test_the_furniture_of_a_page_is_no_text(sample_reports: tuple[Report, ...]) -> None:
    text = "\n".join(p.text for report in sample_reports for p in report.paragraphs)
    furniture = (
        "发布时间",
        "来源：",
        "打印",
        "收藏",
        "首页",
        "上一篇",
        "版权所有",
        "内部资料",
        "- 1 -",
    )
    assert [word for word in furniture if word in text] == []


def _is_utf_8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
