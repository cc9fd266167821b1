"""Which anchor should find what: the matching of anchors with annotated instances."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from inference.yolact.boxes import box_iou, corners
from training.augment import Example

MATCH_IOU = 0.5  # an anchor that overlaps this much with a structure should find it
SMALL_MATCH = 0.75  # or this share of the best overlap that any anchor has with it
IGNORE_SHARE = 0.8  # down to this share of its matching overlap, an anchor is left alone


class Matches(NamedTuple):
    """For P anchors of one image with N targets.

    instance  (P,) int64: the target an anchor should find, or -1
    ignored   (P, N) bool: anchors too near a target to be called background of its class
    """

    instance: Tensor
    ignored: Tensor


class Truth(NamedTuple):
    """Everything the losses need of one example, on the grid of P anchors.

    wanted   (P, C) 0 or 1: the classes each anchor should score
    counted  (P, C) bool: where `wanted` is known
    """

    example: Example
    matches: Matches
    wanted: Tensor
    counted: Tensor


def match_anchors(anchors: Tensor, example: Example) -> Matches:
    """Match each target with the anchors that overlap it best.

    A fixed threshold starves structures a few pixels high, which no anchor of the grid overlaps by
    half. So the threshold sinks to a share of the best overlap, and the best anchor always counts.
    """
    count = len(anchors)
    if not example.targets:
        return Matches(torch.full((count,), -1), torch.zeros(count, 0, dtype=torch.bool))
    boxes = boxes_of(example)
    skipped = torch.tensor([target.is_ignored for target in example.targets])
    iou = box_iou(corners(anchors), boxes)  # (P, N)
    best, best_anchor = iou.max(dim=0)
    threshold = (SMALL_MATCH * best).clamp(max=MATCH_IOU)
    ignored = (iou >= IGNORE_SHARE * threshold) & (iou > 0)
    matching = torch.where((iou >= threshold) & ~skipped, iou, -1.0)
    matching[best_anchor[~skipped], torch.arange(len(boxes))[~skipped]] = 2.0
    overlap, instance = matching.max(dim=1)
    return Matches(torch.where(overlap > 0, instance, -1), ignored)


def make_truth(example: Example, anchors: Tensor, classes: Sequence[str]) -> Truth:
    """Match an example with the anchors and lay out what is known of each class."""
    matches = match_anchors(anchors, example)
    index = {name: i for i, name in enumerate(classes)}
    wanted = torch.zeros(len(anchors), len(classes))
    counted = torch.ones(len(anchors), len(classes), dtype=torch.bool)
    for name in example.unknown & index.keys():
        counted[:, index[name]] = False
    for i, target in enumerate(example.targets):
        counted[matches.ignored[:, i], index[target.class_id]] = False
    positive = matches.instance >= 0
    labels = torch.tensor([index[target.class_id] for target in example.targets])
    if positive.any():
        rows = positive.nonzero()[:, 0]
        columns = labels[matches.instance[rows]]
        wanted[rows, columns] = 1
        counted[rows, columns] = True
    return Truth(example, matches, wanted, counted)


def boxes_of(example: Example) -> Tensor:
    """(N, 4) x1 y1 x2 y2 of its targets, as fractions."""
    boxes = [torch.from_numpy(target.box) for target in example.targets]
    return torch.stack(boxes) if boxes else torch.zeros(0, 4)
