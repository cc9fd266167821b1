"""The bare network on labelled images, before any rule. Needs no training packages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
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

BATCH = 16  # more than twice as fast as one after the other on a CPU; more are slower again


def detect(
    infer: Infer, config: YolactConfig, rules: Rules, images: Sequence[LabelledImage]
) -> list[Detections]:
    """What a bare network finds in each image, down to low scores; labels index its classes.

    Of the rules only those that place a box count, none that believes it or not.
    """
    raws = (infer(preprocess(image.frame.pixels, config)) for image in images)
    return _decoded(raws, config, rules, images)


def detect_in_batches(
    network: Yolact, rules: Rules, images: Sequence[LabelledImage]
) -> list[Detections]:
    """The same by a network in evaluation mode, where it is and in its own precision: one that is
    in training, or has just been."""
    return _decoded(_raws(network, images), network.config, rules, images)


def exported(checkpoint: Checkpoint) -> InferenceEngine:
    """A trained network as the program runs it on a CPU, where PyTorch is several times slower."""
    from inference.engines.export import export_onnx
    from inference.engines.onnx_engine import OnnxEngine

    with TemporaryDirectory() as folder:
        graph = Path(folder) / "network.onnx"
        export_onnx(checkpoint, graph)
        return OnnxEngine(graph)


@torch.inference_mode()
def outputs(network: Yolact, inputs: NDArray[np.uint8]) -> Iterator[RawOutput]:
    """What a network, in evaluation mode, says of each of a few inputs (B, S, S, 3)."""
    batch = torch.from_numpy(inputs).to(network.mean.device).permute(0, 3, 1, 2)
    parts = [part.float().cpu() for part in network(batch.float()).parts()]
    # What refines masks is the same for all inputs, and there once.
    each = zip(*(part.expand(len(batch), *part.shape[1:]).numpy() for part in parts), strict=True)
    return (RawOutput(*own) for own in each)


def _raws(network: Yolact, images: Sequence[LabelledImage]) -> Iterator[RawOutput]:
    for start in range(0, len(images), BATCH):
        some = images[start : start + BATCH]
        inputs = [preprocess(image.frame.pixels, network.config) for image in some]
        yield from outputs(network, np.stack(inputs))


def _decoded(
    raws: Iterable[RawOutput], config: YolactConfig, rules: Rules, images: Sequence[LabelledImage]
) -> list[Detections]:
    settings = DecodeSettings(
        min_score=0.02,
        is_tail_kept=False,
        voting_iou=rules.voting_iou,
        nms=rules.nms,
        context=rules.context,
        straight=frozenset(s.id for s in load_anatomy().structures if s.is_straight),
    )
    anchors = anchor_grid(config)
    return [
        decode(raw, anchors, config, image.pixels.shape[:2], settings)
        for raw, image in zip(raws, images, strict=True)
    ]
