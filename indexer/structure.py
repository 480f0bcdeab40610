"""Blocks become paragraphs: title, salutation, headings with their tree, signature, attachments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.model import Paragraph, Role, SectionKind
from indexer.blocks import Block
from indexer.headings import MAX_HEADING, Outline
from indexer.lines import join
from indexer.script import simplified
from indexer.sections import kinds_named, turn
from indexer.signatures import signed_lines
from indexer.tables import columns
from indexer.titles import run_on, title_lines
from indexer.years import years_mentioned

_COLONS = ("：", ":")
_SALUTATION = re.compile(
    "(?=.*(?:委|政府|代表|同志|领导|部门|单位|局|厅|办|院|镇|乡|街道|各位))[^。；;！!？?：:，,]{2,40}[：:]$"
)
_ATTACHMENT = re.compile(r"附\s*(?:件|表|录)\s*[\d一二三四五六七八九十]{0,3}\s*(?:[：:.．、\s]|$)")


def paragraphs(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    """The report's paragraphs: the title first (empty where the text bears none), then each block.

    Only the lines of a title are joined, and a title parted from a sentence that it runs on into;
    every other block is a paragraph with its text as it is.
    """
    # The rules read simplified characters; every paragraph keeps the text as it stands.
    plain = [
        block if block.text == text else replace(block, text=text)
        for block, text in zip(blocks, simplified([block.text for block in blocks]), strict=True)
    ]
    if run := run_on(plain):
        plain, blocks = _parted(plain, *run), _parted(blocks, *run)
    title = title_lines(plain)
    text = join([blocks[i].text for i in title])
    made = [Paragraph(0, Role.TITLE, text, years_mentioned=years_mentioned(text))]
    rest = [block for i, block in enumerate(plain) if i not in title]
    texts = [block.text for i, block in enumerate(blocks) if i not in title]
    named = columns(rest, texts)
    opens_attachment = [_opens_attachment(block) for block in rest]
    attached = opens_attachment.index(True) if True in opens_attachment else len(rest)
    signed = signed_lines(rest, title.start, attached)
    outline, kinds = Outline(rest, texts), _Kinds()
    for i, block in enumerate(rest):
        section: tuple[str, ...] = ()
        if i in signed:
            role = Role.SIGNATURE
        elif opens_attachment[i]:
            outline.part(i)
            role = Role.ATTACHMENT
        elif not outline.begun and _is_salutation(block):
            role = Role.SALUTATION
        else:
            last = i + 1 in (len(rest), attached) or i + 1 in signed
            role = _role(block, outline.read(i, last), i > attached)
            section = outline.path
        made.append(
            Paragraph(
                ordinal=i + 1,
                role=role,
                text=texts[i],
                section=section,
                section_kind=kinds.of(role, section, block.text),
                years_mentioned=years_mentioned(block.text),
                columns=named[i] if role is Role.TABLE_ROW else (),
            )
        )
    return tuple(made)


def _parted(blocks: Sequence[Block], i: int, end: int, start: int) -> list[Block]:
    """The blocks, block `i` parted in two: its text up to `end`, and from `start` on."""
    texts = (blocks[i].text[:end], blocks[i].text[start:])
    return [*blocks[:i], *(replace(blocks[i], text=text) for text in texts), *blocks[i + 1 :]]


def _role(block: Block, is_heading: bool, attached: bool) -> Role:
    if block.table_row:
        return Role.TABLE_ROW
    if is_heading:
        return Role.HEADING
    return Role.ATTACHMENT if attached else Role.BODY


class _Kinds:
    """The kinds of sections, paragraph by paragraph."""

    def __init__(self) -> None:
        self._section: tuple[str, ...] = ()
        self._named: tuple[SectionKind, ...] = (SectionKind.OTHER,)
        self._kind = SectionKind.OTHER

    def of(self, role: Role, section: tuple[str, ...], text: str) -> SectionKind:
        """The kind of the next paragraph's section, of a heading that of the section it opens.

        Under a heading that names two kinds, a paragraph that passes on to the second begins it.
        """
        if role is Role.HEADING:
            section = (*section, text)
        if section != self._section:
            self._section, self._named = section, kinds_named(simplified(section))
            self._kind = self._named[0]
        elif len(self._named) > 1 and role is Role.BODY:
            self._kind = turn(self._named, text) or self._kind
        return self._kind


def _is_salutation(block: Block) -> bool:
    return (
        block.text.endswith(_COLONS)
        and not block.table_row
        and _SALUTATION.match(block.text) is not None
        and "如下" not in block.text
    )


def _opens_attachment(block: Block) -> bool:
    return (
        block.text.startswith("附")
        and len(block.text) <= MAX_HEADING
        and not block.table_row
        and _ATTACHMENT.match(block.text) is not None
    )
