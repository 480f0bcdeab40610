"""A stretch of a report in its context: evidence of a value, or damage."""

from __future__ import annotations

from archive import messages
from archive.model import Report

AROUND = 16
"""Characters shown on either side."""

Context = tuple[str, str, str]
"""What stands before a stretch, the stretch, and what stands after; "…" where that is cut."""


def place(ordinal: int) -> str:
    """How a person names a paragraph of a report."""
    return messages.PARAGRAPH.format(ordinal=ordinal) if ordinal else messages.TITLE_PLACE


def in_context(report: Report, ordinal: int, start: int, end: int) -> Context:
    """A stretch of a paragraph with what stands beside it."""
    text = report.paragraphs[ordinal].text
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before = ("…" if first else "") + text[first:start]
    after = text[end:last] + ("…" if last < len(text) else "")
    return before, text[start:end], after
