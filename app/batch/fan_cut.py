"""Leaves of each frame what an overlay video may show: the fan, and black around it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.fans import Fans
from app.video import SeekableSource
from inference.fan import Region, find_fan, within
from inference.types import Analysis

LOOKS = 12  # frames of a loop, evenly, that its fan is found in


class FanCut:
    """One fan for a loop, so that it does not flicker; one for each picture of a folder.

    missed  pictures so far without a fan, of which nothing is left
    """

    def __init__(self, source: SeekableSource, is_loop: bool, fans: Fans) -> None:
        """A loop is looked through first, and stands at its first frame again.

        fans  that an operator corrected: one holds for each screen of its layout
        """
        self.missed = 0
        self._fans, self._is_loop = fans, is_loop
        self._fan = self._found(list(_looks(source))) if is_loop else None

    def cut(self, analysis: Analysis) -> Analysis:
        frame = analysis.frame
        fan = self._fan if self._is_loop else self._found([frame.pixels])
        if fan is None or fan.shape != (frame.height, frame.width):
            self.missed += 1
            fan = np.zeros((frame.height, frame.width), np.bool_)
        return replace(analysis, frame=within(fan, frame))

    def _found(self, pictures: Sequence[NDArray[np.uint8]]) -> Region | None:
        """The fan of pictures (H, W, 3) of one screen, as it was corrected."""
        found = find_fan(pictures)
        return None if found is None else self._fans.corrected_region(found, pictures[0])


def _looks(source: SeekableSource) -> Iterator[NDArray[np.uint8]]:
    """Pictures of one size from all over the loop."""
    shape = None
    for index in np.unique(np.linspace(0, source.frame_count - 1, LOOKS).astype(int)).tolist():
        source.seek_frame(index)
        frame = source.read()
        if frame is not None and frame.pixels.shape == (shape or frame.pixels.shape):
            shape = frame.pixels.shape
            yield frame.pixels
    source.seek_frame(0)
