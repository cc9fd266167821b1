"""One picture of a scene through a scanner, with what can be seen in it."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.anatomy import load_anatomy
from phantom.acoustics import Scanner, form_image, transmission
from phantom.layout import Layout
from phantom.medium import Medium, decibels, paint
from phantom.observe import SHADOWED_DB, Instance, annotated, observe
from phantom.plane import ScanPlane, Sector, Window, sector_for
from phantom.scene import Scene
from phantom.screen import compose, scan_convert
from phantom.shapes import Array
from phantom.texture import Scatterers, white_noise
from phantom.views import NO_VIEW, departures, view_of

SAMPLES, BEAMS = 384, 208


@dataclass(frozen=True, eq=False)
class Probe:
    """A curved transducer. shadows  (angle, width, loss in dB) of lost contact or gas above."""

    face_radius: float
    half_angle: float
    shadows: tuple[tuple[float, float, float], ...] = ()

    def contact(self, angles: Array) -> Array:
        """(1, B) amplitude that gets through at each beam."""
        loss_db = np.zeros((1, len(angles)), np.float32)
        for angle, width, depth_db in self.shadows:
            loss_db += np.float32(depth_db) * np.exp(-np.square((angles - angle) / width))
        return decibels(-loss_db)


@dataclass(frozen=True, eq=False)
class PhantomImage:
    """A picture with exact ground truth.

    pixels         (H, W, 3) uint8 RGB, read-only
    instances      what the study outlines in this view
    view           id of a view in anatomy.toml, or "none"
    pixel_size_mm  of the fan
    record         biometry, pose and settings, as plain values
    departures     how far the plane is from each view's standard plane: up to 1 it is one; nothing
                   where there is no fetus
    """

    pixels: NDArray[np.uint8]
    instances: tuple[Instance, ...]
    view: str
    pixel_size_mm: float
    record: dict[str, Any]
    departures: dict[str, float]

    def __post_init__(self) -> None:
        self.pixels.setflags(write=False)


@dataclass(frozen=True, eq=False)
class Exposure:
    """What came back from one plane: the polar grid, what was met there, and grey values 0..1."""

    sector: Sector
    medium: Medium
    grey: Array


def render(
    scene: Scene,
    plane: ScanPlane,
    window: Window,
    probe: Probe,
    scanner: Scanner,
    layout: Layout,
    rng: np.random.Generator,
) -> PhantomImage:
    """One still picture: fresh speckle from `rng`."""
    exposure = expose(scene, plane, window, probe, scanner, rng)
    return develop(exposure, scene, plane, window, probe, scanner, layout)


def expose(
    scene: Scene,
    plane: ScanPlane,
    window: Window,
    probe: Probe,
    scanner: Scanner,
    rng: np.random.Generator,
    scatterers: Scatterers | None = None,
) -> Exposure:
    """Insonate the plane. `scatterers` keeps the speckle with the tissue; None draws new ones."""
    sector = sector_for(window, probe.face_radius, probe.half_angle, SAMPLES, BEAMS)
    contact = probe.contact(sector.angles)
    medium = paint(scene.parts, scene.background, plane, sector, scene.texture, contact)

    if scatterers is None:
        grey = form_image(medium, sector, scanner, lambda _: white_noise(sector.shape, rng), rng)
    else:
        met = scatterers.at(plane.points(*sector.in_plane()))
        grey = form_image(medium, sector, scanner, lambda look: scatterers.seen(met, look), rng)
    return Exposure(sector, medium, grey)


def develop(
    exposure: Exposure,
    scene: Scene,
    plane: ScanPlane,
    window: Window,
    probe: Probe,
    scanner: Scanner,
    layout: Layout,
) -> PhantomImage:
    """Put echoes on the screen, decide the view, and outline what can be seen in it."""
    picture, fan = scan_convert(exposure.grey, exposure.sector, window)
    pixels = compose(picture, fan, layout, window.pixel_size_mm)
    record = _record(scene, plane, window, probe, scanner)
    if scene.fetus is None:
        return PhantomImage(pixels, (), NO_VIEW, window.pixel_size_mm, record, {})
    light = transmission(exposure.medium, exposure.sector, scanner)
    lit = scan_convert(light, exposure.sector, window)[0] > 10 ** (SHADOWED_DB / 20)
    seen = fan & ~_covered(layout, fan.shape)
    everything = observe(scene.fetus, plane, window, seen, lit)
    anatomy = load_anatomy()
    visible: dict[str, float] = {}
    for instance in everything:
        best = visible.get(instance.structure, 0.0)
        visible[instance.structure] = max(best, instance.visible_fraction)
    view = view_of(scene.fetus, plane, visible, anatomy)
    outlined = annotated(everything, view, anatomy)
    away = departures(scene.fetus, plane)
    return PhantomImage(pixels, outlined, view, window.pixel_size_mm, record, away)


def _covered(layout: Layout, shape: tuple[int, int]) -> NDArray[np.bool_]:
    height, width = shape
    covered = np.zeros(shape, np.bool_)
    for x1, y1, x2, y2 in layout.hidden:
        covered[int(y1 * height) : int(y2 * height), int(x1 * width) : int(x2 * width)] = True
    return covered


def _record(
    scene: Scene, plane: ScanPlane, window: Window, probe: Probe, scanner: Scanner
) -> dict[str, Any]:
    record: dict[str, Any] = {
        "plane": {key: value.tolist() for key, value in asdict(plane).items()},
        "window": asdict(window),
        "probe": {"face_radius": probe.face_radius, "half_angle": probe.half_angle},
        "scanner": asdict(scanner),
    }
    if scene.fetus is not None:
        record["biometry"] = asdict(scene.fetus.biometry)
        if scene.fetus.twin is not None:
            record["twin_biometry"] = asdict(scene.fetus.twin)
    return record
