"""Whether a picture of a view is good enough: criteria as data, judged on one analysis. Pure."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

import resources
from inference.anatomy import Structure, View, load_anatomy
from inference.types import Analysis, Detections

CRITERIA_FILE = resources.ROOT / "checklists" / "quality.toml"
SHARES = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4}
SHARP_PX = 256  # the longer side at which sharpness is judged: larger pictures are not sharper
POINTS = 2000  # of a mask are enough to weigh its sides
KERNEL_PX = 9  # Crete et al., The blur effect, 2007

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
Box = tuple[float, float, float, float]  # x1 y1 x2 y2 in pixels of the frame


class Criterion(StrEnum):
    STRUCTURES = "structures"
    SIZE = "size"
    CENTRED = "centred"
    MIDLINE = "midline"
    SHARP = "sharp"


class Criteria(BaseModel):
    """What is asked of the pictures of one view; quality.toml says what each field means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fills: Literal["half", "third", "quarter"]
    most_off_centre: Fraction
    most_blur: Fraction
    required: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    midline: str | None = None
    halves: str | None = None
    most_uneven: Fraction = 1.0


class CriteriaFile(BaseModel):
    """quality.toml as it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1]
    views: dict[str, Criteria]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One criterion of one picture.

    missing  structures that were asked for and not found
    fills    what the picture should fill: "half", "third" or "quarter"
    """

    criterion: Criterion
    is_held: bool
    missing: tuple[Structure, ...] = ()
    fills: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a picture of its view is. What cannot be judged is not among the judgements."""

    view: View
    judgements: tuple[Judgement, ...]

    @property
    def failed(self) -> tuple[Judgement, ...]:
        return tuple(judgement for judgement in self.judgements if not judgement.is_held)

    @property
    def is_met(self) -> bool:
        return not self.failed


@cache
def load_criteria() -> Mapping[str, Criteria]:
    """By view. The file ships with the program, so a fault in it is a programming error."""
    return CriteriaFile.model_validate(tomllib.loads(CRITERIA_FILE.read_text("utf-8"))).views


def assess(
    analysis: Analysis,
    view: View,
    offered: Collection[Structure],
    fan: Box | None = None,
) -> Quality:
    """Judge the analysed frame as a picture of this view.

    offered  structures that the model can find; what it cannot is not asked for
    fan      where the insonated fan is in the frame; None takes the whole frame
    """
    criteria, detections = load_criteria()[view.id], analysis.detections
    judgements = [_structures(criteria, detections, offered)]
    box = _measured_box(criteria, detections)
    if box is not None:
        frame: Box = (0.0, 0.0, float(analysis.frame.width), float(analysis.frame.height))
        judgements += [
            Judgement(
                Criterion.SIZE,
                _share(box, fan or frame) >= SHARES[criteria.fills],
                fills=criteria.fills,
            ),
            Judgement(
                Criterion.CENTRED, _off_centre(box, fan or frame) <= criteria.most_off_centre
            ),
        ]
        uneven = _unevenness(criteria, detections)
        if uneven is not None:
            judgements.append(Judgement(Criterion.MIDLINE, uneven <= criteria.most_uneven))
        blur = blur_of(_crop(analysis.frame.pixels, box))
        judgements.append(Judgement(Criterion.SHARP, blur <= criteria.most_blur))
    return Quality(view, tuple(judgements))


def blur_of(picture: NDArray[np.uint8]) -> float:
    """0..1, larger is more blurred: how little a second blur takes from (h, w, 3) pixels.

    Crete et al. 2007. At one size whatever the picture's, so that a still and a stream agree.
    """
    scale = SHARP_PX / max(picture.shape)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    sized = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way)
    grey: NDArray[np.float32] = cv2.cvtColor(sized, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return max(_blur_along(grey, axis) for axis in (0, 1))


def _blur_along(grey: NDArray[np.float32], axis: int) -> float:
    size = (1, KERNEL_PX) if axis == 0 else (KERNEL_PX, 1)  # width, height
    steps = np.abs(np.diff(grey, axis=axis))
    after = np.abs(np.diff(cv2.blur(grey, size), axis=axis))
    total = float(steps.sum())
    return 1 - float(np.maximum(0, steps - after).sum()) / total if total else 1.0


def _structures(
    criteria: Criteria, detections: Detections, offered: Collection[Structure]
) -> Judgement:
    anatomy = load_anatomy()
    found = set(detections.labels.tolist())
    sought = (anatomy.structure(name) for name in criteria.required)
    missing = tuple(s for s in sought if s in offered and s.index not in found)
    return Judgement(Criterion.STRUCTURES, not missing, missing=missing)


def _measured_box(criteria: Criteria, detections: Detections) -> Box | None:
    """Around the measured structures; None if none of them was found."""
    anatomy = load_anatomy()
    labels = [anatomy.structure(name).index for name in criteria.measured]
    boxes = detections.boxes
    if labels:
        boxes = boxes[np.isin(detections.labels, labels)]
    if not len(boxes):
        return None
    x1, y1 = boxes[:, :2].min(axis=0).tolist()
    x2, y2 = boxes[:, 2:].max(axis=0).tolist()
    return x1, y1, x2, y2


def _share(box: Box, whole: Box) -> float:
    """Of the whole's width or height, whichever it fills more of."""
    width, height = whole[2] - whole[0], whole[3] - whole[1]
    return max((box[2] - box[0]) / width, (box[3] - box[1]) / height)


def _off_centre(box: Box, whole: Box) -> float:
    """0 in the middle, 1 at an edge."""
    across, down = (
        abs(box[i] + box[i + 2] - whole[i] - whole[i + 2]) / (whole[i + 2] - whole[i])
        for i in (0, 1)
    )
    return max(across, down)


def _unevenness(criteria: Criteria, detections: Detections) -> float | None:
    """By how much of the whole its two sides differ, 0..1; None without whole or midline."""
    line, whole = (_points(detections, name) for name in (criteria.midline, criteria.halves))
    if line is None or whole is None:
        return None
    along = cv2.fitLine(line, cv2.DIST_L2, 0, 0.01, 0.01).ravel()
    across = np.array([along[1], -along[0]], np.float32)
    return abs(2 * float(np.mean((whole - along[2:]) @ across > 0)) - 1)


def _points(detections: Detections, name: str | None) -> NDArray[np.float32] | None:
    """Some hundreds of points x, y inside the best-scored mask of this structure, pixels."""
    if name is None:
        return None
    rows = np.flatnonzero(detections.labels == load_anatomy().structure(name).index)
    if not len(rows):
        return None
    row = int(rows[0])
    mask, (left, top, _, _) = detections.masks[row], detections.crop(row)
    step = max(1, round((np.count_nonzero(mask) / POINTS) ** 0.5))
    inside = np.argwhere(mask[::step, ::step])[:, ::-1]
    points: NDArray[np.float32] = (inside * step + (left, top)).astype(np.float32)
    return points if len(points) > 1 else None


def _crop(pixels: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    x1, y1 = max(int(box[0]), 0), max(int(box[1]), 0)
    x2, y2 = min(int(box[2]) + 1, width), min(int(box[3]) + 1, height)
    return np.ascontiguousarray(pixels[y1 : max(y2, y1 + 2), x1 : max(x2, x1 + 2)])
