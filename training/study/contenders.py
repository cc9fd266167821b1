"""The networks that a study compares, behind the same three calls: train, run, measure.

fetalens study run calls them for each contender and seed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from inference.errors import needs_extra
from training.dataset import LabelledImage
from training.networks import config_named, is_reference
from training.sets import LabelledSet
from training.study.comparison import Measured
from training.study.making import KnownImage, Progress
from training.study.stored import StudyRun
from training.study.yolact_contender import YolactContender

if TYPE_CHECKING:
    from training.loop import TrainingSettings

ContenderName = Literal[
    "light",
    "resnet50",
    "resnet101",
    "resnet50-reference",
    "resnet101-reference",
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


def contender_named(
    name: ContenderName, classes: tuple[str, ...], image_size: int, start: Path | None = None
) -> Contender:
    """The contender of this name, to find these classes in images of this size (a side, in pixels).

    start  weights to begin with, of YOLACT alone; None: from nothing
    Raises ToldError where it needs an extra that is not installed.
    """
    match name:
        case "light" | "resnet50" | "resnet101" | "resnet50-reference" | "resnet101-reference":
            config = config_named(name, classes, image_size)
            return YolactContender(name, config, start=start, is_reference=is_reference(name))
        case _:
            with needs_extra(COMPARATORS_EXTRA):
                from training.comparators import two_stage_contender
            return two_stage_contender(name, classes, image_size)
