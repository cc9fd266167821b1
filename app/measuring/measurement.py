"""One measurement, and the sheet of those that were made on one frame. Pure."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from app.measuring.scale import Scale, to_mm, to_pixel
from app.measuring.shapes import Ellipse, Line, Point, Shape
from inference.anatomy import Structure
from inference.types import Frame, PixelSize

MOST = 6  # on one frame: more would hide it
LEAST_PX = 4.0  # a shorter drag was a press
ROUND = 0.78  # breadth to length of an ellipse that the operator begins: about a head's


class Kind(StrEnum):
    """What is measured."""

    HC = "HC"
    BPD = "BPD"
    AC = "AC"
    LENGTH = "length"  # the long axis of a structure
    DISTANCE = "distance"
    ELLIPSE = "ellipse"


class Status(StrEnum):
    """Whose word a measurement is. Only the first is the model's."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    MOVED = "moved"
    PLACED = "placed"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A shape on a picture.

    size       of the pixels it lies on      structure  that it was proposed from
    """

    kind: Kind
    shape: Shape
    size: PixelSize
    status: Status
    structure: Structure | None = None

    @property
    def value_mm(self) -> float:
        """A distance, or an ellipse's circumference."""
        return self.shape.value_mm

    @property
    def is_proposal(self) -> bool:
        """No person has looked at it yet."""
        return self.status is Status.PROPOSED

    @property
    def ends_px(self) -> tuple[Point, ...]:
        """What a hand can move, x y in pixels of the frame."""
        return tuple(to_pixel(self.size, end) for end in self.shape.ends)

    @property
    def outline_px(self) -> tuple[Point, ...]:
        """The line or the closed curve, x y in pixels of the frame."""
        is_oval = isinstance(self.shape, Ellipse)
        points = self.shape.outline() if isinstance(self.shape, Ellipse) else self.shape.ends
        line = tuple(to_pixel(self.size, point) for point in points)
        return (*line, line[0]) if is_oval else line


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What was measured on one frame; with another frame there is another sheet.

    chosen  place of the measurement that keys and buttons mean, and which of its ends; None: none
    """

    frame: Frame
    scale: Scale
    measurements: tuple[Measurement, ...] = ()
    chosen: tuple[int, int] | None = None

    def with_proposals(self, proposed: tuple[Measurement, ...]) -> "Sheet":
        """Before what the operator placed meanwhile."""
        proposed = proposed[: MOST - len(self.measurements)]
        chosen = self.chosen
        if chosen is not None:
            chosen = chosen[0] + len(proposed), chosen[1]
        elif proposed:
            chosen = 0, 0
        return replace(self, measurements=(*proposed, *self.measurements), chosen=chosen)

    def without_proposals(self) -> "Sheet":
        kept = tuple(each for each in self.measurements if not each.is_proposal)
        return replace(self, measurements=kept, chosen=None)

    def choosing(self, place: int, end: int = 0) -> "Sheet":
        return replace(self, chosen=(place, end))

    def moved(self, to: Point) -> "Sheet":
        """The chosen end at another place (pixels); unchanged if that has no known size."""
        if self.chosen is None:
            return self
        place, end = self.chosen
        old = self.measurements[place]
        status = Status.MOVED if old.status in (Status.PROPOSED, Status.ACCEPTED) else old.status
        new = replace(old, shape=old.shape.moved(end, to_mm(old.size, to)), status=status)
        return self._with(place, new) if self.scale.at(new.ends_px) == old.size else self

    def nudged(self, right_px: float, down_px: float) -> "Sheet":
        """The chosen end so many pixels further."""
        if self.chosen is None:
            return self
        x, y = self.measurements[self.chosen[0]].ends_px[self.chosen[1]]
        return self.moved((x + right_px, y + down_px))

    def accepted(self) -> "Sheet":
        """The chosen one is right as it was proposed; the next proposal is chosen."""
        if self.chosen is None:
            return self
        place = self.chosen[0]
        if not self.measurements[place].is_proposal:
            return self
        sheet = self._with(place, replace(self.measurements[place], status=Status.ACCEPTED))
        left = [i for i, each in enumerate(sheet.measurements) if each.is_proposal]
        return sheet.choosing(left[0]) if left else sheet

    def removed(self) -> "Sheet":
        if self.chosen is None:
            return self
        place = self.chosen[0]
        left = self.measurements[:place] + self.measurements[place + 1 :]
        chosen = (min(place, len(left) - 1), 0) if left else None
        return replace(self, measurements=left, chosen=chosen)

    def placed(self, start: Point, end: Point, kind: Kind) -> "Sheet":
        """A new one between two places (pixels); unchanged where it cannot be measured."""
        size = self.scale.at((start, end))
        is_full = len(self.measurements) == MOST
        if size is None or is_full or math.dist(start, end) < LEAST_PX:
            return self
        first, last = to_mm(size, start), to_mm(size, end)
        shape: Shape = Line(first, last)
        if kind is Kind.ELLIPSE:
            shape = Ellipse(first, last, ROUND * math.dist(first, last))
        new = Measurement(kind, shape, size, Status.PLACED)
        if self.scale.at(new.ends_px) != size:
            return self
        measurements = (*self.measurements, new)
        return replace(self, measurements=measurements, chosen=(len(measurements) - 1, 1))

    def _with(self, place: int, new: Measurement) -> "Sheet":
        measurements = (*self.measurements[:place], new, *self.measurements[place + 1 :])
        return replace(self, measurements=measurements)
