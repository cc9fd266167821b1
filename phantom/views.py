"""Which view a plane shows, from its geometry and from what can be seen: never from who drew it."""

from math import acos, degrees

import numpy as np

from inference.anatomy import Anatomy
from phantom.fetus import Fetus
from phantom.plane import ScanPlane

NO_VIEW = "none"
HEAD_TILT_DEG = 24.0
HEAD_BELOW, HEAD_ABOVE = -0.22, 0.55  # of half the head's height, from its middle
NECK_TILT_DEG = 14.0
NECK_OFFSET_MM = 2.2
ESSENTIAL_VISIBLE = 0.6


def is_head_plane(fetus: Fetus, plane: ScanPlane) -> bool:
    """Axial through the cranium, between the thalami and the top of the ventricles."""
    axis = fetus.head.frame.axes[2]
    if _tilt_deg(axis, plane.normal) > HEAD_TILT_DEG:
        return False
    rise = (plane.origin - fetus.head.frame.origin) @ plane.normal / (axis @ plane.normal)
    return bool(HEAD_BELOW < rise / (fetus.biometry.head_height / 2) < HEAD_ABOVE)


def is_neck_plane(fetus: Fetus, plane: ScanPlane) -> bool:
    """Mid-sagittal through face, neck and upper chest."""
    a = fetus.biometry.occipitofrontal_diameter / 2
    head, body = fetus.head.frame, fetus.body
    if max(_tilt_deg(frame.axes[0], plane.normal) for frame in (head, body)) > NECK_TILT_DEG:
        return False
    limit = NECK_OFFSET_MM * a / 12.5
    marks = (
        head.to_world(np.array([0, 0.5 * a, -0.8 * a])),
        body.to_world(np.array([0, -0.6 * a, 1.1 * a])),
    )
    return all(abs(plane.project(mark)[2]) < limit for mark in marks)


def view_of(fetus: Fetus, plane: ScanPlane, visible: dict[str, float], anatomy: Anatomy) -> str:
    """head, neck or none. `visible` is the best seen fraction of each structure in the picture."""
    candidates = [
        ("head", is_head_plane(fetus, plane)),
        ("neck", is_neck_plane(fetus, plane)),
    ]
    rules = {view.id: view.essential for view in anatomy.views}
    for name, fits in candidates:
        if fits and any(visible.get(s.id, 0.0) >= ESSENTIAL_VISIBLE for s in rules[name]):
            return name
    return NO_VIEW


def _tilt_deg(axis: np.ndarray, normal: np.ndarray) -> float:
    return degrees(acos(min(1.0, abs(float(axis @ normal)))))
