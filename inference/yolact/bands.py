"""Masks of what is straight: the midline, where the plane of the scan cuts a plane of the head.

A mask of prototypes is ragged on a line of a few pixels, strays to other echoes and breaks where
the line does. What it says best is where the line runs: that is asked of it here, for `assemble`.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

ANGLES = 90  # tried at first, over half a turn
LEAST_SOFT = 0.1  # a pixel that is less likely says nothing of the line
LEAST_PIXELS = 6.0  # fewer, added up, are no line
NEAR_PX = 1.2  # standard deviation: how far from the line a pixel still draws it to itself
ROUNDS = 4  # of fitting to what is near
WIDTH_PX = 4.0  # to each side of the line: what is in there makes its width
LEAST_WIDTH, MOST_WIDTH = 0.025, 0.045  # of the band, as a share of its length


def band(soft: NDArray[np.float32], box: NDArray[np.float64]) -> Points | None:
    """The straight band that a soft mask (h, w) of 0..1 tells of: its corners (4, 2), x y in order.

    It runs from edge to edge of the box x1 y1 x2 y2. Pixels of the mask have their centres at whole
    numbers and a half; corners and box count from the outer corner of the first pixel. None where
    there is too little of a line.
    """
    rows, columns = np.nonzero(soft > LEAST_SOFT)
    weights = soft[rows, columns].astype(np.float64)
    if weights.sum() < LEAST_PIXELS:
        return None
    points = np.stack([columns + 0.5, rows + 0.5], axis=1)
    normal, distance = _strongest_line(points, weights)
    middle, along = _drawn_near(points, weights, normal, distance)
    reach = _inside(middle, along, box)
    if reach is None:
        return None
    normal = np.array([-along[1], along[0]])
    across = np.abs((points - middle) @ normal)
    length = reach[1] - reach[0]
    width = weights[across < WIDTH_PX].sum() / length
    half = np.clip(width, LEAST_WIDTH * length, MOST_WIDTH * length) / 2 * normal
    start, end = (middle + at * along for at in reach)
    return np.stack([start - half, end - half, end + half, start + half])


def fill_band(corners: Points, frame_size: tuple[int, int]) -> tuple[NDArray[np.uint8], list[int]]:
    """The mask of 0 and 1 of a band and its crop x1 y1 x2 y2, in whole pixels of the frame."""
    height, width = frame_size
    low = np.floor(corners.min(axis=0)).astype(int).clip(0, [width - 1, height - 1])
    high = np.ceil(corners.max(axis=0)).astype(int).clip(low + 1, [width, height])
    mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    # OpenCV counts from pixels' centres, in sixteenths here; band corners from their edges.
    drawn = np.round((corners - low - 0.5) * 16).astype(np.int32)
    cv2.fillConvexPoly(mask, drawn, 1, shift=4)
    return mask, [*low.tolist(), *high.tolist()]


def _strongest_line(points: Points, weights: Points) -> tuple[Points, float]:
    """Unit normal and distance from the origin of the line with most weight on it (Hough 1962)."""
    angles = np.arange(ANGLES) * np.pi / ANGLES
    normals = np.stack([np.cos(angles), np.sin(angles)])
    distances = np.round(points @ normals).astype(np.int64)  # (P, ANGLES)
    least = distances.min()
    size = int(distances.max() - least) + 1
    cells = (distances - least) + np.arange(ANGLES) * size
    votes = np.bincount(cells.ravel(), np.repeat(weights, ANGLES), minlength=ANGLES * size).reshape(
        ANGLES, size
    )
    beside = np.pad(votes, ((0, 0), (1, 1)))
    near = votes + (beside[:, :-2] + beside[:, 2:]) / 2
    angle, cell = np.unravel_index(near.argmax(), near.shape)
    return normals[:, angle], float(cell + least)


def _drawn_near(
    points: Points, weights: Points, normal: Points, distance: float
) -> tuple[Points, Points]:
    """A point of the line and its unit direction, fitted to what is near it, over and over."""
    middle, along = distance * normal, np.array([-normal[1], normal[0]])
    for _ in range(ROUNDS):
        across = (points - middle) @ [-along[1], along[0]]
        near = weights * np.exp(-0.5 * (across / NEAR_PX) ** 2) + 1e-12
        middle = np.asarray(near @ points / near.sum())
        offset = points - middle
        _, axes = np.linalg.eigh((near[:, None] * offset).T @ offset)
        along = axes[:, 1]
    return middle, along


def _inside(middle: Points, along: Points, box: NDArray[np.float64]) -> tuple[float, float] | None:
    """How far along the line the box begins and ends; None where the line passes it by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = (box.reshape(2, 2) - middle) / along  # (corner, axis)
    start, end = np.nanmin(ways, axis=0).max(), np.nanmax(ways, axis=0).min()
    return (float(start), float(end)) if end - start > 1 else None
