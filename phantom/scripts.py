"""The course of an examination: where the operator rests, sweeps, gets lost, or loses contact."""

from dataclasses import dataclass
from typing import Literal

from phantom.errors import PhantomError
from phantom.motion import eased
from phantom.sample import VIEWS
from phantom.views import NO_VIEW

SWEEP = "sweep"
STANDARD_VIEWS = tuple(view for view in VIEWS if view != NO_VIEW)
_LIFT_S = 0.4  # that a probe takes to come off the skin, and to go back


@dataclass(frozen=True, slots=True)
class Step:
    """Some seconds of an examination.

    place  a view: rest on it; "none": rest where no view is; "sweep": be on the way between the
           neighbouring places
    """

    place: str
    duration_s: float


@dataclass(frozen=True, slots=True)
class Dropout:
    """The probe off the skin ("contact"), or the picture frozen on the scanner ("freeze")."""

    kind: Literal["contact", "freeze"]
    start_s: float
    duration_s: float


@dataclass(frozen=True, slots=True)
class Script:
    """Steps, over and over, and what disturbs them. Raises PhantomError if they make no course."""

    steps: tuple[Step, ...]
    dropouts: tuple[Dropout, ...] = ()

    def __post_init__(self) -> None:
        unknown = sorted({step.place for step in self.steps} - {*VIEWS, SWEEP})
        if unknown:
            known = ", ".join((*VIEWS, SWEEP))
            raise PhantomError(f'A script has no step "{unknown[0]}": choose from {known}.')
        if not self.places or min(step.duration_s for step in self.steps) <= 0:
            raise PhantomError("A script needs a place to rest, and steps longer than 0 s.")

    @property
    def places(self) -> tuple[str, ...]:
        """Where it rests, one after the other."""
        return tuple(step.place for step in self.steps if step.place != SWEEP)

    @property
    def duration_s(self) -> float:
        return sum(step.duration_s for step in self.steps)

    def way(self, time_s: float) -> tuple[int, int, float]:
        """Between which two of `places` the probe is, and which share 0..1 of the way."""
        index, within_s = self._step_at(time_s)
        step = self.steps[index]
        rests = [each.place != SWEEP for each in self.steps]
        passed = sum(rests[: index + 1]) - 1  # -1 before the first: on the way from the last one
        if step.place != SWEEP:
            return passed, passed, 0.0
        count = len(self.places)
        return passed % count, (passed + 1) % count, within_s / step.duration_s

    def contact_loss(self, time_s: float) -> float:
        """How much of the probe is off the skin, 0..1."""
        return max((self._lifted(each, time_s) for each in self.dropouts), default=0.0)

    def is_frozen(self, time_s: float) -> bool:
        """Whether the picture on the screen stands still."""
        within_s = time_s % self.duration_s
        return any(
            each.kind == "freeze" and 0 <= within_s - each.start_s < each.duration_s
            for each in self.dropouts
        )

    def _lifted(self, dropout: Dropout, time_s: float) -> float:
        if dropout.kind != "contact":
            return 0.0
        since_s = time_s % self.duration_s - dropout.start_s
        return min(eased(since_s / _LIFT_S), eased((dropout.duration_s - since_s) / _LIFT_S))

    def _step_at(self, time_s: float) -> tuple[int, float]:
        """Which step it is, and how long it has lasted."""
        within_s = time_s % self.duration_s
        for index, step in enumerate(self.steps[:-1]):
            if within_s < step.duration_s:
                return index, within_s
            within_s -= step.duration_s
        return len(self.steps) - 1, within_s


def script_named(name: str, view: str = "neck") -> Script:
    """One of exam, hold, sweep, nothing and dropouts. Raises PhantomError for another name or view.

    exam      every view is rested on, with sweeps between them
    hold      rests on `view`
    sweep     every view in passing
    nothing   looks where no standard view is
    dropouts  a view that is lost: contact twice, and a frozen picture
    """
    if view not in STANDARD_VIEWS:
        known = ", ".join(STANDARD_VIEWS)
        raise PhantomError(f'The phantom has no view "{view}": choose from {known}.')
    courses = {
        "exam": _through(STANDARD_VIEWS, rest_s=5.0, sweep_s=2.5),
        "hold": Script((Step(view, 10.0),)),
        "sweep": _through(STANDARD_VIEWS, rest_s=0.2, sweep_s=1.2),
        "nothing": _through((NO_VIEW,) * 4, rest_s=4.0, sweep_s=0.5),
        "dropouts": Script(
            (Step(view, 16.0),),
            (
                Dropout("contact", 2.0, 2.0),
                Dropout("freeze", 6.0, 3.0),
                Dropout("contact", 11.0, 3.0),
            ),
        ),
    }
    if name not in courses:
        raise PhantomError(f'There is no script "{name}": choose from {", ".join(courses)}.')
    return courses[name]


def _through(places: tuple[str, ...], rest_s: float, sweep_s: float) -> Script:
    steps = [step for place in places for step in (Step(place, rest_s), Step(SWEEP, sweep_s))]
    return Script(tuple(steps))
