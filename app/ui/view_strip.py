"""The strip above the picture: which view, for how long, because of what; or what is wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.parts import Chip, tint, words
from inference.anatomy import load_anatomy
from inference.types import ViewPrediction

BAR_PX = 6
LEAST_HELD_S = 0.1  # a single frame holds nothing


class ViewStrip(QFrame):
    """Shows a view prediction, one abnormal state, and one message that stays until closed."""

    message_closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.setAccessibleName("View")
        self._bar = QFrame()
        self._bar.setFixedWidth(BAR_PX)
        self._bar_colour = ""
        self._name = words(size=38, weight=QFont.Weight.Bold)
        self._held = words(size=18, colour=theme.TEXT2)
        self._because = words(size=18, colour=theme.TEXT2)
        self._state = Chip(size=24, height=48)
        self._message = words(size=18)
        self._message.setWordWrap(True)
        self._message.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = QPushButton()
        self._close.setIcon(theme.icon("x", theme.TEXT2))
        self._close.setProperty("role", "quiet")
        self._close.setFixedSize(40, 40)
        self._close.setAccessibleName("Close the message, key Esc")
        self._close.clicked.connect(self.message_closed)

        first = QHBoxLayout()
        first.setSpacing(18)
        first.addWidget(self._name)
        first.addWidget(self._held, 0, Qt.AlignmentFlag.AlignBottom)
        first.addStretch(1)
        self._held.setContentsMargins(0, 0, 0, 5)
        text = QVBoxLayout()
        text.setContentsMargins(24 - BAR_PX - 12, 0, 0, 0)
        text.setSpacing(0)
        text.addStretch(1)
        text.addLayout(first)
        text.addWidget(self._because)
        text.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 24, 0)
        row.setSpacing(12)
        row.addWidget(self._bar)
        row.addLayout(text)
        row.addStretch(1)
        row.addWidget(self._message, 100)
        row.addWidget(self._close)
        row.addWidget(self._state)
        self._state.hide()
        self.show_message("")
        self.set_compact(False)
        self.show_no_view("No picture", "")

    def set_compact(self, compact: bool) -> None:
        self.setFixedHeight(64 if compact else 88)
        size = 30 if compact else 38
        self._name.setFont(theme.font(size, QFont.Weight.Bold))
        self._name.setFixedHeight(round(size * 1.15))  # the line height of CJK fonts is larger
        self._because.setFont(theme.font(14 if compact else 18))
        self._held.setFont(theme.font(15 if compact else 18))
        self._held.setContentsMargins(0, 0, 0, 4 if compact else 6)
        self._message.setFont(theme.font(16 if compact else 18))

    def show_view(self, view: ViewPrediction, held_s: float, language: str) -> None:
        """A view of an analysis that is on the screen; no view is a calm result like any other."""
        if view.view is None:
            self.show_no_view(load_anatomy().no_view_names[language], "")
            return
        held = f"held {held_s:.1f} s" if held_s >= LEAST_HELD_S else ""
        self._paint_name(view.view.names[language], True, held)
        reasons = [structure.names[language] for structure in view.because]
        self._because.setText("from " + ", ".join(name[0].lower() + name[1:] for name in reasons))
        self._because.setVisible(bool(reasons))

    def show_no_view(self, title: str, why: str) -> None:
        self._paint_name(title, False, "")
        self._because.setText(why)
        self._because.setVisible(bool(why))

    def show_state(self, icon: str, word: str, note: str, kind: str) -> None:
        """An abnormal state, large. No word: all is as it should be."""
        self._state.setVisible(bool(word))
        if word:
            self._state.show_state(icon, word, note, kind)

    def show_message(self, sentence: str) -> None:
        """One sentence that stays until solved or closed. Empty: none."""
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
        self._close.setVisible(bool(sentence))

    @property
    def message(self) -> str:
        return self._message.text()

    @property
    def title(self) -> str:
        return self._name.text()

    def _paint_name(self, text: str, is_view: bool, held: str) -> None:
        self._name.setText(text)
        tint(self._name, theme.TEXT if is_view else theme.TEXT2)
        self._held.setText(held)
        colour = theme.TEXT if is_view else theme.OFF if text else theme.WINDOW
        if colour != self._bar_colour:
            self._bar_colour = colour
            self._bar.setStyleSheet(f"background: {colour};")
