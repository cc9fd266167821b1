"""The bare network on labelled images, before any rule. Needs no training packages."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from numpy.typing import NDArray

from inference.anatomy import load_anatomy
from inference.engines import InferenceEngine
from inference.rules import Rules
from inference.types import Detections
from inference.yolact.anchors import anchor_grid
from inference.yolact.checkpoint import Checkpoint
from inference.yolact.config import YolactConfig
from inference.yolact.decode import DecodeSettings, RawOutput, decode
from inference.yolact.model import Yolact
from inference.yolact.preprocess import preprocess
from training.dataset import LabelledImage

Infer = Callable[[NDArray[np.uint8]], RawOutput]  # what `InferenceEngine.infer` does


def detect(
    infer: Infer, config: YolactConfig, rules: Rules, images: Sequence[LabelledImage]
) -> list[Detections]:
    """What a bare network finds in each image, down to low scores; labels index its classes.

    Of the rules only those that place a box count, none that believes it or not.
    """
    settings = DecodeSettings(
        min_score=0.02,
        is_tail_kept=False,
        voting_iou=rules.voting_iou,
        nms=rules.nms,
        context=rules.context,
        straight=frozenset(s.id for s in load_anatomy().structures if s.is_straight),
    )
    anchors = anchor_grid(config)
    found = []
    for image in images:
        raw = infer(preprocess(image.frame.pixels, config))
        found.append(decode(raw, anchors, config, image.pixels.shape[:2], settings))
    return found


def exported(checkpoint: Checkpoint) -> InferenceEngine:
    """A trained network as the program runs it on a CPU, where PyTorch is several times slower."""
    from inference.engines.export import export_onnx
    from inference.engines.onnx_engine import OnnxEngine

    with TemporaryDirectory() as folder:
        graph = Path(folder) / "network.onnx"
        export_onnx(checkpoint, graph)
        return OnnxEngine(graph)


def as_it_is(network: Yolact) -> Infer:
    """A network in evaluation mode, where it is and in its own precision: one still in training."""

    @torch.inference_mode()
    def infer(image: NDArray[np.uint8]) -> RawOutput:
        batch = torch.from_numpy(image).permute(2, 0, 1)[None].float()
        output = network(batch.to(network.mean.device))
        return RawOutput(*(part[0].float().cpu().numpy() for part in output.parts()))

    return infer
