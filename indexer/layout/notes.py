"""Footnotes, which stand below a page's text and break off no paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from indexer.layout.lines import Line
from indexer.layout.page import Page

SHORT = (0.1, 0.5)
"""The least and the most of the text's width that the rule above footnotes has."""

SMALL = 0.93
"""The most of a usual letter's size that the letters of footnotes have."""


def parted(lines: Sequence[Line], page: Page) -> tuple[list[Line], list[Line]]:
    """The text of a page, and what stands beside it: footnotes, and what is set below the page."""
    text = [line for line in lines if line.top < page.height]
    beside = [line for line in lines if line.top >= page.height]
    rule = _rule_above_notes(text, page)
    if rule is None:
        return text, beside
    return [line for line in text if line.middle < rule], [
        *(line for line in text if line.middle >= rule),
        *beside,
    ]


def _rule_above_notes(text: Sequence[Line], page: Page) -> float | None:
    """The height of a short rule at the left with nothing but small letters below it, if any."""
    if not page.rules or not text:
        return None
    left, right = min(line.left for line in text), max(line.right for line in text)
    letter = median(line.letter for line in text)
    for rule in page.rules:
        short = SHORT[0] * (right - left) < rule.right - rule.left < SHORT[1] * (right - left)
        if rule.top != rule.bottom or not short or abs(rule.left - left) > letter:
            continue
        below = [line for line in text if line.middle > rule.top]
        if 0 < len(below) < len(text) / 2 and all(one.letter <= SMALL * letter for one in below):
            return rule.top
    return None
