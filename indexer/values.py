"""Values that rules read from a text, each with its evidence."""

from __future__ import annotations

import re
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


_SPEAKS = re.compile("[，。；,;]|(?:如下|报告|汇报)[:：]")


def opening(paragraphs: Sequence[Paragraph], count: int = OPENING) -> Iterator[Paragraph]:
    """The first paragraphs that speak: no title, signature, table or line of a page's furniture."""
    spoken = (
        paragraph
        for paragraph in paragraphs[1:]
        if paragraph.role in (Role.HEADING, Role.SALUTATION)
        or (paragraph.role is Role.BODY and _SPEAKS.search(paragraph.text))
    )
    return islice(spoken, count)
