"""Mask R-CNN and Mask Scoring R-CNN, of torchvision's parts on YOLACT's backbones."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torchvision.models.detection.image_list import ImageList
from torchvision.ops import FeaturePyramidNetwork
from torchvision.ops.feature_pyramid_network import LastLevelMaxPool

from inference.yolact.backbones import build_backbone
from training.comparators.config import TwoStageConfig
from training.comparators.mask_scoring import MaskIouHead
from training.comparators.proposing import proposal_network, propose
from training.comparators.regions import Found, region_findings, region_heads, region_losses
from training.comparators.truth import TwoStageTruth


class Pyramid(nn.Module):
    """Normalised images (B, 3, S, S) -> P2 to P6 by name, (B, channels, S / 4, S / 4) and halves.

    In float32 whatever the precision it is computed in, as anchors and regions take theirs from it.
    """

    def __init__(self, config: TwoStageConfig) -> None:
        super().__init__()
        self.body = build_backbone(config.backbone)
        self.out_channels = config.channels
        self.fpn = FeaturePyramidNetwork(
            list(self.body.channels),
            config.channels,
            extra_blocks=LastLevelMaxPool(),
            norm_layer=nn.BatchNorm2d if config.normalised else None,
        )

    def forward(self, images: Tensor) -> dict[str, Tensor]:
        levels = {str(i): level for i, level in enumerate(self.body(images))}
        return {name: level.float() for name, level in self.fpn(levels).items()}


class TwoStage(nn.Module):
    """The whole network: RGB images (B, 3, S, S) on the scale 0..255 -> what is in each.

    Its weights have the names of torchvision's MaskRCNN; `mask_iou` is Mask Scoring R-CNN's own.
    """

    mean: Tensor
    std: Tensor

    def __init__(self, config: TwoStageConfig) -> None:
        super().__init__()
        self.config = config
        self.backbone = Pyramid(config)
        self.rpn = proposal_network(config)
        self.roi_heads = region_heads(config)
        self.mask_iou = (
            MaskIouHead(config.channels, 1 + len(config.classes)) if config.is_scoring else None
        )
        self.register_buffer("mean", torch.tensor(config.mean).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(config.std).view(1, 3, 1, 1), persistent=False)

    def forward(self, images: Tensor) -> list[Found]:
        """In evaluation mode."""
        features, proposals, _ = self._propose(images, None)
        size = self.config.image_size
        return region_findings(self.roi_heads, self.mask_iou, features, proposals, size)

    def losses(self, images: Tensor, truths: Sequence[TwoStageTruth]) -> dict[str, Tensor]:
        """In training mode."""
        features, proposals, losses = self._propose(images, truths)
        size = self.config.image_size
        return losses | region_losses(
            self.roi_heads, self.mask_iou, features, proposals, size, truths
        )

    def _propose(
        self, images: Tensor, truths: Sequence[TwoStageTruth] | None
    ) -> tuple[Mapping[str, Tensor], list[Tensor], dict[str, Tensor]]:
        features = self.backbone((images - self.mean) / self.std)
        listed = ImageList(images, [(self.config.image_size,) * 2] * len(images))
        return features, *propose(self.rpn, listed, features, truths)
