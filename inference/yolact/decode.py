"""Network output -> what was found: scores, boxes, suppression, masks. numpy only, no torch.

The choice of detections and their masks are the reference implementation's (dbolya/yolact). Two
stages, so that a caller may drop candidates before masks are made: `find_candidates`, then
`assemble`; `decode` does both.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from math import isqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inference.context import Context
from inference.overlap import overlaps
from inference.types import Detections
from inference.yolact.anchors import CENTRE_VARIANCE, SIZE_VARIANCE
from inference.yolact.bands import band, fill_band
from inference.yolact.config import YolactConfig
from inference.yolact.points import PointRefiner, coarsened
from inference.yolact.soft_nms import soft_nms

Nms = Literal["per_class", "cross_class", "soft"]

LARGEST_LOG_SIZE = 40.0  # e^40 times its anchor: beyond any frame; its area is still a float32


@dataclass(frozen=True, slots=True, eq=False)
class RawOutput:
    """What a network says of one image, float32: P anchors, C class outputs, K prototypes."""

    class_logits: NDArray[np.float32]  # (P, C), background first with a softmax
    box_offsets: NDArray[np.float32]  # (P, 4) SSD encoding: dcx, dcy, dw, dh
    mask_coefficients: NDArray[np.float32]  # (P, K) in [-1, 1]
    prototypes: NDArray[np.float32]  # (K * F, h, w), not negative: F pixels of a cell in turn
    point_features: NDArray[np.float32] | None = None  # these two where masks are refined:
    point_weights: NDArray[np.float32] | None = None  # see PointRefiner

    @property
    def refiner(self) -> PointRefiner | None:
        if self.point_features is None or self.point_weights is None:
            return None
        return PointRefiner(self.point_features, self.point_weights)


@dataclass(frozen=True, slots=True)
class DecodeSettings:
    """How detections are chosen. The defaults are the reference implementation's.

    min_score       an anchor counts if its best class scores more
    iou_threshold   a box that overlaps a better one more than this is the same thing seen twice
    top_k           best candidates looked at: of each class, or of all with "cross_class"
    max_detections  most detections of an image ("cross_class": top_k alone limits)
    nms             "per_class"; "cross_class": each anchor speaks for its best class only; "soft":
                    per class, and what overlaps loses score in place of going at once
    is_tail_kept    an anchor that counts is also reported, weakly, for classes below min_score,
                    which lifts AP a little; for showing findings, turn it off
    voting_iou      boxes of its class that overlap a kept one by at least this move it to their
                    mean, weighted by the cubes of their scores (box voting, Gidaris 2015). 1 is the
                    reference: none does
    crop_padding    by this fraction of its width and height, to each side, a box is widened before
                    its mask is cropped to it. 0 is the reference: one prototype pixel, no more. The
                    box itself stays as predicted: padding mends masks cut flat, not box overlap
    context         moves the scores of look-alikes by their neighbours; None is the reference
    """

    min_score: float = 0.05
    iou_threshold: float = 0.5
    top_k: int = 200
    max_detections: int = 100
    nms: Nms = "per_class"
    is_tail_kept: bool = True
    voting_iou: float = 1.0
    straight: frozenset[str] = frozenset()
    crop_padding: float = 0.0
    context: Context | None = None


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


def decode(
    raw: RawOutput,
    anchors: NDArray[np.float32],
    config: YolactConfig,
    frame_size: tuple[int, int],
    settings: DecodeSettings,
) -> Detections:
    """Everything found in an image, for a frame of this height and width.

    anchors is anchor_grid(config). Labels index YolactConfig.classes, not the anatomy.
    """
    candidates = find_candidates(raw, anchors, config, settings)
    candidates = in_context(candidates, settings.context, config.classes, frame_size)
    straight = [i for i, name in enumerate(config.classes) if name in settings.straight]
    padding = settings.crop_padding
    return assemble(candidates, raw.prototypes, frame_size, padding, straight, raw.refiner)


def find_candidates(
    raw: RawOutput,
    anchors: NDArray[np.float32],
    config: YolactConfig,
    settings: DecodeSettings,
) -> Candidates:
    """The boxes of an image that stand after suppression, best first."""
    rows, scores = class_scores(raw.class_logits, config.classification, settings.min_score)
    boxes = decode_boxes(raw.box_offsets[rows], anchors[rows])
    sound = np.isfinite(boxes).all(axis=1)
    rows, scores, boxes = rows[sound], scores[sound], boxes[sound]
    kept_scores = None
    if settings.nms == "cross_class":
        anchor, classes = cross_class_nms(boxes, scores, settings.iou_threshold, settings.top_k)
    elif settings.nms == "soft":
        anchor, classes, kept_scores = soft_per_class(boxes, scores, settings)
    else:
        anchor, classes = fast_nms(
            boxes,
            scores,
            settings.iou_threshold,
            settings.top_k,
            settings.max_detections,
            min_score=-np.inf if settings.is_tail_kept else settings.min_score,
        )
    kept = boxes[anchor]
    if settings.voting_iou < 1:
        kept = voted(kept, boxes, scores[:, classes], settings.voting_iou)
    if kept_scores is None:
        kept_scores = scores[anchor, classes]
    return Candidates(kept, classes, kept_scores, raw.mask_coefficients[rows[anchor]])


def in_context(
    candidates: Candidates,
    context: Context | None,
    names: Sequence[str],
    frame_size: tuple[int, int],
) -> Candidates:
    """Candidates of a frame of this height and width with their scores moved, best first.

    Their classes index `names`.
    """
    if context is None:
        return candidates
    found = candidates
    scores = context.moved(found.boxes, found.classes, found.scores, names, frame_size)
    return replace(found, scores=scores)[np.argsort(-scores, kind="stable")]


def class_scores(
    logits: NDArray[np.float32], classification: Literal["softmax", "sigmoid"], min_score: float
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The anchors (M,) whose best class scores more than min_score, and their scores (M, C).

    C counts no background. The many anchors that see nothing are left out before the costly
    exponentials, by a bound that no score can pass. A score that is not a number counts as none.
    """
    with np.errstate(invalid="ignore"):
        if classification == "sigmoid":
            least = np.log(max(min_score, 1e-9)) - np.log1p(-min(min_score, 1 - 1e-9)) - 1e-3
            rows = np.flatnonzero(_largest(logits) > least)
            scores = _sigmoid(logits[rows])
        else:
            foreground = _largest(logits[:, 1:])
            lead = foreground - np.maximum(foreground, logits[:, 0])
            rows = np.flatnonzero(lead > np.log(max(min_score, 1e-9)) - 1e-3)
            scores = _softmax(logits[rows])[:, 1:]
        passed = scores.max(axis=1) > min_score
    return rows[passed], scores[passed]


def decode_boxes(offsets: NDArray[np.float32], anchors: NDArray[np.float32]) -> NDArray[np.float32]:
    """SSD offsets (M, 4) of centred anchors (M, 4) -> boxes (M, 4), fractions of the image."""
    with np.errstate(invalid="ignore"):  # what is not a number is left to the caller
        centre = anchors[:, :2] + offsets[:, :2] * CENTRE_VARIANCE * anchors[:, 2:]
        log_size = np.minimum(offsets[:, 2:] * SIZE_VARIANCE, LARGEST_LOG_SIZE)
        size = anchors[:, 2:] * np.exp(log_size)
        corner = centre - size / 2
        return np.concatenate([corner, corner + size], axis=1, dtype=np.float32)


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
    boxes: NDArray[np.float32], scores: NDArray[np.float32], settings: DecodeSettings
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Soft-NMS class by class: anchors and classes as fast_nms gives them, and the scores left.

    Only the best top_k of a class are looked at, and only scores above min_score.
    """
    kept = []
    for class_index, class_score in enumerate(scores.T):
        order = np.flatnonzero(class_score > settings.min_score)
        order = order[_best_first(class_score[order], settings.top_k)]
        iou = overlaps(boxes[order], boxes[order])
        rows, left = soft_nms(iou, class_score[order], settings.min_score)
        kept.append((order[rows], np.full(len(rows), class_index), left))
    anchors, classes, left = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    best = _best_first(left, settings.max_detections)
    return anchors[best], classes[best], left[best]


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
            soft = _sigmoid(logits[i, y1:y2, x1:x2])
        else:
            own = candidates.coefficients[i]
            soft = _sigmoid(refiner.refined(logits[i], own, (y1, y2), (x1, x2)))
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


def voted(
    kept: NDArray[np.float32],
    boxes: NDArray[np.float32],
    scores: NDArray[np.float32],
    least_iou: float,
) -> NDArray[np.float32]:
    """Each of N kept boxes (N, 4) moved to the mean of the M boxes (M, 4) that overlap it enough.

    scores (M, N) are those of the M boxes for the class of each kept one; a vote weighs its cube.
    A box a few pixels high is off by a pixel or two in each anchor's eyes, but not in all alike.
    """
    votes = (scores.T**3) * (overlaps(kept, boxes) >= least_iou)
    total = votes.sum(axis=1, keepdims=True)
    mean = np.divide(votes @ boxes, total, out=kept.copy(), where=total > 0)
    return np.asarray(mean, np.float32)


def _is_first_seen(boxes: NDArray[np.float32], iou_threshold: float) -> NDArray[np.bool_]:
    """Whether each box (N, 4), best first, overlaps every better one by the threshold at most."""
    iou = overlaps(boxes, boxes)
    worst: NDArray[np.float32] = np.triu(iou, k=1).max(axis=0, initial=0.0)
    return worst <= iou_threshold


def _largest(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """The largest of each row (P, C), not a number if one is none.

    Column by column, which for many short rows takes a fifth of the time of one `max`.
    """
    largest: NDArray[np.float32] = reduce(np.maximum, logits.T)
    return largest


def _best_first(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Indices of the `count` best scores; of equal ones the earlier comes first."""
    if len(scores) <= count:
        return np.argsort(-scores, kind="stable")
    rows = np.flatnonzero(scores >= np.partition(scores, -count)[-count])
    return rows[np.argsort(-scores[rows], kind="stable")[:count]]


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    out: NDArray[np.float32] = 0.5 + 0.5 * np.tanh(0.5 * logits)  # as tanh it cannot overflow
    return out


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    out: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return out
