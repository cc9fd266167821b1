"""The bar below the picture: large actions with icon, word and key."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui.actions import BY_ID, why_not
from app.ui.parts import ActionButton
from app.ui.status import Status

MARGIN, GAP = 24, 8
ON_BAR = ("freeze", "hide", "still", "confirm", "pause_ai", "source")


class ActionBar(QFrame):
    """Says which action was pressed; a held action also says when it was let go."""

    triggered = Signal(str)
    held = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self._buttons = {name: ActionButton(BY_ID[name]) for name in ON_BAR}
        self._words: dict[str, tuple[str, str, str]] = {}
        self._compact = False
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(GAP)
        for name, button in self._buttons.items():
            row.addWidget(button)
            if BY_ID[name].held:
                button.pressed.connect(lambda name=name: self.held.emit(name, True))
                button.released.connect(lambda name=name: self.held.emit(name, False))
            else:
                button.clicked.connect(lambda _=False, name=name: self.triggered.emit(name))
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self.setFixedHeight(64 if compact else 88)
        for name, button in self._buttons.items():
            button.setFixedHeight(48 if compact else 64)
            action = BY_ID[name]
            words, short, icon = self._words.get(name, (action.words, action.short, action.icon))
            button.show_words(short if compact else words, icon)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def show_words(self, name: str, words: str, short: str, icon: str) -> None:
        """What the button of this action says now."""
        if self._words.get(name) != (words, short, icon):
            self._words[name] = (words, short, icon)
            self._buttons[name].show_words(short if self._compact else words, icon)
            self._fit()

    def _fit(self) -> None:
        """Where there is no room for all, icons go, then keys; words stay."""
        for has_icons, has_caps in ((True, True), (False, True), (False, False)):
            for button in self._buttons.values():
                button.show_icon(has_icons)
                button.show_cap(has_caps)
            needs = sum(button.sizeHint().width() + GAP for button in self._buttons.values()) - GAP
            if needs <= self.width() - 2 * MARGIN:
                break
        for button in self._buttons.values():
            button.lay_out()

    def show_allowed(self, status: Status) -> None:
        """Enable what can be done now; the others say why they cannot."""
        for name, button in self._buttons.items():
            reason = why_not(name, status)
            button.setEnabled(not reason)
            button.setAccessibleDescription(reason)
            button.setToolTip(reason)

    def say_again(self) -> None:
        """The language is another, or the keys: they have other widths."""
        self._fit()

    def button(self, name: str) -> ActionButton:
        return self._buttons[name]
