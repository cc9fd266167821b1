"""The pixel size by two marks on the scanner's depth scale, for as long as that scale stands there.

A capture card tells no sizes, but scanners draw a scale beside the picture. Where its marks stand
changes with the depth; so what lies between the two marks is remembered, and the size holds only
for pictures that show the same.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from app.measuring.scale import Scale
from app.measuring.shapes import Point
from inference.layout import are_alike, fan_cells
from inference.types import Frame, PixelSize

SHORTEST_MM, LONGEST_MM = 5.0, 400.0  # between two marks; an abdomen is scanned no deeper
LEAST_SHARE = 0.2  # of the picture's height between the marks: a pixel's error is then below 1 %
MOST_ASLANT = 0.1  # of that length the marks may stand beside one straight scale
STRIP_SHARE, STRIP_PX = 0.015, 8  # half the width of what is remembered, and at least
MARK_SHARE, MARK_PX = 0.008, 3  # of the height: marks are thinner than twice that, and a pixel
LEAST_CONTRAST = 3.0  # grey levels: what is flatter is no scale
LIKE = 0.8  # correlation with what is remembered; a scale of another depth reaches half of it
FAN_PX = 256  # so coarse a fan is enough for its layout

Corners = Sequence[tuple[int, int]]


class Refusal(Enum):
    """Why two marks and a distance give no pixel size."""

    TOO_CLOSE = "too close"
    ASLANT = "aslant"
    NO_SCALE = "no scale"
    NO_DISTANCE = "no distance"


class CalibrationError(Exception):
    """These marks cannot be used; the refusal says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Pixels of the whole picture are `pixel_mm` high, while the scale stands as it stood.

    aspect       their width to their height: 1 where the source says nothing
    distance_mm  as the operator entered it      box      x1 y1 x2 y2 of the scale, pixels
    ticks        what stood there                cells   of the fan (layout.py), if it was known
    """

    pixel_mm: float
    aspect: float
    distance_mm: float
    frame_size: tuple[int, int]
    box: tuple[int, int, int, int]
    ticks: NDArray[np.float32]
    cells: int | None

    def is_true_of(self, frame: Frame, fan: Corners = ()) -> bool:
        """Whether the scale, the fan and the picture's size are those of the calibration.

        fan  its corners, x y in pixels; none where it is not known
        """
        if (frame.height, frame.width) != self.frame_size or _aspect(frame) != self.aspect:
            return False
        if _likeness(self.ticks, _ticks(frame, self.box)) < LIKE:
            return False
        cells = _cells(fan, self.frame_size)
        return self.cells is None or cells is None or are_alike(self.cells, cells)

    def scale(self) -> Scale:
        height, width = self.frame_size
        size = PixelSize(self.pixel_mm * self.aspect, self.pixel_mm, (0, 0, width, height))
        return Scale((size,), self.distance_mm)


def calibrate(
    frame: Frame, marks: tuple[Point, Point], distance: str, fan: Corners = ()
) -> Calibration:
    """From two marks (x y in pixels) and what the operator typed. Raises CalibrationError."""
    across, along = (abs(a - b) for a, b in zip(*marks, strict=True))
    length = math.dist(*marks)
    if length < LEAST_SHARE * frame.height:
        raise CalibrationError(Refusal.TOO_CLOSE)
    if min(across, along) > MOST_ASLANT * length:
        raise CalibrationError(Refusal.ASLANT)
    box = _box(marks, frame)
    ticks = _ticks(frame, box)
    if ticks.size == 0 or ticks.std() < LEAST_CONTRAST:
        raise CalibrationError(Refusal.NO_SCALE)
    distance_mm = read_distance(distance)
    size, aspect = (frame.height, frame.width), _aspect(frame)
    (x1, y1), (x2, y2) = marks
    pixel_mm = distance_mm / math.hypot((x2 - x1) * aspect, y2 - y1)
    return Calibration(pixel_mm, aspect, distance_mm, size, box, ticks, _cells(fan, size))


def read_distance(typed: str) -> float:
    """Millimetres of "40", "40 mm" or "4,5 cm". Raises CalibrationError."""
    match = re.fullmatch(r"(\d{1,4}(?:[.,]\d{1,3})?)\s*(mm|cm)?", typed.strip().lower())
    if match is None:
        raise CalibrationError(Refusal.NO_DISTANCE)
    distance_mm = float(match[1].replace(",", ".")) * (10.0 if match[2] == "cm" else 1.0)
    if not SHORTEST_MM <= distance_mm <= LONGEST_MM:
        raise CalibrationError(Refusal.NO_DISTANCE)
    return distance_mm


def _aspect(frame: Frame) -> float:
    """Pixels are taken as squares where nothing else is said of them."""
    return 1.0 if frame.pixel_aspect is None else frame.pixel_aspect


def _box(marks: tuple[Point, Point], frame: Frame) -> tuple[int, int, int, int]:
    """The scale from mark to mark and a little around."""
    spare = max(round(STRIP_SHARE * max(frame.height, frame.width)), STRIP_PX)
    (x1, y1), (x2, y2) = marks
    left, right = max(int(min(x1, x2)) - spare, 0), min(int(max(x1, x2)) + spare, frame.width)
    top, bottom = max(int(min(y1, y2)) - spare, 0), min(int(max(y1, y2)) + spare, frame.height)
    return left, top, right, bottom


def _ticks(frame: Frame, box: tuple[int, int, int, int]) -> NDArray[np.float32]:
    """What is short and bright along the scale: marks and digits.

    Its line, which is the same at each depth, is not; nor is tissue, over which some scales lie.
    """
    left, top, right, bottom = box
    part = frame.pixels[top:bottom, left:right]
    if part.size == 0:
        return np.zeros((0, 0), np.float32)
    grey = cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY)
    longest = 2 * max(round(MARK_SHARE * frame.height), MARK_PX) + 1
    is_upright = bottom - top >= right - left
    kernel = np.ones((longest, 1) if is_upright else (1, longest), np.uint8)
    marks = cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, kernel).astype(np.float32)
    return np.asarray(marks - marks.mean(), np.float32)


def _likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Their correlation, -1..1; 0 if one of them is flat."""
    scale = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float((one * other).sum()) / scale if scale > 0 else 0.0


def _cells(fan: Corners, frame_size: tuple[int, int]) -> int | None:
    if len(fan) < 3:
        return None
    height, width = frame_size
    scale = FAN_PX / height
    canvas = np.zeros((FAN_PX, max(round(width * scale), 1)), np.uint8)
    corners = np.round(np.array(fan, np.float64) * scale).astype(np.int32)
    cv2.fillPoly(canvas, [corners], (1,))
    return fan_cells(canvas.astype(np.bool_))
