"""How one head differs from another of the same size. Drawn once for each fetus."""

from dataclasses import dataclass

import numpy as np

from phantom.shapes import Frame, Shape, Vector, Wobbly


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """How one head differs from another of the same size: factors about 1, and uneven surfaces.

    plexus, ventricle  size of each      wing_angle  rad, how far the plexus' wings spread
    palate_tilt        rad               cisterns  dark spaces behind the brainstem
    waves, phases      of the unevenness of soft structures, 1/mm and rad
    """

    plexus: tuple[float, float, float]
    ventricle: float
    wing_angle: float
    palate_tilt: float
    palate_length: float
    nose: float
    cisterns: float
    thalami: float
    unevenness_mm: float
    waves: Vector
    phases: Vector

    def uneven(self, shape: Shape, frame: Frame, share: float = 1.0) -> Wobbly:
        """The shape with this head's uneven surface, or a share of the unevenness."""
        return Wobbly(shape, share * self.unevenness_mm, self.waves, self.phases, frame)


def sample_looks(rng: np.random.Generator) -> Looks:
    length, width, height = rng.uniform(0.85, 1.2, 3)
    return Looks(
        plexus=(float(width), float(length), float(height)),
        ventricle=float(rng.uniform(0.85, 1.08)),
        wing_angle=float(rng.uniform(0.0, 0.3)),
        palate_tilt=float(rng.normal(0, 0.18)),
        palate_length=float(rng.uniform(0.8, 1.25)),
        nose=float(rng.uniform(0.8, 1.25)),
        cisterns=float(rng.uniform(0.5, 1.3)),
        thalami=float(rng.uniform(0.8, 1.2)),
        unevenness_mm=float(rng.uniform(0.2, 0.9)),
        waves=rng.normal(0, 0.45, (4, 3)),
        phases=rng.uniform(0, 2 * np.pi, 4),
    )
