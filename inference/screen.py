"""What a scanner's screen shows: one grey picture, colour Doppler, two pictures, or a page.

Overlays belong on a single grey B-mode picture; the analyzer asks before it looks for structures.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.fan import WINDOW, FanFinder, Region, Sighting, fan_outline, working_size
from inference.layout import Layout
from inference.types import Frame, Screen, ScreenKind

Small = NDArray[np.uint8]

LOOK_S = 0.2  # between two looks at colour and stillness, which take about 2 ms
FAN_S = 0.5  # between two looks for the fan, which take ten times as long
SMALL_PX = 240  # height at which colour is judged
BRIGHT = 60  # grey levels: darker pixels tell no hue
COLOURED = 40  # levels that a channel differs from what the map of greys makes of it
LEAST_COLOURED = 0.005  # of the fan; calipers and lines are thinner than what is counted
GAP_FROM, GAP_TO = 0.3, 0.7  # of the pieces' width: where two pictures may part
MOST_LIT = 0.03  # of the gap's height: a letter or a mark of the scale
LEAST_HALF = 0.05  # of the screen, each of two pictures
ALIKE = 0.3  # the smaller of two pictures has at least so much of the larger's tissue
DEPTHS = 9  # parts of the gap's height that its width is compared in
WIDENED = 1.1  # times as wide, a gap is from one third of its depth to the next: a shadow
STILL_PX = 90  # height at which pictures are compared
STILL_STEP = 2  # grey levels
STILL_SHARE = 0.01  # of the fan may change meanwhile: a cursor
STILL_S = 1.0
LOOKS_TO_PAUSE = {ScreenKind.COLOUR: 1, ScreenKind.TWO: 4, ScreenKind.PAGE: 4}
LOOKS_TO_GO_ON = 3


def coloured_share(picture: NDArray[np.uint8], fan: Region | None) -> float:
    """How much of the fan of a picture (H, W, 3) is coloured, 0..1; of the whole without a fan.

    A tinted map of greys is no colour: what counts is what differs from the tint of most pixels.
    """
    size = working_size(picture, SMALL_PX)
    step = max(1, picture.shape[0] // size[1] // 2)
    few = np.ascontiguousarray(picture[::step, ::step])
    small = np.asarray(cv2.resize(few, size, interpolation=cv2.INTER_AREA))
    inside = _fitted(fan, size)
    red, green, blue = cv2.split(small)
    level = np.maximum(np.maximum(red, green), blue)
    hued = level - np.minimum(np.minimum(red, green), blue) > COLOURED
    bright = inside & (level > BRIGHT)
    if (hued & inside).sum() < LEAST_COLOURED * inside.sum() or not bright.any():
        return 0.0  # as most pictures are
    tint = np.median(small[bright] / level[bright][:, None], axis=0)
    strange = np.abs(small - level[..., None] * tint).max(axis=2) > COLOURED
    blobs = cv2.morphologyEx(
        (strange & inside).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)
    )
    return float(blobs.sum() / inside.sum())


def has_two_pictures(pieces: NDArray[np.uint8], lit: NDArray[np.bool_]) -> bool:
    """Whether pieces of tissue (h, w) are two pictures side by side, parted from top to bottom.

    lit: (h, w), what is not the ground of the screen. Where a dark fan falls into pieces, its faint
    tissue still is.

    Fluid and shadow part a fan too, but seldom from the skin to the ground, and in halves; and a
    shadow spreads with the beam, as two fans never part. Two fans that touch are taken for one.
    """
    columns = np.flatnonzero(pieces.any(axis=0))
    if not len(columns):
        return False
    width = columns[-1] - columns[0]
    low, high = (columns[0] + int(share * width) for share in (GAP_FROM, GAP_TO))
    rows = np.flatnonzero(pieces.any(axis=1))
    around = slice(max(rows[0] - WINDOW, 0), rows[-1] + WINDOW + 1)  # pieces lack their rims
    is_parted = ~pieces[:, low:high].any(axis=0) & (lit[around, low:high].mean(axis=0) <= MOST_LIT)
    empty = np.flatnonzero(is_parted) + low
    if not len(empty):
        return False
    middle = int(np.median(empty))
    smaller, larger = sorted((pieces[:, :middle].sum(), pieces[:, middle:].sum()))
    are_halves = smaller >= LEAST_HALF * pieces.size and smaller >= ALIKE * larger
    tissue = lit[rows[0] : rows[-1] + 1]
    return bool(are_halves) and not _spreads(tissue[:, :middle], tissue[:, middle:])


def _spreads(left: NDArray[np.bool_], right: NDArray[np.bool_]) -> bool:
    """Whether what parts these two sides is narrowest at the skin and widest at the ground."""
    both = left.any(axis=1) & right.any(axis=1)
    widths = left[both, ::-1].argmax(axis=1) + right[both].argmax(axis=1)
    if len(widths) < DEPTHS:
        return False
    steps = np.array([np.median(part) for part in np.array_split(widths, DEPTHS)])
    thirds = steps.reshape(3, -1).min(axis=1)  # fluid beside a gap widens it too
    return bool((thirds[1:] >= WIDENED * thirds[:-1]).all())


def kind_of(picture: NDArray[np.uint8], sighting: Sighting) -> ScreenKind:
    """What a picture (H, W, 3) shows by itself."""
    if coloured_share(picture, sighting.fan) >= LEAST_COLOURED:
        return ScreenKind.COLOUR
    if sighting.fan is None:
        return ScreenKind.PAGE
    return ScreenKind.TWO if has_two_pictures(sighting.pieces, sighting.lit) else ScreenKind.B_MODE


def is_unchanged(before: Small, now: Small, fan: Region) -> bool:
    """Whether the picture inside the fan is the same, but for something as small as a cursor."""
    inside = _fitted(fan, (now.shape[1], now.shape[0]))
    changed = cv2.absdiff(before, now) > STILL_STEP
    return bool((changed & inside).sum() <= STILL_SHARE * inside.sum())


class ScreenWatch:
    """Tells what a live screen shows, and calmly: a single odd look changes nothing but colour.

    Used in one thread only. The same frames in the same order give the same answers.
    """

    def __init__(self) -> None:
        self._finder = FanFinder()
        self.reset()

    def reset(self) -> None:
        """Another source, or another time."""
        self._finder.reset()
        self._screen = Screen()
        self._looked_s: float | None = None
        self._sighting: tuple[Sighting, float] | None = None
        self._corners: tuple[tuple[int, int], ...] = ()
        self._layout: Layout | None = None
        self._called, self._times = ScreenKind.B_MODE, 0
        self._small: Small | None = None
        self._same_since_s = 0.0

    def look(self, frame: Frame) -> Screen:
        """What the screen shows in this frame; most frames are taken for the one before."""
        if self._looked_s is not None and frame.time_s < self._looked_s:
            self.reset()
        if self._looked_s is None or frame.time_s - self._looked_s >= LOOK_S:
            self._looked_s = frame.time_s
            sighting = self._sight(frame)
            kind = self._calmed(kind_of(frame.pixels, sighting))
            still_since_s = self._still_since_s(frame, sighting.fan)
            self._screen = Screen(kind, still_since_s, self._corners, self._layout)
        return self._screen

    def _sight(self, frame: Frame) -> Sighting:
        """Where the fan is, as of half a second ago at most."""
        if self._sighting is not None:
            sighting, seen_s = self._sighting
            is_of_this_size = sighting.shape == frame.pixels.shape[:2]
            if is_of_this_size and frame.time_s - seen_s < FAN_S:
                return sighting
        sighting = self._finder.look(frame.pixels)
        self._sighting = sighting, frame.time_s
        fan = sighting.fan
        self._corners = () if fan is None else fan_outline(fan)
        self._layout = None if fan is None else Layout.of(fan, frame.pixels)
        return sighting

    def _calmed(self, called: ScreenKind) -> ScreenKind:
        """The kind to tell, knowing the looks before."""
        self._times = self._times + 1 if called is self._called else 1
        self._called = called
        needed = LOOKS_TO_PAUSE.get(called, LOOKS_TO_GO_ON)
        return called if self._times >= needed else self._screen.kind

    def _still_since_s(self, frame: Frame, fan: Region | None) -> float | None:
        before, self._small = self._small, _small(frame)
        is_same = (
            fan is not None
            and before is not None
            and before.shape == self._small.shape
            and is_unchanged(before, self._small, fan)
        )
        if not is_same:
            self._same_since_s = frame.time_s
        return self._same_since_s if frame.time_s - self._same_since_s >= STILL_S else None


def _small(frame: Frame) -> Small:
    """The frame's green, so coarsely that noise of the cable is none."""
    size = working_size(frame.pixels, STILL_PX)
    green = np.ascontiguousarray(frame.pixels[..., 1])
    return np.asarray(cv2.resize(green, size, interpolation=cv2.INTER_AREA), np.uint8)


def _fitted(fan: Region | None, size: tuple[int, int]) -> NDArray[np.bool_]:
    """The fan at this width and height; everything without one."""
    if fan is None:
        return np.ones(size[::-1], np.bool_)
    small = cv2.resize(fan.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(small > 0)
