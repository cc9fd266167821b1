"""Which of many boxes that overlap stand: fast, cross-class and soft suppression, box voting."""

import numpy as np
from numpy.typing import NDArray

from inference.overlap import overlaps

SIGMA = 0.5  # of soft suppression: Bodla 2017, sec. 3


def fast_nms(
    boxes: NDArray[np.float32],
    scores: NDArray[np.float32],
    iou_threshold: float,
    top_k: int,
    max_detections: int,
    min_score: float = -np.inf,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Fast NMS (YOLACT sec. 4), class by class: the anchors and classes kept, best score first.

    boxes (M, 4) and scores (M, C) -> two arrays of at most max_detections. A box goes if any
    better one of its class overlaps it too much, even one that goes itself. Only scores above
    min_score count.
    """
    kept: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    for class_index, class_score in enumerate(scores.T):
        order = np.flatnonzero(class_score > min_score)
        order = order[_best_first(class_score[order], top_k)]
        if len(order) > 1:
            order = order[_is_first_seen(boxes[order], iou_threshold)]
        kept.append((order, np.full(len(order), class_index)))
    anchors = np.concatenate([anchor for anchor, _ in kept])
    classes = np.concatenate([label for _, label in kept])
    best = _best_first(scores[anchors, classes], max_detections)
    return anchors[best], classes[best]


def cross_class_nms(
    boxes: NDArray[np.float32], scores: NDArray[np.float32], iou_threshold: float, top_k: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Fast NMS over all classes together, each anchor for its best class.

    The anchors and classes kept, best score first, as fast_nms gives them.
    """
    classes = scores.argmax(axis=1)
    order = _best_first(scores.max(axis=1, initial=0.0), top_k)
    order = order[_is_first_seen(boxes[order], iou_threshold)]
    return order, classes[order]


def soft_per_class(
    boxes: NDArray[np.float32],
    scores: NDArray[np.float32],
    min_score: float,
    top_k: int,
    max_detections: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Soft-NMS class by class: anchors and classes as fast_nms gives them, and the scores left.

    Only the best top_k of a class are looked at, and only scores above min_score.
    """
    kept = []
    for class_index, class_score in enumerate(scores.T):
        order = np.flatnonzero(class_score > min_score)
        order = order[_best_first(class_score[order], top_k)]
        rows, left = soft_nms(overlaps(boxes[order], boxes[order]), class_score[order], min_score)
        kept.append((order[rows], np.full(len(rows), class_index), left))
    anchors, classes, left = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    best = _best_first(left, max_detections)
    return anchors[best], classes[best], left[best]


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


def voted(
    kept: NDArray[np.float32],
    boxes: NDArray[np.float32],
    scores: NDArray[np.float32],
    near: NDArray[np.bool_],
) -> NDArray[np.float32]:
    """Each of N kept boxes (N, 4) moved to the mean of those of M boxes (M, 4) that are near it.

    scores (M, N) are those of the M boxes for the class of each kept one; a vote weighs its cube.
    near (N, M). Without a vote a box stays. One that is a few pixels high is off by a pixel or two
    in each anchor's eyes, but not in all alike.
    """
    votes = (scores.T**3) * near
    total = votes.sum(axis=1, keepdims=True)
    mean = np.divide(votes @ boxes, total, out=kept.copy(), where=total > 0)
    return np.asarray(mean, np.float32)


def undivided(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """(M, C) how far each anchor's mask may be of each class: its score, unless it sees another.

    An anchor has one mask, and a line across a head has the head's box: what is sure of both shows
    either. So a score counts in full while the best other one is below a half, and less above.
    """
    second, best = np.sort(np.pad(scores, ((0, 0), (2, 0))), axis=1)[:, -2:].T[..., None]
    others = np.where(scores == best, second, best)
    return np.asarray(scores * np.minimum(1, 2 * (1 - others)), np.float32)


def surest(
    kept: NDArray[np.int64], scores: NDArray[np.float32], near: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Of the M anchors near each of N kept ones (N,), the one that scores most for its class.

    scores (M, N) and near (N, M) as for `voted`. Where none scores anything it is the kept one.
    """
    if not len(kept):
        return kept
    votes = scores.T * near
    return np.where(votes.max(axis=1) > 0, votes.argmax(axis=1), kept)


def _is_first_seen(boxes: NDArray[np.float32], iou_threshold: float) -> NDArray[np.bool_]:
    """Whether each box (N, 4), best first, overlaps every better one by the threshold at most."""
    iou = overlaps(boxes, boxes)
    worst: NDArray[np.float32] = np.triu(iou, k=1).max(axis=0, initial=0.0)
    return worst <= iou_threshold


def _best_first(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Indices of the `count` best scores; of equal ones the earlier comes first."""
    if len(scores) <= count:
        return np.argsort(-scores, kind="stable")
    rows = np.flatnonzero(scores >= np.partition(scores, -count)[-count])
    return rows[np.argsort(-scores[rows], kind="stable")[:count]]
