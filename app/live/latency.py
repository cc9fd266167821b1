"""How long pictures take from their capture to the screen: the last of them, of a fixed number."""

from typing import NamedTuple

import numpy as np

KEPT = 1024  # pictures: 17 s at 60 a second
LEAST = 20  # fewer tell nothing of the slowest


class Percentiles(NamedTuple):
    """Milliseconds that half, 95 and 99 of 100 pictures do not exceed."""

    p50: float
    p95: float
    p99: float


class Latencies:
    """The last delays. Used in one thread only; adding one costs a store into an array."""

    def __init__(self) -> None:
        self._ms = np.zeros(KEPT)
        self._count = 0

    def add(self, delay_s: float) -> None:
        self._ms[self._count % KEPT] = delay_s * 1000
        self._count += 1

    def clear(self) -> None:
        """Another source."""
        self._count = 0

    @property
    def percentiles(self) -> Percentiles | None:
        """None while there are too few."""
        if self._count < LEAST:
            return None
        return Percentiles(*np.percentile(self._ms[: self._count], (50, 95, 99)).tolist())
