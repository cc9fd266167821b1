"""The bare network on labelled images, before any rule. Needs no training packages."""

from collections.abc import Sequence

import numpy as np
import torch

from inference.types import Detections
from inference.yolact.anchors import anchor_grid
from inference.yolact.decode import DecodeSettings, RawOutput, decode
from inference.yolact.model import Yolact
from inference.yolact.preprocess import preprocess
from training.dataset import LabelledImage

EVALUATION = DecodeSettings(min_score=0.02, is_tail_kept=False)


@torch.inference_mode()
def detect(network: Yolact, images: Sequence[LabelledImage]) -> list[Detections]:
    """What the bare network finds in each image, down to low scores; labels index its classes."""
    config = network.config
    anchors = anchor_grid(config)
    found = []
    for image in images:
        pixels = preprocess(np.repeat(image.pixels[..., None], 3, axis=2), config)
        batch = torch.from_numpy(pixels).permute(2, 0, 1)[None].float()
        output = network(batch.to(network.mean.device))
        raw = RawOutput(
            output.class_logits[0].float().cpu().numpy(),
            output.box_offsets[0].float().cpu().numpy(),
            output.mask_coefficients[0].float().cpu().numpy(),
            output.prototypes[0].float().cpu().numpy(),
        )
        found.append(decode(raw, anchors, config, image.pixels.shape[:2], EVALUATION))
    return found
