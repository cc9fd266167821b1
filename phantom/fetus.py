"""The fetus: a small skeleton of frames, with head, trunk and limbs hung on it."""

from dataclasses import dataclass, field, replace

import numpy as np

from phantom.abdomen import Abdomen, build_abdomen
from phantom.biometry import Biometry
from phantom.head import Head, build_head
from phantom.joints import sample_arm, sample_leg
from phantom.limbs import (
    Limb,
    LimbPose,
    Segment,
    build_arm,
    build_leg,
)
from phantom.looks import Looks
from phantom.outline import Outline
from phantom.shapes import Frame, Vector, Without, rotation, vector
from phantom.spine import SpinalColumn, build_spine
from phantom.thorax import Thorax, build_thorax
from phantom.tissue import BACK_SKIN, BODY_WALL, FLUID, SKIN, Part
from phantom.trunk import Behind, NuchalFluid, Skin, Trunk, trunk_profile

X, Y, Z = vector(1, 0, 0), vector(0, 1, 0), vector(0, 0, 1)


def _straight_cord() -> Vector:
    return np.array([[0.0, 1.0, 0.0]])


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """Joint angles in radians.

    flexion  chin to chest is positive    turn  face to the left is positive
    curl     how far the rump is bent forward, 0..1    systole  of the heart, 0..1
    cord     (n, 3) unit steps of the cord's way out of the belly, in the frame of the body
    """

    flexion: float
    turn: float
    curl: float
    systole: float
    arms: tuple[LimbPose, LimbPose]
    legs: tuple[LimbPose, LimbPose]
    cord: Vector = field(default_factory=_straight_cord)


@dataclass(frozen=True, eq=False)
class Fetus:
    """Body and head frames in the world, parts in painting order, outlines by structure.

    limbs  left and right arm, left and right leg; then those of a twin
    twin   sizes of a second fetus in the scene, if there is one
    """

    body: Frame
    head: Head
    biometry: Biometry
    column: SpinalColumn
    limbs: tuple[Limb, ...]
    parts: tuple[Part, ...]
    outlines: tuple[Outline, ...]
    twin: Biometry | None = None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The three pieces of every limb."""
        return tuple(segment for limb in self.limbs for segment in limb.segments)


def sample_posture(rng: np.random.Generator) -> Posture:
    return Posture(
        flexion=float(np.clip(rng.normal(0.0, 0.13), -0.32, 0.32)),
        turn=float(np.clip(rng.normal(0.0, 0.05), -0.15, 0.15)),
        curl=float(rng.uniform(0.0, 0.8)),
        systole=float(rng.uniform()),
        arms=(sample_arm(rng), sample_arm(rng)),
        legs=(sample_leg(rng), sample_leg(rng)),
        cord=_sample_cord(rng),
    )


def _sample_cord(rng: np.random.Generator) -> Vector:
    """Out of the belly at about right angles, then where it likes."""
    steps = [vector(rng.normal(0, 0.25), 1.0, rng.normal(-0.1, 0.25))]
    for _ in range(5):
        steps.append(steps[-1] + rng.normal(0, 0.55, 3))
        steps[-1] /= np.linalg.norm(steps[-1])
    steps[0] /= np.linalg.norm(steps[0])
    return np.stack(steps)


def build_fetus(body: Frame, biometry: Biometry, looks: Looks, posture: Posture) -> Fetus:
    """Origin of `body` at the centre of the thorax; x to the left, y anterior, z cranial."""
    a = biometry.occipitofrontal_diameter / 2
    trunk = Trunk(body, trunk_profile(biometry, posture.curl))
    turn = rotation(Z, posture.turn) @ rotation(X, -posture.flexion)
    pivot = vector(0.0, -0.1 * a, 1.05 * a)
    head = build_head(
        body.child(turn, pivot + turn @ vector(0.0, 0.5 * a, 0.95 * a)), biometry, looks
    )
    fluid = NuchalFluid(trunk, biometry.nuchal_translucency, a, 0.62 * biometry.biparietal_diameter)
    skin = Skin(fluid)
    column, vertebrae = build_spine(trunk, biometry)
    thorax = build_thorax(trunk, biometry, posture.systole)
    abdomen = build_abdomen(trunk, biometry, posture.cord)
    limbs = _limbs(trunk, biometry, posture)
    parts = [
        Part(skin, SKIN),
        Part(skin, BACK_SKIN, weight=Behind(trunk)),
        Part(fluid, FLUID),
        Part(trunk, BODY_WALL),
        *thorax.chest,
        *abdomen.parts,
        *thorax.inside,
        *vertebrae,
        *head.parts,
        *(part for limb in limbs for part in limb.parts),
    ]
    outlines = (
        *head.outlines,
        Outline("spine", column),
        Outline("nuchal_translucency", Without(fluid, (head.scalp,))),
        *_of_the_trunk(skin, thorax, abdomen),
        *(
            replace(segment.outline, trunk=skin, bone=segment.bone)
            for limb in limbs
            for segment in limb.segments
        ),
    )
    return Fetus(body, head, biometry, column, limbs, tuple(parts), outlines)


def _limbs(trunk: Trunk, biometry: Biometry, posture: Posture) -> tuple[Limb, ...]:
    """Left and right arm, left and right leg."""
    arms = [
        build_arm(trunk.frame, trunk.profile, biometry, pose, side)
        for pose, side in zip(posture.arms, (1, -1), strict=True)
    ]
    legs = [
        build_leg(trunk.frame, trunk.profile, biometry, pose, side)
        for pose, side in zip(posture.legs, (1, -1), strict=True)
    ]
    return (*arms, *legs)


def _of_the_trunk(skin: Skin, thorax: Thorax, abdomen: Abdomen) -> list[Outline]:
    """Chest and belly share one surface, the skin: the plane decides which of them it shows."""
    outlines = [
        Outline("thoracic_circumference", skin),
        Outline("heart", thorax.heart),
        Outline("abdominal_circumference", skin),
        Outline("cord_insertion", abdomen.cord_insertion, trunk=skin),
    ]
    if abdomen.stomach is not None:
        outlines.append(Outline("stomach", abdomen.stomach))
    return outlines
