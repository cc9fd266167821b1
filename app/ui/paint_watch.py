"""Notes how old each new live picture is when it has been painted. For Health and the bench."""

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.ui.workstation import Workstation
from inference.types import Frame


class PaintWatch(QObject):
    """Looks at the paintings of the viewport. Frozen pictures and files have no delay."""

    painted = Signal(float)  # seconds from the capture of a picture until it has been painted

    def __init__(self, viewport: QWidget, station: Workstation) -> None:
        super().__init__(viewport)
        self._station = station
        self._frame: Frame | None = None
        viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            frame, viewing = self._station.shown.frame, self._station.viewing
            is_live = viewing is not None and not (viewing.session.is_seekable or viewing.is_frozen)
            if is_live and frame is not None and frame is not self._frame:
                self._frame = frame
                came_s = frame.time_s
                # When the loop comes round again it has been painted and handed over.
                QTimer.singleShot(0, self, lambda: self.painted.emit(time.monotonic() - came_s))
        return False
