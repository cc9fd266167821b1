"""The spine: the column as outlined, and the ossification centres in it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phantom.biometry import Biometry
from phantom.shapes import Array, Axes3, Points, Shape, Vector, Within
from phantom.tissue import BONE, Material, Part
from phantom.trunk import Trunk, rump_z

_CANAL = Material(-24.0, 0.3, 4.0)
_SLACK = 1.2  # of its radius: how far past its ends, in z, an end cut askew can reach
_BETWEEN = Material(7.0, 1.5, 4.0)  # the beam is thicker than the gaps between two centres


@dataclass(frozen=True, eq=False)
class SpinalColumn(Within):
    """The column as outlined: a tube of radius `reach`, `inset` mm before the back, from z to z."""

    trunk: Trunk
    low: float
    high: float
    inset: float
    reach: float

    @property
    def hold(self) -> Shape:
        return self.trunk

    def midline(self, count: int) -> Vector:
        """(count, 3) points along the middle of the tube, world, from rump to neck."""
        profile = self.trunk.profile
        z = np.linspace(self.low, self.high, count)
        y = np.interp(z, profile.z, profile.posterior) + self.inset
        local = np.stack([np.zeros(count), y, z], axis=1)
        return self.trunk.frame.origin + local @ self.trunk.frame.axes

    def local(self, points: Points) -> Axes3:
        """x, distance before the midline at right angles to it, and z."""
        x, _, z = points.within(self.trunk.frame)
        return x, self._midline.distance(points), z

    @cached_property
    def _midline(self) -> "_Midline":
        return _Midline(self.trunk, self.inset)

    def beyond(self, points: Points) -> Array:
        """How far past either end of the column, along it; negative between them."""
        _, y, z = points.within(self.trunk.frame)
        ends = []
        for level, outwards in ((self.low, -1.0), (self.high, 1.0)):
            profile = self.trunk.profile
            middle = float(np.interp(level, profile.z, profile.posterior)) + self.inset
            slope = float(np.interp(level, profile.z, np.gradient(profile.posterior, profile.z)))
            way = outwards * np.array([slope, 1.0]) / np.hypot(slope, 1.0)
            ends.append((y - np.float32(middle)) * np.float32(way[0]))
            ends[-1] += (z - np.float32(level)) * np.float32(way[1])
        result: Array = np.maximum(*ends)
        return result

    def distance(self, points: Points) -> Array:
        return points.recall(self, lambda: self._measure(points))

    def _measure(self, points: Points) -> Array:
        x, y, z = self.local(points)
        tube = np.sqrt(np.square(x * np.float32(0.8)) + y * y) - np.float32(self.reach)
        # Far past its ends the midline bends back behind the planes that cut it off.
        far = np.maximum(np.float32(self.low) - z, z - np.float32(self.high))
        past = np.maximum(self.beyond(points), far - np.float32(_SLACK * self.reach))
        result: Array = np.maximum(tube, past)
        return result


@dataclass(frozen=True, eq=False)
class _Midline(Within):
    """All that lies behind the surface `inset` mm before the back."""

    trunk: Trunk
    inset: float

    @property
    def hold(self) -> Shape:
        return self.trunk

    def distance(self, points: Points) -> Array:
        return points.recall(self, lambda: self._measure(points.within(self.trunk.frame)))

    def _measure(self, axes: Axes3) -> Array:
        _, y, z = axes
        posterior, lean = self.trunk.profile.along(z, "posterior", "lean")
        result: Array = (y - posterior - np.float32(self.inset)) * lean
        return result


@dataclass(frozen=True, eq=False)
class Vertebrae(Within):
    """Three ossification centres at every `pitch` mm: a body, and an arch on either side.

    pitch  0: without gaps between them
    """

    column: SpinalColumn
    pitch: float

    @property
    def hold(self) -> Shape:
        return self.column

    def distance(self, points: Points) -> Array:
        x, y, z = self.column.local(points)
        r, step = np.float32(self.column.reach), self._from_the_middle(z)
        body = np.sqrt(np.square(x * 0.75) + np.square((y - 0.5 * r) * 1.25) + step)
        aside = np.abs(x) - np.float32(0.66) * r
        arch = np.sqrt(np.square(aside * 0.72) + np.square(y + 0.55 * r + 0.5 * aside) + step)
        nearest = np.minimum(body - 0.44 * r, arch - 0.31 * r)
        result: Array = np.maximum(nearest, self.column.distance(points)).astype(np.float32)
        return result

    def _from_the_middle(self, z: Array) -> Array | float:
        """Squared distance along the column from the nearest centres."""
        if not self.pitch:
            return 0.0
        pitch = np.float32(self.pitch)
        step = (np.mod(z / pitch, 1) - np.float32(0.5)) * pitch * np.float32(1.2)
        squared: Array = step * step
        return squared


def build_spine(trunk: Trunk, biometry: Biometry) -> tuple[SpinalColumn, list[Part]]:
    """From the sacrum to the neck."""
    a = biometry.occipitofrontal_diameter / 2
    column = SpinalColumn(
        trunk, rump_z(biometry) + 0.25 * a, 1.25 * a, inset=0.22 * a, reach=0.135 * a
    )
    return column, [
        Part(_Canal(column), _CANAL),
        Part(Vertebrae(column, 0.0), _BETWEEN),
        Part(Vertebrae(column, 0.165 * a), BONE),
    ]


@dataclass(frozen=True, eq=False)
class _Canal(Within):
    """The dark tube between bodies and arches."""

    column: SpinalColumn

    @property
    def hold(self) -> Shape:
        return self.column

    def distance(self, points: Points) -> Array:
        x, y, _ = self.column.local(points)
        r = np.float32(self.column.reach)
        tube = np.sqrt(x * x + np.square(y + np.float32(0.15) * r)) - np.float32(0.38) * r
        result: Array = np.maximum(tube, self.column.distance(points))
        return result
