"""What a timeline shows: when which view and which structures were seen. Pure, no estimates."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.live import Seen
from inference.anatomy import Structure, View, load_anatomy

JOINS_S = 0.25  # analysed frames so near to one another leave nothing between them unsaid
AT_S = 0.02  # nearer than this, a start is where one stands


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first frame of it to the end of the last; seconds."""

    start_s: float
    end_s: float

    def has(self, at_s: float) -> bool:
        return self.start_s <= at_s < self.end_s


@dataclass(frozen=True, slots=True)
class Track:
    """What was seen, and when.

    analysed  all else is not known
    views     blocks in the order of time; between them there is no standard view
    lanes     of every structure that was found, in the order of the anatomy
    """

    analysed: tuple[Stretch, ...] = ()
    views: tuple[tuple[Stretch, View], ...] = ()
    lanes: tuple[tuple[Structure, tuple[Stretch, ...]], ...] = ()

    def view_starts(self) -> list[float]:
        return [stretch.start_s for stretch, _ in self.views]

    def structure_starts(self, chosen: Structure | None = None) -> list[float]:
        """When one is found again, rising: the chosen one, or any."""
        return sorted(
            stretch.start_s
            for structure, stretches in self.lanes
            if chosen in (None, structure)
            for stretch in stretches
        )


def track_of(seen: Sequence[Seen], frame_s: float) -> Track:
    """seen: in the order of time; frame_s: how long a frame lasts that none follows."""
    if not seen:
        return Track()
    anatomy = load_anatomy()
    codes = {view.id: code for code, view in enumerate(anatomy.views)}
    starts = np.array([one.at_s for one in seen])
    views = np.array([codes.get(one.view or "", -1) for one in seen])
    found = np.array([one.found for one in seen])
    steps = np.diff(starts)
    joined = (steps >= 0) & (steps <= JOINS_S)
    ends = starts + frame_s
    ends[:-1][joined] = starts[1:][joined]
    runs = _Runs(starts, ends, joined)
    lanes = []
    for structure in anatomy.structures:
        stretches = runs.where(found >> structure.index & 1)
        if stretches:
            lanes.append((structure, tuple(stretch for stretch, _ in stretches)))
    return Track(
        tuple(stretch for stretch, _ in runs.where(np.ones(len(seen), np.int64))),
        tuple((stretch, anatomy.views[code - 1]) for stretch, code in runs.where(views + 1)),
        tuple(lanes),
    )


def next_start(starts: Sequence[float], at_s: float, forward: bool) -> float | None:
    """The first of these after a time, or the last before it; None if there is none."""
    if forward:
        place = bisect_right(starts, at_s + AT_S)
        return starts[place] if place < len(starts) else None
    place = bisect_left(starts, at_s - AT_S) - 1
    return starts[place] if place >= 0 else None


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Frames from start to end; joined: the next one follows at once."""

    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    joined: NDArray[np.bool_]

    def where(self, keys: NDArray[np.int64]) -> list[tuple[Stretch, int]]:
        """Stretches of one key other than 0."""
        breaks = np.flatnonzero((keys[1:] != keys[:-1]) | ~self.joined) + 1
        firsts, lasts = [0, *breaks.tolist()], [*(breaks - 1).tolist(), len(keys) - 1]
        return [
            (Stretch(float(self.starts[first]), float(self.ends[last])), int(keys[first]))
            for first, last in zip(firsts, lasts, strict=True)
            if keys[first]
        ]
