"""The bar at the top: mark, source, research use; at the right how picture and AI are doing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui import theme
from app.ui.language import noted, tr
from app.ui.parts import SEMIBOLD, Chip, Icon, rule, words
from app.ui.status import AiState, PictureState, Status

PICTURES = {
    PictureState.NONE: ("circle-dashed", noted("NO PICTURE"), "plain"),
    PictureState.LIVE: ("circle-fill", noted("LIVE"), "plain"),
    PictureState.FROZEN: ("snowflake", noted("FROZEN"), "plain"),
    PictureState.SCANNER_FROZEN: ("snowflake", noted("SCANNER FROZEN"), "warn"),
    PictureState.REPLAY: ("film-strip", noted("REPLAY"), "plain"),
    PictureState.NO_SIGNAL: ("video-camera-slash", noted("NO SIGNAL"), "alert"),
}
AIS = {
    AiState.OFF: ("prohibit", noted("AI off"), "plain"),
    AiState.STARTING: ("dots-three", noted("AI starting"), "plain"),
    AiState.ON: ("cpu", noted("AI on"), "plain"),
    AiState.LATE: ("timer", noted("AI late"), "warn"),
    AiState.PAUSED: ("pause", noted("AI paused"), "warn"),
    AiState.WAITING: ("pause", noted("AI paused"), "warn"),
}
MARGIN = 24
NAMES_APART, CHIPS_APART = 14, 10
LEAST_NAME_PX = 100  # less of a source's name says nothing
RESEARCH_USE = noted("Research use, not for diagnosis")
PRACTICE = (noted("PRACTICE"), noted("not a patient"))


class TopBar(QFrame):
    """Shows a Status. Where room is short, the states and the words on research use stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        mark = Icon(22)
        mark.show_icon("corners-out")
        self._brand = (mark, words("Fetalens", 18, SEMIBOLD), rule(vertical=True))
        self._source = words(size=16, colour=theme.TEXT2)
        self._origin = (self._source, rule(vertical=True))
        self._use = words(RESEARCH_USE, 16, colour=theme.TEXT3)
        self._chips = self._practice, self._picture, self._ai = Chip(), Chip(), Chip()
        self._has_names, self._source_name = True, ""
        self._picture_words = ("", "")
        self._ai_told = ("", "", "", "plain")  # icon, word, note and kind of its state
        names = QHBoxLayout()
        names.setSpacing(NAMES_APART)
        for part in (*self._brand, *self._origin, self._use):
            names.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(CHIPS_APART)
        row.addLayout(names)
        row.addStretch(1)
        for chip in self._chips:
            row.addWidget(chip)
        self.set_compact(False)
        self.show_status(Status())

    def set_compact(self, compact: bool) -> None:
        self.setFixedHeight(48 if compact else 56)
        for chip in self._chips:
            chip.setFixedHeight(34 if compact else 40)

    def show_names(self, on: bool) -> None:
        """Full screen keeps only the states."""
        self._has_names = on
        self._fit()

    def show_status(self, status: Status) -> None:
        self._source_name = status.source or tr("No source")
        self._practice.setVisible(status.is_practice)
        icon, word, kind = AIS[status.ai]
        self._ai_told = icon, tr(word), tr(status.ai_note), kind
        self.show_picture(status.picture, status.picture_note)
        self._fit()

    def show_picture(self, state: PictureState, note: str) -> None:
        """The picture's state alone, which may change with each frame."""
        icon, word, kind = PICTURES[state]
        told = tr(word), tr(note)
        if told != self._picture_words:
            self._picture_words = told
            self._picture.show_state(icon, *told, kind)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        """Where room is short: no program's name, then no source's, then the word PRACTICE alone,
        for the picture says the rest too, then no more of an abnormal AI than its word, for the
        strip says all of it."""
        icon, word, note, kind = self._ai_told
        room = self.width() - 2 * MARGIN - self._use.sizeHint().width()
        room -= self._picture.width_of(*self._picture_words) + CHIPS_APART
        least = 0
        if not self._practice.isHidden():
            least = self._practice.width_of(tr(PRACTICE[0])) + CHIPS_APART
        if kind == "warn" and room < self._ai.width_of(word, note) + CHIPS_APART + least:
            note = ""
        self._ai.show_state(icon, word, note, kind)
        room -= self._ai.width_of(word, note) + CHIPS_APART
        if not self._practice.isHidden():
            practice = [tr(word) for word in PRACTICE]
            wide = self._practice.width_of(*practice)
            is_whole = wide + CHIPS_APART <= room
            self._practice.show_state("flask", *practice[: 1 + is_whole])
            room -= wide + CHIPS_APART
        room -= 2 * NAMES_APART + 1  # the source's own
        brand = _width(*self._brand, apart=NAMES_APART)
        has_brand = room - brand >= LEAST_NAME_PX
        has_source = room >= LEAST_NAME_PX
        name = self._source.fontMetrics().elidedText(
            self._source_name, Qt.TextElideMode.ElideMiddle, max(room - brand * has_brand, 0)
        )
        self._source.setText(name)
        for parts, on in ((self._brand, has_brand), (self._origin, has_source), ((self._use,), 1)):
            for part in parts:
                part.setVisible(self._has_names and bool(on))


def _width(*parts: QWidget, apart: int) -> int:
    """Of these side by side, and what keeps the next one away."""
    return sum(part.sizeHint().width() + apart for part in parts)
