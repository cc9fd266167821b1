"""Sizes of one fetus, drawn from its crown-rump length; they build it and stay in its record."""

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np

CRL_RANGE_MM = (45.0, 84.0)


@dataclass(frozen=True, slots=True)
class Biometry:
    """Every drawn size, in millimetres (age in days).

    Head and femur follow Dane 2006 (linear in crown-rump length), age follows Robinson & Fleming
    1975, abdomen and nuchal translucency are lines through published medians at 11 and 14 weeks.
    """

    crown_rump_length: float
    age_days: float
    biparietal_diameter: float
    occipitofrontal_diameter: float
    head_height: float
    skull_thickness: float
    abdominal_circumference: float
    femur_length: float
    nuchal_translucency: float
    nasal_bone_length: float
    nasal_bone_present: bool
    stomach_diameter: float

    @property
    def head_circumference(self) -> float:
        """Ramanujan's circumference of the outer ellipse of the skull."""
        a, b = self.occipitofrontal_diameter / 2, self.biparietal_diameter / 2
        return pi * (3 * (a + b) - sqrt((3 * a + b) * (a + 3 * b)))


def sample_biometry(rng: np.random.Generator) -> Biometry:
    """One fetus of 11+0 to 13+6 weeks."""
    length = float(rng.uniform(*CRL_RANGE_MM))
    bpd = (3.2956 + 0.2897 * length) * _residual(rng, 0.04)
    thickened = rng.random() < 0.05
    median = 1.2 + (length - 45) * 0.7 / 39
    translucency = rng.uniform(3.0, 6.0) if thickened else median * _residual(rng, 0.18)
    return Biometry(
        crown_rump_length=length,
        age_days=8.052 * sqrt(length * 1.037) + 23.73,
        biparietal_diameter=bpd,
        occipitofrontal_diameter=bpd * 1.21 * _residual(rng, 0.045),
        head_height=bpd * 1.08 * _residual(rng, 0.03),
        skull_thickness=float(rng.uniform(0.55, 1.0)),
        abdominal_circumference=(55 + (length - 45) * 30 / 39) * _residual(rng, 0.04),
        femur_length=max(3.0, (-5.2381 + 0.21 * length) * _residual(rng, 0.06)),
        nuchal_translucency=float(max(0.8, translucency)),
        nasal_bone_length=float(np.clip(1.4 + (length - 45) / 39 + rng.normal(0, 0.2), 1.3, 2.8)),
        nasal_bone_present=bool(rng.random() >= 0.03),
        stomach_diameter=float(rng.uniform(2.0, 6.0)),
    )


def _residual(rng: np.random.Generator, spread: float) -> float:
    """A factor about 1 with a relative standard deviation, cut at two of them."""
    return float(1 + spread * np.clip(rng.normal(), -2, 2))
