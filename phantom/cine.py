"""Cine loops: one fetus, one scanner, a script of planes, and small true motions in between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

import cv2
import numpy as np

from phantom.acoustics import Scanner
from phantom.biometry import Biometry, sample_biometry
from phantom.errors import PhantomError
from phantom.fetus import Fetus, Posture, build_fetus, sample_posture
from phantom.image import Exposure, PhantomImage, Probe, develop, expose
from phantom.limbs import LimbPose
from phantom.looks import Looks, sample_looks
from phantom.plane import ScanPlane, Window
from phantom.scene import Scene, pregnant_scene
from phantom.screen import Layout
from phantom.shapes import WORLD, Frame, Vector, rotation, vector
from phantom.texture import Scatterers
from phantom.views import NO_VIEW

PRACTICE_NOTICE = "PRACTICE PHANTOM - NOT A PATIENT"


@dataclass(frozen=True, slots=True)
class Step:
    """Rest on a view ("head", "neck"), or sweep between the neighbouring ones ("none")."""

    view: str
    duration_s: float


EXAMINATION = (Step("head", 7.0), Step("none", 4.0), Step("neck", 7.0), Step("none", 2.0))


def render_cine(
    script: tuple[Step, ...] = EXAMINATION,
    seed: int = 0,
    frame_rate: float = 25.0,
    duration_s: float | None = None,
    size: tuple[int, int] = (600, 800),
) -> Iterator[PhantomImage]:
    """Frames of one examination, the script repeated until `duration_s` (once if None).

    size  height, width in pixels. The same arguments give the same frames. Each frame's view is
    that of its geometry. Raises PhantomError for a script, rate or duration that cannot be shown.
    """
    length_s = sum(step.duration_s for step in script)
    if not any(step.view != NO_VIEW for step in script) or length_s <= 0:
        raise PhantomError("A script needs a head or neck step that lasts longer than 0 s.")
    if any(step.view not in (*_POSES, NO_VIEW) or step.duration_s <= 0 for step in script):
        raise PhantomError("Every step of a script is head, neck or none, and longer than 0 s.")
    if frame_rate <= 0 or (duration_s is not None and duration_s <= 0):
        raise PhantomError("Frame rate and duration must be greater than 0.")
    return _frames(script, _Examination(seed, size), frame_rate, duration_s or length_s)


def _frames(
    script: tuple[Step, ...], examination: "_Examination", frame_rate: float, duration_s: float
) -> Iterator[PhantomImage]:
    previous: Exposure | None = None
    for index in count():
        time_s = index / frame_rate
        if time_s >= duration_s - 1e-9:
            return
        previous, image = examination.frame(script, time_s, index, previous)
        yield image


class _Examination:
    """What stays the same through a loop: fetus, surroundings, scanner, screen."""

    def __init__(self, seed: int, size: tuple[int, int]) -> None:
        rng = np.random.default_rng([seed, 5])
        self._seed = seed
        self._biometry = replace(_mid_sized(rng), nasal_bone_present=True)
        self._looks: Looks = sample_looks(rng)
        self._posture = replace(sample_posture(rng), flexion=0.02, turn=0.0)
        self._motion = Motion(rng.uniform(0, 2 * np.pi, 12))
        self._scatterers = Scatterers(Frame(rotation(rng.normal(size=3), 1.0), np.zeros(3)))
        height, width = size
        pixel_size_mm = _PICTURE_WIDTH_MM / width
        top = _DEPTH_MM - 0.5 * height * pixel_size_mm
        self._window = Window(width, height, pixel_size_mm, -_PICTURE_WIDTH_MM / 2, top)
        self._probe = Probe(48.0, 0.33)

    def frame(
        self, script: tuple[Step, ...], time_s: float, index: int, previous: Exposure | None
    ) -> tuple[Exposure, PhantomImage]:
        fetus = build_fetus(
            WORLD, self._biometry, self._looks, self._motion.posture(self._posture, time_s)
        )
        plane = self._motion.plane(_pose_at(script, time_s, fetus), time_s)
        scene = self._scene(fetus)
        rng = np.random.default_rng([self._seed, 6, index])
        exposure = expose(scene, plane, self._window, self._probe, _SCANNER, rng, self._scatterers)
        if previous is not None:
            keep = _SCANNER.persistence
            mixed = np.float32(keep) * previous.grey + np.float32(1 - keep) * exposure.grey
            exposure = replace(exposure, grey=mixed)
        image = develop(exposure, scene, plane, self._window, self._probe, _SCANNER, _LAYOUT)
        return exposure, image

    def _scene(self, fetus: Fetus) -> Scene:
        """The same surroundings for every frame: their draws do not depend on the posture."""
        rest = _plane(_POSES["neck"](fetus))
        reach = fetus.biometry.occipitofrontal_diameter * 0.52
        target = fetus.body.to_world(vector(0, 0, fetus.biometry.occipitofrontal_diameter * 0.6))
        return pregnant_scene(np.random.default_rng([self._seed, 7]), fetus, target, reach, rest)


_PICTURE_WIDTH_MM = 58.0
_DEPTH_MM = 62.0
_SCANNER = Scanner(
    frequency_mhz=6.0, axial_mm=0.34, lateral_mm=0.95, focus_mm=_DEPTH_MM, looks=2,
    dynamic_range_db=54.0, gain_db=-1.0, gamma=1.7, smoothing_px=0.7, noise_db=-50.0,
    persistence=0.35, enhancement=0.25,
)  # fmt: skip
_LAYOUT = Layout(
    text=(
        (0.30, 0.02, PRACTICE_NOTICE),
        (0.83, 0.06, "Fetalens phantom"),
        (0.83, 0.095, "C6-1  6.0 MHz"),
        (0.83, 0.13, "DR 54  Gn -1"),
        (0.83, 0.165, "25 Hz"),
    ),
    scale=0.38, font=cv2.FONT_HERSHEY_SIMPLEX, text_grey=190, bar=(0.012, 0.04, 0.22),
    ticks=0.975, calipers=(), covers=(), base_grey=0, tint=(1.0, 1.0, 1.0),
)  # fmt: skip


def _mid_sized(rng: np.random.Generator) -> Biometry:
    """A fetus of ordinary size, about 12 to 13 weeks."""
    while True:
        biometry = sample_biometry(rng)
        if 60 < biometry.crown_rump_length < 72 and 1.4 < biometry.nuchal_translucency < 2.2:
            return biometry


@dataclass(frozen=True, eq=False)
class Pose:
    """A plane's target (world, mm) and its axes as rows: lateral, normal, axial."""

    target: Vector
    axes: Vector


def _head_pose(fetus: Fetus) -> Pose:
    """Transventricular, insonated obliquely from the side of the face."""
    h = fetus.biometry.head_height / 2
    axial = rotation(vector(0, 0, 1), 0.95) @ vector(0, -1, 0)
    lateral = np.cross(axial, vector(0, 0, 1))
    return _pose(fetus.head.frame, vector(0, 0, 0.2 * h), lateral, axial)


def _neck_pose(fetus: Fetus) -> Pose:
    """Mid-sagittal, face up, chest to the left."""
    a = fetus.biometry.occipitofrontal_diameter / 2
    return _pose(fetus.body, vector(0, 0.25 * a, 1.5 * a), vector(0, 0, 1), vector(0, -1, 0))


_POSES = {"head": _head_pose, "neck": _neck_pose}


def _pose(frame: Frame, target: Vector, lateral: Vector, axial: Vector) -> Pose:
    local = np.stack([lateral, np.cross(lateral, axial), axial])
    return Pose(frame.to_world(target), local @ frame.axes)


def _plane(pose: Pose) -> ScanPlane:
    return ScanPlane(pose.target - _DEPTH_MM * pose.axes[2], pose.axes[0], pose.axes[2])


def _pose_at(script: tuple[Step, ...], time_s: float, fetus: Fetus) -> Pose:
    """Where the script has the probe: resting, or on the shortest way between two rests."""
    at = time_s % sum(step.duration_s for step in script)
    index = 0
    while at >= script[index].duration_s and index < len(script) - 1:
        at -= script[index].duration_s
        index += 1
    if script[index].view != NO_VIEW:
        return _POSES[script[index].view](fetus)
    resting = [step.view for step in script[index:] + script[:index] if step.view != NO_VIEW]
    start, end = _POSES[resting[-1]](fetus), _POSES[resting[0]](fetus)
    share = min(max(at / script[index].duration_s, 0.0), 1.0)
    return _between(start, end, share * share * (3 - 2 * share))


def _between(start: Pose, end: Pose, share: float) -> Pose:
    """Turned about the one axis that leads from start to end, and moved past the chest."""
    step = start.axes.T @ end.axes
    angle = float(np.arccos(np.clip((np.trace(step) - 1) / 2, -1, 1)))
    axis = vector(step[1, 2] - step[2, 1], step[2, 0] - step[0, 2], step[0, 1] - step[1, 0])
    turn = rotation(axis, -share * angle) if angle > 1e-6 else np.eye(3)
    detour = vector(0, 0, -18.0) * np.sin(np.pi * share)
    return Pose(
        start.target + share * (end.target - start.target) + detour,
        start.axes @ turn.T,
    )


@dataclass(frozen=True, eq=False)
class Motion:
    """Breathing, drift, an unsteady hand, nods, a waving hand and the heart beat.

    phases  (12,) rad: where each of them begins
    """

    phases: Vector

    def plane(self, pose: Pose, time_s: float) -> ScanPlane:
        """The plane where the probe really is: breathing 15 a minute, hand within a degree."""
        breath = self._wave(0, 0.25, time_s)
        lateral, normal, axial = pose.axes
        shake = rotation(lateral, 0.010 * self._wave(1, 0.13, time_s)) @ rotation(
            axial, 0.012 * self._wave(2, 0.09, time_s)
        )
        target = (
            pose.target
            + 0.6 * breath * axial
            + (0.5 * breath + 0.6 * self._wave(3, 0.07, time_s)) * lateral
            + 0.25 * self._wave(4, 0.17, time_s) * normal
        )
        return _plane(Pose(target, pose.axes @ shake.T))

    def posture(self, rest: Posture, time_s: float) -> Posture:
        arms = tuple(self._waved(arm, 5 + side, time_s) for side, arm in enumerate(rest.arms))
        return replace(
            rest,
            flexion=rest.flexion + 0.025 * self._wave(8, 0.11, time_s),
            turn=rest.turn + 0.012 * self._wave(9, 0.08, time_s),
            systole=0.5 + 0.5 * self._wave(10, 2.6, time_s),
            arms=(arms[0], arms[1]),
        )

    def _waved(self, arm: LimbPose, which: int, time_s: float) -> LimbPose:
        turn = rotation(vector(1, 0.3, 0.2), 0.18 * self._wave(which, 0.3, time_s))
        return LimbPose(arm.first, turn @ arm.second, turn @ turn @ arm.third)

    def _wave(self, which: int, hertz: float, time_s: float) -> float:
        return float(np.sin(2 * np.pi * hertz * time_s + self.phases[which]))
