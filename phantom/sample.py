"""One random picture from a seed: a fetus, a plane, a scanner, a screen."""

import numpy as np

from phantom.acoustics import sample_scanner
from phantom.biometry import sample_biometry
from phantom.errors import PhantomError
from phantom.fetus import Fetus, build_fetus, sample_posture
from phantom.image import PhantomImage, Probe, render
from phantom.looks import sample_looks
from phantom.negatives import empty_scene
from phantom.plane import ScanPlane, Window
from phantom.scene import pregnant_scene
from phantom.screen import sample_layout, text_page
from phantom.shapes import WORLD, Vector, rotation, vector

VIEWS = ("head", "neck", "none")
_SIZES = ((640, 480), (640, 450), (680, 480), (800, 540), (640, 480), (600, 490))
_ATTEMPTS = 40


def sample_image(seed: int, view: str | None = None) -> PhantomImage:
    """The picture of this seed, byte for byte the same each time.

    view  "head", "neck" or "none"; None draws one of them. The view is that of the geometry: a
          draw that turns out otherwise is drawn again. Raises PhantomError for another view.
    """
    if view is not None and view not in VIEWS:
        raise PhantomError(f'The phantom has no view "{view}"; choose head, neck or none.')
    if seed < 0:
        raise PhantomError("The phantom's seed must be 0 or more.")
    if view is None:
        view = str(np.random.default_rng([seed, 1]).choice(VIEWS, p=[0.35, 0.35, 0.3]))
    for attempt in range(_ATTEMPTS):
        rng = np.random.default_rng([seed, VIEWS.index(view), attempt])
        image = _draw(rng, view)
        if image.view == view:
            return image
    raise PhantomError(f"Seed {seed} gave no {view} picture; choose another seed.")


def _draw(rng: np.random.Generator, intent: str) -> PhantomImage:
    if intent == "none" and rng.random() < 0.5:
        return _draw_without_fetus(rng)
    fetus = build_fetus(WORLD, sample_biometry(rng), sample_looks(rng), sample_posture(rng))
    if intent == "head":
        target, lateral, axial, size = _head_pose(rng, fetus)
    elif intent == "neck":
        target, lateral, axial, size = _neck_pose(rng, fetus)
    else:
        target, lateral, axial, size = _oblique_pose(rng, fetus)
    width, height = _SIZES[int(rng.integers(len(_SIZES)))]
    pixel = size / width
    depth = rng.uniform(22, 45) if rng.random() < 0.35 else rng.uniform(42, 85)
    plane = ScanPlane(target - depth * axial, lateral, axial)
    left = -width * pixel * rng.uniform(0.38, 0.62) + rng.normal(0, 4)
    top = depth - height * pixel * rng.uniform(0.38, 0.62)
    window = Window(width, height, pixel, float(left), float(max(top, -4.0)))
    reach = (
        fetus.biometry.biparietal_diameter / 2
        if intent == "head"
        else fetus.biometry.occipitofrontal_diameter * 0.52
    )
    scene = pregnant_scene(rng, fetus, target, reach, plane)
    return render(
        scene,
        plane,
        window,
        _probe(rng, depth),
        sample_scanner(rng, depth),
        sample_layout(rng),
        rng,
    )


def _draw_without_fetus(rng: np.random.Generator) -> PhantomImage:
    width, height = _SIZES[int(rng.integers(len(_SIZES)))]
    if rng.random() < 0.08:
        return PhantomImage(text_page(rng, height, width), (), "none", 1.0, {})
    plane = ScanPlane(rng.uniform(-50, 50, 3), *_frame(rng.normal(size=3), rng))
    pixel = float(rng.uniform(0.06, 0.2))
    window = Window(
        width,
        height,
        pixel,
        float(-width * pixel * rng.uniform(0.4, 0.6)),
        float(rng.choice([-3.0, rng.uniform(0, 40)])),
    )
    depth = max(window.top + 0.5 * height * pixel, 20.0)
    scene = empty_scene(rng, plane)
    return render(
        scene,
        plane,
        window,
        _probe(rng, depth),
        sample_scanner(rng, depth),
        sample_layout(rng),
        rng,
    )


def _probe(rng: np.random.Generator, depth: float) -> Probe:
    if depth < 45:
        radius, half_angle = rng.uniform(9, 14), rng.uniform(0.5, 1.25)
    else:
        radius, half_angle = rng.uniform(38, 62), rng.uniform(0.24, 0.6)
    shadows = tuple(
        (
            float(rng.uniform(-half_angle, half_angle)),
            float(rng.uniform(0.02, 0.15)),
            float(rng.uniform(3, 20)),
        )
        for _ in range(int(rng.choice([0, 1, 2, 3], p=[0.45, 0.3, 0.15, 0.1])))
    )
    return Probe(float(radius), float(half_angle), shadows)


def _frame(axial: Vector, rng: np.random.Generator) -> tuple[Vector, Vector]:
    axial = axial / np.linalg.norm(axial)
    lateral = np.cross(axial, rng.normal(size=3))
    return lateral / np.linalg.norm(lateral), axial


Pose = tuple[Vector, Vector, Vector, float]  # target, lateral, axial, picture width in mm


def _head_pose(rng: np.random.Generator, fetus: Fetus) -> Pose:
    """About the transventricular plane, mostly insonated from the side."""
    a, h = fetus.biometry.occipitofrontal_diameter / 2, fetus.biometry.head_height / 2
    spin = rng.normal(0, 0.5) if rng.random() < 0.75 else rng.uniform(-np.pi, np.pi)
    spin += np.pi * rng.integers(2)
    tilt = rotation(vector(1, 0, 0), rng.normal(0, 0.13)) @ rotation(
        vector(0, 1, 0), rng.normal(0, 0.1)
    )
    axial = tilt @ vector(np.cos(spin), np.sin(spin), 0)
    lateral = tilt @ vector(-np.sin(spin), np.cos(spin), 0) * rng.choice([-1, 1])
    middle = vector(0, 0, rng.uniform(-0.12, 0.42) * h)
    frame = fetus.head.frame
    return (
        frame.to_world(middle),
        frame.direction_to_world(lateral),
        frame.direction_to_world(axial),
        2 * a / rng.uniform(0.22, 0.62),
    )


def _neck_pose(rng: np.random.Generator, fetus: Fetus) -> Pose:
    """Mid-sagittal, face towards the probe in most."""
    a = fetus.biometry.occipitofrontal_diameter / 2
    spin = rng.normal(0, 0.22) + (np.pi if rng.random() < 0.1 else 0.0)
    tilt = rotation(vector(0, 1, 0), rng.normal(0, 0.04)) @ rotation(
        vector(0, 0, 1), rng.normal(0, 0.05)
    )
    axial = tilt @ vector(0, -np.cos(spin), np.sin(spin))
    lateral = tilt @ vector(0, np.sin(spin), np.cos(spin)) * rng.choice([-1, 1])
    middle = vector(
        rng.normal(0, 0.5),
        rng.uniform(-0.15, 0.15) * a - 0.1 * a,
        1.35 * a + rng.uniform(-0.35, 0.3) * a,
    )
    body = fetus.body
    return (
        body.to_world(middle),
        body.direction_to_world(lateral),
        body.direction_to_world(axial),
        1.82 * a / rng.uniform(0.24, 0.47),
    )


def _oblique_pose(rng: np.random.Generator, fetus: Fetus) -> Pose:
    """Anywhere through or beside the fetus; planes close to a standard one are drawn again."""
    a = fetus.biometry.occipitofrontal_diameter / 2
    while True:
        lateral, axial = _frame(rng.normal(size=3), rng)
        normal = np.cross(lateral, axial)
        middle = vector(rng.normal(0, 0.6 * a), rng.normal(0, 0.6 * a), rng.uniform(-1.8, 3.2) * a)
        through_head = abs(float((middle - fetus.head.frame.origin) @ normal)) < 0.8 * a
        if through_head and rng.random() < 0.7:
            continue  # any cut through the skull is a ring: few of them, so as not to confuse
        if not _is_nearly_standard(fetus, middle, normal, a):
            return middle, lateral, axial, float(rng.uniform(30, 80))


def _is_nearly_standard(fetus: Fetus, middle: Vector, normal: Vector, a: float) -> bool:
    """Too like a head or neck view to teach that it is none."""
    from_head = abs(float((middle - fetus.head.frame.origin) @ normal))
    axial_like = abs(float(fetus.head.frame.axes[2] @ normal)) > 0.7 and from_head < 0.75 * a
    sagittal_like = abs(float(fetus.head.frame.axes[0] @ normal)) > 0.86 and from_head < 0.6 * a
    return axial_like or sagittal_like
