"""What lies over the window's regions: the sheet of keys, and the shade around the picture."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

from app.ui.commands import Command
from app.ui.key_sheet import KeySheet
from app.ui.shade import Shade
from app.ui.well import Well


class Covering:
    """Owns both; the shade spares the picture, but not where the sheet lies on it."""

    def __init__(self, window: QWidget, well: Well) -> None:
        self._window, self._well = window, well
        self._sheet, self.shade = KeySheet(window), Shade(window, self._bare_picture)

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {"dim": self.shade.dim, "keys": self._toggle_sheet}

    def picture_area(self) -> QRect:
        """Where the well is in the window."""
        return QRect(self._well.mapTo(self._window, QPoint(0, 0)), self._well.size())

    def fit(self) -> None:
        """The window has another size."""
        self._sheet.hide()  # it would stand where the middle was
        self.shade.cover()

    def close_sheet(self) -> bool:
        """False if it was not open."""
        was_open = self._sheet.isVisible()
        self._sheet.hide()
        return was_open

    def _toggle_sheet(self) -> None:
        if not self.close_sheet():
            self._sheet.show_in_middle()
            self.shade.cover()

    def _bare_picture(self) -> QRegion:
        """Where nothing but the picture is on the screen."""
        if not self._well.shows_picture:
            return QRegion()
        bare = QRegion(self.picture_area())
        return bare - QRegion(self._sheet.geometry()) if self._sheet.isVisible() else bare
