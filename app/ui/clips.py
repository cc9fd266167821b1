"""Keeps the last seconds of a live picture as a clip, in the background."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.export.clip import keep_clip
from app.export.picture import Origin, PictureError
from app.live import CineBuffer, CineFrame, standing_back
from app.ui.background import Errands
from app.ui.commands import Command
from app.ui.language import noted, tr
from app.ui.workstation import Workstation

LENGTHS_S = {"save_10": 10.0, "save_30": 30.0, "save_60": 60.0}
EXCUSE = noted("The clip could not be kept. The picture goes on; the log says more.")


class Clips(QObject):
    """Between the keys, the last minute of the source and the disk."""

    kept = Signal(str)  # a sentence: a clip is on the disk
    said = Signal(object)  # a sentence: it is not

    def __init__(self, station: Workstation) -> None:
        super().__init__(station)
        self._station = station
        self._errands = Errands(self)

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {name: partial(self._save, seconds) for name, seconds in LENGTHS_S.items()}

    def close(self) -> None:
        """Returns when what is being written is whole on the disk."""
        self._errands.join()

    def keep(self, frames: Callable[[], Sequence[CineFrame]]) -> None:
        """Write these as a clip; asked for in a thread of its own."""
        station = self._station
        is_practice = station.is_practice
        origin = Origin(datetime.now(), station.ai.model, is_practice)
        folder, whole = station.settings.pictures_folder, station.whole_screen or is_practice
        fans, views = station.fans, station.operator_views

        def write() -> tuple[Path, float]:
            clip = frames()
            paths = keep_clip(clip, origin, folder, whole, fans, views)
            return paths[0].parent, clip[-1].at_s - clip[0].at_s

        errand = self._errands.new(standing_back(write), (PictureError,), EXCUSE)
        errand.done.connect(self._say_kept)
        errand.failed.connect(self.said)
        errand.start()

    def _save(self, seconds: float) -> None:
        """What led up to now; of a frozen picture, to the frame on the screen."""
        viewing = self._station.viewing
        cine = None if viewing is None else viewing.session.cine
        if viewing is None or viewing.back is None or cine is None:
            return
        index = cine.newest_index if viewing.back.index is None else viewing.back.index
        self.keep(partial(_last, cine, seconds, index, cine.last(seconds, index)))

    def _say_kept(self, written: tuple[Path, float]) -> None:
        folder, seconds = written
        text = tr("Clip of {time:.0f} s kept in {folder}")
        self.kept.emit(text.format(time=seconds, folder=folder))


def _last(
    cine: CineBuffer, seconds: float, index: int, so_far: Sequence[CineFrame]
) -> Sequence[CineFrame]:
    """With those that were still being compressed when the key came; a source may close then."""
    cine.settle()
    return cine.last(seconds, index) or so_far
