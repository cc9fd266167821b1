"""YOLACT's losses (sec. 3.4), and what partial labels and box-only masks change in them."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from inference.yolact.boxes import encode_boxes
from inference.yolact.config import YolactConfig
from inference.yolact.model import YolactOutput
from training.augment import Example, Target
from training.targets import Matches, match_anchors

CLASS_WEIGHT, BOX_WEIGHT, MASK_WEIGHT, SEMANTIC_WEIGHT = 1.0, 0.75, 6.125, 1.0
FOCAL_ALPHA, FOCAL_GAMMA = 0.25, 2.0  # Lin 2017
NEGATIVES_PER_POSITIVE = 3  # hard-negative mining, SSD (Liu 2016)
PROJECTION_SHARE = 0.25  # what a box says of a mask, beside what a mask says
MASKS_PER_IMAGE = 24  # positives an image trains masks on, drawn at random
DICE_SHARE = 0.5  # beside cross-entropy, which is content to leave a thin structure out
CROP_MARGIN = 0.1  # masks are trained this share of a box beyond it, so that they close there


class Losses(NamedTuple):
    """Scalars, each with its weight in it."""

    classes: Tensor
    boxes: Tensor
    masks: Tensor
    semantic: Tensor

    @property
    def total(self) -> Tensor:
        return self.classes + self.boxes + self.masks + self.semantic


class Truth(NamedTuple):
    """Everything the losses need of one example, on the grid of P anchors.

    wanted   (P, C) 0 or 1: the classes each anchor should score
    counted  (P, C) bool: where `wanted` is known
    """

    example: Example
    matches: Matches
    wanted: Tensor
    counted: Tensor


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


def yolact_losses(
    config: YolactConfig,
    output: YolactOutput,
    semantic_logits: Tensor,
    anchors: Tensor,
    truths: Sequence[Truth],
) -> Losses:
    """The four losses of a batch, each a mean over its positives."""
    device = output.class_logits.device
    wanted = torch.stack([truth.wanted for truth in truths]).to(device)
    counted = torch.stack([truth.counted for truth in truths]).to(device)
    positives = max(sum(int((truth.matches.instance >= 0).sum()) for truth in truths), 1)
    logits = output.class_logits.float()
    if config.classification == "sigmoid":
        classes = focal_loss(logits, wanted, counted)
    else:
        beside = torch.stack([truth.matches.ignored.any(dim=1) for truth in truths]).to(device)
        classes = mined_cross_entropy(logits, wanted, counted, beside)
    masks_boxes = [
        _box_and_mask_losses(output, i, anchors, truth) for i, truth in enumerate(truths)
    ]
    return Losses(
        CLASS_WEIGHT * classes / positives,
        BOX_WEIGHT * sum((boxes for boxes, _, _ in masks_boxes), logits.new_zeros(())) / positives,
        MASK_WEIGHT
        * sum((masks for _, masks, _ in masks_boxes), logits.new_zeros(()))
        / max(sum(count for _, _, count in masks_boxes), 1),
        SEMANTIC_WEIGHT * semantic_loss(semantic_logits.float(), truths, config.classes),
    )


def focal_loss(logits: Tensor, wanted: Tensor, counted: Tensor) -> Tensor:
    """Summed sigmoid focal loss over (B, P, C), where a class is known."""
    cross_entropy = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    probability = logits.sigmoid()
    missed = torch.where(wanted > 0, 1 - probability, probability)
    alpha = torch.where(wanted > 0, FOCAL_ALPHA, 1 - FOCAL_ALPHA)
    return (alpha * missed**FOCAL_GAMMA * cross_entropy * counted).sum()


def mined_cross_entropy(logits: Tensor, wanted: Tensor, counted: Tensor, beside: Tensor) -> Tensor:
    """Summed softmax cross-entropy over (B, P, 1 + C) of positives and the hardest negatives.

    A class that is not known at an anchor is left out of its softmax. Negatives are the background
    anchors with the highest loss, three to a positive in each image (SSD sec. 2.2); an anchor
    beside a structure (B, P) is no example of background.
    """
    background = torch.zeros_like(logits[..., :1])
    known = torch.cat([torch.ones_like(background, dtype=torch.bool), counted], dim=-1)
    log_probability = logits.masked_fill(~known, -1e9).log_softmax(dim=-1)
    positive = wanted.sum(dim=-1) > 0
    label = torch.where(positive, wanted.argmax(dim=-1) + 1, 0)
    loss = -log_probability.gather(-1, label[..., None])[..., 0]
    hardness = loss.detach().masked_fill(positive | beside, -1)
    rank = hardness.argsort(dim=1, descending=True).argsort(dim=1)
    quota = (NEGATIVES_PER_POSITIVE * positive.sum(dim=1, keepdim=True)).clamp(min=20)
    mined = (rank < quota) & (hardness >= 0)
    return loss[positive | mined].sum()


def semantic_loss(logits: Tensor, truths: Sequence[Truth], classes: Sequence[str]) -> Tensor:
    """Mean binary cross-entropy of (B, C, h, w) with the classes' masks, where they are known."""
    batch, _, height, width = logits.shape
    wanted = np.zeros(logits.shape, np.float32)
    known = np.ones((batch, len(classes)), bool)
    index = {name: i for i, name in enumerate(classes)}
    for i, truth in enumerate(truths):
        for name in truth.example.unknown & index.keys():
            known[i, index[name]] = False
        for target in truth.example.targets:
            channel = index[target.class_id]
            known[i, channel] &= target.has_mask
            np.maximum(wanted[i, channel], rasterise(target, height, width), out=wanted[i, channel])
    loss = F.binary_cross_entropy_with_logits(
        logits, torch.from_numpy(wanted).to(logits.device), reduction="none"
    ).mean(dim=(2, 3))
    weight = torch.from_numpy(known).to(loss)
    return (loss * weight).sum() / weight.sum().clamp(min=1)


def _box_and_mask_losses(
    output: YolactOutput, i: int, anchors: Tensor, truth: Truth
) -> tuple[Tensor, Tensor, int]:
    """Summed box loss, summed mask loss and how many masks that is, of image i of a batch."""
    zero = output.box_offsets.new_zeros((), dtype=torch.float32)
    rows = (truth.matches.instance >= 0).nonzero()[:, 0]
    if not len(rows):
        return zero, zero, 0
    instance = truth.matches.instance[rows]
    targets = truth.example.targets
    boxes = torch.stack([torch.from_numpy(target.box) for target in targets])
    boxes = boxes.to(anchors.device)
    wanted = encode_boxes(boxes[instance], anchors[rows])
    box_loss = F.smooth_l1_loss(output.box_offsets[i, rows].float(), wanted, reduction="sum")

    chosen = torch.randperm(len(rows))[:MASKS_PER_IMAGE]
    rows, instance = rows[chosen], instance[chosen]
    prototypes = output.prototypes[i].float()
    height, width = prototypes.shape[-2:]
    logits = torch.einsum("nk,khw->nhw", output.mask_coefficients[i, rows].float(), prototypes)
    masks = torch.from_numpy(np.stack([rasterise(target, height, width) for target in targets])).to(
        logits
    )
    has_mask = torch.tensor([target.has_mask for target in targets])[instance]
    inside = _crop(boxes, height, width)[instance]
    loss = torch.where(
        has_mask.to(logits.device),
        mask_loss(logits, masks[instance], inside),
        PROJECTION_SHARE * projection_loss(logits, boxes[instance], inside),
    )
    return box_loss, loss.sum(), len(rows)


def mask_loss(logits: Tensor, masks: Tensor, inside: Tensor) -> Tensor:
    """Cross-entropy and Dice inside each crop, (n, h, w) -> (n,).

    Cross-entropy is per pixel of the crop. Of a line across a large crop it leaves out what it is
    not sure of, at nearly no cost; Dice (Milletari 2016) weighs the line as much as its crop.
    """
    entropy = F.binary_cross_entropy_with_logits(logits, masks, reduction="none")
    entropy = (entropy * inside).sum(dim=(1, 2)) / inside.sum(dim=(1, 2)).clamp(min=1)
    probability = logits.sigmoid() * inside
    return entropy + DICE_SHARE * _dice(probability.flatten(1), (masks * inside).flatten(1))


def projection_loss(logits: Tensor, boxes: Tensor, inside: Tensor) -> Tensor:
    """How far a mask's shadows on the two axes are from its box's (BoxInst, Tian 2021, sec. 3.1).

    logits (n, h, w), boxes (n, 4) as fractions, inside (n, h, w) -> (n,), Dice losses 0..2.
    It is all that a box says of a mask: each row and column of the box holds some of it.
    """
    probability = logits.sigmoid() * inside
    height, width = logits.shape[-2:]
    across = _dice(probability.amax(dim=1), _filled(boxes[:, 0], boxes[:, 2], width))
    down = _dice(probability.amax(dim=2), _filled(boxes[:, 1], boxes[:, 3], height))
    return across + down


def _filled(low: Tensor, high: Tensor, size: int) -> Tensor:
    """How much of each of `size` cells lies between low and high (n,), fractions: (n, size)."""
    first = torch.arange(size, device=low.device)
    end = torch.minimum(first + 1, high[:, None] * size)
    return (end - torch.maximum(first, low[:, None] * size)).clamp(0, 1)


def _dice(a: Tensor, b: Tensor) -> Tensor:
    return 1 - 2 * (a * b).sum(dim=1) / ((a**2).sum(dim=1) + (b**2).sum(dim=1)).clamp(min=1e-6)


def _crop(boxes: Tensor, height: int, width: int, margin: float = CROP_MARGIN) -> Tensor:
    """(n, height, width), 1 in the cells that each box with its margin touches."""
    grow = (boxes[:, 2:] - boxes[:, :2]) * margin
    low, high = boxes[:, :2] - grow, boxes[:, 2:] + grow
    x = torch.arange(width, device=boxes.device)
    y = torch.arange(height, device=boxes.device)
    columns = (x + 1 > low[:, :1] * width) & (x < high[:, :1] * width)
    rows = (y + 1 > low[:, 1:] * height) & (y < high[:, 1:] * height)
    return (rows[:, :, None] & columns[:, None, :]).float()


def rasterise(target: Target, height: int, width: int) -> NDArray[np.float32]:
    """The target's mask on a coarse grid, (height, width): the share of each cell it fills."""
    fine = 4
    canvas = np.zeros((height * fine, width * fine), np.uint8)
    scale = np.array([width * fine, height * fine], np.float32)
    for outline in target.outlines:
        cv2.fillPoly(canvas, [np.round(outline * scale - 0.5).astype(np.int32)], 255)
    coarse = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(coarse / 255, np.float32)
