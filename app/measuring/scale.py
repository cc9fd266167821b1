"""Between the pixels of a picture and millimetres."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.measuring.shapes import Point
from inference.types import Frame, PixelSize

SAME_SIZE = 0.001  # sizes that differ by less are one


@dataclass(frozen=True, slots=True)
class Scale:
    """What a picture is measured by.

    sizes     the parts of the picture whose pixels are known
    marks_mm  how far apart two marks are by which the operator calibrated; None: the source says it
    """

    sizes: tuple[PixelSize, ...]
    marks_mm: float | None = None

    def at(self, pixels: Iterable[Point]) -> PixelSize | None:
        """The size that holds for all of these places (x y in pixels), or None.

        None where they do not lie in one region, and where the file gives one place two sizes.
        """
        places = list(pixels)
        holding = [size for size in self.sizes if all(_is_in(size, place) for place in places)]
        if not holding or any(not _is_same(size, holding[0]) for size in holding):
            return None
        return holding[0]


def scale_of(frame: Frame) -> Scale | None:
    """As the frame's source tells it; None if it tells nothing."""
    return Scale(frame.pixel_sizes) if frame.pixel_sizes else None


def to_mm(size: PixelSize, pixel: Point) -> Point:
    return pixel[0] * size.x_mm, pixel[1] * size.y_mm


def to_pixel(size: PixelSize, point: Point) -> Point:
    return point[0] / size.x_mm, point[1] / size.y_mm


def _is_in(size: PixelSize, pixel: Point) -> bool:
    x1, y1, x2, y2 = size.area
    return x1 <= pixel[0] <= x2 and y1 <= pixel[1] <= y2


def _is_same(one: PixelSize, other: PixelSize) -> bool:
    pairs = ((one.x_mm, other.x_mm), (one.y_mm, other.y_mm))
    return all(abs(a - b) <= SAME_SIZE * b for a, b in pairs)
