"""Verification: whether ledger, originals and engine hold the same, and where they do not.

Memory holds the identifiers of the reports, never more than one report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from archive.engine import SearchEngine
from archive.files import Kept
from archive.library import Library
from archive.messages import FIELD_NAMES
from archive.messages import verification as messages
from archive.model import OF_REPORT, Hit, Query, Report


class Kind(StrEnum):
    """What is wrong; `archive.messages.verification` has the words and the remedy for each."""

    LEDGER_DAMAGED = "ledger damaged"
    REPORT_UNREADABLE = "report unreadable"
    ORIGINAL_MISSING = "original missing"
    ORIGINAL_CHANGED = "original changed"
    NO_ORIGINAL = "no original"
    ORIGINAL_OF_REMOVED = "original of removed"
    FILE_WITHOUT_REPORT = "file without report"
    REPORT_WITHOUT_FILE = "report without file"
    NOT_IN_ENGINE = "not in the engine"
    OTHER_PARAGRAPHS = "other paragraphs"
    OTHER_METADATA = "other metadata"
    SUPERSEDED = "superseded"
    REMOVED = "removed"
    UNKNOWN_TO_LEDGER = "unknown to the ledger"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be: `what` is a report's identifier or a path."""

    kind: Kind
    what: str
    detail: str = ""


class Verification:
    """One verification, whose three parts are to be asked for in the order they stand here.

    The library has to be opened `writable`, which keeps loaders out: what one is about to write
    would look like a difference. `advance` is called for each report of a part that it is done.
    """

    def __init__(self, library: Library, advance: Callable[[], None] = lambda: None) -> None:
        self._library = library
        self._advance = advance
        self._kept: dict[str, str] = {}  # doc_id of every report: the SHA-256 of its original
        self._wanted: set[str] = set()  # those that the engine should hold
        self._others: set[str] = set()  # the SHA-256 of the originals without a report
        self._unreadable: set[str] = set()
        self.sound = 0
        """How many originals are kept whole."""
        self.unread = 0
        """How many of these the ledger tells of no file: one was being loaded, or it was
        quarantined by a version before 0.4.0, which noted no hash.
        """

    def in_ledger(self) -> Iterator[Difference]:
        """What is wrong with the ledger's file; if anything is, the other parts may fail."""
        for problem in self._library.problems():
            yield Difference(Kind.LEDGER_DAMAGED, problem)

    def in_library(self) -> Iterator[Difference]:
        """Reports that cannot be read, and originals that are missing, changed or none."""
        for kept in self._library.kept():
            self._kept[kept.doc_id] = kept.sha256
            if kept.is_current:
                self._wanted.add(kept.doc_id)
            yield from self._in_report(kept)
            yield from self._in_original(kept.sha256, kept.doc_id)
            self._advance()
        for sha256, path in self._library.other_originals():
            self._others.add(sha256)
            yield from self._in_original(sha256, path)
        yield from self._beside_the_ledger()
        for path in self._library.files_without_report():
            yield Difference(Kind.FILE_WITHOUT_REPORT, path)
        for doc_id in self._library.reports_without_file():
            yield Difference(Kind.REPORT_WITHOUT_FILE, doc_id)

    def in_engine(self, engine: SearchEngine) -> Iterator[Difference]:
        """Reports that the engine lacks, holds otherwise than the ledger, or should not hold."""
        lacking = set(self._wanted)
        for doc_id, hits in groupby(engine.scan(Query()), attrgetter("doc_id")):
            if doc_id not in self._kept:
                removed = self._library.removed(doc_id)
                yield Difference(Kind.REMOVED if removed else Kind.UNKNOWN_TO_LEDGER, doc_id)
            elif doc_id not in self._wanted:
                yield Difference(Kind.SUPERSEDED, doc_id)
            else:
                lacking.discard(doc_id)
                report = None if doc_id in self._unreadable else self._library.report(doc_id)
                if report:
                    yield from _compare(report, list(hits))
                self._advance()
        for doc_id in sorted(lacking):
            yield Difference(Kind.NOT_IN_ENGINE, doc_id)

    def _in_report(self, kept: Kept) -> Iterator[Difference]:
        try:
            report = self._library.report(kept.doc_id)
            sound = report is not None and report.doc_id == kept.sha256[:16]
            detail = "" if sound else messages.OTHER_DOC_ID
        # The bytes are whatever a fault of the disk has made of them.
        except Exception as error:
            cause = error.__cause__ or error
            sound, detail = False, f"{type(cause).__name__}: {cause}"
        if not sound:
            self._unreadable.add(kept.doc_id)
            yield Difference(Kind.REPORT_UNREADABLE, kept.doc_id, detail)

    def _in_original(self, sha256: str, of: str) -> Iterator[Difference]:
        path = self._library.original(sha256)
        found = _sha256(path)
        if found == sha256:
            self.sound += 1
        else:
            kind = Kind.ORIGINAL_CHANGED if found else Kind.ORIGINAL_MISSING
            yield Difference(kind, str(path), of)

    def _beside_the_ledger(self) -> Iterator[Difference]:
        """What stands among the originals and is not known to the ledger."""
        removed = self._library.removed_hashes()
        for path in self._library.originals():
            name = path.name
            is_known = self._kept.get(name[:16]) == name or name in self._others
            if is_known and path == self._library.original(name):
                continue
            if name in removed:
                yield Difference(Kind.ORIGINAL_OF_REMOVED, str(path))
            elif path == self._library.original(name) and _sha256(path) == name:
                self.sound += 1
                self.unread += 1
            else:
                yield Difference(Kind.NO_ORIGINAL, str(path))


def _sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, empty for one that is missing or cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _compare(report: Report, hits: list[Hit]) -> Iterator[Difference]:
    """In what the engine's paragraphs of a report differ from the report."""
    found = [hit.paragraph for hit in hits]
    if len(found) != len(report.paragraphs):
        detail = messages.PARAGRAPH_COUNT.format(found=len(found), wanted=len(report.paragraphs))
        yield Difference(Kind.OTHER_PARAGRAPHS, report.doc_id, detail)
    elif unlike := [
        wanted.ordinal
        for wanted, one in zip(report.paragraphs, found, strict=True)
        if wanted != one
    ]:
        detail = messages.PARAGRAPHS.format(ordinals=messages.SEPARATOR.join(map(str, unlike)))
        yield Difference(Kind.OTHER_PARAGRAPHS, report.doc_id, detail)
    fields = [
        FIELD_NAMES[field]
        for field in OF_REPORT
        if any(getattr(hit, field) != getattr(report.metadata, field) for hit in hits)
    ]
    if any(hit.near_to != report.near_to for hit in hits):
        fields.append(messages.NEAR_TO)
    if fields:
        yield Difference(Kind.OTHER_METADATA, report.doc_id, messages.SEPARATOR.join(fields))
