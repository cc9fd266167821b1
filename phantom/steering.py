"""A probe on the mother's skin: how it is steered, and which standard planes it can reach.

Used by the practice scene, by the panel that steers it, and by the examination that runs by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import asin, atan2, cos, pi, radians, sin
from typing import ClassVar

import numpy as np

from phantom.abdomen import STOMACH_LEVEL
from phantom.fetus import Fetus
from phantom.limbs import Segment
from phantom.motion import Pose, eased
from phantom.shapes import Frame, Vector, rotation, vector
from phantom.thorax import HEART_LEVEL

SLIDE_MM = (45.0, 30.0)  # how far along and across the belly, to either side
RESTING_PRESS = 0.5
_COMPRESSION_MM = 12.0  # between lifted and pressed firmly
_TOUCHES_FROM = 0.3  # of the press: below, the contact is lost
FACE_RADIUS_MM, HALF_ANGLE, DEPTH_MM = 45.0, 0.45, 64.0  # of the fan
ASPECT = 4 / 3  # of the picture, width to height
FOCUS_MM = 36.0
_ZOOMS = {"head": 1.5, "neck": 1.4, "thorax": 1.8, "abdomen": 1.8, "spine": 1.1, "extremity": 2.2}
_LIMB_ANGLES = (0.0, 0.5, -0.5)
_SPINE_ANGLES = tuple(radians(angle) for angle in (0, 90, 60, -60, 35, -35))  # from sagittal
REST_S, TRAVEL_S = 6.0, 3.5


@dataclass(frozen=True, slots=True)
class ProbePose:
    """How the probe is held: the operator's own words for it.

    along_mm, across_mm  slide on the skin, from above the middle of the fetus
    turn                 rotation about its own axis, rad; 0: the picture lies along the belly
    tilt                 fanning out of the picture's plane, rad
    rock                 heel to toe, in the picture's plane, rad
    press                0 lifted, 0.5 resting, 1 firm
    zoom                 how many times the picture is enlarged, 1 to 2.5
    focus_mm             depth at which it is sharpest, and about which it is enlarged
    """

    MOST_TILT: ClassVar[float] = radians(60)
    MOST_ROCK: ClassVar[float] = radians(40)
    MOST_ZOOM: ClassVar[float] = 2.5

    along_mm: float = 0.0
    across_mm: float = 0.0
    turn: float = 0.0
    tilt: float = 0.0
    rock: float = 0.0
    press: float = RESTING_PRESS
    zoom: float = 1.0
    focus_mm: float = FOCUS_MM

    def within_reach(self) -> "ProbePose":
        """The same pose, each part inside its range; a turn goes on round."""
        return ProbePose(
            _clamped(self.along_mm, SLIDE_MM[0]),
            _clamped(self.across_mm, SLIDE_MM[1]),
            _wrapped(self.turn),
            _clamped(self.tilt, self.MOST_TILT),
            _clamped(self.rock, self.MOST_ROCK),
            min(max(self.press, 0.0), 1.0),
            min(max(self.zoom, 1.0), self.MOST_ZOOM),
            min(max(self.focus_mm, 0.0), DEPTH_MM),
        )

    def moved(
        self,
        along_mm: float = 0.0,
        across_mm: float = 0.0,
        turn: float = 0.0,
        tilt: float = 0.0,
        rock: float = 0.0,
        press: float = 0.0,
        zoom: float = 0.0,
    ) -> "ProbePose":
        """Changed by so much, and still within reach."""
        return ProbePose(
            self.along_mm + along_mm,
            self.across_mm + across_mm,
            self.turn + turn,
            self.tilt + tilt,
            self.rock + rock,
            self.press + press,
            self.zoom + zoom,
            self.focus_mm,
        ).within_reach()

    @property
    def origin(self) -> Vector:
        """(3,) mm, the middle of the transducer's face on the belly: along, across, deep."""
        return vector(self.along_mm, self.across_mm, _COMPRESSION_MM * (self.press - RESTING_PRESS))

    @property
    def axes(self) -> Vector:
        """(3, 3): the picture's lateral, normal and axial directions as rows, on the belly."""
        lateral = vector(cos(self.turn), sin(self.turn), 0)
        normal = vector(-sin(self.turn), cos(self.turn), 0)
        down = vector(0, 0, 1)
        axial = cos(self.tilt) * down + sin(self.tilt) * normal
        rocked = cos(self.rock) * axial + sin(self.rock) * lateral
        lateral = cos(self.rock) * lateral - sin(self.rock) * axial
        return np.stack([lateral, np.cross(rocked, lateral), rocked])

    @property
    def shown_mm(self) -> tuple[float, float, float]:
        """Depth of the picture's upper edge, and its height and width, on the scan plane."""
        height = DEPTH_MM / self.zoom
        top = min(max(self.focus_mm - height / 2, 0.0), DEPTH_MM - height)
        return top, height, height * ASPECT

    @property
    def contact_loss(self) -> float:
        """How much of the face has lost the skin, 0..1: too little press for this angle."""
        lifted = (_TOUCHES_FROM - self.press) / _TOUCHES_FROM
        angle = max(abs(self.tilt) / self.MOST_TILT, abs(self.rock) / self.MOST_ROCK)
        edge = 0.6 * (angle - 0.55 - 0.6 * self.press) / 0.45
        return min(max(lifted, edge, 0.0), 1.0)

    def towards(self, goal: "ProbePose", share: float) -> "ProbePose":
        """A share 0..1 of the way to another pose, turned the shorter way, zoomed at half of it."""
        nearer = self if share < 0.5 else goal
        way = self.moved(
            share * (goal.along_mm - self.along_mm),
            share * (goal.across_mm - self.across_mm),
            share * _wrapped(goal.turn - self.turn),
            share * (goal.tilt - self.tilt),
            share * (goal.rock - self.rock),
            share * (goal.press - self.press),
        )
        return replace(way, zoom=nearer.zoom, focus_mm=nearer.focus_mm)


@dataclass(frozen=True, eq=False)
class Cut:
    """A plane: where it goes through (world, mm), what it is square to, and from where it is best
    insonated, from either side."""

    point: Vector
    normal: Vector
    beam: Vector

    def tilted(self, axis: Vector, angle: float) -> "Cut":
        """Turned about an axis through its point."""
        turn = rotation(axis, angle)
        return Cut(self.point, turn @ self.normal, turn @ self.beam)


def standard_cuts(fetus: Fetus, depth: Vector) -> dict[str, tuple[Cut, ...]]:
    """Standard planes of each view, best first, in the order of an examination.

    depth  unit, world: straight down from the mother's skin
    """
    a, h = fetus.biometry.occipitofrontal_diameter / 2, fetus.biometry.head_height / 2
    body, head = fetus.body, fetus.head.frame
    left, front, up = body.axes
    column = fetus.column.midline(25)
    along = np.linalg.svd(column - column.mean(axis=0))[2][0]
    spine = Cut(column.mean(axis=0), left, front)
    pieces = [segment for limb in fetus.limbs for segment in limb.segments[:2]]
    pieces.sort(key=lambda segment: _steepness(segment, depth))  # a bone is best seen from its side
    return {
        "head": (Cut(head.to_world(vector(0, 0, 0.2 * h)), head.axes[2], head.axes[0]),),
        "neck": (Cut(body.to_world(vector(0, 0.1 * a, 1.3 * a)), left, front),),
        "thorax": (Cut(body.to_world(vector(0, 0, HEART_LEVEL * a)), up, front),),
        "abdomen": (Cut(body.to_world(vector(0, 0, STOMACH_LEVEL * a)), up, front),),
        "spine": tuple(spine.tilted(along, angle) for angle in _SPINE_ANGLES),
        "extremity": tuple(cut for segment in pieces for cut in _along(segment, depth)),
    }


def _steepness(segment: Segment, depth: Vector) -> float:
    """0 where it lies along the skin, to 1 where it points to the probe."""
    length = segment.end - segment.start
    return abs(float(length @ depth)) / float(np.linalg.norm(length))


def _along(segment: Segment, depth: Vector) -> Iterator[Cut]:
    """Planes with the whole segment in them: upright on the skin, and leaning to either side."""
    length = segment.end - segment.start
    upright = Cut((segment.start + segment.end) / 2, np.cross(length, depth), depth)
    for angle in _LIMB_ANGLES:
        yield upright.tilted(length, angle)


@dataclass(frozen=True, eq=False)
class Belly:
    """The mother's skin over the fetus. `frame` (world): along, across, and into the depth."""

    frame: Frame

    def pose(self, probe: ProbePose) -> Pose:
        """Where that probe looks; the target is at the focus."""
        axes = probe.axes
        return Pose(self.frame.to_world(probe.origin + FOCUS_MM * axes[2]), axes @ self.frame.axes)

    def probe_for(self, view: str, cut: Cut) -> ProbePose | None:
        """The probe that shows this plane, enlarged as is usual for the view.

        None where no tilt and no slide would reach it.
        """
        point = self.frame.axes @ (cut.point - self.frame.origin)
        normal, beam = self.frame.axes @ cut.normal, self.frame.axes @ cut.beam
        normal /= np.linalg.norm(normal)
        if abs(normal[2]) > sin(ProbePose.MOST_TILT):
            return None
        lateral = np.cross(vector(0, 0, 1), normal)
        lateral /= np.linalg.norm(lateral)
        if lateral[0] < 0:
            lateral = -lateral
        turn = atan2(lateral[1], lateral[0])
        across = vector(-lateral[1], lateral[0], 0)
        face = normal if normal @ across > 0 else -normal
        level = ProbePose(turn=turn, tilt=-asin(face[2]), zoom=_ZOOMS[view])
        lateral, _, axial = level.axes
        lean = atan2(beam @ lateral, beam @ axial)
        lean = _clamped(lean - pi * round(lean / pi), ProbePose.MOST_ROCK)
        for share in (1.0, 0.8, 0.5, 0.0):  # a probe that leans more has to slide further
            probe = _slid_over(replace(level, rock=share * lean), point)
            if _is_on_the_belly(probe) and probe.contact_loss == 0:
                return probe
        return None


def _slid_over(probe: ProbePose, point: Vector) -> ProbePose:
    """The same angles, with the point (on the belly) in the middle beam."""
    axial = probe.axes[2]
    depth = float(point[2] / axial[2])
    foot = point - depth * axial
    return replace(probe, along_mm=float(foot[0]), across_mm=float(foot[1]), focus_mm=depth)


def _is_on_the_belly(probe: ProbePose) -> bool:
    return abs(probe.along_mm) <= SLIDE_MM[0] and abs(probe.across_mm) <= SLIDE_MM[1]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where an examination rests."""

    view: str
    probe: ProbePose


@dataclass(frozen=True, slots=True)
class Examination:
    """A way over all stops, round and round, with a rest at each. `start` is where it begins."""

    start: ProbePose
    stops: tuple[Stop, ...]

    def at(self, time_s: float) -> Stop:
        """Where the probe is then, and which view it is at or on the way to."""
        leg, within_s = divmod(max(time_s, 0.0), TRAVEL_S + REST_S)
        place = int(leg) % len(self.stops)
        start = self.start if leg < 1 else self.stops[place - 1].probe
        stop = self.stops[place]
        return Stop(stop.view, start.towards(stop.probe, eased(within_s / TRAVEL_S)))


def _clamped(value: float, most: float) -> float:
    return min(max(value, -most), most)


def _wrapped(angle: float) -> float:
    """The same direction, -pi..pi."""
    return (angle + pi) % (2 * pi) - pi
