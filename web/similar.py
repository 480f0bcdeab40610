"""Paragraphs of other reports that say what a paragraph says."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.engine import SearchEngine
from archive.model import Hit, Page, Paragraph, Query, Role, Span
from archive.text import fold, query_words, shingles
from web.snippets import Piece, snippet

MOST = 10
"""Paragraphs that are shown."""

LONGEST = 200
"""Characters of the paragraph that are looked for: its beginning, where it is longer."""

COMPARED = 600
"""Characters of each paragraph in which shared stretches are looked for."""

LEAST = 0.2
"""The share of a paragraph's character pairs that another has at least, to be called similar."""

ROLES = (Role.BODY, Role.TABLE_ROW, Role.ATTACHMENT)
"""What is compared: headings and signatures are alike everywhere."""

SHARED = 6
"""Characters in a row from which on a shared stretch is no accident."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A paragraph like another, what both share word for word marked, cut to its size."""

    hit: Hit
    text: tuple[Piece, ...]


def similar(engine: SearchEngine, doc_id: str, paragraph: Paragraph) -> tuple[Similar, ...]:
    """The paragraphs most like one of this report: the best of each other report, best first."""
    text = paragraph.text[:LONGEST]
    if not query_words(text):
        return ()
    query = Query(words=text, filters={"role": ROLES})
    found = engine.by_report(query, Page(0, MOST + 1))  # its own is among the best
    wanted = set(shingles(fold(text)))
    hits = [
        one.best
        for one in found.hits
        if one.best.doc_id != doc_id
        and len(wanted & set(shingles(fold(one.best.paragraph.text)))) >= LEAST * len(wanted)
    ][:MOST]
    return tuple(
        Similar(hit, snippet(hit.paragraph.text, shared(paragraph.text, hit.paragraph.text)))
        for hit in hits
    )


def shared(text: str, other: str) -> tuple[Span, ...]:
    """The stretches of `other` that stand word for word in `text`, in the same order."""
    found = SequenceMatcher(None, text[:COMPARED], other[:COMPARED], autojunk=False)
    blocks = (block for block in found.get_matching_blocks() if block.size >= SHARED)
    return tuple((block.b, block.b + block.size) for block in blocks)
