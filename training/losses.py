"""YOLACT's losses (sec. 3.4), and what partial labels and box-only masks change in them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from inference.yolact.boxes import encode_boxes
from inference.yolact.config import YolactConfig
from inference.yolact.model import YolactOutput
from training.mask_losses import USUAL_SHARES, MaskShares, mask_loss
from training.point_loss import point_loss
from training.raster import shares
from training.targets import Truth, boxes_of

CLASS_WEIGHT, MASK_WEIGHT, SEMANTIC_WEIGHT = 1.0, 6.125, 1.0
FOCAL_ALPHA, FOCAL_GAMMA = 0.25, 2.0  # Lin 2017
NEGATIVES_PER_POSITIVE = 3  # hard-negative mining, SSD (Liu 2016)


class Losses(NamedTuple):
    """Scalars, each with its weight in it."""

    classes: Tensor
    boxes: Tensor
    masks: Tensor
    semantic: Tensor

    @property
    def total(self) -> Tensor:
        return self.classes + self.boxes + self.masks + self.semantic


def yolact_losses(
    config: YolactConfig,
    output: YolactOutput,
    semantic_logits: Tensor,
    anchors: Tensor,
    truths: Sequence[Truth],
    box_weight: float = 0.75,
    shares: MaskShares = USUAL_SHARES,
) -> Losses:
    """The four losses of a batch, each a mean over its positives. shares: see mask_loss."""
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
    masks = mask_loss(output.mask_coefficients, output.prototypes, truths, shares)
    if config.point_features:
        masks = masks + point_loss(output, truths)
    return Losses(
        CLASS_WEIGHT * classes / positives,
        box_weight * box_loss(output.box_offsets, anchors, truths) / positives,
        MASK_WEIGHT * masks,
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
            np.maximum(wanted[i, channel], shares(target, height, width), out=wanted[i, channel])
    loss = F.binary_cross_entropy_with_logits(
        logits, torch.from_numpy(wanted).to(logits.device), reduction="none"
    ).mean(dim=(2, 3))
    weight = torch.from_numpy(known).to(loss)
    return (loss * weight).sum() / weight.sum().clamp(min=1)


def box_loss(offsets: Tensor, anchors: Tensor, truths: Sequence[Truth]) -> Tensor:
    """Summed smooth L1 of offsets (B, P, 4) over the positives of a batch."""
    images, rows, boxes = [], [], []
    for i, truth in enumerate(truths):
        positive = (truth.matches.instance >= 0).nonzero()[:, 0]
        images.append(torch.full_like(positive, i))
        rows.append(positive)
        boxes.append(boxes_of(truth.example)[truth.matches.instance[positive]])
    row = torch.cat(rows)
    wanted = encode_boxes(torch.cat(boxes).to(anchors.device), anchors[row])
    found = offsets[torch.cat(images), row].float()
    return F.smooth_l1_loss(found, wanted, reduction="sum")
