"""What moves in an examination: the fetus, the mother who breathes, and the operator's hand.

Every motion is a pure function of time, so any moment can be asked for, in any order and without
end. Film (`cine`) and practice (live) use the same ones.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from phantom.biometry import Biometry
from phantom.fetus import Posture
from phantom.limbs import LimbPose
from phantom.plane import ScanPlane
from phantom.shapes import Vector, rotation, vector

HEART_RATE_BPM = (140.0, 175.0)
_KICK_SLOT_S = 5.0
_KICK_SHARE = 0.45  # of the slots that have a kick in them
_BREATHING_SLOT_S = 12.0
_BREATHING_SHARE = 0.5  # of the slots that are an episode of breathing
_BELLY_RISE = 0.012  # of the abdominal circumference at the height of a breath
_SYSTOLE = 0.42  # of a heart cycle
_FOLLOWED = 0.65  # of the fetus' drift that the operator's hand goes along with


@dataclass(frozen=True, eq=False)
class Pose:
    """Where the probe looks: a target (world, mm), and lateral, normal and axial unit rows."""

    target: Vector
    axes: Vector

    def plane(self, depth_mm: float) -> ScanPlane:
        """The scan plane that has the target so far below the middle of the transducer."""
        return ScanPlane(self.target - depth_mm * self.axes[2], self.axes[0], self.axes[2])

    def slid(
        self, lateral_mm: float = 0.0, across_mm: float = 0.0, deeper_mm: float = 0.0
    ) -> "Pose":
        """The probe moved along the picture, out of its plane, or towards the target."""
        return Pose(self.target + vector(lateral_mm, across_mm, deeper_mm) @ self.axes, self.axes)

    def tilted(self, angle: float) -> "Pose":
        """Fanned about the lateral axis through the target, radians."""
        return Pose(self.target, self.axes @ rotation(self.axes[0], angle).T)

    def rotated(self, angle: float) -> "Pose":
        """Turned about the beam, radians."""
        return Pose(self.target, self.axes @ rotation(self.axes[2], angle).T)


def between(start: Pose, end: Pose, share: float) -> Pose:
    """A share 0..1 of the way: turned about the one axis that leads from start to end."""
    step = start.axes.T @ end.axes
    angle = float(np.arccos(np.clip((np.trace(step) - 1) / 2, -1, 1)))
    target = start.target + share * (end.target - start.target)
    if angle < 1e-6:
        return Pose(target, start.axes)
    turn = rotation(_axis_of(step, angle), share * angle)
    return Pose(target, start.axes @ turn.T)


def _axis_of(turn: Vector, angle: float) -> Vector:
    """The axis of a rotation matrix, also of a half turn, where its skew part is nothing."""
    if angle < np.pi - 1e-3:
        return vector(turn[1, 2] - turn[2, 1], turn[2, 0] - turn[0, 2], turn[0, 1] - turn[1, 0])
    squares = (turn + np.eye(3)) / 2
    axis: Vector = squares[int(np.argmax(np.diag(squares)))]
    return axis


def eased(share: float) -> float:
    """A share of a way, gentle at both ends; outside 0..1 it stays at the end."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)


@dataclass(frozen=True, eq=False)
class FetalMotion:
    """Heart beat, breathing, kicks, a moving hand, nods, and slow drift in the womb.

    seed            of the moments at which it kicks and breathes
    heart_rate_bpm  beats a minute       phases  (10,) rad: where each slow wave begins
    """

    seed: int
    heart_rate_bpm: float
    phases: Vector

    def posture(self, rest: Posture, time_s: float) -> Posture:
        """The joints at that time, about a resting posture."""
        limb, strength = self._kick(time_s)
        arms = [self._waving(arm, side, time_s) for side, arm in enumerate(rest.arms)]
        legs = list(rest.legs)
        if limb < 2:
            arms[limb] = _stretched(arms[limb], 0.6 * strength)
        else:
            legs[limb - 2] = _stretched(legs[limb - 2], strength)
        return replace(
            rest,
            flexion=rest.flexion + 0.025 * self._wave(2, 0.11, time_s) - 0.02 * strength,
            turn=rest.turn + 0.012 * self._wave(3, 0.08, time_s),
            curl=float(np.clip(rest.curl + 0.04 * self._wave(4, 0.05, time_s), 0.0, 1.0)),
            systole=self.systole(time_s),
            arms=(arms[0], arms[1]),
            legs=(legs[0], legs[1]),
        )

    def breathed(self, rest: Biometry, time_s: float) -> Biometry:
        """The belly at that time: the wall goes out as the diaphragm goes down."""
        girth = rest.abdominal_circumference * (1 + _BELLY_RISE * self.breath(time_s))
        return replace(rest, abdominal_circumference=girth)

    def systole(self, time_s: float) -> float:
        """How far the heart is contracted, 0..1."""
        cycle = (time_s * self.heart_rate_bpm / 60 + self.phases[0] / (2 * np.pi)) % 1.0
        return float(np.sin(np.pi * cycle / _SYSTOLE)) if cycle < _SYSTOLE else 0.0

    def breath(self, time_s: float) -> float:
        """0 at rest to 1, forty to seventy times a minute in episodes of some seconds."""
        slot, within = divmod(time_s, _BREATHING_SLOT_S)
        breathes, rate_hz = _breathing_in(self.seed, int(slot))
        if not breathes:
            return 0.0
        swelling = np.sin(np.pi * within / _BREATHING_SLOT_S) ** 0.5  # an episode comes and goes
        return float(swelling * (0.5 - 0.5 * np.cos(2 * np.pi * rate_hz * within)))

    def drift(self, time_s: float) -> Vector:
        """(3,) mm in the body's frame: slow gliding in the fluid, and a start at every kick."""
        glide = vector(
            0.3 * self._wave(5, 0.031, time_s),
            0.8 * self._wave(6, 0.043, time_s),
            1.0 * self._wave(7, 0.027, time_s),
        )
        return glide + vector(0.1, -0.9, 0.7) * self._kick(time_s)[1]

    def _kick(self, time_s: float) -> tuple[int, float]:
        """Which limb kicks (arms 0 1, legs 2 3), and how far it is out, 0..1."""
        slot, within = divmod(time_s, _KICK_SLOT_S)
        limb, strength, start, duration = _kick_in(self.seed, int(slot))
        share = (within - start) / duration
        if not 0 < share < 1:
            return limb, 0.0
        return limb, strength * float(np.sin(np.pi * share**0.6) ** 2)  # out fast, back slowly

    def _waving(self, arm: LimbPose, side: int, time_s: float) -> LimbPose:
        angle = 0.10 * self._wave(8 + side, 0.21, time_s)
        turn = rotation(vector(1, 0.3, 0.2), angle)
        return replace(arm, second=turn @ arm.second, third=turn @ turn @ arm.third)

    def _wave(self, which: int, hertz: float, time_s: float) -> float:
        return float(np.sin(2 * np.pi * hertz * time_s + self.phases[which]))


def sample_fetal_motion(seed: int) -> FetalMotion:
    rng = np.random.default_rng([seed, 41])
    return FetalMotion(seed, float(rng.uniform(*HEART_RATE_BPM)), rng.uniform(0, 2 * np.pi, 10))


@lru_cache(maxsize=256)
def _kick_in(seed: int, slot: int) -> tuple[int, float, float, float]:
    """Limb, strength 0..1, start and duration in seconds of the kick in a slot of time."""
    rng = np.random.default_rng([seed, 42, slot])
    duration = float(rng.uniform(0.7, 1.6))
    kicks = rng.random() < _KICK_SHARE
    return (
        int(rng.choice(4, p=[0.15, 0.15, 0.35, 0.35])),
        float(rng.uniform(0.3, 1.0)) if kicks else 0.0,
        float(rng.uniform(0.0, _KICK_SLOT_S - duration)),
        duration,
    )


@lru_cache(maxsize=256)
def _breathing_in(seed: int, slot: int) -> tuple[bool, float]:
    """Whether it breathes in a slot of time, and how often a second."""
    rng = np.random.default_rng([seed, 43, slot])
    return bool(rng.random() < _BREATHING_SHARE), float(rng.uniform(40, 70) / 60)


def _stretched(limb: LimbPose, share: float) -> LimbPose:
    """The limb with its lower links turned towards the line of the first."""
    return replace(
        limb,
        second=_towards(limb.second, limb.first, 0.75 * share),
        third=_towards(limb.third, limb.first, 0.45 * share),
    )


def _towards(direction: Vector, goal: Vector, share: float) -> Vector:
    mixed = (1 - share) * direction + share * goal
    length = float(np.linalg.norm(mixed))
    return mixed / length if length > 1e-3 else direction


@dataclass(frozen=True, eq=False)
class HeldProbe:
    """A hand that is never quite still, on a mother who breathes.

    breaths_per_minute  of the mother      phases  (5,) rad: where each of the motions begins
    """

    breaths_per_minute: float
    phases: Vector

    def at(self, pose: Pose, time_s: float, drift: Vector) -> Pose:
        """Where the probe really is, for a pose that is meant.

        drift  (3,) mm, world: how far the fetus has moved in the womb; the hand follows most of it
        """
        breath = self._wave(0, self.breaths_per_minute / 60, time_s)
        held = Pose(pose.target - (1 - _FOLLOWED) * drift, pose.axes)
        held = held.tilted(0.010 * self._wave(1, 0.13, time_s))
        held = held.rotated(0.012 * self._wave(2, 0.09, time_s))
        return held.slid(
            lateral_mm=0.5 * breath + 0.6 * self._wave(3, 0.07, time_s),
            across_mm=0.25 * self._wave(4, 0.17, time_s),
            deeper_mm=0.6 * breath,
        )

    def _wave(self, which: int, hertz: float, time_s: float) -> float:
        return float(np.sin(2 * np.pi * hertz * time_s + self.phases[which]))


def sample_held_probe(seed: int) -> HeldProbe:
    rng = np.random.default_rng([seed, 44])
    return HeldProbe(float(rng.uniform(12, 18)), rng.uniform(0, 2 * np.pi, 5))


def lost_contact(loss: float, half_angle: float) -> tuple[tuple[float, float, float], ...]:
    """Shadows of a probe that comes off the skin, from one edge of the fan to the other.

    loss  0 none to 1 all of it      half_angle  of the fan, rad
    """
    if loss <= 0:
        return ()
    width = 0.1 + 3.0 * half_angle * loss
    return ((-half_angle, width, 60.0 * min(loss, 1.0)),)
