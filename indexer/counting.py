"""How many files came to which end, in all and in each run, in words that add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from archive.files import State
from archive.library import Library
from archive.messages import keeping as messages
from archive.runs import Run
from indexer.story import local

_Key = TypeVar("_Key", bound=str)


def in_all(library: Library, engine: str) -> str:
    """How many files were ever offered, and in which state they are for this engine."""
    by_state = library.counts()
    total = sum(by_state.values())
    if not total:
        return messages.NO_FILES
    indexed = library.count_indexed(engine)
    counts: dict[str, int] = {str(state): count for state, count in by_state.items()}
    counts |= {"indexed": indexed, "read": by_state[State.LOADED] - indexed}
    named = _named(messages.STATUS_COUNTS, counts)
    return messages.STATUS_FILES.format(total=total, counts=named)


def told(run: Run) -> str:
    """When a run was, how long it took, and what became of the files that were offered to it."""
    counts = _named(messages.RUN_COUNTS, run.counts)
    if run.left:
        counts += messages.SEPARATOR + messages.RUN_LEFT.format(count=run.left)
    at = local(run.started_at)
    if run.ended_at is None:
        return messages.RUN_BROKEN.format(at=at, offered=run.offered, counts=counts)
    took = datetime.fromisoformat(run.ended_at) - datetime.fromisoformat(run.started_at)
    seconds = round(took.total_seconds())
    return messages.RUN.format(at=at, took=_took(seconds), offered=run.offered, counts=counts)


def _named(names: Mapping[_Key, str], counts: Mapping[_Key, int]) -> str:
    """The counts with their names: the first always, any other where there is something."""
    return messages.SEPARATOR.join(_those(names, counts))


def _those(names: Mapping[_Key, str], counts: Mapping[_Key, int]) -> Iterator[str]:
    first = next(iter(names))
    for key, form in names.items():
        if counts[key] or key == first:
            yield form.format(count=counts[key])


def _took(seconds: int) -> str:
    hours, minutes = seconds // 3600, seconds // 60 % 60
    form = messages.HOURS if hours else messages.MINUTES if minutes else messages.SECONDS
    return form.format(h=hours, m=minutes, s=seconds % 60)
