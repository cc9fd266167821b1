"""Says whether a live source still gives frames. Asked by the session, from any thread."""

import time

SILENCE_S = 0.8  # with the display's next poll, a lost signal shows within a second


class SignalWatch:
    """Remembers when the last live frame was taken."""

    def __init__(self) -> None:
        self._last_s = time.monotonic()

    def seen(self, time_s: float) -> None:
        """A frame was taken at this time of the monotonic clock."""
        self._last_s = time_s

    @property
    def lost_since_s(self) -> float | None:
        """When the last frame was taken, on the monotonic clock, if that is too long ago."""
        last_s = self._last_s
        return last_s if time.monotonic() - last_s > SILENCE_S else None
