"""What a sonographer would outline in a picture: instances of structures with their masks."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from inference.anatomy import Anatomy, load_anatomy
from phantom.fetus import Fetus
from phantom.outline import Outline
from phantom.plane import ScanPlane, Window, outline_mask
from phantom.shapes import Shape
from phantom.views import NO_VIEW, standard_views

Mask = NDArray[np.bool_]

MIN_VISIBLE_FRACTION = 0.4
MIN_LIMB_SHARE = 0.75  # of a limb segment's length from joint to joint, corner to corner of its box
ENLARGED = 0.12  # of the picture's width: a shorter segment does not make an extremity picture
MIN_OUTSIDE = 0.5  # of the slice of a limb or the cord: the trunk hides it, unless its shaft shows
MIN_SHAFT_SHARE = 0.5  # of the segment's length: so much of it shows a limb that lies on the trunk
SHADOWED_DB = -15.0
_MIN_AREA_MM2 = {
    "nasal_bone": 0.4, "nuchal_translucency": 1.5, "midline_falx": 3.0, "nasal_tip": 0.3,
    "nasal_skin": 0.3, "stomach": 2.0, "cisterna_magna": 0.7, "intracranial_translucency": 0.7,
}  # fmt: skip
_MIN_AREA_OTHERS_MM2 = 5.0


@dataclass(frozen=True, eq=False)
class Instance:
    """One structure as seen in one picture.

    structure         id of a structure or landmark in anatomy.toml
    mask              (H, W) bool, the slice of its geometry where it is visible
    visible_fraction  of the area of its slice: inside fan and picture, and not in shadow
    side              "left" or "right" of the fetus where the structure is paired, else ""
    """

    structure: str
    mask: Mask
    visible_fraction: float
    side: str = ""

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """x1, y1, x2, y2 in pixels, x2 and y2 exclusive."""
        rows, columns = np.flatnonzero(self.mask.any(axis=1)), np.flatnonzero(self.mask.any(axis=0))
        return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def observe(
    fetus: Fetus, plane: ScanPlane, window: Window, seen: Mask, lit: Mask
) -> tuple[Instance, ...]:
    """What can be made out of all that the views of this plane are outlined for.

    seen  where the picture shows echoes at all      lit  where it is not in shadow either
    """
    views = standard_views(fetus, plane)
    wanted = _of_views(views, load_anatomy())
    shortest = ENLARGED * window.width * window.pixel_size_mm if views == ("extremity",) else 0.0
    found = (
        _instance(outline, plane, window, seen, lit)
        for outline in fetus.outlines
        if outline.structure in wanted and outline.length >= shortest
    )
    return tuple(instance for instance in found if instance is not None)


def _instance(
    outline: Outline, plane: ScanPlane, window: Window, seen: Mask, lit: Mask
) -> Instance | None:
    """None where too little of it can be seen to be outlined."""
    size = window.pixel_size_mm
    mask = outline_mask(outline.shape, plane, window)
    mask &= seen
    area = float(mask.sum()) * size**2
    if area < _MIN_AREA_MM2.get(outline.structure, _MIN_AREA_OTHERS_MM2):
        return None
    if outline.length and _longest(mask, size) < MIN_LIMB_SHARE * outline.length:
        return None  # a mere disc of thigh says nothing
    if not (_is_outside(mask, outline, plane, window) or _shows_bone(outline, plane, window, seen)):
        return None
    whole = _slice_area_mm2(outline.shape, plane, size)
    fraction = float((mask & lit).sum()) * size**2 / max(whole, 1e-6)
    if fraction < MIN_VISIBLE_FRACTION:
        return None
    return Instance(outline.structure, mask, min(fraction, 1.0), outline.side)


def _longest(mask: Mask, pixel_size_mm: float) -> float:
    """From corner to corner of the box round a mask, mm; 0 where it is empty."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return 0.0
    across = np.hypot(rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1) * pixel_size_mm
    return float(across)


def _is_outside(mask: Mask, outline: Outline, plane: ScanPlane, window: Window) -> bool:
    """Whether most of a slice lies outside the trunk; in there, flesh is like all around it."""
    if outline.trunk is None:
        return True
    rows, columns = np.nonzero(mask)
    points = plane.points(window.lateral[0, columns], window.depth[rows, 0])
    return bool(np.mean(outline.trunk.distance(points) > 0) >= MIN_OUTSIDE)


def _shows_bone(outline: Outline, plane: ScanPlane, window: Window, seen: Mask) -> bool:
    """Whether the shaft of a limb's segment is cut along its length."""
    if outline.bone is None:
        return False
    shaft = outline_mask(outline.bone, plane, window) & seen
    return _longest(shaft, window.pixel_size_mm) >= MIN_SHAFT_SHARE * outline.length


def annotated(instances: tuple[Instance, ...], view: str, anatomy: Anatomy) -> tuple[Instance, ...]:
    """Those that the study outlines in this view; none where there is no view."""
    if view == NO_VIEW:
        return ()
    wanted = _of_views((view,), anatomy)
    return tuple(instance for instance in instances if instance.structure in wanted)


def _of_views(views: tuple[str, ...], anatomy: Anatomy) -> set[str]:
    """Structures that the study annotates in any of the views, and the views' landmarks."""
    structures = {s.id for view in views for s in anatomy.view(view).annotated}
    return structures | {mark.id for mark in anatomy.landmarks if mark.view in views}


def _slice_area_mm2(shape: Shape, plane: ScanPlane, pixel_size_mm: float) -> float:
    """Area of the whole slice, picture or not, on a grid three times as coarse."""
    disc = plane.disc(shape)
    if disc is None:
        return 0.0
    size = 3 * pixel_size_mm
    count = int(2 * disc[2] / size) + 2
    coarse = Window(count, count, size, disc[0] - disc[2], disc[1] - disc[2])
    return float(outline_mask(shape, plane, coarse).sum()) * size**2
