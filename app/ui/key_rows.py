"""Rows of actions with their keys: where keys are bound, and where commands are found by typing."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from app.ui import theme
from app.ui.actions import Action
from app.ui.bindings import MOST_KEYS
from app.ui.language import say, tr
from app.ui.parts import Elided, KeyCap, words

ROW_PX, TWO_LINES_PX = 44, 64
SIDE_PX, GAP = 8, 6


class KeyRow(QPushButton):
    """Words of an action, its keys at the right; or, while it listens, what is to be pressed.

    The words are whole: keys that have no room beside them stand below.
    """

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
        keys = QHBoxLayout()
        keys.setSpacing(GAP)
        keys.addStretch(1)
        for part in (*self._caps, self._asks):
            keys.addWidget(part)
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(SIDE_PX, 0, SIDE_PX, 0)
        row.setSpacing(GAP)
        row.addWidget(self._name, 1)
        row.addLayout(keys)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_listening(self, on: bool) -> None:
        self.setChecked(on)
        self._asks.setVisible(on)
        for cap in self._caps:
            cap.setVisible(not on and bool(cap.text()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # other words, or other keys
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        beside = [
            part.sizeHint().width() + GAP
            for part in (*self._caps, self._asks)
            if not part.isHidden()
        ]
        needs = self._name.sizeHint().width() + sum(beside) + 2 * SIDE_PX
        way = QBoxLayout.Direction
        direction = way.LeftToRight if needs <= self.width() else way.TopToBottom
        if direction != self._row.direction():
            is_two = direction is way.TopToBottom
            self._row.setDirection(direction)
            self._row.setContentsMargins(SIDE_PX, 4 * is_two, SIDE_PX, 4 * is_two)
            self._row.setSpacing(2 if is_two else GAP)
            self.setFixedHeight(TWO_LINES_PX if is_two else ROW_PX)
            self._row.activate()

    def answers(self, typed: str) -> bool:
        """Whether every typed word is part of its words, in this language or in English."""
        text = f"{tr(self.action.words)} {self.action.words}".casefold()
        return all(word in text for word in typed.casefold().split())
