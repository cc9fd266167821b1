"""The hand-out page before it is written: which pictures, which words, which paper."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.patient import Choice
from app.settings import Paper, PatientSettings
from app.ui import theme
from app.ui.language import noted, say, term, tr
from app.ui.parts import SEMIBOLD, scrolling, tint, words
from app.ui.patient_scene import Pace, Scene
from app.ui.patient_view import PatientView
from app.ui.picture_panel import Segments
from app.ui.side_page import SidePage
from app.ui.speech import Speech
from inference.anatomy import load_anatomy

THUMB_PX = 112, 63


class HandoutPage(SidePage):
    """Renders choices and settings, and says what the operator asks of them."""

    show_asked = Signal(int)  # let the patient see the picture of this place
    on_page_asked = Signal(int, bool)
    marker_asked = Signal(int, str, bool)  # place, id of a structure, on
    settings_asked = Signal(object)  # PatientSettings
    write_asked = Signal()

    def __init__(self, languages: Sequence[tuple[str, str]]) -> None:
        """languages: code and own name of each."""
        super().__init__(noted("Hand-out page"))
        self._names: Mapping[str, str] = dict(languages)
        self._settings = PatientSettings()
        self._none = words(
            "No picture yet. I shows the picture to the patient and puts it here.",
            15,
            colour=theme.TEXT2,
        )
        self._none.setWordWrap(True)
        self._listed = QWidget()
        self._rows = QVBoxLayout(self._listed)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(10)
        self._language = Segments(languages)
        self._both = QCheckBox()
        self._both.setMinimumHeight(36)
        self._paper = Segments([(Paper.A4, "A4"), (Paper.LETTER, "Letter")])
        self._clinic = QLineEdit()
        self._clinic.setFont(theme.font(16))
        self._clinic.setMinimumHeight(40)
        self._clinic.setMaxLength(120)
        say("Clinic name and address", self._clinic, "placeholderText")
        say("Clinic name and address", self._clinic, "accessibleName")
        self._write = QPushButton()
        say("Save the page", self._write)
        self._write.setFont(theme.font(17, SEMIBOLD))
        self._write.setMinimumHeight(48)
        self._said = words(size=15)
        self._said.setWordWrap(True)
        self._lay_out()
        self._connect()

    def ask(self) -> None:
        """Enter writes the page."""
        self.show_said("")
        self._write.setFocus()

    def show_settings(self, settings: PatientSettings, language: str, second: str) -> None:
        """language: what the patient reads; second: the other that the page can have below it."""
        self._settings = settings
        self._language.show_choice(language if language in self._names else "en")
        self._paper.show_choice(settings.paper)
        with QSignalBlocker(self._both), QSignalBlocker(self._clinic):
            name = self._names.get(second, second)
            self._both.setText(tr("{language} below it on the page").format(language=name))
            self._both.setChecked(settings.second_language is not None)
            if not self._clinic.hasFocus():
                self._clinic.setText(settings.clinic)
        self._second = second

    def show_choices(self, choices: Sequence[Choice], speech: Speech, language: str) -> None:
        """Rows of the pictures; speech: the patient's words, language: the operator's."""
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.deleteLater()
        for place, choice in enumerate(choices):
            self._rows.addWidget(self._row(place, choice, speech, language))
        self._none.setVisible(not choices)
        self._write.setEnabled(any(choice.on_page for choice in choices))

    def show_said(self, sentence: str, is_trouble: bool = False) -> None:
        self._said.setText(sentence)
        tint(self._said, theme.WARN_TEXT if is_trouble else theme.TEXT2)

    def _row(self, place: int, choice: Choice, speech: Speech, language: str) -> QWidget:
        """The picture, which a press shows to the patient; on the page or not; its markers."""
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(12)
        column.addLayout(line)
        view = choice.picture.view
        name = term(view.names if view else load_anatomy().no_view_names, language)
        press = QPushButton(row)
        press.setProperty("role", "quiet")
        press.setFixedSize(THUMB_PX[0] + 6, THUMB_PX[1] + 6)
        press.setAccessibleName(tr("Show {view} to the patient").format(view=name))
        press.clicked.connect(lambda: self.show_asked.emit(place))
        thumb = PatientView(press)
        thumb.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        thumb.setGeometry(3, 3, *THUMB_PX)
        thumb.show_at_once(Scene(choice.picture, Pace.PAUSED, speech))
        line.addWidget(press)
        on_page = _tick(name, choice.on_page, lambda on: self.on_page_asked.emit(place, on))
        line.addWidget(on_page, 1)
        for marker in choice.picture.markers:
            is_on = marker.id in choice.picture.pointed_at
            text = term(marker.names, language)
            column.addWidget(
                _tick(text, is_on, lambda on, id=marker.id: self.marker_asked.emit(place, id, on))
            )
        return row

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for part in (
            self._none,
            self._listed,
            words("The patient reads", 16, SEMIBOLD, theme.TEXT2),
            self._language,
            self._both,
            self._paper,
            self._clinic,
        ):
            column.addWidget(part)
        column.addStretch(1)
        scroll = scrolling(inner)
        scroll.viewport().setAutoFillBackground(False)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self._write)
        self.body.addWidget(self._said)

    def _connect(self) -> None:
        def change(**fields: object) -> None:
            self.settings_asked.emit(self._settings.model_copy(update=fields))

        self._language.chosen.connect(lambda code: change(language=code))
        self._both.toggled.connect(lambda on: change(second_language=self._second if on else None))
        self._paper.chosen.connect(lambda paper: change(paper=paper))
        self._clinic.editingFinished.connect(lambda: change(clinic=self._clinic.text().strip()))
        self._write.clicked.connect(self.write_asked)


def _tick(text: str, is_on: bool, tell: object) -> QCheckBox:
    box = QCheckBox(text)
    box.setMinimumHeight(32)
    box.setChecked(is_on)
    box.toggled.connect(tell)
    return box
