"""What a person's hand and eye do in a window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.windowHandle(), key, modifiers)


def button(parent, text):
    return next(b for b in parent.findChildren(QAbstractButton) if b.text() == text)


def named(parent, name):
    """The button of this accessible name."""
    return next(b for b in parent.findChildren(QAbstractButton) if b.accessibleName() == name)


def well(window):
    """What is on the picture's part of the window, pixel by pixel."""
    return window.grab(window.covering.picture_area()).toImage()


def exact_index(window):
    """The frame on the screen, if the overlay is its own."""
    shown = window.station.shown
    return shown.frame.index if shown.is_exact else None
