"""Trains a YOLACT network on labelled images, real and of the phantom, for a number of steps."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import lightning as L
import numpy as np
import torch
from torch import Tensor, nn

from inference.rules import Rules
from inference.types import Detections
from inference.yolact.boxes import make_anchors
from inference.yolact.config import YolactConfig
from inference.yolact.model import Yolact, build_yolact
from inference.yolact.point_head import silenced
from training.assignment import assignment_named
from training.augment import Example
from training.dataset import LabelledImage
from training.detect import detect_in_batches
from training.loop import (
    NetworkTraining,
    TrainingData,
    TrainingSettings,
    averaged_weights,
    claim,
    drawn_for,
    fit,
    he_initialised,
)
from training.losses import yolact_losses
from training.mask_losses import MaskShares
from training.sets import LabelledSet
from training.targets import make_truth

PRIOR = 0.01  # every class starts this improbable at every anchor (Lin 2017, sec. 3.3)


class YolactTraining(NetworkTraining):
    """YOLACT with its losses."""

    network: Yolact

    def __init__(self, network: Yolact, settings: TrainingSettings) -> None:
        super().__init__(network, network.config.classes, settings)
        self._anchors = make_anchors(network.config)
        self._assignment = assignment_named(settings.assignment, network.config)

    def losses(self, examples: Sequence[Example]) -> Mapping[str, Tensor]:
        network, anchors = self.network, self._anchors
        truths = [make_truth(item, anchors, self.classes, self._assignment) for item in examples]
        output, semantic = network.forward_training(as_images(examples).to(self.device))
        losses = yolact_losses(
            network.config,
            output,
            semantic,
            anchors.to(self.device),
            truths,
            self.settings.box_weight,
            MaskShares(self.settings.dice_share, self.settings.boundary_share),
        )
        return losses._asdict()

    def find(self, images: Sequence[LabelledImage]) -> list[Detections]:
        return detect_in_batches(self.network, Rules(), images)


def train(
    config: YolactConfig,
    sets: Sequence[LabelledSet],
    validation: Sequence[LabelledImage],
    settings: TrainingSettings,
    out: Path,
    start: Yolact | None = None,
) -> Yolact:
    """Train on sets, each drawn with its share of the examples.

    Returns the weights of the end, or where the validation images stopped it early, the best (see
    `fit`). Checkpoints and the log for TensorBoard go to `out`; where `out` holds this training,
    broken off, it goes on. `start` gives weights to begin with.

    Raises DatasetError where `out` holds another training, or the loss is no number.
    """
    is_begun = claim(out, config, sets, settings)
    L.seed_everything(settings.seed, verbose=False)
    network = start if start is not None else initialised(config)
    # mypy does not know this argument, which torch documents.
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    images = TrainingData(sets, validation, config.image_size, settings)
    checkpoint = fit(YolactTraining(network, settings), images, settings, out, is_begun=is_begun)
    return load_training_checkpoint(config, checkpoint)


def load_training_checkpoint(config: YolactConfig, path: Path) -> Yolact:
    """The averaged weights of a checkpoint that `train` wrote."""
    network = build_yolact(config)
    network.load_state_dict(averaged_weights(path))
    return network.eval()


def initialised(config: YolactConfig) -> Yolact:
    """A network ready for training: He initialisation, and classes that start improbable."""
    network = build_yolact(config)
    he_initialised(network)
    for name in ("head.classes", "head.boxes", "semantic"):
        with drawn_for(name):
            nn.init.normal_(network.get_submodule(name).get_parameter("weight"), std=0.01)
    if config.classification == "sigmoid":
        nn.init.constant_(
            network.head.classes.get_parameter("bias"), -math.log((1 - PRIOR) / PRIOR)
        )
    return network


def begun_from(start: Yolact, config: YolactConfig) -> Yolact:
    """A network of this config with every weight of `start` that fits; the rest is fresh.

    What tells the classes apart goes along by name, in whatever order each network has them; a
    class that `start` does not know begins afresh. Of public weights, which know none of ours,
    backbone, pyramid and prototypes are the start.
    """
    network = initialised(config)
    fresh = network.state_dict()
    for name, value in start.state_dict().items():
        if name not in fresh or fresh[name].shape[1:] != value.shape[1:]:
            continue
        groups = {"head.classes": config.anchors_per_cell, "semantic": 1}.get(
            name.rpartition(".")[0]
        )
        if groups is None:
            if name.startswith("prototype_net.prototypes."):
                value = _finer(value, config, start.config)
            if fresh[name].shape == value.shape:
                fresh[name] = value
        elif start.config.anchors_per_cell == config.anchors_per_cell:
            _carry_classes(fresh[name], value, groups, config, start.config)
    if config.detailed and not start.config.detailed:  # begins with what the start would say
        fresh["prototype_net.detail.weight"].zero_()
    if config.point_features and not _have_one_point_head(config, start.config):
        fresh["point_head.weights"] = silenced(fresh["point_head.weights"])
    network.load_state_dict(fresh)
    return network


def _have_one_point_head(config: YolactConfig, start: YolactConfig) -> bool:
    shapes = [
        (one.backbone, one.channels, one.prototypes, one.point_features, one.point_stride)
        for one in (config, start)
    ]
    return shapes[0] == shapes[1]


def _finer(value: Tensor, config: YolactConfig, start: YolactConfig) -> Tensor:
    """The rows of prototypes for a finer grid, where each pixel begins as a block of the same."""
    return value.repeat_interleave((start.prototype_stride // config.prototype_stride) ** 2, dim=0)


def _carry_classes(
    fresh: Tensor, known: Tensor, groups: int, config: YolactConfig, start: YolactConfig
) -> None:
    """Copy the rows of the classes that both networks know; `groups` times one row a class."""
    to, source = (value.view(groups, -1, *value.shape[1:]) for value in (fresh, known))
    # Where there is a softmax, the head's first row is the background's.
    skip_to, skip_source = to.shape[1] - len(config.classes), source.shape[1] - len(start.classes)
    for index, name in enumerate(config.classes):
        if name in start.classes:
            to[:, skip_to + index] = source[:, skip_source + start.classes.index(name)]


def as_images(examples: Sequence[Example]) -> Tensor:
    """Grey examples (B of (S, S) uint8) -> the network's input (B, 3, S, S), 0..255."""
    grey = torch.from_numpy(np.stack([example.pixels for example in examples]))
    images = grey[:, None].float().expand(-1, 3, -1, -1)
    return images.contiguous(memory_format=torch.channels_last)
