"""Keeps what is on the screen as a still, in the background."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.export.picture import Origin, PictureError, keep_still
from app.live import standing_back
from app.ui.background import Errands
from app.ui.language import noted, tr
from app.ui.workstation import Workstation
from inference.types import Screen

EXCUSE = noted("The still could not be kept. The picture goes on; the log says more.")
FAN_KEPT = noted("Still kept in {folder}")
SCREEN_KEPT = noted("Whole screen kept in {folder}")


class Stills(QObject):
    """Between the picture on the screen and the disk."""

    kept = Signal(str)  # a sentence: a still is on the disk
    said = Signal(object)  # a sentence: it is not

    def __init__(self, station: Workstation) -> None:
        super().__init__(station)
        self._station = station
        self._errands = Errands(self)

    def keep(self) -> None:
        """Write what is on the screen; an overlay only with its own frame, and none if hidden."""
        station, viewing = self._station, self._station.viewing
        frame = station.shown.frame
        if frame is None:
            return
        analysis = station.shown.analysis if station.drawing.overlay_on else None
        if analysis is not None:
            frame = analysis.frame
        screen = viewing.screen if viewing is not None else Screen()
        write = partial(
            keep_still,
            frame,
            analysis,
            station.drawing.style,
            Origin(
                datetime.now(), station.ai.model, station.is_practice, station.operator_views.now
            ),
            station.settings.pictures_folder,
            station.whole_screen or station.is_practice,  # the phantom's screen names nobody
            station.measured(frame),
            partial(station.fans.region, frame, screen),
        )
        errand = self._errands.new(standing_back(write), (PictureError,), EXCUSE)
        words = SCREEN_KEPT if station.whole_screen else FAN_KEPT
        errand.done.connect(partial(self._say_kept, words))
        errand.failed.connect(self.said)
        errand.start()

    def close(self) -> None:
        """Returns when what is being written is whole on the disk."""
        self._errands.join()

    def _say_kept(self, words: str, paths: Sequence[Path]) -> None:
        self.kept.emit(tr(words).format(folder=paths[0].parent))
