"""How long a call takes, and percentiles of many."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def timed(call: Callable[[str], T], phrase: str) -> tuple[float, T]:
    """The call's time in milliseconds, and its result."""
    start = time.perf_counter()
    result = call(phrase)
    return (time.perf_counter() - start) * 1000, result


def percentiles(times: Sequence[float]) -> dict[str, float]:
    """The median, the 95th and the 99th percentile, to two places."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {name: round(cuts[at - 1], 2) for name, at in (("p50", 50), ("p95", 95), ("p99", 99))}
