"""Layout: from stretches of text on set pages to blocks in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.blocks import Block
from indexer.layout.columns import regions
from indexer.layout.flow import Sheet, flow
from indexer.layout.furniture import without_furniture
from indexer.layout.lines import pieces
from indexer.layout.notes import parted
from indexer.layout.page import Page, Rule, Run
from indexer.layout.tables import tables

__all__ = ["Page", "Rule", "Run", "blocks"]


def blocks(pages: Sequence[Page]) -> list[Block]:
    """A block for each paragraph and table row of the pages, in reading order."""
    found = [tables(page) for page in pages]
    lines = without_furniture(
        [pieces(rest, page.number) for page, (_, rest) in zip(pages, found, strict=True)]
    )
    sheets = []
    for page, (drawn, _), held in zip(pages, found, lines, strict=True):
        text, notes = parted(held, page)
        sheets.append(Sheet(page.width, regions([*text, *drawn]), notes))
    return list(flow(sheets))
