"""Masks refined where they are uncertain (after PointRend, Kirillov 2020). numpy only, no torch.

A coarse mask is stretched to the grid of the point features, and what may lie to either side of its
border is looked at again, point by point, by the small network whose numbers the large one gives
beside its masks (point_head.py).
"""

from dataclasses import dataclass
from math import isqrt

import cv2
import numpy as np
from numpy.typing import NDArray

MOST_POINTS = 2048  # of a mask, the most uncertain ones: all of a small structure
SURE = 6.0  # a logit farther from 0 is left as it is

Range = tuple[int, int]  # first and last + 1


@dataclass(frozen=True, slots=True, eq=False)
class PointRefiner:
    """H numbers of each point, F points in a cell of the prototypes, and the network's layers."""

    features: NDArray[np.float32]  # (H * F, h, w), laid out as the prototypes are
    weights: NDArray[np.float32]  # (H, K + 2): of coefficients, of the logit; of the second layer

    @property
    def points_of_cell(self) -> int:
        """Across a cell, and down."""
        return isqrt(len(self.features) // len(self.weights))

    def finer_than(self, rows: int) -> int:
        """How many points stand for a pixel of masks with so many rows, across and down."""
        height: int = self.features.shape[1]
        return self.points_of_cell * height // rows

    def refined(
        self,
        logits: NDArray[np.float32],
        coefficients: NDArray[np.float32],
        rows: Range,
        columns: Range,
    ) -> NDArray[np.float32]:
        """This window of a mask's logits (h, w) on the finer grid, better where they were unsure.

        coefficients (K,) are the mask's.
        """
        finer = self.finer_than(len(logits))
        fine = stretched(logits, rows, columns, finer)
        chosen = most_uncertain(fine)
        down, across = np.unravel_index(chosen, fine.shape)
        seen = self._at(down + finer * rows[0], across + finer * columns[0])
        fine.ravel()[chosen] += self.residual(seen, coefficients, fine.ravel()[chosen])
        return fine

    def residual(
        self,
        features: NDArray[np.float32],
        coefficients: NDArray[np.float32],
        logits: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """What is added to the logits (N,) of points of a mask; features (H, N)."""
        of_mask, of_logit, out = self.weights[:, :-2], self.weights[:, -2:-1], self.weights[:, -1]
        hidden = features + (of_mask @ coefficients)[:, None] + of_logit * logits
        added: NDArray[np.float32] = out @ np.maximum(hidden, 0)
        return added

    def _at(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float32]:
        """The features (H, N) of N points of the finer grid."""
        side, (_, height, width) = self.points_of_cell, self.features.shape
        cells = self.features.reshape(-1, side, side, height, width)
        at: NDArray[np.float32] = cells[
            :, rows % side, columns % side, rows // side, columns // side
        ]
        return at


def stretched(
    logits: NDArray[np.float32], rows: Range, columns: Range, finer: int
) -> NDArray[np.float32]:
    """A window of logits (h, w), stretched bilinearly; what lies around it has its say."""
    (top, bottom), (left, right) = rows, columns
    above, beside = min(top, 1), min(left, 1)
    around = logits[top - above : bottom + 1, left - beside : right + 1]
    height, width = around.shape
    if not around.size:
        return np.zeros((finer * (bottom - top), finer * (right - left)), np.float32)
    fine = cv2.resize(around, (width * finer, height * finer), interpolation=cv2.INTER_LINEAR)
    window = fine[finer * above :, finer * beside :]
    return np.ascontiguousarray(window[: finer * (bottom - top), : finer * (right - left)])


def most_uncertain(logits: NDArray[np.float32]) -> NDArray[np.int64]:
    """Flat places of the logits that are nearest to 0."""
    sureness = np.abs(logits).ravel()
    chosen = np.flatnonzero(sureness < SURE)
    if len(chosen) > MOST_POINTS:
        chosen = chosen[np.argpartition(sureness[chosen], MOST_POINTS)[:MOST_POINTS]]
    return chosen


def coarsened(soft: NDArray[np.float32], finer: int) -> NDArray[np.float32]:
    """A soft mask on the grid that it was refined from: the means of its blocks."""
    height, width = soft.shape
    blocks = soft.reshape(height // finer, finer, width // finer, finer)
    mean: NDArray[np.float32] = blocks.mean(axis=(1, 3))
    return mean
