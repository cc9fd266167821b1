"""The fetus as a small solid under the mother's skin: for the picture that shows where one scans.

Computed once for a fetus at rest, from the same surfaces that the scan plane cuts.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from phantom.fetus import Fetus
from phantom.shapes import Array, Points, Vector, vector
from phantom.steering import DEPTH_MM, FACE_RADIUS_MM, HALF_ANGLE, SLIDE_MM, Belly, ProbePose

_LOW, _HIGH = vector(-62.0, -42.0, -2.0), vector(62.0, 42.0, 82.0)  # mm, on the belly
_VOXEL_MM = 1.4
_OUTSIDE_MM = 9.0
_AZIMUTH, _ELEVATION = 0.42, 0.50  # rad: from the operator's side, and from above
_LIGHT = vector(-0.45, -0.65, -0.62)  # on the picture: right, down, away
_PIXEL_MM = 0.8
_SLICE_STEP_MM = 0.8
_FAN_STEPS = 12
_HANDLE = ((18, 4, 2), (14, 5, -7), (6, 4, -20))  # half width and thickness, and height, mm

Polygon = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """The fetus as an eye sees it from the operator's side and from above, in parallel light.

    pixel_mm    of the picture, whose middle is the middle of the belly's skin
    brightness  (H, W) float32, 0..1     cover  (H, W) float32, 0 beside the fetus to 1 on it
    """

    pixel_mm: float
    brightness: Array
    cover: Array


@dataclass(frozen=True, eq=False)
class Figure:
    """distance  (X, Y, Z) mm to the fetus' surface, negative inside, along, across and deep."""

    distance: Array
    sight: Sight

    def slice(self, probe: ProbePose) -> tuple[Polygon, ...]:
        """Outlines of what the fan cuts of the fetus, each (N, 3) mm on the belly."""
        half = (FACE_RADIUS_MM + DEPTH_MM) * np.sin(HALF_ANGLE)
        x = np.arange(-half, half, _SLICE_STEP_MM)
        z = np.arange(0.0, DEPTH_MM, _SLICE_STEP_MM)
        lateral, _, axial = probe.axes
        distance = _at(
            self.distance, probe.origin + x[None, :, None] * lateral + z[:, None, None] * axial
        )
        outside = np.abs(np.arctan2(x[None, :], z[:, None] + FACE_RADIUS_MM)) > HALF_ANGLE
        inside = ((distance < 0) & ~outside).astype(np.uint8)
        found, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        return tuple(
            probe.origin + x[line[:, 0, :1]] * lateral + z[line[:, 0, 1:]] * axial
            for line in found
            if len(line) > 3
        )

    def fan(self, probe: ProbePose) -> Polygon:
        """(N, 3) mm on the belly: along the transducer's face, and back along the deepest arc."""
        angles = np.linspace(-HALF_ANGLE, HALF_ANGLE, _FAN_STEPS)
        face = np.stack([np.sin(angles), np.cos(angles)], axis=1)
        flat = np.concatenate([FACE_RADIUS_MM * face, (FACE_RADIUS_MM + DEPTH_MM) * face[::-1]])
        flat[:, 1] -= FACE_RADIUS_MM
        return probe.origin + flat @ probe.axes[[0, 2]]

    def handle(self, probe: ProbePose) -> Polygon:
        """(N, 3) mm on the belly: corners that the body of the probe is stretched over."""
        corners = [(x * u, y * v, z) for x, y, z in _HANDLE for u in (-1, 1) for v in (-1, 1)]
        return probe.origin + np.array(corners) @ probe.axes

    def marker(self, probe: ProbePose) -> Polygon:
        """(1, 3) mm on the belly: the dot on the probe at the side of the picture's left."""
        return probe.origin + np.array([[-13.0, -5.0, -5.0]]) @ probe.axes

    def shown(self, probe: ProbePose) -> Polygon:
        """(4, 3) mm on the belly: corners of the part of the scan plane that is on the screen."""
        top, height, width = probe.shown_mm
        corners = np.array([[-0.5, 0.0], [0.5, 0.0], [0.5, 1.0], [-0.5, 1.0]])
        return probe.origin + (corners * [width, height] + [0.0, top]) @ probe.axes[[0, 2]]

    def skin(self) -> Polygon:
        """(4, 3) mm on the belly: where the probe can slide to."""
        x, y = SLIDE_MM
        return np.array([[-x, -y, 0.0], [x, -y, 0.0], [x, y, 0.0], [-x, y, 0.0]])

    def on_picture(self, points: Polygon) -> Polygon:
        """(N, 2) mm to the right and down of the picture's middle."""
        return points @ _view_axes()[:2].T

    def slide(self, right_mm: float, down_mm: float) -> tuple[float, float]:
        """How far along and across the skin a way on the picture goes, mm."""
        along, across = np.linalg.solve(_view_axes()[:2, :2], [right_mm, down_mm])
        return float(along), float(across)


def figure_of(fetus: Fetus, belly: Belly) -> Figure:
    """All of it is computed here, in a third of a second; what shows it has nothing to wait for."""
    axes = [np.arange(low, high, _VOXEL_MM) for low, high in zip(_LOW, _HIGH, strict=True)]
    shape = tuple(len(axis) for axis in axes)
    local = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(shape[0], -1, 3)
    world = (belly.frame.origin + local @ belly.frame.axes).astype(np.float32)
    points = Points((world[..., 0], world[..., 1], world[..., 2]))
    distance = np.full(points.shape, np.float32(_OUTSIDE_MM))
    for part in {id(part.shape): part for part in fetus.parts}.values():
        middle = float(belly.frame.axes[0] @ (part.shape.centre - belly.frame.origin))
        ends = middle - part.shape.radius, middle + part.shape.radius
        rows = slice(*np.searchsorted(axes[0], ends))
        if rows.stop > rows.start:
            here = part.shape.distance(points.crop(rows, slice(None)))
            np.minimum(distance[rows], here, out=distance[rows])
    solid = distance.reshape(shape)
    return Figure(solid, _sight_of(solid))


def _sight_of(distance: Array) -> Sight:
    right, down, away = _view_axes()
    corners = np.array(np.meshgrid(*zip(_LOW, _HIGH, strict=True))).reshape(3, -1)
    reach = [np.abs(axis @ corners).max() for axis in (right, down)]
    u = np.arange(-reach[0], reach[0], _PIXEL_MM)
    v = np.arange(-reach[1], reach[1], _PIXEL_MM)
    near, far = (away @ corners).min(), (away @ corners).max()
    met = np.full((len(v), len(u)), np.inf, np.float32)
    last = np.full(met.shape, np.float32(_OUTSIDE_MM))
    foot = u[None, :, None] * right + v[:, None, None] * down
    for depth in np.arange(near, far, _VOXEL_MM):
        now = _at(distance, foot + depth * away)
        enters = np.isinf(met) & (now < 0)
        share = last / np.maximum(last - now, np.float32(1e-6))
        met[enters] = (depth - _VOXEL_MM * (1 - share))[enters]
        last = now
    return _lit(met)


def _at(distance: Array, points: Vector) -> Array:
    """The distance at points (..., 3) on the belly, between the grid's values."""
    place = (points - _LOW) / _VOXEL_MM
    most = np.array(distance.shape) - 2
    is_in = np.all((place >= 0) & (place <= most), axis=-1)
    place = place[is_in].astype(np.float32)
    low = place.astype(np.int32)
    share = place - low
    _, y, z = distance.shape
    steps = np.array([y * z, z, 1])
    first = low @ steps.astype(np.int32)
    flat, total = distance.ravel(), np.zeros(len(place), np.float32)
    for corner in np.ndindex(2, 2, 2):
        weight = np.prod(np.where(corner, share, 1 - share), axis=1)
        total += weight * flat[first + int(corner @ steps)]
    result = np.full(is_in.shape, np.float32(_OUTSIDE_MM))
    result[is_in] = total
    return result


def _view_axes() -> Vector:
    """(3, 3): on the belly, what is right, down and away in the picture, as rows."""
    a, e = _AZIMUTH, _ELEVATION
    return np.array(
        [
            [np.cos(a), np.sin(a), 0.0],
            [-np.sin(a) * np.sin(e), np.cos(a) * np.sin(e), np.cos(e)],
            [np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)],
        ]
    )


def _lit(met: Array) -> Sight:
    """Light from the upper left on the surface that was met."""
    cover = np.isfinite(met).astype(np.float32)
    depth = np.where(cover > 0, met, np.float32(met[np.isfinite(met)].max()))
    depth = cv2.bilateralFilter(depth, 5, 3.0, 1.5)
    slope_v, slope_u = np.gradient(depth, _PIXEL_MM)
    normal = np.stack([-slope_u, -slope_v, np.ones_like(depth)], axis=-1)
    normal /= -np.linalg.norm(normal, axis=-1, keepdims=True)
    shade = np.clip(normal @ (_LIGHT / np.linalg.norm(_LIGHT)), 0, 1)
    nearness = 1 - (depth - depth.min()) / max(float(np.ptp(depth)), 1.0)
    brightness = np.clip(0.32 + 0.68 * shade + 0.20 * (nearness - 0.6), 0, 1).astype(np.float32)
    soft = np.asarray(cv2.GaussianBlur(cover, (0, 0), 0.8), np.float32)
    return Sight(_PIXEL_MM, brightness, soft)
