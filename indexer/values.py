"""Values that rules read from a text, each with its evidence."""

from __future__ import annotations

from typing import Any

from archive.model import Evidence, Paragraph

Value = tuple[Any, Evidence]
"""What a field of `Metadata` holds, and where it was read."""

Values = dict[str, Value]


def evidence(paragraph: Paragraph, start: int, end: int) -> Evidence:
    """The evidence that a stretch of a paragraph is."""
    return Evidence(paragraph.text[start:end], paragraph.ordinal, start, end)
