"""One contender with one seed: trained, tested and kept. What a study is made of, many times."""

from dataclasses import dataclass
from pathlib import Path

from training.collection.splits import Split, SplitBy, split
from training.loop import TrainingSettings, usual_looks
from training.sets import LabelledSet
from training.study.cohort import Cohort
from training.study.comparison import Measured
from training.study.config import ContenderSettings
from training.study.contenders import Contender, ContenderName, contender_named
from training.study.files import write_run


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be done, and the study's folder. It travels to other machines as it is."""

    contender: ContenderName
    settings: ContenderSettings
    seed: int
    by: SplitBy
    out: Path

    @property
    def name(self) -> str:
        """For the person who waits."""
        return f"{self.contender}, seed {self.seed}"

    @property
    def folder(self) -> Path:
        """Where the training keeps its checkpoints, its log and its weights."""
        return self.out / "trainings" / self.contender / f"seed{self.seed}"

    @property
    def weights(self) -> Path:
        """The weights of a trial that is done."""
        return self.folder / f"{self.contender}.safetensors"

    @property
    def run_file(self) -> Path:
        """What the weights found in the test images. It is there when the trial is done."""
        return self.folder / f"{self.contender}-seed{self.seed}.jsonl"


def carry_out(trial: Trial, cohort: Cohort) -> Trial:
    """Train, test and keep the run. Broken off, the same call goes on. Raises DatasetError."""
    contender, weights = _trained(trial, cohort)
    tested = cohort.to_test(_split_of(trial, cohort).test)
    write_run(contender.run(weights, tested, trial.seed), trial.run_file)
    return trial


def pace_of(trial: Trial, cohort: Cohort) -> Measured:
    """How fast the weights of a trial that is done run on this machine, over the test images."""
    contender, weights = _trained(trial, cohort)
    tested = cohort.to_test(_split_of(trial, cohort).test)
    return contender.measure(weights, [image for image, _ in tested])


def _trained(trial: Trial, cohort: Cohort) -> tuple[Contender, Path]:
    contender = contender_named(
        trial.contender, cohort.classes, trial.settings.image_size, trial.settings.start
    )
    parts, steps = _split_of(trial, cohort), trial.settings.steps
    weights = contender.train(
        [LabelledSet(Path("train"), 1.0, cohort.to_learn(parts.train))],
        cohort.to_learn(parts.validation),
        TrainingSettings(steps, trial.settings.batch, looks=usual_looks(steps), seed=trial.seed),
        trial.folder,
    )
    return contender, weights


def _split_of(trial: Trial, cohort: Cohort) -> Split:
    return split(cohort.pictures, trial.seed, trial.by)
