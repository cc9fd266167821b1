"""One random picture from a seed: a fetus, a plane, a scanner, a screen."""

import numpy as np

from phantom.aims import aim_at, any_frame
from phantom.errors import PhantomError
from phantom.fetus import build_fetus, sample_posture
from phantom.image import PhantomImage, Probe, render
from phantom.negatives import empty_scene
from phantom.patients import Patient, sample_patient
from phantom.plane import ScanPlane, Window
from phantom.scene import pregnant_scene
from phantom.screen import text_page
from phantom.shapes import WORLD
from phantom.twins import with_twin
from phantom.views import NO_VIEW

VIEWS = ("head", "neck", "thorax", "abdomen", "extremity", "spine", NO_VIEW)
NO_VIEW_SHARE = 0.25
BOTH_TWINS_SHARE = 0.6  # of the pictures of a twin pregnancy: those that show the other, too
_ATTEMPTS = 40


def sample_image(
    seed: int, view: str | None = None, patient: Patient | None = None
) -> PhantomImage:
    """The picture of this seed, byte for byte the same each time.

    patient  whose fetus and scanner it shows; None draws one from the seed
    view  one of VIEWS; None draws one of them. The view is that of the geometry: a draw that
          turns out otherwise is drawn again. Raises PhantomError for another view.
    """
    if view is not None and view not in VIEWS:
        raise PhantomError(
            f'The phantom has no view "{view}"; choose {", ".join(VIEWS[:-1])} or none.'
        )
    if seed < 0:
        raise PhantomError("The phantom's seed must be 0 or more.")
    if view is None:
        view = _any_view(np.random.default_rng([seed, 1]))
    patient = patient or sample_patient(np.random.default_rng([seed, 2]))
    for attempt in range(_ATTEMPTS):
        rng = np.random.default_rng([seed, VIEWS.index(view), attempt])
        image = _draw(rng, view, patient)
        if image.view == view:
            return image
    raise PhantomError(f"Seed {seed} gave no {view} picture; choose another seed.")


def _any_view(rng: np.random.Generator) -> str:
    """A quarter of no view; the six in equal parts."""
    return NO_VIEW if rng.random() < NO_VIEW_SHARE else str(rng.choice(VIEWS[:-1]))


def _draw(rng: np.random.Generator, intent: str, patient: Patient) -> PhantomImage:
    if intent == NO_VIEW and rng.random() < 0.5:
        return _draw_without_fetus(rng, patient)
    fetus = build_fetus(WORLD, patient.biometry, patient.looks, sample_posture(rng))
    aim = aim_at(intent, rng, fetus)
    width, height = patient.screen
    pixel = aim.width / width
    depth = patient.depth_mm(rng)
    plane = ScanPlane(aim.target - depth * aim.axial, aim.lateral, aim.axial)
    left = -width * pixel * rng.uniform(0.38, 0.62) + rng.normal(0, 0.07) * aim.width
    top = depth - height * pixel * rng.uniform(0.38, 0.62)
    window = Window(width, height, pixel, float(left), float(max(top, -4.0)))
    if patient.twins and rng.random() < BOTH_TWINS_SHARE:
        fetus = with_twin(rng, fetus, plane)
    scene = pregnant_scene(rng, fetus, aim.target + aim.behind * aim.axial, aim.reach, plane)
    return render(
        scene,
        plane,
        window,
        _probe(rng, patient),
        patient.scanner_at(rng, depth),
        patient.layout_of(rng),
        rng,
    )


def _draw_without_fetus(rng: np.random.Generator, patient: Patient) -> PhantomImage:
    width, height = patient.screen
    if rng.random() < 0.08:
        return PhantomImage(text_page(rng, height, width), (), NO_VIEW, 1.0, {}, {})
    plane = ScanPlane(rng.uniform(-50, 50, 3), *any_frame(rng.normal(size=3), rng))
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
        _probe(rng, patient),
        patient.scanner_at(rng, depth),
        patient.layout_of(rng),
        rng,
    )


def _probe(rng: np.random.Generator, patient: Patient) -> Probe:
    half_angle = patient.half_angle
    shadows = tuple(
        (
            float(rng.uniform(-half_angle, half_angle)),
            float(rng.uniform(0.02, 0.15)),
            float(rng.uniform(3, 20)),
        )
        for _ in range(int(rng.choice([0, 1, 2, 3], p=[0.45, 0.3, 0.15, 0.1])))
    )
    return Probe(patient.face_radius, half_angle, shadows)
