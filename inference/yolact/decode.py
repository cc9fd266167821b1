"""Network output -> what was found: scores, boxes, suppression, masks. numpy only, no torch.

The choice of detections and their masks are the reference implementation's (dbolya/yolact). Two
stages, so that a caller may drop candidates before masks are made: `find_candidates`, then
`assemble`; `decode` does both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inference.context import Context
from inference.overlap import overlaps
from inference.types import Detections
from inference.yolact.anchors import CENTRE_VARIANCE, SIZE_VARIANCE
from inference.yolact.config import YolactConfig
from inference.yolact.masks import Candidates, assemble, sigmoid
from inference.yolact.points import PointRefiner
from inference.yolact.suppression import (
    cross_class_nms,
    fast_nms,
    soft_per_class,
    surest,
    undivided,
    voted,
)

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
                    mean, weighted by the cubes of their scores (box voting, Gidaris 2015), and the
                    surest of them that sees nothing else draws its mask. 1 is the reference: none
                    does
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
        anchor, classes, kept_scores = soft_per_class(
            boxes, scores, settings.min_score, settings.top_k, settings.max_detections
        )
    else:
        anchor, classes = fast_nms(
            boxes,
            scores,
            settings.iou_threshold,
            settings.top_k,
            settings.max_detections,
            min_score=-np.inf if settings.is_tail_kept else settings.min_score,
        )
    kept, drawing = boxes[anchor], anchor
    if settings.voting_iou < 1:
        near = overlaps(kept, boxes) >= settings.voting_iou
        drawing = surest(anchor, undivided(scores)[:, classes], near)
        kept = voted(kept, boxes, scores[:, classes], near)
    if kept_scores is None:
        kept_scores = scores[anchor, classes]
    return Candidates(kept, classes, kept_scores, raw.mask_coefficients[rows[drawing]])


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
            scores = sigmoid(logits[rows])
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


def _largest(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """The largest of each row (P, C), not a number if one is none.

    Column by column, which for many short rows takes a fifth of the time of one `max`.
    """
    largest: NDArray[np.float32] = reduce(np.maximum, logits.T)
    return largest


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    out: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return out
