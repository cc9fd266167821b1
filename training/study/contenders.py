"""The networks that a study compares, behind the same three calls: train, run, measure.

fetalens study run calls them for each contender and seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from inference.analyzer import load_analyzer
from inference.engines import choose_engine
from inference.errors import needs_extra
from inference.rules import Rules
from inference.types import Frame
from inference.yolact.checkpoint import (
    ModelCard,
    load_checkpoint,
    read_card,
    save_checkpoint,
    verify,
)
from inference.yolact.config import YolactConfig, light_config, ultrasound_config
from inference.yolact.preprocess import preprocess
from training.dataset import LabelledImage
from training.sets import LabelledSet, taught_views
from training.study.comparison import Measured
from training.study.making import KnownImage, Progress, make_run
from training.study.pace import measured
from training.study.stored import StudyRun

if TYPE_CHECKING:
    from training.loop import TrainingSettings

ContenderName = Literal[
    "light",
    "resnet50",
    "resnet101",
    "mask-rcnn",
    "mask-scoring-rcnn",
    "mask-rcnn-resnet50",
    "mask-scoring-rcnn-resnet50",
]
COMPARATORS_EXTRA = "comparison"  # brings torchvision


class Contender(Protocol):
    """One kind of network, for the classes and the size of the input that it was made for."""

    @property
    def name(self) -> str:
        """Its name in the report, the same for all seeds."""
        ...

    def train(
        self,
        sets: Sequence[LabelledSet],
        validation: Sequence[LabelledImage],
        settings: "TrainingSettings",
        out: Path,
    ) -> Path:
        """Train into the folder `out`, and return the finished weights, a .safetensors with card.

        The validation images stop the training early and then say from which score on each class is
        believed. Broken off, the same call goes on and ends with the same weights; a file under its
        final name is whole. Called again when all is done, it returns at once. Raises DatasetError.
        """
        ...

    def run(
        self,
        weights: Path,
        tested: Sequence[KnownImage],
        seed: int,
        on_progress: Progress = lambda done, count: None,
    ) -> StudyRun:
        """What the weights find in the test images, down to low scores. Raises ModelError."""
        ...

    def measure(self, weights: Path, images: Sequence[LabelledImage]) -> Measured:
        """Frames a second on this machine, one image at a time, over these images in turn."""
        ...


def contender_named(name: ContenderName, classes: tuple[str, ...], image_size: int) -> Contender:
    """The contender of this name, to find these classes in images of this size (a side, in pixels).

    Raises ToldError where it needs an extra that is not installed.
    """
    match name:
        case "light":
            return YolactContender(name, light_config(classes, image_size))
        case "resnet50" | "resnet101":
            return YolactContender(name, ultrasound_config(name, classes, image_size))
        case _:
            with needs_extra(COMPARATORS_EXTRA):
                from training.comparators import two_stage_contender
            return two_stage_contender(name, classes, image_size)


@dataclass(frozen=True, slots=True)
class YolactContender:
    """YOLACT on one of our backbones, run by the engine that the program itself would choose."""

    name: str
    config: YolactConfig
    rules: Rules = Rules()

    def train(
        self,
        sets: Sequence[LabelledSet],
        validation: Sequence[LabelledImage],
        settings: "TrainingSettings",
        out: Path,
    ) -> Path:
        from inference.engines.export import export_beside, is_exported
        from training.saving import forget_checkpoints

        path = out / f"{self.name}.safetensors"
        if not path.exists():
            self._train_into(path, sets, validation, settings)
        if not is_exported(path):
            export_beside(path)
        forget_checkpoints(out)
        return path

    def run(
        self,
        weights: Path,
        tested: Sequence[KnownImage],
        seed: int,
        on_progress: Progress = lambda done, count: None,
    ) -> StudyRun:
        return make_run(weights, tested, seed, self.name, on_progress)

    def measure(self, weights: Path, images: Sequence[LabelledImage]) -> Measured:
        engine = choose_engine(weights, verify(weights), "auto")
        analyzer = load_analyzer(weights)
        frames = [_frame(image) for image in images]
        config = read_card(weights).config
        inputs = [preprocess(frame.pixels, config) for frame in frames]
        return measured(
            self.name,
            f"{engine.name} {engine.precision}",
            lambda number: engine.infer(inputs[number % len(inputs)]),
            lambda number: analyzer.analyze_alone(frames[number % len(frames)]),
        )

    def _train_into(
        self,
        path: Path,
        sets: Sequence[LabelledSet],
        validation: Sequence[LabelledImage],
        settings: "TrainingSettings",
    ) -> None:
        import torch

        from training.calibrate import calibrated_rules
        from training.train import train

        network = train(self.config, sets, validation, settings, path.parent)
        network.to("cuda" if torch.cuda.is_available() else "cpu")
        rules = calibrated_rules(network, validation, self.rules)
        card = ModelCard(
            name=self.name,
            config=network.config,
            views=taught_views(sets),
            rules=rules,
            card=_card_text(sets, settings),
        )
        save_checkpoint(path, network.cpu(), card)


def with_rules(weights: Path, path: Path, rules: Rules) -> Path:
    """The same network in a file of its own, with these rules and the scores it was given."""
    from inference.engines.export import export_beside

    if not path.exists():
        known = load_checkpoint(weights)
        believed = rules.model_copy(update={"scores": known.card.rules.scores})
        path.parent.mkdir(parents=True, exist_ok=True)
        save_checkpoint(path, known.network, known.card.model_copy(update={"rules": believed}))
        export_beside(path)
    return path


def _card_text(sets: Sequence[LabelledSet], settings: "TrainingSettings") -> str:
    images = sum(len(one.images) for one in sets)
    return (
        f"A contender of a study: {settings.steps} steps of {settings.batch_size} examples of "
        f"{images} images, seed {settings.seed}. Its figures are in the study's report. For "
        "research and teaching; not for diagnosis."
    )


def _frame(image: LabelledImage) -> Frame:
    return Frame(0, 0.0, np.repeat(image.pixels[..., None], 3, axis=2))
