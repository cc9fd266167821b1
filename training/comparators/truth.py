"""An example as a two-stage network is taught by it, and what of it must teach nothing."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torchvision.ops import box_iou

from training.assignment import IGNORE_SHARE, MATCH_IOU
from training.augment import Example
from training.raster import filled

BESIDE = IGNORE_SHARE * MATCH_IOU  # as the anchors of YOLACT that are left alone


class TwoStageTruth(NamedTuple):
    """N structures of an image of S x S pixels, and C classes.

    boxes     (N, 4) float32, x1 y1 x2 y2 in pixels
    labels    (N,) int64, from 1: background is 0
    masks     (N, S, S) uint8, 0 or 1; of a structure known as a box, the ellipse in it
    has_mask  (N,) bool
    cut_off   (M, 4) boxes of structures at the edge: neither right nor wrong to find
    unknown   (1 + C,) bool: classes that may be there without being labelled
    """

    boxes: Tensor
    labels: Tensor
    masks: Tensor
    has_mask: Tensor
    cut_off: Tensor
    unknown: Tensor

    def to(self, device: torch.device) -> "TwoStageTruth":
        return TwoStageTruth(*(part.to(device) for part in self))


def two_stage_truth(example: Example, classes: Sequence[str]) -> TwoStageTruth:
    """What an example says of these classes."""
    size = len(example.pixels)
    targets = [target for target in example.targets if not target.is_ignored]
    masks = [filled(target, size, size) > 0 for target in targets]
    return TwoStageTruth(
        _boxes([target.box for target in targets], size),
        torch.tensor([1 + classes.index(target.class_id) for target in targets], dtype=torch.int64),
        torch.from_numpy(np.array(masks, np.uint8).reshape(-1, size, size)),
        torch.tensor([target.has_mask for target in targets], dtype=torch.bool),
        _boxes([target.box for target in example.targets if target.is_ignored], size),
        torch.tensor([False, *(name in example.unknown for name in classes)]),
    )


def without_cut_off(labels: Tensor, boxes: Tensor, truth: TwoStageTruth) -> Tensor:
    """Labels (R,) of boxes (R, 4), where a background box on a structure that the edge cuts off is
    -1: not drawn in training."""
    if not len(truth.cut_off):
        return labels
    is_beside = box_iou(boxes, truth.cut_off).amax(dim=1) >= BESIDE
    return torch.where((labels == 0) & is_beside, -1, labels)


def _boxes(boxes: Sequence[np.ndarray[tuple[int], np.dtype[np.float32]]], size: int) -> Tensor:
    return torch.from_numpy(np.array(boxes, np.float32).reshape(-1, 4) * size)
