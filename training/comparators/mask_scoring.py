"""Mask Scoring R-CNN (Huang 2019): how well a mask fits, said by a head of its own.

A class score says how sure the network is of what it sees, and nothing of where its border lies.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LAYER_WIDTH = 1024  # Huang 2019, sec. 3.2
POOLED = 14  # pixels across a region's features


class MaskIouHead(nn.Module):
    """Predicts the IoU of masks with the truth.

    The mask, brought to the size of its region's features, is one more channel of them. Four
    convolutions, of which the last halves the size, and three layers give an IoU for each class.
    """

    def __init__(self, channels: int, outputs: int) -> None:
        super().__init__()
        self.convolutions = nn.Sequential(
            *_convolution(channels + 1, channels),
            *_convolution(channels, channels),
            *_convolution(channels, channels),
            *_convolution(channels, channels, stride=2),
        )
        self.layers = nn.Sequential(
            nn.Linear(channels * (POOLED // 2) ** 2, LAYER_WIDTH),
            nn.ReLU(),
            nn.Linear(LAYER_WIDTH, LAYER_WIDTH),
            nn.ReLU(),
            nn.Linear(LAYER_WIDTH, outputs),
        )

    def forward(self, pooled: Tensor, masks: Tensor, labels: Tensor) -> Tensor:
        """Features (R, channels, 14, 14), masks (R, 28, 28) 0..1, labels (R,) -> IoU (R,)."""
        mask = F.max_pool2d(masks[:, None], 2)
        features = self.convolutions(torch.cat([pooled, mask.to(pooled)], dim=1))
        each_class = self.layers(features.flatten(1))
        iou: Tensor = each_class[torch.arange(len(labels), device=labels.device), labels]
        return iou


def true_iou(masks: Tensor, wanted: Tensor, boxes: Tensor, areas: Tensor) -> Tensor:
    """The IoU (R,) that masks have with the whole of their structures.

    masks and wanted (R, h, w), 0..1, lie over boxes (R, 4) in pixels; areas (R,) are those of the
    structures in pixels, with what of them lies beyond the box.
    """
    found, true = masks > 0.5, wanted > 0.5
    sides = (boxes[:, 2:] - boxes[:, :2]).clamp(min=1e-3)
    pixels_a_cell = sides.prod(dim=1) / masks[0].numel()
    both = (found & true).sum(dim=(1, 2)) * pixels_a_cell
    either = found.sum(dim=(1, 2)) * pixels_a_cell + areas - both
    return (both / either.clamp(min=1e-6)).clamp(0, 1)


def _convolution(channels_in: int, channels: int, stride: int = 1) -> list[nn.Module]:
    return [nn.Conv2d(channels_in, channels, 3, stride, padding=1), nn.ReLU()]
