"""A frame at the size that it has on the screen, made into the same memory time and again."""

import cv2
import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from inference.types import Frame


class ScreenPicture:
    """Fresh memory for each frame of a live source would take longer to get than to fill."""

    def __init__(self) -> None:
        self._image = QImage()
        self._coloured = np.empty((0, 0, 4), np.uint8)

    def of(self, frame: Frame, size: QSize) -> QImage:
        """The frame at this size in pixels, bilinear. The next call overwrites it."""
        if self._image.size() != size:
            self._image = QImage(size, QImage.Format.Format_RGB32)
        lines = np.frombuffer(self._image.bits(), np.uint8)
        lines = lines.reshape(size.height(), size.width(), 4)
        if size == QSize(frame.width, frame.height):
            cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGRA, dst=lines)
            return self._image
        # Colours first: Qt's painting leaves the processor's vector registers in a state in which
        # OpenCV scales three times slower; the conversion mends it.
        if self._coloured.shape[:2] != frame.pixels.shape[:2]:
            self._coloured = np.empty((frame.height, frame.width, 4), np.uint8)
        cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGRA, dst=self._coloured)
        cv2.resize(self._coloured, size.toTuple(), dst=lines, interpolation=cv2.INTER_LINEAR)
        return self._image
