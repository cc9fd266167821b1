"""What the reference study proposes for later, as options of the light network.

ablation.py measures each of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from inference.rules import Rules
from inference.yolact.config import YolactConfig, with_p2
from training.anchor_fitting import with_fitted_anchors
from training.assignment import AssignmentName
from training.loop import TrainingSettings
from training.sets import LabelledSet

BOUNDARY_SHARE = 1.0
POINT_FEATURES = 8  # twice as many would take twice as long
MEMBERS = 2  # of an ensemble

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
    "fixed-assignment",
    "atss-assignment",
    "cardinality",
    "cross-class-nms-cardinality",
    "ensemble",
]


@dataclass(frozen=True, slots=True)
class Variant:
    """The light network, its rules, and how it is trained.

    is_counted  of each structure no more is found than one fetus has
    members     networks that are asked together: the baseline, and others of other seeds
    """

    config: YolactConfig
    rules: Rules
    settings: TrainingSettings
    is_counted: bool = False
    members: int = 1


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


def _cardinality(variant: Variant, sets: Sequence[LabelledSet]) -> Variant:
    return replace(variant, is_counted=True)


def _boundary_loss(variant: Variant, sets: Sequence[LabelledSet]) -> Variant:
    return replace(variant, settings=replace(variant.settings, boundary_share=BOUNDARY_SHARE))


def _assignment(name: AssignmentName) -> "Option":
    return lambda variant, sets: replace(
        variant, settings=replace(variant.settings, assignment=name)
    )


def _ensemble(variant: Variant, sets: Sequence[LabelledSet]) -> Variant:
    return replace(variant, members=MEMBERS)


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
    "fixed-assignment": _assignment("fixed"),
    "atss-assignment": _assignment("atss"),
    "cardinality": _cardinality,
    "cross-class-nms-cardinality": lambda variant, sets: _cardinality(
        _nms("cross_class")(variant, sets), sets
    ),
    "ensemble": _ensemble,
}
