"""Two reports side by side: their sentences aligned, what was changed in them marked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from archive.errors import QueryError
from archive.messages import report as t
from archive.model import Report, Role
from archive.text import fold, shingles
from web.snippets import SENTENCE, Piece

ALIKE = 0.5
"""From which share of common character pairs (Dice) on two sentences are one, changed."""

COMMON = 40
"""In how many sentences a pair of characters may stand and still tell which ones are alike."""

CONTEXT = 1
"""Unchanged sentences left open on either side of a change."""

FOLDED = 3
"""How many unchanged sentences in a row, beyond those, are folded away."""

ISLAND = 1
"""Equal characters between two changes that are marked with them, to be read as one change."""

MOST_SENTENCES = 5_000
"""How long a report may be to be compared: 2,400 sentences on either side take 0.8 s."""

LONGEST = 1_000
"""A longer pair of sentences is marked whole: to find what differs takes the square of it."""

_NUMBERS = re.compile(r"[\d.,%]+")
_TOKEN = re.compile(r"\d[\d.,，]*\d[%％‰]?|\d[%％‰]?|[A-Za-z]+|\s+|.", re.S)


class Change(StrEnum):
    """What became of a sentence."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence as it stands in one of the reports, what is only there marked."""

    ordinal: int
    role: Role
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of the older report beside that of the newer; None where it has none."""

    change: Change
    old: Side | None
    new: Side | None


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that follow each other; `folded` when nothing changed in them, and they are many."""

    rows: tuple[Row, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class _Sentence:
    ordinal: int
    role: Role
    text: str
    folded: str


def compare(old: Report, new: Report) -> tuple[Row, ...]:
    """The sentences of both reports in order, those that are the same or alike side by side.

    Raises `QueryError` where a report is too long for it.
    """
    before, after = list(_sentences(old)), list(_sentences(new))
    if max(len(before), len(after)) > MOST_SENTENCES:
        raise QueryError(t.TOO_LONG.format(limit=MOST_SENTENCES), t.TOO_LONG_REMEDY)
    rows: list[Row] = []
    i = j = 0
    for pair_i, pair_j in (*_aligned(before, after), (len(before), len(after))):
        rows += [_one_sided(Change.REMOVED, sentence) for sentence in before[i:pair_i]]
        rows += [_one_sided(Change.ADDED, sentence) for sentence in after[j:pair_j]]
        if pair_i < len(before):
            rows.append(_both(before[pair_i], after[pair_j]))
        i, j = pair_i + 1, pair_j + 1
    return tuple(rows)


def runs(rows: Sequence[Row]) -> Iterator[Run]:
    """The rows, long stretches without a change folded."""
    for same, group in groupby(rows, lambda row: row.change is Change.SAME):
        stretch = tuple(group)
        inner = stretch[CONTEXT:-CONTEXT]
        if same and len(inner) >= FOLDED:
            yield Run(stretch[:CONTEXT], False)
            yield Run(inner, True)
            yield Run(stretch[-CONTEXT:], False)
        else:
            yield Run(stretch, False)


def counts(rows: Sequence[Row]) -> Counter[Change]:
    """How many sentences each change befell."""
    return Counter(row.change for row in rows)


def _sentences(report: Report) -> Iterator[_Sentence]:
    for paragraph in report.paragraphs:
        whole = paragraph.role is Role.TABLE_ROW
        texts = [paragraph.text] if whole else SENTENCE.findall(paragraph.text)
        for text in texts:
            if folded := fold(text).strip():
                yield _Sentence(paragraph.ordinal, paragraph.role, text.strip(), folded)


def _aligned(before: Sequence[_Sentence], after: Sequence[_Sentence]) -> list[tuple[int, int]]:
    """Pairs of sentences that are alike, in the order of both reports, as much alike as can be.

    The heaviest chain of candidates: a tree of prefix maxima holds the best chain to end at each
    place of the newer report.
    """
    candidates = sorted(_candidates(before, after), key=lambda c: (c[0], -c[1]))
    best: list[tuple[int, int]] = [(0, -1)] * (len(after) + 1)  # weight, last candidate
    previous: list[int] = []
    for number, (_, j, weight) in enumerate(candidates):
        reached, last = _heaviest(best, j)
        previous.append(last)
        at = j + 1
        while at <= len(after):
            best[at] = max(best[at], (reached + weight, number))
            at += at & -at
    _, number = _heaviest(best, len(after))
    chain: list[tuple[int, int]] = []
    while number >= 0:
        chain.append(candidates[number][:2])
        number = previous[number]
    return chain[::-1]


def _heaviest(best: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    """The weight of the heaviest chain that ends before a place, and its last candidate."""
    found = (0, -1)
    while at:
        found = max(found, best[at])
        at -= at & -at
    return found


def _candidates(
    before: Sequence[_Sentence], after: Sequence[_Sentence]
) -> Iterator[tuple[int, int, int]]:
    """Pairs of sentences that are alike: (place in the older, place in the newer, weight)."""
    pairs_before = [_character_pairs(sentence) for sentence in before]
    pairs_after = [_character_pairs(sentence) for sentence in after]
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for j, pairs in enumerate(pairs_after):
        for pair in pairs:
            holding[pair].append(j)
    same: defaultdict[str, list[int]] = defaultdict(list)
    for j, sentence in enumerate(after):
        same[sentence.folded].append(j)
    for i, pairs in enumerate(pairs_before):
        near = {j for pair in pairs if len(holding[pair]) <= COMMON for j in holding[pair]}
        for j in near.union(same[before[i].folded][:COMMON]):
            shared = len(pairs & pairs_after[j])
            if 2 * shared >= ALIKE * (len(pairs) + len(pairs_after[j])):
                yield i, j, shared


def _character_pairs(sentence: _Sentence) -> frozenset[str]:
    """What tells a sentence: its numbers do not, they are what changes from year to year."""
    told = _NUMBERS.sub("", sentence.folded) or sentence.folded
    return frozenset(shingles(told) or [told])


def _one_sided(change: Change, sentence: _Sentence) -> Row:
    side = Side(sentence.ordinal, sentence.role, ((sentence.text, True),))
    return Row(change, side, None) if change is Change.REMOVED else Row(change, None, side)


def _both(old: _Sentence, new: _Sentence) -> Row:
    if old.folded == new.folded:
        sides = (Side(one.ordinal, one.role, ((one.text, False),)) for one in (old, new))
        return Row(Change.SAME, *sides)
    if max(len(old.text), len(new.text)) > LONGEST:
        whole = (Side(one.ordinal, one.role, ((one.text, True),)) for one in (old, new))
        return Row(Change.CHANGED, *whole)
    pieces = _differences(_TOKEN.findall(old.text), _TOKEN.findall(new.text))
    sides = (Side(one.ordinal, one.role, p) for one, p in zip((old, new), pieces, strict=True))
    return Row(Change.CHANGED, *sides)


def _differences(
    old: Sequence[str], new: Sequence[str]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, those marked that the other does not have."""
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, i1, i2, j1, j2) in enumerate(codes):
        island = 0 < number < len(codes) - 1 and i2 - i1 <= ISLAND
        marks = tag != "equal" or (island and not "".join(old[i1:i2]).isdigit())
        for side, text in zip(pieces, ("".join(old[i1:i2]), "".join(new[j1:j2])), strict=True):
            if side and side[-1][1] == marks:
                side[-1] = (side[-1][0] + text, marks)
            elif text:
                side.append((text, marks))
    return tuple(pieces[0]), tuple(pieces[1])
