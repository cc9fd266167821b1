"""The page that the patient takes home: its languages, what is on it, and how it is written."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.export.handout import MOST_PICTURES, Handout, HandoutError, write_handout
from app.live import standing_back
from app.patient import Choice
from app.settings import PatientSettings
from app.ui.background import Errands
from app.ui.commands import Command
from app.ui.handout_page import HandoutPage
from app.ui.language import ENGLISH, LanguageError, noted, tr
from app.ui.side_panel import SidePanel
from app.ui.speech import Speech
from app.ui.workstation import Workstation

NO_PICTURES = noted("There is no picture for the page. I puts the one on the screen there.")
EXCUSE = noted("The page could not be written. The picture goes on; the log says more.")


class HandingOut(QObject):
    """Owns the patient's settings and the form of the page; the choices are shown to it."""

    said = Signal(object)  # a sentence that something is wrong

    def __init__(
        self,
        window: QWidget,
        station: Workstation,
        side: SidePanel,
        languages: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(window)
        self._operator, self._station, self._side = window, station, side
        self._codes = [code for code, _ in languages]
        self.settings, self.speech = PatientSettings(), Speech()
        self._choices: tuple[Choice, ...] = ()
        self._errands = Errands(self)
        self.page = HandoutPage(languages)
        side.add_cover(self.page)
        self.page.closed.connect(self._close_page)
        self.page.write_asked.connect(self._write)

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {"handout": self._toggle}

    def use(self, settings: PatientSettings) -> None:
        """The patient's language, and how her page is made."""
        self.settings = settings
        try:
            self.speech = Speech(self._language)
        except LanguageError as error:
            self.speech = Speech()
            self.said.emit(str(error))
        self._show()

    def show_choices(self, choices: tuple[Choice, ...]) -> None:
        self._choices = choices
        self._show()

    def close(self) -> None:
        """Returns when a page that is being written is whole on the disk."""
        self._errands.join()

    def _toggle(self) -> None:
        if self.page.isVisible():
            self._close_page()
            return
        self._show()
        self._side.cover(self.page)
        self.page.ask()

    def _close_page(self) -> None:
        self._side.cover(None)
        self._operator.setFocus()  # of no field: keys are commands again

    def _show(self) -> None:
        self.page.show_settings(self.settings, self._language, self._second_language)
        self.page.show_choices(self._choices, self.speech, self._station.settings.language)

    @property
    def _language(self) -> str:
        return self.settings.language or self._station.settings.language

    @property
    def _second_language(self) -> str:
        """What can stand below it on paper: the one chosen, the operator's, or any other."""
        wishes = (self.settings.second_language, self._station.settings.language, *self._codes)
        others = [code for code in wishes if code and code != self._language]
        return others[0] if others else ENGLISH

    def _write(self) -> None:
        """In the background: the picture does not wait for it."""
        pictures = [choice.picture for choice in self._choices if choice.on_page]
        if not pictures:
            self.page.show_said(tr(NO_PICTURES), is_trouble=True)
            return
        if len(pictures) > MOST_PICTURES:
            words = tr("At most {count} pictures have room. Take some off the page.")
            self.page.show_said(words.format(count=MOST_PICTURES), is_trouble=True)
            return
        handout = Handout(
            tuple(pictures), self._speeches(), self.settings.paper, self.settings.clinic
        )
        folder = self._station.settings.pictures_folder
        write = standing_back(partial(write_handout, handout, folder, datetime.now()))
        errand = self._errands.new(write, (HandoutError,), tr(EXCUSE))
        errand.done.connect(self._say_kept)
        errand.failed.connect(lambda sentence: self.page.show_said(sentence, is_trouble=True))
        errand.start()

    def _say_kept(self, path: Path) -> None:
        words = tr("Page kept as {name} in {folder}")
        self.page.show_said(words.format(name=path.name, folder=path.parent))

    def _speeches(self) -> tuple[Speech, ...]:
        if self.settings.second_language is None:
            return (self.speech,)
        try:
            return self.speech, Speech(self._second_language)
        except LanguageError:
            return (self.speech,)
