"""Trains a YOLACT network on labelled images, real and of the phantom, within a given time."""

import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

import lightning as L
import numpy as np
import torch
from lightning.pytorch.callbacks import (
    EarlyStopping,
    ModelCheckpoint,
    TQDMProgressBar,
    WeightAveraging,
)
from lightning.pytorch.loggers import CSVLogger
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, WeightedRandomSampler

from inference.rules import Rules
from inference.yolact.boxes import make_anchors
from inference.yolact.config import YolactConfig
from inference.yolact.model import Yolact, build_yolact
from training.augment import Example, augment
from training.dataset import LabelledImage
from training.detect import as_it_is, detect
from training.losses import Losses, make_truth, yolact_losses
from training.metrics import average_precision, mean_box_50
from training.sets import LabelledSet

log = logging.getLogger(__name__)

WARM_UP_STEPS = 100
GRADIENT_LIMIT = 10.0
PRIOR = 0.01  # every class starts this improbable at every anchor (Lin 2017, sec. 3.3)


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How to train. The learning rate follows half a cosine over the given time.

    minutes             wall time for training, start to end
    looks               how often it looks at the validation images, evenly over the time
    patience            looks without a better mean AP before it stops early
    """

    minutes: float
    batch_size: int = 8
    learning_rate: float = 1e-3
    weight_decay: float = 0.02
    average_decay: float = 0.998
    looks: int = 15
    patience: int = 8
    seed: int = 0


class ExampleSet(Dataset[Example]):
    """Random variations of labelled images."""

    def __init__(self, images: Sequence[LabelledImage], size: int, seed: int) -> None:
        self.images = images
        self.size = size
        self._random = np.random.default_rng(seed)

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> Example:
        return augment(self.images[index], self.size, self._random)


class _Once(Dataset[int]):
    """One batch, for a validation that looks at all images at once."""

    def __len__(self) -> int:
        return 1

    def __getitem__(self, index: int) -> int:
        return index


class YolactTraining(L.LightningModule):
    """The network with its losses, its optimiser and its validation."""

    def __init__(
        self,
        network: Yolact,
        settings: TrainingSettings,
        examples: ExampleSet,
        validation: Sequence[LabelledImage],
    ) -> None:
        super().__init__()
        self.network = network
        self.settings = settings
        self.examples = examples
        self.validation = validation
        self._anchors = make_anchors(network.config)
        self._started = time.monotonic()

    @property
    def progress(self) -> float:
        """How much of the time has gone, 0..1."""
        elapsed_s = time.monotonic() - self._started
        return min(elapsed_s / (60 * self.settings.minutes), 1.0)

    def training_step(self, examples: Sequence[Example], _: int) -> Tensor:
        network = self.network
        anchors = self._anchors
        truths = [make_truth(item, anchors, network.config.classes) for item in examples]
        output, semantic = network.forward_training(as_images(examples).to(self.device))
        losses = yolact_losses(network.config, output, semantic, anchors.to(self.device), truths)
        self._log_losses(losses)
        return losses.total

    def transfer_batch_to_device(
        self, batch: Sequence[Example], device: torch.device, dataloader_idx: int
    ) -> Sequence[Example]:
        """Examples stay where they are; only their pixels travel, in the training step."""
        return batch

    def on_train_start(self) -> None:
        self._started = time.monotonic()

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        optimiser = torch.optim.AdamW(
            self.network.parameters(),
            lr=self.settings.learning_rate,
            weight_decay=self.settings.weight_decay,
        )
        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, self._rate)
        return {
            "optimizer": optimiser,
            "lr_scheduler": {"scheduler": schedule, "interval": "step"},
        }

    def validation_step(self, batch: Tensor, _: int) -> None:
        """One batch stands for all validation images: AP is a figure of the whole set."""
        was_training = self.network.training
        network = self.network.eval()
        found = detect(as_it_is(network), network.config, Rules(), self.validation)
        self.network.train(was_training)
        precisions = average_precision(self.validation, found, self.network.config.classes)
        for name, precision in precisions.items():
            self.log(f"box_50/{name}", precision.box_50, batch_size=1)
            if precision.mask_50 is not None:
                self.log(f"mask_50/{name}", precision.mask_50, batch_size=1)
        self.log("box_50", mean_box_50(precisions), batch_size=1, prog_bar=True)
        log.info(
            "After %.1f min, step %d: %s",
            self.progress * self.settings.minutes,
            self.global_step,
            ", ".join(f"{name} {entry.box_50:.3f}" for name, entry in precisions.items()),
        )

    def _rate(self, step: int) -> float:
        cosine = 0.5 * (1 + math.cos(math.pi * self.progress))
        return min(1.0, (step + 1) / WARM_UP_STEPS) * max(cosine, 0.005)

    def _log_losses(self, losses: Losses) -> None:
        for name, value in losses._asdict().items():
            self.log(f"loss/{name}", value, batch_size=1)
        self.log("loss", losses.total, batch_size=1, prog_bar=True)


def train(
    config: YolactConfig,
    sets: Sequence[LabelledSet],
    validation: Sequence[LabelledImage],
    settings: TrainingSettings,
    out: Path,
    start: Yolact | None = None,
) -> Yolact:
    """Train on sets, each drawn with its share of the examples.

    Returns the weights of the end, where the learning rate has come to nothing: the validation
    images choose none then. Where they stopped it early, the best. Both checkpoints and the log of
    losses go to `out`. `start` gives weights to begin with.
    """
    L.seed_everything(settings.seed, verbose=False)
    network = start if start is not None else initialised(config)
    # mypy does not know this argument, which torch documents.
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    images = [image for one in sets for image in one.images]
    weights = [one.share / len(one.images) for one in sets for _ in one.images]
    sampler = WeightedRandomSampler(weights, len(images), replacement=True)
    examples = ExampleSet(images, config.image_size, settings.seed)
    loader = DataLoader(
        examples,
        batch_size=settings.batch_size,
        sampler=sampler,
        collate_fn=list,
        drop_last=True,
    )
    best = ModelCheckpoint(out, "best", monitor="box_50", mode="max")
    early = EarlyStopping(
        "box_50",
        mode="max",
        patience=settings.patience,
        check_on_train_epoch_end=False,  # its default cannot read a time as the interval
    )
    trainer = L.Trainer(
        accelerator="auto",
        devices=1,
        precision="bf16-mixed",
        max_epochs=-1,
        max_time=timedelta(minutes=settings.minutes),
        gradient_clip_val=GRADIENT_LIMIT,
        val_check_interval=timedelta(minutes=settings.minutes / settings.looks),
        check_val_every_n_epoch=None,
        num_sanity_val_steps=0,
        default_root_dir=out,
        logger=CSVLogger(out, name="log", version=""),
        log_every_n_steps=20,
        enable_model_summary=False,
        callbacks=[
            WeightAveraging(use_buffers=True, avg_fn=moving_average(settings.average_decay)),
            best,
            early,
            TQDMProgressBar(refresh_rate=20),
        ],
    )
    module = YolactTraining(network, settings, examples, validation)
    trainer.fit(module, loader, DataLoader(_Once()))
    last = out / "last.ckpt"
    trainer.save_checkpoint(last)
    is_stopped_early = early.wait_count >= early.patience
    return load_training_checkpoint(
        config, Path(best.best_model_path) if is_stopped_early else last
    )


def moving_average(decay: float) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """An exponential moving average that starts short, and so is of use from the start."""

    def average(averaged: Tensor, current: Tensor, count: Tensor) -> Tensor:
        kept = min(decay, (1 + int(count)) / (10 + int(count)))
        return averaged * kept + current * (1 - kept)

    return average


def load_training_checkpoint(config: YolactConfig, path: Path) -> Yolact:
    """The averaged weights of a checkpoint that `train` wrote."""
    state = torch.load(path, map_location="cpu", weights_only=True)["state_dict"]
    network = build_yolact(config)
    network.load_state_dict({name.removeprefix("network."): value for name, value in state.items()})
    return network.eval()


def initialised(config: YolactConfig) -> Yolact:
    """A network ready for training: He initialisation, and classes that start improbable."""
    network = build_yolact(config)
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            # Of a filter that sees one channel, torch takes the fan out for that of all channels.
            mode: Literal["fan_in", "fan_out"] = "fan_out" if module.groups == 1 else "fan_in"
            nn.init.kaiming_normal_(module.weight, mode=mode, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    for layer in (network.head.classes, network.head.boxes):
        nn.init.normal_(layer.weight, std=0.01)
    nn.init.normal_(network.semantic.weight, std=0.01)
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
            if fresh[name].shape == value.shape:
                fresh[name] = value
        elif start.config.anchors_per_cell == config.anchors_per_cell:
            _carry_classes(fresh[name], value, groups, config, start.config)
    network.load_state_dict(fresh)
    return network


def _carry_classes(
    fresh: Tensor, known: Tensor, groups: int, config: YolactConfig, start: YolactConfig
) -> None:
    """Copy the rows of the classes that both networks know; `groups` times one row a class."""
    to, source = (value.unflatten(0, (groups, -1)) for value in (fresh, known))
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
