"""Where an operator holds the probe still, and the way from one such place to the next."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from phantom.aims import aim_at
from phantom.errors import PhantomError
from phantom.fetus import Fetus
from phantom.motion import Pose, between, eased
from phantom.views import NO_VIEW, departures

STEADY = 0.7  # of the limit away from a standard plane: motion does not end the view at once
_ATTEMPTS = 80


@dataclass(frozen=True, eq=False, slots=True)
class Hold:
    """A pose, how wide the picture is (mm), and how thick the fetus is along the beam.

    reach   half the thickness, mm, about the depth `behind` mm below the target
    """

    pose: Pose
    width: float
    reach: float
    behind: float

    def mirrored(self) -> "Hold":
        """The probe turned by half a turn about its beam."""
        lateral, normal, axial = self.pose.axes
        pose = Pose(self.pose.target, np.stack([-lateral, -normal, axial]))
        return Hold(pose, self.width, self.reach, self.behind)


def draw_hold(
    view: str, rng: np.random.Generator, fetus: Fetus, shows: Callable[[Hold], bool]
) -> Hold:
    """A place that is well inside a view's limits, or well outside all of them for "none".

    shows  whether the picture there is of the view, which some poses are not: shadow may hide it
    Raises PhantomError where none of many draws is one.
    """
    for _ in range(_ATTEMPTS):
        aim = aim_at(view, rng, fetus)
        axes = np.stack([aim.lateral, np.cross(aim.lateral, aim.axial), aim.axial])
        hold = Hold(Pose(aim.target, axes), aim.width, aim.reach, aim.behind)
        away = departures(fetus, hold.pose.plane(0.0))
        if (view == NO_VIEW or away[view] < STEADY) and shows(hold):
            return hold
    raise PhantomError(f"This fetus lies so that no {view} can be held: choose another seed.")


def without_half_turns(holds: list[Hold]) -> list[Hold]:
    """The same places, each held the way round that is nearer to the one before."""
    turned = holds[:1]
    for hold in holds[1:]:
        last = turned[-1].pose.axes
        is_near = np.sum(last[:2] * hold.pose.axes[:2]) >= 0
        turned.append(hold if is_near else hold.mirrored())
    return turned


def on_the_way(start: Hold, end: Hold, share: float) -> Hold:
    """A share 0..1 of the way between two holds; the picture is zoomed at half of it."""
    share = eased(share)
    return Hold(
        between(start.pose, end.pose, share),
        start.width if share < 0.5 else end.width,
        start.reach + share * (end.reach - start.reach),
        start.behind + share * (end.behind - start.behind),
    )
