"""Dates the frames of a live source, and knows those that come too late to be live."""

LATE_S = 0.5  # behind the quickest frames of the stream
LATE_IN_A_ROW = 3  # so many left-overs a dying stream gives; more is a stream that resumes
DRIFT = 0.001  # seconds a second by which two clocks may run apart


class LiveClock:
    """Turns a stream's own timestamps into seconds on this computer's monotonic clock.

    A timestamp says when a frame was taken, on a clock whose zero nobody knows. It is learnt from
    the frames that came with the least delay. So a frame that a demuxer held back until the
    stream had died is dated to when it was taken, not to when it came out.
    """

    def __init__(self) -> None:
        self._offset_s: float | None = None
        self._learnt_at_s = 0.0
        self._late = 0
        self._last_s = float("-inf")

    def date(self, timestamp_s: float | None, now_s: float) -> float | None:
        """When the frame that arrives now was taken, always later than the one before it.

        None: it is a left-over, not a live frame.
        """
        if timestamp_s is None:
            return self._rising(now_s)
        offset_s = now_s - timestamp_s
        if self._offset_s is None or self._late >= LATE_IN_A_ROW:
            self._learn(offset_s, now_s)
        expected_s = self._expected_s(now_s)
        if offset_s - expected_s > LATE_S:
            self._late += 1
            return None
        self._late = 0
        self._learn(min(offset_s, expected_s), now_s)
        return self._rising(timestamp_s + self._expected_s(now_s))

    def _expected_s(self, now_s: float) -> float:
        known_s = 0.0 if self._offset_s is None else self._offset_s
        return known_s + DRIFT * (now_s - self._learnt_at_s)

    def _learn(self, offset_s: float, now_s: float) -> None:
        self._offset_s = offset_s
        self._learnt_at_s = now_s

    def _rising(self, time_s: float) -> float:
        """A zero learnt better may set a date back; frames still follow each other."""
        self._last_s = max(time_s, self._last_s + 1e-6)
        return self._last_s
