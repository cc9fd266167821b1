"""The tray of kept pictures in the side panel: one of them large, all others to go to."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.candidates import Candidate
from app.ui import theme
from app.ui.actions import BY_ID
from app.ui.language import noted, say, tr
from app.ui.overlay import image_of, paint_overlay
from app.ui.overlay_style import OverlayStyle
from app.ui.parts import SEMIBOLD, ActionButton, words
from app.ui.side_page import SidePage
from app.ui.thumbnails import NEWEST, Thumbnails, caption

PICTURE_PX = 230
ACTIONS = ("confirm", "discard", "undo")


class Tray(SidePage):
    """Shows candidates and the chosen one; says what the operator says of it."""

    chosen = Signal(int)  # the candidate's number
    action_asked = Signal(str)  # the id of an action

    def __init__(self) -> None:
        super().__init__(noted("Kept pictures"), scrolls=True)
        self._picture = Picture()
        self._name = words(size=18, weight=SEMIBOLD)
        self._note = words(size=15, colour=theme.TEXT2)
        self._note.setWordWrap(True)
        self._thumbs = Thumbnails()
        self._thumbs.pressed.connect(self.chosen)
        self._buttons = {name: ActionButton(BY_ID[name], size=15) for name in ACTIONS}
        stack = QVBoxLayout()
        stack.setSpacing(8)
        for name, button in self._buttons.items():
            button.show_icon(False)
            button.setFixedHeight(48)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, name=name: self.action_asked.emit(name))
            stack.addWidget(button)
        self._buttons["confirm"].show_words(noted("Accept"), "check-circle")
        for part in (self._picture, self._name, self._note, self._thumbs):
            self.body.addWidget(part)
        self.body.addLayout(stack)
        hint = words(
            "Left and right choose. Only what you accept is written to the disk.",
            size=14,
            colour=theme.TEXT2,
        )
        hint.setWordWrap(True)
        self.body.addWidget(hint)
        self.body.addStretch(1)

    def show_candidates(
        self, candidates: Sequence[Candidate], chosen: Candidate | None, style: OverlayStyle
    ) -> None:
        """None of them: the page says when there will be some."""
        self._picture.show_candidate(chosen, style)
        for name in ("confirm", "discard"):
            self._buttons[name].setEnabled(chosen is not None)
        if chosen is None:
            self._name.setText(tr("Nothing kept yet"))
            self._note.setText(tr("A picture is kept by itself when all criteria of a view hold."))
            self._thumbs.show_candidates((), style.language)
            return
        place = candidates.index(chosen)
        self._name.setText(caption(chosen, style.language))
        text = tr("{place} of {count}").format(place=place + 1, count=len(candidates))
        if chosen.clip:
            seconds = chosen.clip[-1].at_s - chosen.clip[0].at_s
            text += ", " + tr("with a clip of {time:.0f} s").format(time=seconds)
        self._note.setText(text)
        first = min(max(place - 1, 0), max(len(candidates) - NEWEST, 0))
        self._thumbs.show_candidates(
            candidates[first : first + NEWEST], style.language, chosen.number
        )


class Picture(QWidget):
    """A candidate with its overlay, whole, on black."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(PICTURE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        say("Picture", self, "accessibleName")
        self._candidate: Candidate | None = None
        self._style = OverlayStyle()

    def show_candidate(self, candidate: Candidate | None, style: OverlayStyle) -> None:
        if (candidate, style) != (self._candidate, self._style):
            self._candidate, self._style = candidate, style
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.WELL))
            if self._candidate is None:
                return
            analysis = self._candidate.analysis
            frame = analysis.frame
            size = QSizeF(frame.width, frame.height)
            size.scale(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(QPointF(), size)
            place.moveCenter(QRectF(self.rect()).center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image_of(frame))
            paint_overlay(painter, analysis, self._style, place, ())
