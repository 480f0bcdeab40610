"""Texts in simplified characters, which every rule reads; what is stored stays as it was read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from archive.text import simplify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNKNOWN, _STAYS, _CHANGES = 0, 1, 2


def simplified(texts: Sequence[str]) -> list[str]:
    """Each text in simplified characters, of the same length."""
    whole = "".join(texts)  # in one piece: a call for each line takes three times as long
    if _is_simplified(whole):
        return list(texts)
    plain, made, start = simplify(whole), [], 0
    for text in texts:
        made.append(plain[start : start + len(text)])
        start += len(text)
    return made


def _is_simplified(text: str) -> bool:
    """Whether nothing changes in a text, as in most: its characters go through a table at once.

    To look at each of them takes fifteen times as long.
    """
    # Loading numpy is for those who read whole reports.
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    known = _known()
    found = known[codes]
    if not found.all():
        for code in set(codes[found == _UNKNOWN].tolist()):
            known[code] = _STAYS if simplify(chr(code)) == chr(code) else _CHANGES
        found = known[codes]
    return not (found == _CHANGES).any()


@cache
def _known() -> NDArray[np.uint8]:
    """By code point, what is known of a character."""
    import numpy as np

    return np.zeros(sys.maxunicode + 1, np.uint8)
