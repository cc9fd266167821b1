"""What calipers lie on: a line, or an ellipse. All in millimetres, so that they are true on pixels
that are not square."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

Point = tuple[float, float]  # x y in mm from the picture's top left corner

THINNEST = 0.02  # of an ellipse's length: its breadth is kept from vanishing


@dataclass(frozen=True)
class Line:
    """A distance between two ends."""

    start: Point
    end: Point

    @property
    def value_mm(self) -> float:
        return math.dist(self.start, self.end)

    @property
    def ends(self) -> tuple[Point, ...]:
        """What a hand can move."""
        return self.start, self.end

    def moved(self, which: int, to: Point) -> "Line":
        """With that one of its ends at another place."""
        return Line(to, self.end) if which == 0 else Line(self.start, to)


@dataclass(frozen=True)
class Ellipse:
    """By the two ends of one axis, and its breadth across that axis (mm)."""

    start: Point
    end: Point
    breadth_mm: float

    @property
    def value_mm(self) -> float:
        """Its circumference."""
        return circumference(self.length_mm / 2, self.breadth_mm / 2)

    @property
    def length_mm(self) -> float:
        return math.dist(self.start, self.end)

    @property
    def centre(self) -> Point:
        return (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2

    @cached_property
    def _across(self) -> Point:
        """Of length 1, at a right angle to the axis."""
        length = self.length_mm
        if length == 0:
            return 0.0, 1.0
        return (self.start[1] - self.end[1]) / length, (self.end[0] - self.start[0]) / length

    @property
    def ends(self) -> tuple[Point, ...]:
        """What a hand can move: those of the axis, then those across."""
        (x, y), (across_x, across_y), half = self.centre, self._across, self.breadth_mm / 2
        return (
            *(self.start, self.end),
            (x + half * across_x, y + half * across_y),
            (x - half * across_x, y - half * across_y),
        )

    def moved(self, which: int, to: Point) -> "Ellipse":
        """An end of the axis takes the place; one across makes it broader or thinner there."""
        if which == 0:
            return replace(self, start=to)
        if which == 1:
            return replace(self, end=to)
        (x, y), (across_x, across_y) = self.centre, self._across
        half = abs((to[0] - x) * across_x + (to[1] - y) * across_y)
        return replace(self, breadth_mm=max(2 * half, THINNEST * self.length_mm))

    def outline(self, count: int = 96) -> tuple[Point, ...]:
        """So many points round it."""
        (x, y), (across_x, across_y) = self.centre, self._across
        along_x, along_y = across_y, -across_x
        a, b = self.length_mm / 2, self.breadth_mm / 2
        turns = [2 * math.pi * i / count for i in range(count)]
        return tuple(
            (
                x + a * math.cos(t) * along_x + b * math.sin(t) * across_x,
                y + a * math.cos(t) * along_y + b * math.sin(t) * across_y,
            )
            for t in turns
        )


Shape = Line | Ellipse


def circumference(a: float, b: float) -> float:
    """Of an ellipse with these semi-axes, in their unit.

    Ramanujan's second approximation: S. Ramanujan, Modular equations and approximations to pi,
    Quarterly Journal of Mathematics 45 (1914), 350-372. For a head it is exact to a millionth.
    """
    if a + b == 0:
        return 0.0
    h = ((a - b) / (a + b)) ** 2
    return math.pi * (a + b) * (1 + 3 * h / (10 + math.sqrt(4 - 3 * h)))
