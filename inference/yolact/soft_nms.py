"""Soft suppression: a box that overlaps a better one loses score, in place of going at once."""

import numpy as np
from numpy.typing import NDArray

SIGMA = 0.5  # Bodla 2017, sec. 3


def soft_nms(
    overlaps: NDArray[np.float32], scores: NDArray[np.float32], min_score: float
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Soft-NMS with a Gaussian (Bodla 2017): rows kept, best first, and their scores after it.

    overlaps (N, N) is the IoU of boxes of one class with each other, scores (N,) theirs. The best
    box lowers the score of each other by exp(-IoU^2 / SIGMA), then the best of those left does.
    What falls to min_score or below goes. Two structures that truly overlap both stay.
    """
    left = scores.astype(np.float32)
    lowering = np.exp(-(overlaps**2) / SIGMA).astype(np.float32)
    kept, kept_scores = [], []
    for _ in range(len(scores)):
        best = int(left.argmax())
        if left[best] <= min_score:
            break
        kept.append(best)
        kept_scores.append(left[best])
        left *= lowering[best]
        left[best] = -np.inf
    return np.array(kept, np.int64), np.array(kept_scores, np.float32)
