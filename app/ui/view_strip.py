"""The strip above the picture: which view, for how long, because of what; or what is wrong."""

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.exam import NO_VIEW, Override
from app.quality import Quality
from app.ui import theme
from app.ui.criteria_line import CriteriaLine
from app.ui.language import say, term, tr
from app.ui.parts import Chip, tint, words
from inference.anatomy import load_anatomy
from inference.types import ViewPrediction

BAR_PX = 6
MARGIN, GAP = 24, 12
LEAST_HELD_S = 0.1  # a single frame holds nothing
NOTE_MS = 4000


class ViewStrip(QFrame):
    """Shows a view prediction, one abnormal state, and one message that stays until closed."""

    message_closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        say("View", on=self, part="accessibleName")
        self._bar = QFrame()
        self._bar.setFixedWidth(BAR_PX)
        self._bar_colour = ""
        self._name = words(size=38, weight=QFont.Weight.Bold)
        self._held = words(size=18, colour=theme.TEXT2)
        self._because = words(size=18, colour=theme.TEXT2)
        self._criteria = CriteriaLine()
        self._state = Chip(size=24, height=48)
        self._message = words(size=18)
        self._message.setWordWrap(True)
        self._message.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = QPushButton()
        self._close.setIcon(theme.icon("x", theme.TEXT2))
        self._close.setProperty("role", "quiet")
        self._close.setFixedSize(40, 40)
        say("Close the message, key Esc", on=self._close, part="accessibleName")
        self._close.clicked.connect(self.message_closed)

        first = QHBoxLayout()
        first.setSpacing(18)
        first.addWidget(self._name)
        first.addWidget(self._held, 0, Qt.AlignmentFlag.AlignBottom)
        first.addStretch(1)
        self._held.setContentsMargins(0, 0, 0, 5)
        self._text = text = QVBoxLayout()
        text.setContentsMargins(MARGIN - BAR_PX - GAP, 0, 0, 0)
        text.setSpacing(0)
        text.addStretch(1)
        text.addLayout(first)
        text.addWidget(self._because)
        text.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, MARGIN, 0)
        row.setSpacing(GAP)
        row.addWidget(self._bar)
        row.addLayout(text)
        row.addStretch(1)
        row.addWidget(self._message, 100)
        row.addWidget(self._close)
        row.addWidget(self._criteria)
        row.addWidget(self._state)
        self._state.hide()
        self._told = ("", "", "", "plain")  # icon, word, note and kind of the state
        self._note = QTimer(self, singleShot=True, interval=NOTE_MS)
        self._note.timeout.connect(lambda: self.show_message(""))
        self._sizes: tuple[int, ...] = ()
        self.set_compact(False)
        self.show_message("")
        self.show_no_view(tr("No picture"), "")

    def set_compact(self, compact: bool) -> None:
        self.setFixedHeight(64 if compact else 88)
        size = 30 if compact else 38
        self._name.setFont(theme.font(size, QFont.Weight.Bold))
        self._name.setFixedHeight(round(size * 1.15))  # the line height of CJK fonts is larger
        self._because.setFont(theme.font(14 if compact else 18))
        self._held.setFont(theme.font(15 if compact else 18))
        self._held.setContentsMargins(0, 0, 0, 4 if compact else 6)
        self._sizes = (16, 14) if compact else (18, 16, 14)
        self._criteria.set_compact(compact)
        self._fit()

    def show_view(self, view: ViewPrediction, held_s: float, language: str) -> None:
        """A view of an analysis that is on the screen; no view is a calm result like any other."""
        if view.view is None:
            self.show_no_view(term(load_anatomy().no_view_names, language), "")
            return
        held = tr("held {time:.1f} s").format(time=held_s) if held_s >= LEAST_HELD_S else ""
        self._paint_name(term(view.view.names, language), True, held)
        names = [term(structure.names, language) for structure in view.because]
        reasons = ", ".join(name[0].lower() + name[1:] for name in names)
        self._because.setText(tr("from {structures}").format(structures=reasons))
        self._because.setVisible(bool(reasons))

    def show_override(self, override: Override, model: str, language: str) -> None:
        """The view that the operator set, and below it what the model says now."""
        self._paint_name(_view_name(override.operator, language), True, tr("set by you"))
        self._because.setText(tr("model: {view}").format(view=_view_name(model, language)))
        self._because.show()

    def show_quality(self, quality: Quality | None, language: str) -> None:
        """Which criteria of the view hold. None: there is nothing to judge."""
        self._criteria.show_quality(quality, language)
        self._fit()

    def show_no_view(self, title: str, why: str) -> None:
        self._paint_name(title, False, "")
        self._because.setText(why)
        self._because.setVisible(bool(why))

    def show_state(self, icon: str, word: str, note: str, kind: str) -> None:
        """An abnormal state, large. No word: all is as it should be."""
        self._told = icon, word, note, kind
        self._fit()

    def show_message(self, sentence: str) -> None:
        """One sentence that stays until solved or closed. Empty: none."""
        self._note.stop()
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
        self._close.setVisible(bool(sentence))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def show_note(self, sentence: str) -> None:
        """Something went well: the sentence leaves by itself, and covers none that stays."""
        if not self.message or self._note.isActive():
            self.show_message(sentence)
            self._note.start()

    @property
    def message(self) -> str:
        return self._message.text()

    @property
    def title(self) -> str:
        return self._name.text()

    @property
    def state(self) -> str:
        """The abnormal state in words; empty while all is as it should be."""
        return " ".join(self._told[1:3]).strip()

    def _fit(self) -> None:
        """Criteria give way to a sentence or a state. Where room is short a sentence gets smaller
        letters; then the state keeps its word only, then it stands back until the sentence is
        closed."""
        icon, word, note, kind = self._told
        room = self.width() - BAR_PX - self._text.sizeHint().width() - 3 * GAP - MARGIN
        self._criteria.show_within(0 if word or self.message else room)
        tries = [
            (state, size) for state in ((word, note), (word, ""), ("", "")) for size in self._sizes
        ]
        (word, note), size = next((t for t in tries if self._has_room(*t)), tries[-1])
        self._message.setFont(theme.font(size))
        self._state.setVisible(bool(word))
        if word:
            self._state.show_state(icon, word, note, kind)

    def _has_room(self, state: tuple[str, str], size: int) -> bool:
        """Whether view, this state and the message, in letters of this size, can be read whole."""
        room = self.width() - BAR_PX - self._text.sizeHint().width() - self._close.width()
        room -= 4 * GAP + MARGIN
        if state[0]:
            room -= GAP + self._state.width_of(*state)
        box = QFontMetrics(theme.font(size)).boundingRect(
            QRect(0, 0, room, 0), Qt.TextFlag.TextWordWrap, self.message
        )
        return box.height() <= self.height() and box.width() <= room

    def _paint_name(self, text: str, is_view: bool, held: str) -> None:
        self._name.setText(text)
        tint(self._name, theme.TEXT if is_view else theme.TEXT2)
        self._held.setText(held)
        colour = theme.TEXT if is_view else theme.OFF if text else theme.WINDOW
        if colour != self._bar_colour:
            self._bar_colour = colour
            self._bar.setStyleSheet(f"background: {colour};")


def _view_name(view_id: str, language: str) -> str:
    anatomy = load_anatomy()
    names = anatomy.no_view_names if view_id == NO_VIEW else anatomy.view(view_id).names
    return term(names, language)
