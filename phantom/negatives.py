"""Scenes with no fetus in them, which teach a network where there is nothing to find."""

from dataclasses import replace

import numpy as np

from phantom.plane import ScanPlane
from phantom.scene import Scene, maternal_layers, probe_frame, sample_texture, varied, wobbly
from phantom.shapes import (
    Blend,
    Capsule,
    Ellipsoid,
    Frame,
    Grown,
    Shape,
    Shell,
    Vector,
    Wobbly,
    rotation,
    vector,
)
from phantom.tissue import FLUID, Material, Part


def empty_scene(rng: np.random.Generator, plane: ScanPlane) -> Scene:
    """No fetus: adult organs, vessels, fluid, gas, or plain speckle; never a skull."""
    frame = probe_frame(plane)
    parts = list(maternal_layers(rng, plane))
    for _ in range(int(rng.integers(0, 4))):
        parts.append(_organ(rng, frame))
    makers = (_vessel, _sac, _chambers, _arc, _kidney, _gas, _vessel, _sac)
    for _ in range(int(rng.integers(0, 6))):
        parts.extend(makers[int(rng.integers(len(makers)))](rng, frame))
    background = Material(float(rng.uniform(-20, -2)), 0.5, float(rng.uniform(1, 6)))
    return Scene(background, varied(rng, tuple(parts), 2.0), sample_texture(rng), None)


def _somewhere(rng: np.random.Generator) -> Vector:
    return vector(rng.uniform(-40, 40), rng.uniform(-4, 4), rng.uniform(8, 95))


def _turned(rng: np.random.Generator, frame: Frame, at: Vector) -> Frame:
    """A frame at that place, turned mostly within the plane."""
    turn = rotation(vector(0, 1, 0), rng.uniform(0, 6.28)) @ rotation(
        rng.normal(size=3), rng.normal(0, 0.4)
    )
    return frame.child(turn, at)


def _organ(rng: np.random.Generator, frame: Frame) -> Part:
    body = Ellipsoid(_turned(rng, frame, _somewhere(rng)), np.zeros(3), rng.uniform(12, 50, 3))
    mirror = float(rng.uniform(4, 14)) if rng.random() < 0.5 else None
    material = Material(float(rng.uniform(-18, 0)), 0.5, float(rng.uniform(2, 6)), mirror)
    return Part(wobbly(rng, body, rng.uniform(0.5, 3)), material)


def _vessel(rng: np.random.Generator, frame: Frame) -> list[Part]:
    """A branching dark tube, its wall bright or not."""
    place = _turned(rng, frame, _somewhere(rng))
    width = rng.uniform(1.0, 6.0)
    end = vector(rng.uniform(10, 50), 0, rng.uniform(-10, 10))
    fork = end + vector(rng.uniform(5, 25), rng.uniform(-6, 6), rng.uniform(-15, 15))
    tube = Blend(
        (
            Capsule(place, np.zeros(3), end, width, 0.8 * width),
            Capsule(place, end, fork, 0.7 * width, 0.4 * width),
        ),
        1.0,
    )
    wall = Material(float(rng.uniform(-6, 4)), 0.5, 2.0, float(rng.uniform(2, 12)))
    walls = [Part(Wobbly(_grown(tube, rng), 0.3, rng.normal(0, 0.2, (2, 3)), np.zeros(2)), wall)]
    return (walls if rng.random() < 0.6 else []) + [Part(tube, FLUID)]


def _grown(shape: Shape, rng: np.random.Generator) -> Shape:
    return Grown(shape, float(rng.uniform(0.4, 1.2)))


def _sac(rng: np.random.Generator, frame: Frame) -> list[Part]:
    """Gall bladder, cyst, bladder, follicle or an empty sac: smooth, dark, round or pear-shaped."""
    place = _turned(rng, frame, _somewhere(rng))
    size = rng.uniform(3, 18)
    body = Ellipsoid(place, np.zeros(3), size * rng.uniform(0.6, 1.6, 3))
    neck = Capsule(
        place, np.zeros(3), vector(size * rng.uniform(0.5, 2.2), 0, 0), 0.6 * size, 0.2 * size
    )
    pear = wobbly(rng, Blend((body, neck), 0.5 * size), rng.uniform(0.2, 1.5))
    content = replace(FLUID, echo_db=float(rng.choice([-60.0, -40.0, -30.0])), texture_db=2.0)
    parts = [Part(pear, content)]
    if rng.random() < 0.6:
        wall = Material(float(rng.uniform(-10, 3)), 0.5, 3.0, float(rng.uniform(0, 10)))
        parts.insert(0, Part(_grown(pear, rng), wall))
    if rng.random() < 0.3:
        stone = Ellipsoid(place, rng.normal(0, 0.3 * size, 3), rng.uniform(0.8, 3.0, 3))
        parts.append(Part(stone, Material(8.0, 8.0, 2.0, 14.0)))
    return parts


def _chambers(rng: np.random.Generator, frame: Frame) -> list[Part]:
    """A heart-like group of dark rooms in grey muscle."""
    place = _turned(rng, frame, _somewhere(rng))
    size = rng.uniform(8, 28)
    muscle = Ellipsoid(place, np.zeros(3), size * rng.uniform(0.8, 1.2, 3))
    rooms = tuple(
        Ellipsoid(
            place, size * vector(x, 0, z) * rng.uniform(0.8, 1.2), size * rng.uniform(0.2, 0.45, 3)
        )
        for x, z in ((-0.4, -0.35), (0.4, -0.35), (-0.35, 0.4), (0.4, 0.4))
    )
    return [
        Part(wobbly(rng, muscle, 1.0), Material(float(rng.uniform(-12, -2)), 0.5, 4.0, 6.0)),
        Part(wobbly(rng, Blend(rooms, 1.0), 1.0), replace(FLUID, echo_db=-40.0)),
    ]


def _arc(rng: np.random.Generator, frame: Frame) -> list[Part]:
    """A long bright curve such as the diaphragm or a fascia; never closed."""
    place = frame.child(np.eye(3), _somewhere(rng))
    size = rng.uniform(25, 120)
    depth = rng.uniform(0.4, 1.2)
    line = Shell(
        Ellipsoid(place, vector(0, 0, size * rng.choice([-1, 1])), np.full(3, size)), depth
    )
    return [
        Part(
            wobbly(rng, line, 0.8),
            Material(float(rng.uniform(0, 8)), 1.0, 5.0, float(rng.uniform(6, 16))),
        )
    ]


def _kidney(rng: np.random.Generator, frame: Frame) -> list[Part]:
    place = _turned(rng, frame, _somewhere(rng))
    size = rng.uniform(8, 25)
    cortex = Ellipsoid(place, np.zeros(3), size * vector(1.8, 1.0, 0.9))
    sinus = Ellipsoid(place, np.zeros(3), size * vector(1.1, 0.6, 0.35))
    return [
        Part(wobbly(rng, cortex, 1.0), Material(-14.0, 0.5, 3.0, 8.0)),
        Part(wobbly(rng, sinus, 2.0), Material(0.0, 0.7, 6.0)),
    ]


def _gas(rng: np.random.Generator, frame: Frame) -> list[Part]:
    """A bright irregular front with a dirty shadow behind it."""
    at = vector(rng.uniform(-40, 40), 0, rng.uniform(8, 70))
    front = Ellipsoid(frame, at, vector(rng.uniform(4, 20), 8, rng.uniform(0.6, 2.0)))
    return [Part(wobbly(rng, front, 1.5), Material(10.0, 14.0, 6.0, 12.0))]
