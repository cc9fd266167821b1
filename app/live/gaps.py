"""Counts the frames that a live source left out: gaps in its own times. Asked from any thread."""

from collections import deque
from statistics import median

KNOWN = 31  # intervals that its pace is known by
GAP = 1.7  # times the usual interval: less is a frame that came late
LONGEST_S = 1.0  # a longer one is a lost signal, which is told in another way


class GapCounter:
    """Told of every frame in one thread."""

    def __init__(self) -> None:
        self.missed = 0
        self._steps_s: deque[float] = deque(maxlen=KNOWN)
        self._last_s: float | None = None

    def seen(self, time_s: float) -> None:
        """A frame was taken at this time of the source's clock."""
        step_s = None if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        if step_s is None or not 0 < step_s < LONGEST_S:
            return
        if len(self._steps_s) == KNOWN:
            usual_s = median(self._steps_s)
            if step_s > GAP * usual_s:
                self.missed += round(step_s / usual_s) - 1
        self._steps_s.append(step_s)
