"""Labels on a map: each beside its mark, none on another, on a mark, or beyond the frame."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.model import record

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@record
class Placed:
    """Where a label's base line begins, and how it is anchored there."""

    x: float
    y: float
    anchor: str


class Room:
    """What is taken on a map. Labels are placed one after the other, the most important first."""

    def __init__(self, width: float, height: float) -> None:
        self._frame = (2.0, 2.0, width - 2, height - 2)
        self._taken: list[Box] = []

    def take(self, box: Box) -> None:
        """Keep labels off this box."""
        self._taken.append(box)

    def free(self, box: Box) -> bool:
        """Whether a box is within the frame and on nothing that is taken."""
        left, top, right, bottom = self._frame
        inside = left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom
        return inside and not any(_overlap(box, other) for other in self._taken)

    def beside(self, at: Point, wide: float, high: float, *, off: float) -> Placed | None:
        """A place beside a mark for a label of this size, which is then taken; none where there is none."""
        for placed, box in _around(at, wide, high, off):
            if self.free(box):
                self.take(box)
                return placed
        return None

    def over(self, at: Point, wide: float, high: float) -> Placed | None:
        """The same for a label that stands on a point, or a little above or below it."""
        x, y = at
        for shift in (0, high, -high, 2 * high, -2 * high):
            box = (x - wide / 2, y + shift - high / 2, x + wide / 2, y + shift + high / 2)
            if self.free(box):
                self.take(box)
                return Placed(x=x, y=y + shift + high * 0.33, anchor="middle")
        return None


def _around(at: Point, wide: float, high: float, off: float) -> Iterator[tuple[Placed, Box]]:
    """Places for a label, the best first: right, left, above, below, and between."""
    x, y = at
    for dx, dy in (
        (1, 0), (-1, 0), (0, -1), (0, 1), (1, -0.7), (-1, -0.7), (1, 0.7), (-1, 0.7),
    ):  # fmt: skip
        left = x + off if dx > 0 else x - off - wide if dx < 0 else x - wide / 2
        middle = y + dy * (off + high / 2)
        anchor, start = {1: ("start", left), -1: ("end", left + wide), 0: ("middle", x)}[dx]
        box = (left - 1, middle - high / 2, left + wide + 1, middle + high / 2)
        yield Placed(x=start, y=middle + high * 0.33, anchor=anchor), box


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
