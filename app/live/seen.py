"""What each analysed frame showed, in a few words: what a timeline is drawn from."""

from bisect import bisect_left
from dataclasses import dataclass
from threading import Lock

import numpy as np

from inference.types import Analysis, Detections, ViewPrediction


@dataclass(frozen=True, slots=True)
class Seen:
    """One analysed frame.

    index   of the frame in its source
    at_s    when it is, seconds on the timeline
    view    the id of its view; None is "no standard view"
    found   the structures: bit i stands for that of label i
    """

    index: int
    at_s: float
    view: str | None
    found: int


def structures_in(detections: Detections) -> int:
    """Bit i stands for the structure of label i."""
    return int(np.bitwise_or.reduce(1 << detections.labels)) if len(detections) else 0


def view_in(prediction: ViewPrediction) -> str | None:
    return None if prediction.view is None else prediction.view.id


class SeenLog:
    """What was seen in the frames of a file so far, whatever their order; the newest word counts.

    Written by the analysis thread, read by the window. Bounded by the frames of the file.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._indices: list[int] = []
        self._seen: list[Seen] = []
        self.changes = 0  # grows with each

    def add(self, analysis: Analysis) -> None:
        frame = analysis.frame
        found = structures_in(analysis.detections)
        seen = Seen(frame.index, frame.time_s, view_in(analysis.view), found)
        with self._lock:
            place = bisect_left(self._indices, seen.index)
            if place < len(self._indices) and self._indices[place] == seen.index:
                self._seen[place] = seen
            else:
                self._indices.insert(place, seen.index)
                self._seen.insert(place, seen)
            self.changes += 1

    def get(self, index: int) -> Seen | None:
        """None: that frame was not analysed."""
        with self._lock:
            place = bisect_left(self._indices, index)
            is_here = place < len(self._indices) and self._indices[place] == index
            return self._seen[place] if is_here else None

    def all(self) -> tuple[Seen, ...]:
        """In the order of the frames."""
        with self._lock:
            return tuple(self._seen)
