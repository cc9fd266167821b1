"""The operator's picture of now, as one that a patient may see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.patient import FanMemory, PatientPicture, picture_for_patient
from app.ui.examining import Examining
from app.ui.patient_scene import Pace
from app.ui.status import PictureState
from app.ui.workstation import Workstation
from inference.anatomy import View
from inference.types import Analysis, Frame


class PatientPictures:
    """Takes them from the screen. `forget` when the source is another."""

    def __init__(
        self, station: Workstation, examining: Examining, clock: Callable[[], float]
    ) -> None:
        self._station, self._examining, self._clock = station, examining, clock
        self._fan = FanMemory()

    def forget(self) -> None:
        self._fan = FanMemory()

    @property
    def is_lost(self) -> bool:
        """There is no picture of now."""
        viewing = self._station.viewing
        return viewing is None or viewing.picture_state is PictureState.NO_SIGNAL

    def own_pair(self) -> tuple[Frame | None, Analysis | None]:
        """A frame and what was found in it; never masks that were carried to it."""
        shown = self._station.shown
        if shown.analysis is None:
            return shown.frame, None
        return shown.analysis.frame, shown.analysis

    def picture(self, frame: Frame, analysis: Analysis | None) -> PatientPicture | None:
        station = self._station
        fan = self._fan.corners(frame, analysis, station.fans, self._clock())
        if not fan and (station.is_practice or station.whole_screen):
            right, bottom = frame.width - 1, frame.height - 1
            fan = (0, 0), (right, 0), (right, bottom), (0, bottom)
        style = station.drawing.style
        picture = picture_for_patient(
            frame, analysis, self.view(analysis), fan, style.uncertain_below, style.hidden
        )
        if picture is None:
            return None
        if not station.drawing.overlay_on:
            picture = picture.bare()
        viewing = station.viewing
        is_recorded = viewing is None or viewing.session.is_seekable
        taken = None if is_recorded else datetime.now()
        return replace(picture, taken=taken, is_practice=station.is_practice)

    def view(self, analysis: Analysis | None) -> View | None:
        """The operator's, or else that of this very picture."""
        exam = self._examining.listing.exam
        if exam.operator is not None:
            return exam.view
        return None if analysis is None else analysis.view.view

    def pace(self) -> Pace:
        viewing = self._station.viewing
        if viewing is None or viewing.is_still:
            return Pace.PAUSED
        if viewing.picture_state is PictureState.SCANNER_FROZEN:
            return Pace.PAUSED
        return Pace.RECORDED if viewing.session.is_seekable else Pace.LIVE
