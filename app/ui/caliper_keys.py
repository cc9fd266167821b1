"""Keys that mean the calipers while one measures, before the window's own keys see them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.ui.keys import TYPING

STEPS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
FAST = 10  # with Shift
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CaliperKeys(QObject):
    """Arrows, Enter and Delete, for as long as `is_on` says so. All other keys pass."""

    nudged = Signal(float, float)  # pixels to the right and down
    accepted = Signal()
    removed = Signal()

    def __init__(self, window: QWidget, is_on: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._is_on = window, is_on
        window.winId()  # makes the native window
        window.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        focus = self._window.focusWidget()
        if not self._is_on() or (isinstance(focus, TYPING) and focus.isVisible()):
            return False
        return self._press(event, focus)

    def _press(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if (step := STEPS.get(Qt.Key(key))) and not modifiers & ~Qt.KeyboardModifier.ShiftModifier:
            times = FAST if modifiers else 1
            self.nudged.emit(times * step[0], times * step[1])
        elif modifiers or event.isAutoRepeat():
            return False
        elif key in ENTER and not isinstance(focus, QAbstractButton):
            self.accepted.emit()
        elif key == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            return False
        return True
