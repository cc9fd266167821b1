"""Where a cine loop stands, and what the user asks of it. Shown in replay only."""

from PySide6.QtCore import QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QVBoxLayout,
    QWidget,
)

from app.live import PlaybackState
from app.ui import theme
from app.ui.actions import BY_ID
from app.ui.parts import SEMIBOLD, words

TRANSPORT = (
    ("start", "skip-back", "To the start"),
    ("back", "caret-left", "One frame back"),
    ("freeze", "play", "Play"),
    ("on", "caret-right", "One frame on"),
    ("end", "skip-forward", "To the end"),
)


class PlaybackBar(QFrame):
    """Transport row above a slider over the whole loop."""

    triggered = Signal(str)
    seek_requested = Signal(float)  # seconds from the start

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self._is_playing: bool | None = None
        self._time = words("00:00.00", 24, SEMIBOLD)
        self._duration = words("/ 00:00.00", 17, colour=theme.TEXT2)
        self._frame = words("", 16, colour=theme.TEXT2)
        self._buttons: dict[str, QPushButton] = {}
        self._speed = QPushButton("1×")
        self._speed.setFont(theme.font(17, SEMIBOLD))
        self._speed.setFixedSize(76, 42)
        self._speed.setAccessibleName("Speed, keys comma and point")
        self._speed.clicked.connect(lambda: self.triggered.emit("next_speed"))
        self.slider = SeekSlider()
        self.slider.setAccessibleName("Position in the loop")
        self.slider.valueChanged.connect(lambda value: self.seek_requested.emit(value / 1000))

        left = QHBoxLayout()
        left.setSpacing(8)
        for part in (self._time, self._duration):
            left.addWidget(part, 0, Qt.AlignmentFlag.AlignBaseline)
        left.addSpacing(12)
        left.addWidget(self._frame, 0, Qt.AlignmentFlag.AlignBaseline)
        left.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        for name, icon, text in TRANSPORT:
            middle.addWidget(self._transport(name, icon, text))
        right = QHBoxLayout()
        right.addStretch(1)
        right.addWidget(self._speed)
        row = QHBoxLayout()
        row.addLayout(left, 1)
        row.addLayout(middle)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 24, 4)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.slider)

    def set_compact(self, compact: bool) -> None:
        self._time.setFont(theme.font(21 if compact else 24, SEMIBOLD))
        self._duration.setFont(theme.font(15 if compact else 17))
        self._frame.setFont(theme.font(15 if compact else 16))

    def show_state(self, state: PlaybackState) -> None:
        self._time.setText(clock(state.position_s))
        self._duration.setText(f"/ {clock(state.duration_s)}")
        self._frame.setText(f"frame {state.frame_index + 1} of {state.frame_count}")
        self._speed.setText(f"{state.rate:g}×")
        if state.playing != self._is_playing:
            self._is_playing = state.playing
            button = self._buttons["freeze"]
            button.setIcon(theme.icon("pause" if state.playing else "play"))
            button.setAccessibleName("Pause, key Space" if state.playing else "Play, key Space")
        if self.slider.isSliderDown():
            return
        with QSignalBlocker(self.slider):  # painting state must not sound like the user
            self.slider.setMaximum(round(state.duration_s * 1000))
            self.slider.setValue(round(state.position_s * 1000))

    def _transport(self, name: str, icon: str, text: str) -> QPushButton:
        button = QPushButton()
        size = 52 if name == "freeze" else 42
        button.setFixedSize(size, size)
        button.setIcon(theme.icon(icon))
        button.setIconSize(QSize(22, 22))
        button.setAccessibleName(f"{text}, key {BY_ID[name].cap}")
        button.clicked.connect(lambda: self.triggered.emit(name))
        self._buttons[name] = button
        return button


class SeekSlider(QSlider):
    """A slider that goes where it is clicked."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setValue(self._value_at(event.position().toPoint()))
        super().mousePressEvent(event)

    def _value_at(self, point: QPoint) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        span = self.width() - handle.width()
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), point.x() - handle.width() // 2, span
        )


def clock(time_s: float) -> str:
    """00:17.43"""
    hundredths = round(time_s * 100)
    return f"{hundredths // 6000:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"
