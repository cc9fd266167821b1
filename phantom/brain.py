"""Ventricles with their plexus, falx, thalami, brainstem and cisterns, in the frame of the head."""

from dataclasses import dataclass

import numpy as np

from phantom.biometry import Biometry
from phantom.looks import Looks
from phantom.outline import Outline, side_name
from phantom.shapes import (
    Array,
    Axes3,
    Blend,
    Ellipsoid,
    Frame,
    Shape,
    Sheet,
    rotation,
    vector,
)
from phantom.tissue import CHOROID, CISTERN, DEEP_BRAIN, FALX, VENTRICLE, Part


def build_brain(
    frame: Frame, biometry: Biometry, inner: Shape, looks: Looks
) -> tuple[list[Part], list[Outline]]:
    """Parts in painting order and outlines; `inner` is the inner surface of the skull."""
    a = biometry.occipitofrontal_diameter / 2
    h = biometry.head_height / 2
    sides = (-1, 1)
    ventricles, plexus = zip(
        *(_hemisphere(frame, biometry, looks, side) for side in sides), strict=True
    )
    falx = Sheet(frame, 0.8, inner, _FalxSpan(a, h))
    parts = [Part(ventricle, VENTRICLE) for ventricle in ventricles]
    parts += [Part(wing, CHOROID) for wing in plexus]
    outlines = [Outline("midline_falx", falx)]
    outlines += [
        Outline("choroid_plexus", wing, side_name(side))
        for wing, side in zip(plexus, sides, strict=True)
    ]
    thalami, midbrain, translucency, cistern = middle = _midline(frame, biometry, looks)
    parts += [
        Part(thalami, DEEP_BRAIN),
        Part(midbrain, DEEP_BRAIN),
        Part(falx, FALX, across=frame.axes[0]),
        Part(translucency, CISTERN),
        Part(cistern, CISTERN),
    ]
    names = ("thalami", "midbrain", "intracranial_translucency", "cisterna_magna")
    marks = [Outline(name, shape) for name, shape in zip(names, middle, strict=True)]
    return parts, outlines + marks


def _hemisphere(frame: Frame, biometry: Biometry, looks: Looks, side: int) -> tuple[Shape, Shape]:
    """A lateral ventricle and the plexus in it; their hind ends spread apart."""
    a = biometry.occipitofrontal_diameter / 2
    b = biometry.biparietal_diameter / 2
    h = biometry.head_height / 2
    size = np.array(looks.plexus)
    wing = frame.child(rotation(vector(0, 0, 1), side * looks.wing_angle), vector(0, 0, 0))
    ventricle = Ellipsoid(
        wing,
        vector(side * 0.46 * b, 0.02 * a, 0.24 * h),
        looks.ventricle * vector(0.36 * b, 0.70 * a, 0.46 * h),
    )
    body = Ellipsoid(
        wing,
        vector(side * 0.43 * b, -0.14 * a, 0.22 * h),
        size * vector(0.28 * b, 0.42 * a, 0.34 * h),
    )
    horn = Ellipsoid(
        wing,
        vector(side * 0.36 * b, 0.16 * a, 0.24 * h),
        size * vector(0.17 * b, 0.26 * a, 0.24 * h),
    )
    plexus = Blend((body, horn), rounding=0.1 * a)
    return looks.uneven(ventricle, frame), looks.uneven(plexus, frame)


def _midline(frame: Frame, biometry: Biometry, looks: Looks) -> tuple[Shape, Shape, Shape, Shape]:
    """Thalami, midbrain, intracranial translucency, cisterna magna."""
    a = biometry.occipitofrontal_diameter / 2
    b = biometry.biparietal_diameter / 2
    h = biometry.head_height / 2
    thalamus = looks.thalami * vector(0.24 * b, 0.24 * a, 0.3 * h)
    thalami = Blend(
        tuple(
            Ellipsoid(frame, vector(side * 0.16 * b, 0.09 * a, -0.08 * h), thalamus)
            for side in (-1, 1)
        )
    )
    midbrain = Ellipsoid(
        frame, vector(0, -0.42 * a, -0.04 * a), vector(0.3 * b, 0.27 * a, 0.21 * a)
    )
    translucency = Ellipsoid(
        frame,
        vector(0, -0.60 * a, -0.25 * a),
        vector(0.24 * b, 0.075 * a * looks.cisterns, 0.2 * a),
    )
    cistern = Ellipsoid(
        frame,
        vector(0, -0.78 * a, -0.34 * a),
        vector(0.4 * b, 0.06 * a * looks.cisterns, 0.26 * a),
    )
    thin = 0.3
    return (
        thalami,
        midbrain,
        looks.uneven(translucency, frame, thin),
        looks.uneven(cistern, frame, thin),
    )


@dataclass(frozen=True, slots=True)
class _FalxSpan:
    """The falx hangs from the vault: above the thalami, and before and behind them."""

    a: float
    h: float

    def __call__(self, axes: Axes3) -> Array:
        _, y, z = axes
        result: Array = np.minimum(
            np.float32(-0.02 * self.h) - z, np.float32(0.45 * self.a) - np.abs(y)
        )
        return result
