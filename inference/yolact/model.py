"""YOLACT (Bolya 2019): prototypes from the image, coefficients for every anchor."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.yolact.backbones import DepthwiseConv2d, Features, build_backbone
from inference.yolact.boxes import make_anchors
from inference.yolact.config import YolactConfig
from inference.yolact.point_head import PointHead


class HeadOutput(NamedTuple):
    """Predictions for P anchors; C class outputs (background first with softmax), K prototypes."""

    class_logits: Tensor  # (B, P, C)
    box_offsets: Tensor  # (B, P, 4)  SSD encoding: dcx, dcy, dw, dh
    mask_coefficients: Tensor  # (B, P, K)  in [-1, 1]


class YolactOutput(NamedTuple):
    """What the network says of B images, and where masks are refined, what with (point_head.py)."""

    class_logits: Tensor  # (B, P, C)
    box_offsets: Tensor  # (B, P, 4)
    mask_coefficients: Tensor  # (B, P, K)
    prototypes: (
        Tensor  # (B, K * F, h, w), not negative: of F pixels in each cell (see PrototypeNet)
    )
    point_features: Tensor | None = None  # (B, H * F, h, w)
    point_weights: Tensor | None = None  # (1, H, K + 2)

    def parts(self) -> tuple[Tensor, ...]:
        """Those that there are, in order."""
        return tuple(part for part in self if part is not None)


class FeaturePyramid(nn.Module):
    """Top-down pathway with lateral connections (Lin 2017), then levels by strided convolution.

    Features of the backbone -> a map (B, channels, h, w) for each level, finest first: from P3 on,
    or from P2 (config.finest_level). The layers of P2 are named apart, so that weights of a network
    without it fit all others.
    """

    def __init__(self, channels_in: tuple[int, int, int, int], config: YolactConfig) -> None:
        super().__init__()
        channels = config.channels
        self.lateral = nn.ModuleList(nn.Conv2d(c, channels, 1) for c in channels_in[1:])
        self.smooth = nn.ModuleList(_convolution(config) for _ in range(3))
        self.downsample = nn.ModuleList(
            _convolution(config, stride=2)
            for _ in range(len(config.anchors) - 6 + config.finest_level)
        )
        has_p2 = config.finest_level == 2
        self.lateral2 = nn.Conv2d(channels_in[0], channels, 1) if has_p2 else None
        self.smooth2 = _convolution(config) if has_p2 else None

    def forward(self, features: Features) -> list[Tensor]:
        merged = [lateral(x) for lateral, x in zip(self.lateral, features[1:], strict=True)]
        for finer, coarser in ((1, 2), (0, 1)):
            merged[finer] = _onto(merged[finer], merged[coarser])
        levels = [F.relu(smooth(x)) for smooth, x in zip(self.smooth, merged, strict=True)]
        for downsample in self.downsample:
            levels.append(downsample(levels[-1]))
        if self.lateral2 is None or self.smooth2 is None:
            return levels
        finest = _onto(self.lateral2(features.c2), merged[0])
        return [F.relu(self.smooth2(finest)), *levels]


class PrototypeNet(nn.Module):
    """P3 -> K prototype masks at twice its resolution (YOLACT sec. 3.1), or finer.

    Finer ones come as a block of pixels in each cell (sub-pixel convolution, Shi 2016): a wide 1x1
    convolution at a quarter of the input costs a CPU less than narrow ones at half of it. The
    channels k * F to k * F + F - 1 are the F pixels of prototype k, row by row. They stay so until
    a mask is made of them: to spread out all prototypes takes a tenth of the network's time.

    Returns them and the features that they are made of, (B, channels, h, w).
    """

    def __init__(self, detail_channels: int, config: YolactConfig) -> None:
        super().__init__()
        layer = _separable if config.separable else _convolution
        self.before = nn.ModuleList(layer(config) for _ in range(3))
        self.detail = nn.Conv2d(detail_channels, config.channels, 1) if config.detailed else None
        self.after = layer(config)
        pixels = (4 // config.prototype_stride) ** 2
        self.prototypes = nn.Conv2d(config.channels, config.prototypes * pixels, 1)

    def forward(self, p3: Tensor, c2: Tensor) -> tuple[Tensor, Tensor]:
        x = p3
        for layer in self.before:
            x = F.relu(layer(x))
        if self.detail is None:
            x = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
        else:
            x = F.interpolate(x, c2.shape[-2:], mode="bilinear", align_corners=False)
            x = x + self.detail(c2)
        x = F.relu(self.after(x))
        return F.relu(self.prototypes(x)), x


class PredictionHead(nn.Module):
    """Predicts class, box and mask coefficients for every anchor of one pyramid level.

    One head serves all levels; only its normalisation, if there is one, is each level's own. With A
    anchors per cell, P = H * W * A:
        features (B, channels, H, W) of a level, 0 for the finest -> HeadOutput
    """

    def __init__(self, config: YolactConfig) -> None:
        super().__init__()
        channels, anchors = config.channels, config.anchors_per_cell
        self.shared = nn.Conv2d(channels, channels, 3, padding=1)
        self.norms = nn.ModuleList(
            nn.BatchNorm2d(channels) if config.normalised else nn.Identity() for _ in config.anchors
        )
        self.classes = nn.Conv2d(channels, anchors * config.class_outputs, 3, padding=1)
        self.boxes = nn.Conv2d(channels, anchors * 4, 3, padding=1)
        coefficients = anchors * config.prototypes
        self.coefficients: nn.Module = (
            nn.Sequential(
                DepthwiseConv2d(channels, kernel=3, stride=1), nn.Conv2d(channels, coefficients, 1)
            )
            if config.separable
            else nn.Conv2d(channels, coefficients, 3, padding=1)
        )
        self.num_anchors = anchors
        self.levels_before_p3 = 3 - config.finest_level

    def forward(self, features: Tensor, level: int) -> HeadOutput:
        # P2's, if there is one, stands last: the others keep the names they have without it.
        norm = self.norms[level - self.levels_before_p3]
        features = F.relu(norm(self.shared(features)))
        return HeadOutput(
            self._per_anchor(self.classes(features)),
            self._per_anchor(self.boxes(features)),
            self._per_anchor(self.coefficients(features)).tanh(),
        )

    def _per_anchor(self, x: Tensor) -> Tensor:
        """(B, A * V, H, W) -> (B, H * W * A, V), cells in row order."""
        batch, channels, height, width = x.shape
        x = x.view(batch, self.num_anchors, channels // self.num_anchors, height, width)
        return x.permute(0, 3, 4, 1, 2).flatten(1, 3)


class Yolact(nn.Module):
    """The whole network: RGB images (B, 3, S, S) on the scale 0..255 -> YolactOutput.

    `anchors` (P, 4), centred, as fractions of the image, belong to the P of the output.
    `semantic` guides training only (YOLACT sec. 3.3): logits (B, classes, S / 8, S / 8).
    """

    anchors: Tensor
    mean: Tensor
    std: Tensor

    def __init__(self, config: YolactConfig) -> None:
        super().__init__()
        self.config = config
        self.backbone = build_backbone(config.backbone)
        self.pyramid = FeaturePyramid(self.backbone.channels, config)
        self.prototype_net = PrototypeNet(self.backbone.channels[0], config)
        self.head = PredictionHead(config)
        self.point_head = (
            PointHead(self.backbone.channels[0], config) if config.point_features else None
        )
        self.semantic = nn.Conv2d(config.channels, len(config.classes), 1)
        self.p3 = 3 - config.finest_level  # its place among the levels
        self.register_buffer("anchors", make_anchors(config), persistent=False)
        self.register_buffer("mean", torch.tensor(config.mean).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(config.std).view(1, 3, 1, 1), persistent=False)

    def forward(self, images: Tensor) -> YolactOutput:
        return self.predict(self.normalise(images))

    def normalise(self, images: Tensor) -> Tensor:
        """RGB on the scale 0..255 -> the zero-mean, unit-spread input that `predict` takes."""
        return (images - self.mean) / self.std

    def predict(self, normalised: Tensor) -> YolactOutput:
        """The network without its normalisation."""
        features = self.backbone(normalised)
        return self._heads(self.pyramid(features), features.c2)

    def forward_training(self, images: Tensor) -> tuple[YolactOutput, Tensor]:
        """What `forward` gives, and the semantic logits of P3."""
        features = self.backbone(self.normalise(images))
        levels = self.pyramid(features)
        return self._heads(levels, features.c2), self.semantic(levels[self.p3])

    def _heads(self, levels: list[Tensor], c2: Tensor) -> YolactOutput:
        heads = [self.head(features, level) for level, features in enumerate(levels)]
        logits, offsets, coefficients = (
            torch.cat(parts, dim=1) for parts in zip(*heads, strict=True)
        )
        prototypes, seen = self.prototype_net(levels[self.p3], c2)
        points = (None, None) if self.point_head is None else self.point_head(seen, c2)
        return YolactOutput(logits, offsets, coefficients, prototypes, *points)


def build_yolact(config: YolactConfig) -> Yolact:
    """The network that a config describes, with random weights."""
    return Yolact(config)


def _onto(finer: Tensor, coarser: Tensor) -> Tensor:
    """A coarser map, stretched to a finer one and added to it."""
    return finer + F.interpolate(coarser, finer.shape[-2:], mode="bilinear", align_corners=False)


def _convolution(config: YolactConfig, stride: int = 1) -> nn.Module:
    """3x3, from and to the width of the network."""
    convolution = nn.Conv2d(config.channels, config.channels, 3, stride, padding=1)
    return _normalised(config, convolution)


def _separable(config: YolactConfig) -> nn.Module:
    """The same in two steps: a 3x3 filter for each channel, then a mixture of the channels."""
    channels = config.channels
    depthwise = DepthwiseConv2d(channels, kernel=3, stride=1)
    return _normalised(config, depthwise, nn.Conv2d(channels, channels, 1))


def _normalised(config: YolactConfig, *layers: nn.Module) -> nn.Module:
    if config.normalised:
        layers = (*layers, nn.BatchNorm2d(config.channels))
    return layers[0] if len(layers) == 1 else nn.Sequential(*layers)
