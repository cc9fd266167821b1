"""Head in a frame of its own: origin mid-brain, x left, y to the brow, z to the crown."""

from dataclasses import dataclass

import numpy as np

from phantom.biometry import Biometry
from phantom.brain import build_brain
from phantom.face import build_face
from phantom.looks import Looks
from phantom.outline import Outline
from phantom.shapes import Array, Ellipsoid, Frame, Grown, Points, Shape, vector
from phantom.tissue import BRAIN, SCALP, SKULL, SKULL_ECHO, Part
from phantom.trunk import smoothstep

_SCALP_MM = 0.6


@dataclass(frozen=True, eq=False)
class Head:
    """Outer surfaces of skull and scalp, parts in painting order, outlines by structure."""

    frame: Frame
    skull: Ellipsoid
    scalp: Shape
    parts: tuple[Part, ...]
    outlines: tuple[Outline, ...]


def build_head(frame: Frame, biometry: Biometry, looks: Looks) -> Head:
    """Origin of `frame` in the middle of the skull."""
    a = biometry.occipitofrontal_diameter / 2
    b = biometry.biparietal_diameter / 2
    h = biometry.head_height / 2
    skull = Ellipsoid(frame, vector(0, 0, 0), vector(b, a, h))
    inner = Grown(skull, -biometry.skull_thickness)
    # one echo from the middle of the thin wall, so that its outer edge lies on the outer surface
    middle_of_wall = Grown(skull, -biometry.skull_thickness / 2)
    ossified = _Ossified(frame, a, h)
    scalp = Grown(skull, _SCALP_MM)
    brain_parts, brain_outlines = build_brain(frame, biometry, inner, looks)
    face, face_bones, face_outlines = build_face(frame, biometry, looks)
    parts = (
        face,
        Part(scalp, SCALP),
        Part(skull, SKULL, weight=ossified),
        Part(middle_of_wall, SKULL_ECHO, weight=ossified),
        Part(inner, BRAIN),
        *brain_parts,
        *face_bones,
    )
    outlines = (Outline("cranium", skull), *brain_outlines, *face_outlines)
    return Head(frame, skull, scalp, parts, outlines)


@dataclass(frozen=True, eq=False)
class _Ossified:
    """Where the skull is bone: not at the base behind the face, little along the midline."""

    frame: Frame
    a: float
    h: float

    def __call__(self, points: Points) -> Array:
        x, y, z = points.within(self.frame)
        height = z / np.float32(self.h) - np.float32(0.35) * np.clip(y / np.float32(self.a), -1, 0)
        base = smoothstep(height, -0.62, -0.42)
        suture = np.float32(0.2) + np.float32(0.8) * smoothstep(np.abs(x), 0.4, 2.4)
        return base * suture
