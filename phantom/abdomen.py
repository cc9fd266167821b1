"""The belly: liver, stomach, umbilical vein, kidneys, bladder, bowel, and the cord's insertion."""

from dataclasses import dataclass

import numpy as np

from phantom.biometry import Biometry
from phantom.shapes import Blend, Capsule, Ellipsoid, Frame, Shape, Vector, vector
from phantom.tissue import CORD, FLUID, LIVER, Material, Part
from phantom.trunk import Cavity, Trunk, rump_z

STOMACH_LEVEL = -0.64  # in halves of the occipitofrontal diameter
CORD_LEVEL = -1.02
_CORD_RADIUS = 1.45  # mm, at the size of 65 mm from crown to rump
_VESSEL = Material(-38.0, 0.1, 4.0, -2.0)
_BOWEL = Material(-3.0, 0.5, 7.0)
_KIDNEY = Material(-13.0, 0.5, 3.0)
_PELVIS = Material(-30.0, 0.2, 4.0)


@dataclass(frozen=True, eq=False, slots=True)
class Abdomen:
    """What is painted, in order, and the outlines of stomach (None if empty) and insertion."""

    parts: tuple[Part, ...]
    stomach: Shape | None
    cord_insertion: Shape


def build_abdomen(trunk: Trunk, biometry: Biometry, cord: Vector) -> Abdomen:
    """cord: (n, 3) unit steps of the cord's way out of the belly, in the frame of the body."""
    a = biometry.occipitofrontal_diameter / 2
    root = _surface(trunk, CORD_LEVEL * a)
    stomach = _stomach(trunk, biometry) if biometry.stomach_diameter else None
    parts = [
        Part(Cavity(trunk, -1.0 * a, -0.40 * a, 1.0), LIVER),
        Part(_dome(trunk, a), LIVER),
        *_bowel(trunk, a),
        *_kidneys(trunk, a),
        *_vein(trunk, root, a),
        Part(_bladder(trunk, biometry), FLUID),
    ]
    if stomach is not None:
        parts.append(Part(stomach, FLUID))
    scale = biometry.crown_rump_length / 65
    parts += _cord(trunk.frame, root, cord, scale)
    insertion = Capsule(
        trunk.frame,
        root - vector(0, 0.7, 0),
        root + 2.6 * scale * cord[0],
        _CORD_RADIUS * scale,
        _CORD_RADIUS * scale,
    )
    return Abdomen(tuple(parts), stomach, insertion)


def _surface(trunk: Trunk, z: float) -> Vector:
    """The front of the belly in the midline."""
    centre_y, _, half_y = trunk.profile.at(z)
    return vector(0.0, centre_y + half_y, z)


def _stomach(trunk: Trunk, biometry: Biometry) -> Shape:
    """A bubble, longer from back to front, in the left of the upper abdomen.

    Its mean diameter in the axial plane is the drawn one.
    """
    centre_y, half_x, half_y = trunk.profile.at(
        STOMACH_LEVEL * biometry.occipitofrontal_diameter / 2
    )
    radius = biometry.stomach_diameter / 2
    size = vector(0.87, 1.15, 0.95) * radius
    at = vector(
        min(0.45 * half_x, 0.86 * half_x - size[0]),
        centre_y - 0.10 * half_y,
        STOMACH_LEVEL * biometry.occipitofrontal_diameter / 2,
    )
    return Ellipsoid(trunk.frame, at, size)


def _dome(trunk: Trunk, a: float) -> Shape:
    """The liver under the diaphragm."""
    centre_y, half_x, half_y = trunk.profile.at(-0.42 * a)
    return Ellipsoid(
        trunk.frame,
        vector(-0.05 * half_x, centre_y, -0.42 * a),
        vector(0.9 * half_x, 0.88 * half_y, 0.2 * a),
    )


def _bowel(trunk: Trunk, a: float) -> list[Part]:
    """A bright mass below the liver."""
    centre_y, half_x, half_y = trunk.profile.at(-1.2 * a)
    size = vector(0.62 * half_x, 0.5 * half_y, 0.2 * a)
    return [
        Part(Ellipsoid(trunk.frame, vector(0, centre_y + 0.1 * half_y, -1.22 * a), size), _BOWEL)
    ]


def _kidneys(trunk: Trunk, a: float) -> list[Part]:
    """Beside the spine, faintly darker than the liver, with a darker pelvis."""
    centre_y, half_x, half_y = trunk.profile.at(-0.95 * a)
    parts = []
    for side in (-1, 1):
        at = vector(side * 0.42 * half_x, centre_y - 0.52 * half_y, -0.98 * a)
        parts += [
            Part(Ellipsoid(trunk.frame, at, vector(0.17, 0.17, 0.26) * a), _KIDNEY),
            Part(Ellipsoid(trunk.frame, at, vector(0.05, 0.06, 0.1) * a), _PELVIS),
        ]
    return parts


def _vein(trunk: Trunk, root: Vector, a: float) -> list[Part]:
    """The umbilical vein: from the insertion up the midline, then to the right in the liver."""
    centre_y, half_x, half_y = trunk.profile.at(STOMACH_LEVEL * a)
    knots = (
        root - vector(0, 0.8, 0),
        vector(0.0, centre_y + 0.72 * half_y, -0.80 * a),
        vector(-0.04 * half_x, centre_y + 0.42 * half_y, STOMACH_LEVEL * a),
        vector(-0.22 * half_x, centre_y + 0.10 * half_y, -0.60 * a),
    )
    width = 0.042 * a
    tube = Blend(
        tuple(
            Capsule(trunk.frame, start, end, width, width)
            for start, end in zip(knots[:-1], knots[1:], strict=True)
        )
    )
    return [Part(tube, _VESSEL)]


def _bladder(trunk: Trunk, biometry: Biometry) -> Shape:
    """In the pelvis, about a twentieth of the crown-rump length long."""
    a = biometry.occipitofrontal_diameter / 2
    level = rump_z(biometry) + 0.38 * a
    centre_y, _, half_y = trunk.profile.at(level)
    size = 0.028 * biometry.crown_rump_length
    return Ellipsoid(
        trunk.frame,
        vector(0, centre_y + 0.35 * half_y, level),
        size * vector(0.7, 0.7, 1.0),
    )


def _cord(frame: Frame, root: Vector, steps: Vector, scale: float) -> list[Part]:
    """A rope of jelly with a vein and two arteries wound about each other."""
    knots = [root - vector(0, 0.8, 0), root + 3.0 * scale * steps[0]]
    for step in steps[1:]:
        knots.append(knots[-1] + 3.6 * scale * step)
    links = list(zip(knots[:-1], knots[1:], strict=True))
    radius = _CORD_RADIUS * scale
    jelly = Blend(tuple(Capsule(frame, p, q, radius, radius) for p, q in links))
    tubes: list[Shape] = []
    for phase, reach, width in ((0.0, 0.5, 0.55), (2.3, 0.75, 0.32), (4.0, 0.75, 0.32)):
        wound = [
            knot + reach * scale * _around(step, phase + 1.2 * index)
            for index, (knot, step) in enumerate(zip(knots[1:], steps, strict=True))
        ]
        line = [knots[0], *wound]
        tubes += [
            Capsule(frame, p, q, width * scale, width * scale)
            for p, q in zip(line[:-1], line[1:], strict=True)
        ]
    return [Part(jelly, CORD), Part(Blend(tuple(tubes)), _VESSEL)]


def _around(direction: Vector, angle: float) -> Vector:
    """A unit vector at right angles to a direction."""
    side = np.cross(direction, vector(0.3, 0.2, 0.93))
    side /= np.linalg.norm(side)
    turned: Vector = np.cos(angle) * side + np.sin(angle) * np.cross(direction, side)
    return turned
