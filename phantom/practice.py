"""The practice examination: one fetus in its mother, and a probe that may be held anyhow.

The live source of the program asks `PracticeScene` for a picture, frame after frame, in a process
of its own (practice_process.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.told import told
from phantom.acoustics import Scanner
from phantom.biometry import CRL_RANGE_MM, Biometry, sample_biometry
from phantom.errors import PhantomError
from phantom.fetus import Fetus, build_fetus, sample_posture
from phantom.holds import STEADY
from phantom.image import Exposure, PhantomImage, Probe, develop, expose
from phantom.layout import Layout
from phantom.looks import sample_looks
from phantom.motion import Pose, lost_contact, sample_fetal_motion, sample_held_probe
from phantom.plane import ScanPlane, Window
from phantom.scene import Scene, pregnant_scene
from phantom.screen import compose, scan_convert
from phantom.shapes import WORLD, Frame, Vector, rotation, vector
from phantom.steering import (
    FACE_RADIUS_MM,
    FOCUS_MM,
    HALF_ANGLE,
    Belly,
    Examination,
    ProbePose,
    Stop,
    standard_cuts,
)
from phantom.texture import Scatterers
from phantom.views import departures

NOTICE = ("PRACTICE PHANTOM", "NOT A PATIENT")  # one above the other, in the corner
YOUNGEST_DAYS, OLDEST_DAYS = 11 * 7, 13 * 7 + 6
SIZE = (480, 640)
_FETUS_DEPTH_MM = 36.0  # of its middle, under the skin
_PERSISTENCE_RATE = 25.0  # frames/s that the scanner's setting is said for


class Position(StrEnum):
    """How the fetus lies under a probe held from above."""

    SUPINE = "supine"
    PRONE = "prone"
    LEFT_SIDE = "left"
    RIGHT_SIDE = "right"


class HeadSide(StrEnum):
    """Where the head is when the picture lies along the belly."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class PracticeSettings:
    """Which fetus lies how. Raises PhantomError for an age or a seed that cannot be shown.

    age_days  gestational age, 77 (11+0 weeks) to 97 (13+6)
    """

    age_days: int = 12 * 7 + 3
    position: Position = Position.SUPINE
    head: HeadSide = HeadSide.RIGHT
    seed: int = 0

    def __post_init__(self) -> None:
        if not YOUNGEST_DAYS <= self.age_days <= OLDEST_DAYS:
            raise PhantomError(
                told(
                    "The practice phantom cannot be {age} weeks old. Choose 11+0 to 13+6.",
                    age=weeks_and_days(self.age_days),
                )
            )
        if self.seed < 0:
            raise PhantomError(told("The practice phantom's seed must be 0 or more."))

    @property
    def age(self) -> str:
        """Weeks and days, as "12+3"."""
        return weeks_and_days(self.age_days)


def weeks_and_days(age_days: int) -> str:
    """Days as "12+3"."""
    return f"{age_days // 7}+{age_days % 7}"


def days_old(age: str) -> int:
    """Days of "12+3" or "12". Raises ValueError for anything else."""
    match = re.fullmatch(r"(\d{1,2})(?:\+([0-6]))?", age)
    if match is None:
        raise ValueError(f"{age} is no gestational age")
    return 7 * int(match[1]) + int(match[2] or 0)


class PracticeScene:
    """Renders what a probe sees of the one fetus, at any time, moving as a fetus moves.

    Not for several threads at once: the screen's persistence mixes each picture with the last.

    fetus  at rest        belly  where a probe can be        stops  of an examination
    """

    def __init__(self, settings: PracticeSettings, size: tuple[int, int] = SIZE) -> None:
        """size: height, width in pixels. Raises PhantomError if no view can be reached."""
        rng = np.random.default_rng([settings.seed, 51])
        self.settings = settings
        self._biometry = _aged(rng, settings.age_days)
        self._looks = sample_looks(rng)
        self._posture = replace(sample_posture(rng), flexion=0.02, turn=0.0)
        self._motion = sample_fetal_motion(settings.seed)
        self._hand = sample_held_probe(settings.seed)
        self._scatterers = Scatterers(Frame(rotation(rng.normal(size=3), 1.0), np.zeros(3)))
        self.fetus = build_fetus(WORLD, self._biometry, self._looks, self._posture)
        self.belly = _belly_over(self.fetus, settings, rng)
        self._size = size
        self._layout = _layout(settings)
        self._last: tuple[float, Window, Exposure] | None = None
        self.stops = tuple(self._reachable_stops())
        if not self.stops:
            raise PhantomError(
                told("No view of this practice phantom can be reached. Choose another seed.")
            )

    def picture(self, probe: ProbePose, time_s: float) -> NDArray[np.uint8]:
        """(H, W, 3) RGB: what is on the screen at that time."""
        window = self._window(probe)
        exposure, _, _ = self._expose(probe, window, time_s)
        grey, fan = scan_convert(exposure.grey, exposure.sector, window)
        return compose(grey, fan, self._layout, window.pixel_size_mm)

    def pixel_size_mm(self, probe: ProbePose) -> float:
        """The side of a pixel of that probe's pictures: it follows the zoom."""
        return self._window(probe).pixel_size_mm

    def observed(self, probe: ProbePose, time_s: float) -> PhantomImage:
        """The same picture with its ground truth, which takes twice as long."""
        window = self._window(probe)
        exposure, scene, plane = self._expose(probe, window, time_s)
        return develop(
            exposure, scene, plane, window, _transducer(probe), _scanner(probe), self._layout
        )

    def _reachable_stops(self) -> Iterator[Stop]:
        """The first plane of each view that the probe can reach, and that does show the view."""
        cuts = standard_cuts(self.fetus, self.belly.frame.axes[2])
        for view, choices in cuts.items():
            for cut in choices:
                probe = self.belly.probe_for(view, cut)
                if probe is not None and self._shows(view, probe):
                    yield Stop(view, probe)
                    break

    def _shows(self, view: str, probe: ProbePose) -> bool:
        plane = self.belly.pose(probe).plane(FOCUS_MM)
        is_clearly = departures(self.fetus, plane)[view] < STEADY
        return is_clearly and self.observed(probe, 0.0).view == view

    def _expose(
        self, probe: ProbePose, window: Window, time_s: float
    ) -> tuple[Exposure, Scene, ScanPlane]:
        biometry = self._motion.breathed(self._biometry, time_s)
        posture = self._motion.posture(self._posture, time_s)
        fetus = build_fetus(WORLD, biometry, self._looks, posture)
        drift = self._motion.drift(time_s)  # of the fetus, so the mother goes the other way
        plane = self._hand.at(self.belly.pose(probe), time_s, drift).plane(FOCUS_MM)
        scene = self._womb(fetus, drift)
        rng = np.random.default_rng([self.settings.seed, 52, round(time_s * 1000)])
        exposure = expose(
            scene, plane, window, _transducer(probe), _scanner(probe), rng, self._scatterers
        )
        return self._persisting(exposure, window, time_s), scene, plane

    def _persisting(self, exposure: Exposure, window: Window, time_s: float) -> Exposure:
        """Mixed with what is left of the last picture, unless that was enlarged otherwise."""
        if self._last is not None:
            last_s, last_window, last = self._last
            if time_s > last_s and window == last_window:
                frames = (time_s - last_s) * _PERSISTENCE_RATE
                keep = np.float32(_SCANNER.persistence**frames)
                mixed = keep * last.grey + (1 - keep) * exposure.grey
                exposure = replace(exposure, grey=mixed)
        self._last = time_s, window, exposure
        return exposure

    def _window(self, probe: ProbePose) -> Window:
        height, width = self._size
        top, height_mm, _ = probe.shown_mm
        pixel_mm = height_mm / height
        return Window(width, height, pixel_mm, -width * pixel_mm / 2, top)

    def _womb(self, fetus: Fetus, drift: Vector) -> Scene:
        """The same surroundings for every frame: their draws do not depend on the posture."""
        rng = np.random.default_rng([self.settings.seed, 53])
        reach = 0.5 * self._biometry.biparietal_diameter
        above = self.belly.pose(ProbePose())
        rest = Pose(above.target - drift, above.axes).plane(FOCUS_MM)
        return pregnant_scene(rng, fetus, _middle(self.fetus) - drift, reach, rest)


def examination_over(stops: tuple[Stop, ...], start: ProbePose | None = None) -> Examination:
    """One that goes over all of them, from `start` or at the first."""
    return Examination(start or stops[0].probe, stops)


def _aged(rng: np.random.Generator, age_days: int) -> Biometry:
    """An ordinary fetus of that age; the phantom's shortest stands for those just below it."""
    while True:
        biometry = sample_biometry(rng)
        is_short = biometry.crown_rump_length < CRL_RANGE_MM[0] + 1 and biometry.age_days > age_days
        is_ordinary = biometry.nuchal_translucency < 2.5
        if is_ordinary and (is_short or abs(biometry.age_days - age_days) < 0.5):
            return replace(biometry, nasal_bone_present=True)


_INTO_THE_DEPTH = {  # in the fetus' own frame: x to its left, y to its front, z to its head
    Position.SUPINE: vector(0, -1, 0),
    Position.PRONE: vector(0, 1, 0),
    Position.LEFT_SIDE: vector(1, 0, 0),
    Position.RIGHT_SIDE: vector(-1, 0, 0),
}


def _belly_over(fetus: Fetus, settings: PracticeSettings, rng: np.random.Generator) -> Belly:
    """The skin over the middle of the fetus, which lies a little askew, as they do."""
    roll, pitch = rng.uniform(-0.2, 0.2), rng.uniform(-0.12, 0.12)
    along = vector(0, 0, 1 if settings.head is HeadSide.RIGHT else -1)
    depth = rotation(vector(0, 0, 1), roll) @ _INTO_THE_DEPTH[settings.position]
    askew = rotation(np.cross(along, depth), pitch)
    along, depth = askew @ along, askew @ depth
    axes = np.stack([along, np.cross(depth, along), depth])
    return Belly(Frame(axes, _middle(fetus) - _FETUS_DEPTH_MM * depth))


def _middle(fetus: Fetus) -> Vector:
    """Half way between crown and rump, world."""
    biometry = fetus.biometry
    crown = biometry.occipitofrontal_diameter + biometry.head_height / 2
    return fetus.body.to_world(vector(0, 0, crown - biometry.crown_rump_length / 2))


def _transducer(probe: ProbePose) -> Probe:
    """With the shadow of lost contact at the edge that comes off."""
    shadows = lost_contact(probe.contact_loss, HALF_ANGLE)
    side = -1 if probe.rock < 0 else 1
    sided = tuple((side * angle, width, loss_db) for angle, width, loss_db in shadows)
    return Probe(FACE_RADIUS_MM, HALF_ANGLE, sided)


def _scanner(probe: ProbePose) -> Scanner:
    return replace(_SCANNER, focus_mm=max(probe.focus_mm, 1.0))


_SCANNER = Scanner(
    frequency_mhz=6.0, axial_mm=0.34, lateral_mm=0.95, focus_mm=FOCUS_MM, looks=2,
    dynamic_range_db=54.0, gain_db=-1.0, gamma=1.7, smoothing_px=0.7, noise_db=-50.0,
    persistence=0.35, enhancement=0.25,
)  # fmt: skip


_UNDER_TEXT = ((0.0, 0.0, 0.225, 0.095), (0.87, 0.0, 1.0, 0.06))  # an enlarged picture fills all


def _layout(settings: PracticeSettings) -> Layout:
    return Layout(
        text=(
            *((0.012, 0.015 + 0.035 * i, line) for i, line in enumerate(NOTICE)),
            (0.885, 0.015, f"GA {settings.age}"),
        ),
        scale=0.38, font=cv2.FONT_HERSHEY_SIMPLEX, text_grey=190, bar=(0.012, 0.14, 0.22),
        ticks=0.975, calipers=(), covers=_UNDER_TEXT, base_grey=0, tint=(1.0, 1.0, 1.0),
    )  # fmt: skip
