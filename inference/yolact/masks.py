"""Candidates with their masks. numpy only, no torch."""

from collections.abc import Collection
from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from inference.types import Detections
from inference.yolact.bands import band, fill_band
from inference.yolact.points import PointRefiner, coarsened


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """N boxes chosen for their score, best first, still without masks.

    boxes         (N, 4) float32, x1 y1 x2 y2 as fractions of the image; may reach beyond it
    classes       (N,)   int64, index into YolactConfig.classes
    scores        (N,)   float32, 0..1
    coefficients  (N, K) float32
    """

    boxes: NDArray[np.float32]
    classes: NDArray[np.int64]
    scores: NDArray[np.float32]
    coefficients: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.scores)

    def __getitem__(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> "Candidates":
        """All fields indexed together."""
        return Candidates(
            self.boxes[keep], self.classes[keep], self.scores[keep], self.coefficients[keep]
        )


def assemble(
    candidates: Candidates,
    prototypes: NDArray[np.float32],
    frame_size: tuple[int, int],
    crop_padding: float = 0.0,
    straight: Collection[int] = (),
    refiner: PointRefiner | None = None,
) -> Detections:
    """Candidates with their masks, boxes in pixels of a frame of this height and width.

    A mask is the sigmoid of the weighted prototypes, zero outside its box, stretched bilinearly to
    the frame and cut at one half (YOLACT sec. 3.1). Only the part that can reach one half is made.
    Of the `straight` classes it is the band that this tells of, and the box is the band's.
    With a refiner masks are refined on its finer grid before they are stretched.
    """
    height, width = frame_size
    logits = _logits(candidates.coefficients, prototypes)
    rows, columns = logits.shape[1:]
    xs = _windows(candidates.boxes[:, 0], candidates.boxes[:, 2], columns, crop_padding)
    ys = _windows(candidates.boxes[:, 1], candidates.boxes[:, 3], rows, crop_padding)
    scale = np.array([width, height, width, height], np.float32)
    boxes = np.clip(candidates.boxes * scale, 0, scale)
    finer = 1 if refiner is None else refiner.finer_than(rows)
    masks, crops = [], np.zeros((len(candidates), 4), np.int64)
    for i, ((x1, x2), (y1, y2)) in enumerate(zip(xs.tolist(), ys.tolist(), strict=True)):
        if refiner is None:
            soft = sigmoid(logits[i, y1:y2, x1:x2])
        else:
            own = candidates.coefficients[i]
            soft = sigmoid(refiner.refined(logits[i], own, (y1, y2), (x1, x2)))
        is_straight = candidates.classes[i] in straight
        box = candidates.boxes[i] * [columns, rows, columns, rows] - [x1, y1, x1, y1]
        if is_straight and (corners := band(coarsened(soft, finer), box)) is not None:
            placed = (corners + [x1, y1]) * [width / columns, height / rows]
            mask, crops[i] = fill_band(placed, frame_size)
            boxes[i] = crops[i]
        else:
            left, right, across = _stretch(x1 * finer, x2 * finer, columns * finer, width)
            top, bottom, down = _stretch(y1 * finer, y2 * finer, rows * finer, height)
            mask = ((down @ soft @ across.T) > 0.5).astype(np.uint8)
            crops[i] = left, top, right, bottom
        masks.append(mask)
    return Detections(boxes, candidates.classes, candidates.scores, tuple(masks), frame_size, crops)


def _logits(
    coefficients: NDArray[np.float32], prototypes: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The weighted prototypes of N candidates, with the pixels of each cell in their places."""
    (count, known), (_, rows, columns) = coefficients.shape, prototypes.shape
    finer = isqrt(len(prototypes) // known)
    logits = coefficients @ prototypes.reshape(known, -1)
    cells = logits.reshape(count, finer, finer, rows, columns).transpose(0, 3, 1, 4, 2)
    return np.asarray(cells.reshape(count, rows * finer, columns * finer), np.float32)


def _windows(
    low: NDArray[np.float32], high: NDArray[np.float32], size: int, padding: float
) -> NDArray[np.int64]:
    """First and last + 1 of the prototype pixels that boxes let through along one axis, (N, 2).

    A pixel passes if its index, not its centre, lies within the box and one pixel around it: the
    reference's crop, without which its masks are not met.
    """
    margin = padding * (high - low)
    first = np.ceil(np.clip((low - margin) * size - 1, 0, size))
    last = np.ceil(np.clip((high + margin) * size + 1, 0, size))
    return np.stack([first, last], axis=1).astype(np.int64)


def _stretch(first: int, last: int, size: int, length: int) -> tuple[int, int, NDArray[np.float32]]:
    """Bilinear stretching of `size` pixels to `length`, for input pixels first..last alone.

    Returns the first and last + 1 output pixel that they can make greater than one half, and the
    weights (output pixels, input pixels). Pixel centres are half a pixel in from the edges.
    """
    start = min(first * length // size, length - 1)
    stop = max(-(-last * length // size), start + 1)
    position = ((np.arange(start, stop) + 0.5) * (size / length) - 0.5).clip(0, size - 1)
    distance = np.abs(position[:, None] - np.arange(first, last))
    return start, stop, np.maximum(0, 1 - distance).astype(np.float32)


def sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    out: NDArray[np.float32] = 0.5 + 0.5 * np.tanh(0.5 * logits)  # as tanh it cannot overflow
    return out
