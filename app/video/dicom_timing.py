"""When each frame of a DICOM loop is shown. The standard knows four places; the best one counts."""

from dataclasses import dataclass
from itertools import accumulate
from math import isfinite
from typing import Any

from pydicom import Dataset
from pydicom.multival import MultiValue

ASSUMED_RATE_HZ = 30.0
FRAME_TIME = 0x00181063
FRAME_TIME_VECTOR = 0x00181065


@dataclass(frozen=True, slots=True)
class LoopTiming:
    """times_s: when each frame begins, rising, the first at 0; duration_s: when the last ends.

    is_assumed: the file does not say, so 30 frames a second were taken.
    """

    times_s: list[float]
    duration_s: float
    is_assumed: bool = False


def loop_timing(header: Dataset, frame_count: int) -> LoopTiming:
    """The file's own times: FrameTimeVector, FrameTime, display rate, cine rate, in that order.

    Where FrameIncrementPointer names one of the first two, that one goes before the other.
    """
    intervals_s = _vector_s(header, frame_count)
    interval_s = _positive(header.get("FrameTime"))
    points_to_frame_time = FRAME_TIME in _pointers(header)
    if intervals_s is not None and not (points_to_frame_time and interval_s is not None):
        times_s = list(accumulate(intervals_s))
        return LoopTiming(times_s, times_s[-1] + (intervals_s[-1] or 1 / ASSUMED_RATE_HZ))
    if interval_s is not None:
        return _even(frame_count, interval_s / 1000)
    for keyword in ("RecommendedDisplayFrameRate", "CineRate"):
        rate_hz = _positive(header.get(keyword))
        if rate_hz is not None:
            return _even(frame_count, 1 / rate_hz)
    return _even(frame_count, 1 / ASSUMED_RATE_HZ, is_assumed=frame_count > 1)


def _vector_s(header: Dataset, frame_count: int) -> list[float] | None:
    """Seconds from the frame before to each frame, 0 for the first; None if any is no use."""
    milliseconds = header.get("FrameTimeVector")
    if not isinstance(milliseconds, MultiValue) or not 1 < frame_count <= len(milliseconds):
        return None
    intervals = [_positive(value) for value in milliseconds[1:frame_count]]
    if None in intervals:
        return None
    return [0.0, *(value / 1000 for value in intervals if value is not None)]


def _pointers(header: Dataset) -> list[int]:
    pointer = header.get("FrameIncrementPointer")
    if pointer is None:
        return []
    return [int(tag) for tag in pointer] if isinstance(pointer, MultiValue) else [int(pointer)]


def _positive(value: Any) -> float | None:  # noqa: ANN401  (whatever a file holds)
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if isfinite(number) and number > 0 else None


def _even(frame_count: int, interval_s: float, is_assumed: bool = False) -> LoopTiming:
    times_s = [frame * interval_s for frame in range(frame_count)]
    return LoopTiming(times_s, frame_count * interval_s, is_assumed)
