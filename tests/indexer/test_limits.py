"""The limits on what a file may cost, and how they are set."""

from __future__ import annotations

from dataclasses import fields

import pytest

from archive.errors import SettingsError
from indexer.limits import DEFAULTS, VARIABLES, Limits, from_environment


def test_every_limit_can_be_set() -> None:
    assert [*VARIABLES] == [one.name for one in fields(Limits)]
    environment = {variable: str(i) for i, variable in enumerate(VARIABLES.values(), 1)}
    assert from_environment(environment) == Limits(*range(1, len(VARIABLES) + 1))


def test_what_is_not_set_or_empty_is_the_default() -> None:
    assert from_environment({}) == DEFAULTS
    assert from_environment({"ARCHIVE_READ_SECONDS": ""}) == DEFAULTS


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "１０"])
def test_a_limit_that_is_no_whole_number_above_0_is_named(value: str) -> None:
    with pytest.raises(SettingsError, match="ARCHIVE_READ_SECONDS") as refused:
        from_environment({"ARCHIVE_READ_SECONDS": value})
    assert value in str(refused.value)
