"""Reads Markdown: headings by their marks, a block for each other line."""

from __future__ import annotations

import re

from indexer.blocks import Block
from indexer.limits import Limits
from indexer.readers.plain import decoded

_FRONT_MATTER = re.compile(r"\A\s*---\s*\n.*?\n---\s*(?:\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*$")


def read(data: bytes, limits: Limits) -> list[Block]:
    """The lines that are not blank; the first and highest heading is the title (0)."""
    text = decoded(data)
    if "---" in text:
        text = _FRONT_MATTER.sub("", text)
    if "<!--" in text:
        text = _COMMENT.sub("", text)
    blocks: list[Block] = []
    titled = False
    for line in text.splitlines():
        if not (shown := line.strip()):
            continue
        heading = _HEADING.fullmatch(shown) if shown[0] == "#" else None
        if heading is None:
            blocks.append(Block(shown))
        elif heading["text"]:
            level = len(heading["marks"]) - 1
            # A second title of the same document is a heading; a level without title, too.
            blocks.append(Block(heading["text"], heading=max(level, 1) if titled else 0))
            titled = True
    return blocks
