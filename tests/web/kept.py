"""A made-up archive as the loader leaves it: originals and ledger in the library, and the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from archive.engine import open_engine
from archive.files import Fixity
from archive.library import Library
from archive.model import Level, Metadata, Paragraph, Report, Role, SectionKind
from archive.settings import Settings
from indexer.indexing import Indexing

UNIT = "青岚县司法局"
ACHIEVEMENTS = "一、主要举措和成效"


def yearly(year: int, *texts: str, unit: str = UNIT, source: str = "") -> Report:
    """A unit's report of a year, its paragraphs under one heading; `doc_id` is still to be set."""
    title = f"{unit}{year}年法治政府建设情况报告"
    paragraphs = [
        Paragraph(0, Role.TITLE, title),
        Paragraph(1, Role.HEADING, ACHIEVEMENTS, (), SectionKind.ACHIEVEMENTS),
        *(
            Paragraph(ordinal, Role.BODY, text, (ACHIEVEMENTS,), SectionKind.ACHIEVEMENTS)
            for ordinal, text in enumerate(texts, 2)
        ),
    ]
    metadata = Metadata(
        title,
        year=year,
        level=Level.COUNTY,
        is_department=True,
        unit=unit,
        region="云岭省/青岚县",
        date=f"{year + 1}-01-15",
        doc_type="法治政府建设报告",
    )
    return Report("", source or f"{title}.txt", metadata, tuple(paragraphs))


def keep(settings: Settings, files: Sequence[tuple[str, bytes, Report]]) -> list[Report]:
    """Record files (path, bytes, what is read from them) in order, then index what is current."""
    kept = []
    with Library(settings.library, writable=True) as library, open_engine(settings) as engine:
        for path, data, report in files:
            fixity = Fixity.of(data)
            kept.append(replace(report, doc_id=fixity.doc_id))
            library.keep_original(fixity, data)
            library.record_report(str(Path("/in") / path), fixity, "plain", kept[-1])
        Indexing(library, engine, settings.engine).resume()
    return kept
