"""The options that narrow a query, the same for every command that takes one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from itertools import chain
from typing import Any

import click

from archive.messages import commands as messages
from archive.model import FACETS, FIRST_YEAR, LAST_YEAR, FacetValue, Level, SectionKind


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the options ask for: how to search, and the values of each filter."""

    words: bool = False
    across: bool = False
    fold_near: bool = False
    filters: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)


class Years(click.ParamType[tuple[int, ...]]):
    """A year, or the first and last of a range: 2022, 2021-2023."""

    name = "year"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """The years, each of them."""
        found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", str(value))
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            self.fail(messages.BAD_YEAR.format(value=value), param, ctx)
        return tuple(range(first, last + 1))


OPTIONS = (
    click.argument("query"),
    click.option("--year", multiple=True, type=Years(), help=messages.YEAR_HELP),
    click.option(
        "--level",
        multiple=True,
        type=click.Choice([level.value for level in Level]),
        help=messages.LEVEL_HELP,
    ),
    click.option("--unit", multiple=True, help=messages.UNIT_HELP),
    click.option(
        "--kind",
        "section_kind",
        multiple=True,
        type=click.Choice([kind.value for kind in SectionKind]),
        help=messages.KIND_HELP,
    ),
    click.option("--region", multiple=True, help=messages.REGION_HELP),
    click.option("--type", "doc_type", multiple=True, help=messages.TYPE_HELP),
    click.option(
        "--department/--no-department",
        "is_department",
        default=None,
        help=messages.DEPARTMENT_HELP,
    ),
    click.option("--across", is_flag=True, help=messages.ACROSS_HELP),
    click.option("--fold-near", is_flag=True, help=messages.FOLD_NEAR_HELP),
    click.option("--words", is_flag=True, help=messages.WORDS_HELP),
)
"""What every such command takes, in the order in which its help lists them.

The options that filter have the names of the fields.
"""


def narrowed(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the query and the options; it gets them as `query` and `narrowing`."""

    @wraps(command)
    def with_narrowing(
        words: bool, across: bool, fold_near: bool, is_department: bool | None, **given: Any
    ) -> None:
        values = {field: given.pop(field) for field in FACETS if field in given}
        values["year"] = tuple(chain.from_iterable(values["year"]))
        values["is_department"] = () if is_department is None else (is_department,)
        filters = {field: chosen for field, chosen in values.items() if chosen}
        command(narrowing=Narrowing(words, across, fold_near, filters), **given)

    made: Callable[..., None] = with_narrowing
    for option in reversed(OPTIONS):
        made = option(made)
    return made
