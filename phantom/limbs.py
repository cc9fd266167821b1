"""Arms and legs: chains of soft tissue around bone, posed by their joints."""

from dataclasses import dataclass

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


def build_arm(body: Frame, profile: Profile, biometry: Biometry, pose: LimbPose, side: int) -> Limb:
    """side is +1 for the left arm, -1 for the right."""
    scale = biometry.crown_rump_length / 65
    level = 0.5 * biometry.occipitofrontal_diameter / 2
    centre_y, half_x, _ = profile.at(level)
    pose = _mirrored(pose, side)
    root = vector(side * 0.92 * half_x, centre_y + 0.1 * half_x, level)
    upper, lower = _link(biometry.humerus_length), _link(biometry.ulna_length)
    elbow = root + upper * pose.first
    wrist = elbow + lower * pose.second
    across = _across(pose, side)
    hand, bones = build_hand(body, wrist, pose.third, across, biometry.hand_length, pose.spread)
    joints = (root, elbow, wrist)
    tip = (wrist, wrist + biometry.hand_length * pose.third)
    shafts = (
        _shaft(body, root, elbow, biometry.humerus_length, 0.52 * scale),
        _pair(body, elbow, wrist, across, biometry.ulna_length, 0.36 * scale, 0.55 * scale),
        bones,
    )
    flesh = (
        Capsule(body, root, elbow, 2.15 * scale, 1.65 * scale),
        Capsule(body, elbow, wrist, 1.75 * scale, 1.2 * scale),
        hand,
    )
    return _limb(body, ("upper_arm", "forearm", "hand"), side, joints, tip, across, shafts, flesh)


def build_leg(body: Frame, profile: Profile, biometry: Biometry, pose: LimbPose, side: int) -> Limb:
    """side is +1 for the left leg, -1 for the right."""
    scale = biometry.crown_rump_length / 65
    level = rump_z(biometry) + 0.38 * biometry.occipitofrontal_diameter / 2
    centre_y, half_x, half_y = profile.at(level)
    pose = _mirrored(pose, side)
    root = vector(side * 0.68 * half_x, centre_y + 0.2 * half_y, level)
    upper, lower = _link(biometry.femur_length), _link(biometry.tibia_length)
    knee = root + upper * pose.first
    ankle = knee + lower * pose.second
    across = _across(pose, side)
    heel, foot, bones = build_foot(
        body, ankle, pose.second, pose.third, across, biometry.foot_length
    )
    tip = (heel, heel + 0.86 * biometry.foot_length * pose.third)
    joints = (root, knee, ankle)
    shafts = (
        _shaft(body, root, knee, biometry.femur_length, 0.6 * scale),
        _pair(body, knee, ankle, across, biometry.tibia_length, 0.42 * scale, 0.6 * scale),
        bones,
    )
    flesh = (
        Capsule(body, root, knee, 2.9 * scale, 2.1 * scale),
        Capsule(body, knee, ankle, 2.15 * scale, 1.35 * scale),
        foot,
    )
    return _limb(body, ("thigh", "calf", "foot"), side, joints, tip, across, shafts, flesh)


def _limb(
    body: Frame,
    names: tuple[str, str, str],
    side: int,
    joints: tuple[Vector, Vector, Vector],
    tip: tuple[Vector, Vector],
    across: Vector,
    bones: tuple[Shape, Shape, Shape],
    flesh: tuple[Capsule, Capsule, Shape],
) -> Limb:
    """The end of a limb, `tip`, lies between two points of its own: a foot begins at the heel."""
    ends = ((joints[0], joints[1]), (joints[1], joints[2]), tip)
    parts = [Part(shape, SOFT) for shape in flesh]
    girth = flesh[1].start_radius
    for joint, share in zip(joints, (0.42, 0.42, 0.3), strict=True):
        parts.append(Part(Ellipsoid(body, joint, np.full(3, share * girth)), CARTILAGE))
    parts += [Part(bone, _SHAFT) for bone in bones[:2]]
    parts.append(Part(bones[2], _SMALL_BONE))
    segments = tuple(
        Segment(
            Outline(name, shape, side_name(side), float(np.linalg.norm(end - start))),
            bone,
            body.to_world(start),
            body.to_world(end),
            body.direction_to_world(across),
        )
        for name, shape, bone, (start, end) in zip(names, flesh, bones, ends, strict=True)
    )
    return Limb(tuple(parts), segments)


def _link(shaft: float) -> float:
    """Joint to joint of a long bone: shaft and the cartilage at its ends."""
    return shaft * (1 + 2 * _CARTILAGE_SHARE)


def _shaft(body: Frame, start: Vector, end: Vector, length: float, radius: float) -> Capsule:
    """The ossified middle of a long bone, `length` from tip to tip."""
    middle, direction = (start + end) / 2, (end - start) / np.linalg.norm(end - start)
    half = (length / 2 - radius) * direction
    return Capsule(body, middle - half, middle + half, radius, radius)


def _pair(
    body: Frame,
    start: Vector,
    end: Vector,
    across: Vector,
    length: float,
    radius: float,
    apart: float,
) -> Shape:
    """Radius and ulna, or tibia and fibula, side by side; the first is the longer."""
    aside = np.cross(np.cross(end - start, across), end - start)
    aside *= apart / np.linalg.norm(aside)
    return Blend(
        (
            _shaft(body, start - aside, end - aside, length, radius),
            _shaft(body, start + aside, end + aside, 0.92 * length, 0.85 * radius),
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
    return LimbPose(
        pose.first * flip, pose.second * flip, pose.third * flip, pose.twist, pose.spread
    )
