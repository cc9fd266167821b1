"""What the masks of a picture can bear to be measured: proposals, for a person to move or accept.

Nothing is proposed of the nuchal translucency or the nasal bone: their masks are thinner than a
mask's own error.
"""

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from app.measuring.measurement import Kind, Measurement, Status
from app.measuring.scale import Scale
from app.measuring.shapes import Ellipse, Line, Shape
from inference.anatomy import Structure, load_anatomy
from inference.fan import find_fan
from inference.types import Analysis, PixelSize

OVALS = {"cranium": Kind.HC, "abdominal_circumference": Kind.AC}
LIMBS = frozenset({"upper_arm", "forearm", "thigh", "calf"})
EDGE_SHARE = 0.01  # of the picture's height: so near the edge of the fan is at the edge
MOST_AT_EDGE = 0.2  # of an outline; a mask that is cut flat by a tenth reaches it
LEAST_FILL = 0.85  # IoU of a mask with its ellipse
LEAST_LONG = 1.5  # length to breadth of a limb

Points = NDArray[np.float32]


class Why(Enum):
    """Why nothing is proposed of a mask that is there."""

    PICTURE_EDGE = "cut off by the edge of the picture"
    FAN_EDGE = "cut off by the edge of the fan"
    NOT_OVAL = "not oval"
    NO_SIZE = "outside of the part whose pixel size is known"


@dataclass(frozen=True, slots=True)
class Proposals:
    """In the order of the anatomy, and of which structures there are none, and why."""

    measurements: tuple[Measurement, ...] = ()
    missing: tuple[tuple[Structure, Why], ...] = ()


def propose(analysis: Analysis, scale: Scale) -> Proposals:
    """What can be measured in an analysed frame by its masks."""
    structures = load_anatomy().structures
    rows = [
        (structures[label], row)
        for row, label in enumerate(analysis.detections.labels)
        if structures[label].id in OVALS or structures[label].id in LIMBS
    ]
    if not rows:
        return Proposals()
    inside = _well_inside(analysis)
    measurements: list[Measurement] = []
    missing: list[tuple[Structure, Why]] = []
    for structure, row in sorted(rows, key=lambda each: each[0].index):
        found = _of_mask(structure, _outline(analysis, row), inside, scale)
        if isinstance(found, Why):
            missing.append((structure, found))
        else:
            measurements += found
    return Proposals(tuple(measurements), tuple(missing))


def _of_mask(
    structure: Structure, outline: Points, inside: NDArray[np.bool_], scale: Scale
) -> tuple[Measurement, ...] | Why:
    if len(outline) < 5:
        return ()
    size = scale.at((float(x), float(y)) for x, y in outline)
    if size is None:
        return Why.NO_SIZE
    outline_mm = (outline * np.array([size.x_mm, size.y_mm], np.float32)).astype(np.float32)
    if structure.id in LIMBS:
        line = _long_axis(outline_mm)
        if line is None:
            return ()
        ends = np.array(line.ends) / (size.x_mm, size.y_mm)
        if why := _cut_off(ends.astype(np.float32), inside, most=0.0):
            return why
        return (_proposal(Kind.LENGTH, line, size, structure),)
    if why := _cut_off(outline, inside, MOST_AT_EDGE):
        return why
    oval = fitted_ellipse(outline_mm)
    if _fill(outline_mm, oval) < LEAST_FILL:
        return Why.NOT_OVAL
    proposals = [_proposal(OVALS[structure.id], oval, size, structure)]
    if structure.id == "cranium":
        proposals.append(_proposal(Kind.BPD, Line(*oval.ends[2:]), size, structure))
    return tuple(proposals)


def _proposal(kind: Kind, shape: Shape, size: PixelSize, structure: Structure) -> Measurement:
    return Measurement(kind, shape, size, Status.PROPOSED, structure)


def fitted_ellipse(outline_mm: Points) -> Ellipse:
    """By least squares on the outline; its axis is the longer one."""
    (x, y), (width, height), degrees = cv2.fitEllipse(outline_mm)
    turn = np.deg2rad(degrees if width >= height else degrees + 90)
    half = max(width, height) / 2 * np.array([np.cos(turn), np.sin(turn)])
    start, end = (x - half[0], y - half[1]), (x + half[0], y + half[1])
    return Ellipse(_point(start), _point(end), float(min(width, height)))


def _long_axis(outline_mm: Points) -> Line | None:
    """Between the two points farthest apart; None of what is not long."""
    _, sides, _ = cv2.minAreaRect(outline_mm)
    if max(sides) < LEAST_LONG * min(sides):
        return None
    hull = cv2.convexHull(outline_mm)[:, 0]
    apart = np.linalg.norm(hull[:, None] - hull[None], axis=2)
    first, last = np.unravel_index(int(apart.argmax()), apart.shape)
    return Line(_point(hull[first]), _point(hull[last]))


def _point(pair: tuple[float, float] | NDArray[np.float32]) -> tuple[float, float]:
    return float(pair[0]), float(pair[1])


def _outline(analysis: Analysis, row: int) -> Points:
    """(N, 2) x y in pixels: the outermost edge of the largest piece of a mask."""
    x1, y1, _, _ = analysis.detections.crop(row)
    lines, _ = cv2.findContours(
        analysis.detections.masks[row], cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    if not lines:
        return np.zeros((0, 2), np.float32)
    points = max(lines, key=cv2.contourArea)[:, 0].astype(np.float32)
    # From the middle of the last pixel inside to its outer edge.
    outward = 0.5 * np.sign(points - points.mean(axis=0))
    return np.asarray(points + outward + np.array([x1 + 0.5, y1 + 0.5], np.float32), np.float32)


def _well_inside(analysis: Analysis) -> NDArray[np.bool_]:
    """(H, W): the fan but for its edge; of a picture without a fan, the picture but for its."""
    frame = analysis.frame
    region = np.zeros((frame.height, frame.width), np.uint8)
    fan = None
    if analysis.screen.fan:
        cv2.fillPoly(region, [np.array(analysis.screen.fan, np.int32)], (1,))
    elif (fan := find_fan([frame.pixels])) is not None:
        region = fan.astype(np.uint8)
    else:
        region[:] = 1
    edge = max(round(EDGE_SHARE * frame.height), 1)
    padded = cv2.copyMakeBorder(region, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    kernel = np.ones((2 * edge + 1, 2 * edge + 1), np.uint8)
    return cv2.erode(padded, kernel)[1:-1, 1:-1].astype(np.bool_)


def _cut_off(points: Points, inside: NDArray[np.bool_], most: float) -> Why | None:
    """Whether more than this share of the points lies at the edge, and at which."""
    height, width = inside.shape
    x = np.clip(points[:, 0], 0, width - 1).astype(np.int64)
    y = np.clip(points[:, 1], 0, height - 1).astype(np.int64)
    outside = ~inside[y, x]
    if outside.mean() <= most:
        return None
    edge = max(round(EDGE_SHARE * height), 1)
    at_picture = (x < edge) | (y < edge) | (x >= width - edge) | (y >= height - edge)
    is_picture = at_picture[outside].mean() > 0.5
    return Why.PICTURE_EDGE if is_picture else Why.FAN_EDGE


def _fill(outline_mm: Points, oval: Ellipse) -> float:
    """IoU of what the outline and the ellipse hold, on a grid of a hundredth of its length."""
    corner = outline_mm.min(axis=0) - 0.1 * oval.length_mm
    grid = 100 / max(oval.length_mm, 1e-6)
    drawn = []
    for line in (outline_mm, np.array(oval.outline(), np.float32)):
        canvas = np.zeros((160, 160), np.uint8)
        cv2.fillPoly(canvas, [np.round((line - corner) * grid).astype(np.int32)], (1,))
        drawn.append(canvas.astype(np.bool_))
    both, either = drawn[0] & drawn[1], drawn[0] | drawn[1]
    return float(both.sum() / max(int(either.sum()), 1))
