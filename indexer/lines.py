"""Joining the lines of one paragraph."""

from __future__ import annotations

from collections.abc import Sequence


def join(lines: Sequence[str]) -> str:
    """The lines as one text, with a blank only where two words of Latin letters or digits meet."""
    text = ""
    for line in lines:
        meet = text[-1:].isascii() and line[:1].isascii()
        text += " " + line if meet and text[-1:].isalnum() and line[:1].isalnum() else line
    return text
