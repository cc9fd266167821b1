"""Which view a plane shows, from its geometry and from what can be seen: never from who drew it."""

from math import acos, degrees

import numpy as np

from inference.anatomy import Anatomy
from phantom.abdomen import CORD_LEVEL, STOMACH_LEVEL
from phantom.fetus import Fetus
from phantom.limbs import Segment
from phantom.plane import ScanPlane
from phantom.shapes import Vector, vector
from phantom.thorax import HEART_LEVEL

NO_VIEW = "none"
HEAD_TILT_DEG = 24.0
HEAD_BELOW, HEAD_ABOVE = -0.22, 0.55  # of half the head's height, from its middle
NECK_TILT_DEG = 14.0
NECK_OFFSET_MM = 2.2
THORAX_TILT_DEG = 20.0
THORAX_REACH = 0.24  # from the four-chamber plane, in halves of the occipitofrontal diameter
ABDOMEN_TILT_DEG = 22.0
ABDOMEN_MARGIN = 0.14  # above the stomach and below the insertion of the cord
SPINE_SHARE = 0.65  # of the column's length that must lie in the plane
LIMB_TILT_DEG = 20.0
LIMB_OFFSET_MM = 1.5
ESSENTIAL_VISIBLE = 0.6


def departures(fetus: Fetus, plane: ScanPlane) -> dict[str, float]:
    """How far the plane is from each view's standard plane: up to 1 it is one, 2 is twice as far.

    In the order in which views are tried: a limb seen in an axial plane of the chest does not
    make it an extremity view.
    """
    return {
        "head": _from_head(fetus, plane),
        "neck": _from_neck(fetus, plane),
        "thorax": _from_thorax(fetus, plane),
        "abdomen": _from_abdomen(fetus, plane),
        "spine": _from_spine(fetus, plane),
        "extremity": min(_from_limb(segment, plane) for segment in fetus.segments),
    }


def standard_views(fetus: Fetus, plane: ScanPlane) -> tuple[str, ...]:
    """Views whose standard plane this is, first choice first.

    A mid-sagittal plane shows neck and spine. Insonated from the face it is taken for neck, as
    nuchal translucency is measured; from the back the spine is nearer, and comes first.
    """
    fitting = [view for view, away in departures(fetus, plane).items() if away <= 1]
    from_behind = float(plane.axial @ fetus.body.axes[1]) > 0
    if from_behind and "neck" in fitting and "spine" in fitting:
        fitting.remove("neck")
        fitting.append("neck")
    return tuple(fitting)


def view_of(fetus: Fetus, plane: ScanPlane, visible: dict[str, float], anatomy: Anatomy) -> str:
    """One of the six, or none. `visible` is the best seen fraction of each structure."""
    for view in standard_views(fetus, plane):
        essential = anatomy.view(view).essential
        if any(visible.get(structure.id, 0.0) >= ESSENTIAL_VISIBLE for structure in essential):
            return view
    return NO_VIEW


def _from_head(fetus: Fetus, plane: ScanPlane) -> float:
    """Axial through the cranium, between the thalami and the top of the ventricles."""
    frame = fetus.head.frame
    middle, half = (HEAD_ABOVE + HEAD_BELOW) / 2, (HEAD_ABOVE - HEAD_BELOW) / 2
    rise = _crossing(frame.origin, frame.axes[2], plane) / (fetus.biometry.head_height / 2)
    return max(_tilt_deg(frame.axes[2], plane) / HEAD_TILT_DEG, abs(rise - middle) / half)


def _from_neck(fetus: Fetus, plane: ScanPlane) -> float:
    """Mid-sagittal through face, neck and upper chest."""
    a = _head_scale(fetus)
    head, body = fetus.head.frame, fetus.body
    marks = (
        head.to_world(vector(0, 0.5 * a, -0.8 * a)),
        body.to_world(vector(0, -0.6 * a, 1.1 * a)),
    )
    tilt = max(_tilt_deg(frame.axes[0], plane) for frame in (head, body))
    offset = max(abs(plane.project(mark)[2]) for mark in marks)
    return max(tilt / NECK_TILT_DEG, offset / (NECK_OFFSET_MM * a / 12.5))


def _from_thorax(fetus: Fetus, plane: ScanPlane) -> float:
    """Axial through the four chambers."""
    level = _crossing(fetus.body.origin, fetus.body.axes[2], plane) / _head_scale(fetus)
    tilt = _tilt_deg(fetus.body.axes[2], plane)
    return max(tilt / THORAX_TILT_DEG, abs(level - HEART_LEVEL) / THORAX_REACH)


def _from_abdomen(fetus: Fetus, plane: ScanPlane) -> float:
    """Axial, from the stomach down to the insertion of the cord."""
    level = _crossing(fetus.body.origin, fetus.body.axes[2], plane) / _head_scale(fetus)
    middle = (STOMACH_LEVEL + CORD_LEVEL) / 2
    half = (STOMACH_LEVEL - CORD_LEVEL) / 2 + ABDOMEN_MARGIN
    tilt = _tilt_deg(fetus.body.axes[2], plane)
    return max(tilt / ABDOMEN_TILT_DEG, abs(level - middle) / half)


def _from_spine(fetus: Fetus, plane: ScanPlane) -> float:
    """Along the column, sagittal or coronal: most of its midline lies in the plane."""
    heights = np.abs((fetus.column.midline(25) - plane.origin) @ plane.normal)
    return float(np.quantile(heights, SPINE_SHARE)) / fetus.column.reach


def _from_limb(segment: Segment, plane: ScanPlane) -> float:
    """Along a segment: its length in the plane, and its middle near it."""
    length = segment.end - segment.start
    tilt = 90.0 - _tilt_deg(length / np.linalg.norm(length), plane)
    offset = abs(plane.project((segment.start + segment.end) / 2)[2])
    return max(tilt / LIMB_TILT_DEG, offset / LIMB_OFFSET_MM)


def _crossing(origin: Vector, axis: Vector, plane: ScanPlane) -> float:
    """How far along an axis the plane crosses it, mm; far away where it runs alongside."""
    slope = float(axis @ plane.normal)
    return float((plane.origin - origin) @ plane.normal) / slope if abs(slope) > 1e-3 else 1e3


def _head_scale(fetus: Fetus) -> float:
    return fetus.biometry.occipitofrontal_diameter / 2


def _tilt_deg(axis: Vector, plane: ScanPlane) -> float:
    return degrees(acos(min(1.0, abs(float(axis @ plane.normal)))))
