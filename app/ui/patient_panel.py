"""What the patient sees, small, at the foot of the operator's panel; and the choice of it."""

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.ui import theme
from app.ui.actions import BY_ID
from app.ui.language import noted, tr
from app.ui.parts import SEMIBOLD, key_cap, rule, words
from app.ui.patient_scene import Scene
from app.ui.patient_view import PatientView
from app.ui.picture_panel import Segments

PADDING = 24
COPY_PX, SHORT_PX = (144, 81), (96, 54)


class Sends(Enum):
    """What the patient's window shows."""

    LIVE = "live"
    PICTURE = "picture"
    BLACK = "black"


WORDS = {
    Sends.LIVE: noted("sees the live picture"),
    Sends.PICTURE: noted("sees a chosen picture"),
    Sends.BLACK: noted("sees nothing"),
}


class PatientPanel(QFrame):
    """Stands there as long as the patient's window is open."""

    asked = Signal(object)  # Sends

    def __init__(self) -> None:
        super().__init__()
        self.copy = PatientView()
        self.copy.setFixedSize(*COPY_PX)
        self._says = words(size=15, colour=theme.TEXT2)
        self._says.setWordWrap(True)
        self.choice = Segments(
            [
                (Sends.LIVE, noted("Live")),
                (Sends.PICTURE, noted("Picture")),
                (Sends.BLACK, noted("Black")),
            ]
        )
        self.choice.chosen.connect(self.asked)
        beside = QVBoxLayout()
        beside.setSpacing(4)
        title = QHBoxLayout()
        title.addWidget(words("Patient", 16, SEMIBOLD))
        title.addStretch(1)
        title.addWidget(key_cap(BY_ID["patient_window"]))
        beside.addLayout(title)
        beside.addWidget(self._says)
        beside.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.copy)
        top.addLayout(beside, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(PADDING, 12, PADDING, 12)
        inner.setSpacing(10)
        inner.addLayout(top)
        inner.addWidget(self.choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        column.addLayout(inner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def set_short(self, short: bool) -> None:
        """Where there is little room the keys must do to choose."""
        self.copy.setFixedSize(*(SHORT_PX if short else COPY_PX))
        self.choice.setVisible(not short)

    def show_sent(self, sends: Sends, scene: Scene | None) -> None:
        """What is chosen, and what that shows now: nothing where there is no picture."""
        self.copy.show_scene(scene)
        self.choice.show_choice(sends)
        is_dark = scene is None and sends is not Sends.BLACK
        self._says.setText(tr(noted("sees nothing: no picture") if is_dark else WORDS[sends]))
