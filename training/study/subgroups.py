"""The test images in parts: by route, gestational week and scanner."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from training.study.precision import PrecisionTable, precision_table
from training.study.stored import StudyImage, StudyRun
from training.study.view_figures import ViewFigures, view_figures

NOT_GIVEN = "not given"


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Figures of a part of the images, those whose `field` has this value."""

    field: str
    value: str
    images: tuple[StudyImage, ...]
    precision: PrecisionTable
    views: ViewFigures


def _week(image: StudyImage) -> str | None:
    return None if image.age_days is None else str(image.age_days // 7)


FIELDS: dict[str, Callable[[StudyImage], str | None]] = {
    "route": lambda image: image.route,
    "gestational week": _week,
    "scanner": lambda image: image.scanner,
}


def subgroups(runs: Sequence[StudyRun]) -> Iterator[Subgroup]:
    """Figures by each field that some image gives. Runs have the same images in the same order."""
    images = runs[0].images
    for field, value_of in FIELDS.items():
        values = [value_of(image) or NOT_GIVEN for image in images]
        if set(values) == {NOT_GIVEN}:
            continue
        for value in sorted(set(values), key=lambda value: (value == NOT_GIVEN, value)):
            rows = [row for row, one in enumerate(values) if one == value]
            part = [_only(run, rows) for run in runs]
            yield Subgroup(field, value, part[0].images, precision_table(part), view_figures(part))


def _only(run: StudyRun, rows: Sequence[int]) -> StudyRun:
    return run.model_copy(update={"images": tuple(run.images[row] for row in rows)})
