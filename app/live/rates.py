"""How often something happens, measured over the last seconds."""

import time
from collections import deque
from threading import Lock

WINDOW_S = 2.0


class RateMeter:
    """Counts events in one thread and tells their rate to another."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._times_s: deque[float] = deque()

    def tick(self) -> None:
        with self._lock:
            now_s = time.monotonic()
            self._times_s.append(now_s)
            self._forget(now_s)

    @property
    def hz(self) -> float:
        """Events a second; 0 with fewer than two in the last two seconds."""
        with self._lock:
            now_s = time.monotonic()
            self._forget(now_s)
            if len(self._times_s) < 2:
                return 0.0
            return (len(self._times_s) - 1) / (now_s - self._times_s[0])

    def _forget(self, now_s: float) -> None:
        while self._times_s and now_s - self._times_s[0] > WINDOW_S:
            self._times_s.popleft()
