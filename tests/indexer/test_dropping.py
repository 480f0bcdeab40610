"""Which files of a drop folder are due: whole ones, together with what came with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.dropping import Dropped
from tests.indexer.commanding import write


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def dropped(tmp_path: Path, clock: Clock) -> Dropped:
    return Dropped([tmp_path], ["*.log"], [tmp_path / "data"], clock)


def due(dropped: Dropped, unreadable: bool = False) -> list[str]:
    """The names of the files that are due, which are then loaded."""
    files = dropped.at_rest()
    dropped.loaded(files, {file.given for file in files} if unreadable else ())
    return [file.path.name for file in files]


def test_what_comes_together_is_due_together(
    dropped: Dropped, clock: Clock, tmp_path: Path
) -> None:
    write(tmp_path / "2022" / "a.txt", 1)
    dropped.changed(tmp_path / "2022")
    clock.now += 1.5
    write(tmp_path / "2022" / "下级" / "b.txt", 2)
    dropped.changed(tmp_path / "2022")
    clock.now += 1
    assert due(dropped) == []
    clock.now += 1
    assert due(dropped) == ["a.txt", "b.txt"]
    clock.now += 10
    assert due(dropped) == []


def test_a_file_that_goes_on_growing_keeps_the_others_for_seconds_only(
    dropped: Dropped, clock: Clock, tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", 1)
    growing = write(tmp_path / "b.txt", 2)
    dropped.changed(tmp_path)
    found = []
    for _ in range(9):
        with growing.open("a", encoding="utf-8") as file:
            file.write("再加一行。\n")
        clock.now += 1
        found.append(due(dropped))
    assert found == [[]] * 6 + [["a.txt"], [], []]
    clock.now += 2
    assert due(dropped) == ["b.txt"]


def test_what_vanishes_or_is_left_out_is_never_due(
    dropped: Dropped, clock: Clock, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.log", "c.docx.part", ".d.txt", "~$e.docx", "data/f.txt", ".g/h.txt"):
        dropped.changed(write(tmp_path / name, 1))
    (tmp_path / "a.txt").unlink()
    clock.now += 10
    assert due(dropped) == []


def test_a_table_makes_due_what_it_speaks_of_but_for_what_cannot_be_read(
    dropped: Dropped, clock: Clock, tmp_path: Path
) -> None:
    dropped.changed(write(tmp_path / "2022" / "a.txt", 1))
    clock.now += 2
    assert due(dropped, unreadable=True) == ["a.txt"]
    for path in ("2022/b.txt", "2022/下级/c.txt", "d.txt", "2022/metadata.csv"):
        write(tmp_path / path, 2)
    dropped.changed(tmp_path / "2022" / "metadata.csv")
    clock.now += 2
    assert due(dropped) == ["b.txt", "c.txt"]
    dropped.changed(write(tmp_path / "2022" / "a.txt", 11))
    clock.now += 2
    assert due(dropped) == ["a.txt"]
