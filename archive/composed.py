"""The title of a report whose text bears none: composed in square brackets, as archivists do."""

from __future__ import annotations

UNTITLED = "[无题名]"
"""What a report is called of which nothing is known."""


def composed_title(unit: str | None, year: int | None, doc_type: str | None) -> str:
    """A title from what is known of a report."""
    named = f"{unit or ''}{year}年" if year else unit or ""
    kind = doc_type if doc_type and doc_type != "其他" else "报告"
    return f"[{named}{kind}]" if named else UNTITLED
