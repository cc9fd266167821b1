"""Rows of actions with their keys: where keys are bound, and where commands are found by typing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.ui import theme
from app.ui.actions import Action
from app.ui.bindings import MOST_KEYS
from app.ui.language import say, tr
from app.ui.parts import Elided, KeyCap, words

ROW_PX = 44


class KeyRow(QPushButton):
    """Words of an action, its keys at the right; or, while it listens, what is to be pressed."""

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action
        self.setProperty("role", "row")
        self.setCheckable(True)
        self.setFixedHeight(ROW_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name = Elided()
        self._name.setFont(theme.font(16))
        say(action.words, on=self._name)
        say(action.words, on=self, part="accessibleName")
        self._caps = [KeyCap(action, place) for place in range(MOST_KEYS)]
        self._asks = words("Press the key or pedal now", 15, colour=theme.TEXT)
        self._asks.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(self._name, 1)
        for part in (*self._caps, self._asks):
            row.addWidget(part)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_listening(self, on: bool) -> None:
        self.setChecked(on)
        self._asks.setVisible(on)
        for cap in self._caps:
            cap.setVisible(not on and bool(cap.text()))

    def answers(self, typed: str) -> bool:
        """Whether every typed word is part of its words, in this language or in English."""
        text = f"{tr(self.action.words)} {self.action.words}".casefold()
        return all(word in text for word in typed.casefold().split())
