"""The whole protocol of a study, step by step. fetalens study run calls it.

Every step leaves files under their final names only when they are whole, and skips what is there.
So a study that was broken off goes on, and ends as if it had not been.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from inference.machine import usable_cores
from phantom import generate_dataset
from training.collection.files import write_json
from training.collection.splits import Split
from training.dataset import DatasetError
from training.networks import NETWORKS
from training.study.clip_files import read_clip_frames
from training.study.cohort import Cohort, audited_splits, load_cohort, remarks
from training.study.comparable import read_models
from training.study.comparison import Measured, read_measured
from training.study.composing import compose
from training.study.config import StudyConfig, StudyData
from training.study.filming import film_examination, show_over
from training.study.report import write_report
from training.study.spreading import over_ray
from training.study.trial import Trial, carry_out, pace_of
from training.study.video import video_figures
from training.study.video_tables import Clip

Tell = Callable[[str], None]  # called with a sentence for the person who waits


def run_study(config: StudyConfig, out: Path, tell: Tell, ray_address: str | None = None) -> Path:
    """Carry a study out in the folder `out`, and return the HTML file of its report.

    ray_address  spreads the trainings over a Ray cluster, whose machines all see `out` there
    Raises DatasetError, ModelError or PhantomError, one sentence each.
    """
    cohort, said = material(config, out, tell)
    trials = _trials(config, out)
    _carry_out(trials, cohort, tell, ray_address)
    firsts = [trial for trial in trials if trial.seed == config.seeds[0]]
    paces = [_pace(trial, cohort, tell) for trial in firsts]
    clips = _clips(config, firsts, tell)
    tell("The report ...")
    pixels = {(image.source, image.name): image.pixels for image, _ in cohort.known.values()}
    models = read_models([trial.run_file for trial in trials])
    return write_report(compose(models, paces, pixels, " ".join(said), clips), out / "report")


def material(config: StudyData, out: Path, tell: Tell) -> tuple[Cohort, list[str]]:
    """The images, split and audited, and what a reader has to know of them."""
    annotations = [*config.data, *_phantom_pictures(config, out, tell)]
    hashes = [sha256(path.read_bytes()).hexdigest() for path in annotations]
    _claim(out / "study.json", {"split": config.split, "data": hashes})
    cohort = load_cohort(annotations)
    splits = audited_splits(cohort, config.seeds, config.split)
    for seed, parts in splits.items():  # for whoever wants to know, or to do it again elsewhere
        write_json(out / "splits" / f"seed{seed}.json", asdict(parts))
    said = list(remarks(cohort, splits.values(), config.split))
    for sentence in [_data_sentence(splits[config.seeds[0]], cohort), *said]:
        tell(sentence)
    return cohort, said


def _phantom_pictures(config: StudyData, out: Path, tell: Tell) -> list[Path]:
    if config.phantom is None:
        return []
    count, seed = config.phantom.count, config.phantom.seed
    tell(f"{count} pictures of the digital fetus ...")
    folder = out / "data" / f"phantom-{count}-{seed}"
    return [generate_dataset(folder, count, seed, workers=usable_cores())]


def _data_sentence(parts: Split, cohort: Cohort) -> str:
    return (
        f"{len(cohort.known)} images with {len(cohort.classes)} structures and landmarks: about "
        f"{len(parts.train)} to learn from, {len(parts.validation)} to stop by, and always the "
        f"same {len(parts.test)} to test on."
    )


def _trials(config: StudyConfig, out: Path) -> list[Trial]:
    for name, settings in config.in_order.items():
        _claim(out / "trainings" / name / "settings.json", settings.noted())
    return [
        Trial(name, settings, seed, config.split, out.resolve())
        for name, settings in config.in_order.items()
        for seed in config.seeds
    ]


def _carry_out(
    trials: Sequence[Trial], cohort: Cohort, tell: Tell, ray_address: str | None
) -> None:
    """Those that are not done yet, here one after the other or spread over a cluster."""
    left = [trial for trial in trials if not trial.run_file.exists()]
    if len(left) < len(trials):
        tell(f"{len(trials) - len(left)} of {len(trials)} trainings are done already.")
    if ray_address is not None and left:
        tell(f"{len(left)} trainings, over Ray ({ray_address}) ...")
        for number, trial in enumerate(over_ray(carry_out, left, cohort, ray_address), start=1):
            tell(f"{trial.name} is done; {len(left) - number} left.")
        return
    for number, trial in enumerate(left, start=1):
        tell(f"{trial.name}: training {number} of {len(left)} ...")
        carry_out(trial, cohort)


def _pace(trial: Trial, cohort: Cohort, tell: Tell) -> Measured:
    """Frames a second of a contender, measured when nothing else of the study runs."""
    path = trial.folder.parent / "pace.json"
    if not path.exists():
        tell(f"{trial.contender}: frames a second ...")
        write_json(path, [pace_of(trial, cohort).model_dump()])
    (pace,) = read_measured(path)
    return pace


def _clips(config: StudyConfig, firsts: Sequence[Trial], tell: Tell) -> list[Clip]:
    """What each network of ours shows over a clip of the digital fetus, with the first seed.

    The others are no part of the program, which alone knows how to judge frame after frame.
    """
    if config.phantom is None or not config.phantom.clip_s:
        return []
    seed, seconds = config.phantom.seed, config.phantom.clip_s
    tell("A clip, and what is shown over it ...")
    clips = []
    for trial in (trial for trial in firsts if trial.contender in NETWORKS):
        film = trial.out / "data" / f"clip-{seconds:g}s-{seed}.mp4"
        truth = film_examination(film, seed, seconds)
        shown = trial.folder / f"{film.stem}.jsonl"
        if not shown.exists():
            show_over(trial.weights, film, shown)
        clips.append(Clip(trial.contender, video_figures(read_clip_frames(shown, truth))))
    return clips


def _claim(note: Path, wanted: object) -> None:
    """Say in a folder what it is for. Raises DatasetError where it is for something else."""
    if not note.exists():
        write_json(note, wanted)
    elif json.loads(note.read_text("utf-8")) != wanted:
        raise DatasetError(
            f"{note.parent} holds another study, or this one with other data or settings. Choose "
            "another --out, or delete that folder."
        )
