"""The outline of a report: its headings in order, those that run into their paragraph included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from archive.model import Paragraph, Role, SectionKind


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: how deep (from 0), at which paragraph, and what its section speaks of."""

    text: str
    depth: int
    ordinal: int
    kind: SectionKind


def outline(paragraphs: Sequence[Paragraph]) -> Iterator[Heading]:
    """A heading wherever the path of sections changes from one paragraph to the next."""
    before: tuple[str, ...] = ()
    for paragraph in paragraphs:
        is_heading = paragraph.role is Role.HEADING
        path = (*paragraph.section, paragraph.text) if is_heading else paragraph.section
        shared = _shared(path, before)
        # A heading opens a section of its own even under the same words as the one before.
        first = min(shared, len(path) - 1) if is_heading else shared
        for depth in range(first, len(path)):
            yield Heading(path[depth], depth, paragraph.ordinal, paragraph.section_kind)
        before = path


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items at the beginning of two sequences are the same."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
