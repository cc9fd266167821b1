"""Runs that may stand in one report: of the same test images, each model and seed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.dataset import DatasetError
from training.study.files import read_run
from training.study.stored import StudyImage, StudyRun


@dataclass(frozen=True, slots=True)
class Model:
    """All runs of one model by seed, with the same images in the same order."""

    name: str
    runs: tuple[StudyRun, ...]

    @property
    def images(self) -> tuple[StudyImage, ...]:
        """The test images, with what the first run found in them."""
        return self.runs[0].images


def read_models(paths: Sequence[Path]) -> list[Model]:
    """Read runs and put those of one model together, in the order given. Raises DatasetError."""
    runs = [_ordered(read_run(path)) for path in paths]
    if not runs or not runs[0].images:
        raise DatasetError("There is no image to report on. Give runs of fetalens study evaluate.")
    first = [image.truth() for image in runs[0].images]
    seen: dict[tuple[str, int], str] = {}
    for run, path in zip(runs, paths, strict=True):
        if [image.truth() for image in run.images] != first:
            raise DatasetError(
                f"{paths[0].name} and {path.name} were made on different test images. Make both "
                "with the same --data."
            )
        if (run.model, run.seed) in seen:
            raise DatasetError(
                f"{seen[run.model, run.seed]} and {path.name} are both {run.model} with seed "
                f"{run.seed}. Give each run once, and each its own seed."
            )
        seen[run.model, run.seed] = path.name
    runs_by_seed = sorted(runs, key=lambda run: run.seed)
    return [
        Model(name, tuple(run for run in runs_by_seed if run.model == name))
        for name in dict.fromkeys(run.model for run in runs)
    ]


def _ordered(run: StudyRun) -> StudyRun:
    images = tuple(sorted(run.images, key=lambda image: image.key))
    return run.model_copy(update={"images": images})
