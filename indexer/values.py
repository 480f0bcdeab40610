"""Values that rules read from a text, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from archive.model import Evidence, Paragraph, Role

Value = tuple[Any, Evidence]
"""What a field of `Metadata` holds, and where it was read."""

Values = dict[str, Value]

OPENING = 4
"""How many paragraphs below the title count as a report's opening."""


def evidence(paragraph: Paragraph, start: int, end: int) -> Evidence:
    """The evidence that a stretch of a paragraph is."""
    return Evidence(paragraph.text[start:end], paragraph.ordinal, start, end)


def opening(paragraphs: Sequence[Paragraph], count: int = OPENING) -> Iterator[Paragraph]:
    """The first paragraphs that speak: no title, signature or table."""
    spoken = (p for p in paragraphs[1:] if p.role in (Role.BODY, Role.HEADING, Role.SALUTATION))
    return islice(spoken, count)
