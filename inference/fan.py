"""Finds the insonated fan in a picture: what stands around it need not be saved, nor judged.

Tissue is speckle without a gap; letters stand apart on an even ground, and menus are even
themselves. The fan is where nearly every pixel of a large piece is speckle. Letters on the tissue
itself stay: a fan is a region, not a reader.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import Frame

Region = NDArray[np.bool_]

WORKING_HEIGHT = 360  # pixels: of this size speckle is still speckle
WIDEST = 4  # times as wide as high, a picture is still worked on at that height
GROUND_STEP = 5  # grey levels that the even ground may differ from itself
LEAST_GROUND = 0.03  # of the picture: less that is even is no ground, but chance
ROUGHNESS = 2  # grey levels that neighbours may differ and still be even
SHADING = 1  # grey levels that a button shaded from top to bottom differs from left to right
DENSE = 0.7  # so much of a window is speckle; of a window of text it is half
WINDOW = 13  # working pixels: more than a line of text is high
CORE = 27  # working pixels: thinner pieces, lines of text and grey bars, are no fan
LEAST_PART = 0.02  # of the picture: a smaller piece is no fan
LEAST_SHARE = 0.1  # of the largest piece: fluid may part a fan in two
LOOKS = 5  # of a live screen that count together


def find_fan(pictures: Iterable[NDArray[np.uint8]]) -> Region | None:
    """Where the fan is in pictures (H, W, 3) of one screen, as (H, W); None if there is none.

    It is the convex hull of what is surely fan, so that dark fluid belongs to it. What is dark in
    one picture is often bright in another: a loop should give several.
    """
    speckle, shape = None, (0, 0)
    for picture in pictures:
        found, _ = _speckle(picture)
        speckle = found if speckle is None else speckle | found
        shape = picture.shape[0], picture.shape[1]
    return None if speckle is None else _hull(_large_pieces(_dense(speckle)), shape)


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """What a look at a screen found.

    shape   height, width of the picture
    fan     (H, W), or None if there is none
    pieces  (h, w) uint8 at the working size: 1 where tissue surely is. Its holes are not filled
    lit     (h, w) at the working size: what is not as even and dark as what stands around the fan,
            tissue too faint to be speckle as well
    """

    shape: tuple[int, int]
    fan: Region | None
    pieces: NDArray[np.uint8]
    lit: NDArray[np.bool_]


class FanFinder:
    """Finds the fan of a live screen from the last looks at it: fluid is not dark in all of them.

    Used in one thread only.
    """

    def __init__(self) -> None:
        self._looks: deque[tuple[NDArray[np.bool_], ...]] = deque(maxlen=LOOKS)
        self._shape = (0, 0)

    def look(self, picture: NDArray[np.uint8]) -> Sighting:
        """Take one more picture (H, W, 3); one of another size begins anew."""
        shape = picture.shape[0], picture.shape[1]
        if shape != self._shape:
            self._looks.clear()
            self._shape = shape
        self._looks.append(_speckle(picture))
        speckle, lit = (np.logical_or.reduce(each) for each in zip(*self._looks, strict=True))
        pieces = _large_pieces(_dense(speckle))
        return Sighting(shape, _hull(pieces, shape), pieces, lit)

    def reset(self) -> None:
        """Another source, or another time."""
        self._looks.clear()


def fan_outline(fan: Region) -> tuple[tuple[int, int], ...]:
    """The corners of a fan, x y in pixels, few enough to be dragged by hand."""
    lines, _ = cv2.findContours(fan.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    longest = max(lines, key=cv2.contourArea)
    corners = cv2.approxPolyDP(longest, 0.01 * fan.shape[0], closed=True)
    return tuple((int(x), int(y)) for x, y in corners[:, 0])


def region_of(corners: Sequence[tuple[int, int]], shape: tuple[int, int]) -> Region:
    """What these corners enclose of a picture of this height and width, (H, W)."""
    region = np.zeros(shape, np.uint8)
    cv2.fillPoly(region, [np.array(corners, np.int32)], (1,))
    return region.astype(np.bool_)


def working_size(picture: NDArray[np.uint8], height: int) -> tuple[int, int]:
    """Width and height of a picture scaled to this height; of a very wide one to what is wide."""
    scale = min(height / picture.shape[0], WIDEST * height / picture.shape[1])
    return max(round(picture.shape[1] * scale), 1), max(round(picture.shape[0] * scale), 1)


def within(fan: Region, frame: Frame) -> Frame:
    """The frame with black outside of the fan."""
    return replace(frame, pixels=frame.pixels * fan[..., None])


def _hull(pieces: NDArray[np.uint8], shape: tuple[int, int]) -> Region | None:
    """The convex hull of the pieces on a picture of this height and width."""
    points = cv2.findNonZero(pieces)
    if points is None:
        return None
    height, width = shape
    scale = np.array([width, height]) / pieces.shape[::-1]
    corners = (cv2.convexHull(points)[:, 0] + 0.5) * scale
    region = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(region, np.round(corners).astype(np.int32), (1,))
    return region.astype(np.bool_)


def _speckle(picture: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Pixels that are neither ground nor even, at the working size; and all that are not ground."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    size = working_size(picture, WORKING_HEIGHT)
    is_smaller = size[1] < grey.shape[0]
    grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if is_smaller else cv2.INTER_LINEAR)
    near, across = (
        cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones(shape, np.uint8))
        for shape in ((3, 3), (1, 7))
    )
    rough = (near > ROUGHNESS) & (across > SHADING)
    if rough.mean() > 1 - LEAST_GROUND:
        return rough, rough
    ground = np.bincount(grey[~rough], minlength=256).argmax()
    lit: NDArray[np.bool_] = np.abs(grey.astype(np.int16) - ground) > GROUND_STEP
    return rough & lit, lit


def _dense(speckle: NDArray[np.bool_]) -> NDArray[np.uint8]:
    share = cv2.boxFilter(
        speckle.astype(np.float32), -1, (WINDOW, WINDOW), borderType=cv2.BORDER_REFLECT
    )
    return (share > DENSE).astype(np.uint8)


def _large_pieces(dense: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Without what is thin or small."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (CORE, CORE))
    padded = cv2.copyMakeBorder(dense, CORE, CORE, CORE, CORE, cv2.BORDER_REPLICATE)
    core = cv2.morphologyEx(padded, cv2.MORPH_OPEN, disc)[CORE:-CORE, CORE:-CORE]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(core)
    areas = stats[:, cv2.CC_STAT_AREA]
    areas[0] = 0  # what is no piece at all
    least = max(LEAST_PART * dense.size, LEAST_SHARE * areas.max())
    large: NDArray[np.uint8] = (areas >= least).astype(np.uint8)[labels]
    return large
