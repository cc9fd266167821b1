"""Panel tab "Health": how well the program keeps up, and what it runs."""

from collections import deque

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.language import noted, tr
from app.ui.parts import SEMIBOLD, rule, scrolling, words
from app.ui.status import Status
from inference.analyzer import ModelInfo

HASH_SHOWN = 12
TRACE_S = 60
MODES = {"synchronised": noted("synchronised"), "low latency": noted("low latency")}


class HealthPanel(QWidget):
    """Rows of word, limit, one minute's trace and value; below, what runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._capture = Measure(noted("Capture"), noted("frames a second in"))
        self._display = Measure(noted("Display"), noted("frames a second shown"))
        self._analysis = Measure(noted("Analysis"), noted("frames a second analysed"))
        self._age = Measure(noted("Overlay age"), noted("good to 60 ms, gone at 150"))
        self._time = Measure(noted("Analysis time"), noted("per frame"))
        self._skipped = Measure(noted("Not analysed"), noted("newer frame came first"))
        self._missed = Measure(noted("Not shown"), noted("newer frame came first"))
        self._facts = {
            name: words(size=16)
            for name in (
                *(noted("Engine"), noted("Precision"), noted("Model"), noted("Hash")),
                *(noted("Picture"), noted("Overlay")),
            )
        }
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 12, 24, 16)
        column.setSpacing(4)
        column.addWidget(words("Keeping up", 16, SEMIBOLD, theme.TEXT2))
        for measure in self._measures():
            column.addWidget(measure)
        column.addSpacing(8)
        column.addWidget(rule())
        column.addSpacing(8)
        column.addWidget(words("What runs", 16, SEMIBOLD, theme.TEXT2))
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._facts.items()):
            grid.addWidget(words(name, 16, colour=theme.TEXT2), row, 0, Qt.AlignmentFlag.AlignTop)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, row, 1)
        column.addLayout(grid)
        column.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(body))
        self.show_model(None)

    def show_status(self, status: Status) -> None:
        self._capture.show_value(f"{status.capture_hz:.0f}/s")
        self._display.show_value(f"{status.display_hz:.0f}/s")
        self._analysis.show_value(f"{status.analysis_hz:.0f}/s")
        self._age.show_value(_ms(status.age_ms))
        self._time.show_value(_ms(status.analysis_ms))
        self._skipped.show_value(str(status.dropped_analysis))
        self._missed.show_value(str(status.dropped_display))
        size = status.picture_size
        self._facts["Picture"].setText(f"{size[1]} × {size[0]}" if size else tr("none yet"))
        self._facts["Overlay"].setText(tr(MODES[status.mode]) if status.mode else "")

    def add_to_traces(self, status: Status) -> None:
        """Once a second."""
        for measure, value in zip(
            self._measures(),
            (
                status.capture_hz,
                status.display_hz,
                status.analysis_hz,
                status.age_ms or 0.0,
                status.analysis_ms or 0.0,
                float(status.dropped_analysis),
                float(status.dropped_display),
            ),
            strict=True,
        ):
            measure.trace.add(value)

    def show_model(self, model: ModelInfo | None) -> None:
        """None: no model is loaded."""
        for name, value in (
            ("Engine", model.engine if model else tr("none yet")),
            ("Precision", model.precision if model else tr("none yet")),
            ("Model", model.name if model else tr("none yet")),
            ("Hash", model.hash[:HASH_SHOWN] if model else tr("none yet")),
        ):
            self._facts[name].setText(value)

    def _measures(self) -> tuple["Measure", ...]:
        return (
            self._capture,
            self._display,
            self._analysis,
            self._age,
            self._time,
            self._skipped,
            self._missed,
        )


class Measure(QWidget):
    """One row: what, and its limit; the last minute; how much."""

    def __init__(self, name: str, limit: str) -> None:
        super().__init__()
        self.setFixedHeight(52)
        self.trace = Trace()
        self._value = words(size=18, weight=SEMIBOLD)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._value.setFixedHeight(24)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(words(name, 17))
        text.addWidget(words(limit, 13, colour=theme.TEXT3))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        figures = QVBoxLayout()
        figures.setSpacing(2)
        figures.addWidget(self._value)
        figures.addWidget(self.trace)
        row.addLayout(text, 1)
        row.addLayout(figures)

    def show_value(self, text: str) -> None:
        self._value.setText(text)


class Trace(QWidget):
    """The last minute of one figure, from zero to its own maximum."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(84, 16)
        self._values: deque[float] = deque(maxlen=TRACE_S)

    def add(self, value: float) -> None:
        self._values.append(value)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(QPen(QColor(theme.LINE2), 1))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
            top = max(self._values, default=0.0)
            if len(self._values) < 2 or top <= 0:
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            step = self.width() / (TRACE_S - 1)
            left = self.width() - step * (len(self._values) - 1)
            painter.setPen(QPen(QColor(theme.TEXT2), 1.5))
            painter.drawPolyline(
                [
                    QPointF(left + i * step, self.height() - 2 - v / top * (self.height() - 4))
                    for i, v in enumerate(self._values)
                ]
            )


def _ms(value: float | None) -> str:
    return tr("none") if value is None else f"{value:.0f} ms"
