"""Arms and legs: chains of soft tissue around bone, posed by their joints."""

from dataclasses import dataclass

import numpy as np

from phantom.biometry import Biometry
from phantom.shapes import Blend, Capsule, Ellipsoid, Frame, Shape, Vector, vector
from phantom.tissue import BONE, CARTILAGE, SOFT, Part
from phantom.trunk import rump_z


@dataclass(frozen=True, slots=True, eq=False)
class LimbPose:
    """Unit directions of the three links of a limb in the body frame (x as for the left side)."""

    first: Vector
    second: Vector
    third: Vector


@dataclass(frozen=True, eq=False, slots=True)
class Limb:
    """One limb: what is painted, and the outline of each of its three structures."""

    parts: tuple[Part, ...]
    outlines: tuple[tuple[str, Shape], ...]


def sample_arm(rng: np.random.Generator) -> LimbPose:
    """Elbow before the chest, hand anywhere between belly and forehead."""
    return LimbPose(
        _unit(rng.uniform(-0.2, 0.7), rng.uniform(0.3, 1.0), rng.uniform(-0.9, 0.2)),
        _unit(rng.uniform(-1.1, -0.1), rng.uniform(0.1, 0.9), rng.uniform(-0.1, 1.1)),
        _unit(rng.uniform(-0.8, 0.3), rng.uniform(0.0, 0.9), rng.uniform(0.0, 1.0)),
    )


def sample_leg(rng: np.random.Generator) -> LimbPose:
    """Hip bent, knee bent, feet crossed or apart."""
    return LimbPose(
        _unit(rng.uniform(0.0, 0.8), rng.uniform(0.5, 1.0), rng.uniform(-0.5, 0.6)),
        _unit(rng.uniform(-0.9, 0.2), rng.uniform(0.0, 0.7), rng.uniform(-1.0, -0.1)),
        _unit(rng.uniform(-0.4, 0.4), rng.uniform(0.5, 1.0), rng.uniform(-0.3, 0.5)),
    )


def build_arm(body: Frame, biometry: Biometry, pose: LimbPose, side: int) -> Limb:
    """side is +1 for the left arm, -1 for the right."""
    scale = biometry.crown_rump_length / 65
    a, belly = biometry.occipitofrontal_diameter / 2, biometry.abdominal_circumference / 6.283
    shoulder = vector(side * 0.85 * belly, -0.1 * a, 0.5 * a)
    long_bone = 0.95 * biometry.femur_length + 1.5 * scale
    return _limb(
        body,
        shoulder,
        _mirrored(pose, side),
        (long_bone, 0.9 * long_bone, 3.2 * scale),
        (1.9 * scale, 1.5 * scale, 1.1 * scale),
        ("upper_arm", "forearm", "hand"),
        fingers=True,
    )


def build_leg(body: Frame, biometry: Biometry, pose: LimbPose, side: int) -> Limb:
    """side is +1 for the left leg, -1 for the right."""
    scale = biometry.crown_rump_length / 65
    a, belly = biometry.occipitofrontal_diameter / 2, biometry.abdominal_circumference / 6.283
    hip = vector(side * 0.55 * belly, 0.05 * a, rump_z(biometry) + 0.4 * a)
    femur = biometry.femur_length + 1.5 * scale
    return _limb(
        body,
        hip,
        _mirrored(pose, side),
        (femur, 0.92 * femur, 3.6 * scale),
        (2.6 * scale, 1.8 * scale, 1.2 * scale),
        ("thigh", "calf", "foot"),
        fingers=False,
    )


def _limb(
    body: Frame,
    root: Vector,
    pose: LimbPose,
    lengths: tuple[float, float, float],
    radii: tuple[float, float, float],
    names: tuple[str, str, str],
    fingers: bool,
) -> Limb:
    middle = root + lengths[0] * pose.first
    end = middle + lengths[1] * pose.second
    upper = Capsule(body, root, middle, radii[0] * 1.15, radii[0] * 0.85)
    lower = Capsule(body, middle, end, radii[1] * 1.1, radii[1] * 0.75)
    tip, digits = _tip(body, end, pose.third, lengths[2], radii[2], fingers)
    bones = [_bone(body, root, middle, 0.3 * radii[0]), _bone(body, middle, end, 0.3 * radii[1])]
    parts = [Part(upper, SOFT), Part(lower, SOFT), Part(tip, SOFT)]
    parts += [Part(bone, BONE) for bone in bones + digits]
    parts.append(Part(Ellipsoid(body, middle, np.full(3, 0.55 * radii[1])), CARTILAGE))
    return Limb(tuple(parts), tuple(zip(names, (upper, lower, tip), strict=True)))


def _bone(body: Frame, start: Vector, end: Vector, radius: float) -> Capsule:
    """The ossified middle of a long bone: its ends are still cartilage."""
    step = end - start
    return Capsule(body, start + 0.14 * step, end - 0.14 * step, radius, radius)


def _tip(
    body: Frame, root: Vector, direction: Vector, length: float, radius: float, fingers: bool
) -> tuple[Shape, list[Shape]]:
    """A palm with five fingers, or a sole with short toes; and the bones in them."""
    palm_end = root + 0.5 * length * direction
    across = _unit(*np.cross(direction, vector(0.3, 0.5, 0.8)))
    reach = 0.95 if fingers else 0.35
    digits = [
        Capsule(
            body,
            palm_end + k * 0.5 * radius * across,
            palm_end
            + k * 0.95 * radius * across
            + reach * length * (1 - 0.08 * abs(k)) * direction,
            0.36 * radius,
            0.26 * radius,
        )
        for k in (-1.6, -0.8, 0.0, 0.8, 1.6)
    ]
    palm = Capsule(body, root, palm_end, 0.9 * radius, 1.0 * radius)
    bones: list[Shape] = [
        Capsule(body, d.start, d.start + 0.75 * (d.end - d.start), 0.12 * radius, 0.12 * radius)
        for d in digits
    ]
    return Blend((palm, *digits), 0.2 * radius), bones


def _mirrored(pose: LimbPose, side: int) -> LimbPose:
    flip = vector(side, 1.0, 1.0)
    return LimbPose(pose.first * flip, pose.second * flip, pose.third * flip)


def _unit(x: float, y: float, z: float) -> Vector:
    v = vector(x, y, z)
    return v / np.linalg.norm(v)
