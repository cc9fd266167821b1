"""A card that shows a depth scale, and what one sees and does while measuring on it."""

import time
from threading import Condition

import cv2
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.ui.caliper_layer import CaliperLayer
from app.ui.caliper_painting import Ground
from app.ui.measure_page import MeasurePage
from app.ui.viewport import Viewport
from app.video import SignalLost
from inference.types import Frame, PixelSize
from tests.app.ui.pictures import HEIGHT, WIDTH, speckled

SHIFT = Qt.KeyboardModifier.ShiftModifier
SQUARE = PixelSize(0.1, 0.1, (0, 0, WIDTH, HEIGHT))
SCALE_X = 460
HEAD_MM = 62.99  # round an ellipse of 11 and 9 mm


class Card:
    """A live source that shows what the test has put before it, thirty times a second."""

    name = "Fake card"

    def __init__(self):
        self._changed = Condition()
        self._shown = None
        self._index = 0
        self.pixel_aspect = None

    def show(self, pixels, *sizes):
        with self._changed:
            self._shown = pixels, sizes
            self._changed.notify()

    def read(self):
        with self._changed:
            self._changed.wait(1 / 30)
            if self._shown is None:
                raise SignalLost("No signal.")
            self._index += 1
            pixels, sizes = self._shown
            return Frame(self._index, time.monotonic(), pixels, sizes, self.pixel_aspect)

    def close(self):
        """There is nothing to give back."""


def ruler(pitch_px=30):
    """Speckle, and a depth scale at its right."""
    pixels = speckled(0).pixels.copy()
    pixels[:, SCALE_X - 20 :] = 0
    for y in range(20, 341, pitch_px):
        cv2.line(pixels, (SCALE_X - 4, y), (SCALE_X + 4, y), (180, 180, 180), 1)
    return pixels


def kinds(window):
    sheet = window.measuring.sheet
    return [] if sheet is None else [each.kind for each in sheet.measurements]


def said(window):
    labels = window.findChild(MeasurePage).findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def on_layer(window, pixel):
    """Where a pixel of the frame is on the layer."""
    area = window.findChild(Viewport).picture_rect()
    return Ground(area, WIDTH).on_screen(pixel).toPoint()


def drag(window, start, end):
    layer = window.findChild(CaliperLayer)
    QTest.mousePress(layer, Qt.MouseButton.LeftButton, pos=on_layer(window, start))
    QTest.mouseMove(layer, on_layer(window, end))
    QTest.mouseRelease(layer, Qt.MouseButton.LeftButton, pos=on_layer(window, end))


def click(window, pixel):
    drag(window, pixel, pixel)
