"""Several models asked together, as one model of the study."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.engines import choose_engine
from inference.types import Detections
from inference.yolact.checkpoint import Checkpoint, load_checkpoint
from inference.yolact.decode import RawOutput
from inference.yolact.preprocess import preprocess
from training.dataset import DatasetError, LabelledImage
from training.detect import detect
from training.study.calling import view_called_from
from training.study.comparison import Measured
from training.study.cost import cost_of
from training.study.fusion import fuse
from training.study.making import KnownImage, Progress, found_instances, study_image
from training.study.pace import measured
from training.study.stored import Cost, StudyRun


def make_ensemble_run(
    models: Sequence[Path],
    tested: Sequence[KnownImage],
    seed: int,
    name: str | None = None,
    on_progress: Progress = lambda done, count: None,
) -> StudyRun:
    """What several .safetensors models find together: their findings, fused (fusion.py).

    The view is called by the rules of the first. `name` is theirs joined by a plus, if not given.
    Raises DatasetError where they find different classes, and ModelError.
    """
    checkpoints = _loaded(models)
    classes = checkpoints[0].card.config.classes
    ensemble = _Ensemble(models, checkpoints)
    images = []
    for image, facts in tested:
        found, called = ensemble.ask(image)
        images.append(study_image(image, facts, found_instances(found, classes), called))
        on_progress(len(images), len(tested))
    return StudyRun(
        model=name or " + ".join(checkpoint.card.name for checkpoint in checkpoints),
        model_hash=sha256(" ".join(each.hash for each in checkpoints).encode()).hexdigest(),
        seed=seed,
        cost=_cost(checkpoints),
        images=tuple(images),
    )


def pace_of_ensemble(
    models: Sequence[Path], images: Sequence[LabelledImage], name: str
) -> Measured:
    """Frames a second of several models asked one after the other, over these images in turn."""
    checkpoints = _loaded(models)
    ensemble = _Ensemble(models, checkpoints)
    inputs = [
        [preprocess(image.frame.pixels, each.card.config) for each in checkpoints]
        for image in images
    ]
    return measured(
        name,
        ensemble.engines,
        lambda number: ensemble.infer(inputs[number % len(inputs)]),
        lambda number: ensemble.ask(images[number % len(images)]),
    )


class _Ensemble:
    """Models that find the same classes, each run by the engine that the program would choose."""

    def __init__(self, models: Sequence[Path], checkpoints: Sequence[Checkpoint]) -> None:
        self._engines = [
            choose_engine(model, checkpoint.hash, "auto")
            for model, checkpoint in zip(models, checkpoints, strict=True)
        ]
        self._cards = [checkpoint.card for checkpoint in checkpoints]

    @property
    def engines(self) -> str:
        """What computes, in words."""
        return " + ".join(dict.fromkeys(f"{each.name} {each.precision}" for each in self._engines))

    def infer(self, inputs: Sequence[NDArray[np.uint8]]) -> list[RawOutput]:
        """What each network says of its own input."""
        return [engine.infer(own) for engine, own in zip(self._engines, inputs, strict=True)]

    def ask(self, image: LabelledImage) -> tuple[Detections, str]:
        """What they find together, and the view that the rules of the first call."""
        found = fuse(
            [
                detect(engine.infer, card.config, card.rules, [image])[0]
                for engine, card in zip(self._engines, self._cards, strict=True)
            ]
        )
        first = self._cards[0]
        return found, view_called_from(found, first.config.classes, first.rules, first.views)


def _loaded(models: Sequence[Path]) -> list[Checkpoint]:
    checkpoints = [load_checkpoint(model) for model in models]
    for model, checkpoint in zip(models, checkpoints, strict=True):
        if checkpoint.card.config.classes != checkpoints[0].card.config.classes:
            raise DatasetError(
                f"{models[0].name} and {model.name} find different classes, or in another order: "
                "give models that were trained with the same --classes."
            )
    return checkpoints


def _cost(checkpoints: Sequence[Checkpoint]) -> Cost:
    """Of all of them, one after the other."""
    sizes = [checkpoint.card.config.image_size for checkpoint in checkpoints]
    costs = [
        cost_of(checkpoint.network, size, size)
        for checkpoint, size in zip(checkpoints, sizes, strict=True)
    ]
    return Cost(
        parameters=sum(cost.parameters for cost in costs),
        gflops=sum(cost.gflops for cost in costs),
    )
