"""The loop that every network of ours trains in: its examples, its optimiser, its early end.

A training that was killed goes on where it was with the same result as an unbroken one: every
example, and every draw of a step, depends on the seed and on the step's number alone.
"""

import json
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

import lightning as L
import torch
from lightning.pytorch.callbacks import (
    EarlyStopping,
    ModelCheckpoint,
    TQDMProgressBar,
    WeightAveraging,
)
from lightning.pytorch.loggers import TensorBoardLogger
from lightning.pytorch.utilities.types import OptimizerLRSchedulerConfig
from pydantic import BaseModel, ValidationError
from torch import Tensor, nn
from torch.utils.data import DataLoader

from inference.types import Detections
from training.assignment import AssignmentName
from training.augment import Example
from training.dataset import DatasetError, LabelledImage
from training.examples import ExampleRow, FromHere
from training.metrics import average_precision, mean_box_50
from training.optimisers import OptimiserName, optimiser_named, rate_of
from training.saving import WholeCheckpoints
from training.sets import LabelledSet

log = logging.getLogger(__name__)

GRADIENT_LIMIT = 10.0
LAST = "last.ckpt"  # what a training that was broken off goes on from
SAVES = 60  # checkpoints to go on from, evenly over the steps; each takes the place of the last
BETWEEN_SAVES = 7  # steps at least, where a training is not shorter than four times that
LOOKS = 15
BETWEEN_LOOKS = 30  # steps at least: a look takes as long as some tens of them


def usual_looks(steps: int) -> int:
    """How often a training of so many steps looks at its validation images."""
    return min(LOOKS, max(steps // BETWEEN_LOOKS, 1))


def quieten_lightning() -> None:
    """Keep what Lightning says of itself off the console, and its advice on a loop that is as we
    want it."""
    for library in ("lightning.pytorch", "lightning.fabric"):
        logging.getLogger(library).setLevel(logging.WARNING)
    warnings.filterwarnings("ignore", module="lightning")


def _steps_to_a_save(steps: int) -> int:
    return max(steps // SAVES, min(BETWEEN_SAVES, steps // 4), 1)


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How to train.

    steps          of the optimiser
    batch_size     examples a device sees at a time
    accumulate     so many batches make one step
    learning_rate  the highest; how it goes from there belongs to the optimiser (optimisers.py)
    average_decay  of the moving average of the weights, which is what is kept; 0: the last are
    looks          how often it looks at the validation images, evenly over the steps
    patience       looks without a better mean AP before it stops early
    nodes          machines that train together, each with all its devices
    assignment     which of YOLACT's anchors should find what (assignment.py)
    box_weight     of YOLACT's loss on boxes (losses.py)
    dice_share, boundary_share  of these losses in the masks of YOLACT (mask_losses.py)
    """

    steps: int
    batch_size: int = 8
    accumulate: int = 1
    learning_rate: float = 1e-3
    weight_decay: float = 0.02
    average_decay: float = 0.998
    looks: int = LOOKS
    patience: int = 8
    seed: int = 0
    nodes: int = 1
    boundary_share: float = 0.0
    assignment: AssignmentName = "sinking"
    optimiser: OptimiserName = "adamw"
    box_weight: float = 0.75
    dice_share: float = 0.5


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


class NetworkTraining(L.LightningModule):
    """A network with its optimiser and its validation. A kind of network adds two things: its
    losses, and how it finds structures."""

    def __init__(
        self, network: nn.Module, classes: tuple[str, ...], settings: TrainingSettings
    ) -> None:
        super().__init__()
        self.network = network
        self.classes = classes
        self.settings = settings

    def losses(self, examples: Sequence[Example]) -> Mapping[str, Tensor]:
        """Scalars by name, each with its weight in it; their sum is trained."""
        raise NotImplementedError

    def find(self, images: Sequence[LabelledImage]) -> list[Detections]:
        """What the network, in evaluation mode, finds; labels index its classes."""
        raise NotImplementedError

    def training_step(self, examples: Sequence[Example], batch: int) -> Tensor:
        torch.manual_seed(self.settings.seed + (batch << 16))  # of what is drawn in a step
        losses = self.losses(examples)
        total = torch.stack(list(losses.values())).sum()
        if not torch.isfinite(total):
            raise DatasetError(
                f"The training came to no finite loss at step {self.global_step}. Look for broken "
                "images among the newest, or train at a lower learning rate."
            )
        for name, value in losses.items():
            self.log(f"loss/{name}", value, batch_size=1)
        self.log("loss", total, batch_size=1, prog_bar=True)
        return total

    def transfer_batch_to_device(
        self, batch: Sequence[Example], device: torch.device, dataloader_idx: int
    ) -> Sequence[Example]:
        """Examples stay where they are; only their pixels travel, in the training step."""
        return batch

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        settings = self.settings
        optimiser = optimiser_named(
            settings.optimiser,
            self.network.parameters(),
            settings.learning_rate,
            settings.weight_decay,
        )
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, rate_of(settings.optimiser, settings.steps)
        )
        return {
            "optimizer": optimiser,
            "lr_scheduler": {"scheduler": schedule, "interval": "step"},
        }

    def validation_step(self, images: Sequence[LabelledImage], _: int) -> None:
        was_training = self.network.training
        self.network.eval()
        found = self.find(images)
        self.network.train(was_training)
        precisions = average_precision(images, found, self.classes)
        for name, precision in precisions.items():
            self.log(f"box_50/{name}", precision.box_50, batch_size=1)
            if precision.mask_50 is not None:
                self.log(f"mask_50/{name}", precision.mask_50, batch_size=1)
        self.log("box_50", mean_box_50(precisions) or 0.0, batch_size=1, prog_bar=True)
        log.info(
            "After step %d: %s",
            self.global_step,
            ", ".join(f"{name} {entry.box_50:.3f}" for name, entry in precisions.items()),
        )


def fit(
    training: NetworkTraining,
    images: TrainingData,
    settings: TrainingSettings,
    out: Path,
    *,
    is_begun: bool,
) -> Path:
    """Run a training in the folder that `claim` has made its own, to the checkpoint that counts.

    That is the end, where the learning rate has come to nothing: the validation images choose none
    then. Where they stopped it early, the best.
    """
    best = ModelCheckpoint(out, "best", monitor="box_50", mode="max", enable_version_counter=False)
    early = EarlyStopping(
        "box_50",
        mode="max",
        patience=settings.patience,
        check_on_train_epoch_end=False,  # it would not find what a look alone finds
    )
    trainer = _trainer(settings, out, [best, early])
    trainer.fit(training, images, ckpt_path=out / LAST if is_begun else None, weights_only=False)
    is_stopped_early = early.stopped_epoch > 0 or early.wait_count >= early.patience
    end = out / "end.ckpt"
    trainer.save_checkpoint(end)
    return Path(best.best_model_path) if is_stopped_early else end


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
                every_n_train_steps=_steps_to_a_save(settings.steps),
                save_on_train_epoch_end=False,
                enable_version_counter=False,
            ),
            TQDMProgressBar(refresh_rate=20),
            *looking,
        ],
    )


def claim(
    out: Path, config: BaseModel, sets: Sequence[LabelledSet], settings: TrainingSettings
) -> bool:
    """Make `out` the folder of this training; whether it has begun there already."""
    out.mkdir(parents=True, exist_ok=True)
    shares = [[str(one.path), one.share, len(one.images)] for one in sets]
    note = out / "training.json"
    if not (out / LAST).exists():
        wanted: dict[str, Any] = {
            "settings": asdict(settings),
            "config": config.model_dump(mode="json"),
            "sets": shares,
        }
        note.write_text(json.dumps(wanted, indent=2), "utf-8")
        return False
    if not note.exists() or _noted(note, type(config)) != (settings, config, shares):
        raise DatasetError(
            f"{out} holds another training, or this one with other settings. Choose another "
            "folder, or delete this one."
        )
    return True


def _noted(note: Path, kind: type[BaseModel]) -> tuple[TrainingSettings, BaseModel, Any] | None:
    """What a folder is for. A note of an older version lacks what that did not know: the defaults
    are what it did. None for a note of another kind of network."""
    known = json.loads(note.read_text("utf-8"))
    try:
        config = kind.model_validate(known["config"])
        return TrainingSettings(**known["settings"]), config, known["sets"]
    except (TypeError, ValidationError):
        return None


def moving_average(decay: float) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    """An exponential moving average that starts short, and so is of use from the start."""

    def average(averaged: Tensor, current: Tensor, count: Tensor) -> Tensor:
        kept = min(decay, (1 + int(count)) / (10 + int(count)))
        return averaged * kept + current * (1 - kept)

    return average


def averaged_weights(checkpoint: Path) -> dict[str, Tensor]:
    """The averaged weights of the network in a checkpoint of `fit`, by their names."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)["state_dict"]
    return {name.removeprefix("network."): value for name, value in state.items()}


def he_initialised(network: nn.Module) -> None:
    """He's initialisation for all convolutions of a network that starts from nothing."""
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d):
            # Of a filter that sees one channel, torch takes the fan out for that of all channels.
            mode: Literal["fan_in", "fan_out"] = "fan_out" if module.groups == 1 else "fan_in"
            with drawn_for(name):
                nn.init.kaiming_normal_(module.weight, mode=mode, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)


@contextmanager
def drawn_for(layer: str) -> Iterator[None]:
    """In here draws depend on the seed and on the layer's name alone.

    So two networks that share a layer begin with the same one, whatever else they have: an ablation
    compares options, and no luck of the draw.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(torch.initial_seed() ^ crc32(layer.encode()))
        yield
