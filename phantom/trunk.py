"""The trunk and what follows its surface: skin, nuchal fluid, spine, ribs. Used by the fetus."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phantom.biometry import Biometry
from phantom.shapes import Array, Axes3, Frame, Points, Vector, vector

_STEPS = 128


@dataclass(frozen=True, eq=False)
class Profile:
    """Elliptic cross-sections of the trunk along z (mm): centre y, half widths in x and y."""

    z: Vector
    centre_y: Vector
    half_x: Vector
    half_y: Vector

    @cached_property
    def posterior(self) -> Vector:
        return self.centre_y - self.half_y


def trunk_profile(biometry: Biometry, curl: float) -> Profile:
    """From rump to occiput. `curl` 0..1 bends the rump forward."""
    a = biometry.occipitofrontal_diameter / 2
    b = biometry.biparietal_diameter / 2
    belly = biometry.abdominal_circumference / (2 * np.pi)
    rump = rump_z(biometry)
    # z, back, front, half width: the outline of the back in mid-sagittal pictures at rest
    knots = np.array(
        [
            (rump, -0.30 * a, -0.20 * a, 0.10 * belly),
            (rump + 0.08 * a, -0.52 * a, 0.25 * a, 0.50 * belly),
            (rump + 0.35 * a, -0.68 * a, -0.68 * a + 1.55 * belly, 0.80 * belly),
            (-0.75 * a, -0.72 * a, -0.72 * a + 2.0 * belly, 1.0 * belly),
            (0.0, -0.76 * a, -0.76 * a + 1.7 * belly, 0.92 * belly),
            (0.45 * a, -0.77 * a, 0.42 * a, 0.90 * belly),
            (0.85 * a, -0.72 * a, 0.20 * a, 0.55 * b),
            (1.30 * a, -0.66 * a, 0.22 * a, 0.50 * b),
            (2.05 * a, -0.58 * a, 0.25 * a, 0.50 * b),
        ]
    )
    z = np.linspace(rump, 2.05 * a, _STEPS)
    back, front, half_x = (_smooth(np.interp(z, knots[:, 0], knots[:, i])) for i in (1, 2, 3))
    bend = curl * 0.3 * a * np.square(np.clip(-z / a - 0.3, 0, None))
    closing = np.sqrt(np.clip((z - rump) / (0.3 * a), 0.0, 1.0))
    return Profile(
        z,
        (back + front) / 2 + bend,
        np.maximum(half_x * closing, 0.05),
        np.maximum((front - back) / 2 * closing, 0.05),
    )


def rump_z(biometry: Biometry) -> float:
    """The crown is 2 a + half a head above the thorax; the rump a crown-rump length below it."""
    a = biometry.occipitofrontal_diameter / 2
    return 2.0 * a + biometry.head_height / 2 - biometry.crown_rump_length


def _smooth(values: Vector) -> Vector:
    kernel = np.hanning(15)
    padded = np.pad(values, 7, mode="edge")
    return np.convolve(padded, kernel / kernel.sum(), mode="valid")


@dataclass(frozen=True, eq=False)
class Trunk:
    """The body wall under skin and nuchal fluid."""

    frame: Frame
    profile: Profile

    @property
    def centre(self) -> Vector:
        return self.frame.to_world(vector(0.0, 0.0, float(self.profile.z[[0, -1]].mean())))

    @property
    def radius(self) -> float:
        half = float(self.profile.z[-1] - self.profile.z[0]) / 2
        return float(np.hypot(half, self.profile.half_y.max())) + 6.0

    def distance(self, points: Points) -> Array:
        return points.recall(self, lambda: self._measure(points.within(self.frame)))

    def _measure(self, axes: Axes3) -> Array:
        x, y, z = axes
        profile = self.profile
        y = y - along(profile, profile.centre_y, z)
        rx, ry = along(profile, profile.half_x, z), along(profile, profile.half_y, z)
        k0 = np.sqrt(np.square(x / rx) + np.square(y / ry))
        k1 = np.sqrt(np.square(x / (rx * rx)) + np.square(y / (ry * ry)))
        side = k0 * (k0 - 1) / np.maximum(k1, np.float32(1e-4))
        below = np.float32(profile.z[0]) - z
        above = z - np.float32(profile.z[-1])
        result: Array = np.maximum(side, np.maximum(below, above))
        return result


def along(profile: Profile, values: Vector, z: Array) -> Array:
    """A column of the profile looked up at heights z."""
    low, step = profile.z[0], profile.z[1] - profile.z[0]
    place = np.clip((z - np.float32(low)) / np.float32(step), 0, _STEPS - 1.001)
    index = place.astype(np.int32)
    column = values.astype(np.float32)
    result: Array = column[index] + (place - index) * (column[index + 1] - column[index])
    return result


def smoothstep(x: Array, low: float, high: float) -> Array:
    t = np.clip((x - np.float32(low)) / np.float32(high - low), 0, 1)
    result: Array = t * t * (3 - 2 * t)
    return result


@dataclass(frozen=True, eq=False)
class NuchalFluid:
    """The fluid between the body wall and the skin behind neck and upper back.

    thickness  the widest distance across the fluid, mm
    head_scale half the occipitofrontal diameter, mm: sets where it begins and ends
    """

    trunk: Trunk
    thickness: float
    head_scale: float
    half_width: float

    @property
    def centre(self) -> Vector:
        return self.trunk.centre

    @property
    def radius(self) -> float:
        return self.trunk.radius

    def depth(self, points: Points) -> Array:
        """How thick the fluid is in front of each point of the body wall, mm."""
        x, y, z = points.within(self.trunk.frame)
        a, profile = self.head_scale, self.trunk.profile
        span = smoothstep(z, -0.35 * a, 0.75 * a) * (1 - smoothstep(z, 1.45 * a, 1.95 * a))
        across = np.clip(1 - np.square(x / np.float32(self.half_width)), 0, 1)
        behind = y < along(profile, profile.centre_y, z)
        result: Array = np.float32(self.thickness) * span * across * behind
        return result

    def distance(self, points: Points) -> Array:
        wall, depth = self.trunk.distance(points), self.depth(points)
        result: Array = np.maximum(np.maximum(-wall, wall - depth), np.float32(0.35) - depth)
        return result


@dataclass(frozen=True, eq=False)
class Skin:
    """Everything inside the outer surface of the skin, over wall and nuchal fluid."""

    fluid: NuchalFluid
    thickness: float

    @property
    def centre(self) -> Vector:
        return self.fluid.centre

    @property
    def radius(self) -> float:
        return self.fluid.radius

    def distance(self, points: Points) -> Array:
        wall = self.fluid.trunk.distance(points)
        return wall - self.fluid.depth(points) - np.float32(self.thickness)


@dataclass(frozen=True, eq=False)
class Behind:
    """A weight: 1 over the back of the trunk, 0 over its front."""

    trunk: Trunk

    def __call__(self, points: Points) -> Array:
        _, y, z = points.within(self.trunk.frame)
        profile = self.trunk.profile
        height = y - along(profile, profile.centre_y, z)
        return 1 - smoothstep(height / along(profile, profile.half_y, z), -0.6, -0.2)


@dataclass(frozen=True, eq=False)
class SpinalColumn:
    """The column as outlined: a tube of radius `reach`, `inset` mm before the back, from z to z."""

    trunk: Trunk
    low: float
    high: float
    inset: float
    reach: float

    @property
    def centre(self) -> Vector:
        return self.trunk.centre

    @property
    def radius(self) -> float:
        return self.trunk.radius

    def local(self, points: Points) -> Axes3:
        x, y, z = points.within(self.trunk.frame)
        profile = self.trunk.profile
        return x, y - along(profile, profile.posterior, z) - np.float32(self.inset), z

    def distance(self, points: Points) -> Array:
        x, y, z = self.local(points)
        tube = np.sqrt(np.square(x * np.float32(0.8)) + y * y) - np.float32(self.reach)
        result: Array = np.maximum(
            tube, np.maximum(np.float32(self.low) - z, z - np.float32(self.high))
        )
        return result


@dataclass(frozen=True, eq=False)
class Vertebrae:
    """Ossification centres of the column: a body and two arches at every `pitch` mm."""

    column: SpinalColumn
    pitch: float

    @property
    def centre(self) -> Vector:
        return self.column.centre

    @property
    def radius(self) -> float:
        return self.column.radius

    def distance(self, points: Points) -> Array:
        x, y, z = self.column.local(points)
        r, pitch = np.float32(self.column.reach), np.float32(self.pitch)
        step = (np.mod(z / pitch, 1) - np.float32(0.5)) * pitch
        body = np.sqrt(np.square(x * 0.8) + np.square((y - 0.45 * r) * 1.3) + step * step)
        arch = np.sqrt(np.square(np.abs(x) - 0.8 * r) + np.square(y + 0.5 * r) + step * step)
        nearest = np.minimum(body - 0.42 * r, arch - 0.32 * r)
        ends = np.maximum(np.float32(self.column.low) - z, z - np.float32(self.column.high))
        result: Array = np.maximum(nearest, ends).astype(np.float32)
        return result


@dataclass(frozen=True, eq=False)
class Ribs:
    """Bright hoops `pitch` mm apart, just under the wall of the chest, open at the sternum."""

    trunk: Trunk
    low: float
    high: float
    pitch: float

    @property
    def centre(self) -> Vector:
        return self.trunk.centre

    @property
    def radius(self) -> float:
        return self.trunk.radius

    def distance(self, points: Points) -> Array:
        x, y, z = points.within(self.trunk.frame)
        pitch = np.float32(self.pitch)
        slope = z + np.float32(0.35) * y
        step = (np.mod(slope / pitch, 1) - np.float32(0.5)) * pitch
        hoop = np.sqrt(np.square(self.trunk.distance(points) + 1.2) + step * step) - 0.4
        ends = np.maximum(np.float32(self.low) - z, z - np.float32(self.high))
        result: Array = np.maximum(np.maximum(hoop, ends), 2.5 - np.abs(x)).astype(np.float32)
        return result
