"""All commands, by typing: any action is found by its words, beside the picture."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.actions import ACTIONS
from app.ui.key_rows import KeyRow
from app.ui.language import noted, say
from app.ui.parts import scrolling, words
from app.ui.side_page import SidePage


class Palette(SidePage):
    """Says which action was chosen. Up, Down and Enter work while one types."""

    chosen = Signal(str)  # the id of an action

    def __init__(self) -> None:
        super().__init__(noted("All commands"))
        self._rows = {action.id: KeyRow(action) for action in ACTIONS if not action.held}
        self._at = ""
        self._typed = QLineEdit()
        self._typed.setFont(theme.font(17))
        self._typed.setMinimumHeight(40)
        say("Type what you want to do", on=self._typed, part="placeholderText")
        say("Command", on=self._typed, part="accessibleName")
        self._typed.textChanged.connect(self._filter)
        self._typed.installEventFilter(self)
        self._none = words("No command has these words.", 15, colour=theme.TEXT2)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for name, row in self._rows.items():
            row.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            column.addWidget(row)
        column.addStretch(1)
        self._scroll: QScrollArea = scrolling(listed)
        self._scroll.viewport().setAutoFillBackground(False)
        for part in (self._typed, self._none, self._scroll):
            self.body.addWidget(part)

    def ask(self) -> None:
        """With an empty field that takes what is typed."""
        self._typed.clear()
        self._filter("")
        self._typed.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._at:
                self.chosen.emit(self._at)
            return True
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}.get(Qt.Key(event.key()), 0)
        if steps:
            listed = self._listed()
            place = listed.index(self._at) + steps if self._at else 0
            self._choose(listed[min(max(place, 0), len(listed) - 1)] if listed else "")
        return bool(steps)

    def _filter(self, typed: str) -> None:
        for row in self._rows.values():
            row.setVisible(row.answers(typed))
        listed = self._listed()
        self._none.setVisible(not listed)
        self._choose(listed[0] if listed else "")

    def _listed(self) -> list[str]:
        return [name for name, row in self._rows.items() if not row.isHidden()]

    def _choose(self, name: str) -> None:
        self._at = name
        for each, row in self._rows.items():
            row.setChecked(each == name)
        if name:
            self._scroll.ensureWidgetVisible(self._rows[name], 0, 0)
