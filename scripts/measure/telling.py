"""What a measurement tells while it runs."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """Tell the person who waits what is going on."""
    print(text, file=sys.stderr, flush=True)
