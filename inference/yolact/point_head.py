"""What a network refines its masks with (after PointRend, Kirillov 2020). Needs torch.

A small network of two layers looks at a point: at the features there, at the coefficients of the
mask, and at the coarse logit. What the first layer makes of the features is the same for all masks,
and leaves the network as a map. The rest are few numbers that leave it as they are: the points are
chosen, and looked at, where masks are made (points.py), and there is no torch.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.yolact.config import YolactConfig


class PointHead(nn.Module):
    """Features (B, channels, h, w) of the prototype net, and c2, -> point features and weights.

    H = config.point_features of each point, F points in each cell, laid out as PrototypeNet lays
    out pixels: (B, H * F, h, w), and (1, H, K + 2), as `residual` takes them.
    """

    def __init__(self, detail_channels: int, config: YolactConfig) -> None:
        super().__init__()
        points = (4 // config.point_stride) ** 2
        seen = config.channels + detail_channels
        self.features = nn.Conv2d(seen, config.point_features * points, 1)
        weights = torch.empty(config.point_features, config.prototypes + 2)
        nn.init.kaiming_normal_(weights, nonlinearity="relu")
        # As it leaves the network: what is done to a constant, the exporter does without its name.
        self.weights = nn.Parameter(silenced(weights)[None])
        self.is_detailed = config.detailed

    def forward(self, seen: Tensor, c2: Tensor) -> tuple[Tensor, Tensor]:
        if not self.is_detailed:  # else they have one size already
            c2 = F.interpolate(c2, seen.shape[-2:], mode="bilinear", align_corners=False)
        return self.features(torch.cat([seen, c2], dim=1)), self.weights


def residual(features: Tensor, coefficients: Tensor, logits: Tensor, weights: Tensor) -> Tensor:
    """What is added to the coarse logits (n, points) of n masks at points of their own.

    features (n, points, H), coefficients (n, K); weights (H, K + 2): of the coefficients and the
    logit in the first layer, whose bias is the features', and of the second layer.
    """
    of_mask, of_logit, out = weights[:, :-2], weights[:, -2], weights[:, -1]
    hidden = features + (coefficients @ of_mask.T)[:, None] + logits[..., None] * of_logit
    return F.relu(hidden) @ out


def silenced(weights: Tensor) -> Tensor:
    """The weights (..., K + 2) of a head that adds nothing: masks begin as they are without it."""
    return torch.cat([weights[..., :-1], torch.zeros_like(weights[..., -1:])], dim=-1)
