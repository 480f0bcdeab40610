"""How the value of a facet stands in an address of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from archive.errors import QueryError
from archive.messages import web as t
from archive.model import FacetValue, Level, SectionKind

UNKNOWN = "none"
"""The value in the address that stands for reports in which the facet is unknown."""

TRUTH = {"yes": True, "no": False}

SHOWN_OF_A_BAD_VALUE = 40
"""How many characters of a value that cannot be used are repeated to the reader."""


LONGEST_NAME = 300
"""Characters of a unit, a region or a kind of document: no more can be set by hand."""


def as_written(value: FacetValue) -> str:
    """A value as it is written in the address; `READERS` undo it, but for what is unknown."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return next(name for name, truth in TRUTH.items() if truth is value)
    return str(value)


def year(value: str) -> int:
    """The year of four digits. Raises `QueryError` for anything else."""
    if not re.fullmatch("[0-9]{4}", value.strip()):
        raise QueryError(t.BAD_YEAR.format(value=shown(value)), t.BAD_YEAR_REMEDY)
    return int(value)


def shown(value: str) -> str:
    """As much of a value that cannot be used as is repeated to the reader."""
    return value if len(value) <= SHOWN_OF_A_BAD_VALUE else value[:SHOWN_OF_A_BAD_VALUE] + t.GAP


def _choice(facet: str, choices: Mapping[str, FacetValue]) -> Callable[[str], FacetValue]:
    def read_value(value: str) -> FacetValue:
        if value.strip() not in choices:
            raise QueryError(
                t.BAD_CHOICE.format(field=t.FACET_NAMES[facet], value=shown(value)),
                t.BAD_CHOICE_REMEDY.format(choices="、".join(choices)),
            )
        return choices[value.strip()]

    return read_value


def _name(facet: str) -> Callable[[str], str]:
    def read_value(value: str) -> str:
        if len(value) > LONGEST_NAME:
            raise QueryError(
                t.BAD_CHOICE.format(field=t.FACET_NAMES[facet], value=shown(value)),
                t.LONG_NAME_REMEDY.format(limit=LONGEST_NAME),
            )
        return value

    return read_value


READERS: Mapping[str, Callable[[str], FacetValue]] = {
    "year": year,
    "level": _choice("level", {level.value: level for level in Level}),
    "unit": _name("unit"),
    "section_kind": _choice("section_kind", {kind.value: kind for kind in SectionKind}),
    "region": _name("region"),
    "doc_type": _name("doc_type"),
    "is_department": _choice("is_department", TRUTH),
}
"""How a value of each facet is read from the address."""
