"""Writes the report of the examination, at a key, while the scan goes on."""

from functools import partial
from pathlib import Path
from threading import Lock

from PySide6.QtCore import QObject

from app.export.report_file import ReportError, write_report
from app.export.report_page import report_pdf
from app.live import standing_back
from app.report import Report
from app.ui.background import Errands
from app.ui.cine import Cine
from app.ui.commands import Command
from app.ui.examining import Examining
from app.ui.language import LanguageError, noted, tr
from app.ui.measuring import Measuring
from app.ui.recording import Recording
from app.ui.speech import Speech
from app.ui.workstation import Workstation

EXCUSE = noted("The report could not be written. The picture goes on; the log says more.")


class SessionReport(QObject):
    """Between what is recorded of the examination and the disk; the station says how it went."""

    def __init__(
        self, station: Workstation, examining: Examining, cine: Cine, measuring: Measuring
    ) -> None:
        super().__init__(station)
        self._station = station
        self._recording = Recording(station, examining)
        self._errands = Errands(self)
        self._disk = Lock()  # of two at once, neither takes the other's name
        cine.accepted.connect(self._recording.accept)
        measuring.measured.connect(self._recording.measure)

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {"report": self._write}

    def close(self) -> None:
        """Returns when a report that is being written is whole on the disk."""
        self._errands.join()
        self._recording.close()

    def _write(self) -> None:
        report, folder = self._recording.report(), self._station.settings.pictures_folder
        paint = partial(report_pdf, speech=self._speech)
        write = standing_back(lambda: self._write_alone(report, paint, folder))
        errand = self._errands.new(write, (ReportError,), EXCUSE)
        errand.done.connect(self._say_kept)
        errand.failed.connect(self._station.said)
        errand.start()

    def _write_alone(self, report: Report, paint: "partial[bytes]", folder: Path) -> Path:
        with self._disk:
            return write_report(report, paint, folder)

    def _say_kept(self, path: Path) -> None:
        words = tr("Session report kept as {name} in {folder}")
        self._station.kept.emit(words.format(name=path.name, folder=path.parent))

    @property
    def _speech(self) -> Speech:
        """In the language of the window."""
        try:
            return Speech(self._station.settings.language)
        except LanguageError:
            return Speech()
