"""The trunk and what follows its surface: cavities, skin, nuchal fluid. Used by the fetus."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phantom.biometry import Biometry
from phantom.shapes import Array, Axes3, Frame, Points, Shape, Vector, Within, vector

_STEPS, _FINE_STEPS = 128, 8192
SKIN_MM = 0.5


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

    @cached_property
    def lean(self) -> Vector:
        """The cosine of the angle between the back and the z axis."""
        slope: Vector = np.gradient(self.posterior, self.z)
        result: Vector = 1 / np.sqrt(1 + slope * slope)
        return result

    def at(self, z: float) -> tuple[float, float, float]:
        """Centre y and half widths in x and y of the cross-section at that height."""
        centre_y, half_x, half_y = (
            float(np.interp(z, self.z, column))
            for column in (self.centre_y, self.half_x, self.half_y)
        )
        return centre_y, half_x, half_y

    def along(self, z: Array, *columns: str) -> list[Array]:
        """Those columns at heights z, from tables finer than any picture."""
        low, step = self.z[0], (self.z[-1] - self.z[0]) / (_FINE_STEPS - 1)
        place = (z - np.float32(low)) * np.float32(1 / step) + np.float32(0.5)
        index = np.clip(place, 0, _FINE_STEPS - 1).astype(np.int32)
        return [self._tables[column].take(index) for column in columns]

    @cached_property
    def _tables(self) -> dict[str, Array]:
        fine = np.linspace(self.z[0], self.z[-1], _FINE_STEPS)
        names = ("centre_y", "half_x", "half_y", "posterior", "lean")
        return {
            name: np.interp(fine, self.z, getattr(self, name)).astype(np.float32) for name in names
        }


def trunk_profile(biometry: Biometry, curl: float) -> Profile:
    """From rump to occiput. `curl` 0..1 bends the rump forward."""
    a = biometry.occipitofrontal_diameter / 2
    b = biometry.biparietal_diameter / 2
    belly = biometry.abdominal_circumference / (2 * np.pi) - SKIN_MM
    chest = biometry.thoracic_circumference / (2 * np.pi)
    deep, wide = 0.96 * chest - SKIN_MM, 1.04 * chest - SKIN_MM
    rump = rump_z(biometry)
    # z, back, front, half width: the outline of the back in mid-sagittal pictures at rest
    knots = np.array(
        [
            (rump, -0.62 * a, -0.62 * a + 1.45 * belly, 0.80 * belly),
            (rump + 0.35 * a, -0.68 * a, -0.68 * a + 1.62 * belly, 0.84 * belly),
            (-0.95 * a, -0.71 * a, -0.71 * a + 2.0 * belly, 1.0 * belly),
            (-0.42 * a, -0.73 * a, -0.73 * a + 2.0 * belly, 1.0 * belly),
            (-0.12 * a, -0.76 * a, -0.76 * a + 2.0 * deep, wide),
            (0.28 * a, -0.77 * a, -0.77 * a + 2.0 * deep, wide),
            (0.52 * a, -0.77 * a, 0.34 * a, 0.86 * wide),
            (0.85 * a, -0.72 * a, 0.20 * a, 0.55 * b),
            (1.30 * a, -0.66 * a, 0.22 * a, 0.50 * b),
            (2.05 * a, -0.58 * a, 0.25 * a, 0.50 * b),
        ]
    )
    z = np.linspace(rump, 2.05 * a, _STEPS)
    back, front, half_x = (_smooth(np.interp(z, knots[:, 0], knots[:, i])) for i in (1, 2, 3))
    bend = curl * 0.3 * a * np.square(np.clip(-z / a - 0.3, 0, None))
    closing = np.sqrt(1 - np.square(1 - np.clip((z - rump) / (0.6 * a), 0.0, 1.0)))
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
        centre_y, rx, ry = profile.along(z, "centre_y", "half_x", "half_y")
        y = y - centre_y
        k0 = np.sqrt(np.square(x / rx) + np.square(y / ry))
        k1 = np.sqrt(np.square(x / (rx * rx)) + np.square(y / (ry * ry)))
        side = k0 * (k0 - 1) / np.maximum(k1, np.float32(1e-4))
        below = np.float32(profile.z[0]) - z
        above = z - np.float32(profile.z[-1])
        result: Array = np.maximum(side, np.maximum(below, above))
        return result


def smoothstep(x: Array, low: float, high: float) -> Array:
    t = np.clip((x - np.float32(low)) / np.float32(high - low), 0, 1)
    result: Array = t * t * (3 - 2 * t)
    return result


@dataclass(frozen=True, eq=False)
class NuchalFluid(Within):
    """The fluid between the body wall and the skin behind neck and upper back.

    thickness  the widest distance across the fluid, mm
    head_scale half the occipitofrontal diameter, mm: sets where it begins and ends
    """

    trunk: Trunk
    thickness: float
    head_scale: float
    half_width: float

    @property
    def hold(self) -> Shape:
        return self.trunk

    def depth(self, points: Points) -> Array:
        """How thick the fluid is in front of each point of the body wall, mm."""
        return points.recall(self, lambda: self._depth(points.within(self.trunk.frame)))

    def _depth(self, axes: Axes3) -> Array:
        x, y, z = axes
        a = self.head_scale
        span = smoothstep(z, 0.0, 0.75 * a) * (1 - smoothstep(z, 1.45 * a, 1.95 * a))
        across = np.clip(1 - np.square(x / np.float32(self.half_width)), 0, 1)
        (centre_y,) = self.trunk.profile.along(z, "centre_y")
        behind = y < centre_y
        result: Array = np.float32(self.thickness) * span * across * behind
        return result

    def distance(self, points: Points) -> Array:
        wall, depth = self.trunk.distance(points), self.depth(points)
        result: Array = np.maximum(np.maximum(-wall, wall - depth), np.float32(0.35) - depth)
        return result


@dataclass(frozen=True, eq=False)
class Skin(Within):
    """Everything inside the outer surface of the skin, over wall and nuchal fluid."""

    fluid: NuchalFluid

    @property
    def hold(self) -> Shape:
        return self.fluid

    def distance(self, points: Points) -> Array:
        wall = self.fluid.trunk.distance(points)
        return wall - self.fluid.depth(points) - np.float32(SKIN_MM)


@dataclass(frozen=True, eq=False)
class Behind:
    """A weight: 1 over the back of the trunk, 0 over its front."""

    trunk: Trunk

    def __call__(self, points: Points) -> Array:
        _, y, z = points.within(self.trunk.frame)
        centre_y, half_y = self.trunk.profile.along(z, "centre_y", "half_y")
        return 1 - smoothstep((y - centre_y) / half_y, -0.6, -0.2)


@dataclass(frozen=True, eq=False)
class Cavity:
    """The inside of the trunk from z to z, `inset` mm under the body wall's surface."""

    trunk: Trunk
    low: float
    high: float
    inset: float

    @property
    def centre(self) -> Vector:
        middle = (self.low + self.high) / 2
        return self.trunk.frame.to_world(vector(0.0, self.trunk.profile.at(middle)[0], middle))

    @property
    def radius(self) -> float:
        profile = self.trunk.profile
        inside = (profile.z >= self.low) & (profile.z <= self.high)
        drift = float(np.ptp(profile.centre_y[inside]))
        widest = float(np.maximum(profile.half_x, profile.half_y)[inside].max())
        return float(np.hypot((self.high - self.low) / 2, widest + drift))

    def distance(self, points: Points) -> Array:
        z = points.within(self.trunk.frame)[2]
        wall = self.trunk.distance(points) + np.float32(self.inset)
        result: Array = np.maximum(
            wall, np.maximum(np.float32(self.low) - z, z - np.float32(self.high))
        )
        return result
