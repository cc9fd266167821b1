"""The chest: ribs, lungs, and a heart of four chambers that beats."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phantom.biometry import Biometry
from phantom.shapes import (
    Array,
    Blend,
    Capsule,
    Ellipsoid,
    Frame,
    Points,
    Shape,
    Vector,
    Within,
    rotation,
    vector,
)
from phantom.tissue import BONE, CHAMBER, HEART, LUNG, Material, Part
from phantom.trunk import Cavity, Trunk

HEART_LEVEL = 0.08  # the four-chamber plane, in halves of the occipitofrontal diameter
_DIAPHRAGM = -0.34
_AXIS_TO_LEFT = np.pi / 4  # of the heart, from straight ahead
_BLOOD = Material(-40.0, 0.1, 4.0)
_VALVE = Material(-9.0, 0.5, 4.0, 0.0)


@dataclass(frozen=True, eq=False, slots=True)
class Thorax:
    """Ribs and lungs; heart and great vessel, painted over the liver; the outline of the heart."""

    chest: tuple[Part, ...]
    inside: tuple[Part, ...]
    heart: Shape


def build_thorax(trunk: Trunk, biometry: Biometry, systole: float) -> Thorax:
    """systole: 0 with the ventricles full, 1 with them empty."""
    a = biometry.occipitofrontal_diameter / 2
    heart, inside = _heart(trunk, biometry, systole)
    chest = (
        Part(Ribs(trunk, -0.55 * a, 0.50 * a, 0.165 * a), BONE),
        Part(Cavity(trunk, _DIAPHRAGM * a, 0.48 * a, 1.7), LUNG),
    )
    return Thorax(chest, (Part(heart, HEART), *inside), heart)


def _heart(trunk: Trunk, biometry: Biometry, systole: float) -> tuple[Shape, list[Part]]:
    """Muscle and chambers; in its own frame y runs from base to apex and x to the fetus' left."""
    level = HEART_LEVEL * biometry.occipitofrontal_diameter / 2
    centre_y, half_x, half_y = trunk.profile.at(level)
    tilt = rotation(vector(0, 0, 1), -_AXIS_TO_LEFT)
    frame = trunk.frame.child(tilt, vector(0.11 * half_x, centre_y + 0.20 * half_y, level))
    length = biometry.heart_length
    beat = 1 - 0.04 * systole
    muscle = Capsule(
        frame,
        vector(0, -0.134 * length, 0),
        vector(0, 0.225 * length, 0),
        0.366 * length * beat,
        0.275 * length * beat,
    )
    ventricle = (1 - 0.34 * systole) * vector(0.128, 0.24, 0.21) * length
    atrium = (0.82 + 0.18 * systole) * vector(0.158, 0.135, 0.19) * length
    rooms = [
        _room(frame, vector(side * x * length, y * length, 0), size, side * lean)
        for side in (-1, 1)
        for x, y, size, lean in (
            (0.155, 0.11, ventricle, 0.16),
            (0.178, -0.285, atrium, 0.0),
        )
    ]
    valves = [
        Capsule(
            frame,
            vector(side * 0.03, -0.135, 0) * length,
            vector(side * (0.27 - 0.1 * systole), -0.10 - 0.05 * systole, 0) * length,
            0.018 * length,
            0.018 * length,
        )
        for side in (-1, 1)
    ]
    aorta = Capsule(trunk.frame, *_aorta(trunk, biometry), 0.045 * length, 0.04 * length)
    parts = [Part(Blend(tuple(rooms)), _BLOOD), Part(Blend(tuple(valves)), _VALVE)]
    parts.append(Part(aorta, CHAMBER))
    return muscle, parts


def _room(frame: Frame, at: Vector, size: Vector, lean: float) -> Ellipsoid:
    """A chamber whose far end leans towards the septum."""
    turn = rotation(vector(0, 0, 1), lean)
    return Ellipsoid(frame.child(turn, at), np.zeros(3), size)


def _aorta(trunk: Trunk, biometry: Biometry) -> tuple[Vector, Vector]:
    """Two points of it, before and left of the spine."""
    a = biometry.occipitofrontal_diameter / 2
    ends = []
    for level in (0.3 * a, -1.1 * a):
        centre_y, half_x, half_y = trunk.profile.at(level)
        ends.append(vector(0.12 * half_x, centre_y - half_y + 0.44 * a, level))
    return ends[0], ends[1]


@dataclass(frozen=True, eq=False)
class Ribs(Within):
    """Bright hoops `pitch` mm apart, just under the wall of the chest, open at the sternum.

    They run down from the spine to the front, so that an axial plane cuts a rib along a good
    part of its length.
    """

    trunk: Trunk
    low: float
    high: float
    pitch: float

    @cached_property
    def hold(self) -> Shape:
        return Cavity(self.trunk, self.low, self.high, 0.0)

    def distance(self, points: Points) -> Array:
        x, y, z = points.within(self.trunk.frame)
        pitch = np.float32(self.pitch)
        step = (np.mod((z + np.float32(0.22) * y) / pitch, 1) - np.float32(0.5)) * pitch
        under = self.trunk.distance(points) + np.float32(1.25)
        hoop = np.sqrt(np.square(under) + np.square(step * np.float32(0.62))) - np.float32(0.38)
        ends = np.maximum(np.float32(self.low) - z, z - np.float32(self.high))
        gap = np.float32(1.6) + np.float32(0.12) * np.clip(y, 0, None) - np.abs(x)
        result: Array = np.maximum(np.maximum(hoop, ends), gap).astype(np.float32)
        return result
