"""Which anchors should find which structures: three rules, which the ablation compares."""

from collections.abc import Callable
from typing import Literal, NamedTuple

import torch
from torch import Tensor

from inference.yolact.anchors import level_sizes
from inference.yolact.boxes import box_iou, corners
from inference.yolact.config import YolactConfig

MATCH_IOU = 0.5  # an anchor that overlaps this much with a structure should find it
SMALL_MATCH = 0.75  # or this share of the best overlap that any anchor has with it
IGNORE_SHARE = 0.8  # down to this share of its matching overlap, an anchor is left alone
NEAREST_CELLS = 9  # of each pyramid level are looked at by ATSS

AssignmentName = Literal["sinking", "fixed", "atss"]


class Claims(NamedTuple):
    """What N structures ask of P anchors.

    iou      (P, N) overlaps
    matching (P, N) bool: anchors that should find a structure, if no other needs them more
    near     (P, N) bool: those, and anchors too near it to be called background of its class
    """

    iou: Tensor
    matching: Tensor
    near: Tensor


Assignment = Callable[[Tensor, Tensor], Claims]  # of centred anchors (P, 4), and boxes (N, 4)


def assignment_named(name: AssignmentName, config: YolactConfig) -> Assignment:
    """The rule of this name, for the anchors of a network."""
    if name == "atss":
        counts = [cells**2 * config.anchors_per_cell for cells in level_sizes(config)]
        return lambda anchors, boxes: by_statistics(
            anchors, boxes, counts, NEAREST_CELLS * config.anchors_per_cell
        )
    return by_sinking_overlap if name == "sinking" else by_fixed_overlap


def by_sinking_overlap(anchors: Tensor, boxes: Tensor) -> Claims:
    """Anchors that overlap by half, or nearly as much as the best one does.

    A fixed threshold starves structures a few pixels high, which no anchor of the grid overlaps by
    half. So it sinks to a share of the best overlap.
    """
    iou = box_iou(corners(anchors), boxes)
    return _above(iou, (SMALL_MATCH * iou.amax(dim=0)).clamp(max=MATCH_IOU))


def by_fixed_overlap(anchors: Tensor, boxes: Tensor) -> Claims:
    """As published for YOLACT (after SSD, Liu 2016): half an overlap, and left alone from 0.4."""
    iou = box_iou(corners(anchors), boxes)
    return _above(iou, torch.full((len(boxes),), MATCH_IOU))


def by_statistics(anchors: Tensor, boxes: Tensor, levels: list[int], nearest: int) -> Claims:
    """ATSS (Zhang 2020, sec. 3.2): of the anchors nearest to a structure's centre, those within it
    that overlap it more than the mean and one standard deviation of them all.

    levels   how many anchors each pyramid level has
    nearest  so many of each level are looked at
    """
    iou = box_iou(corners(anchors), boxes)
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    away = torch.cdist(anchors[:, :2], centres)
    candidate = torch.zeros_like(iou, dtype=torch.bool)
    first = 0
    for count in levels:
        rows = away[first : first + count].topk(min(nearest, count), dim=0, largest=False).indices
        candidate.scatter_(0, first + rows, True)
        first += count
    looked_at = torch.stack(
        [iou[candidate[:, column], column] for column in range(len(boxes))]
    )  # as many of each
    threshold = looked_at.mean(dim=1) + looked_at.std(dim=1)
    x, y = anchors[:, None, 0], anchors[:, None, 1]
    within = (x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3])
    matching = candidate & within & (iou >= threshold)
    return Claims(iou, matching, matching)


def _above(iou: Tensor, threshold: Tensor) -> Claims:
    return Claims(iou, iou >= threshold, (iou >= IGNORE_SHARE * threshold) & (iou > 0))
