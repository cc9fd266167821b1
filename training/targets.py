"""Which anchor should find what: the matching of anchors with annotated instances."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from training.assignment import Assignment, by_sinking_overlap
from training.augment import Example


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


def match_anchors(
    anchors: Tensor, example: Example, assignment: Assignment = by_sinking_overlap
) -> Matches:
    """Match each target with anchors that should find it; its best anchor is always one."""
    count = len(anchors)
    if not example.targets:
        return Matches(torch.full((count,), -1), torch.zeros(count, 0, dtype=torch.bool))
    skipped = torch.tensor([target.is_ignored for target in example.targets])
    claims = assignment(anchors, boxes_of(example))
    matching = torch.where(claims.matching & ~skipped, claims.iou, -1.0)
    best_anchor = claims.iou.argmax(dim=0)
    matching[best_anchor[~skipped], torch.arange(len(skipped))[~skipped]] = 2.0
    overlap, instance = matching.max(dim=1)
    return Matches(torch.where(overlap > 0, instance, -1), claims.near)


def make_truth(
    example: Example,
    anchors: Tensor,
    classes: Sequence[str],
    assignment: Assignment = by_sinking_overlap,
) -> Truth:
    """Match an example with the anchors and lay out what is known of each class."""
    matches = match_anchors(anchors, example, assignment)
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
