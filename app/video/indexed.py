"""What files, DICOM loops and folders share: frames known by number, and those seen last kept."""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from copy import copy
from typing import Self

from inference.types import Frame

CACHE_BYTES = 256_000_000  # some 90 RGB frames at 720p: what a hand steps back through
ASIDE_BYTES = 32_000_000  # of what is read beside it
ROUNDING_S = 1e-6  # a time computed as n / rate may fall a hair short of the frame's own


class FrameCache:
    """Decoded frames by number. The oldest give way, so that all together stay within max_bytes."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._frames: OrderedDict[int, Frame] = OrderedDict()

    def get(self, index: int) -> Frame | None:
        return self._frames.get(index)

    def put(self, frame: Frame) -> None:
        former = self._frames.pop(frame.index, None)
        if former is not None:
            self._bytes -= former.pixels.nbytes
        self._frames[frame.index] = frame
        self._bytes += frame.pixels.nbytes
        while self._bytes > self._max_bytes and len(self._frames) > 1:
            _, oldest = self._frames.popitem(last=False)
            self._bytes -= oldest.pixels.nbytes


class IndexedSource(ABC):
    """A SeekableSource over frames that can be fetched by number.

    times_s     when each frame begins, rising, the first at 0
    duration_s  when the last one ends
    """

    def __init__(
        self,
        name: str,
        times_s: Sequence[float],
        duration_s: float,
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        self.name = name
        self.duration_s = duration_s
        self.frame_count = len(times_s)
        self._times_s = times_s
        self._next = 0
        self._cache = FrameCache(cache_bytes)

    def read(self) -> Frame | None:
        if self._next >= self.frame_count:
            return None
        frame = self._cache.get(self._next)
        if frame is None:
            frame = self._fetch(self._next)
        if frame is None:
            return None
        self._cache.put(frame)
        self._next = frame.index + 1
        return frame

    def seek(self, time_s: float) -> None:
        self.seek_frame(bisect_right(self._times_s, time_s + ROUNDING_S) - 1)

    def seek_frame(self, index: int) -> None:
        self._next = min(max(index, 0), self.frame_count - 1)

    def approach(self, time_s: float) -> Iterator[Frame | None]:
        self.seek(time_s)
        yield self.read()

    def aside(self) -> Self:
        other = copy(self)
        other._cache = FrameCache(ASIDE_BYTES)
        return other

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def _fetch(self, index: int) -> Frame | None:
        """That frame; the next one there is, if it cannot be had; None if there is none left."""
