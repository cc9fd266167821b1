"""Small pictures of what was kept: three in the checklist, all in the tray."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.candidates import Candidate
from app.ui import theme
from app.ui.actions import BY_ID
from app.ui.language import term, tr
from app.ui.parts import SEMIBOLD, Elided, key_cap, words
from app.ui.screen_picture import ScreenPicture

NEWEST = 3  # in the checklist
THUMB_PX, CAPTION_PX, GAP = 52, 18, 8
EDGE_PX = 2.0


def thumbnail(candidate: Candidate, size: QSize) -> QPixmap:
    """The clean picture, whole, on black."""
    frame = candidate.analysis.frame
    scaled = QSize(frame.width, frame.height).scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
    image = ScreenPicture().of(frame, scaled.expandedTo(QSize(1, 1)))
    made = QPixmap(size)
    made.fill(QColor(theme.WELL))
    with QPainter(made) as painter:
        corner = (size - image.size()) / 2
        painter.drawImage(corner.width(), corner.height(), image)
    return made


def caption(candidate: Candidate, language: str) -> str:
    """View and time."""
    return f"{term(candidate.view.names, language)}  {candidate.taken:%H:%M:%S}"


class Thumbnail(QWidget):
    """One small picture above its view and time; a press chooses it."""

    pressed = Signal(int)  # the candidate's number

    def __init__(self, candidate: Candidate, language: str, is_chosen: bool) -> None:
        super().__init__()
        self._candidate, self._is_chosen = candidate, is_chosen
        self._pixmap = QPixmap()
        self.setFixedHeight(THUMB_PX + 2 * CAPTION_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(caption(candidate, language))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, THUMB_PX, 0, 0)
        column.setSpacing(0)
        view, when = Elided(), words(size=13, colour=theme.TEXT3)
        view.setText(term(candidate.view.names, language))
        view.setFont(theme.font(14))
        when.setText(f"{candidate.taken:%H:%M:%S}")
        for label in (view, when):
            label.setFixedHeight(CAPTION_PX)
            column.addWidget(label)

    def paintEvent(self, event: QPaintEvent) -> None:
        size = QSize(self.width(), THUMB_PX)
        if self._pixmap.size() != size:
            self._pixmap = thumbnail(self._candidate, size)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._pixmap)
            colour = theme.ACCENT if self._is_chosen else theme.LINE2
            width = EDGE_PX if self._is_chosen else 1.0
            painter.setPen(QPen(theme.colour(colour), width))
            half = width / 2
            painter.drawRect(
                QRectF(0, 0, self.width(), THUMB_PX).adjusted(half, half, -half, -half)
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self._candidate.number)


class Thumbnails(QWidget):
    """So many of them in a row, each as wide as the others; the newest at the right."""

    pressed = Signal(int)  # the candidate's number

    def __init__(self, count: int = NEWEST) -> None:
        super().__init__()
        self._count = count
        self._shown: tuple[object, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)

    def show_candidates(
        self, candidates: Sequence[Candidate], language: str, chosen: int = -1
    ) -> None:
        shown = (*(c.number for c in candidates), language, chosen)
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for candidate in candidates[-self._count :]:
            thumb = Thumbnail(candidate, language, candidate.number == chosen)
            thumb.pressed.connect(self.pressed)
            self._row.addWidget(thumb, 1)
        for _ in range(self._count - len(candidates)):
            self._row.addStretch(1)


class KeptStrip(QWidget):
    """Below the checklist: the newest pictures that were kept silently, and the key to choose."""

    pressed = Signal(int)  # the candidate's number

    def __init__(self) -> None:
        super().__init__()
        self._count: QLabel = words(size=14, colour=theme.TEXT2)
        self._thumbs = Thumbnails()
        self._thumbs.pressed.connect(self.pressed)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(words("Kept pictures", 15, SEMIBOLD, theme.TEXT2))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(key_cap(BY_ID["kept"]))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 8)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._thumbs)

    def show_candidates(self, candidates: Sequence[Candidate], language: str) -> None:
        self._count.setText(str(len(candidates)) if candidates else tr("none yet"))
        self._thumbs.show_candidates(candidates[-NEWEST:], language)
        self._thumbs.setVisible(bool(candidates))
