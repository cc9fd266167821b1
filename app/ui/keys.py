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

from app.ui.actions import Action, When
from app.ui.bindings import Bindings

# A Korean keyboard sends these letters for the keys of the table (two-set layout).
HANGUL_KEYS = dict(
    zip(
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ",
        "QWERTYUIOPASDFGHJKLZXCVBNM",
        strict=True,
    )
)
TYPING = (QLineEdit, QAbstractSpinBox, QComboBox)
MODIFIERS = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta),
    *(Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock),
)
# Where Shift makes one of these, which layouts differ in, it is no part of the command's key.
SYMBOLS = frozenset(ord(sign) for sign in string.digits + string.punctuation)


class Keys(QObject):
    """Watches one window. Dialogs are windows of their own; typing keeps all keys but Esc."""

    triggered = Signal(str)
    held = Signal(str, bool)
    heard = Signal(str)  # the name of the key that was listened for

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.in_replay = False
        self._window = window
        self._down: Action | None = None
        self._by_key = Bindings().by_key()
        self._listens = False
        window.winId()  # makes the native window
        window.windowHandle().installEventFilter(self)

    def use(self, bindings: Bindings) -> None:
        self._by_key = bindings.by_key()

    def listen(self, on: bool) -> None:
        """The next key does nothing; its name is told."""
        self._listens = on

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
        if self._listens:
            return self._tell(event)
        focus = self._window.focusWidget()
        is_typing = isinstance(focus, TYPING) and focus.isVisible()
        if is_typing and event.key() != Qt.Key.Key_Escape:
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

    def _tell(self, event: QKeyEvent) -> bool:
        """A modifier alone, or a key that was down before, is none."""
        if event.key() not in MODIFIERS and not event.isAutoRepeat():
            self._listens = False
            self.heard.emit(_name(event))
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
        action = self._by_key.get(_name(event))
        if action is None or (action.when is When.REPLAY and not self.in_replay):
            return None
        return action


def _name(event: QKeyEvent) -> str:
    """In Qt's portable spelling, whatever the keyboard's language."""
    key = event.key()
    if letter := HANGUL_KEYS.get(event.text()):
        key = ord(letter)
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key in SYMBOLS:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, Qt.Key(key))).toString()
