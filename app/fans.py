"""Fans that an operator corrected, by the layout of the screen; which one holds now. Pure.

A layout is size and coarse cells, so that nothing of a patient is remembered with it.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from inference.fan import Region, find_fan, region_of
from inference.layout import Layout
from inference.types import Frame, Screen

Corners = tuple[tuple[int, int], ...]
Box = tuple[float, float, float, float]  # x1 y1 x2 y2 in pixels of the frame

MOST_FANS = 40  # remembered: the newest
LEAST_FAN = 0.02  # of the picture: a smaller one was no correction, but a slip


class Fans:
    """The corrected fans, newest last. A change is a new value."""

    def __init__(self, corrected: Mapping[Layout, Corners] | None = None) -> None:
        self.corrected: Mapping[Layout, Corners] = dict(corrected or {})

    def correction(self, layout: Layout | None) -> Corners:
        """What an operator made of the fan of a screen like this; empty if nobody did."""
        known = self._known(layout)
        return () if known is None else self.corrected[known]

    def corners(self, screen: Screen) -> Corners:
        """The corrected fan, or the found one; empty where it is unknown."""
        return self.correction(screen.layout) or screen.fan

    def box(self, screen: Screen) -> Box | None:
        """The smallest rectangle around the fan; None where it is unknown."""
        corners = self.corners(screen)
        if not corners:
            return None
        across, down = zip(*corners, strict=True)
        return float(min(across)), float(min(down)), float(max(across)), float(max(down))

    def region(self, frame: Frame, screen: Screen) -> Region | None:
        """The fan of this very frame, (H, W), to keep alone; None if there is none.

        screen  what was last known of the screen; without it the frame is looked at by itself
        """
        shape = frame.height, frame.width
        layout = screen.layout
        if layout is not None and layout.frame_size == shape:
            corners = self.correction(layout)
            if corners:
                return region_of(corners, shape)
        found = find_fan([frame.pixels])
        return None if found is None else self.corrected_region(found, frame.pixels)

    def corrected_region(self, found: Region, pixels: NDArray[np.uint8]) -> Region:
        """A fan (H, W) that was found in a picture (H, W, 3), or what an operator made of it."""
        corners = self.correction(Layout.of(found, pixels)) if self.corrected else ()
        return region_of(corners, found.shape) if corners else found

    def with_correction(self, layout: Layout, corners: Corners) -> "Fans":
        """Remembers these corners for screens like this, in place of any before."""
        kept = dict(self.without(layout).corrected)
        reach = layout.with_fan(region_of(corners, layout.frame_size))
        newest = [*kept.items(), (reach, corners)][-MOST_FANS:]
        return Fans(dict(newest))

    def and_also(self, others: "Fans") -> "Fans":
        """These and others, which go before where both are of one screen."""
        fans = self
        for layout in others.corrected:
            fans = fans.without(layout)
        return Fans(dict([*fans.corrected.items(), *others.corrected.items()][-MOST_FANS:]))

    def written(self) -> dict[str, Corners]:
        """As settings and profiles hold them."""
        return {str(layout): corners for layout, corners in self.corrected.items()}

    def without(self, layout: Layout | None) -> "Fans":
        """The found fan again on screens like this."""
        known = self._known(layout)
        return Fans({each: fan for each, fan in self.corrected.items() if each != known})

    def _known(self, layout: Layout | None) -> Layout | None:
        if layout is None:
            return None
        return next((each for each in reversed(tuple(self.corrected)) if each.holds(layout)), None)


def fans_of(written: Mapping[str, Corners]) -> Fans:
    """Those of settings or of a profile."""
    return Fans({Layout.read(text): corners for text, corners in written.items()})


def is_large_enough(corners: Corners, layout: Layout) -> bool:
    """Whether these corners can be meant as a fan."""
    return bool(region_of(corners, layout.frame_size).mean() >= LEAST_FAN)
