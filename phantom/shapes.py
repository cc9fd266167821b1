"""Implicit surfaces in millimetres, which everything is made of, and the points they are asked at.

A shape's distance is negative inside, zero on the surface, and close to true millimetres near it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import dist
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Vector = NDArray[np.float64]
Axes3 = tuple[Array, Array, Array]


def vector(x: float, y: float, z: float) -> Vector:
    return np.array([x, y, z], np.float64)


def rotation(axis: Vector, angle: float) -> Vector:
    """The 3 x 3 matrix that turns by `angle` radians about `axis` (Rodrigues)."""
    x, y, z = axis / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    result: Vector = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return result


@dataclass(frozen=True, eq=False)
class Frame:
    """A rigid frame in the world: `axes` has the local unit vectors as rows, `origin` is in mm."""

    axes: Vector
    origin: Vector

    def to_world(self, point: Vector) -> Vector:
        return self.origin + self.axes.T @ point

    def direction_to_world(self, direction: Vector) -> Vector:
        return self.axes.T @ direction

    def child(self, turn: Vector, origin: Vector) -> "Frame":
        """A frame turned by the matrix `turn` and moved to `origin`, both said in this frame."""
        return Frame((self.axes.T @ turn).T, self.to_world(origin))


WORLD = Frame(np.eye(3), np.zeros(3))


class Points:
    """World points on a grid, with their coordinates in any frame computed once.

    world  three arrays of one shape, mm
    """

    def __init__(self, world: Axes3) -> None:
        self._world = world
        self._cache: dict[int, tuple[Frame, Axes3]] = {}
        self._distances: dict[int, tuple[Shape, Array]] = {}

    @property
    def shape(self) -> tuple[int, ...]:
        return self._world[0].shape

    def within(self, frame: Frame) -> Axes3:
        """Coordinates of all points in `frame`."""
        if frame is WORLD:
            return self._world
        known = self._cache.get(id(frame))
        if known is None:
            known = self._cache[id(frame)] = (frame, self._turned(frame))
        return known[1]

    def recall(self, shape: "Shape", measure: Callable[[], Array]) -> Array:
        """The distance of a shape that several others are made from, measured once."""
        known = self._distances.get(id(shape))
        if known is None:
            known = self._distances[id(shape)] = (shape, measure())
        return known[1]

    def crop(self, rows: slice, columns: slice) -> "Points":
        """The same points, fewer of them; what is already known about them is kept."""
        part = Points(_cut(self._world, rows, columns))
        part._distances = {
            key: (shape, distance[rows, columns])
            for key, (shape, distance) in self._distances.items()
        }
        part._cache = {
            key: (frame, _cut(axes, rows, columns)) for key, (frame, axes) in self._cache.items()
        }
        return part

    def _turned(self, frame: Frame) -> Axes3:
        moved = [w - np.float32(o) for w, o in zip(self._world, frame.origin, strict=True)]
        x, y, z = (
            np.float32(row[0]) * moved[0]
            + np.float32(row[1]) * moved[1]
            + np.float32(row[2]) * moved[2]
            for row in frame.axes
        )
        return x, y, z


def _cut(axes: Axes3, rows: slice, columns: slice) -> Axes3:
    return axes[0][rows, columns], axes[1][rows, columns], axes[2][rows, columns]


class Shape(Protocol):
    """A body in space. `centre` (world, mm) and `radius` (mm) are a sphere that holds it."""

    @property
    def centre(self) -> Vector: ...

    @property
    def radius(self) -> float: ...

    def distance(self, points: Points) -> Array: ...


class Within(ABC):
    """A shape that lies within another, its `hold`, and so within the sphere of that one."""

    @property
    @abstractmethod
    def hold(self) -> Shape: ...

    @cached_property
    def centre(self) -> Vector:
        return self.hold.centre

    @cached_property
    def radius(self) -> float:
        return self.hold.radius


@dataclass(frozen=True, eq=False)
class Ellipsoid:
    """semi-axes `size` along the axes of `frame`, about its point `at`."""

    frame: Frame
    at: Vector
    size: Vector

    @cached_property
    def centre(self) -> Vector:
        return self.frame.to_world(self.at)

    @cached_property
    def radius(self) -> float:
        return float(self.size.max())

    def distance(self, points: Points) -> Array:
        scaled = [
            (c - np.float32(m)) * np.float32(1 / s)
            for c, m, s in zip(points.within(self.frame), self.at, self.size, strict=True)
        ]
        squares = [c * c for c in scaled]
        k0 = np.sqrt(squares[0] + squares[1] + squares[2])
        k1 = np.sqrt(sum(q * np.float32(1 / s**2) for q, s in zip(squares, self.size, strict=True)))
        scale: Array = np.full(points.shape, self.size.min(), np.float32)  # 0 / 0 at the centre
        np.divide(k0, k1, out=scale, where=k1 > 1e-6)
        return np.asarray((k0 - 1) * scale, np.float32)


@dataclass(frozen=True, eq=False)
class Capsule:
    """A rod from `start` to `end` with its own radius at each, widened along x by `half_width`."""

    frame: Frame
    start: Vector
    end: Vector
    start_radius: float
    end_radius: float
    half_width: float = 0.0

    @cached_property
    def centre(self) -> Vector:
        return self.frame.to_world((self.start + self.end) / 2)

    @cached_property
    def radius(self) -> float:
        return (
            dist(self.start, self.end) / 2
            + max(self.start_radius, self.end_radius)
            + self.half_width
        )

    def distance(self, points: Points) -> Array:
        x, y, z = points.within(self.frame)
        x, y, z = (
            x - np.float32(self.start[0]),
            y - np.float32(self.start[1]),
            z - np.float32(self.start[2]),
        )
        if self.half_width:
            x = np.sign(x) * np.maximum(np.abs(x) - np.float32(self.half_width), 0)
        dx, dy, dz = (np.float32(d) for d in self.end - self.start)
        length2 = np.float32(max(float(dx * dx + dy * dy + dz * dz), 1e-6))
        along = np.clip((x * dx + y * dy + z * dz) / length2, 0, 1)
        x, y, z = x - along * dx, y - along * dy, z - along * dz
        reach = np.float32(self.start_radius) + along * np.float32(
            self.end_radius - self.start_radius
        )
        result: Array = np.sqrt(x * x + y * y + z * z) - reach
        return result


@dataclass(frozen=True, eq=False)
class Shell(Within):
    """The outer `thickness` mm of a body."""

    body: Shape
    thickness: float

    @property
    def hold(self) -> Shape:
        return self.body

    def distance(self, points: Points) -> Array:
        half = np.float32(self.thickness / 2)
        result: Array = np.abs(self.body.distance(points) + half) - half
        return result


@dataclass(frozen=True, eq=False)
class Grown:
    """A body whose surface is moved outwards by `by` mm (inwards if negative)."""

    body: Shape
    by: float

    @cached_property
    def centre(self) -> Vector:
        return self.body.centre

    @cached_property
    def radius(self) -> float:
        return self.body.radius + max(self.by, 0.0)

    def distance(self, points: Points) -> Array:
        return self.body.distance(points) - np.float32(self.by)


@dataclass(frozen=True, eq=False)
class Blend:
    """The union of bodies, with the creases between them rounded over `rounding` mm."""

    bodies: tuple[Shape, ...]
    rounding: float = 0.0

    @cached_property
    def centre(self) -> Vector:
        result: Vector = sum((body.centre for body in self.bodies), np.zeros(3)) / len(self.bodies)
        return result

    @cached_property
    def radius(self) -> float:
        middle = self.centre
        return max(dist(body.centre, middle) + body.radius for body in self.bodies) + self.rounding

    def distance(self, points: Points) -> Array:
        result = self.bodies[0].distance(points)
        for body in self.bodies[1:]:
            other = body.distance(points)
            if self.rounding:
                k = np.float32(self.rounding)
                h = np.maximum(k - np.abs(result - other), 0)
                result = np.minimum(result, other) - h * h / (4 * k)
            else:
                result = np.minimum(result, other)
        return result


@dataclass(frozen=True, eq=False)
class Without(Within):
    """What is in `body` and in none of `removed`."""

    body: Shape
    removed: tuple[Shape, ...]

    @property
    def hold(self) -> Shape:
        return self.body

    def distance(self, points: Points) -> Array:
        result = self.body.distance(points)
        for body in self.removed:
            result = np.maximum(result, -body.distance(points))
        return result


@dataclass(frozen=True, eq=False)
class Sheet(Within):
    """A wall across x = 0 of `frame`, `thickness` mm, in a body and where `keep` is negative."""

    frame: Frame
    thickness: float
    within_body: Shape
    keep: Callable[[Axes3], Array]

    @property
    def hold(self) -> Shape:
        return self.within_body

    def distance(self, points: Points) -> Array:
        axes = points.within(self.frame)
        wall = np.abs(axes[0]) - np.float32(self.thickness / 2)
        return np.maximum(np.maximum(wall, self.within_body.distance(points)), self.keep(axes))


@dataclass(frozen=True, eq=False)
class Wobbly:
    """A body with an uneven surface: plane waves (rows of `waves`, 1/mm) of `amplitude` mm.

    The waves stand still in `frame`.
    """

    body: Shape
    amplitude: float
    waves: Vector
    phases: Vector
    frame: Frame = WORLD

    @cached_property
    def centre(self) -> Vector:
        return self.body.centre

    @cached_property
    def radius(self) -> float:
        return self.body.radius + self.amplitude

    def distance(self, points: Points) -> Array:
        return points.recall(self, lambda: self._measure(points))

    def _measure(self, points: Points) -> Array:
        x, y, z = points.within(self.frame)
        total = np.zeros(points.shape, np.float32)
        for wave, phase in zip(self.waves.astype(np.float32), self.phases, strict=True):
            total += np.sin(wave[0] * x + wave[1] * y + wave[2] * z + np.float32(phase))
        return self.body.distance(points) + np.float32(self.amplitude / len(self.waves)) * total


@dataclass(frozen=True, eq=False)
class Slab:
    """A layer between two heights z of `frame`, bent by `sag` (1/mm) away from its middle."""

    frame: Frame
    low: float
    high: float
    sag: float

    @cached_property
    def centre(self) -> Vector:
        return self.frame.to_world(vector(0.0, 0.0, (self.low + self.high) / 2))

    @cached_property
    def radius(self) -> float:
        return 300.0

    def distance(self, points: Points) -> Array:
        x, _, z = points.within(self.frame)
        middle = np.float32((self.low + self.high) / 2) + np.float32(self.sag) * x * x
        return np.abs(z - middle) - np.float32((self.high - self.low) / 2)
