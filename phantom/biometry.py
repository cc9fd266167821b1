"""Sizes of one fetus, drawn from its crown-rump length; they build it and stay in its record."""

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np

CRL_RANGE_MM = (45.0, 84.0)


@dataclass(frozen=True, slots=True)
class Biometry:
    """Every drawn size, in millimetres (age in days).

    Age follows Robinson & Fleming 1975, head and femur follow Dane 2006 (linear in crown-rump
    length); abdomen and nuchal translucency are lines through published medians at 11 and 14
    weeks; the other long bones, hand and foot are scaled from femur and crown-rump length.
    Circumferences are of the outer edge: skull, or skin. Lengths of bones are of the ossified
    shaft. heart_length runs from base to apex; stomach_diameter is 0 where it is empty.
    """

    crown_rump_length: float
    age_days: float
    biparietal_diameter: float
    occipitofrontal_diameter: float
    head_circumference: float
    head_height: float
    skull_thickness: float
    thoracic_circumference: float
    abdominal_circumference: float
    heart_length: float
    stomach_diameter: float
    femur_length: float
    tibia_length: float
    foot_length: float
    humerus_length: float
    ulna_length: float
    hand_length: float
    nuchal_translucency: float
    nasal_bone_length: float
    nasal_bone_present: bool


def sample_biometry(rng: np.random.Generator, length: float | None = None) -> Biometry:
    """One fetus of 11+0 to 13+6 weeks, of that crown-rump length (mm) or of any."""
    if length is None:
        length = float(rng.uniform(*CRL_RANGE_MM))
    bpd = (3.2956 + 0.2897 * length) * _residual(rng, 0.04)
    ofd = bpd * 1.21 * _residual(rng, 0.045)
    thickened = rng.random() < 0.05
    median = 1.2 + (length - 45) * 0.7 / 39
    translucency = rng.uniform(3.0, 6.0) if thickened else median * _residual(rng, 0.18)
    abdomen = (55 + (length - 45) * 30 / 39) * _residual(rng, 0.04)
    thorax = 0.89 * abdomen * _residual(rng, 0.025)
    femur = max(3.0, (-5.2381 + 0.21 * length) * _residual(rng, 0.06))
    return Biometry(
        crown_rump_length=length,
        age_days=8.052 * sqrt(length * 1.037) + 23.73,
        biparietal_diameter=bpd,
        occipitofrontal_diameter=ofd,
        head_circumference=ellipse_circumference(bpd, ofd),
        head_height=bpd * 1.08 * _residual(rng, 0.03),
        skull_thickness=float(rng.uniform(0.55, 1.0)),
        thoracic_circumference=thorax,
        abdominal_circumference=abdomen,
        heart_length=_heart_length(thorax, float(rng.uniform(0.28, 0.36))),
        stomach_diameter=0.0 if rng.random() < 0.12 else float(rng.uniform(2.0, 6.0)),
        femur_length=femur,
        tibia_length=0.88 * femur * _residual(rng, 0.03),
        foot_length=0.128 * length * _residual(rng, 0.05),
        humerus_length=0.97 * femur * _residual(rng, 0.03),
        ulna_length=0.86 * femur * _residual(rng, 0.03),
        hand_length=0.112 * length * _residual(rng, 0.05),
        nuchal_translucency=float(max(0.8, translucency)),
        nasal_bone_length=float(np.clip(1.4 + (length - 45) / 39 + rng.normal(0, 0.2), 1.3, 2.8)),
        nasal_bone_present=bool(rng.random() >= 0.03),
    )


def ellipse_circumference(width: float, height: float) -> float:
    """Ramanujan's circumference of an ellipse with those two diameters."""
    a, b = height / 2, width / 2
    return pi * (3 * (a + b) - sqrt((3 * a + b) * (a + 3 * b)))


def _heart_length(thorax: float, share: float) -> float:
    """Base to apex of a heart that fills a share of the axial area of the thorax.

    The heart's outline (see `thorax.py`) of length 1 has an area of 0.556.
    """
    return sqrt(share * thorax**2 / (4 * pi) / 0.556)


def _residual(rng: np.random.Generator, spread: float) -> float:
    """A factor about 1 with a relative standard deviation, cut at two of them."""
    return float(1 + spread * np.clip(rng.normal(), -2, 2))
