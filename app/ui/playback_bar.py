"""Where a cine loop stands, and what the user asks of it. Shown in replay only."""

from PySide6.QtCore import QPoint, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
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
from app.ui.bindings import Bindings
from app.ui.language import noted, say, tr
from app.ui.parts import SEMIBOLD, words

TRANSPORT = (
    ("start", "skip-back", noted("To the start")),
    ("back", "caret-left", noted("One frame back")),
    ("freeze", "play", noted("Play")),
    ("on", "caret-right", noted("One frame on")),
    ("end", "skip-forward", noted("To the end")),
)
MARGIN, GAP = 24, 8


class PlaybackBar(QFrame):
    """Transport row above a slider over the whole loop."""

    triggered = Signal(str)
    seek_requested = Signal(float)  # seconds from the start

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self._is_playing: bool | None = None
        self._bindings = Bindings()
        self._time = words(size=24, weight=SEMIBOLD)
        self._duration = words(size=17, colour=theme.TEXT2)
        self._frame = words(size=16, colour=theme.TEXT2)
        self._buttons: dict[str, QPushButton] = {}
        self._speed = QPushButton("1×")
        self._speed.setFont(theme.font(17, SEMIBOLD))
        self._speed.setFixedSize(76, 42)
        say("Speed", self._speed, "accessibleName")
        self._speed.clicked.connect(lambda: self.triggered.emit("next_speed"))
        self._part = QPushButton("A-B")
        self._part.setFont(theme.font(17, SEMIBOLD))
        self._part.setFixedSize(76, 42)
        self._part.clicked.connect(lambda: self.triggered.emit("part"))
        self.slider = SeekSlider()
        say("Position in the loop", self.slider, "accessibleName")
        self.slider.valueChanged.connect(lambda value: self.seek_requested.emit(value / 1000))

        left = QHBoxLayout()
        left.setSpacing(GAP)
        for part in (self._time, self._duration):
            left.addWidget(part, 0, Qt.AlignmentFlag.AlignBaseline)
        left.addSpacing(12)
        left.addWidget(self._frame, 0, Qt.AlignmentFlag.AlignBaseline)
        left.addStretch(1)
        self._middle = middle = QHBoxLayout()
        middle.setSpacing(12)
        for name, icon, text in TRANSPORT:
            middle.addWidget(self._transport(name, icon, text))
        self._right = right = QHBoxLayout()
        right.setSpacing(12)
        right.addStretch(1)
        right.addWidget(self._part)
        right.addWidget(self._speed)
        row = QHBoxLayout()
        row.addLayout(left, 1)
        row.addLayout(middle)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 10, MARGIN, 4)
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
        self._show_frame(state.frame_index + 1, state.frame_count)
        self._speed.setText(f"{state.rate:g}×")
        if state.playing != self._is_playing:
            self._is_playing = state.playing
            button = self._buttons["freeze"]
            button.setIcon(theme.icon("pause" if state.playing else "play"))
            self._name(button, "freeze", noted("Pause") if state.playing else noted("Play"))
        self._show_part(state)
        if self.slider.isSliderDown():
            return
        with QSignalBlocker(self.slider):  # painting state must not sound like the user
            self.slider.setMaximum(round(state.duration_s * 1000))
            self.slider.setValue(round(state.position_s * 1000))

    def _show_frame(self, number: int, count: int) -> None:
        """Beside the time, where there is room; as wide as the last one, so that nothing moves."""
        text = tr("frame {number} of {count}")
        self._frame.setText(text.format(number=number, count=count))
        widest = self._frame.fontMetrics().horizontalAdvance(text.format(number=count, count=count))
        self._frame.setMinimumWidth(widest)
        others = (self._time, self._duration, self._middle, self._right)
        needs = widest + sum(part.sizeHint().width() for part in others) + 6 * GAP
        self._frame.setVisible(needs <= self.width() - 2 * MARGIN)

    def _show_part(self, state: PlaybackState) -> None:
        if state.part_s is None:
            word, asks = "A-B", noted("Loop a part: set its start")
        elif state.part_s[1] is None:
            word, asks = "A-…", noted("Loop a part: set its end")
        else:
            word, asks = "A-B ×", noted("Loop a part: clear it")
        self._part.setText(word)
        self._name(self._part, "part", asks)
        marks = () if state.part_s is None else tuple(t for t in state.part_s if t is not None)
        self.slider.show_marks(tuple(round(time_s * 1000) for time_s in marks))

    def show_bindings(self, bindings: Bindings) -> None:
        """Other keys do what the buttons do, or their words are of another language."""
        self._bindings = bindings
        for name, _, text in TRANSPORT:
            self._name(self._buttons[name], name, text)
        self._is_playing = None  # its name is given anew

    def _name(self, button: QPushButton, name: str, text: str) -> None:
        keys = self._bindings.keys(BY_ID[name])
        button.setAccessibleName(tr("{action}, key {key}").format(action=tr(text), key=keys[0]))

    def _transport(self, name: str, icon: str, text: str) -> QPushButton:
        button = QPushButton()
        size = 52 if name == "freeze" else 42
        button.setFixedSize(size, size)
        button.setIcon(theme.icon(icon))
        button.setIconSize(QSize(22, 22))
        self._name(button, name, text)
        button.clicked.connect(lambda: self.triggered.emit(name))
        self._buttons[name] = button
        return button


class SeekSlider(QSlider):
    """A slider that goes where it is clicked, and marks the part that is played over and over."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._marks: tuple[int, ...] = ()

    def show_marks(self, values: tuple[int, ...]) -> None:
        """None, the start, or start and end of the part."""
        if values != self._marks:
            self._marks = values
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        groove = self._groove()
        places = [
            groove.left()
            + QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), value, groove.width())
            for value in self._marks
        ]
        with QPainter(self) as painter:
            for place in places:
                painter.fillRect(place - 1, groove.top(), 3, groove.height(), QColor(theme.ACCENT))
            if len(places) == 2:
                painter.fillRect(
                    places[0], groove.bottom() - 2, places[1] - places[0], 3, QColor(theme.ACCENT)
                )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setValue(self._value_at(event.position().toPoint()))
        super().mousePressEvent(event)

    def _groove(self) -> QRect:
        """Where the middle of the handle can be."""
        half = self._handle().width() // 2
        return self.rect().adjusted(half, 0, -half, 0)

    def _handle(self) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )

    def _value_at(self, point: QPoint) -> int:
        groove = self._groove()
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), point.x() - groove.left(), groove.width()
        )


def clock(time_s: float) -> str:
    """00:17.43"""
    hundredths = round(time_s * 100)
    return f"{hundredths // 6000:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"
