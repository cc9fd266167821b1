"""Panel tab "Health": how well the program keeps up, and what it runs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.health_rows import Measure
from app.ui.health_words import ROWS
from app.ui.language import noted, say, tr
from app.ui.parts import SEMIBOLD, rule, scrolling, words
from app.ui.status import Status
from inference.analyzer import ModelInfo
from inference.rules import UNCALIBRATED

HASH_SHOWN = 12
MODES = {"synchronised": noted("synchronised"), "low latency": noted("low latency")}


class HealthPanel(QWidget):
    """Rows of word, limit, value, one minute's trace and verdict; below, what runs."""

    check_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = Status()  # a second ago: drops are judged by the second
        self._measures = [Measure(row) for row in ROWS]
        self._facts = {
            name: words(size=16)
            for name in (
                *(noted("Engine"), noted("Precision"), noted("Model"), noted("Hash")),
                *(noted("Scores"), noted("Signal"), noted("Picture"), noted("Overlay")),
            )
        }
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 12, 24, 16)
        column.setSpacing(4)
        column.addWidget(self._check_button())
        column.addSpacing(8)
        column.addWidget(words("Keeping up", 16, SEMIBOLD, theme.TEXT2))
        for measure in self._measures:
            column.addWidget(measure)
        column.addSpacing(8)
        column.addWidget(rule())
        column.addSpacing(8)
        column.addWidget(words("What runs", 16, SEMIBOLD, theme.TEXT2))
        column.addLayout(self._fact_rows())
        column.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(body))
        self.show_model(None)
        self.show_status(Status())

    def show_status(self, status: Status) -> None:
        for measure in self._measures:
            measure.show_reading(measure.row.read(status, self._before))
        size = status.picture_size
        self._facts["Picture"].setText(f"{size[1]} × {size[0]}" if size else tr("none yet"))
        self._facts["Overlay"].setText(tr(MODES[status.mode]) if status.mode else "")
        self._facts["Signal"].setText(status.source or tr("none yet"))

    def add_to_traces(self, status: Status) -> None:
        """Once a second."""
        for measure in self._measures:
            measure.trace.add(measure.row.read(status, self._before).number)
        self._before = status

    def show_model(self, model: ModelInfo | None) -> None:
        """None: no model is loaded."""
        for name, value in (
            ("Engine", model.engine if model else tr("none yet")),
            ("Precision", model.precision if model else tr("none yet")),
            ("Model", model.name if model else tr("none yet")),
            ("Hash", model.hash[:HASH_SHOWN] if model else tr("none yet")),
            ("Scores", _scores(model) if model else tr("none yet")),
        ):
            self._facts[name].setText(value)

    def _check_button(self) -> QPushButton:
        button = QPushButton()
        say("Check this room", on=button)
        button.setFont(theme.font(16))
        button.setMinimumHeight(44)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.check_asked)
        return button

    def _fact_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._facts.items()):
            grid.addWidget(words(name, 16, colour=theme.TEXT2), row, 0, Qt.AlignmentFlag.AlignTop)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, row, 1)
        return grid


def _scores(model: ModelInfo) -> str:
    """Whether they can be read as probabilities."""
    if model.temperature == UNCALIBRATED:
        return tr("no temperature, no probabilities")
    return tr("temperature {temperature:.2f}").format(temperature=model.temperature)
