"""What the window would show of a film at a given pace of analysis: its own code, by a made clock.

The clock is simulated, so the same film gives the same answer on any machine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.bench.truth import CAPTURE_HZ
from app.settings import OverlayMode
from app.ui.showing import Carry, Showing, Shown
from inference.types import Analysis

DISPLAY_HZ = 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How often an analysis begins, if the one before has ended, and how long each takes."""

    hz: float
    takes_s: float


def begun(frame_count: int, pace: Pace) -> Iterator[tuple[int, float]]:
    """Which frames are analysed, the newest one each time, and when each analysis is done."""
    start_s, last = 0.0, -1
    while True:
        index = int(start_s * CAPTURE_HZ + 1e-6)
        if index <= last:  # nothing new yet
            index = last + 1
            start_s = index / CAPTURE_HZ
        if index >= frame_count:
            return
        done_s = start_s + pace.takes_s
        yield index, done_s
        last, start_s = index, max(start_s + 1 / pace.hz, done_s)


def play(
    film: Sequence[Analysis],
    analyses: Mapping[int, Analysis],
    pace: Pace,
    mode: OverlayMode,
    carry: Carry | None = None,
) -> Iterator[Shown]:
    """What is on the screen at each tick of a display, half a tick after frames come.

    film      its frames, in order; what they hold beside is not looked at
    analyses  by the index of their frame, of those that `begun` names at least
    carry     None: as the window does
    """
    showing = Showing(mode, carry=carry)
    ready = list(begun(len(film), pace))
    for tick in range(round(len(film) / CAPTURE_HZ * DISPLAY_HZ)):
        now_s = (tick + 0.5) / DISPLAY_HZ
        newest = film[min(int(now_s * CAPTURE_HZ), len(film) - 1)].frame
        done = None
        while ready and ready[0][1] <= now_s:
            done = analyses[ready.pop(0)[0]]
        yield showing.take(newest, done, now_s, now_s)
