"""A page over the tabs of the side panel: its title, a way back, and what it holds."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.language import say
from app.ui.parts import SEMIBOLD, rule, scrolling, words

PADDING, CLOSE_PX, HEAD_PX = 24, 40, 55


class SidePage(QWidget):
    """Stands where the tabs are until it is closed. No picture is covered, nothing is stopped."""

    closed = Signal()

    def __init__(self, title: str, scrolls: bool = False) -> None:
        """scrolls: where the panel is lower than all of it; else a part of it does."""
        super().__init__()
        close = QPushButton()
        close.setIcon(theme.icon("x", theme.TEXT2))
        close.setProperty("role", "quiet")
        close.setFixedSize(CLOSE_PX, CLOSE_PX)
        say("Close, key Esc", on=close, part="accessibleName")
        close.clicked.connect(self.closed)
        head = QWidget()
        head.setFixedHeight(HEAD_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(PADDING, 0, PADDING - 10, 0)
        row.addWidget(words(title, 18, SEMIBOLD))
        row.addStretch(1)
        row.addWidget(close)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(PADDING, 12, PADDING, 12)
        self.body.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(rule())
        if scrolls:
            content = QWidget()
            content.setLayout(self.body)
            scroll = scrolling(content)
            scroll.viewport().setAutoFillBackground(False)
            column.addWidget(scroll, 1)
        else:
            column.addLayout(self.body, 1)
