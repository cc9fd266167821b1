"""Dims the window around the picture, step by step; quiet text is drawn brighter for it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from app.ui import theme

INKED = (QLabel, QLineEdit, QPushButton)  # what has text of its own


class Shade(QWidget):
    """Lies over its whole window, out of the hand's way, and darkens all but what is spared."""

    def __init__(self, window: QWidget, spared: Callable[[], QRegion]) -> None:
        """spared: where the picture is in the window now."""
        super().__init__(window)
        self._window, self._spared = window, spared
        self._dimming = theme.DIMMINGS[0]
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def dim(self) -> None:
        """One step darker; after the darkest it is as bright as at first."""
        place = theme.DIMMINGS.index(self._dimming) + 1
        self._dimming = theme.DIMMINGS[place % len(theme.DIMMINGS)]
        self.setVisible(self._dimming < 1)
        self._lie_over()

    def cover(self) -> None:
        """The whole window as it is now, with all that has come into it."""
        if self._dimming < 1:
            self._lie_over()

    def _lie_over(self) -> None:
        self.setGeometry(self._window.rect())
        self.raise_()
        for kind in INKED:
            for widget in self._window.findChildren(kind):
                theme.ink(widget, self._dimming)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setClipRegion(QRegion(self.rect()).subtracted(self._spared()))
            painter.fillRect(self.rect(), QColor.fromRgbF(0, 0, 0, 1 - self._dimming))
