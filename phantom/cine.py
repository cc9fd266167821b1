"""Cine loops: one patient, one scanner, a script of planes, and true motion in between."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from phantom.errors import PhantomError
from phantom.fetus import Fetus, build_fetus, sample_posture
from phantom.holds import Hold, draw_hold, on_the_way, without_half_turns
from phantom.image import Exposure, PhantomImage, Probe, develop, expose
from phantom.motion import Pose, lost_contact, sample_fetal_motion, sample_held_probe
from phantom.patients import Patient
from phantom.plane import ScanPlane, Window
from phantom.scene import Scene, pregnant_scene
from phantom.scripts import Script
from phantom.shapes import WORLD, Frame, Vector, rotation
from phantom.texture import Scatterers

FRAME_RATES = (1.0, 120.0)
LONGEST_S = 3600.0
_PERSISTENCE_RATE = 25.0  # frames/s that the scanner's setting is said for


@dataclass(frozen=True, eq=False, slots=True)
class CineFrame:
    """One frame of a loop.

    contact_loss  how much of the probe is off the skin, 0..1
    frozen        this is the picture of an earlier frame, still on the screen
    """

    index: int
    time_s: float
    image: PhantomImage
    plane: ScanPlane
    contact_loss: float
    frozen: bool


class Cine:
    """One loop: what stays the same through it, and its frames one after the other.

    The same arguments give the same frames.
    """

    def __init__(
        self,
        script: Script,
        patient: Patient,
        seed: int = 0,
        frame_rate: float = 25.0,
        duration_s: float | None = None,
    ) -> None:
        """The script is repeated until `duration_s`; once if that is None.

        seed  of posture, places, motion and speckle
        Raises PhantomError for a seed, rate or duration that cannot be shown.
        """
        duration_s = script.duration_s if duration_s is None else duration_s
        _check(seed, frame_rate, duration_s)
        rng = np.random.default_rng([seed, 5])
        self.script, self.patient, self.seed, self.frame_rate = script, patient, seed, frame_rate
        self.frame_count = max(1, round(duration_s * frame_rate))
        self._depth_mm = patient.depth_mm(rng)
        self._scanner = replace(patient.scanner, focus_mm=self._depth_mm)
        self._posture = replace(sample_posture(rng), flexion=0.02, turn=0.0)
        self._motion = sample_fetal_motion(seed)
        self._hand = sample_held_probe(seed)
        self._scatterers = Scatterers(Frame(rotation(rng.normal(size=3), 1.0), np.zeros(3)))
        self._holds = self._places(rng)

    def _places(self, rng: np.random.Generator) -> list[Hold]:
        fetus = self._fetus(0.0)
        return without_half_turns(
            [draw_hold(view, rng, fetus, partial(self._shows, view)) for view in self.script.places]
        )

    def _shows(self, view: str, hold: Hold) -> bool:
        return self._frame(0, 0.0, hold, None)[0].image.view == view

    def header(self) -> dict[str, Any]:
        """What holds for all frames, as plain values: patient, scanner settings, picture."""
        patient = self.patient
        return {
            "seed": self.seed,
            "script": asdict(self.script),
            "frame_rate": self.frame_rate,
            "frame_count": self.frame_count,
            "width": patient.screen[0],
            "height": patient.screen[1],
            "gestational_age": patient.gestational_age,
            "route": patient.route,
            "scanner_model": patient.scanner_model,
            "scanner": asdict(self._scanner),
            "biometry": asdict(patient.biometry),
            "heart_rate_bpm": self._motion.heart_rate_bpm,
        }

    def frames(self) -> Iterator[CineFrame]:
        last: CineFrame | None = None
        exposure: Exposure | None = None
        width = 0.0
        for index in range(self.frame_count):
            time_s = index / self.frame_rate
            if last is not None and self.script.is_frozen(time_s):
                last = replace(last, index=index, time_s=time_s, frozen=True)
            else:
                first, second, share = self.script.way(time_s)
                hold = on_the_way(self._holds[first], self._holds[second], share)
                if hold.width != width:  # after a zoom nothing is left to mix with
                    width, exposure = hold.width, None
                last, exposure = self._frame(index, time_s, hold, exposure)
            yield last

    def _frame(
        self, index: int, time_s: float, hold: Hold, previous: Exposure | None
    ) -> tuple[CineFrame, Exposure]:
        patient, scanner, window = self.patient, self._scanner, self._window(hold)
        drift = self._motion.drift(time_s)
        fetus = self._fetus(time_s)
        plane = self._hand.at(hold.pose, time_s, drift).plane(self._depth_mm)
        scene = self._womb(fetus, hold, drift)
        loss = self.script.contact_loss(time_s)
        shadows = lost_contact(loss, patient.half_angle)
        probe = Probe(patient.face_radius, patient.half_angle, shadows)
        rng = np.random.default_rng([self.seed, 6, index])
        exposure = expose(scene, plane, window, probe, scanner, rng, self._scatterers)
        if previous is not None:
            keep = np.float32(scanner.persistence ** (_PERSISTENCE_RATE / self.frame_rate))
            exposure = replace(exposure, grey=keep * previous.grey + (1 - keep) * exposure.grey)
        image = develop(exposure, scene, plane, window, probe, scanner, patient.layout)
        return CineFrame(index, time_s, image, plane, loss, frozen=False), exposure

    def _window(self, hold: Hold) -> Window:
        width, height = self.patient.screen
        pixel_size_mm = hold.width / width
        top = self._depth_mm - 0.5 * height * pixel_size_mm
        return Window(width, height, pixel_size_mm, -hold.width / 2, max(top, -4.0))

    def _fetus(self, time_s: float) -> Fetus:
        return build_fetus(
            WORLD,
            self._motion.breathed(self.patient.biometry, time_s),
            self.patient.looks,
            self._motion.posture(self._posture, time_s),
        )

    def _womb(self, fetus: Fetus, hold: Hold, drift: Vector) -> Scene:
        """Around the fetus, and under the probe wherever it is: the same draws in every frame."""
        rng = np.random.default_rng([self.seed, 7])
        meant = Pose(hold.pose.target - drift, hold.pose.axes)
        middle = meant.target + hold.behind * meant.axes[2]
        return pregnant_scene(rng, fetus, middle, hold.reach, meant.plane(self._depth_mm))


def _check(seed: int, frame_rate: float, duration_s: float) -> None:
    if seed < 0:
        raise PhantomError("The phantom's seed must be 0 or more.")
    slowest, fastest = FRAME_RATES
    if not slowest <= frame_rate <= fastest:
        raise PhantomError(f"A loop has {slowest:g} to {fastest:g} frames/s, not {frame_rate:g}.")
    if not 0 < duration_s <= LONGEST_S:
        raise PhantomError(
            f"A loop lasts more than 0 and at most {LONGEST_S:g} s, not {duration_s:g}."
        )
