"""What each proposed improvement is worth: the light network with one option at a time.

fetalens study ablate calls `ablate`. Every option is trained on the same images for the same steps
with the same seeds as the network without any, tested on the same images, and timed after it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from inference.rules import Rules
from inference.yolact.config import YolactConfig, light_config, with_p2
from training.anchor_fitting import with_fitted_anchors
from training.collection.splits import split
from training.dataset import LabelledImage
from training.loop import TrainingSettings
from training.sets import LabelledSet
from training.study.cohort import Cohort
from training.study.comparable import read_models
from training.study.comparison import Measured
from training.study.config import ContenderSettings, StudyData
from training.study.files import write_run
from training.study.precision import Estimate, precision_table
from training.study.running import Tell, material
from training.study.tables import Cell, Column, Table, write_tables
from training.study.yolact_contender import YolactContender, with_rules

BASELINE = "baseline"
MIDLINE = "midline_falx"
BOUNDARY_SHARE = 1.0
POINT_FEATURES = 8  # twice as many would take twice as long

OptionName = Literal[
    "p2",
    "fitted-anchors",
    "p2-fitted-anchors",
    "prototypes-stride-4",
    "prototypes-stride-1",
    "point-refinement",
    "soft-nms",
    "cross-class-nms",
    "boundary-loss",
]


class AblationConfig(StudyData):
    """Which options are tried, at which scale.

    network  steps, batch and size of the input, the same for all
    """

    network: ContenderSettings
    options: Annotated[tuple[OptionName, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """The light network, its rules, and how it is trained."""

    config: YolactConfig
    rules: Rules
    settings: TrainingSettings


def _p2(variant: Variant, sets: Sequence[LabelledSet]) -> Variant:
    return replace(variant, config=with_p2(variant.config))


def _fitted_anchors(variant: Variant, sets: Sequence[LabelledSet]) -> Variant:
    return replace(variant, config=with_fitted_anchors(variant.config, sets))


def _prototypes(stride: int) -> "Option":
    return lambda variant, sets: replace(
        variant, config=variant.config.model_copy(update={"prototype_stride": stride})
    )


def _point_refinement(variant: Variant, sets: Sequence[LabelledSet]) -> Variant:
    return replace(
        variant, config=variant.config.model_copy(update={"point_features": POINT_FEATURES})
    )


def _nms(kind: str) -> "Option":
    return lambda variant, sets: replace(
        variant, rules=variant.rules.model_copy(update={"nms": kind})
    )


def _boundary_loss(variant: Variant, sets: Sequence[LabelledSet]) -> Variant:
    return replace(variant, settings=replace(variant.settings, boundary_share=BOUNDARY_SHARE))


Option = Callable[[Variant, Sequence[LabelledSet]], Variant]
OPTIONS: Mapping[OptionName, Option] = {
    "p2": _p2,
    "fitted-anchors": _fitted_anchors,
    "p2-fitted-anchors": lambda variant, sets: _fitted_anchors(_p2(variant, sets), sets),
    "prototypes-stride-4": _prototypes(4),
    "prototypes-stride-1": _prototypes(1),
    "point-refinement": _point_refinement,
    "soft-nms": _nms("soft"),
    "cross-class-nms": _nms("cross_class"),
    "boundary-loss": _boundary_loss,
}


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
    path = _folder(option, seed, out) / f"{option or BASELINE}-seed{seed}.jsonl"
    if not path.exists():
        contender, weights = _trained(option, seed, config, cohort, out)
        tested = cohort.to_test(split(cohort.pictures, seed, config.split).test)
        write_run(contender.run(weights, tested, seed), path)
    return path


def _timed(
    option: OptionName | None, config: AblationConfig, cohort: Cohort, out: Path
) -> Measured:
    seed = config.seeds[0]
    contender, weights = _trained(option, seed, config, cohort, out)
    tested = cohort.to_test(split(cohort.pictures, seed, config.split).test)
    return contender.measure(weights, [image for image, _ in tested])


def _trained(
    option: OptionName | None, seed: int, config: AblationConfig, cohort: Cohort, out: Path
) -> tuple[YolactContender, Path]:
    """The weights of an option. What changes the rules alone takes those of the baseline."""
    parts = split(cohort.pictures, seed, config.split)
    sets = [LabelledSet(Path("train"), 1.0, cohort.to_learn(parts.train))]
    validation: list[LabelledImage] = cohort.to_learn(parts.validation)
    network = config.network
    plain = Variant(
        light_config(cohort.classes, network.image_size),
        Rules(),
        TrainingSettings(network.steps, network.batch, seed=seed),
    )
    variant = plain if option is None else OPTIONS[option](plain, sets)
    contender = YolactContender(option or BASELINE, variant.config, variant.rules)
    folder = _folder(option, seed, out)
    if variant.rules != plain.rules:
        _, known = _trained(None, seed, config, cohort, out)
        return contender, with_rules(known, folder / f"{option}.safetensors", variant.rules)
    return contender, contender.train(sets, validation, variant.settings, folder)


def _mean(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.mean


def _ms(pace: float | None) -> float | None:
    return None if pace is None else 1000 / pace
