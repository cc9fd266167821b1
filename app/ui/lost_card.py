"""What stands over a picture that is dead: hatching, and a card that says since when."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.ui import theme

HATCH_PX, HATCH_STEP_PX = 10, 44
CARD = (560, 132)
LINES = (  # size and weight of what happened, what to look at, what to do
    (24, QFont.Weight.Bold),
    (17, QFont.Weight.DemiBold),
    (16, QFont.Weight.Normal),
)


def paint_lost(painter: QPainter, area: QRectF, lines: Sequence[str]) -> None:
    """Hatch the area and put a card in its middle; up to three lines, the first the largest."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.LINE), HATCH_PX))
    height = area.height()
    for x in range(-int(height), int(area.width()), HATCH_STEP_PX):
        painter.drawLine(QPointF(x, height), QPointF(x + height, 0))
    card = QRectF(0, 0, min(CARD[0], area.width() - 48), CARD[1])
    card.moveCenter(area.center())
    painter.setPen(QPen(QColor(theme.ALERT_EDGE), 1))
    painter.setBrush(QColor(theme.ALERT_BG))
    painter.drawRoundedRect(card, 8, 8)
    place = QRect(round(card.left()) + 28, round(card.top()) + 26, 32, 32)
    theme.icon("video-camera-slash", theme.ALERT).paint(painter, place)
    painter.setPen(QColor(theme.ALERT_TEXT))
    top = card.top() + 24
    for line, (size, weight) in zip(lines, LINES, strict=False):
        painter.setFont(theme.font(size, weight))
        box = QRectF(card.left() + 80, top, card.width() - 96, size * 1.4)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)
        top += box.height() + 2
