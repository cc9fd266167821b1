"""One frame of the last minute, compressed, and the ring that all of them stand in."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from app.live.packed import PackedAnalysis
from app.live.seen import Seen
from inference.types import Analysis, Frame, PixelSize

JPEG_QUALITY = 90  # 50 dB on speckle at 720p, in 1.5 ms
ROUNDING_S = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class CineFrame:
    """One frame of the buffer.

    index, time_s  as the source gave them
    at_s           when it came, on the buffer's own clock: from 0, always rising
    size           height, width
    jpeg           its pixels
    pixel_sizes, pixel_aspect    as the frame told them
    found          what was found in this very frame; None if it was not analysed
    """

    index: int
    time_s: float
    at_s: float
    size: tuple[int, int]
    jpeg: bytes
    pixel_sizes: tuple[PixelSize, ...] = ()
    pixel_aspect: float | None = None
    found: PackedAnalysis | None = None

    @property
    def nbytes(self) -> int:
        return len(self.jpeg) + (0 if self.found is None else self.found.nbytes)

    def frame(self) -> Frame:
        """Decompressed: takes 3 ms at 720p."""
        pixels = cv2.imdecode(np.frombuffer(self.jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
        told = self.pixel_sizes, self.pixel_aspect
        return Frame(self.index, self.time_s, np.asarray(pixels, np.uint8), *told)

    def analysis(self, frame: Frame) -> Analysis | None:
        """What was found in it; frame: as `frame()` gave it."""
        return None if self.found is None else self.found.on(frame)

    @property
    def seen(self) -> Seen | None:
        """What it shows, in a few words; None if it was not analysed."""
        return None if self.found is None else self.found.seen(self.index, self.at_s)


def compressed(frame: Frame, at_s: float) -> CineFrame:
    bgr = cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGR)
    done, coded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise ValueError("a frame cannot be compressed")
    size = frame.height, frame.width
    told = frame.pixel_sizes, frame.pixel_aspect
    return CineFrame(frame.index, frame.time_s, at_s, size, coded.tobytes(), *told)


class CineRing:
    """Frames in their order; the oldest give way to time and to bytes. Used under one lock."""

    def __init__(self, length_s: float, most_bytes: int) -> None:
        self.nbytes = 0
        self._length_s, self._most_bytes = length_s, most_bytes
        self._frames: list[CineFrame] = []

    def append(self, kept: CineFrame) -> None:
        self._frames.append(kept)
        self.nbytes += kept.nbytes
        gone = bisect_left(self._frames, kept.at_s - self._length_s, key=_at)
        left = self.nbytes - sum(old.nbytes for old in self._frames[:gone])
        while left > self._most_bytes and gone < len(self._frames) - 1:
            left -= self._frames[gone].nbytes
            gone += 1
        self.nbytes = left
        del self._frames[:gone]

    def attach(self, index: int, found: PackedAnalysis) -> bool:
        """What was found in that frame; False if it is not here: dropped, or gone already."""
        former = self.get(index)
        if former is None:
            return False
        made = replace(former, found=found)
        self._frames[bisect_left(self._frames, index, key=_index)] = made
        self.nbytes += made.nbytes - former.nbytes
        return True

    def clear(self) -> None:
        self._frames, self.nbytes = [], 0

    def all(self) -> tuple[CineFrame, ...]:
        """The oldest first."""
        return tuple(self._frames)

    def get(self, index: int) -> CineFrame | None:
        place = bisect_left(self._frames, index, key=_index)
        is_here = place < len(self._frames) and self._frames[place].index == index
        return self._frames[place] if is_here else None

    def stepped(self, index: int, steps: int) -> CineFrame | None:
        """So many frames from that one, which need not be here itself; at an end it stays there."""
        if steps > 0:
            place = bisect_right(self._frames, index, key=_index) - 1 + steps
        else:
            place = bisect_left(self._frames, index, key=_index) + steps
        return self._nearest(place)

    def at(self, at_s: float) -> CineFrame | None:
        """The frame that was the newest then; the oldest there is for an earlier time."""
        return self._nearest(bisect_right(self._frames, at_s + ROUNDING_S, key=_at) - 1)

    def between(self, first_s: float, last_s: float) -> Sequence[CineFrame]:
        """Those that came after the one time, and no later than the other."""
        start = bisect_right(self._frames, first_s + ROUNDING_S, key=_at)
        return self._frames[start : bisect_right(self._frames, last_s + ROUNDING_S, key=_at)]

    def _nearest(self, place: int) -> CineFrame | None:
        if not self._frames:
            return None
        return self._frames[min(max(place, 0), len(self._frames) - 1)]


def _index(kept: CineFrame) -> int:
    return kept.index


def _at(kept: CineFrame) -> float:
    return kept.at_s
