"""By what a scanner's screen is known again: its size, where its fan is, and what stands around it.

What stands there is counted in cells so coarse that no letter of it is left.
"""

import re
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

CELLS = 8  # a side: so coarsely is a layout remembered
OTHER_CELLS = 4  # of 64 a fan may reach beyond, as it is found a little otherwise each time
EDGE = 48  # grey levels that letters and menus stand out from their ground
EDGE_SHARE = 0.03  # of a cell: fewer such pixels are noise
BESIDE_SHARE = 0.05  # of the height around the fan are left out: its rim is tissue now and then
OTHER_SHARE, LEAST_OTHER = 0.34, 2  # so many cells may differ: names, the time of day
WORKING_HEIGHT = 360  # pixels: letters still have edges
WRITTEN = re.compile(r"(\d{1,5})x(\d{1,5})-([0-9a-f]{16})-([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Layout:
    """A screen's layout. Each 64 bits are 8 x 8 parts of the screen, from the top left.

    frame_size  height, width in pixels
    fan         bits: half of the part is insonated fan
    around      bits: letters, menus or lines stand there, outside of the fan
    """

    frame_size: tuple[int, int]
    fan: int
    around: int

    @classmethod
    def of(cls, fan: NDArray[np.bool_], picture: NDArray[np.uint8]) -> "Layout":
        """That of a picture (H, W, 3) whose fan (H, W) was found."""
        return cls((fan.shape[0], fan.shape[1]), fan_cells(fan), _around(fan, picture))

    @classmethod
    def read(cls, text: str) -> "Layout":
        """What `str` wrote. Raises ValueError."""
        found = WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no layout of a screen")
        width, height, fan, around = found.groups()
        return cls((int(height), int(width)), int(fan, 16), int(around, 16))

    def __str__(self) -> str:
        """Such as "1280x720-00183c7e7effff7e-ff000000000000c0"."""
        height, width = self.frame_size
        return f"{width}x{height}-{self.fan:016x}-{self.around:016x}"

    def with_fan(self, fan: NDArray[np.bool_]) -> "Layout":
        """The same screen, whose fan may reach as far as this one too."""
        return replace(self, fan=self.fan | fan_cells(fan))

    def holds(self, now: "Layout") -> bool:
        """Whether a screen of now has this layout.

        A fan in part dark is found too small, so only one that reaches beyond is of another depth.
        """
        if self.frame_size != now.frame_size:
            return False
        if (now.fan & ~self.fan).bit_count() > OTHER_CELLS:
            return False
        outside = ~(self.fan | now.fan)
        mine, its = self.around & outside, now.around & outside
        return (mine ^ its).bit_count() <= max(LEAST_OTHER, OTHER_SHARE * (mine | its).bit_count())


def fan_cells(fan: NDArray[np.bool_]) -> int:
    """64 bits: which parts of the screen are fan."""
    return _bits(_cells(fan) > 0.5)


def are_alike(fan: int, other: int) -> bool:
    """Whether these cells may be one fan, found twice."""
    return (fan ^ other).bit_count() <= OTHER_CELLS


def _around(fan: NDArray[np.bool_], picture: NDArray[np.uint8]) -> int:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    size = max(round(grey.shape[1] * WORKING_HEIGHT / grey.shape[0]), 1), WORKING_HEIGHT
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    edges = cv2.morphologyEx(small, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > EDGE
    rim = 2 * round(BESIDE_SHARE * WORKING_HEIGHT) + 1
    near = cv2.resize(fan.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return _bits(_cells(edges & (cv2.dilate(near, np.ones((rim, rim))) == 0)) > EDGE_SHARE)


def _cells(region: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The share of each part of the screen that belongs to the region, (8, 8)."""
    share = cv2.resize(region.astype(np.float32), (CELLS, CELLS), interpolation=cv2.INTER_AREA)
    return np.asarray(share, np.float32)


def _bits(cells: NDArray[np.bool_]) -> int:
    return int("".join("1" if cell else "0" for cell in cells.flat), 2)
