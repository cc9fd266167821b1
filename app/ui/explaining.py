"""The patient's side: the pictures that the operator chose for her, on her window and her page."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.patient import Choice
from app.settings import PatientSettings
from app.ui.actions import why_not
from app.ui.commands import Command
from app.ui.examining import Examining
from app.ui.handing_out import HandingOut
from app.ui.language import noted, tr
from app.ui.patient_pictures import PatientPictures
from app.ui.sending import Sending
from app.ui.side_panel import SidePanel
from app.ui.workstation import Workstation

MOST_CHOSEN = 12  # pictures that are kept to be shown again; the oldest goes
NOTHING = noted(
    "The patient sees nothing: no ultrasound picture is known here. "
    "Whole screen, under This picture, shows everything, names too."
)
CHOSEN = noted("Kept for the hand-out. P opens the patient window.")
SHOWN = noted("The patient sees this picture.")


class Explaining(QObject):
    """Owns the choices of each examination. Between them, the patient's window and the page."""

    said = Signal(object)  # a sentence that something is wrong
    told = Signal(str)  # a note

    def __init__(
        self,
        window: QWidget,
        station: Workstation,
        examining: Examining,
        side: SidePanel,
        languages: Sequence[tuple[str, str]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._station, self._examining = station, examining
        self._chosen: dict[int, tuple[Choice, ...]] = {}  # by the number of the examination
        self._pictures = PatientPictures(station, examining, clock)
        self.sending = Sending(window, side, self._pictures, clock)
        self.handing_out = HandingOut(window, station, side, languages)
        self._connect()

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        own: dict[str, Command] = {"patient_picture": self._show_this}
        return own | self.sending.commands | self.handing_out.commands

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The pictures of this examination that the patient was shown."""
        return self._chosen.get(self._examining.number, ())

    def use(self, settings: PatientSettings) -> None:
        """The patient's language, and how her page is made."""
        self.handing_out.use(settings)
        self.sending.speak(self.handing_out.speech)

    def show_language(self) -> None:
        """The operator's language is another, which the patient's may follow."""
        self.use(self.handing_out.settings)
        self.sending.show_language()

    def show_source(self) -> None:
        """Another source: its fan is to be found anew."""
        self._pictures.forget()
        self.sending.show_source()

    def close(self) -> None:
        """The window goes, and a page that is being written is finished."""
        self.sending.close()
        self.handing_out.close()

    def _connect(self) -> None:
        self.sending.said.connect(self.said)
        self.sending.told.connect(self.told)
        self.sending.picture_asked.connect(self._show_this)
        self.handing_out.said.connect(self.said)
        self._examining.begun.connect(self._begin_anew)
        self._examining.resumed.connect(self._forget_others)
        self._examining.has_pictures = lambda: bool(self.choices)
        page = self.handing_out.page
        page.settings_asked.connect(self.use)
        page.show_asked.connect(
            lambda place: self.sending.show_picture(self.choices[place].picture)
        )
        page.on_page_asked.connect(self._put_on_page)
        page.marker_asked.connect(self._point)

    def _show_this(self) -> None:
        """The picture on the screen as it stands, with its own overlay; it is kept for the page."""
        if why := why_not("patient_picture", self._station.status()):
            self.told.emit(why)
            return
        frame, analysis = self._pictures.own_pair()
        picture = None if frame is None else self._pictures.picture(frame, analysis)
        if picture is None:
            self.said.emit(tr(NOTHING))
            return
        others = [c for c in self.choices if not c.picture.is_of(picture)]
        self._choose((*others, Choice(picture))[-MOST_CHOSEN:])
        self.sending.show_picture(picture)
        self.told.emit(tr(SHOWN if self.sending.is_open else CHOSEN))

    def _begin_anew(self) -> None:
        """Another examination: nothing of the former patient is shown or printed."""
        self._forget_others()
        self.sending.begin_anew()

    def _forget_others(self) -> None:
        """All but the pictures of this examination, and of the one that Ctrl+Z may bring back."""
        numbers = self._examining.number, self._examining.former_number
        self._chosen = {n: chosen for n, chosen in self._chosen.items() if n in numbers}
        self.handing_out.show_choices(self.choices)

    def _choose(self, choices: tuple[Choice, ...]) -> None:
        self._chosen[self._examining.number] = choices
        self.handing_out.show_choices(choices)

    def _put_on_page(self, place: int, on: bool) -> None:
        self._change(place, replace(self.choices[place], on_page=on))

    def _point(self, place: int, marker: str, on: bool) -> None:
        """Switch a screening marker on or off, for this picture alone."""
        choice = self.choices[place]
        ids = choice.picture.pointed_at
        picture = choice.picture.pointing_at(ids | {marker} if on else ids - {marker})
        self._change(place, replace(choice, picture=picture))
        self.sending.exchange(choice.picture, picture)

    def _change(self, place: int, choice: Choice) -> None:
        self._choose((*self.choices[:place], choice, *self.choices[place + 1 :]))
