"""The fields in a text: their results are text, their instructions are not."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = re.compile("[\x13\x14\x15]")
_BEGIN, _SEPARATOR, _END = "\x13\x14\x15"
_OVERSTRUCK = re.compile(r"(?i)\s*EQ\b.*\\o.*[,，;；]\s*([^,，;；()（）\\]+)\)?\)\s*", re.DOTALL)
"""Signs set over one another, such as ㊣ or a reading above a word: the last one is the word."""

_LONGEST = 300  # characters of such a field


def instructions(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The stretches between two places of a text that belong to fields and are not their results.

    A field that is never closed loses its mark and nothing else.
    """
    begun: list[tuple[int, bool]] = []  # where a field or its result began, whether the result
    for mark in _MARK.finditer(text, first, last):
        at = mark.start()
        if mark[0] == _BEGIN:
            begun.append((at, False))
        elif begun and mark[0] == _SEPARATOR and not begun[-1][1]:
            yield begun[-1][0], at + 1
            begun[-1] = (at, True)
        elif begun and mark[0] == _END:
            start, has_result = begun.pop()
            if not has_result:
                yield from _without_word(text, start, at + 1)


def _without_word(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A field without a result, but for the word of signs set over one another."""
    short = end - start <= _LONGEST
    word = _OVERSTRUCK.fullmatch(text, start + 1, end - 1) if short else None
    if word is None:
        yield start, end
    else:
        yield start, word.start(1)
        yield word.end(1), end
