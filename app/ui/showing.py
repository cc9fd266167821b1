"""Which frame is on the screen, and with which overlay. Pure; asked by the main window's timer.

The promise: a mask is never on a frame it is not true of without saying how old it is, and the
picture goes on whatever analysis does.

*Synchronised*: while analysis keeps up, the screen shows the newest analysed frame with its own
overlay, some tens of milliseconds behind the source. An analysed frame that would come to the
screen more than `limit_s` after it was captured, or stay for twice as long, is late.

*Low latency*: always the newest frame; the overlay is carried to it by optical flow, ages on it
visibly and is late at 150 ms. Where the flow is not sure it stays where it was, paler at once.

When analysis is late, the newest frames go on at once without masks, and masks come back only after
half a second without lateness: nothing blinks. Time on the screen never runs backwards: on the way
back to analysed frames the picture holds until one has caught up with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from app.settings import OverlayMode
from inference.motion import Carried, Carrier
from inference.types import Analysis, Frame

Carry = Callable[[Analysis, Frame], Carried | None]

FRESH_S, PALE_S, GONE_S = 0.060, 0.105, 0.150
LIVE_LIMIT_S = GONE_S
REPLAY_LIMIT_S = 0.5  # no hand waits for a replay: rather each mask on its frame
CALM_S = 0.5


class Freshness(Enum):
    """How an overlay is drawn for its age: fill or not, and the opacity of the outline."""

    FULL = 1.0
    PALER = 0.65
    PALEST = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A frame and the overlay to paint on it.

    analysis  what was found, in its own frame; None paints no mask
    age_s     time since the analysis's frame was captured, None without an analysis
    is_exact  the analysis was computed from this very frame
    carried   the same findings where they are in this frame: to be painted, never to be stored
    """

    frame: Frame | None = None
    analysis: Analysis | None = None
    freshness: Freshness = Freshness.FULL
    age_s: float | None = None
    is_exact: bool = False
    carried: Carried | None = None

    @property
    def overlay(self) -> Analysis | Carried | None:
        """What to paint on the frame."""
        return self.carried or self.analysis

    def looks_like(self, other: "Shown") -> bool:
        """Whether both are painted alike: the age alone changes nothing."""
        return (
            self.frame is other.frame
            and self.overlay is other.overlay
            and self.freshness is other.freshness
        )


class Showing:
    """Remembers the newest frame and analysis of one source and picks what to show."""

    def __init__(
        self, mode: OverlayMode, limit_s: float = LIVE_LIMIT_S, carry: Carry | None = None
    ) -> None:
        """carry: how findings come to a later frame; by optical flow if None."""
        self.mode = mode
        self._carry = carry or Carrier().carry
        self._limit_s = limit_s
        self._newest: Frame | None = None
        self._analysis: Analysis | None = None
        self._shown = Shown()
        self._frozen_since_s: float | None = None
        self._delay_s = 0.0  # of the newest analysis, when it came
        self._late_at_s: float | None = None

    def take(
        self,
        frame: Frame | None,
        analysis: Analysis | None,
        now_s: float,
        wall_s: float,
        is_still: bool = False,
    ) -> Shown:
        """Take what is new and pick.

        now_s     the source's clock, on which frames are dated
        wall_s    a monotonic clock
        is_still  a replay that stands: its clock does not age a mask
        """
        self._newest = frame or self._newest
        if analysis is not None:
            self._analysis = analysis
            self._delay_s = now_s - analysis.frame.time_s
        if self._frozen_since_s is None:
            self._shown = self._pick(now_s, wall_s, is_still)
        return self._shown

    def freeze(self, wall_s: float) -> None:
        """Hold the picture: the last analysed frame if it is as good as now, with its overlay."""
        self._frozen_since_s = wall_s
        own, shown = self._analysis, self._shown
        if own is None or shown.frame is None or shown.is_exact:
            return
        if 0 <= shown.frame.time_s - own.frame.time_s <= GONE_S:
            self._shown = Shown(own.frame, own, age_s=shown.age_s, is_exact=True)
        else:
            self._shown = Shown(shown.frame)

    def go_on(self) -> None:
        self._frozen_since_s = None

    def forget_analysis(self) -> None:
        """Analysis was switched off or failed: no mask stays, on a frozen picture neither."""
        self._analysis = None
        self._shown = Shown(self._shown.frame)
        self._late_at_s = None

    @property
    def is_frozen(self) -> bool:
        return self._frozen_since_s is not None

    def frozen_for_s(self, wall_s: float) -> float:
        return 0.0 if self._frozen_since_s is None else wall_s - self._frozen_since_s

    def _pick(self, now_s: float, wall_s: float, is_still: bool) -> Shown:
        newest, own = self._newest, self._analysis
        if newest is None or own is None:
            return Shown(newest)
        age_s = now_s - own.frame.time_s
        if own.frame.index == newest.index:
            return Shown(own.frame, own, age_s=age_s, is_exact=True)
        if own.frame.time_s > newest.time_s:  # from before a seek, or the loop's last round
            return Shown(newest)
        if self._is_late(age_s):
            self._late_at_s = wall_s
        if self._late_at_s is not None and wall_s - self._late_at_s < CALM_S:
            return Shown(newest, age_s=age_s)
        if self.mode is OverlayMode.SYNCHRONISED:
            return self._synchronised(newest, own, age_s)
        return Shown(newest) if is_still else self._low_latency(newest, own, age_s)

    def _is_late(self, age_s: float) -> bool:
        if self.mode is OverlayMode.LOW_LATENCY:
            return age_s >= GONE_S
        return self._delay_s > self._limit_s or age_s > 2 * self._limit_s

    def _synchronised(self, newest: Frame, own: Analysis, age_s: float) -> Shown:
        last = self._shown.frame
        if last is not None and own.frame.time_s < last.time_s <= newest.time_s:
            return Shown(last, age_s=age_s)
        return Shown(own.frame, own, age_s=age_s, is_exact=True)

    def _low_latency(self, newest: Frame, own: Analysis, age_s: float) -> Shown:
        carried, last = self._shown.carried, self._shown
        if last.frame is not newest or last.analysis is not own:
            carried = self._carry(own, newest)
        return Shown(newest, own, _freshness(age_s, carried is not None), age_s, carried=carried)


def _freshness(age_s: float, is_carried: bool) -> Freshness:
    if age_s <= FRESH_S and is_carried:
        return Freshness.FULL
    return Freshness.PALER if age_s <= PALE_S else Freshness.PALEST
