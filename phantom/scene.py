"""What surrounds the fetus. A scene is all that a plane can cut."""

from dataclasses import dataclass, replace

import numpy as np

from phantom.fetus import Fetus
from phantom.plane import ScanPlane
from phantom.shapes import (
    WORLD,
    Blend,
    Capsule,
    Ellipsoid,
    Frame,
    Grown,
    Shape,
    Shell,
    Slab,
    Vector,
    Wobbly,
    rotation,
    vector,
)
from phantom.texture import Texture
from phantom.tissue import DECIDUA, FLUID, MEMBRANE, MYOMETRIUM, PLACENTA, Material, Part

_LIMB_GIRTH = 2.5  # mm, half the thickness of a limb of a fetus of 65 mm


@dataclass(frozen=True, eq=False)
class Scene:
    """Parts in painting order on a background; `fetus` is None where there is none."""

    background: Material
    parts: tuple[Part, ...]
    texture: Texture
    fetus: Fetus | None


def sample_texture(rng: np.random.Generator, lie: Frame | None = None) -> Texture:
    """Fibres lie about across the z of `lie`, as layers of tissue do; without it, anywhere."""
    turn = rotation(rng.normal(size=3), rng.uniform(0, 3) if lie is None else rng.normal(0, 0.2))
    frame = Frame(turn, np.zeros(3)) if lie is None else Frame(turn @ lie.axes, lie.origin)
    return Texture(
        frame,
        float(rng.uniform(0.25, 0.5)),
        float(rng.uniform(0.2, 0.4)),
        rng.uniform(0, 64, 3) + 4096,
    )


def varied(rng: np.random.Generator, parts: tuple[Part, ...], spread_db: float) -> tuple[Part, ...]:
    """The same parts, each material a little louder or softer; fluid stays fluid."""
    changed: dict[Material, Material] = {}
    for part in parts:
        if part.material not in changed:
            changed[part.material] = _shifted(part.material, float(rng.normal(0, spread_db)))
    return tuple(Part(p.shape, changed[p.material], p.weight, p.across, p.smooth) for p in parts)


def _shifted(material: Material, decibels: float) -> Material:
    mirror = None if material.mirror_db is None else material.mirror_db + decibels
    return replace(material, echo_db=material.echo_db + decibels, mirror_db=mirror)


def pregnant_scene(
    rng: np.random.Generator, fetus: Fetus, target: Vector, reach: float, plane: ScanPlane
) -> Scene:
    """A uterus around the fetus such that the plane meets wall, fluid, then the target.

    reach  half the thickness of the fetus along the beam at `target`, mm
    """
    near, far = 2.0 + min(rng.exponential(6.0), 22.0), rng.uniform(-2.0, 4.0)
    half = reach + (near + far) / 2
    tilt = rotation(plane.normal, rng.normal(0, 0.3)) @ rotation(plane.lateral, rng.normal(0, 0.15))
    frame = Frame(np.stack([plane.lateral, plane.normal, plane.axial]) @ tilt, target)
    size = vector(rng.uniform(20, 52), rng.uniform(30, 60), half)
    middle = vector(rng.uniform(-0.4, 0.4) * size[0], rng.uniform(-8, 8), (far - near) / 2)
    room = Ellipsoid(frame, middle, size)
    cavity = wobbly(rng, Blend((room, *_rim(rng, fetus, plane)), 5.0), rng.uniform(1.0, 4.0))
    wall = replace(MYOMETRIUM, echo_db=MYOMETRIUM.echo_db + rng.normal(0, 3))
    parts = [*_beyond(rng, frame, middle, size), *_wall(rng, cavity, wall)]
    parts += [*maternal_layers(rng, plane), *_placenta(rng, frame, middle, size)]
    if rng.random() < 0.6:
        parts.append(Part(Shell(cavity, rng.uniform(1.5, 4.0)), DECIDUA, smooth=True))
    parts.append(Part(cavity, _liquor(rng), smooth=True))
    if rng.random() < 0.45:
        sac = Ellipsoid(frame, middle + rng.normal(0, 2, 3), size * rng.uniform(0.72, 0.93))
        parts.append(Part(Shell(wobbly(rng, sac, 1.5), 0.2), MEMBRANE))
    parts.extend(fetus.parts)
    background = Material(float(rng.uniform(-18, -4)), 0.55, 6.0)
    texture = sample_texture(rng, Frame(probe_frame(plane).axes, fetus.body.origin))
    return Scene(background, varied(rng, tuple(parts), 2.5), texture, fetus)


def _rim(rng: np.random.Generator, fetus: Fetus, plane: ScanPlane) -> tuple[Shape, ...]:
    """Head, trunk and limbs with some fluid around, more of it towards the probe: the fetus lies
    down. No limb may lie in the wall, where nobody could see it."""
    a = fetus.biometry.occipitofrontal_diameter / 2
    belly = fetus.biometry.abdominal_circumference / (2 * np.pi)
    gap = rng.uniform(0.5, 6.0)
    lift = -rng.uniform(0.3, 1.0) * gap * plane.axial
    body, head = fetus.body, fetus.head.frame
    trunk = Capsule(
        Frame(body.axes, body.origin + lift),
        vector(0, 0.1 * a, 1.0 * a), vector(0, 0.2 * a, -1.3 * a), belly + gap, belly + gap,
    )  # fmt: skip
    skull = fetus.head.skull.size
    over_head = Ellipsoid(Frame(head.axes, head.origin + lift), np.zeros(3), skull + gap + 1)
    face = vector(0, 0.45 * a, -0.85 * a)
    before_face = Ellipsoid(Frame(head.axes, head.origin + lift), face, np.full(3, 0.5 * a + gap))
    girth = _LIMB_GIRTH * fetus.biometry.crown_rump_length / 65
    limbs = (Capsule(WORLD, s.start, s.end, girth + gap, girth + gap) for s in fetus.segments)
    return trunk, over_head, before_face, *limbs


def _wall(rng: np.random.Generator, cavity: Wobbly, material: Material) -> list[Part]:
    """Muscle around the cavity, in coats of a little different brightness, gleaming outside."""
    thickness = rng.uniform(7, 22)
    gleaming = replace(material, mirror_db=float(rng.uniform(0, 14)))
    coats = [Part(Grown(cavity, thickness), gleaming, smooth=True)]
    for share in sorted(rng.uniform(0.15, 0.9, int(rng.integers(0, 3))), reverse=True):
        coat = replace(material, echo_db=material.echo_db + rng.normal(0, 3.5))
        coats.append(Part(Grown(cavity, share * thickness), coat, smooth=True))
    return coats


def _beyond(rng: np.random.Generator, frame: Frame, middle: Vector, size: Vector) -> list[Part]:
    """Bands of fat, vessels and gut around the uterus: long in the layer, thin across it."""
    parts = []
    for _ in range(int(rng.integers(2, 9))):
        side = rng.normal(size=3) * vector(1.0, 0.15, 1.0)
        side /= np.linalg.norm(side)
        at = middle + side * (size + rng.uniform(2, 22))
        lie = frame.child(rotation(vector(0, 1, 0), rng.normal(0, 0.35)), at)
        band = Ellipsoid(
            lie, np.zeros(3), vector(rng.uniform(4, 22), rng.uniform(4, 12), rng.uniform(0.5, 3.0))
        )
        mirror = float(rng.uniform(0, 12)) if rng.random() < 0.5 else None
        material = Material(float(rng.uniform(-20, 4)), 0.6, 6.0, mirror)
        parts.append(Part(wobbly(rng, band, rng.uniform(0.3, 1.5)), material))
    return parts


def wobbly(rng: np.random.Generator, shape: Shape, amplitude: float) -> Wobbly:
    """An uneven version of a shape, waves 15 mm and longer."""
    return Wobbly(shape, float(amplitude), rng.normal(0, 0.14, (4, 3)), rng.uniform(0, 6.28, 4))


def _liquor(rng: np.random.Generator) -> Material:
    """Amniotic fluid: black, or faintly grey with reverberation and particles."""
    echo = float(rng.choice([-60.0, -44.0, -34.0], p=[0.55, 0.3, 0.15]))
    return replace(FLUID, echo_db=echo, mirror_db=float(rng.uniform(-4, 9)))


def _placenta(rng: np.random.Generator, frame: Frame, middle: Vector, size: Vector) -> list[Part]:
    thickness = rng.uniform(6, 16)
    side = rng.normal(size=3)
    side /= np.linalg.norm(side)
    body = Ellipsoid(frame, middle + side * thickness, size + vector(0.5, 0.5, 0.5) * thickness)
    return [Part(wobbly(rng, body, 2.0), PLACENTA, smooth=True)]


def probe_frame(plane: ScanPlane) -> Frame:
    """x lateral, y across the plane, z depth from the transducer face."""
    return Frame(np.stack([plane.lateral, plane.normal, plane.axial]), plane.origin)


def maternal_layers(rng: np.random.Generator, plane: ScanPlane) -> list[Part]:
    """Skin, fat, fascia and muscle under the transducer, parted by thin bright lines."""
    frame = probe_frame(plane)
    parts, depth = [], float(rng.uniform(0.5, 2.0))
    for _ in range(int(rng.integers(2, 6))):
        thickness, sag = float(rng.uniform(1.5, 7.0)), float(rng.normal(0, 0.003))
        material = Material(float(rng.uniform(-20, -3)), 0.6, 6.0, float(rng.uniform(0, 8)))
        parts.append(Part(Slab(frame, depth, depth + thickness, sag), material))
        depth += thickness
        if rng.random() < 0.6:
            line = Slab(frame, depth - 0.15, depth + float(rng.uniform(0.2, 0.7)), sag)
            fascia = Material(float(rng.uniform(-4, 4)), 0.7, 6.0, float(rng.uniform(6, 16)))
            parts.append(Part(wobbly(rng, line, 0.4), fascia))
    return parts
