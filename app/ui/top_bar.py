"""The bar at the top: mark, source, research use; at the right how picture and AI are doing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.ui import theme
from app.ui.parts import SEMIBOLD, Chip, Icon, rule, words
from app.ui.status import AiState, PictureState, Status

PICTURES = {
    PictureState.NONE: ("circle-dashed", "NO PICTURE", "plain"),
    PictureState.LIVE: ("circle-fill", "LIVE", "plain"),
    PictureState.FROZEN: ("snowflake", "FROZEN", "plain"),
    PictureState.REPLAY: ("film-strip", "REPLAY", "plain"),
    PictureState.NO_SIGNAL: ("video-camera-slash", "NO SIGNAL", "alert"),
}
AIS = {
    AiState.OFF: ("prohibit", "AI off", "plain"),
    AiState.STARTING: ("dots-three", "AI starting", "plain"),
    AiState.ON: ("cpu", "AI on", "plain"),
    AiState.LATE: ("timer", "AI late", "warn"),
    AiState.PAUSED: ("pause", "AI paused", "warn"),
}
CHIPS_AND_WORDS_PX = 960  # what the source's name must leave
RESEARCH_USE = "Research use, not for diagnosis"


class TopBar(QFrame):
    """Shows a Status."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        mark = Icon(22)
        mark.show_icon("corners-out")
        self._source = words(size=16, colour=theme.TEXT2)
        self._practice, self._picture, self._ai = Chip(), Chip(), Chip()
        self._practice.show_state("flask", "PRACTICE", "not a patient")
        left = [
            mark,
            words("Fetalens", 18, SEMIBOLD),
            rule(vertical=True),
            self._source,
            rule(vertical=True),
            words(RESEARCH_USE, 16, colour=theme.TEXT3),
        ]
        self._left = QWidget()
        names = QHBoxLayout(self._left)
        names.setContentsMargins(0, 0, 0, 0)
        for part in left:
            names.addWidget(part)
        names.setSpacing(14)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(10)
        row.addWidget(self._left)
        row.addStretch(1)
        row.addWidget(self._practice)
        row.addWidget(self._picture)
        row.addWidget(self._ai)
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        self.setFixedHeight(48 if compact else 56)
        for chip in (self._practice, self._picture, self._ai):
            chip.setFixedHeight(34 if compact else 40)

    def show_names(self, on: bool) -> None:
        """Full screen keeps only the states."""
        self._left.setVisible(on)

    def show_status(self, status: Status) -> None:
        room = max(self.width() - CHIPS_AND_WORDS_PX, 120)
        text = self._source.fontMetrics().elidedText(
            status.source or "No source", Qt.TextElideMode.ElideMiddle, room
        )
        self._source.setText(text)
        self._practice.setVisible(status.is_practice)
        icon, word, kind = PICTURES[status.picture]
        self._picture.show_state(icon, word, status.picture_note, kind)
        icon, word, kind = AIS[status.ai]
        self._ai.show_state(icon, word, status.ai_note, kind)
