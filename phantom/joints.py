"""How a fetus holds its arms and legs: random poses that keep clear of trunk and head."""

from dataclasses import replace

import numpy as np

from phantom.limbs import LimbPose
from phantom.shapes import Vector, rotation, vector


def sample_arm(rng: np.random.Generator) -> LimbPose:
    """Elbow beside or before the chest, hand anywhere between belly and the top of the head."""
    while True:
        first = _unit(rng.uniform(0.0, 1.0), rng.uniform(-0.1, 1.0), rng.uniform(-1.0, 0.5))
        pose = _jointed(
            rng, first, vector(-0.5, 0.4, 0.9), bend=(0.3, 2.4), end_bend=0.6, spread=(0.12, 0.34)
        )
        if _is_free(_SHOULDER, pose, (0.82, 0.72, 0.55)):
            return pose


def sample_leg(rng: np.random.Generator) -> LimbPose:
    """Hip bent, knee bent, feet crossed or apart."""
    while True:
        first = _unit(rng.uniform(0.0, 0.9), rng.uniform(0.3, 1.0), rng.uniform(-0.9, 0.5))
        pose = _jointed(
            rng, first, vector(-0.4, -0.2, -0.9), bend=(0.3, 1.9), end_bend=0.35, spread=(0.0, 0.05)
        )
        toes = np.cross(vector(1.0, 0, 0), pose.second)
        pose = replace(
            pose,
            third=_unit(*(toes / np.linalg.norm(toes) + rng.normal(0, 0.25, 3))),
            twist=float(rng.normal(0, 0.2)),
        )
        if _is_free(_HIP, pose, (0.80, 0.68, 0.6)):
            return pose


def _jointed(
    rng: np.random.Generator,
    first: Vector,
    towards: Vector,
    bend: tuple[float, float],
    end_bend: float,
    spread: tuple[float, float],
) -> LimbPose:
    """A hinge that bends mostly towards a direction, and a ball joint at the end of it."""
    axis = np.cross(first, towards + rng.normal(0, 0.5, 3))
    second = rotation(axis, rng.uniform(*bend)) @ first
    third = rotation(rng.normal(size=3), rng.normal(0, end_bend)) @ second
    twist = rng.uniform(-np.pi / 2, np.pi / 2)
    return LimbPose(first, second, third, float(twist), float(rng.uniform(*spread)))


# of an average fetus, in halves of the occipitofrontal diameter
_SHOULDER = vector(0.70, -0.1, 0.5)
_HIP = vector(0.46, 0.15, -1.5)
_BODIES = (  # centre and semi-axes of trunk, head and face
    (vector(0, 0.02, -0.6), vector(0.86, 0.84, 1.35)),
    (vector(0, 0.4, 2.0), vector(0.92, 1.09, 0.98)),
    (vector(0, 0.66, 1.25), vector(0.52, 0.52, 0.55)),
)


def _is_free(root: Vector, pose: LimbPose, lengths: tuple[float, float, float]) -> bool:
    """Whether the limb stays outside trunk and head of an average fetus, and on its own side."""
    joint = root + lengths[0] * pose.first
    wrist = joint + lengths[1] * pose.second
    tip = wrist + lengths[2] * pose.third
    marks = np.stack([joint, (joint + wrist) / 2, wrist, (wrist + tip) / 2, tip])
    inside = [np.square((marks - at) / size).sum(axis=1) < 1 for at, size in _BODIES]
    return not np.any(inside) and bool(marks[:, 0].min() > 0.04)


def _unit(x: float, y: float, z: float) -> Vector:
    v = vector(x, y, z)
    return v / np.linalg.norm(v)
