"""Blocks become paragraphs: title, salutation, headings with their tree, signature, attachments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.model import Paragraph, Role
from archive.text import simplify
from indexer.blocks import Block
from indexer.lines import join
from indexer.numbering import RANKS, opening_number
from indexer.sections import section_kind
from indexer.signatures import signed_lines
from indexer.titles import title_lines
from indexer.years import years_mentioned

MAX_HEADING = 60
"""The most characters of a heading that has a line of its own."""

MAX_RUN_IN = 45
"""The most characters of a heading that its paragraph runs on from."""

STYLE_RANKS = {0: 0, 1: RANKS["一、"], 2: RANKS["（一）"], 3: RANKS["1."]}
"""Where a heading that only the file's style marks stands among the numbered ones."""

_SENTENCE_END = re.compile(r"[。；;！？!?]")
_RUN_IN = re.compile(
    rf"(?P<heading>[^。；;！？!?：:\t]{{2,{MAX_RUN_IN}}}?)(?:[。：:]|　| {{2,}})\s*\S"
)
_UNFINISHED = tuple("，,、；;")
_SALUTATION = re.compile(
    "(?=.*(?:委|政府|代表|同志|领导|部门|单位|局|厅|办|院|镇|乡|街道|各位))[^。；;！!？?：:，,]{2,40}[：:]$"
)
_ATTACHMENT = re.compile(r"附\s*(?:件|表|录)\s*[\d一二三四五六七八九十]{0,3}\s*(?:[：:.．、\s]|$)")


def paragraphs(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    """The report's paragraphs: the title first (empty where the text bears none), then each block.

    Only the lines of a title are joined; every other block is a paragraph with its text as it is.
    """
    # The rules read simplified characters; every paragraph keeps the text as it stands.
    simplified = [replace(block, text=simplify(block.text)) for block in blocks]
    title = title_lines(simplified)
    text = join([blocks[i].text for i in title])
    made = [Paragraph(0, Role.TITLE, text, years_mentioned=years_mentioned(text))]
    rest = [block for i, block in enumerate(simplified) if i not in title]
    texts = [block.text for i, block in enumerate(blocks) if i not in title]
    attached = next((i for i, block in enumerate(rest) if _opens_attachment(block)), len(rest))
    signed = signed_lines(rest, attached)
    outline = _Outline()
    for i, block in enumerate(rest):
        if i in signed:
            placed = _Placed(Role.SIGNATURE)
        elif i >= attached and _opens_attachment(block):
            placed = outline.attach(texts[i])
        else:
            goes_on = i + 1 < len(rest) and i + 1 != attached and i + 1 not in signed
            placed = outline.place(block, texts[i], rest[i + 1] if goes_on else None)
        own = (block.text,) if placed.role is Role.HEADING else ()
        made.append(
            Paragraph(
                ordinal=i + 1,
                role=placed.role,
                text=texts[i],
                section=placed.section,
                section_kind=section_kind([simplify(one) for one in (*placed.section, *own)]),
                years_mentioned=years_mentioned(block.text),
            )
        )
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block's role and the headings above it."""

    role: Role
    section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading that is open. `value` is its number's, 0 without one."""

    text: str
    style: str
    rank: int
    value: int


class _Outline:
    """The headings that are open while a report is read from its beginning to its end."""

    def __init__(self) -> None:
        self._open: list[_Heading] = []
        self._attachment: tuple[str, ...] = ()
        self._begun = False

    def attach(self, text: str) -> _Placed:
        """Place the line that opens an attachment: a part of its own."""
        self._open = []
        self._attachment = (text,)
        return _Placed(Role.ATTACHMENT)

    def place(self, block: Block, text: str, below: Block | None) -> _Placed:
        """Place any other block, whose text stands as `text`; `below` is what goes on after it."""
        if block.table_row:
            return _Placed(Role.TABLE_ROW, self._section())
        if not self._begun and _SALUTATION.match(block.text) and "如下" not in block.text:
            return _Placed(Role.SALUTATION)
        heading = self._heading(block)
        if heading is None:
            return _Placed(Role.ATTACHMENT if self._attachment else Role.BODY, self._section())
        self._begun = True
        while self._open and self._open[-1].rank >= heading.rank:
            self._open.pop()
        if _stands_alone(block, heading, below):
            above = self._section()
            self._open.append(replace(heading, text=text))
            return _Placed(Role.HEADING, above)
        if heading.text != block.text:  # its paragraph runs on from it
            self._open.append(replace(heading, text=text[: len(heading.text)]))
        return _Placed(Role.ATTACHMENT if self._attachment else Role.BODY, self._section())

    def _section(self) -> tuple[str, ...]:
        return (*self._attachment, *(heading.text for heading in self._open))

    def _heading(self, block: Block) -> _Heading | None:
        """The heading that a block is or opens with; a numbered sentence counts by its rank."""
        number = opening_number(block.text)
        if number is None:
            if block.heading is None:
                return None
            rank = STYLE_RANKS.get(block.heading, max(STYLE_RANKS.values()))
            return _Heading(block.text, "", rank, 0)
        text = block.text
        alone = len(text) <= MAX_HEADING and not _SENTENCE_END.search(text.rstrip("。"))
        if block.heading is None and (run_in := _RUN_IN.match(text, number.end)):
            colon = text[run_in.end("heading")] in "：:"
            # A colon in the midst of a short line introduces; after a long clause it goes on.
            if not (colon and (alone or len(run_in["heading"]) > MAX_RUN_IN // 3)):
                text = text[: run_in.end("heading")]
        style = self._style_in_context(number.style, number.value)
        return _Heading(text, style, RANKS[style], number.value)

    def _style_in_context(self, style: str, value: int) -> str:
        """（3） among （一）（二） is one of them, written with another number."""
        styles = [heading.style for heading in self._open]
        if style == "（1）" and style not in styles and styles and styles[-1] == "（一）":
            return styles[-1] if value == self._open[-1].value + 1 else style
        return style


def _stands_alone(block: Block, heading: _Heading, below: Block | None) -> bool:
    """Whether a block is a heading and nothing else."""
    if block.heading is not None:
        return True
    text = block.text
    if heading.text != text or len(text) > MAX_HEADING or text.endswith(_UNFINISHED):
        return False
    if _SENTENCE_END.search(text.rstrip("。")):
        return False
    # A numbered sentence with its full stop is a heading only if something stands under it.
    return not text.endswith("。") or (below is not None and not _is_sibling(heading, below))


def _is_sibling(heading: _Heading, below: Block) -> bool:
    number = opening_number(below.text)
    return number is not None and RANKS[number.style] <= heading.rank


def _opens_attachment(block: Block) -> bool:
    return (
        len(block.text) <= MAX_HEADING
        and block.text.startswith("附")
        and not block.table_row
        and _ATTACHMENT.match(block.text) is not None
    )
