"""How an operator points the probe for each view: the draws behind a random picture."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from phantom.abdomen import CORD_LEVEL, STOMACH_LEVEL
from phantom.fetus import Fetus, X, Y, Z
from phantom.limbs import Segment
from phantom.plane import ScanPlane
from phantom.shapes import Frame, Vector, rotation, vector
from phantom.thorax import HEART_LEVEL
from phantom.views import departures

_CLEARLY_NO_VIEW = 1.3  # a plane nearer to a standard one would teach that it is none


@dataclass(frozen=True, eq=False, slots=True)
class Aim:
    """target  world, mm: about the middle of the picture     lateral, axial  unit, world
    width   of the picture, mm
    reach   half the thickness of the fetus along the beam, mm, about the depth `behind` mm
            below the target
    """

    target: Vector
    lateral: Vector
    axial: Vector
    width: float
    reach: float
    behind: float = 0.0


def aim_at(view: str, rng: np.random.Generator, fetus: Fetus) -> Aim:
    """A pose for one of the six views, or for none of them. What it shows, geometry decides."""
    return _AIMS[view](rng, fetus)


def any_frame(axial: Vector, rng: np.random.Generator) -> tuple[Vector, Vector]:
    """Lateral and axial unit vectors, turned at random about the beam."""
    axial = axial / np.linalg.norm(axial)
    lateral = np.cross(axial, rng.normal(size=3))
    return lateral / np.linalg.norm(lateral), axial


def _head(rng: np.random.Generator, fetus: Fetus) -> Aim:
    """About the transventricular plane, mostly insonated from the side."""
    a, h = _head_scale(fetus), fetus.biometry.head_height / 2
    spin = rng.normal(0, 0.5) if rng.random() < 0.75 else rng.uniform(-np.pi, np.pi)
    spin += np.pi * rng.integers(2)
    level = vector(0, 0, rng.uniform(-0.12, 0.42) * h)
    return _axial(
        rng,
        fetus.head.frame,
        level,
        spin,
        tilts=(0.13, 0.10),
        width=2 * a / rng.uniform(0.22, 0.62),
        reach=fetus.biometry.biparietal_diameter / 2,
    )


def _thorax(rng: np.random.Generator, fetus: Fetus) -> Aim:
    """The four-chamber plane."""
    a = _head_scale(fetus)
    centre_y = fetus.column.trunk.profile.at(HEART_LEVEL * a)[0]
    level = vector(0, centre_y, HEART_LEVEL * a + rng.normal(0, 0.06) * a)
    return _through_trunk(rng, fetus, level, fetus.biometry.thoracic_circumference)


def _abdomen(rng: np.random.Generator, fetus: Fetus) -> Aim:
    """Through the stomach in most, else through the insertion of the cord."""
    a = _head_scale(fetus)
    at = (STOMACH_LEVEL if rng.random() < 0.7 else CORD_LEVEL) + rng.normal(0, 0.04)
    level = vector(0, fetus.column.trunk.profile.at(at * a)[0], at * a)
    return _through_trunk(rng, fetus, level, fetus.biometry.abdominal_circumference)


def _through_trunk(
    rng: np.random.Generator, fetus: Fetus, level: Vector, circumference: float
) -> Aim:
    """An axial plane of the trunk, from any side but the back."""
    diameter = circumference / np.pi
    return _axial(
        rng,
        fetus.body,
        level,
        spin=float(rng.normal(-np.pi / 2, 0.95)),  # -pi / 2 comes from the front
        tilts=(0.08, 0.08),
        width=diameter / rng.uniform(0.24, 0.62),
        reach=diameter / 2,
    )


def _axial(
    rng: np.random.Generator,
    frame: Frame,
    middle: Vector,
    spin: float,
    tilts: tuple[float, float],
    width: float,
    reach: float,
) -> Aim:
    """An axial plane of a frame; the beam runs at the angle `spin` from x towards y."""
    tilt = rotation(X, rng.normal(0, tilts[0])) @ rotation(Y, rng.normal(0, tilts[1]))
    axial = tilt @ vector(np.cos(spin), np.sin(spin), 0)
    lateral = tilt @ vector(-np.sin(spin), np.cos(spin), 0) * rng.choice([-1, 1])
    return Aim(
        frame.to_world(middle),
        frame.direction_to_world(lateral),
        frame.direction_to_world(axial),
        float(width),
        reach,
    )


def _neck(rng: np.random.Generator, fetus: Fetus) -> Aim:
    """Mid-sagittal, face towards the probe in most."""
    a = _head_scale(fetus)
    spin = rng.normal(0, 0.22) + (np.pi if rng.random() < 0.1 else 0.0)
    tilt = rotation(Y, rng.normal(0, 0.04)) @ rotation(Z, rng.normal(0, 0.05))
    axial = tilt @ vector(0, -np.cos(spin), np.sin(spin))
    lateral = tilt @ vector(0, np.sin(spin), np.cos(spin)) * rng.choice([-1, 1])
    middle = vector(
        rng.normal(0, 0.5),
        rng.uniform(0.05, 0.35) * a,
        1.35 * a + rng.uniform(-0.35, 0.3) * a,
    )
    return Aim(
        fetus.body.to_world(middle),
        fetus.body.direction_to_world(lateral),
        fetus.body.direction_to_world(axial),
        1.82 * a / rng.uniform(0.28, 0.52),
        1.04 * a,
    )


def _spine(rng: np.random.Generator, fetus: Fetus) -> Aim:
    """Along the column: sagittal from behind, coronal, or at an angle between them."""
    a = _head_scale(fetus)
    marks = fetus.column.midline(25)
    middle = marks.mean(axis=0)
    along = np.linalg.svd(marks - middle)[2][0]
    along *= np.sign(along @ fetus.body.axes[2])
    kind = rng.choice(3, p=[0.5, 0.38, 0.12])
    turned = (rng.normal(0, 0.12), rng.normal(np.pi / 2, 0.15), rng.uniform(-np.pi, np.pi))[kind]
    if kind == 1:
        turned *= rng.choice([-1, 1])
    normal = rotation(along, turned) @ fetus.body.axes[0]
    forward = np.cross(along, normal)
    spin = rng.normal(0, 0.3)
    axial = np.cos(spin) * forward + np.sin(spin) * along
    lateral = (np.cos(spin) * along - np.sin(spin) * forward) * rng.choice([-1, 1])
    length = float(np.linalg.norm(marks[-1] - marks[0]))
    target = middle + 0.35 * a * fetus.body.axes[1] + rng.uniform(0.0, 0.6) * a * along
    target -= ((target - middle) @ normal - rng.normal(0, 0.05) * a) * normal
    return Aim(target, lateral, axial, length / rng.uniform(0.42, 0.85), 0.8 * a)


def _extremity(rng: np.random.Generator, fetus: Fetus) -> Aim:
    """One to three segments of a limb along their length, enlarged."""
    limb = fetus.limbs[int(rng.integers(4))].segments
    kinds = ((0, 1), (1, 2), (0,), (1,), (2,))
    chosen = [limb[i] for i in kinds[int(rng.choice(5, p=[0.32, 0.26, 0.14, 0.08, 0.2]))]]
    last = chosen[-1].end - chosen[-1].start
    normal = np.cross(last, _second_direction(rng, chosen))
    main = chosen[int(rng.integers(len(chosen)))]
    along = (main.end - main.start) / np.linalg.norm(main.end - main.start)
    normal = rotation(along, rng.normal(0, 0.06)) @ (normal / np.linalg.norm(normal))
    joints = np.stack([s.start for s in chosen] + [chosen[-1].end])
    target = joints.mean(axis=0) + rng.normal(0, 0.25) * normal
    spin = rng.normal(np.pi / 2, 0.35)
    axial = np.cos(spin) * along + np.sin(spin) * np.cross(normal, along)
    to_trunk = fetus.body.to_world(vector(0, 0, -0.4 * _head_scale(fetus))) - target
    is_behind = rng.random() < 0.75
    if (axial @ to_trunk > 0) != is_behind:
        axial = -axial
    lateral = np.cross(axial, normal) * rng.choice([-1, 1])
    length = float(np.linalg.norm(joints - target, axis=1).max()) * 2
    behind = max(float(axial @ to_trunk), 0.0) / 2
    return Aim(
        target,
        lateral,
        axial,
        max(length / rng.uniform(0.24, 0.6), 24.0),
        4.0 + behind,
        behind,
    )


def _second_direction(rng: np.random.Generator, chosen: list[Segment]) -> Vector:
    """What the plane holds beside the last segment: its neighbour, its breadth, or anything."""
    last = chosen[-1]
    if len(chosen) > 1 and not (last.outline.structure == "hand" and rng.random() < 0.6):
        neighbour = chosen[0].end - chosen[0].start
        bend = np.cross(neighbour, last.end - last.start)
        if np.linalg.norm(bend) > 0.15 * np.linalg.norm(neighbour) * last.outline.length:
            return neighbour
    if last.outline.structure in ("hand", "foot"):
        return last.across
    return rng.normal(size=3)


def _none(rng: np.random.Generator, fetus: Fetus) -> Aim:
    """Anywhere through or beside the fetus; planes close to a standard one are drawn again."""
    a = _head_scale(fetus)
    while True:
        lateral, axial = any_frame(rng.normal(size=3), rng)
        normal = np.cross(lateral, axial)
        middle = vector(rng.normal(0, 0.6 * a), rng.normal(0, 0.6 * a), rng.uniform(-1.8, 3.2) * a)
        through_head = abs(float((middle - fetus.head.frame.origin) @ normal)) < 0.8 * a
        if through_head and rng.random() < 0.7:
            continue  # any cut through the skull is a ring: few of them, so as not to confuse
        away = departures(fetus, ScanPlane(middle, lateral, axial))
        if min(away.values()) > _CLEARLY_NO_VIEW:
            return Aim(middle, lateral, axial, float(rng.uniform(30, 80)), 1.04 * a)


def _head_scale(fetus: Fetus) -> float:
    return fetus.biometry.occipitofrontal_diameter / 2


_AIMS: dict[str, Callable[[np.random.Generator, Fetus], Aim]] = {
    "head": _head,
    "neck": _neck,
    "thorax": _thorax,
    "abdomen": _abdomen,
    "extremity": _extremity,
    "spine": _spine,
    "none": _none,
}
