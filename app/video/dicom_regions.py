"""How large the pixels are, as a DICOM file says it region by region (PS3.3 C.8.5.5)."""

import math
from collections.abc import Iterator

from pydicom import Dataset

from inference.types import PixelSize

CENTIMETRES, PLANE = 3, 1  # of the units and of the spatial format
MM_IN_CM = 10.0
LARGEST_MM = 5.0  # no scanner's pixel is so large: a broken or a hostile header
MOST_STRETCHED = 4.0  # so is a pixel that is longer
SPARE_PX = 1  # some scanners name the pixel behind the last one


def pixel_sizes(header: Dataset) -> tuple[PixelSize, ...]:
    """Of each region that shows a plane of tissue in centimetres; a file may hold none.

    A region that reaches beyond the picture was measured before the picture was made smaller, so
    its sizes are no longer true: it is left out, as is one whose numbers no scanner can mean.
    """
    try:
        return tuple(_usable(header))
    except (AttributeError, IndexError, TypeError, ValueError):  # damaged: better no size at all
        return ()


def pixel_aspect(header: Dataset) -> float | None:
    """Width of a pixel to its height (PS3.3 C.7.6.3.1.7); None where the file says nothing usable.

    The attribute gives the height first.
    """
    try:
        height, width = (float(part) for part in header.PixelAspectRatio)
        ratio = width / height
    except (AttributeError, TypeError, ValueError, ZeroDivisionError):
        return None
    return ratio if 1 / MOST_STRETCHED <= ratio <= MOST_STRETCHED else None


def _usable(header: Dataset) -> Iterator[PixelSize]:
    rows, columns = int(header.Rows), int(header.Columns)
    for region in header.get("SequenceOfUltrasoundRegions") or ():
        units = (region.get("PhysicalUnitsXDirection"), region.get("PhysicalUnitsYDirection"))
        if units != (CENTIMETRES, CENTIMETRES) or region.get("RegionSpatialFormat") != PLANE:
            continue
        x_mm = float(region.PhysicalDeltaX) * MM_IN_CM
        y_mm = float(region.PhysicalDeltaY) * MM_IN_CM
        left, top = int(region.RegionLocationMinX0), int(region.RegionLocationMinY0)
        right, bottom = int(region.RegionLocationMaxX1), int(region.RegionLocationMaxY1)
        is_inside = right < columns + SPARE_PX and bottom < rows + SPARE_PX
        if (
            _is_a_size(x_mm)
            and _is_a_size(y_mm)
            and is_inside
            and 0 <= left < right
            and 0 <= top < bottom
        ):
            area = (left, top, min(right + 1, columns), min(bottom + 1, rows))
            yield PixelSize(x_mm, y_mm, area)


def _is_a_size(mm: float) -> bool:
    return math.isfinite(mm) and 0 < mm <= LARGEST_MM
