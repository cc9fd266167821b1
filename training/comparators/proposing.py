"""The first stage: regions that may hold some structure, whatever it is (Ren 2015)."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.rpn import (
    RegionProposalNetwork,
    RPNHead,
    concat_box_prediction_layers,
)

from training.comparators.config import TwoStageConfig
from training.comparators.truth import TwoStageTruth, without_cut_off


def proposal_network(config: TwoStageConfig) -> RegionProposalNetwork:
    """torchvision's, with our anchors; its other numbers are those of its own Mask R-CNN."""
    most = {"training": 2 * config.proposals, "testing": config.proposals}
    return RegionProposalNetwork(
        anchor_generator(config),
        RPNHead(config.channels, len(config.anchors[0])),
        fg_iou_thresh=0.7,
        bg_iou_thresh=0.3,
        batch_size_per_image=256,
        positive_fraction=0.5,
        pre_nms_top_n=most,
        post_nms_top_n=most,
        nms_thresh=0.7,
    )


def anchor_generator(config: TwoStageConfig) -> AnchorGenerator:
    """torchvision's grid with the shapes of the config: no product of sizes and ratios."""
    each = len(config.anchors[0])
    generator = AnchorGenerator(
        sizes=((1.0,) * each,) * len(config.anchors), aspect_ratios=((1.0,),) * len(config.anchors)
    )
    sizes = (torch.tensor(level) for level in config.anchors)
    generator.cell_anchors = [torch.cat([-size / 2, size / 2], dim=1) for size in sizes]
    return generator


def propose(
    rpn: RegionProposalNetwork,
    images: ImageList,
    features: Mapping[str, Tensor],
    truths: Sequence[TwoStageTruth] | None,
) -> tuple[list[Tensor], dict[str, Tensor]]:
    """Regions (R, 4) of each image, in pixels, and with the truth the losses of proposing them.

    As the network's own `forward`, but in float32 from its head on: in half precision a coordinate
    is two pixels off. And a cut-off structure is no background.

    Proposing knows no classes. In an image with unknown ones their few places are drawn as
    background now and then; they are never taught to be background when regions are classified.
    """
    levels = list(features.values())
    scores, offsets = rpn.head(levels)
    each_level = [score[0].numel() for score in scores]
    anchors = rpn.anchor_generator(images, levels)
    flat_scores, flat_offsets = concat_box_prediction_layers(scores, offsets)
    flat_scores, flat_offsets = flat_scores.float(), flat_offsets.float()
    regions = rpn.box_coder.decode(flat_offsets.detach(), anchors).view(len(anchors), -1, 4)
    boxes, _ = rpn.filter_proposals(regions, flat_scores, images.image_sizes, each_level)
    if truths is None:
        return boxes, {}
    labels, matched = rpn.assign_targets_to_anchors(
        anchors, [{"boxes": truth.boxes} for truth in truths]
    )
    labels = [
        without_cut_off(label, anchor, truth)
        for label, anchor, truth in zip(labels, anchors, truths, strict=True)
    ]
    wanted = rpn.box_coder.encode(matched, anchors)
    objects, placed = rpn.compute_loss(flat_scores, flat_offsets, labels, wanted)
    return boxes, {"proposed": objects, "proposed_boxes": placed}
