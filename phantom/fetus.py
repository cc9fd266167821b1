"""The fetus: a small skeleton of frames, with head, trunk and limbs hung on it."""

from dataclasses import dataclass

import numpy as np

from phantom.biometry import Biometry
from phantom.head import Head, build_head
from phantom.limbs import LimbPose, build_arm, build_leg, sample_arm, sample_leg
from phantom.looks import Looks
from phantom.shapes import Blend, Ellipsoid, Frame, Shape, Without, rotation, vector
from phantom.tissue import (
    BACK_SKIN,
    BODY_WALL,
    BONE,
    CHAMBER,
    FLUID,
    HEART,
    LIVER,
    LUNG,
    SKIN,
    Part,
)
from phantom.trunk import (
    Behind,
    NuchalFluid,
    Ribs,
    Skin,
    SpinalColumn,
    Trunk,
    Vertebrae,
    rump_z,
    trunk_profile,
)

X, Y, Z = vector(1, 0, 0), vector(0, 1, 0), vector(0, 0, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """Joint angles in radians.

    flexion  chin to chest is positive    turn  face to the left is positive
    curl     how far the rump is bent forward, 0..1    systole  of the heart, 0..1
    """

    flexion: float
    turn: float
    curl: float
    systole: float
    arms: tuple[LimbPose, LimbPose]
    legs: tuple[LimbPose, LimbPose]


@dataclass(frozen=True, eq=False)
class Fetus:
    """Body and head frames in the world, parts in painting order, outlines by structure id."""

    body: Frame
    head: Head
    biometry: Biometry
    parts: tuple[Part, ...]
    outlines: tuple[tuple[str, Shape], ...]


def sample_posture(rng: np.random.Generator) -> Posture:
    return Posture(
        flexion=float(np.clip(rng.normal(0.0, 0.12), -0.3, 0.3)),
        turn=float(np.clip(rng.normal(0.0, 0.05), -0.15, 0.15)),
        curl=float(rng.uniform(0.0, 0.8)),
        systole=float(rng.uniform()),
        arms=(sample_arm(rng), sample_arm(rng)),
        legs=(sample_leg(rng), sample_leg(rng)),
    )


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
    skin = Skin(fluid, 0.5)
    column = SpinalColumn(
        trunk, rump_z(biometry) + 0.25 * a, 1.25 * a, inset=0.2 * a, reach=0.13 * a
    )
    limbs = [
        build_arm(body, biometry, pose, side)
        for pose, side in zip(posture.arms, (1, -1), strict=True)
    ]
    limbs += [
        build_leg(body, biometry, pose, side)
        for pose, side in zip(posture.legs, (1, -1), strict=True)
    ]
    outlines: list[tuple[str, Shape]] = [*head.outlines, ("spine", column)]
    outlines.append(("nuchal_translucency", Without(fluid, (head.scalp,))))
    for limb in limbs:
        outlines.extend(limb.outlines)
    parts = [
        Part(skin, SKIN),
        Part(skin, BACK_SKIN, weight=Behind(trunk)),
        Part(fluid, FLUID),
        Part(trunk, BODY_WALL),
        *_organs(body, biometry, posture.systole),
        Part(Ribs(trunk, -0.35 * a, 0.6 * a, 0.16 * a), BONE),
        Part(Vertebrae(column, 0.155 * a), BONE),
        *head.parts,
        *(part for limb in limbs for part in limb.parts),
    ]
    return Fetus(body, head, biometry, tuple(parts), tuple(outlines))


def _organs(body: Frame, biometry: Biometry, systole: float) -> list[Part]:
    a = biometry.occipitofrontal_diameter / 2
    belly = biometry.abdominal_circumference / (2 * np.pi)
    heart = vector(0.14 * belly, 0.12 * a, 0.12 * a)
    size = 0.42 * belly
    chambers = tuple(
        Ellipsoid(
            body,
            heart + vector(x * size, y * size, -0.1 * size),
            (1 - 0.3 * systole) * vector(0.3, 0.42, 0.5) * size,
        )
        for x, y in ((-0.34, 0.3), (0.34, 0.42), (-0.3, -0.42), (0.34, -0.4))
    )
    stomach = biometry.stomach_diameter / 2
    return [
        Part(
            Ellipsoid(
                body,
                vector(0.45 * belly, 0.0, 0.05 * a),
                vector(0.38 * belly, 0.65 * belly, 0.5 * a),
            ),
            LUNG,
        ),
        Part(
            Ellipsoid(
                body,
                vector(-0.45 * belly, 0.0, 0.05 * a),
                vector(0.38 * belly, 0.65 * belly, 0.5 * a),
            ),
            LUNG,
        ),
        Part(
            Ellipsoid(
                body, vector(-0.1 * belly, 0.12 * a, -0.65 * a), vector(0.8, 0.72, 0.42) * belly
            ),
            LIVER,
        ),
        Part(Ellipsoid(body, heart, vector(0.95, 1.1, 0.9) * size), HEART),
        Part(Blend(chambers), CHAMBER),
        Part(
            Ellipsoid(
                body, vector(0.42 * belly, 0.05 * a, -0.62 * a), vector(0.8, 1.3, 1.0) * stomach
            ),
            FLUID,
        ),
    ]
