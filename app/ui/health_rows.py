"""One row of Health: word, limit, value, the last minute, and "good" or what to do."""

from collections import deque

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui import theme
from app.ui.health_words import Reading, Row
from app.ui.language import say, tr
from app.ui.parts import SEMIBOLD, Elided, tint, words

TRACE_S = 60


class Measure(QWidget):
    """Keeps its height whatever it says."""

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.setFixedHeight(78)
        self.row = row
        self.trace = Trace()
        self._value = words(size=18, weight=SEMIBOLD)
        self._verdict = Elided()
        self._verdict.setFont(theme.font(14))
        limit = Elided()
        limit.setFont(theme.font(13))
        tint(limit, theme.TEXT3)
        say(row.limit, on=limit)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(words(row.name, 17), 0, 0)
        grid.addWidget(self._value, 0, 1, right)
        grid.addWidget(limit, 1, 0)
        grid.addWidget(self.trace, 1, 1, right)
        grid.addWidget(self._verdict, 2, 0, 1, 2)

    def show_reading(self, reading: Reading) -> None:
        self._value.setText(reading.value or tr("none"))
        is_bad = bool(reading.advice)
        tint(self._verdict, theme.WARN_TEXT if is_bad else theme.TEXT2)
        said = "" if reading.advice is None else tr(reading.advice) or tr("good")
        self._verdict.setText(said)
        self._verdict.setToolTip(said if is_bad else "")


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
            painter.setPen(QPen(theme.colour(theme.LINE2), 1))
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
