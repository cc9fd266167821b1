"""What surrounds the fetus. A scene is all that a plane can cut."""

from dataclasses import dataclass, replace

import numpy as np

from phantom.fetus import Fetus
from phantom.plane import ScanPlane
from phantom.shapes import (
    Blend,
    Capsule,
    Ellipsoid,
    Frame,
    Shape,
    Shell,
    Slab,
    Vector,
    Wobbly,
    rotation,
    vector,
)
from phantom.texture import Texture
from phantom.tissue import CORD, DECIDUA, FLUID, MEMBRANE, MYOMETRIUM, PLACENTA, Material, Part


@dataclass(frozen=True, eq=False)
class Scene:
    """Parts in painting order on a background; `fetus` is None where there is none."""

    background: Material
    parts: tuple[Part, ...]
    texture: Texture
    fetus: Fetus | None


def sample_texture(rng: np.random.Generator) -> Texture:
    turn = rotation(rng.normal(size=3), rng.uniform(0, 3))
    return Texture(
        Frame(turn, vector(500, 500, 500)),
        float(rng.uniform(0.28, 0.5)),
        rng.uniform(0, 64, 3) + 4096,
    )


def varied(rng: np.random.Generator, parts: tuple[Part, ...], spread_db: float) -> tuple[Part, ...]:
    """The same parts, each material a little louder or softer; fluid stays fluid."""
    changed: dict[Material, Material] = {}
    for part in parts:
        if part.material not in changed:
            changed[part.material] = _shifted(part.material, float(rng.normal(0, spread_db)))
    return tuple(replace(part, material=changed[part.material]) for part in parts)


def _shifted(material: Material, decibels: float) -> Material:
    mirror = None if material.mirror_db is None else material.mirror_db + decibels
    return replace(material, echo_db=material.echo_db + decibels, mirror_db=mirror)


def pregnant_scene(
    rng: np.random.Generator, fetus: Fetus, target: Vector, reach: float, plane: ScanPlane
) -> Scene:
    """A uterus around the fetus such that the plane meets wall, fluid, then the target.

    reach  half the thickness of the fetus along the beam at `target`, mm
    """
    near, far = rng.uniform(0.5, 22.0), rng.uniform(-2.0, 5.0)
    half = reach + (near + far) / 2
    tilt = rotation(plane.normal, rng.normal(0, 0.2)) @ rotation(plane.lateral, rng.normal(0, 0.15))
    frame = Frame(np.stack([plane.lateral, plane.normal, plane.axial]) @ tilt, target)
    size = vector(rng.uniform(34, 70), rng.uniform(34, 60), half)
    middle = vector(rng.uniform(-0.4, 0.4) * size[0], rng.uniform(-8, 8), (far - near) / 2)
    cavity = wobbly(rng, Ellipsoid(frame, middle, size), rng.uniform(0.5, 2.5))
    parts = [*maternal_layers(rng, plane), *_placenta(rng, frame, middle, size)]
    if rng.random() < 0.85:
        parts.append(Part(Shell(cavity, 1.0), DECIDUA))
    parts.append(Part(cavity, _liquor(rng)))
    if rng.random() < 0.45:
        sac = Ellipsoid(frame, middle + rng.normal(0, 2, 3), size * rng.uniform(0.72, 0.93))
        parts.append(Part(Shell(wobbly(rng, sac, 1.5), 0.2), MEMBRANE))
    if rng.random() < 0.5:
        parts.append(Part(_cord(rng, fetus), CORD))
    parts.extend(fetus.parts)
    background = replace(MYOMETRIUM, echo_db=MYOMETRIUM.echo_db + rng.normal(0, 3))
    return Scene(background, varied(rng, tuple(parts), 2.5), sample_texture(rng), fetus)


def wobbly(rng: np.random.Generator, shape: Shape, amplitude: float) -> Wobbly:
    """An uneven version of a shape, waves 15 mm and longer."""
    return Wobbly(shape, float(amplitude), rng.normal(0, 0.16, (4, 3)), rng.uniform(0, 6.28, 4))


def _liquor(rng: np.random.Generator) -> Material:
    """Amniotic fluid: black, or faintly grey with reverberation and particles."""
    return replace(FLUID, echo_db=float(rng.choice([-60.0, -48.0, -36.0], p=[0.6, 0.25, 0.15])))


def _placenta(rng: np.random.Generator, frame: Frame, middle: Vector, size: Vector) -> list[Part]:
    thickness = rng.uniform(6, 16)
    side = rng.normal(size=3)
    side /= np.linalg.norm(side)
    body = Ellipsoid(frame, middle + side * thickness, size + vector(0.5, 0.5, 0.5) * thickness)
    return [Part(wobbly(rng, body, 2.0), PLACENTA)]


def _cord(rng: np.random.Generator, fetus: Fetus) -> Shape:
    """A loop of two-millimetre cord, from the belly out into the fluid."""
    a = fetus.biometry.occipitofrontal_diameter / 2
    knots = [vector(0.0, 0.9 * a, -1.0 * a)]
    for _ in range(5):
        step = rng.normal(size=3) + vector(0, 0.8, 0.4)
        knots.append(knots[-1] + 5.0 * step / np.linalg.norm(step))
    return Blend(
        tuple(
            Capsule(fetus.body, start, end, 1.1, 1.1)
            for start, end in zip(knots[:-1], knots[1:], strict=True)
        )
    )


def probe_frame(plane: ScanPlane) -> Frame:
    """x lateral, y across the plane, z depth from the transducer face."""
    return Frame(np.stack([plane.lateral, plane.normal, plane.axial]), plane.origin)


def maternal_layers(rng: np.random.Generator, plane: ScanPlane) -> list[Part]:
    """Skin, fat, fascia and muscle under the transducer, each with a bright border."""
    frame = probe_frame(plane)
    parts, depth = [], float(rng.uniform(0.5, 2.0))
    for _ in range(int(rng.integers(2, 6))):
        thickness = float(rng.uniform(2.0, 7.0))
        material = Material(float(rng.uniform(-16, -1)), 0.6, 4.0, float(rng.uniform(2, 12)))
        parts.append(
            Part(Slab(frame, depth, depth + thickness, float(rng.normal(0, 0.002))), material)
        )
        depth += thickness
    return parts
