"""Another source: asked for in the picture's place, or in a dialog."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.commands import Command
from app.ui.open_dialog import ask_for_recording
from app.ui.well import Well
from app.ui.workstation import Workstation


class Opening(QObject):
    """Between the well, where one chooses, and the workstation, which opens it."""

    def __init__(self, window: QWidget, station: Workstation, well: Well) -> None:
        super().__init__(window)
        self._window, self._station, self._well = window, station, well
        well.open_requested.connect(self.ask_for_file)
        well.source_requested.connect(station.open)

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {"source": self._toggle, "open": self.ask_for_file}

    def ask_for_file(self) -> QFileDialog:
        """In a dark dialog that does not stop the picture."""
        return ask_for_recording(self._window, self._station.open)

    def show_source(self) -> None:
        """There is another, or none yet."""
        self._choose(False)
        if self._station.viewing is None:
            self._well.show_no_source()
        self._well.show_recent(self._station.settings.recent)

    def show_language(self) -> None:
        self._choose(self._well.is_choosing)

    def stop_choosing(self) -> bool:
        """Show the picture again; False if it was not away."""
        was_choosing = self._well.is_choosing
        if was_choosing:
            self._choose(False)
        return was_choosing

    def _toggle(self) -> None:
        self._choose(not self._well.is_choosing)

    def _choose(self, on: bool) -> None:
        """Ask in the picture's place, which goes on, or show the picture again."""
        self._well.choose(on and self._station.viewing is not None)
        if not self._well.is_choosing:
            self._window.setFocus()  # of no field: keys are commands again
