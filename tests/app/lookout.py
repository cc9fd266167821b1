"""Looks at an X server's screen all the time: what flashes up between two pictures is seen too."""

import struct
from pathlib import Path
from threading import Event, Thread

import cv2
import numpy as np

STEP_S = 0.005
COARSE = 4  # pixels between two that are looked at
LIGHT = 110  # grey levels from which on a surface is light in a dark room
LEAST = 9  # looked-at pixels that a light surface is wide and high: letters are thinner


class Lookout:
    """Reads the framebuffer that `Xvfb -fbdir` keeps in a folder, in XWD's format.

    looks     so many so far
    lightest  the largest share of the screen that light surfaces had in one of them, 0..1
    """

    def __init__(self, folder: Path) -> None:
        raw = np.memmap(folder / "Xvfb_screen0", np.uint8, "r")
        header = struct.unpack(">25I", bytes(raw[:100]))
        width, height, colours, start = header[4], header[5], header[19], header[0]
        start += 12 * colours
        self._screen = raw[start : start + 4 * width * height].reshape(height, width, 4)
        self.looks, self.lightest = 0, 0.0
        self._closed = Event()
        self._thread = Thread(target=self._run)
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        surface = np.ones((LEAST, LEAST), np.uint8)
        while not self._closed.wait(STEP_S):
            seen = np.array(self._screen[::COARSE, ::COARSE, :3])
            light = (seen.min(axis=2) > LIGHT).astype(np.uint8)
            self.lightest = max(self.lightest, float(cv2.erode(light, surface).mean()))
            self.looks += 1
