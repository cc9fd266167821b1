"""Where a cine loop stands, and what the user asks of it: in replay, and while live is frozen."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.live import PlaybackState
from app.ui import theme
from app.ui.actions import BY_ID
from app.ui.bindings import Bindings
from app.ui.language import noted, say, tr
from app.ui.looking_back import back_words
from app.ui.parts import SEMIBOLD, words
from app.ui.timeline import Timeline

TRANSPORT = (
    ("start", "skip-back", noted("To the start")),
    ("back", "caret-left", noted("One frame back")),
    ("freeze", "play", noted("Play")),
    ("on", "caret-right", noted("One frame on")),
    ("end", "skip-forward", noted("To the end")),
)
MARGIN, GAP = 24, 8
ROWS, COMPACT_ROWS = 8, 4  # of structures that have room on the timeline
FROZEN_ROWS, COMPACT_FROZEN_ROWS = 4, 2  # beside a scan the picture needs the room
LOW_ROWS = 1  # in a window that is hardly higher than its bars


@dataclass(frozen=True, slots=True)
class LookedBack:
    """Where a frozen live picture stands in the last minute.

    at_s         of the frame on the screen, on the buffer's clock; None: it has left the buffer
    back_s       how long before the newest frame it came; None as above
    length_s     of the buffer
    is_analysed  masks of the frame on the screen are known
    """

    at_s: float | None
    back_s: float | None
    length_s: float
    is_analysed: bool


class PlaybackBar(QFrame):
    """Transport row above the timeline of the whole loop, or of the last minute."""

    triggered = Signal(str)
    seek_requested = Signal(float)  # seconds on the timeline
    step_requested = Signal(int)  # frames

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self._playing: tuple[bool, str] | None = None
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
        self._compact = self._is_live = self._is_low = False
        self.timeline = Timeline()
        self.timeline.seek_requested.connect(self.seek_requested)
        self.timeline.step_requested.connect(self.step_requested)

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
        column.setContentsMargins(MARGIN, 8, MARGIN, 6)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.timeline)

    def set_compact(self, compact: bool) -> None:
        self._time.setFont(theme.font(21 if compact else 24, SEMIBOLD))
        self._duration.setFont(theme.font(15 if compact else 17))
        self._frame.setFont(theme.font(15 if compact else 16))
        for part in (self._middle, self._right):
            part.setSpacing(6 if compact else 12)
        self._compact = compact
        self._show_rows()

    def set_low(self, low: bool) -> None:
        """The window has little height."""
        self._is_low = low
        self._show_rows()

    def show_live(self, on: bool) -> None:
        """The last minute of a live picture, not a loop: it has no speed and no part."""
        self._is_live = on
        self._speed.setVisible(not on)
        self._part.setVisible(not on)
        self._show_rows()

    def _show_rows(self) -> None:
        rows = (ROWS, COMPACT_ROWS, FROZEN_ROWS, COMPACT_FROZEN_ROWS)
        room = LOW_ROWS if self._is_low else rows[2 * self._is_live + self._compact]
        self.timeline.show_rows(room, self._compact)

    def show_back(self, back: LookedBack) -> None:
        """How far back the frame on the screen is, and whether its masks are known."""
        self._time.setText(tr("earlier") if back.back_s is None else back_words(back.back_s))
        if back.at_s is not None:
            self.timeline.show_position(back.at_s)
        self._duration.setText(tr("of the last {time:.0f} s").format(time=back.length_s))
        self._frame.setText("" if back.is_analysed else tr("not analysed"))
        self._frame.setMinimumWidth(0)
        self._frame.setVisible(True)
        self._show_playing(False, noted("Go on"))

    def show_state(self, state: PlaybackState) -> None:
        self._time.setText(clock(state.position_s))
        self._duration.setText(f"/ {clock(state.duration_s)}")
        self._show_frame(state.frame_index + 1, state.frame_count)
        self._speed.setText(f"{state.rate:g}×")
        self._show_playing(state.playing, noted("Pause") if state.playing else noted("Play"))
        self._show_part(state)
        self.timeline.show_position(state.position_s)

    def _show_playing(self, playing: bool, word: str) -> None:
        if (playing, word) != self._playing:
            self._playing = playing, word
            button = self._buttons["freeze"]
            button.setIcon(theme.icon("pause" if playing else "play"))
            self._name(button, "freeze", word)

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

    def show_bindings(self, bindings: Bindings) -> None:
        """Other keys do what the buttons do, or their words are of another language."""
        self._bindings = bindings
        for name, _, text in TRANSPORT:
            self._name(self._buttons[name], name, text)
        self._playing = None  # its name is given anew

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


def clock(time_s: float) -> str:
    """00:17.43"""
    hundredths = round(time_s * 100)
    return f"{hundredths // 6000:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"
