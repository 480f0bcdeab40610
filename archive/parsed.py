"""A parsed report in the form in which the ledger keeps it: JSON, compressed by zlib."""

from __future__ import annotations

import zlib
from dataclasses import replace

import orjson

from archive import messages
from archive.errors import LibraryError
from archive.model import Report
from archive.records import from_report, to_report


def packed(report: Report) -> bytes:
    """The bytes that a report is kept as."""
    record = from_report(replace(report, paragraphs=()))
    # Written by itself, a paragraph is the object that `from_paragraph` makes, and sooner.
    record["paragraphs"] = report.paragraphs
    return zlib.compress(orjson.dumps(record), 1)


def parsed_report(doc_id: str, parsed: bytes) -> Report:
    """The report that is kept as these bytes under `doc_id`.

    Raises `LibraryError`, caused by what is wrong with them, for bytes that are no report.
    """
    try:
        return to_report(orjson.loads(zlib.decompress(parsed)))
    # They are whatever a fault of the disk has made of them.
    except Exception as error:
        raise LibraryError(
            messages.REPORT_UNREADABLE.format(doc_id=doc_id, detail=type(error).__name__),
            messages.REPORT_UNREADABLE_REMEDY,
        ) from error


def is_kept_as(report: Report, parsed: bytes) -> bool:
    """Whether these bytes, written by this version or an earlier one, are this report."""
    try:
        return parsed_report(report.doc_id, parsed) == report
    except LibraryError:
        return False
