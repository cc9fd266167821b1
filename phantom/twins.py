"""A second fetus beside the first: a small share of the pictures shows twins."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from phantom.biometry import CRL_RANGE_MM, sample_biometry
from phantom.fetus import Fetus, build_fetus, sample_posture
from phantom.looks import sample_looks
from phantom.plane import ScanPlane
from phantom.shapes import Blend, Capsule, Ellipsoid, Frame, Shape, Shell, Vector, rotation, vector
from phantom.tissue import FLUID, MEMBRANE, Part
from phantom.views import departures

_ATTEMPTS = 30
_STEP_MM, _FARTHEST_MM = 3.0, 90.0
_GAP_MM = 1.5


def with_twin(rng: np.random.Generator, fetus: Fetus, plane: ScanPlane) -> Fetus:
    """The fetus and, beside it in the plane, another one in a sac of its own.

    The plane stays what it is for the first: the second is never cut in a standard plane of head
    or trunk, and only its limbs are outlined. Returns the fetus alone where no place is found.
    """
    first = fetus.biometry.crown_rump_length
    length = float(np.clip(first * rng.uniform(0.93, 1.07), *CRL_RANGE_MM))
    biometry, looks, posture = sample_biometry(rng, length), sample_looks(rng), sample_posture(rng)
    for _ in range(_ATTEMPTS):
        aside = rng.choice([-1, 1]) * plane.lateral + rng.normal(0, 0.25) * plane.normal
        axes = rotation(rng.normal(size=3), rng.uniform(0, np.pi))
        start = fetus.body.origin - 0.5 * plane.project(fetus.body.origin)[2] * plane.normal
        other = build_fetus(Frame(axes, start), biometry, looks, posture)
        shift = _room_beside(fetus, other, aside / np.linalg.norm(aside))
        if shift is None:
            continue
        other = build_fetus(Frame(axes, start + shift), biometry, looks, posture)
        away = departures(other, plane)
        if min(value for view, value in away.items() if view != "extremity") > 1:
            return _joined(fetus, other)
    return fetus


def _room_beside(fetus: Fetus, other: Fetus, aside: Vector) -> Vector | None:
    """The shortest way in that direction that keeps the two apart."""
    (ours, our_radii), (theirs, their_radii) = _balls(fetus), _balls(other)
    reach = our_radii[:, None] + their_radii[None, :] + _GAP_MM
    for distance in np.arange(0.0, _FARTHEST_MM, _STEP_MM):
        between = ours[:, None] - (theirs + distance * aside)[None, :]
        if np.all(np.linalg.norm(between, axis=2) > reach):
            result: Vector = distance * aside
            return result
    return None


def _balls(fetus: Fetus) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Centres (N, 3) and radii (N,) of balls that hold head, trunk and limbs."""
    belly = fetus.biometry.abdominal_circumference / (2 * np.pi)
    a = fetus.biometry.occipitofrontal_diameter / 2
    trunk = fetus.column.midline(6) + (belly - fetus.column.inset) * fetus.body.axes[1]
    head = np.stack([fetus.head.frame.origin, fetus.head.frame.to_world(vector(0, 0.3, -0.8) * a)])
    limbs = np.stack([s.end for s in fetus.segments])
    radii = np.repeat([belly, a, 2.5], [len(trunk), len(head), len(limbs)])
    return np.concatenate([trunk, head, limbs]), radii


def _joined(fetus: Fetus, other: Fetus) -> Fetus:
    limb_outlines = tuple(outline for outline in other.outlines if outline.length)
    return replace(
        fetus,
        limbs=(*fetus.limbs, *other.limbs),
        parts=(*_sac(other), *other.parts, *fetus.parts),
        outlines=(*fetus.outlines, *limb_outlines),
        twin=other.biometry,
    )


def _sac(fetus: Fetus) -> tuple[Part, Part]:
    """Fluid around a fetus, and the membrane that holds it."""
    belly = fetus.biometry.abdominal_circumference / (2 * np.pi)
    a = fetus.biometry.occipitofrontal_diameter / 2
    bodies: tuple[Shape, ...] = (
        Capsule(
            fetus.body, vector(0, 0.1, 0.6) * a, vector(0, 0.3, -1.3) * a, belly + 4, belly + 5
        ),
        Ellipsoid(fetus.head.frame, vector(0, 0.15, -0.2) * a, np.full(3, 1.2 * a + 2)),
        Ellipsoid(fetus.body, vector(0, 1.1, -0.5) * a, np.full(3, 1.2 * a)),
    )
    sac = Blend(bodies, 6.0)
    return Part(sac, FLUID), Part(Shell(sac, 0.3), MEMBRANE)
