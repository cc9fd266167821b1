"""The panel at the right: one of several tabs, their names on top."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.parts import quiet_button, rule

EDGE, MARGIN = 1, 24
WIDEST, CLOSEST = 28, 12  # px between the tabs' names
LEAST_PX = 14
LEAST_HIGH = 680  # px: a lower panel has no room for all of its foot


class SidePanel(QFrame):
    """Holds the tabs; which one is open is all it knows."""

    def __init__(self, tabs: dict[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._pages = QStackedWidget()
        self._group = QButtonGroup(self)
        self._header = QWidget()
        self._size_px = 18
        self._is_wanted, self._is_narrow = True, False
        self._covers: list[QWidget] = []
        self._set_short: list[Callable[[bool], None]] = []
        self._row = row = QHBoxLayout(self._header)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        for place, (name, page) in enumerate(tabs.items()):
            button = quiet_button(name, "tab")
            button.setCheckable(True)
            self._group.addButton(button, place)
            row.addWidget(button)
            self._pages.addWidget(page)
        row.addStretch(1)
        self._group.idClicked.connect(self._pages.setCurrentIndex)
        self._group.button(0).setChecked(True)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 0, 0, 0)
        column.setSpacing(0)
        self._tabs = (self._header, rule(), self._pages)
        for part in self._tabs:
            column.addWidget(part)

    def say_again(self) -> None:
        """The language is another: the tabs' names have other widths."""
        self._fit_tabs()

    def set_compact(self, compact: bool) -> None:
        self._size_px = 16 if compact else 18
        self.setFixedWidth(320 if compact else 464)
        self._header.setFixedHeight(55 if compact else 63)
        self._fit_tabs()

    def fold(self, narrow: bool) -> None:
        """A window that becomes narrow folds the panel; a tab's key unfolds it."""
        if narrow != self._is_narrow:
            self._is_narrow, self._is_wanted = narrow, not narrow
        self.setVisible(self._is_wanted or self._is_covered)

    def add_foot(self, part: QWidget, set_short: Callable[[bool], None]) -> None:
        """Something that stands below tabs and pages alike. set_short: it has little room."""
        self._column.addWidget(part)
        self._set_short.append(set_short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        for set_short in self._set_short:
            set_short(self.height() < LEAST_HIGH)
        super().resizeEvent(event)

    def add_cover(self, page: QWidget) -> None:
        """A page that can stand in the tabs' place."""
        self._covers.append(page)
        self._column.insertWidget(len(self._tabs), page, 1)
        page.hide()

    def cover(self, page: QWidget | None) -> bool:
        """Let this page stand in the tabs' place; None brings them back. Whether one did stand."""
        was_covered = self._is_covered
        for part in self._tabs:
            part.setVisible(page is None)
        for cover in self._covers:
            cover.setVisible(cover is page)
        self.setVisible(self._is_wanted or page is not None)
        return was_covered

    @property
    def _is_covered(self) -> bool:
        return any(not cover.isHidden() for cover in self._covers)

    def toggle(self, page: QWidget) -> None:
        """Show this page, or fold the panel if it is the one that shows."""
        self._is_wanted = not self.shows(page)
        self.cover(None)
        self.show_tab(page)
        self.setVisible(self._is_wanted)

    def offer(self, page: QWidget, on: bool) -> None:
        """Whether there is a tab for this page; one that goes leaves the first in its place."""
        self._group.button(self._pages.indexOf(page)).setVisible(on)
        if not on and self._pages.currentWidget() is page:
            self._pages.setCurrentIndex(0)
            self._group.button(0).setChecked(True)
        self._fit_tabs()

    def offers(self, page: QWidget) -> bool:
        return not self._group.button(self._pages.indexOf(page)).isHidden()

    def shows(self, page: QWidget) -> bool:
        return self._pages.isVisible() and self._pages.currentWidget() is page

    def show_tab(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._group.button(self._pages.currentIndex()).setChecked(True)

    def _fit_tabs(self) -> None:
        """More names stand closer, and only then in smaller letters."""
        buttons = [button for button in self._group.buttons() if not button.isHidden()]
        room = self.maximumWidth() - EDGE - 2 * MARGIN
        for size in range(self._size_px, LEAST_PX - 1, -1):
            for button in self._group.buttons():
                button.setFont(theme.font(size, theme.MEDIUM))
            spare = room - sum(button.sizeHint().width() for button in buttons)
            spacing = min(WIDEST, spare // max(len(buttons) - 1, 1))
            if spacing >= CLOSEST:
                break
        self._row.setSpacing(max(spacing, CLOSEST))
        for button in self._group.buttons():
            button.setFixedHeight(self._header.height())
