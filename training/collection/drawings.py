"""Images with what was drawn in them, as they travel between COCO and the annotation tools.

A drawing leaves with its origin: where it came from, and a trace of its outline. When it comes back
with another outline or name, a person has corrected it, whatever the tool says of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

import numpy as np
from pydantic import BaseModel, ConfigDict

from phantom.coco import category_ids
from training.collection.outlines import Polygon
from training.dataset import UNCONFIRMED, DatasetError, classes_that_may_be_drawn

Value = str | int | float | bool
HUMAN, BOX, MODEL = "human", "box", UNCONFIRMED
PREDICTED_VIEW = "predicted_view"  # a field of an image whose view a model called
_FAR_PX = 1e6  # no point lies out there


class Origin(BaseModel):
    """What a tool keeps beside an outline: where it is from, how sure, and its trace.

    trace  None where it was lost, so that nobody can say whether the outline is the same
    """

    model_config = ConfigDict(allow_inf_nan=False)

    mask_source: str
    score: float | None = None
    trace: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A structure or landmark as closed polygons, x y x y ... in pixels, to a tenth.

    mask_source  see AnnotationRecord; of "box" the one polygon is the box
    """

    structure: str
    polygons: tuple[Polygon, ...]
    mask_source: str
    score: float | None = None

    @property
    def origin(self) -> Origin:
        """What has to come back with it."""
        return Origin(mask_source=self.mask_source, score=self.score, trace=self.trace)

    @property
    def trace(self) -> str:
        """Another one for another name or outline, from a tenth of a pixel on."""
        rounded = [[round(value, 1) + 0.0 for value in polygon] for polygon in self.polygons]
        return sha256(f"{self.structure} {rounded}".encode()).hexdigest()[:16]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x1, y1, x2, y2 in pixels."""
        points = np.concatenate([np.reshape(polygon, (-1, 2)) for polygon in self.polygons])
        x1, y1 = points.min(axis=0).tolist()
        x2, y2 = points.max(axis=0).tolist()
        return x1, y1, x2, y2


@dataclass(frozen=True, slots=True, eq=False)
class DrawnImage:
    """An image, its view, whose it is, and what is drawn in it.

    file_name  within the images folder
    fields     what else is said of it: route, gestational age, scanner; single values
    """

    file_name: str
    width: int
    height: int
    view: str
    patient: str | None = None
    fields: dict[str, Value] = field(default_factory=dict)
    drawings: tuple[Drawing, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A shape as a tool returns it: a drawing, or a part of one.

    group   shapes of one group and structure are one drawing; None stands alone
    origin  what left with it; None for a new one
    """

    drawing: Drawing
    group: int | None
    origin: Origin | None


def came_back(parts: Iterable[Part], is_reviewed: bool) -> tuple[Drawing, ...]:
    """What a tool returns of an image, with what is true of it now.

    A box stays a box. A changed outline is a person's, and so is a predicted one in an image that
    a person has said to have reviewed.
    """
    drawings: dict[tuple[str, str], list[Part]] = {}
    for index, part in enumerate(parts):
        group = f"alone {index}" if part.group is None else str(part.group)
        drawings.setdefault((part.drawing.structure, group), []).append(part)
    return tuple(_joined(parts, is_reviewed) for parts in drawings.values())


def _joined(parts: Sequence[Part], is_reviewed: bool) -> Drawing:
    first = parts[0].drawing
    polygons = (polygon for part in parts for polygon in part.drawing.polygons)
    drawn = replace(first, polygons=tuple([round(v, 1) for v in polygon] for polygon in polygons))
    origin = parts[0].origin
    if drawn.mask_source == BOX:
        return drawn
    if origin is None or origin.trace not in (None, drawn.trace):
        return replace(drawn, mask_source=HUMAN, score=None)
    if origin.mask_source == MODEL and is_reviewed:
        return replace(drawn, mask_source=HUMAN, score=None)
    return replace(drawn, mask_source=origin.mask_source, score=origin.score)


def settled(fields: Mapping[str, Value], view: str, is_reviewed: bool) -> dict[str, Value]:
    """The fields of an image that came back: changed or reviewed, its view is a person's."""
    is_settled = is_reviewed or fields.get(PREDICTED_VIEW) != view
    return {key: value for key, value in fields.items() if key != PREDICTED_VIEW or not is_settled}


def pixel(value: str | float) -> float:
    """A position that a tool wrote, in pixels or percent. Raises ValueError, TypeError."""
    position = float(value)
    if not abs(position) < _FAR_PX:
        raise ValueError(f"{value} is no position in an image")
    return position


def known_structure(label: str, where: object) -> str:
    """A tool's label, if it is a structure or landmark. Raises DatasetError."""
    if label not in category_ids():
        raise DatasetError(
            f'{where}: there is no structure "{label}". Use one of {", ".join(category_ids())}.'
        )
    return label


def known_view(view: str | None, where: object) -> str:
    """A view, if it is one of the six or "none". Raises DatasetError."""
    if view is None:
        raise DatasetError(f"{where}: no view is chosen. Choose one of the six, or none.")
    try:
        classes_that_may_be_drawn(view)
    except DatasetError as error:
        raise DatasetError(f"{where}: {error}") from error
    return view


def corners(x1: float, y1: float, x2: float, y2: float) -> Polygon:
    """A box as a polygon."""
    return [x1, y1, x2, y1, x2, y2, x1, y2]
