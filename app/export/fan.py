"""Finds the insonated fan in a picture, so that what stands around it need not be saved.

Tissue is speckle without a gap; letters stand apart on an even ground, and menus are even
themselves. The fan is where nearly every pixel of a large piece is speckle. Letters on the tissue
itself stay: a fan is a region, not a reader.
"""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import Frame

Region = NDArray[np.bool_]

WORKING_HEIGHT = 360  # pixels: of this size speckle is still speckle
GROUND_STEP = 5  # grey levels that the even ground may differ from itself
LEAST_GROUND = 0.03  # of the picture: less that is even is no ground, but chance
ROUGHNESS = 2  # grey levels that neighbours may differ and still be even
SHADING = 1  # grey levels that a button shaded from top to bottom differs from left to right
DENSE = 0.7  # so much of a window is speckle; of a window of text it is half
WINDOW = 13  # working pixels: more than a line of text is high
CORE = 27  # working pixels: thinner pieces, lines of text and grey bars, are no fan
LEAST_PART = 0.02  # of the picture: a smaller piece is no fan
LEAST_SHARE = 0.1  # of the largest piece: fluid may part a fan in two


def find_fan(pictures: Iterable[NDArray[np.uint8]]) -> Region | None:
    """Where the fan is in pictures (H, W, 3) of one screen, as (H, W); None if there is none.

    It is the convex hull of what is surely fan, so that dark fluid belongs to it. What is dark in
    one picture is often bright in another: a loop should give several.
    """
    speckle, shape = None, (0, 0)
    for picture in pictures:
        found = _speckle(picture)
        speckle = found if speckle is None else speckle | found
        shape = picture.shape[0], picture.shape[1]
    if speckle is None:
        return None
    points = cv2.findNonZero(_large_pieces(_dense(speckle)))
    if points is None:
        return None
    height, width = shape
    scale = np.array([width, height]) / speckle.shape[::-1]
    corners = (cv2.convexHull(points)[:, 0] + 0.5) * scale
    region = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(region, np.round(corners).astype(np.int32), (1,))
    return region.astype(np.bool_)


def within(fan: Region, frame: Frame) -> Frame:
    """The frame with black outside of the fan."""
    return Frame(frame.index, frame.time_s, frame.pixels * fan[..., None])


def _speckle(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Pixels that are neither ground nor even, at the working size."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = WORKING_HEIGHT / grey.shape[0]
    size = max(round(grey.shape[1] * scale), 1), WORKING_HEIGHT
    grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    near, across = (
        cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones(shape, np.uint8))
        for shape in ((3, 3), (1, 7))
    )
    rough = (near > ROUGHNESS) & (across > SHADING)
    if rough.mean() > 1 - LEAST_GROUND:
        return rough
    ground = np.bincount(grey[~rough], minlength=256).argmax()
    speckle: NDArray[np.bool_] = rough & (np.abs(grey.astype(np.int16) - ground) > GROUND_STEP)
    return speckle


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
