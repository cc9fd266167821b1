"""Arms and legs: chains of soft tissue around bone, posed by their joints."""

from dataclasses import dataclass, replace

import numpy as np

from phantom.biometry import Biometry
from phantom.hand_foot import build_foot, build_hand
from phantom.outline import Outline, side_name
from phantom.shapes import Blend, Capsule, Ellipsoid, Frame, Shape, Vector, rotation, vector
from phantom.tissue import CARTILAGE, SOFT, Material, Part
from phantom.trunk import Profile, rump_z

_SHAFT = Material(11.0, 8.0, 2.0, 24.0)  # compact bone: a bright line, and a shadow behind it
_SMALL_BONE = Material(4.0, 1.5, 2.0, 8.0)
_CARTILAGE_SHARE = 0.16  # of a shaft, at each of its ends


@dataclass(frozen=True, slots=True, eq=False)
class LimbPose:
    """Unit directions of the three links of a limb in the body frame (x as for the left side).

    twist   rad, of palm or sole about its own length
    spread  rad, between neighbouring fingers
    """

    first: Vector
    second: Vector
    third: Vector
    twist: float = 0.0
    spread: float = 0.14


@dataclass(frozen=True, eq=False, slots=True)
class Segment:
    """One of the three pieces of a limb.

    outline  as a sonographer draws it: soft tissue with bone
    bone     the ossified shaft of a long bone; of hand and foot, all their small bones
    start, end, across  world: the joints at its ends (mm) and, as a unit vector, its width
    """

    outline: Outline
    bone: Shape
    start: Vector
    end: Vector
    across: Vector


@dataclass(frozen=True, eq=False, slots=True)
class Limb:
    """One limb: what is painted, and its three segments from trunk to tip."""

    parts: tuple[Part, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class _Build:
    """What tells arms from legs. Radii at the size of 65 mm from crown to rump, mm.

    names       of the three segments
    upper, lower  of the flesh of the first two, where each begins and ends
    shaft, pair   of the single bone of the first, and of the two of the second
    apart       from either of those two to the middle between them, mm
    """

    names: tuple[str, str, str]
    upper: tuple[float, float]
    lower: tuple[float, float]
    shaft: float
    pair: float
    apart: float


_ARM = _Build(("upper_arm", "forearm", "hand"), (2.15, 1.65), (1.75, 1.2), 0.52, 0.36, 0.55)
_LEG = _Build(("thigh", "calf", "foot"), (2.9, 2.1), (2.15, 1.35), 0.6, 0.42, 0.6)


def build_arm(body: Frame, profile: Profile, biometry: Biometry, pose: LimbPose, side: int) -> Limb:
    """side is +1 for the left arm, -1 for the right."""
    level = 0.5 * biometry.occipitofrontal_diameter / 2
    centre_y, half_x, _ = profile.at(level)
    root = vector(side * 0.92 * half_x, centre_y + 0.1 * half_x, level)
    shafts = biometry.humerus_length, biometry.ulna_length
    chain = _chain(body, root, pose, side, shafts, biometry.crown_rump_length / 65)
    length, third = biometry.hand_length, chain.pose.third
    hand, bones = build_hand(body, chain.wrist, third, chain.across, length, pose.spread)
    return _limb(_ARM, chain, hand, bones, (chain.wrist, chain.wrist + length * third))


def build_leg(body: Frame, profile: Profile, biometry: Biometry, pose: LimbPose, side: int) -> Limb:
    """side is +1 for the left leg, -1 for the right."""
    level = rump_z(biometry) + 0.38 * biometry.occipitofrontal_diameter / 2
    centre_y, half_x, half_y = profile.at(level)
    root = vector(side * 0.68 * half_x, centre_y + 0.2 * half_y, level)
    shafts = biometry.femur_length, biometry.tibia_length
    chain = _chain(body, root, pose, side, shafts, biometry.crown_rump_length / 65)
    length, second, third = biometry.foot_length, chain.pose.second, chain.pose.third
    heel, foot, bones = build_foot(body, chain.wrist, second, third, chain.across, length)
    return _limb(_LEG, chain, foot, bones, (heel, heel + 0.86 * length * third))


@dataclass(frozen=True, eq=False, slots=True)
class _Chain:
    """Two long bones and the joints at their ends, in the frame of the body, mm.

    root, elbow, wrist  of an arm; hip, knee and ankle of a leg
    pose    as held on its own side       across  unit vector, the width of palm or sole
    shafts  lengths of the long bones     scale   of all radii
    """

    body: Frame
    side: int
    pose: LimbPose
    root: Vector
    elbow: Vector
    wrist: Vector
    across: Vector
    shafts: tuple[float, float]
    scale: float


def _chain(
    body: Frame, root: Vector, pose: LimbPose, side: int, shafts: tuple[float, float], scale: float
) -> _Chain:
    pose = _mirrored(pose, side)
    elbow = root + _link(shafts[0]) * pose.first
    wrist = elbow + _link(shafts[1]) * pose.second
    return _Chain(body, side, pose, root, elbow, wrist, _across(pose, side), shafts, scale)


def _limb(
    build: _Build, chain: _Chain, end: Shape, end_bones: Shape, tip: tuple[Vector, Vector]
) -> Limb:
    """end, end_bones  hand or foot; it lies between two points of its own, `tip`"""
    root, elbow, wrist = joints = (chain.root, chain.elbow, chain.wrist)
    girth = build.lower[0] * chain.scale
    flesh = (
        _flesh(chain, root, elbow, build.upper),
        _flesh(chain, elbow, wrist, build.lower),
        end,
    )
    bones = (
        _shaft(chain.body, root, elbow, chain.shafts[0], build.shaft * chain.scale),
        _pair(chain, build.pair * chain.scale, build.apart * chain.scale),
        end_bones,
    )
    parts = [Part(shape, SOFT) for shape in flesh]
    for joint, share in zip(joints, (0.42, 0.42, 0.3), strict=True):
        parts.append(Part(Ellipsoid(chain.body, joint, np.full(3, share * girth)), CARTILAGE))
    materials = (_SHAFT, _SHAFT, _SMALL_BONE)
    parts += [Part(bone, material) for bone, material in zip(bones, materials, strict=True)]
    ends = ((root, elbow), (elbow, wrist), tip)
    segments = (
        _segment(chain, *piece) for piece in zip(build.names, flesh, bones, ends, strict=True)
    )
    return Limb(tuple(parts), tuple(segments))


def _segment(
    chain: _Chain, name: str, flesh: Shape, bone: Shape, ends: tuple[Vector, Vector]
) -> Segment:
    start, end = ends
    return Segment(
        Outline(name, flesh, side_name(chain.side), float(np.linalg.norm(end - start))),
        bone,
        chain.body.to_world(start),
        chain.body.to_world(end),
        chain.body.direction_to_world(chain.across),
    )


def _flesh(chain: _Chain, start: Vector, end: Vector, radii: tuple[float, float]) -> Capsule:
    return Capsule(chain.body, start, end, radii[0] * chain.scale, radii[1] * chain.scale)


def _link(shaft: float) -> float:
    """Joint to joint of a long bone: shaft and the cartilage at its ends."""
    return shaft * (1 + 2 * _CARTILAGE_SHARE)


def _shaft(body: Frame, start: Vector, end: Vector, length: float, radius: float) -> Capsule:
    """The ossified middle of a long bone, `length` from tip to tip."""
    middle, direction = (start + end) / 2, (end - start) / np.linalg.norm(end - start)
    half = (length / 2 - radius) * direction
    return Capsule(body, middle - half, middle + half, radius, radius)


def _pair(chain: _Chain, radius: float, apart: float) -> Shape:
    """Radius and ulna, or tibia and fibula, side by side; the first is the longer."""
    start, end, length = chain.elbow, chain.wrist, chain.shafts[1]
    aside = np.cross(np.cross(end - start, chain.across), end - start)
    aside *= apart / np.linalg.norm(aside)
    return Blend(
        (
            _shaft(chain.body, start - aside, end - aside, length, radius),
            _shaft(chain.body, start + aside, end + aside, 0.92 * length, 0.85 * radius),
        )
    )


def _across(pose: LimbPose, side: int) -> Vector:
    """The width of palm or sole: at right angles to it, turned by the twist."""
    level = np.cross(pose.third, vector(0.15 * side, 0.5, 0.85))
    level /= np.linalg.norm(level)
    turned: Vector = rotation(pose.third, side * pose.twist) @ level
    return turned


def _mirrored(pose: LimbPose, side: int) -> LimbPose:
    flip = vector(side, 1.0, 1.0)
    return replace(
        pose, first=pose.first * flip, second=pose.second * flip, third=pose.third * flip
    )
