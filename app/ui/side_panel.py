"""The panel at the right: one of several tabs, their names on top."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.parts import rule


class SidePanel(QFrame):
    """Holds the tabs; which one is open is all it knows."""

    def __init__(self, tabs: dict[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._pages = QStackedWidget()
        self._group = QButtonGroup(self)
        self._header = QWidget()
        row = QHBoxLayout(self._header)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(28)
        for place, (name, page) in enumerate(tabs.items()):
            button = QPushButton(name)
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button, place)
            row.addWidget(button)
            self._pages.addWidget(page)
        row.addStretch(1)
        self._group.idClicked.connect(self._pages.setCurrentIndex)
        self._group.button(0).setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._header, rule(), self._pages):
            column.addWidget(part)

    def set_compact(self, compact: bool) -> None:
        self.setFixedWidth(320 if compact else 464)
        self._header.setFixedHeight(55 if compact else 63)
        for button in self._group.buttons():
            button.setFont(theme.font(16 if compact else 18, theme.MEDIUM))
            button.setFixedHeight(self._header.height())

    def shows(self, page: QWidget) -> bool:
        return self.isVisible() and self._pages.currentWidget() is page

    def show_tab(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._group.button(self._pages.currentIndex()).setChecked(True)
