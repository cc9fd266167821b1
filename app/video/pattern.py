"""The test pattern: a live source whose pictures carry the time, to be read back from a screen.

Two square markers hold the seconds and the milliseconds of the monotonic clock, so that a picture
of a picture tells its age on this computer. Beside them moves speckle, for the network to work on.
"""

import time

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import Frame

PATTERN = "pattern"  # the url
NAME = "Test pattern"
RATE_HZ = 60
HEIGHT, WIDTH = 720, 1280
MARKER_PX, QUIET_PX = 220, 60
MARKERS = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_1000)
WRAPS_MS = 500_000  # seconds are counted to 500; their markers are those from 0 on
MILLIS_FROM = 500  # and milliseconds in steps of two, from this marker on
STEP_MS = 2


class PatternSource:
    """A picture each sixtieth of a second, drawn when it is due."""

    def __init__(self) -> None:
        self.name = f"{NAME} {WIDTH}x{HEIGHT} {RATE_HZ}/s"
        self._index = 0
        self._due_s = time.monotonic()
        speckle = np.random.default_rng(0).rayleigh(45.0, (HEIGHT - 120, 600)).clip(0, 255)
        self._speckle = cv2.blur(speckle.astype(np.uint8), (3, 3))

    def read(self) -> Frame:
        time.sleep(max(self._due_s - time.monotonic(), 0.0))
        now_s = time.monotonic()
        self._due_s = max(self._due_s + 1 / RATE_HZ, now_s)
        frame = Frame(self._index, now_s, self._picture(now_s))
        self._index += 1
        return frame

    def close(self) -> None:
        """There is nothing to give back."""

    def _picture(self, now_s: float) -> NDArray[np.uint8]:
        grey = np.zeros((HEIGHT, WIDTH), np.uint8)
        grey[60:-60, 60:660] = np.roll(self._speckle, self._index, axis=0)
        grey[:, WIDTH - MARKER_PX - 2 * QUIET_PX :] = 255
        left = WIDTH - MARKER_PX - QUIET_PX
        for top, marker in zip((QUIET_PX, HEIGHT - MARKER_PX - QUIET_PX), code(now_s), strict=True):
            drawn = cv2.aruco.generateImageMarker(MARKERS, marker, MARKER_PX)
            grey[top : top + MARKER_PX, left : left + MARKER_PX] = drawn
        return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB).astype(np.uint8, copy=False)


def code(time_s: float) -> tuple[int, int]:
    """The two markers of a time."""
    seconds, millis = divmod(round(time_s * 1000) % WRAPS_MS, 1000)
    return seconds, MILLIS_FROM + millis // STEP_MS


class PatternReader:
    """Finds the pattern in a picture of a screen. Used in one thread only."""

    def __init__(self) -> None:
        self._detector = cv2.aruco.ArucoDetector(MARKERS)

    def age_s(self, frame: Frame) -> float | None:
        """How old the pattern was when this frame was taken; None where it is not to be read."""
        grey = cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2GRAY)
        _, found, _ = self._detector.detectMarkers(grey)
        ids = [] if found is None else sorted(int(each) for each in np.ravel(found))
        if len(ids) != 2 or not ids[0] < MILLIS_FROM <= ids[1]:
            return None
        shown_ms = ids[0] * 1000 + (ids[1] - MILLIS_FROM) * STEP_MS
        return ((frame.time_s * 1000 - shown_ms) % WRAPS_MS) / 1000
