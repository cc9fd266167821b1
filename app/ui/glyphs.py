"""The four signs of the checklist: an empty ring, half filled, a disc with a tick, slashed."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.exam import ItemStatus
from app.ui import theme

DOT_PX, DOT_STEP_PX = 11, 16
SEGMENT_PX, SEGMENT_GAP_PX = 5, 3
SEGMENTS = {
    ItemStatus.NOT_SEEN: theme.LINE2,
    ItemStatus.MODEL_SEEN: theme.CONTROL,
    ItemStatus.CONFIRMED: theme.TEXT,
    ItemStatus.NOT_OBTAINABLE: theme.LINE2,
}


def paint_glyph(painter: QPainter, box: QRectF, status: ItemStatus) -> None:
    """Told apart by shape; brightness only repeats it."""
    ink = theme.colour(theme.TEXT if status is ItemStatus.CONFIRMED else theme.TEXT2)
    paint_sign(painter, box, status, ink, QColor(theme.PILL))


def paint_sign(
    painter: QPainter, box: QRectF, status: ItemStatus, ink: QColor, ground: QColor
) -> None:
    """The same in this ink, on any ground; the tick is of the colour of the ground."""
    line = max(box.width() / 12, 1.3)
    ring = box.adjusted(line, line, -line, -line)
    painter.setPen(QPen(ink, line))
    painter.setBrush(ink if status is ItemStatus.CONFIRMED else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if status is ItemStatus.MODEL_SEEN:
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPie(ring, 90 * 16, 180 * 16)
    elif status is ItemStatus.CONFIRMED:
        painter.setPen(QPen(ground, 1.6 * line, c=Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([_at(ring, 0.27, 0.53), _at(ring, 0.44, 0.7), _at(ring, 0.74, 0.33)])
    elif status is ItemStatus.NOT_OBTAINABLE:
        painter.drawLine(_at(ring, 0.16, 0.84), _at(ring, 0.84, 0.16))


class Glyph(QWidget):
    """The sign of one item."""

    def __init__(self, size: int = 22) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._status = ItemStatus.NOT_SEEN

    def show_status(self, status: ItemStatus) -> None:
        if status is not self._status:
            self._status = status
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_glyph(painter, QRectF(self.rect()), self._status)


class Dots(QWidget):
    """One small sign an item, for a group that is closed."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.setFixedSize(QSize(count * DOT_STEP_PX, DOT_STEP_PX))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._statuses: tuple[ItemStatus, ...] = ()

    def show_statuses(self, statuses: Sequence[ItemStatus]) -> None:
        if tuple(statuses) != self._statuses:
            self._statuses = tuple(statuses)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            top = (self.height() - DOT_PX) / 2
            for place, status in enumerate(self._statuses):
                left = place * DOT_STEP_PX + DOT_STEP_PX - DOT_PX
                paint_glyph(painter, QRectF(left, top, DOT_PX, DOT_PX), status)


class SegmentBar(QWidget):
    """One segment an item, over the whole list."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(SEGMENT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._statuses: tuple[ItemStatus, ...] = ()

    def show_statuses(self, statuses: Sequence[ItemStatus]) -> None:
        if tuple(statuses) != self._statuses:
            self._statuses = tuple(statuses)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            step = (self.width() + SEGMENT_GAP_PX) / max(len(self._statuses), 1)
            for place, status in enumerate(self._statuses):
                painter.setBrush(QColor(SEGMENTS[status]))
                box = QRectF(place * step, 0, step - SEGMENT_GAP_PX, SEGMENT_PX)
                painter.drawRoundedRect(box, 2, 2)


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())
