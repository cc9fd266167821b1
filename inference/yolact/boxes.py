"""Anchors, the SSD box encoding, and intersection over union.

Boxes are x1 y1 x2 y2 unless a name says "centred": then centre x, centre y, width, height.
All are fractions of the input, 0..1, so that they fit a frame of any size.
"""

import torch
from torch import Tensor

from inference.yolact.anchors import CENTRE_VARIANCE, SIZE_VARIANCE, anchor_grid
from inference.yolact.config import YolactConfig


def make_anchors(config: YolactConfig) -> Tensor:
    """All anchors of a network, (P, 4) centred; levels from fine to coarse, cells in row order."""
    return torch.from_numpy(anchor_grid(config))


def decode_boxes(offsets: Tensor, anchors: Tensor) -> Tensor:
    """SSD offsets (..., 4) of centred anchors (..., 4) -> boxes (..., 4)."""
    centre = anchors[..., :2] + offsets[..., :2] * CENTRE_VARIANCE * anchors[..., 2:]
    size = anchors[..., 2:] * torch.exp(offsets[..., 2:] * SIZE_VARIANCE)
    corner = centre - size / 2
    return torch.cat([corner, corner + size], dim=-1)


def encode_boxes(boxes: Tensor, anchors: Tensor) -> Tensor:
    """Boxes (..., 4) -> the SSD offsets (..., 4) that decode_boxes turns back into them."""
    centre = (boxes[..., :2] + boxes[..., 2:]) / 2
    size = boxes[..., 2:] - boxes[..., :2]
    offset = (centre - anchors[..., :2]) / (CENTRE_VARIANCE * anchors[..., 2:])
    return torch.cat([offset, torch.log(size / anchors[..., 2:]) / SIZE_VARIANCE], dim=-1)


def corners(centred: Tensor) -> Tensor:
    """Centred boxes (..., 4) -> x1 y1 x2 y2."""
    half = centred[..., 2:] / 2
    return torch.cat([centred[..., :2] - half, centred[..., :2] + half], dim=-1)


def box_iou(a: Tensor, b: Tensor) -> Tensor:
    """Intersection over union of boxes (N, 4) with boxes (M, 4): (N, M), 0..1."""
    low = torch.maximum(a[:, None, :2], b[None, :, :2])
    high = torch.minimum(a[:, None, 2:], b[None, :, 2:])
    overlap = (high - low).clamp(min=0).prod(dim=-1)
    return overlap / (_area(a)[:, None] + _area(b)[None] - overlap).clamp(min=1e-12)


def _area(boxes: Tensor) -> Tensor:
    return (boxes[:, 2:] - boxes[:, :2]).prod(dim=-1)
