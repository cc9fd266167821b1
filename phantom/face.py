"""Soft tissue and bones of the face, in the frame of the head."""

import numpy as np

from phantom.biometry import Biometry
from phantom.looks import Looks
from phantom.outline import Outline
from phantom.shapes import Blend, Capsule, Ellipsoid, Frame, Shape, rotation, vector
from phantom.tissue import BONE, FACE, FLUID, PALATE, SKIN, SKULL_BASE, Part


def build_face(
    frame: Frame, biometry: Biometry, looks: Looks
) -> tuple[Part, list[Part], list[Outline]]:
    """Soft tissue to paint under the skull, bones to paint over the brain, and outlines."""
    a = biometry.occipitofrontal_diameter / 2
    b = biometry.biparietal_diameter / 2
    bones, outlines = _bones(frame, a, b, biometry, looks)
    return Part(_soft_tissue(frame, a, b, looks), FACE), bones, outlines


def _soft_tissue(frame: Frame, a: float, b: float, looks: Looks) -> Shape:
    """Soft tissue of the face: cheeks, bridge and tip of the nose, lips, chin."""
    return Blend(
        (
            Ellipsoid(frame, vector(0, 0.24 * a, -0.72 * a), vector(0.62 * b, 0.46 * a, 0.5 * a)),
            Capsule(
                frame,
                vector(0, 0.76 * a, -0.45 * a),
                vector(0, 0.72 * a, -0.92 * a),
                0.09 * a,
                0.1 * a,
            ),
            Ellipsoid(
                frame,
                vector(0, 0.77 * a, -0.95 * a),
                vector(0.14 * a, 0.11 * a, 0.1 * a) * looks.nose,
            ),
            Ellipsoid(frame, vector(0, 0.56 * a, -1.12 * a), vector(0.3 * a, 0.16 * a, 0.12 * a)),
            Ellipsoid(frame, vector(0, 0.36 * a, -1.24 * a), vector(0.32 * a, 0.24 * a, 0.2 * a)),
        ),
        rounding=0.12 * a,
    )


def _bones(
    frame: Frame, a: float, b: float, biometry: Biometry, looks: Looks
) -> tuple[list[Part], list[Outline]]:
    half = biometry.nasal_bone_length / 2
    middle = vector(0, 0.74 * a, -0.70 * a)
    along = vector(0, -0.1, -1.0) / np.hypot(0.1, 1.0)
    nasal = Capsule(frame, middle - half * along, middle + half * along, 0.3, 0.26, half_width=1.6)
    palate = _palate(frame, a, looks)
    chin = Capsule(
        frame,
        vector(0, 0.40 * a, -1.30 * a),
        vector(0, 0.28 * a, -1.32 * a),
        0.06 * a,
        0.05 * a,
        0.12 * a,
    )
    mouth = Ellipsoid(frame, vector(0, 0.30 * a, -1.18 * a), vector(0.2 * a, 0.22 * a, 0.035 * a))
    orbits = [
        Part(
            Ellipsoid(frame, vector(s * 0.42 * b, 0.55 * a, -0.55 * a), np.full(3, 0.2 * a)), FLUID
        )
        for s in (-1, 1)
    ]
    skull_base = Capsule(
        frame,
        vector(0, 0.12 * a, -0.62 * a),
        vector(0, -0.35 * a, -0.62 * a),
        0.05 * a,
        0.05 * a,
        0.2 * a,
    )
    parts = [
        *orbits,
        Part(mouth, FLUID),
        Part(skull_base, SKULL_BASE),
        Part(palate, PALATE),
        Part(chin, BONE),
    ]
    outlines = [Outline("palate", palate)]
    if biometry.nasal_bone_present:
        parts.append(Part(nasal, BONE))
        outlines.append(Outline("nasal_bone", nasal))
    tip = Ellipsoid(frame, vector(0, 0.87 * a, -0.93 * a), vector(1.8, 0.35, 1.0))
    bridge = Capsule(
        frame,
        middle + vector(0, 0.11 * a, -1.0),
        middle + vector(0, 0.11 * a, 1.0),
        0.3,
        0.3,
        half_width=1.6,
    )
    outlines += [Outline("nasal_tip", tip), Outline("nasal_skin", bridge)]
    parts += [Part(tip, SKIN), Part(bridge, SKIN)]
    return parts, outlines


def _palate(frame: Frame, a: float, looks: Looks) -> Shape:
    """The hard palate running back and up from the front of the maxilla, and a lower limb."""
    front = vector(0, 0.42 * a, -1.02 * a)
    turn = rotation(vector(1, 0, 0), looks.palate_tilt)
    back = front + looks.palate_length * turn @ vector(0, -0.30 * a, 0.37 * a)
    below = front + looks.palate_length * turn @ vector(0, -0.20 * a, -0.07 * a)
    return Blend(
        (
            Capsule(frame, front, back, 0.08 * a, 0.06 * a, 0.16 * a),
            Capsule(frame, front, below, 0.07 * a, 0.05 * a, 0.16 * a),
        ),
        rounding=0.05 * a,
    )
