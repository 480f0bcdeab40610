"""The view of a PDF page in which its text stands upright, measured from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass

Places = list[float]


@dataclass(frozen=True, slots=True)
class View:
    """A page turned clockwise by `quarters` of a circle; the sides are those of its visible box.

    The sides are in points of the page's own space, in which y counts upwards.
    """

    quarters: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, in points."""
        size = (self.right - self.left, self.top - self.bottom)
        return size if self.quarters % 2 == 0 else size[::-1]

    @property
    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """(a, b, c, d, e, f): a point of the page is seen at (ax + cy + e, bx + dy + f)."""
        return (
            (1, 0, 0, -1, -self.left, self.top),
            (0, 1, 1, 0, -self.bottom, -self.left),
            (-1, 0, 0, 1, self.right, -self.bottom),
            (0, -1, -1, 0, self.top, self.right),
        )[self.quarters % 4]

    def boxes(
        self, left: Places, bottom: Places, right: Places, top: Places
    ) -> tuple[Places, Places, Places, Places]:
        """Left, top, right and bottom of boxes as they are seen, y downwards."""
        a, b, c, d, e, f = self.matrix
        across, down = ((left, right), (bottom, top)) if a else ((bottom, top), (left, right))
        seen_left, seen_right = _seen(*across, a or c, e)
        seen_top, seen_bottom = _seen(*down, b or d, f)
        return seen_left, seen_top, seen_right, seen_bottom


def _seen(low: Places, high: Places, sign: float, zero: float) -> tuple[Places, Places]:
    if sign > 0:
        return [zero + place for place in low], [zero + place for place in high]
    return [zero - place for place in high], [zero - place for place in low]
