"""Values that rules read from a text, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from archive.model import Evidence, Paragraph, Role

Value = tuple[Any, Evidence]
"""What a field of `Metadata` holds, and where it was read."""

Values = dict[str, Value]

OPENING = 4
"""How many paragraphs below the title count as a report's opening."""


def evidence(paragraph: Paragraph, start: int, end: int, rule: str = "") -> Evidence:
    """The evidence that a stretch of a paragraph is, by a rule of `archive.messages.rules`."""
    return Evidence(paragraph.text[start:end], paragraph.ordinal, start, end, rule)


def by_rule(found: Evidence, rule: str) -> Evidence:
    """The same evidence under the rule that read it."""
    return replace(found, rule=rule)


def opening(paragraphs: Sequence[Paragraph], count: int = OPENING) -> Iterator[Paragraph]:
    """The first paragraphs that speak: no title, signature or table."""
    spoken = (p for p in paragraphs[1:] if p.role in (Role.BODY, Role.HEADING, Role.SALUTATION))
    return islice(spoken, count)
