"""What each proposed improvement is worth: the light network with one option at a time.

fetalens study ablate calls `ablate`. Every option (options.py) is trained on the same images for
the same steps with the same seeds as the network without any, tested on the same images, and timed
after it.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import Field

from inference.rules import Rules
from inference.yolact.config import light_config
from training.collection.splits import split
from training.dataset import LabelledImage
from training.loop import TrainingSettings, usual_looks
from training.sets import LabelledSet
from training.study.cohort import Cohort
from training.study.comparable import read_models
from training.study.comparison import Measured
from training.study.config import ContenderSettings, StudyData
from training.study.ensemble import make_ensemble_run, pace_of_ensemble
from training.study.files import write_run
from training.study.options import OPTIONS, OptionName, Variant
from training.study.precision import Estimate, precision_table
from training.study.running import Tell, material
from training.study.tables import Cell, Column, Table, write_tables
from training.study.yolact_contender import YolactContender, with_rules

BASELINE = "baseline"
MIDLINE = "midline_falx"
NEXT_MEMBER = 1000  # from the seed of a network to that of the next in its ensemble


class AblationConfig(StudyData):
    """Which options are tried, at which scale.

    network  steps, batch and size of the input, the same for all
    """

    network: ContenderSettings
    options: Annotated[tuple[OptionName, ...], Field(min_length=1)]


def ablate(config: AblationConfig, out: Path, tell: Tell) -> Table:
    """Train, test and time the network without and with each option; the table is in `out` too.

    What is there already is not done again. Raises DatasetError or ModelError.
    """
    cohort, _ = material(config, out, tell)
    runs = []
    for option in (None, *config.options):
        for seed in config.seeds:
            tell(f"{option or BASELINE}, seed {seed} ...")
            runs.append(_tested(option, seed, config, cohort, out))
    tell("How fast each is ...")  # one after the other, so that the machine is the same for all
    paces = [_timed(option, config, cohort, out) for option in (None, *config.options)]
    table = ablation_table(runs, paces)
    write_tables({"ablation": table}, out)
    return table


def ablation_table(runs: Sequence[Path], paces: Sequence[Measured]) -> Table:
    """A row for each option. runs are files of `make_run`; the baseline's pace stands first."""
    columns = [
        Column("option", "Option"),
        Column("box", "Box mAP"),
        Column("area", "Area mAP"),
        Column("midline", "Midline area AP"),
        Column("network_ms", "Network, ms", 1),
        Column("speed", "Network speed, relative", 2),
        Column("end_to_end_ms", "End to end, ms", 1),
    ]
    base = paces[0].network
    rows: list[dict[str, Cell]] = []
    for model, pace in zip(read_models(runs), paces, strict=True):
        precision = precision_table(model.runs)
        midline = precision.rows.get(MIDLINE)
        rows.append(
            {
                "option": model.name,
                "box": _mean(precision.mean_box),
                "area": _mean(precision.mean_area),
                "midline": None if midline is None else _mean(midline.area),
                "network_ms": _ms(pace.network),
                "speed": None if pace.network is None or base is None else pace.network / base,
                "end_to_end_ms": _ms(pace.end_to_end),
            }
        )
    note = (
        "AP at IoU 0.5, the mean over the seeds. One option at a time on the light network, the "
        f"same images and steps for all. Timed on {paces[0].device}."
    )
    return Table("ablation", "What each option is worth", note, columns, rows)


def _folder(option: OptionName | None, seed: int, out: Path) -> Path:
    return out / "options" / (option or BASELINE) / f"seed{seed}"


def _tested(
    option: OptionName | None, seed: int, config: AblationConfig, cohort: Cohort, out: Path
) -> Path:
    """The file of the run of an option, or of the baseline, with a seed."""
    name = option or BASELINE
    path = _folder(option, seed, out) / f"{name}-seed{seed}.jsonl"
    if not path.exists():
        contender, members = _trained(option, seed, config, cohort, out)
        tested = cohort.to_test(split(cohort.pictures, seed, config.split).test)
        if len(members) > 1:
            write_run(make_ensemble_run(members, tested, seed, name), path)
        else:
            write_run(contender.run(members[0], tested, seed), path)
    return path


def _timed(
    option: OptionName | None, config: AblationConfig, cohort: Cohort, out: Path
) -> Measured:
    seed = config.seeds[0]
    contender, members = _trained(option, seed, config, cohort, out)
    tested = cohort.to_test(split(cohort.pictures, seed, config.split).test)
    images = [image for image, _ in tested]
    if len(members) > 1:
        return pace_of_ensemble(members, images, contender.name)
    return contender.measure(members[0], images)


def _trained(
    option: OptionName | None, seed: int, config: AblationConfig, cohort: Cohort, out: Path
) -> tuple[YolactContender, list[Path]]:
    """The weights of an option, several where they are asked together.

    What changes neither the network nor its training takes those of the baseline.
    """
    parts = split(cohort.pictures, seed, config.split)
    sets = [LabelledSet(Path("train"), 1.0, cohort.to_learn(parts.train))]
    validation: list[LabelledImage] = cohort.to_learn(parts.validation)
    network, steps = config.network, config.network.steps
    plain = Variant(
        light_config(cohort.classes, network.image_size),
        Rules(),
        TrainingSettings(steps, network.batch, looks=usual_looks(steps), seed=seed),
    )
    variant = plain if option is None else OPTIONS[option](plain, sets)
    contender = YolactContender(
        option or BASELINE, variant.config, variant.rules, is_counted=variant.is_counted
    )
    folder = _folder(option, seed, out)
    if option is None or (variant.config, variant.settings) != (plain.config, plain.settings):
        return contender, [contender.train(sets, validation, variant.settings, folder)]
    _, (known,) = _trained(None, seed, config, cohort, out)
    if variant.rules != plain.rules:
        return contender, [with_rules(known, folder / f"{option}.safetensors", variant.rules)]
    others = [
        replace(plain.settings, seed=seed + number * NEXT_MEMBER)
        for number in range(1, variant.members)
    ]
    return contender, [
        known,
        *(
            contender.train(sets, validation, each, folder / f"member{each.seed}")
            for each in others
        ),
    ]


def _mean(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.mean


def _ms(pace: float | None) -> float | None:
    return None if pace is None else 1000 / pace
