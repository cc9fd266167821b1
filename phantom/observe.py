"""What a sonographer would outline in a picture: instances of structures with their masks."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from inference.anatomy import Anatomy
from phantom.fetus import Fetus
from phantom.plane import ScanPlane, Window, outline_mask
from phantom.shapes import Shape
from phantom.views import NO_VIEW

Mask = NDArray[np.bool_]

MIN_VISIBLE_FRACTION = 0.4
SHADOWED_DB = -15.0
_MIN_AREA_MM2 = {
    "nasal_bone": 0.4, "nuchal_translucency": 1.5, "midline_falx": 3.0, "nasal_tip": 0.3,
    "nasal_skin": 0.3, "cisterna_magna": 0.7, "intracranial_translucency": 0.7,
}  # fmt: skip
_MIN_AREA_OTHERS_MM2 = 5.0


@dataclass(frozen=True, eq=False)
class Instance:
    """One structure as seen in one picture.

    structure         id of a structure or landmark in anatomy.toml
    mask              (H, W) bool, the slice of its geometry where it is visible
    visible_fraction  of the area of its slice: inside fan and picture, and not in shadow
    """

    structure: str
    mask: Mask
    visible_fraction: float

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """x1, y1, x2, y2 in pixels, x2 and y2 exclusive."""
        rows, columns = np.flatnonzero(self.mask.any(axis=1)), np.flatnonzero(self.mask.any(axis=0))
        return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def observe(
    fetus: Fetus, plane: ScanPlane, window: Window, seen: Mask, lit: Mask
) -> tuple[Instance, ...]:
    """Every structure that can be made out, whatever the view.

    seen  where the picture shows echoes at all      lit  where it is not in shadow either
    """
    found = []
    for structure, shape in fetus.outlines:
        mask = outline_mask(shape, plane, window) & seen
        area = float(mask.sum()) * window.pixel_size_mm**2
        if area < _MIN_AREA_MM2.get(structure, _MIN_AREA_OTHERS_MM2):
            continue
        whole = _slice_area_mm2(shape, plane, window.pixel_size_mm)
        fraction = float((mask & lit).sum()) * window.pixel_size_mm**2 / max(whole, 1e-6)
        if fraction >= MIN_VISIBLE_FRACTION:
            found.append(Instance(structure, mask, min(fraction, 1.0)))
    return tuple(found)


def annotated(instances: tuple[Instance, ...], view: str, anatomy: Anatomy) -> tuple[Instance, ...]:
    """Those that the study outlines in this view; none where there is no view."""
    if view == NO_VIEW:
        return ()
    wanted = {structure.id for structure in anatomy.view(view).annotated}
    wanted |= {landmark.id for landmark in anatomy.landmarks if landmark.view == view}
    return tuple(instance for instance in instances if instance.structure in wanted)


def _slice_area_mm2(shape: Shape, plane: ScanPlane, pixel_size_mm: float) -> float:
    """Area of the whole slice, picture or not, on a grid three times as coarse."""
    disc = plane.disc(shape)
    if disc is None:
        return 0.0
    size = 3 * pixel_size_mm
    count = int(2 * disc[2] / size) + 2
    coarse = Window(count, count, size, disc[0] - disc[2], disc[1] - disc[2])
    return float(outline_mask(shape, plane, coarse).sum()) * size**2
