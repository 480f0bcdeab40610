"""An archive as an earlier version would have left it, whose readers read less well."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive.library import Library
from archive.model import Report
from archive.parsed import packed

READER = "earlier"
"""The name of the earlier reader."""


def write_ledger(data: Path, statement: str, *values: object) -> None:
    """Write to the ledger what the library never would."""
    path = data / "library" / "ledger.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as ledger:
        ledger.execute(statement, values)


def misread(report: Report) -> Report:
    """A report whose reader took 出 for a sign that it did not know, and saw no year."""
    paragraphs = (replace(one, text=one.text.replace("出庭", "〓庭")) for one in report.paragraphs)
    evidence = {name: at for name, at in report.metadata.evidence.items() if name != "year"}
    metadata = replace(report.metadata, year=None, evidence=evidence)
    return replace(report, metadata=metadata, paragraphs=tuple(paragraphs))


def put_back(data: Path, *doc_ids: str) -> None:
    """Let the ledger hold reports as they were read earlier; all of them unless some are named."""
    with Library(data / "library") as library:
        for doc_id in doc_ids or [kept.doc_id for kept in library.kept()]:
            report = library.report(doc_id)
            assert report
            as_read = replace(report, metadata=replace(report.metadata, corrections={}))
            write_ledger(
                data,
                "UPDATE reports SET reader = ?, parsed = ? WHERE doc_id = ?",
                *(READER, packed(misread(as_read)), doc_id),
            )
