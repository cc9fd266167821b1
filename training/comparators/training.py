"""Trains a two-stage network as YOLACT is trained: same examples, optimiser, steps, early end."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import lightning as L
import torch
from torch import Tensor

from inference.types import Detections
from training.augment import Example
from training.comparators.config import TwoStageConfig
from training.comparators.finding import find_all
from training.comparators.network import TwoStage
from training.comparators.truth import two_stage_truth
from training.dataset import LabelledImage
from training.loop import (
    NetworkTraining,
    TrainingData,
    TrainingSettings,
    averaged_weights,
    claim,
    fit,
    he_initialised,
)
from training.sets import LabelledSet
from training.train import as_images


class TwoStageTraining(NetworkTraining):
    """A two-stage network with its losses."""

    network: TwoStage

    def __init__(self, network: TwoStage, settings: TrainingSettings) -> None:
        super().__init__(network, network.config.classes, settings)

    def losses(self, examples: Sequence[Example]) -> Mapping[str, Tensor]:
        truths = [two_stage_truth(item, self.classes).to(self.device) for item in examples]
        return self.network.losses(as_images(examples).to(self.device), truths)

    def find(self, images: Sequence[LabelledImage]) -> list[Detections]:
        return find_all(self.network, images)


def train_two_stage(
    config: TwoStageConfig,
    sets: Sequence[LabelledSet],
    validation: Sequence[LabelledImage],
    settings: TrainingSettings,
    out: Path,
) -> TwoStage:
    """Train on sets, each drawn with its share of the examples; see training.train.train.

    Raises DatasetError where `out` holds another training, or the loss is no number.
    """
    is_begun = claim(out, config, sets, settings)
    L.seed_everything(settings.seed, verbose=False)
    network = TwoStage(config)
    he_initialised(network.backbone.body)
    # mypy does not know this argument, which torch documents.
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    images = TrainingData(sets, validation, config.image_size, settings)
    checkpoint = fit(TwoStageTraining(network, settings), images, settings, out, is_begun=is_begun)
    trained = TwoStage(config)
    trained.load_state_dict(averaged_weights(checkpoint))
    return trained.eval()
