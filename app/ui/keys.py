"""Turns key presses into commands of the table, before any control of the window sees them.

It filters what reaches the native window, not every event of the program: painting stays in C++.
"""

import string

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QWidget,
)

from app.ui.actions import ACTIONS, Action, When

# A Korean keyboard sends these letters for the keys of the table (two-set layout).
HANGUL_KEYS = dict(
    zip(
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ",
        "QWERTYUIOPASDFGHJKLZXCVBNM",
        strict=True,
    )
)
TYPING = (QLineEdit, QAbstractSpinBox, QComboBox)
# Where Shift makes one of these, which layouts differ in, it is no part of the command's key.
SYMBOLS = frozenset(ord(sign) for sign in string.digits + string.punctuation)


class Keys(QObject):
    """Watches one window. Dialogs are windows of their own; typing keeps all keys but Esc."""

    triggered = Signal(str)
    held = Signal(str, bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.in_replay = False
        self._window = window
        self._down: Action | None = None
        self._by_key = {key: action for action in ACTIONS for key in action.keys}
        window.winId()  # makes the native window
        window.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusOut:
            self._let_go()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._press(event)
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyRelease:
            return self._release(event)
        return False

    def _press(self, event: QKeyEvent) -> bool:
        focus = self._window.focusWidget()
        if isinstance(focus, TYPING) and event.key() != Qt.Key.Key_Escape:
            return False
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and isinstance(focus, QAbstractButton):
            focus.click()
            return True
        action = self._action(event)
        if action is None:
            return False
        if event.isAutoRepeat() and not action.repeats:
            return True
        if action.held:
            self._down = action
            self.held.emit(action.id, True)
        else:
            self.triggered.emit(action.id)
        return True

    def _release(self, event: QKeyEvent) -> bool:
        action = self._action(event)
        if action is None:
            return False
        if action is self._down and not event.isAutoRepeat():
            self._let_go()
        return True

    def _let_go(self) -> None:
        if self._down is not None:
            self.held.emit(self._down.id, False)
            self._down = None

    def _action(self, event: QKeyEvent) -> Action | None:
        key = event.key()
        if letter := HANGUL_KEYS.get(event.text()):
            key = ord(letter)
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in SYMBOLS:
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier
        name = QKeySequence(QKeyCombination(modifiers, Qt.Key(key))).toString()
        action = self._by_key.get(name)
        if action is None or (action.when is When.REPLAY and not self.in_replay):
            return None
        return action
