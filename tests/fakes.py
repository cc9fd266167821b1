"""Stand-ins for hardware, and for nothing else."""

from collections import deque
from threading import Condition

import numpy as np
from numpy.typing import NDArray

from app.video import SignalLost
from inference.types import Frame


class FakeSource:
    """A capture card in a test's hand: it gives the pictures that the test shows it.

    Its clock is the test's: each picture is a tenth of a second after the one before.
    """

    def __init__(self, name: str = "Fake card 64x48 10/s", patience_s: float = 1.0) -> None:
        """patience_s: after so long without a picture the signal is lost."""
        self.name = name
        self._patience_s = patience_s
        self.is_closed = False
        self._changed = Condition()
        self._frames: deque[Frame | Exception | None] = deque()
        self._index = 0

    def show(self, brightness: int = 0, time_s: float | None = None) -> Frame:
        """One more picture, evenly bright."""
        return self.show_pixels(np.full((48, 64, 3), brightness, np.uint8), time_s)

    def show_pixels(self, pixels: NDArray[np.uint8], time_s: float | None = None) -> Frame:
        """One more picture."""
        frame = Frame(self._index, self._index / 10 if time_s is None else time_s, pixels)
        self._index += 1
        self._give(frame)
        return frame

    def lose_signal(self) -> None:
        """The next read() finds nothing."""
        self._give(SignalLost(f"No signal from {self.name}. Check the cable."))

    def fail(self, error: Exception) -> None:
        """The next read() raises this."""
        self._give(error)

    def end(self) -> None:
        self._give(None)

    def read(self) -> Frame | None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._frames, timeout=self._patience_s):
                raise SignalLost(f"No signal from {self.name}. Check the cable.")
            given = self._frames.popleft()
        if isinstance(given, Exception):
            raise given
        return given

    def close(self) -> None:
        self.is_closed = True

    def _give(self, given: Frame | Exception | None) -> None:
        with self._changed:
            self._frames.append(given)
            self._changed.notify()
