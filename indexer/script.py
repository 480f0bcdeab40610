"""Texts in simplified characters, which every rule reads; what is stored stays as it was read."""

from __future__ import annotations

from collections.abc import Sequence

from archive.text import simplify


def simplified(texts: Sequence[str]) -> list[str]:
    """Each text in simplified characters, of the same length."""
    whole = "".join(texts)  # in one piece: a call for each line takes three times as long
    plain = simplify(whole)
    if plain == whole:
        return list(texts)
    made, start = [], 0
    for text in texts:
        made.append(plain[start : start + len(text)])
        start += len(text)
    return made
