"""Keeps a calibration for as long as its depth scale stands where it stood."""

from app.measuring.calibration import Calibration, Corners
from app.measuring.scale import Scale, scale_of
from inference.types import Frame

EVERY_S = 0.5  # between two looks at a picture that moves
GONE_AFTER = 3  # looks in a row that do not find it: something may have covered it for a moment


class DepthWatch:
    """Holds the calibration of one source, if there is one."""

    def __init__(self) -> None:
        self._calibration: Calibration | None = None
        self._looked_at_s, self._misses = -EVERY_S, 0

    def use(self, calibration: Calibration | None) -> None:
        self._calibration, self._misses = calibration, 0

    @property
    def is_calibrated(self) -> bool:
        return self._calibration is not None

    def look(self, frame: Frame, fan: Corners, now_s: float) -> None:
        """At a picture on the screen, now and then; the calibration goes when it no longer holds.

        fan  its corners, x y in pixels; none where it is not known
        """
        if self._calibration is None or 0 <= now_s - self._looked_at_s < EVERY_S:
            return
        self._looked_at_s = now_s
        is_true = self._calibration.is_true_of(frame, fan)
        self._misses = 0 if is_true else self._misses + 1
        if self._misses >= GONE_AFTER:
            self.use(None)

    def scale(self, frame: Frame, fan: Corners) -> Scale | None:
        """Of this very frame: as its source tells it, or by a calibration that is true of it."""
        if scale := scale_of(frame):
            return scale
        if self._calibration is not None and not self._calibration.is_true_of(frame, fan):
            self.use(None)
        return None if self._calibration is None else self._calibration.scale()
