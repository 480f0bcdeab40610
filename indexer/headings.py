"""The tree of headings: which blocks are headings or open with one, and what stands above each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.model import SectionKind
from indexer.blocks import Block
from indexer.numbering import RANKS, Number, opening_number
from indexer.sections import section_kind

MAX_HEADING = 60
"""The most characters of a heading that has a line of its own."""

MAX_RUN_IN = 45
"""The most characters of a heading that its paragraph runs on from."""

MAX_UNNUMBERED = 25
"""The most characters of a heading that neither a number nor the file's style marks."""

MIN_TEXT_BELOW = 40
"""The fewest characters of the paragraph below it."""

STYLE_RANKS = {0: 0.0, 1: RANKS["一、"], 2: RANKS["（一）"], 3: RANKS["1."]}
"""Where a heading that only the file's style marks stands among the numbered ones."""

_NESTED = 0.5  # how much deeper than the heading above it a style stands that is met there first

_SENTENCE_END = re.compile(r"[。；;！？!?]")
_RUN_IN = re.compile(
    rf"(?P<heading>[^。；;！？!?：:\t]{{2,{MAX_RUN_IN}}}?)(?:[。：:]|　| {{2,}})\s*\S"
)
_UNFINISHED = tuple("，,、；;")
_UNNUMBERED = re.compile(r"[^。；;！？!?：:，,、“”\"()（）《》\t—\-]{4,25}")
_TEXT_END = tuple("。！!：:；;？?”）)")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading that is open. `value` is its number's, 0 without one."""

    text: str
    style: str
    rank: float
    value: int


class Outline:
    """The headings that are open while blocks are read from first to last.

    `blocks` are those below the title, in simplified characters; `texts` the same as they stand.
    """

    def __init__(self, blocks: Sequence[Block], texts: Sequence[str]) -> None:
        self._blocks = blocks
        self._texts = texts
        self._numbers = [None if b.table_row else opening_number(b.text) for b in blocks]
        self._unnumbered = _unnumbered(blocks, self._numbers)
        self._ranks = dict(RANKS)
        self._met: set[str] = set()
        self._open: list[_Heading] = []
        self._top: tuple[str, ...] = ()
        self.path: tuple[str, ...] = ()
        """The headings above the block read last, outermost first."""

    @property
    def begun(self) -> bool:
        """Whether a heading, or a numbered sentence, has been read."""
        return bool(self._met)

    def part(self, i: int) -> None:
        """Read block `i` as the line that opens a part of its own, above every heading."""
        self._open = []
        self._top = (self._texts[i],)
        self.path = ()

    def read(self, i: int, last: bool) -> bool:
        """Read block `i`; True if it is a heading and nothing else.

        `last` tells that the text ends with it. Afterwards `path` holds the headings above it,
        and the one that it opens with.
        """
        heading = self._heading(i)
        if heading is None:
            self.path = self._path()
            return False
        self._met.add(heading.style)
        while self._open and self._open[-1].rank >= heading.rank:
            self._open.pop()
        alone = self._stands_alone(i, heading, last)
        self.path = self._path()
        # A numbered sentence is no heading, but ends the section above it.
        if alone or len(heading.text) < len(self._texts[i]):
            text = self._texts[i][: len(heading.text)]
            self._open.append(_Heading(text, heading.style, heading.rank, heading.value))
        if not alone:
            self.path = self._path()
        return alone

    def _path(self) -> tuple[str, ...]:
        return (*self._top, *[heading.text for heading in self._open])

    def _heading(self, i: int) -> _Heading | None:
        """The heading that a block is or opens with; a numbered sentence counts by its rank."""
        block, number = self._blocks[i], self._numbers[i]
        text = block.text
        if block.table_row:
            return None
        if number is None:
            if block.heading is not None:
                rank = STYLE_RANKS.get(block.heading, max(STYLE_RANKS.values()))
                return _Heading(text, "", rank, 0)
            return _Heading(text, "", RANKS["一、"], 0) if i in self._unnumbered else None
        alone = len(text) <= MAX_HEADING and not _SENTENCE_END.search(text.rstrip("。"))
        if block.heading is None and (run_in := _RUN_IN.match(text, number.end)):
            colon = text[run_in.end("heading")] in "：:"
            # A colon in the midst of a short line introduces; after a long clause it goes on.
            if not (colon and (alone or len(run_in["heading"]) > MAX_RUN_IN // 3)):
                text = text[: run_in.end("heading")]
        style = self._style_in_context(number)
        self._nest(i, style, number.value)
        return _Heading(text, style, self._ranks[style], number.value)

    def _style_in_context(self, number: Number) -> str:
        """（3） among （一）（二） is one of them, written with another number."""
        styles = [heading.style for heading in self._open]
        if number.style == "（1）" and number.style not in styles and styles[-1:] == ["（一）"]:
            return styles[-1] if number.value == self._open[-1].value + 1 else number.style
        return number.style

    def _nest(self, i: int, style: str, value: int) -> None:
        """Learn that a report numbers （一）（二） below 1. and goes on with 2. after them."""
        if style in self._met or value != 1 or not self._open:
            return
        above = self._open[-1]
        if not above.style or above.rank < self._ranks[style]:
            return
        for number in filter(None, self._numbers[i + 1 :]):
            if self._ranks[number.style] < self._ranks[style]:
                return
            if number.style == above.style:
                if number.value == above.value + 1:
                    self._ranks[style] = above.rank + _NESTED
                return

    def _stands_alone(self, i: int, heading: _Heading, last: bool) -> bool:
        """Whether a block is a heading and nothing else."""
        block = self._blocks[i]
        if block.heading is not None or i in self._unnumbered:
            return True
        text = block.text
        if heading.text != text or len(text) > MAX_HEADING or text.endswith(_UNFINISHED):
            return False
        if _SENTENCE_END.search(text.rstrip("。")):
            return False
        # A numbered sentence with its full stop is a heading only if something stands under it.
        return not text.endswith("。") or not (last or self._is_sibling(heading, i + 1))

    def _is_sibling(self, heading: _Heading, below: int) -> bool:
        number = self._numbers[below]
        return number is not None and self._ranks[number.style] <= heading.rank


def _unnumbered(blocks: Sequence[Block], numbers: Sequence[Number | None]) -> frozenset[int]:
    """Headings without numbers: short lines above long paragraphs, in a report that has no others.

    One of them has to say what its section speaks of (2024年工作回顾), and there must be two.
    """
    if any(number and number.style in ("部", "编", "章", "节", "一、") for number in numbers):
        return frozenset()
    if any(block.heading for block in blocks):
        return frozenset()
    found = [
        i
        for i in range(1, len(blocks) - 1)
        if len(blocks[i].text) <= MAX_UNNUMBERED
        and not blocks[i].table_row
        and not blocks[i].right
        and numbers[i] is None
        and _UNNUMBERED.fullmatch(blocks[i].text)
        and blocks[i - 1].text.endswith(_TEXT_END)
        and (len(blocks[i + 1].text) >= MIN_TEXT_BELOW or numbers[i + 1] is not None)
    ]
    told = any(section_kind([blocks[i].text]) is not SectionKind.OTHER for i in found)
    return frozenset(found) if told and len(found) > 1 else frozenset()
