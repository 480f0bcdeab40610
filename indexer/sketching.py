"""What tells that two reports bear the same text, or nearly: a hash, MinHash values, bands.

Text alone does not decide: one office repeats last year's report, and towns copy one model. Reports
are near when their texts are similar and nothing they name themselves by contradicts it.
"""

from __future__ import annotations

import hashlib
import re
import struct
import sys
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from operator import eq
from types import ModuleType
from typing import TYPE_CHECKING, Any

from archive import messages
from archive.alike import Sketch
from archive.damage import damage
from archive.model import Metadata, Report
from archive.terms import terms_of
from archive.text import fold

if TYPE_CHECKING:
    import numpy

THRESHOLD = 0.7
"""The least similarity of near reports: `scripts/benchmark --near` shows what others would do."""

BANDS, ROWS = 25, 5
"""A pair of similarity .7 shares one of 25 bands of 5 values at 99%, one of .1 at 0.03%."""

SHORTEST = 100
"""Characters of a text that is told by: a cover, a notice or an error page have fewer."""

_PERMUTATIONS = 128
_BLOCK = 1024
"""Shingles permuted at a time: their 128 values each then stay in the processor's cache."""

_NAMES = struct.Struct("<3I")
_VALUES = struct.Struct(f"<{_PERMUTATIONS}I")
_UNKNOWN, _BLOTTED_OUT = 0, 1
_NO_NAME = (_UNKNOWN, _BLOTTED_OUT)

_DRAFT = re.compile(
    "(?:公开)?征求意见稿|(?:送审|讨论|审议|报审|修改|修订|代拟|公示|初|草|定|终)稿|草案|公开版|全文"
)
"""What tells a draft from its final in a title."""

_LESS = re.compile(r"关于|情况|年度|的|\W|_")
"""What a name is written with or without: 2022年度依法行政情况的报告, 2022年依法行政报告."""


def sketch(report: Report) -> Sketch:
    """The sketch of a report: the same in every process and on every machine."""
    text = "".join(terms.folded for terms in terms_of(report)).replace(" ", "")
    values = _minhash(text)
    minhash = _NAMES.pack(*_names(report.metadata)) + values
    if len(text) < SHORTEST:
        return Sketch(None, minhash, ())
    return Sketch(hashlib.sha256(text.encode()).hexdigest(), minhash, _bands(values))


def similarity(one: bytes, other: bytes) -> float:
    """The estimated share of shingles that two texts have in common, of all in either: 0 to 1.

    Its standard error is .044 at most.
    """
    values = _VALUES.unpack_from(one, _NAMES.size)
    same: int = sum(map(eq, values, _VALUES.unpack_from(other, _NAMES.size)))
    return same / _PERMUTATIONS


def nearest(of: Sketch, candidates: Iterable[tuple[str, bytes]]) -> tuple[str, float] | None:
    """The most similar near report among (name, minhash), and its similarity, or None.

    Of equally similar ones the first.
    """
    found = (
        (name, similarity(of.minhash, minhash))
        for name, minhash in candidates
        if agree(of.minhash, minhash)
    )
    best = max(found, key=lambda one: one[1], default=None)
    return best if best and best[1] >= THRESHOLD else None


def agree(one: bytes, other: bytes) -> bool:
    """Whether two reports may be one by the names they bear.

    They have one year and issuer, or one title; a title that is blotted out may be any. Without
    such names nothing tells two towns apart that copied one model.
    """
    years, issuers, titles = zip(_NAMES.unpack_from(one), _NAMES.unpack_from(other), strict=True)
    if _contradict(*years) or _contradict(*issuers):
        return False
    if _BLOTTED_OUT in titles or (titles[0] == titles[1] != _UNKNOWN):
        return True
    return not any(name in _NO_NAME for name in (*years, *issuers))


def _contradict(one: int, other: int) -> bool:
    return one != other and one not in _NO_NAME and other not in _NO_NAME


def _names(known: Metadata) -> tuple[int, int, int]:
    """Year, issuer and title, each as a number."""
    issuer = known.unit or ""
    title = "" if known.title.startswith("[") else known.title  # in brackets: composed
    return (
        known.year or _UNKNOWN,
        _name(issuer, _LESS.sub("", fold(issuer)).removesuffix("政府").removesuffix("人民")),
        _name(title, _LESS.sub("", _DRAFT.sub("", fold(title)))),
    )


def _name(text: str, plain: str) -> int:
    """A name as 32 bits, by its plain form."""
    if not plain:
        return _UNKNOWN
    if any(one.kind == messages.REDACTED for one in damage(text)):
        return _BLOTTED_OUT
    return int.from_bytes(hashlib.blake2b(plain.encode(), digest_size=4).digest(), "little")


def _bands(values: bytes) -> tuple[int, ...]:
    width = ROWS * 4
    return tuple(
        int.from_bytes(
            hashlib.blake2b(
                values[band * width : (band + 1) * width],
                digest_size=8,
                salt=band.to_bytes(2, "little"),
            ).digest(),
            "little",
            signed=True,
        )
        for band in range(BANDS)
    )


def _minhash(text: str) -> bytes:
    """The 128 least values of a text's shingles of three characters, each under a permutation."""
    made = _class()(_PERMUTATIONS, hashfunc=_itself, permutations=permutations(), scheme="affine32")
    hashes = _shingle_hashes(text)
    for start in range(0, len(hashes), _BLOCK):
        # A block as one item: hashed one by one, shingles take three times as long.
        made.update_batch([hashes[start : start + _BLOCK]])
    values: numpy.ndarray = made.hashvalues
    return values.astype("<u4").tobytes()


@cache
def permutations() -> Any:
    """datasketch's permutations for its seed 1: a library that changed them makes sketches void."""
    return _class()(_PERMUTATIONS, scheme="affine32").permutations


@cache
def _class() -> Any:
    """datasketch's MinHash alone: the whole package loads scipy, a third of a second and 50 MB.

    Only workers load it, and numpy.
    """
    package = ModuleType("datasketch")
    found = find_spec("datasketch")
    package.__path__ = found.submodule_search_locations or [] if found else []
    whole = sys.modules.setdefault("datasketch", package)
    try:
        return import_module("datasketch.minhash").MinHash
    finally:
        if whole is package:  # whoever wants the whole package loads it as ever
            del sys.modules["datasketch"]


def _itself(hashes: numpy.ndarray) -> numpy.ndarray:
    return hashes


def _shingle_hashes(text: str) -> numpy.ndarray:
    """A 32-bit hash of every three characters that stand side by side, each hash once."""
    import numpy

    codes = numpy.frombuffer(text.encode("utf-32-le"), "<u4").astype(numpy.uint64)
    # A character has 21 bits at most: three are one number, and no two shingles the same one.
    shingles = codes[:-2] << 42 | codes[1:-1] << 21 | codes[2:]
    shingles *= 0x9E3779B97F4A7C15
    shingles ^= shingles >> 32
    shingles *= 0xD6E8FEB86659FD93
    # In a report of 5,000 characters two of five stand there a second time.
    hashes = numpy.sort((shingles >> 32).astype(numpy.uint32))
    is_new = numpy.ones(len(hashes), bool)
    is_new[1:] = hashes[1:] != hashes[:-1]
    return hashes[is_new]
