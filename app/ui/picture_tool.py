"""What a tool on the picture promises: it is painted over the picture, and a hand can move it."""

from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter


class PictureTool(Protocol):
    """Called by the viewport. `picture` is where the frame stands on it, `at` is a point there."""

    def paint(self, painter: QPainter, picture: QRectF) -> None: ...

    def press(self, at: QPointF, picture: QRectF) -> bool:
        """The hand goes down; whether there was something to take hold of."""

    def move(self, at: QPointF, picture: QRectF) -> None:
        """Only between a press that took hold and its release."""

    def release(self) -> None: ...
