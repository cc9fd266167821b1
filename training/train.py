"""Trains a YOLACT network on labelled images, real and of the phantom, for a number of steps.

A training that was killed goes on where it was with the same result as an unbroken one: every
example, and every draw of a step, depends on the seed and on the step's number alone.
"""

import json
import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import lightning as L
import numpy as np
import torch
from lightning.pytorch.callbacks import (
    EarlyStopping,
    ModelCheckpoint,
    TQDMProgressBar,
    WeightAveraging,
)
from lightning.pytorch.loggers import TensorBoardLogger
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from torch import Tensor, nn
from torch.utils.data import DataLoader

from inference.rules import Rules
from inference.yolact.boxes import make_anchors
from inference.yolact.config import YolactConfig
from inference.yolact.model import Yolact, build_yolact
from training.augment import Example
from training.dataset import DatasetError, LabelledImage
from training.detect import as_it_is, detect
from training.examples import ExampleRow, FromHere
from training.losses import Losses, yolact_losses
from training.metrics import average_precision, mean_box_50
from training.saving import WholeCheckpoints
from training.sets import LabelledSet
from training.targets import make_truth

log = logging.getLogger(__name__)

WARM_UP_STEPS = 100
GRADIENT_LIMIT = 10.0
LAST = "last.ckpt"  # what a training that was broken off goes on from
SAVES = 60  # checkpoints to go on from, evenly over the steps; each takes the place of the last
PRIOR = 0.01  # every class starts this improbable at every anchor (Lin 2017, sec. 3.3)


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How to train. The learning rate follows half a cosine over the steps.

    steps          of the optimiser
    batch_size     examples a device sees at a time
    accumulate     so many batches make one step
    average_decay  of the moving average of the weights, which is what is kept
    looks          how often it looks at the validation images, evenly over the steps
    patience       looks without a better mean AP before it stops early
    nodes          machines that train together, each with all its devices
    """

    steps: int
    batch_size: int = 8
    accumulate: int = 1
    learning_rate: float = 1e-3
    weight_decay: float = 0.02
    average_decay: float = 0.998
    looks: int = 15
    patience: int = 8
    seed: int = 0
    nodes: int = 1


class TrainingData(L.LightningDataModule):
    """The examples of a training, and the images it looks at. Apart from the network, of which the
    moving average keeps a copy."""

    def __init__(
        self,
        sets: Sequence[LabelledSet],
        validation: Sequence[LabelledImage],
        image_size: int,
        settings: TrainingSettings,
    ) -> None:
        super().__init__()
        self._sets = sets
        self._validation = validation
        self._image_size = image_size
        self._settings = settings

    def train_dataloader(self) -> DataLoader[Example]:
        """The examples from this step on, shared out among the devices of all nodes."""
        if self.trainer is None:
            raise RuntimeError("A Trainer asks for these examples, and none is there.")
        settings, ranks = self._settings, self.trainer.world_size
        in_a_step = settings.accumulate * settings.batch_size * ranks
        length = settings.steps * in_a_step
        row = ExampleRow(self._sets, self._image_size, settings.seed, length)
        first = self.trainer.global_step * in_a_step
        places = FromHere(length, first, settings.batch_size, self.trainer.global_rank, ranks)
        return DataLoader(row, settings.batch_size, sampler=places, collate_fn=list)

    def val_dataloader(self) -> DataLoader[LabelledImage]:
        """All in one batch: AP is a figure of the whole set."""
        images: Any = self._validation  # a sequence has all that a loader asks of a data set
        return DataLoader(images, len(self._validation), collate_fn=list)


class YolactTraining(L.LightningModule):
    """The network with its losses, its optimiser and its validation."""

    def __init__(self, network: Yolact, settings: TrainingSettings) -> None:
        super().__init__()
        self.network = network
        self.settings = settings
        self._anchors = make_anchors(network.config)

    @property
    def progress(self) -> float:
        """How many of the steps are done, 0..1."""
        return min(self.global_step / self.settings.steps, 1.0)

    def training_step(self, examples: Sequence[Example], batch: int) -> Tensor:
        torch.manual_seed(self.settings.seed + (batch << 16))  # of the masks that are drawn
        network = self.network
        anchors = self._anchors
        truths = [make_truth(item, anchors, network.config.classes) for item in examples]
        output, semantic = network.forward_training(as_images(examples).to(self.device))
        losses = yolact_losses(network.config, output, semantic, anchors.to(self.device), truths)
        if not torch.isfinite(losses.total):
            raise DatasetError(
                f"The training came to no finite loss at step {self.global_step}. Look for broken "
                "images among the newest, or train at a lower learning rate."
            )
        self._log_losses(losses)
        return losses.total

    def transfer_batch_to_device(
        self, batch: Sequence[Example], device: torch.device, dataloader_idx: int
    ) -> Sequence[Example]:
        """Examples stay where they are; only their pixels travel, in the training step."""
        return batch

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

    def validation_step(self, images: Sequence[LabelledImage], _: int) -> None:
        was_training = self.network.training
        network = self.network.eval()
        found = detect(as_it_is(network), network.config, Rules(), images)
        self.network.train(was_training)
        precisions = average_precision(images, found, self.network.config.classes)
        for name, precision in precisions.items():
            self.log(f"box_50/{name}", precision.box_50, batch_size=1)
            if precision.mask_50 is not None:
                self.log(f"mask_50/{name}", precision.mask_50, batch_size=1)
        self.log("box_50", mean_box_50(precisions), batch_size=1, prog_bar=True)
        log.info(
            "After step %d: %s",
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
    images choose none then. Where they stopped it early, the best. Checkpoints and the log for
    TensorBoard go to `out`; where `out` holds this training, broken off, it goes on. `start` gives
    weights to begin with.

    Raises DatasetError where `out` holds another training, or the loss is no number.
    """
    is_begun = _claim(out, config, sets, settings)
    L.seed_everything(settings.seed, verbose=False)
    network = start if start is not None else initialised(config)
    # mypy does not know this argument, which torch documents.
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    best = ModelCheckpoint(out, "best", monitor="box_50", mode="max", enable_version_counter=False)
    early = EarlyStopping(
        "box_50",
        mode="max",
        patience=settings.patience,
        check_on_train_epoch_end=False,  # it would not find what a look alone finds
    )
    trainer = _trainer(settings, out, [best, early])
    images = TrainingData(sets, validation, config.image_size, settings)
    begun = out / LAST if is_begun else None
    trainer.fit(YolactTraining(network, settings), images, ckpt_path=begun, weights_only=False)
    is_stopped_early = early.stopped_epoch > 0 or early.wait_count >= early.patience
    end = out / "end.ckpt"
    trainer.save_checkpoint(end)
    return load_training_checkpoint(config, Path(best.best_model_path) if is_stopped_early else end)


def _trainer(settings: TrainingSettings, out: Path, looking: list[L.Callback]) -> L.Trainer:
    batches = settings.steps * settings.accumulate
    return L.Trainer(
        accelerator="auto",
        devices="auto",
        num_nodes=settings.nodes,
        use_distributed_sampler=False,  # FromHere shares the row out
        precision="bf16-mixed",
        plugins=[WholeCheckpoints()],
        max_epochs=1,
        accumulate_grad_batches=settings.accumulate,
        gradient_clip_val=GRADIENT_LIMIT,
        val_check_interval=max(batches // settings.looks, 1),
        check_val_every_n_epoch=None,
        num_sanity_val_steps=0,
        default_root_dir=out,
        logger=TensorBoardLogger(out, name="log", version=""),
        log_every_n_steps=20,
        enable_model_summary=False,
        callbacks=[
            WeightAveraging(use_buffers=True, avg_fn=moving_average(settings.average_decay)),
            ModelCheckpoint(
                out,
                LAST.removesuffix(".ckpt"),
                every_n_train_steps=max(settings.steps // SAVES, 1),
                save_on_train_epoch_end=False,
                enable_version_counter=False,
            ),
            TQDMProgressBar(refresh_rate=20),
            *looking,
        ],
    )


def _claim(
    out: Path, config: YolactConfig, sets: Sequence[LabelledSet], settings: TrainingSettings
) -> bool:
    """Make `out` the folder of this training; whether it has begun there already."""
    out.mkdir(parents=True, exist_ok=True)
    shares = [[str(one.path), one.share, len(one.images)] for one in sets]
    wanted: dict[str, Any] = {
        "settings": asdict(settings),
        "config": config.model_dump(mode="json"),
        "sets": shares,
    }
    note = out / "training.json"
    if not (out / LAST).exists():
        note.write_text(json.dumps(wanted, indent=2), "utf-8")
        return False
    if not note.exists() or json.loads(note.read_text("utf-8")) != wanted:
        raise DatasetError(
            f"{out} holds another training, or this one with other settings. Choose another "
            "folder, or delete this one."
        )
    return True


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
            if name.startswith("prototype_net.prototypes."):
                value = _finer(value, config, start.config)
            if fresh[name].shape == value.shape:
                fresh[name] = value
        elif start.config.anchors_per_cell == config.anchors_per_cell:
            _carry_classes(fresh[name], value, groups, config, start.config)
    if config.detailed and not start.config.detailed:  # begins with what the start would say
        fresh["prototype_net.detail.weight"].zero_()
    network.load_state_dict(fresh)
    return network


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
