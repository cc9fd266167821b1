"""The second stage: what each region holds, where exactly, and its mask (He 2017)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models.detection.faster_rcnn import FastRCNNPredictor, TwoMLPHead
from torchvision.models.detection.mask_rcnn import MaskRCNNHeads, MaskRCNNPredictor
from torchvision.models.detection.roi_heads import (
    RoIHeads,
    fastrcnn_loss,
    project_masks_on_boxes,
)
from torchvision.ops import MultiScaleRoIAlign

from training.comparators.config import TwoStageConfig
from training.comparators.mask_scoring import MaskIouHead, true_iou
from training.comparators.truth import TwoStageTruth, without_cut_off

POOLED = ["0", "1", "2", "3"]  # P2 to P5; P6 only proposes
LOWEST_SCORE = 0.02  # as YOLACT is judged down to
NOT_IN_SOFTMAX = -1e9


class Found(NamedTuple):
    """What was found in an image, N structures.

    boxes   (N, 4) x1 y1 x2 y2 in pixels of the network's input
    labels  (N,) index into the classes, without background
    scores  (N,) 0..1
    masks   (N, 28, 28) 0..1, each stretched over its box
    """

    boxes: Tensor
    labels: Tensor
    scores: Tensor
    masks: Tensor


class _Drawn(NamedTuple):
    """Regions of a batch that are trained, a list entry an image; N structures in it.

    boxes    (R, 4) in pixels
    matched  (R,) the structure that it holds, if it holds one
    labels   (R,) 0 background, or the class
    wanted   (R, 4) encoded box of that structure
    """

    boxes: list[Tensor]
    matched: list[Tensor]
    labels: list[Tensor]
    wanted: Sequence[Tensor]


def region_heads(config: TwoStageConfig) -> RoIHeads:
    """torchvision's, with its own numbers but for what the config says."""
    width, outputs = config.channels, 1 + len(config.classes)
    norm = nn.BatchNorm2d if config.normalised else None
    return RoIHeads(
        box_roi_pool=MultiScaleRoIAlign(POOLED, output_size=7, sampling_ratio=2),
        box_head=TwoMLPHead(width * 7**2, config.box_width),
        box_predictor=FastRCNNPredictor(config.box_width, outputs),
        fg_iou_thresh=0.5,
        bg_iou_thresh=0.5,
        batch_size_per_image=config.drawn,
        positive_fraction=0.25,
        bbox_reg_weights=None,
        score_thresh=LOWEST_SCORE,
        nms_thresh=0.5,
        detections_per_img=100,
        mask_roi_pool=MultiScaleRoIAlign(POOLED, output_size=14, sampling_ratio=2),
        mask_head=MaskRCNNHeads(width, (width,) * 4, dilation=1, norm_layer=norm),
        mask_predictor=MaskRCNNPredictor(width, width, outputs),
    )


def region_losses(
    heads: RoIHeads,
    scoring: MaskIouHead | None,
    features: Mapping[str, Tensor],
    proposals: Sequence[Tensor],
    size: int,
    truths: Sequence[TwoStageTruth],
) -> dict[str, Tensor]:
    """The losses of the second stage; the features are those of images of size x size pixels.

    Partial labels: a class that is unknown in an image is taken out of the softmax of all of its
    regions, as for YOLACT with a softmax. So no region is taught that it is not that class, and
    none takes a classification loss as background from it. A structure known only as a box trains
    its class and its box, and no mask.
    """
    drawn = _draw(heads, proposals, truths)
    shapes = [(size, size)] * len(truths)
    logits, offsets = heads.box_predictor(
        heads.box_head(heads.box_roi_pool(dict(features), drawn.boxes, shapes))
    )
    unknown = torch.cat(
        [
            truth.unknown.expand(len(boxes), -1)
            for truth, boxes in zip(truths, drawn.boxes, strict=True)
        ]
    )
    classes, boxes = fastrcnn_loss(
        logits.float().masked_fill(unknown, NOT_IN_SOFTMAX),
        offsets.float(),
        drawn.labels,
        drawn.wanted,
    )
    losses = {"classes": classes, "boxes": boxes}
    return losses | _mask_losses(heads, scoring, features, drawn, shapes, truths)


def region_findings(
    heads: RoIHeads,
    scoring: MaskIouHead | None,
    features: Mapping[str, Tensor],
    proposals: Sequence[Tensor],
    size: int,
) -> list[Found]:
    """What is found in each image. With mask scoring, a structure is ranked by its class score
    times the IoU that its mask is thought to have (Huang 2019, sec. 3.1)."""
    shapes = [(size, size)] * len(proposals)
    logits, offsets = heads.box_predictor(
        heads.box_head(heads.box_roi_pool(dict(features), proposals, shapes))
    )
    boxes, scores, labels = heads.postprocess_detections(
        logits.float(), offsets.float(), proposals, shapes
    )
    counts = [len(each) for each in boxes]
    label = torch.cat(labels)
    pooled = heads.mask_roi_pool(dict(features), boxes, shapes)
    masks = _masks_of(heads, pooled, label).sigmoid()
    score = torch.cat(scores)
    if scoring is not None:
        score = score * scoring(pooled, masks, label).float().clamp(0, 1)
    each_image = torch.split(score, counts), torch.split(masks, counts)
    return [
        Found(*parts) for parts in zip(boxes, [i - 1 for i in labels], *each_image, strict=True)
    ]


def _draw(heads: RoIHeads, proposals: Sequence[Tensor], truths: Sequence[TwoStageTruth]) -> _Drawn:
    """As `select_training_samples`, but leaving alone what lies on a cut-off structure."""
    true_boxes = [truth.boxes for truth in truths]
    candidates = heads.add_gt_proposals(proposals, true_boxes)
    matched, labels = heads.assign_targets_to_proposals(
        candidates, true_boxes, [truth.labels for truth in truths]
    )
    labels = [
        without_cut_off(label, boxes, truth)
        for label, boxes, truth in zip(labels, candidates, truths, strict=True)
    ]
    rows = heads.subsample(labels)
    boxes, matched, labels = (
        [part[row] for part, row in zip(parts, rows, strict=True)]
        for parts in (candidates, matched, labels)
    )
    nowhere = torch.zeros(1, 4, device=boxes[0].device)  # what index 0 is where there is none
    targets = [
        torch.cat([true, nowhere])[match] for true, match in zip(true_boxes, matched, strict=True)
    ]
    return _Drawn(boxes, matched, labels, heads.box_coder.encode(targets, boxes))


def _mask_losses(
    heads: RoIHeads,
    scoring: MaskIouHead | None,
    features: Mapping[str, Tensor],
    drawn: _Drawn,
    shapes: list[tuple[int, int]],
    truths: Sequence[TwoStageTruth],
) -> dict[str, Tensor]:
    """Of the regions that hold a structure whose mask is known."""
    teaching = [
        (label > 0) & F.pad(truth.has_mask, (0, 1))[match]
        for label, match, truth in zip(drawn.labels, drawn.matched, truths, strict=True)
    ]
    boxes, matched, labels = (
        [part[row] for part, row in zip(parts, teaching, strict=True)]
        for parts in (drawn.boxes, drawn.matched, drawn.labels)
    )
    label = torch.cat(labels)
    if not len(label):
        # No loss, but a gradient of 0 for each weight: several devices have to agree on them.
        modules = [heads.mask_head, heads.mask_predictor, *([] if scoring is None else [scoring])]
        weights = [weight.sum() for module in modules for weight in module.parameters()]
        return {"masks": 0 * torch.stack(weights).sum()}
    pooled = heads.mask_roi_pool(dict(features), boxes, shapes)
    logits = _masks_of(heads, pooled, label)
    wanted = torch.cat(
        [
            project_masks_on_boxes(truth.masks, box, match, logits.shape[-1])
            for truth, box, match in zip(truths, boxes, matched, strict=True)
        ]
    )
    losses = {"masks": F.binary_cross_entropy_with_logits(logits, wanted)}
    if scoring is not None:
        masks = logits.detach().sigmoid()
        areas = [t.masks[match].sum(dim=(1, 2)) for t, match in zip(truths, matched, strict=True)]
        iou = true_iou(masks, wanted, torch.cat(boxes), torch.cat(areas))
        losses["mask_iou"] = F.mse_loss(scoring(pooled, masks, label).float(), iou)
    return losses


def _masks_of(heads: RoIHeads, pooled: Tensor, labels: Tensor) -> Tensor:
    """Logits (R, 28, 28) of each region's mask for its own class."""
    logits = heads.mask_predictor(heads.mask_head(pooled)).float()
    chosen: Tensor = logits[torch.arange(len(labels), device=labels.device), labels]
    return chosen
