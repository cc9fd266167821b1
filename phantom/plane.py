"""Where the probe looks: the scan plane in the world, and the grids of points on it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from phantom.shapes import Array, Points, Shape, Vector

_NEIGHBOURS = np.ones((3, 3), np.uint8)
_BLOCK = 4  # pixels an edge
_CAUTION = 2.5  # by how much a distance may overrate how far the surface is


@dataclass(frozen=True, eq=False)
class ScanPlane:
    """A pose: `origin` at the middle of the transducer face (mm), two unit vectors in the plane.

    lateral points to the right of the picture, axial away from the transducer.
    """

    origin: Vector
    lateral: Vector
    axial: Vector

    @cached_property
    def normal(self) -> Vector:
        return np.cross(self.lateral, self.axial)

    @cached_property
    def _axes(self) -> Vector:
        return np.stack([self.lateral, self.axial, self.normal])

    def points(self, lateral: Array, depth: Array) -> Points:
        """World points at in-plane coordinates (mm), broadcast against each other."""
        x, y, z = (
            (np.float32(o) + np.float32(u) * lateral + np.float32(v) * depth).astype(np.float32)
            for o, u, v in zip(self.origin, self.lateral, self.axial, strict=True)
        )
        return Points((x, y, z))

    def project(self, point: Vector) -> tuple[float, float, float]:
        """Lateral, depth and height above the plane of a world point, mm."""
        lateral, depth, height = (self._axes @ (point - self.origin)).tolist()
        return lateral, depth, height

    def disc(self, shape: Shape) -> tuple[float, float, float] | None:
        """Lateral, depth and radius of a disc that holds the shape's slice, if there is one."""
        lateral, depth, height = self.project(shape.centre)
        squared = shape.radius**2 - height**2
        return (lateral, depth, sqrt(squared)) if squared > 0 else None


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the plane that fills the picture; `left`, `top`: its upper left corner, mm."""

    width: int
    height: int
    pixel_size_mm: float
    left: float
    top: float

    @property
    def lateral(self) -> Array:
        columns = np.arange(self.width, dtype=np.float32)[None, :] + np.float32(0.5)
        return np.float32(self.left) + columns * np.float32(self.pixel_size_mm)

    @property
    def depth(self) -> Array:
        rows = np.arange(self.height, dtype=np.float32)[:, None] + np.float32(0.5)
        return np.float32(self.top) + rows * np.float32(self.pixel_size_mm)


@dataclass(frozen=True, eq=False)
class Sector:
    """A polar grid of a curved transducer of radius `face_radius` mm.

    ranges  (R,) mm from the centre of curvature      angles  (B,) radians from straight down
    """

    face_radius: float
    ranges: Array
    angles: Array

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.ranges), len(self.angles)

    @property
    def range_step(self) -> float:
        return float(self.ranges[1] - self.ranges[0])

    @property
    def angle_step(self) -> float:
        return float(self.angles[1] - self.angles[0])

    @property
    def depths(self) -> Array:
        """(R, 1) mm from the transducer face."""
        return self.ranges[:, None] - np.float32(self.face_radius)

    def in_plane(self) -> tuple[Array, Array]:
        """Lateral and depth of every sample, mm, each (R, B)."""
        r, t = self.ranges[:, None], self.angles[None, :]
        return r * np.sin(t), r * np.cos(t) - np.float32(self.face_radius)

    def thinned(self, rows: int, columns: int) -> "Sector":
        """A coarser grid: each of its samples is the middle of rows x columns of this one's.

        Both must divide the shape. Resizing a field by those factors brings it back in register.
        """
        r, t = self.ranges.reshape(-1, rows), self.angles.reshape(-1, columns)
        return Sector(self.face_radius, r.mean(axis=1), t.mean(axis=1))

    def cells(self, lateral: Array, depth: Array) -> tuple[Array, Array]:
        """Fractional row and column of in-plane points."""
        below = depth + np.float32(self.face_radius)
        rows = (np.hypot(lateral, below) - self.ranges[0]) / np.float32(self.range_step)
        columns = (np.arctan2(lateral, below) - self.angles[0]) / np.float32(self.angle_step)
        return rows.astype(np.float32), columns.astype(np.float32)

    def patch(self, disc: tuple[float, float, float], margin: float) -> tuple[slice, slice] | None:
        """Rows and columns that hold a disc (lateral, depth, radius); None outside the sector."""
        lateral, depth, radius = disc
        reach, below = radius + margin, depth + self.face_radius
        distance = float(np.hypot(lateral, below))
        middle = float(np.arctan2(lateral, below))
        spread = float(np.arcsin(reach / distance)) if distance > reach else np.pi
        rows = _span(
            distance - reach, distance + reach, self.ranges[0], self.range_step, self.shape[0]
        )
        columns = _span(
            middle - spread, middle + spread, self.angles[0], self.angle_step, self.shape[1]
        )
        return (rows, columns) if rows and columns else None


def _span(low: float, high: float, first: float, step: float, count: int) -> slice | None:
    start = max(0, int((low - first) / step))
    stop = min(count, int((high - first) / step) + 2)
    return slice(start, stop) if stop - start > 1 else None


@lru_cache(maxsize=2)  # a loop asks for the same grid in every frame
def sector_for(
    window: Window, face_radius: float, half_angle: float, samples: int, beams: int
) -> Sector:
    """The finest grid of that many samples that covers what of the window lies in the fan."""
    sides = np.array([window.left, window.left + window.width * window.pixel_size_mm])
    top = max(window.top, 0.0) + face_radius
    bottom = window.top + window.height * window.pixel_size_mm + face_radius
    corners = np.arctan2(sides[:, None], np.array([[top, bottom]]))
    first = max(-half_angle, float(corners.min()))
    last = min(half_angle, float(corners.max()))
    low = float(np.hypot(np.clip(0.0, *sides), top)) if window.top > 0 else face_radius
    high = bottom / np.cos(max(abs(first), abs(last)))
    return Sector(
        face_radius,
        np.linspace(low, high, samples, dtype=np.float32),
        np.linspace(first, last, beams, dtype=np.float32),
    )


def outline_mask(shape: Shape, plane: ScanPlane, window: Window) -> NDArray[np.bool_]:
    """Where the slice of a shape covers the centres of the picture's pixels, (H, W) bool."""
    mask = np.zeros((window.height, window.width), np.bool_)
    disc = plane.disc(shape)
    if disc is None:
        return mask
    size = window.pixel_size_mm
    rows = _span(disc[1] - disc[2], disc[1] + disc[2], window.top, size, window.height)
    columns = _span(disc[0] - disc[2], disc[0] + disc[2], window.left, size, window.width)
    if rows and columns:
        mask[rows, columns] = _inside(shape, plane, window.lateral[0, columns], window.depth[rows])
    return mask


def _inside(shape: Shape, plane: ScanPlane, lateral: Array, depth: Array) -> NDArray[np.bool_]:
    """The sign of the distance at every point, measured only where a surface may be near.

    lateral (C,), depth (R, 1) in steps of one pixel. Blocks of pixels whose middle is far from
    the surface, and whose neighbours agree, have its sign; in the others every pixel is asked.
    """
    height, width = len(depth), len(lateral)
    down, right = -(-height // _BLOCK), -(-width // _BLOCK)
    x = _padded(lateral, right * _BLOCK).reshape(right, _BLOCK)
    y = _padded(depth[:, 0], down * _BLOCK).reshape(down, _BLOCK)
    middle = shape.distance(plane.points(x.mean(axis=1)[None, :], y.mean(axis=1)[:, None]))
    blocks = np.repeat((middle < 0)[:, None, :], _BLOCK, axis=1)[..., None].repeat(_BLOCK, axis=-1)
    reach = _CAUTION * np.hypot(x[0, -1] - x[0, 0], y[0, -1] - y[0, 0]) / 2
    sign = (middle < 0).astype(np.uint8)
    edge = cv2.morphologyEx(sign, cv2.MORPH_GRADIENT, _NEIGHBOURS)  # distances that jump, too
    i, j = np.nonzero((np.abs(middle) <= reach) | (edge > 0))
    if len(i):
        inside = shape.distance(plane.points(x[j][:, None, :], y[i][:, :, None])) < 0
        blocks[i, :, j] = inside
    return blocks.reshape(down * _BLOCK, right * _BLOCK)[:height, :width]


def _padded(steps: Array, count: int) -> Array:
    """Continued in the same step to `count` values."""
    step = steps[1] - steps[0]
    more = steps[-1] + step * np.arange(1, count - len(steps) + 1, dtype=np.float32)
    return np.concatenate([steps, more])
