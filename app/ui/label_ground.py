"""What labels must keep off: tissue and outlines on one coarse grid over the viewport."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]

CLEARANCE = 12.0  # between a label and any outline
CELL = 6.0  # of the grid


class Box(NamedTuple):
    """A rectangle in screen pixels."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def width(self) -> float:
        return self.x2 - self.x1

    @property
    def height(self) -> float:
        return self.y2 - self.y1


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The grid, in cells of CELL px over `area`.

    tissue  (rows, columns) 0..1, how much of a cell is bright
    masks   (rows, columns) 0 or 1, 1 within CLEARANCE of an outline or inside it
    """

    area: Box
    tissue: NDArray[np.float32]
    masks: NDArray[np.uint8]


def survey(
    area: Box, picture: Box, lit: NDArray[np.float32], obstacles: Sequence[Points]
) -> Ground:
    """Lay the bright parts of the picture and the outlines onto the grid.

    lit        (h, w) 0..1, how much of each part of the picture is tissue; it fills `picture`
    obstacles  every outline that is drawn, named or not
    """
    columns = max(int(np.ceil(area.width / CELL)), 1)
    rows = max(int(np.ceil(area.height / CELL)), 1)
    tissue = np.zeros((rows, columns), np.float32)
    x1 = max(round((picture.x1 - area.x1) / CELL), 0)
    y1 = max(round((picture.y1 - area.y1) / CELL), 0)
    x2 = min(round((picture.x2 - area.x1) / CELL), columns)
    y2 = min(round((picture.y2 - area.y1) / CELL), rows)
    if x2 > x1 and y2 > y1:
        tissue[y1:y2, x1:x2] = cv2.resize(lit, (x2 - x1, y2 - y1), interpolation=cv2.INTER_AREA)
    masks = np.zeros((rows, columns), np.uint8)
    origin = np.array([area.x1, area.y1], np.float32)
    for outline in obstacles:  # one by one: drawn together, nested outlines cancel out
        cv2.fillPoly(masks, [((outline - origin) / CELL).astype(np.int32)], (1,))
    reach = int(np.ceil(CLEARANCE / CELL)) + 1  # a cell more for what rounding took
    cv2.dilate(masks, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8), dst=masks)
    return Ground(area, tissue, masks)
