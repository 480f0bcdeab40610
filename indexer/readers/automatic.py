"""Automatic numbers: how far a list has come, and how a number stands before its text."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence


class Counters:
    """The numbers that a list has reached, by level from 0, while its document is read."""

    def __init__(self) -> None:
        self._reached: dict[int, int] = {}

    def count(
        self, level: int, start: Callable[[int], int], keep: Container[int] = frozenset()
    ) -> None:
        """Counts one more paragraph of a level; deeper ones begin anew, but for those to `keep`.

        Levels above that have no number yet are taken as begun, as editors show them.
        `start` gives the number that a level begins with.
        """
        for above in range(level):
            self._reached.setdefault(above, start(above))
        self.put(level, self._reached.get(level, start(level) - 1) + 1, keep)

    def put(self, level: int, number: int, keep: Container[int] = frozenset()) -> None:
        """Sets the number that a level has reached, with the same effect on deeper ones."""
        self._reached[level] = number
        for deeper in [one for one in self._reached if one > level and one not in keep]:
            del self._reached[deeper]

    def reached(self, level: int) -> int:
        """The number that a level has reached, 0 where it has none yet."""
        return self._reached.get(level, 0)


def numbered_lines(number: str, text: str, in_cell: bool) -> Sequence[str]:
    """The lines of a paragraph that are not blank, its number before the first.

    A number without a text is an empty line, but in the cell of a table it is the text.
    """
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    number = number.strip()
    if not number or not (lines or in_cell):
        return lines
    first = lines[0] if lines else ""
    # A blank parts the number only from what would run into it.
    runs_on = first and number[-1].isascii() and first[0].isascii()
    return [f"{number} {first}" if runs_on else number + first, *lines[1:]]
