"""Panel tab "Practice": who steers the probe, how it is held, and which fetus lies how."""

from collections.abc import Callable
from math import degrees, radians
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.actions import BY_ID
from app.ui.language import ENGLISH, noted, say, term, tr
from app.ui.parts import SEMIBOLD, ActionButton, Chip, rule, scrolling, words
from app.ui.picture_panel import Segments
from app.ui.practice_map import PracticeMap
from app.video.practice import Held, PracticeSource, practice_url
from inference.anatomy import load_anatomy

if TYPE_CHECKING:
    from phantom.steering import ProbePose

PADDING = 16
VALUE_PX = 54
SETTLED_MS = 500  # after the last move of the age's slider
POSITIONS = (
    ("supine", noted("Back")),
    ("prone", noted("Front")),
    ("left", noted("Left")),
    ("right", noted("Right")),
)
ANGLES = ("turn", "tilt", "rock")
SIDES = (("left", noted("Left")), ("right", noted("Right")))
HINT = noted(
    "Drag slides, wheel rotates. With Shift: tilt, rock, press. The dot is the picture's left."
)
KEYS = noted(
    "Keys: Alt and arrows slide, with Shift they tilt and rock. "
    "Alt with comma and point rotates, with PgDn and PgUp presses and lifts, with + and - zooms."
)
LIFTED_BELOW, FIRM_FROM = 0.3, 0.7


class PracticePanel(QWidget):
    """Shows the probe of the practice phantom; says how it shall be held, and which fetus next."""

    steered = Signal(object)  # ProbePose
    let_go = Signal()
    source_requested = Signal(str)  # url

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: PracticeSource | None = None
        self._probe: ProbePose | None = None
        self._language = ENGLISH
        self._banner = Chip(size=15, height=34)
        self._who = words(size=17, weight=SEMIBOLD)
        self._note = words(size=15, colour=theme.TEXT2)
        self._run = ActionButton(BY_ID["probe_run"], size=16)
        self._run.show_words(noted("Run"), "play")
        self._run.show_icon(False)
        self._run.setFixedHeight(44)
        self._run.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.map = PracticeMap()
        self._dials = {
            "turn": Dial(noted("Rotate"), 180, "Alt+, Alt+."),
            "tilt": Dial(noted("Tilt"), 60, "Alt+Shift+Up, Alt+Shift+Down"),
            "rock": Dial(noted("Rock"), 40, "Alt+Shift+Left, Alt+Shift+Right"),
            "press": Dial(noted("Press"), 100, "Alt+PgDown, Alt+PgUp", lowest=0),
            "zoom": Dial(noted("Zoom"), 250, "Alt++ Alt+-", lowest=100),
        }
        self._keys = words(KEYS, 14, colour=theme.TEXT3)
        self._keys.setWordWrap(True)
        self._age = Slider(noted("Gestational age"))
        self._age_words = words(size=16, weight=SEMIBOLD)
        self._age_words.setMinimumWidth(VALUE_PX)
        self._age_words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._position = Segments(POSITIONS)
        self._head = Segments(SIDES)
        say("The fetus lies on its", self._position, "accessibleName")
        say("The head is at the", self._head, "accessibleName")
        self._next = QPushButton()
        say("New fetus", self._next)
        self._next.setFont(theme.font(16))
        self._next.setMinimumHeight(40)
        self._next.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._settling = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._lay_out()
        self._connect()
        self.show_language(ENGLISH)

    def show_source(self, source: PracticeSource) -> None:
        """The fetus of this source from now on."""
        self._source = source
        self.map.show_figure(source.figure)
        settings = source.settings
        with QSignalBlocker(self._age):
            self._age.setRange(*source.ages)
            self._age.setValue(settings.age_days)
        self._show_age(settings.age_days)
        self._position.show_choice(settings.position)
        self._head.show_choice(settings.head)
        self.show_held(source.probe.now())

    def show_held(self, held: Held) -> None:
        """Where the probe is now, and by whose hand."""
        probe, is_steered = held.probe, held.resumes_in_s is not None
        self._probe = probe
        self.map.show_probe(probe, is_steered)
        if held.resumes_in_s is None:
            self._who.setText(tr("Examination by itself"))
            self._note.setText(tr("{view}. Drag to steer.").format(view=self._name_of(held.view)))
        else:
            self._who.setText(tr("You steer"))
            self._note.setText(tr("Runs by itself in {time:.0f} s").format(time=held.resumes_in_s))
        self._run.setEnabled(is_steered)
        self._run.setAccessibleDescription("" if is_steered else tr("It runs already."))
        for name in ANGLES:
            value = round(degrees(getattr(probe, name)))
            self._dials[name].show_value(value, f"{value}°")
        self._dials["press"].show_value(round(100 * probe.press), _press_words(probe.press))
        self._dials["zoom"].show_value(round(100 * probe.zoom), f"{probe.zoom:.1f}×")

    def show_language(self, language: str) -> None:
        """What is not put by `say`; the probe's words come with the next look at it."""
        self._language = language
        self._banner.show_state("flask", tr("Practice phantom"), tr("not a patient"))
        self._run.show_words(noted("Run"), "play")

    def _name_of(self, view_id: str) -> str:
        return term(load_anatomy().view(view_id).names, self._language)

    def set_compact(self, compact: bool) -> None:
        self.map.setFixedHeight(224 if compact else 360)
        self._keys.setVisible(not compact)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(PADDING, 12, PADDING, 12)
        column.setSpacing(6)
        hint = words(HINT, 14, colour=theme.TEXT3)
        hint.setWordWrap(True)
        column.addWidget(self._banner)
        column.addLayout(self._state_row())
        for part in (self.map, hint, self._keys):
            column.addWidget(part)
        column.addLayout(self._dial_rows())
        column.addWidget(rule())
        column.addLayout(self._fetus_rows())
        column.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(body))
        self.set_compact(False)

    def _state_row(self) -> QHBoxLayout:
        """Who steers, and the button that lets the examination run."""
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self._who)
        who.addWidget(self._note)
        row = QHBoxLayout()
        row.addLayout(who, 1)
        row.addWidget(self._run)
        return row

    def _dial_rows(self) -> QGridLayout:
        """How the probe is held."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for row, dial in enumerate(self._dials.values()):
            for place, part in enumerate((dial.name, dial.slider, dial.value)):
                grid.addWidget(part, row, place)
        return grid

    def _fetus_rows(self) -> QGridLayout:
        """Which fetus, and how it lies."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        age = QHBoxLayout()
        age.setSpacing(10)
        age.addWidget(self._age, 1)
        age.addWidget(self._age_words)
        for row, name in enumerate((noted("GA"), noted("On its"), noted("Head"))):
            grid.addWidget(words(name, 16, colour=theme.TEXT2), row, 0)
        grid.addLayout(age, 0, 1, 1, 2)
        grid.addWidget(self._position, 1, 1, 1, 2)
        grid.addWidget(self._head, 2, 1)
        grid.addWidget(self._next, 2, 2)
        return grid

    def _connect(self) -> None:
        self._run.clicked.connect(self.let_go)
        self.map.steered.connect(self.steered)
        for name, dial in self._dials.items():
            dial.slider.valueChanged.connect(self._dialled(name))
        self._age.valueChanged.connect(self._show_age)
        self._age.valueChanged.connect(lambda _: self._settling.start())
        self._settling.timeout.connect(lambda: self._ask_for(age_days=self._age.value()))
        self._position.chosen.connect(lambda position: self._ask_for(position=position))
        self._head.chosen.connect(lambda head: self._ask_for(head=head))
        self._next.clicked.connect(lambda: self._ask_for(further=1))

    def _dialled(self, name: str) -> Callable[[int], None]:
        """What a dial says is where the probe shall be."""

        def dialled(value: int) -> None:
            if self._probe is None:
                return
            wanted = radians(value) if name in ANGLES else value / 100
            self.steered.emit(self._probe.moved(**{name: wanted - getattr(self._probe, name)}))

        return dialled

    def _ask_for(
        self, age_days: int = 0, position: str = "", head: str = "", further: int = 0
    ) -> None:
        """Another fetus, or the same lying otherwise; what is not said stays."""
        if self._source is None:
            return
        now = self._source.settings
        url = practice_url(
            age_days or self._age.value(),
            position or now.position,
            head or now.head,
            now.seed + further,
        )
        self.source_requested.emit(url)

    def _show_age(self, age_days: int) -> None:
        self._age_words.setText(f"{age_days // 7}+{age_days % 7}")


class Slider(QSlider):
    """A slider that the wheel scrolls past."""

    def __init__(self, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        say(name, self, "accessibleName")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Dial:
    """One row: what is turned, the slider, and its value in words."""

    def __init__(self, name: str, most: int, keys: str, lowest: int | None = None) -> None:
        self.name = words(name, 16, colour=theme.TEXT2)
        self.slider = Slider(name)
        self.slider.setToolTip(keys)
        self.slider.setRange(-most if lowest is None else lowest, most)
        self.value = words(size=16, weight=SEMIBOLD)
        self.value.setMinimumWidth(VALUE_PX)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_value(self, value: int, text: str) -> None:
        self.value.setText(text)
        if not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                self.slider.setValue(value)


def _press_words(press: float) -> str:
    if press < LIFTED_BELOW:
        return tr("lifted")
    return tr("firm") if press >= FIRM_FROM else tr("resting")
