"""Carries findings on to a later frame by optical flow, so that they lie where things are by then.

For showing only: what is stored of a frame is what was found in it. The window's picker of what to
show calls it in low latency mode, in its own thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import Analysis, Detections, Frame

Points = NDArray[np.float32]
Affine = NDArray[np.float64]

WORKING_PX = 192  # of the longer side: twice as many take four times as long and gain nothing
LEAST_PX = 48  # of the shorter side: the flow needs some levels to work on
MARGIN = 0.1  # of the structures' extent: what moves in and out of it
AROUND_PX = 5  # working pixels: a thin structure moves with what lies beside it
SLACK_PX, SLACK_SHARE = 1.5, 0.1  # there and back again, a sure point misses itself by no more
LEAST_SURE = 0.5  # of the points around the structures: with fewer, nothing is carried
LEAST_LIKENESS = 0.6  # correlation of the picture at the points, before and after
LEAST_POINTS = 8  # fewer tell a structure's motion worse than that of all structures does
MOST_POINTS = 200  # a structure
MOST_TURN, MOST_GROWTH = 0.2, 0.15  # radians and share: more in 150 ms is an error of the flow
KEPT_SHARE = 0.75  # of the points, those that agree best, make the second fit


@dataclass(frozen=True, slots=True, eq=False)
class _Start:
    """The analysed frame, made ready once for all frames that follow it.

    area    x1 y1 x2 y2 in whole pixels of the frame: around all structures
    grey    (h, w) uint8, the area at the working size
    points  for each structure (P, 2) float32 x y in `grey`, in it and just beside it
    """

    analysis: Analysis
    area: tuple[int, int, int, int]
    grey: NDArray[np.uint8]
    points: tuple[Points, ...]

    @property
    def step(self) -> Points:
        """Pixels of the frame to a working pixel, x and y."""
        x1, y1, x2, y2 = self.area
        height, width = self.grey.shape
        return np.array([(x2 - x1) / width, (y2 - y1) / height], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """What was found in one frame, moved to where it is in a later one.

    frame    the later one, of the same size
    motions  for each detection (2, 3) float64: from pixels x y of its frame to pixels of `frame`
    """

    analysis: Analysis
    frame: Frame
    motions: tuple[Affine, ...]

    @property
    def detections(self) -> Detections:
        """Masks and boxes after their motion; what has left the frame is left out."""
        return _moved(self.analysis.detections, self.motions)


class Carrier:
    """Carries one analysis at a time. Used in one thread only."""

    def __init__(self) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._start: _Start | None = None

    def carry(self, analysis: Analysis, frame: Frame) -> Carried | None:
        """What was found, moved to where it is in this frame; None where the flow is not sure.

        Each structure is shifted, turned and scaled as the picture around it moves: its outline
        keeps its shape. A cut, another size, or a probe that goes fast leaves nothing to follow.
        """
        found = analysis.detections
        if not len(found):
            return Carried(analysis, frame, ())
        if found.frame_size != (frame.height, frame.width):
            return None
        if self._start is None or self._start.analysis is not analysis:
            self._start = _start(analysis)
        start = self._start
        if min(start.grey.shape) < LEAST_PX:
            return None
        later = _grey(frame, start.area, start.grey.shape)
        there, back = self._between(start.grey, later), self._between(later, start.grey)
        motions = _motions(start, later, there, back)
        return None if motions is None else Carried(analysis, frame, motions)

    def _between(self, before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.float32]:
        """How far each working pixel goes, x and y, (h, w, 2)."""
        still = np.zeros((*before.shape, 2), np.float32)
        return np.asarray(self._flow.calc(before, after, still), np.float32)


def _start(analysis: Analysis) -> _Start:
    found = analysis.detections
    area = _area(found)
    width, height = area[2] - area[0], area[3] - area[1]
    scale = min(1.0, WORKING_PX / max(width, height))
    shape = max(round(height * scale), 1), max(round(width * scale), 1)
    grey = _grey(analysis.frame, area, shape)
    step = np.array([width / shape[1], height / shape[0]])
    kernel = np.ones((2 * AROUND_PX + 1,) * 2, np.uint8)
    points = []
    for row in range(len(found)):
        offset = (np.array(found.crop(row)[:2]) - area[:2]) / step
        placed = np.column_stack([np.diag(1 / step), offset])
        mask = cv2.warpAffine(found.masks[row], placed, shape[::-1], flags=cv2.INTER_NEAREST)
        rows, columns = np.nonzero(cv2.dilate(mask, kernel))
        places = np.stack([columns, rows], axis=1).astype(np.float32)
        points.append(places[:: len(places) // MOST_POINTS + 1])
    return _Start(analysis, area, grey, tuple(points))


def _area(found: Detections) -> tuple[int, int, int, int]:
    """All crops and a margin, inside the frame."""
    height, width = found.frame_size
    crops = np.array([found.crop(row) for row in range(len(found))])
    low, high = crops[:, :2].min(axis=0), crops[:, 2:].max(axis=0)
    margin = np.maximum(MARGIN * (high - low).max(), (LEAST_PX - (high - low)) / 2).astype(int) + 1
    x1, y1 = np.maximum(low - margin, 0).tolist()
    x2, y2 = np.minimum(high + margin, [width, height]).tolist()
    return x1, y1, x2, y2


def _grey(
    frame: Frame, area: tuple[int, int, int, int], shape: tuple[int, ...]
) -> NDArray[np.uint8]:
    """The area at this size. Its green is grey enough, and every second line often will do."""
    x1, y1, x2, y2 = area
    step = max(1, (y2 - y1) // shape[0] // 2)
    green = np.ascontiguousarray(frame.pixels[y1:y2:step, x1:x2:step, 1])
    small = cv2.resize(green, (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _motions(
    start: _Start,
    later: NDArray[np.uint8],
    there: NDArray[np.float32],
    back: NDArray[np.float32],
) -> tuple[Affine, ...] | None:
    """How each structure moves, in pixels of the frame; None if too little of it is known."""
    points = np.concatenate(start.points)
    moves = _at(there, points)
    if _likeness(_at(start.grey, points), _at(later, points + moves)) < LEAST_LIKENESS:
        return None
    miss, way = (np.linalg.norm(v, axis=1) for v in (moves + _at(back, points + moves), moves))
    sure = miss <= SLACK_PX + SLACK_SHARE * way
    if sure.sum() < max(LEAST_SURE * len(points), LEAST_POINTS):
        return None
    points = (points + 0.5) * start.step + np.array(start.area[:2], np.float32) - 0.5
    moves *= start.step
    together = _similarity(points[sure], moves[sure])
    motions, end = [], 0
    for own in start.points:
        begin, end = end, end + len(own)
        known = np.flatnonzero(sure[begin:end]) + begin
        is_enough = len(known) >= LEAST_POINTS
        motions.append(_similarity(points[known], moves[known]) if is_enough else together)
    return tuple(motions)


def _at(values: NDArray[np.float32] | NDArray[np.uint8], points: Points) -> Points:
    """The flow, or the grey, at points x y: (P, 2) or (P,). Beyond the edge it is the edge's."""
    columns, rows = points[:, :1], points[:, 1:]
    there = cv2.remap(values, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(there[:, 0], np.float32)


def _likeness(before: Points, after: Points) -> float:
    """Correlation of grey values; of an even picture 0, for there is nothing to follow."""
    a, b = before - before.mean(), after - after.mean()
    size = np.sqrt((a * a).sum() * (b * b).sum())
    return float((a * b).sum() / size) if size > 0 else 0.0


def _similarity(points: Points, moves: Points) -> Affine:
    """Shift, turn and growth that move the points so, (2, 3); a shift alone where more is odd."""
    before, way = _complex(points), _complex(moves)
    linear, shift = _fit(before, way)
    miss = np.abs(linear * before + shift - way)
    place = int(KEPT_SHARE * (len(miss) - 1))
    keep = miss <= np.partition(miss, place)[place]
    linear, shift = _fit(before[keep], way[keep])
    turned = 1 + linear
    if abs(np.angle(turned)) > MOST_TURN or abs(abs(turned) - 1) > MOST_GROWTH:
        turned, shift = 1 + 0j, complex(*np.median(moves, axis=0).tolist())
    a, b = turned.real, turned.imag
    return np.array([[a, -b, shift.real], [b, a, shift.imag]])


def _complex(points: Points) -> NDArray[np.complex128]:
    """x + iy, with which a turn and a growth are one factor."""
    pairs = np.ascontiguousarray(points, np.float64)
    return pairs.view(np.complex128)[:, 0]


def _fit(before: NDArray[np.complex128], way: NDArray[np.complex128]) -> tuple[complex, complex]:
    """Factor and shift of least squares: way = factor x before + shift."""
    middle, later = before.mean(), way.mean()
    a = before - middle
    size = max(float(np.vdot(a, a).real), 1e-6)
    factor = complex(np.vdot(a, way - later)) / size
    return factor, complex(later - factor * middle)


def _moved(found: Detections, motions: Sequence[Affine]) -> Detections:
    height, width = found.frame_size
    boxes, crops, masks, kept = [], [], [], []
    for row, motion in enumerate(motions):
        x1, y1, x2, y2 = found.crop(row)
        low, high = _bounds(motion, (x1, y1, x2, y2))
        left, top = np.clip(np.floor(low), 0, (width, height)).astype(int).tolist()
        right, bottom = np.clip(np.ceil(high), 0, (width, height)).astype(int).tolist()
        if right <= left or bottom <= top:
            continue
        shift = motion[:, 2] + motion[:, :2] @ (x1, y1) - (left, top)
        placed = np.column_stack([motion[:, :2], shift])
        size = right - left, bottom - top
        mask = cv2.warpAffine(found.masks[row], placed, size, flags=cv2.INTER_NEAREST)
        masks.append(np.asarray(mask, np.uint8))
        crops.append((left, top, right, bottom))
        boxes.append(
            np.clip(np.concatenate(_bounds(motion, found.boxes[row])), 0, [width, height] * 2)
        )
        kept.append(row)
    rest = found[np.array(kept, np.int64)]
    return replace(
        rest,
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        masks=tuple(masks),
        crops=np.array(crops, np.int64).reshape(-1, 4),
    )


def _bounds(motion: Affine, box: tuple[float, ...] | NDArray[np.float32]) -> tuple[Affine, Affine]:
    """Lowest and highest x, y of a moved rectangle x1 y1 x2 y2."""
    x1, y1, x2, y2 = (float(edge) for edge in box)
    corners = np.array([(x1, y1), (x2, y1), (x2, y2), (x1, y2)])
    moved = corners @ motion[:, :2].T + motion[:, 2]
    return moved.min(axis=0), moved.max(axis=0)
