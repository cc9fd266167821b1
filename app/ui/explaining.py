"""The patient's side: her window, what the operator shows on it, and the page she takes home."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.export.handout import MOST_PICTURES, Handout, HandoutError, write_handout
from app.live import standing_back
from app.patient import Choice, PatientPicture
from app.settings import PatientSettings
from app.ui.actions import why_not
from app.ui.background import Errand
from app.ui.commands import Command
from app.ui.examining import Examining
from app.ui.handout_page import HandoutPage
from app.ui.language import ENGLISH, LanguageError, noted, tr
from app.ui.patient_panel import PatientPanel, Sends
from app.ui.patient_pictures import PatientPictures
from app.ui.patient_scene import Pace, Scene
from app.ui.patient_window import PatientWindow
from app.ui.side_panel import SidePanel
from app.ui.speech import Speech
from app.ui.status import PictureState
from app.ui.workstation import Workstation
from inference.anatomy import View
from inference.types import Frame

MOST_CHOSEN = 12  # pictures that are kept to be shown again; the oldest goes
STEP_S = 0.066  # between two live pictures: one costs up to 20 ms of the operator's window
COPY_S = 0.2  # between two of the small copy
UNPLUGGED = noted("The patient's monitor was unplugged, so the patient window closed.")
NOTHING = noted(
    "The patient sees nothing: no ultrasound picture is known here. "
    "Whole screen, under This picture, shows everything, names too."
)
CHOSEN = noted("Kept for the hand-out. P opens the patient window.")
CLOSED = noted("The patient window is closed. P opens it.")
SHOWN = noted("The patient sees this picture.")
NO_PICTURES = noted("There is no picture for the page. I puts the one on the screen there.")
EXCUSE = noted("The page could not be written. The picture goes on; the log says more.")


class Explaining(QObject):
    """Between the pictures, the operator's choices, the patient's window and the hand-out.

    Nothing comes to the patient's eyes by itself: the window opens black, and is black again after
    another source and another examination.
    """

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
        self._operator, self._station, self._examining = window, station, examining
        self._side, self._clock, self._codes = side, clock, [code for code, _ in languages]
        self.settings = PatientSettings()
        self._speech = Speech()
        self._sends, self._former = Sends.BLACK, Sends.LIVE
        self._scene: Scene | None = None
        self._sent: PatientPicture | None = None
        self._chosen: dict[int, tuple[Choice, ...]] = {}  # by the number of the examination
        self._pictures = PatientPictures(station, examining, clock)
        self._followed_s = self._copied_s = -COPY_S
        self._followed: tuple[Frame, View | None, Pace] | None = None
        self._errands: list[Errand] = []
        self._window, self._panel = PatientWindow(window), PatientPanel()
        self._page = HandoutPage(languages)
        side.add_foot(self._panel, self._panel.set_short)
        side.add_cover(self._page)
        self._connect()

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {
            "patient_window": self._toggle_window,
            "patient_picture": self._show_this,
            "patient_live": partial(self._if_open, partial(self._send, Sends.LIVE)),
            "patient_black": partial(self._if_open, self._toggle_black),
            "handout": self._toggle_page,
        }

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The pictures of this examination that the patient was shown."""
        return self._chosen.get(self._examining.number, ())

    @property
    def scene(self) -> Scene | None:
        """What the patient sees; None is black."""
        return self._scene if self._window.isVisible() else None

    def use(self, settings: PatientSettings) -> None:
        """The patient's language, and how her page is made."""
        self.settings = settings
        try:
            self._speech = Speech(self._language)
        except LanguageError as error:
            self._speech = Speech()
            self.said.emit(str(error))
        if self._scene is not None:
            self._show(replace(self._scene, speech=self._speech))
        self._show_page()

    def show_language(self) -> None:
        """The operator's language is another, which the patient's may follow."""
        self.use(self.settings)
        self._panel.show_sent(self._sends, self._scene)

    def show_source(self) -> None:
        """Another source, maybe of another patient: nothing live goes on by itself."""
        self._pictures.forget()
        if self._sends is Sends.LIVE:
            self._send(Sends.BLACK)

    def take(self) -> None:
        """Follow the operator's screen, if that is what the patient sees. By the display timer."""
        now_s = self._clock()
        if self._sends is not Sends.LIVE or not self._window.isVisible():
            return
        if now_s - self._followed_s >= STEP_S:
            self._followed_s = now_s
            self._follow()

    def close(self) -> None:
        """The window goes, and a page that is being written is finished."""
        self._window.close()
        for errand in self._errands:
            errand.join()

    def _connect(self) -> None:
        self._window.closed.connect(self._leave)
        self._window.unplugged.connect(lambda: self.said.emit(tr(UNPLUGGED)))
        self._panel.asked.connect(self._send)
        self._examining.begun.connect(self._begin_anew)
        self._examining.resumed.connect(self._resume)
        self._examining.has_pictures = lambda: bool(self.choices)
        page = self._page
        page.closed.connect(self._close_page)
        page.settings_asked.connect(self.use)
        page.show_asked.connect(lambda place: self._show_picture(self.choices[place].picture))
        page.on_page_asked.connect(self._put_on_page)
        page.marker_asked.connect(self._point)
        page.write_asked.connect(self._write)

    # the window

    def _toggle_window(self) -> None:
        if self._window.isVisible():
            self._window.close()
            return
        self._send(Sends.BLACK)
        self._former = Sends.PICTURE if self._sent is not None else Sends.LIVE
        self._window.open()
        self._panel.show()

    def _if_open(self, command: Command) -> None:
        if self._window.isVisible():
            command()
        else:
            self.told.emit(tr(CLOSED))

    def _leave(self) -> None:
        self._panel.hide()
        self._send(Sends.BLACK)

    def _toggle_black(self) -> None:
        self._send(self._former if self._sends is Sends.BLACK else Sends.BLACK)

    def _send(self, sends: Sends) -> None:
        """Live, the picture that was chosen last, or black."""
        if sends is Sends.PICTURE and self._sent is None:
            self._show_this()
            return
        if sends is Sends.BLACK and self._sends is not Sends.BLACK:
            self._former = self._sends
        self._sends, self._followed = sends, None
        if sends is Sends.LIVE:
            self._follow()
        elif sends is Sends.PICTURE and self._sent is not None:
            self._show(Scene(self._sent, Pace.PAUSED, self._speech))
        else:
            self._show(None)

    def _show(self, scene: Scene | None) -> None:
        former, self._scene = self._scene, scene
        self._window.show_scene(scene)
        now_s = self._clock()
        is_next = scene is not None and former is not None and scene.pace is not Pace.PAUSED
        if not is_next or now_s - self._copied_s >= COPY_S:
            self._copied_s = now_s
            self._panel.show_sent(self._sends, scene)

    # pictures

    def _follow(self) -> None:
        """The operator's picture of now; black where there is none, and nothing more is said."""
        viewing = self._station.viewing
        frame, analysis = self._pictures.own_pair()
        is_lost = viewing is None or viewing.picture_state is PictureState.NO_SIGNAL
        if viewing is None or is_lost or frame is None:
            self._followed = None
            self._show(None)
            return
        now = frame, self._pictures.view(analysis), self._pictures.pace()
        if now == self._followed:
            return
        self._followed = now
        picture = self._pictures.picture(frame, analysis)
        self._show(None if picture is None else Scene(picture, now[2], self._speech))

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
        self._show_picture(picture)
        self.told.emit(tr(SHOWN if self._window.isVisible() else CHOSEN))

    def _show_picture(self, picture: PatientPicture) -> None:
        self._sent = picture
        if self._window.isVisible():
            self._send(Sends.PICTURE)
        else:
            self._former = Sends.PICTURE

    def _begin_anew(self) -> None:
        """Another examination: nothing of the former patient is shown or printed."""
        self._forget_others()
        self._sent, self._former = None, Sends.LIVE
        self._send(Sends.BLACK)
        self._window.black_out()

    def _resume(self) -> None:
        """The former examination's pictures are on the page again; none is shown by itself."""
        self._forget_others()

    def _forget_others(self) -> None:
        """All but those of this examination, and of the one that Ctrl+Z may bring back."""
        numbers = self._examining.number, self._examining.former_number
        self._chosen = {n: chosen for n, chosen in self._chosen.items() if n in numbers}
        self._show_page()

    def _choose(self, choices: tuple[Choice, ...]) -> None:
        self._chosen[self._examining.number] = choices
        self._show_page()

    # the page

    def _toggle_page(self) -> None:
        if self._page.isVisible():
            self._close_page()
            return
        self._show_page()
        self._side.cover(self._page)
        self._page.ask()

    def _close_page(self) -> None:
        self._side.cover(None)
        self._operator.setFocus()  # of no field: keys are commands again

    def _show_page(self) -> None:
        language = self._station.settings.language
        self._page.show_settings(self.settings, self._language, self._second_language)
        self._page.show_choices(self.choices, self._speech, language)

    @property
    def _language(self) -> str:
        return self.settings.language or self._station.settings.language

    @property
    def _second_language(self) -> str:
        """What can stand below it on paper: the one chosen, the operator's, or any other."""
        wishes = (self.settings.second_language, self._station.settings.language, *self._codes)
        others = [code for code in wishes if code and code != self._language]
        return others[0] if others else ENGLISH

    def _put_on_page(self, place: int, on: bool) -> None:
        self._change(place, replace(self.choices[place], on_page=on))

    def _point(self, place: int, marker: str, on: bool) -> None:
        """Switch a screening marker on or off, for this picture alone."""
        choice = self.choices[place]
        ids = choice.picture.pointed_at
        picture = choice.picture.pointing_at(ids | {marker} if on else ids - {marker})
        is_sent = self._sent is choice.picture
        self._change(place, replace(choice, picture=picture))
        if is_sent:
            self._sent = picture
            if self._sends is Sends.PICTURE:
                self._send(Sends.PICTURE)

    def _change(self, place: int, choice: Choice) -> None:
        self._choose((*self.choices[:place], choice, *self.choices[place + 1 :]))

    def _write(self) -> None:
        """In the background: the picture does not wait for it."""
        pictures = [choice.picture for choice in self.choices if choice.on_page]
        if not pictures:
            self._page.show_said(tr(NO_PICTURES), is_trouble=True)
            return
        if len(pictures) > MOST_PICTURES:
            words = tr("At most {count} pictures have room. Take some off the page.")
            self._page.show_said(words.format(count=MOST_PICTURES), is_trouble=True)
            return
        handout = Handout(
            tuple(pictures), self._speeches(), self.settings.paper, self.settings.clinic
        )
        folder = self._station.settings.pictures_folder
        write = standing_back(partial(write_handout, handout, folder, datetime.now()))
        errand = Errand(write, (HandoutError,), tr(EXCUSE), self)
        self._errands.append(errand)
        errand.done.connect(
            lambda path: self._page.show_said(
                tr("Page kept as {name} in {folder}").format(name=path.name, folder=path.parent)
            )
        )
        errand.failed.connect(lambda sentence: self._page.show_said(sentence, is_trouble=True))
        for signal in (errand.done, errand.failed):
            signal.connect(lambda _: self._errands.remove(errand))
        errand.start()

    def _speeches(self) -> tuple[Speech, ...]:
        if self.settings.second_language is None:
            return (self._speech,)
        try:
            return self._speech, Speech(self._second_language)
        except LanguageError:
            return (self._speech,)
