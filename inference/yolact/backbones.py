"""Backbones: an image in, feature maps at strides 4, 8, 16 and 32 out."""

from typing import NamedTuple

import torch
from torch import Tensor, nn

from inference.yolact.config import Backbone


class Features(NamedTuple):
    """Feature maps of an image (B, 3, H, W), finest first."""

    c2: Tensor  # (B, channels[0], H / 4, W / 4)
    c3: Tensor  # (B, channels[1], H / 8, W / 8)
    c4: Tensor  # (B, channels[2], H / 16, W / 16)
    c5: Tensor  # (B, channels[3], H / 32, W / 32)


class Bottleneck(nn.Module):
    """ResNet's residual block of 1x1, 3x3 and 1x1 convolutions; the 3x3 carries the stride."""

    expansion = 4

    def __init__(self, channels_in: int, channels: int, stride: int = 1) -> None:
        super().__init__()
        channels_out = channels * self.expansion
        self.conv1 = nn.Conv2d(channels_in, channels, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.conv3 = nn.Conv2d(channels, channels_out, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(channels_out)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = (
            nn.Sequential(
                nn.Conv2d(channels_in, channels_out, 1, stride, bias=False),
                nn.BatchNorm2d(channels_out),
            )
            if stride != 1 or channels_in != channels_out
            else None
        )

    def forward(self, x: Tensor) -> Tensor:
        shortcut = x if self.downsample is None else self.downsample(x)
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.relu(self.bn2(self.conv2(x)))
        out: Tensor = self.relu(self.bn3(self.conv3(x)) + shortcut)
        return out


class ResNet(nn.Module):
    """ResNet-50 or -101 (He 2016) without its classifier."""

    channels = (256, 512, 1024, 2048)

    def __init__(self, blocks: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layers = nn.ModuleList(
            _stage(channels_in, channels, count, stride)
            for channels_in, channels, count, stride in zip(
                (64, 256, 512, 1024), (64, 128, 256, 512), blocks, (1, 2, 2, 2), strict=True
            )
        )

    def forward(self, images: Tensor) -> Features:
        x = self.maxpool(self.relu(self.bn1(self.conv1(images))))
        stages = []
        for layer in self.layers:
            x = layer(x)
            stages.append(x)
        return Features(*stages)


def _stage(channels_in: int, channels: int, count: int, stride: int) -> nn.Sequential:
    blocks = [Bottleneck(channels_in, channels, stride)]
    blocks += [Bottleneck(channels * Bottleneck.expansion, channels) for _ in range(count - 1)]
    return nn.Sequential(*blocks)


class DepthwiseConv2d(nn.Conv2d):
    """One filter a channel. It stays in float32 when a CPU trains in bfloat16, where its backward
    pass is several times slower."""

    def __init__(self, channels: int, kernel: int, stride: int) -> None:
        super().__init__(
            channels, channels, kernel, stride, kernel // 2, groups=channels, bias=False
        )

    def forward(self, x: Tensor) -> Tensor:
        if x.device.type == "cpu" and torch.is_autocast_enabled("cpu"):
            with torch.autocast("cpu", enabled=False):
                return super().forward(x.float())
        return super().forward(x)


class InvertedBottleneck(nn.Module):
    """MobileNetV4's universal inverted bottleneck (Qin 2024, sec. 4).

    Two depthwise convolutions, each optional (kernel 0 leaves it out): `start` before the
    expansion, `middle` at the expanded width, where the stride is taken if there is one.
    """

    def __init__(
        self,
        channels_in: int,
        channels_out: int,
        start: int,
        middle: int,
        expansion: float,
        stride: int = 1,
    ) -> None:
        super().__init__()
        wide = round(channels_in * expansion)
        layers: list[nn.Module] = []
        if start:
            start_stride = 1 if middle else stride
            layers += _conv(
                channels_in, channels_in, start, start_stride, depthwise=True, act=False
            )
        layers += _conv(channels_in, wide, 1)
        if middle:
            layers += _conv(wide, wide, middle, stride, depthwise=True)
        layers += _conv(wide, channels_out, 1, act=False)
        self.layers = nn.Sequential(*layers)
        self.is_residual = stride == 1 and channels_in == channels_out

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.layers(x)
        return x + out if self.is_residual else out


class LightBackbone(nn.Module):
    """A backbone after MobileNetV4-Conv-S: 2.4 million parameters, made for CPUs."""

    channels = (32, 64, 96, 128)

    def __init__(self) -> None:
        super().__init__()
        block = InvertedBottleneck
        self.stem = nn.Sequential(*_conv(3, 32, 3, 2), *_conv(32, 32, 3, 2), *_conv(32, 32, 1))
        self.stage3 = nn.Sequential(*_conv(32, 96, 3, 2), *_conv(96, 64, 1))
        self.stage4 = nn.Sequential(
            block(64, 96, 5, 5, 3, stride=2),
            *(block(96, 96, 0, 3, 2) for _ in range(4)),
            block(96, 96, 3, 0, 4),
        )
        self.stage5 = nn.Sequential(
            block(96, 128, 3, 3, 6, stride=2),
            block(128, 128, 5, 5, 4),
            block(128, 128, 0, 5, 4),
            block(128, 128, 0, 5, 3),
            block(128, 128, 0, 3, 4),
            block(128, 128, 0, 3, 4),
        )

    def forward(self, images: Tensor) -> Features:
        c2 = self.stem(images)
        c3 = self.stage3(c2)
        c4 = self.stage4(c3)
        return Features(c2, c3, c4, self.stage5(c4))


def _conv(
    channels_in: int,
    channels_out: int,
    kernel: int,
    stride: int = 1,
    *,
    depthwise: bool = False,
    act: bool = True,
) -> list[nn.Module]:
    convolution: nn.Module = (
        DepthwiseConv2d(channels_in, kernel, stride)
        if depthwise
        else nn.Conv2d(channels_in, channels_out, kernel, stride, padding=kernel // 2, bias=False)
    )
    layers: list[nn.Module] = [convolution, nn.BatchNorm2d(channels_out)]
    return [*layers, nn.ReLU(inplace=True)] if act else layers


def build_backbone(name: Backbone) -> ResNet | LightBackbone:
    """The backbone of this name, with random weights."""
    if name == "light":
        return LightBackbone()
    return ResNet({"resnet50": (3, 4, 6, 3), "resnet101": (3, 4, 23, 3)}[name])
