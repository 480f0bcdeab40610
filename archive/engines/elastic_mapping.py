"""The mapping that an index ought to have, and where a live index's differs from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from archive.messages import server as t
from archive.records import Record

MAPPING = Path(__file__).parents[2] / "mappings" / "paragraphs.json"
"""The settings and fields of the index."""

_OF_INDEX = ("_meta", "_routing", "_source", "dynamic")  # what a mapping says besides its fields
_MOST_LINES = 20
_LONGEST_VALUE = 100  # characters
_INSIDE = ("properties", "fields")  # where a field's own fields stand


class Difference(NamedTuple):
    """One place where a live mapping is not as wanted; None on the side that has nothing."""

    path: str
    there: object
    wanted: object

    @property
    def is_addition(self) -> bool:
        """Whether it is a field that the live mapping lacks, which it can be given as it stands."""
        return self.there is None and _is_field(self.path)

    @property
    def is_leftover(self) -> bool:
        """Whether it is a field that nobody asks for, which no search is led astray by."""
        return self.wanted is None and _is_field(self.path)


def wanted() -> Record:
    """The index as `MAPPING` describes it, with `settings` and `mappings`."""
    index: Record = json.loads(MAPPING.read_text(encoding="utf-8"))
    return index


def differences(there: Record, asked: Record) -> list[Difference]:
    """Where a live mapping differs from the one that is asked for, in the order of the paths."""
    stated = (
        Difference(name, there.get(name), asked.get(name))
        for name in _OF_INDEX
        if _plain(there.get(name)) != _plain(asked.get(name))
    )
    return sorted([*stated, *_fields("", there, asked)], key=lambda one: one.path)


def told(differences: Sequence[Difference]) -> list[str]:
    """Differences as a person reads them, a line each, as many as help."""
    lines = [
        t.DIFFERENCE.format(path=one.path, there=_shown(one.there), wanted=_shown(one.wanted))
        for one in differences[:_MOST_LINES]
    ]
    left = len(differences) - len(lines)
    return [*lines, t.MORE_DIFFERENCES.format(count=left)] if left else lines


def _fields(path: str, there: Record, asked: Record) -> Iterator[Difference]:
    for inside in _INSIDE:
        mine, theirs = asked.get(inside, {}), there.get(inside, {})
        for name in {**mine, **theirs}:
            at = f"{path}{inside}.{name}"
            if name not in mine or name not in theirs:
                yield Difference(at, theirs.get(name), mine.get(name))
                continue
            yield from _options(at, theirs[name], mine[name])
            yield from _fields(f"{at}.", theirs[name], mine[name])


def _options(path: str, there: Record, asked: Record) -> Iterator[Difference]:
    for name in {**asked, **there}:
        if name not in _INSIDE and _plain(there.get(name)) != _plain(asked.get(name)):
            yield Difference(f"{path}.{name}", there.get(name), asked.get(name))


def _plain(value: object) -> object:
    """A value as the server may state it: numbers and truths as text, lists in any order."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return sorted(str(_plain(one)) for one in value)
    return None if value is None else str(value).lower()


def _is_field(path: str) -> bool:
    return path.split(".")[-2:-1] in (["properties"], ["fields"])


def _shown(value: object) -> str:
    return t.ABSENT if value is None else json.dumps(value, ensure_ascii=False)[:_LONGEST_VALUE]
