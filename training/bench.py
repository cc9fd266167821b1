"""What `fetalens bench train` measures: how fast a network trains, and in how much memory."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import lightning as L
import torch
from rich.console import Console
from rich.table import Table

from inference.anatomy import load_anatomy
from inference.machine import Machine, peak_memory_gib, this_machine
from inference.yolact.config import YolactConfig, light_config, reference_config
from phantom import generate_dataset
from training.augment import Example
from training.loop import GRADIENT_LIMIT, TrainingData, TrainingSettings, quieten_lightning
from training.sets import load_sets
from training.train import YolactTraining, initialised

BATCH = 8
GOAL_GIB = 8.0
PICTURES = 44  # of the digital fetus, of two patients
WARM_UP = 2  # steps that set up what later ones use
STEPS, QUICK_STEPS = 40, 8
BASELINE_STEPS, QUICK_BASELINE_STEPS = 4, 2
_SEED = 1


@dataclass(frozen=True, slots=True)
class TrainingSpeed:
    """How one network trained.

    images_per_s  through augmentation, forward, backward and the optimiser's step, by the median
    peak_gib      the most memory it took, of the GPU where there is one; None: not told here
    """

    network: str
    image_size: int
    batch: int
    steps: int
    images_per_s: float
    peak_gib: float | None


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """The default network beside eager ResNet-50, each in a process of its own."""

    machine: Machine
    network: TrainingSpeed
    baseline: TrainingSpeed
    times_baseline: float

    def to_json(self) -> dict[str, Any]:
        """Plain values under the names of the fields."""
        return asdict(self)


class _Clock(L.Callback):
    """When each step ended."""

    def __init__(self) -> None:
        self.moments: list[float] = []

    def on_train_batch_end(
        self,
        trainer: L.Trainer,
        pl_module: L.LightningModule,
        outputs: object,
        batch: list[Example],
        batch_idx: int,
    ) -> None:
        self.moments.append(perf_counter())


def run_training_bench(quick: bool = False) -> TrainingReport:
    """Measure both networks one after the other. Raises PhantomError."""
    machine = this_machine()
    classes = tuple(structure.id for structure in load_anatomy().structures)
    with TemporaryDirectory() as folder:
        pictures = generate_dataset(Path(folder), PICTURES, _SEED)
        steps = QUICK_STEPS if quick else STEPS
        network = _in_its_process("light", light_config(classes), pictures, steps)
        steps = QUICK_BASELINE_STEPS if quick else BASELINE_STEPS
        reference = reference_config("resnet50", classes)
        baseline = _in_its_process("ResNet-50, eager", reference, pictures, steps)
    times = round(network.images_per_s / baseline.images_per_s, 2)
    return TrainingReport(machine, network, baseline, times)


def measure_training(
    name: str, config: YolactConfig, annotations: Path, steps: int
) -> TrainingSpeed:
    """Train for some steps as `fetalens train` does, without looking at validation images."""
    quieten_lightning()
    settings = TrainingSettings(steps + WARM_UP, BATCH)
    sets = load_sets([str(annotations)], config.classes)
    clock = _Clock()
    trainer = L.Trainer(
        devices=1,
        precision="bf16-mixed",
        max_epochs=1,
        gradient_clip_val=GRADIENT_LIMIT,
        limit_val_batches=0,
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        use_distributed_sampler=False,
        callbacks=[clock],
    )
    network = initialised(config)
    # mypy does not know this argument, which torch documents.
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    trainer.fit(
        YolactTraining(network, settings), TrainingData(sets, [], config.image_size, settings)
    )
    moments = clock.moments[WARM_UP - 1 :]
    step_s = median(after - before for before, after in zip(moments, moments[1:], strict=False))
    peak = peak_memory_gib()
    return TrainingSpeed(
        name,
        config.image_size,
        BATCH,
        steps,
        round(BATCH / step_s, 2),
        None if peak is None else round(peak, 2),
    )


def print_training_report(report: TrainingReport, console: Console) -> None:
    """The same as a table, and whether the memory is within its goal."""
    machine = report.machine
    console.print(f"{machine.cpu}, {machine.cores} cores, GPU: {machine.gpu or 'none'}")
    console.print(f"load at the start: {machine.load}")
    table = Table(title=f"Training in batches of {BATCH}; × is against eager ResNet-50")
    table.add_column("network")
    for heading in ("steps", "images/s", "×", "peak GiB"):
        table.add_column(heading, justify="right")
    rows = ((report.network, report.times_baseline), (report.baseline, 1.0))
    for speed, times in rows:
        peak = "n/a" if speed.peak_gib is None else f"{speed.peak_gib:.2f}"
        cells = (str(speed.steps), f"{speed.images_per_s:.2f}", f"{times:.3g}", peak)
        table.add_row(f"{speed.network}, {speed.image_size} px", *cells)
    console.print(table)
    console.print(_memory_sentence(report.network))


def _memory_sentence(speed: TrainingSpeed) -> str:
    if speed.peak_gib is None:
        return "Memory: this system does not tell."
    place = "within" if speed.peak_gib <= GOAL_GIB else "above"
    return (
        f"Memory of {speed.network} at batch {speed.batch}: {speed.peak_gib:.2f} GiB at most, "
        f"{place} {GOAL_GIB:g} GiB."
    )


def _in_its_process(
    name: str, config: YolactConfig, annotations: Path, steps: int
) -> TrainingSpeed:
    """In a fresh process: its memory is that of this training alone."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure_training, name, config, annotations, steps).result()
