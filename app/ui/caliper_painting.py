"""How calipers look: in the window, and in the picture that is kept."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from app.measuring.measurement import Measurement
from app.measuring.shapes import Point
from app.ui import theme
from app.ui.lines import CASING_PX, line_width
from app.ui.looks import casing_opacity

PROPOSED_DASHES = [4.0, 3.0]  # of a line's width: nobody has looked at it yet
ARM, RING, NUMBER_PX, NUMBER_GAP = 4.0, 6.0, 18.0, 9.0  # of a line's width; of type, px


class Ground:
    """Where a frame stands, so that its pixels can be pointed at and painted on."""

    def __init__(self, picture: QRectF, frame_width: int) -> None:
        self.picture = picture
        self._scale = picture.width() / frame_width

    def on_screen(self, pixel: Point) -> QPointF:
        return self.picture.topLeft() + QPointF(*pixel) * self._scale

    def in_frame(self, place: QPointF) -> Point:
        at = (place - self.picture.topLeft()) / self._scale
        return at.x(), at.y()

    @property
    def line_px(self) -> float:
        return line_width(self.picture.height())


def paint_calipers(
    painter: QPainter,
    measurements: Sequence[Measurement],
    ground: Ground,
    chosen: tuple[int, int] | None = None,
) -> None:
    """All of a sheet, numbered as in the list; round the chosen end stands a ring."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, each in enumerate(measurements):
        line = [ground.on_screen(pixel) for pixel in each.outline_px]
        ends = [ground.on_screen(pixel) for pixel in each.ends_px]
        _paint_line(painter, line, ground.line_px, each.is_proposal)
        paint_marks(painter, ends, ground.line_px, each.is_proposal)
        if chosen is not None and chosen[0] == place:
            _paint_ring(painter, ends[chosen[1]], ground.line_px)
        _paint_number(painter, str(place + 1), ends[0], ends[1], ground.line_px)
    painter.restore()


def paint_draft(painter: QPainter, start: QPointF, end: QPointF, line_px: float) -> None:
    """What is being drawn by a hand that has not let go."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_line(painter, [start, end], line_px, False)
    paint_marks(painter, [start, end], line_px, False)
    painter.restore()


def paint_marks(
    painter: QPainter, places: Sequence[QPointF], line_px: float, is_faint: bool = False
) -> None:
    """Crosses."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    arm = ARM * line_px
    path = QPainterPath()
    for at in places:
        path.moveTo(at - QPointF(arm, 0))
        path.lineTo(at + QPointF(arm, 0))
        path.moveTo(at - QPointF(0, arm))
        path.lineTo(at + QPointF(0, arm))
    _stroke(painter, path, line_px, theme.TEXT2 if is_faint else theme.TEXT)


def _paint_line(
    painter: QPainter, line: Sequence[QPointF], line_px: float, is_proposal: bool
) -> None:
    path = QPainterPath()
    path.addPolygon(QPolygonF(line))
    if is_proposal:
        _stroke(painter, path, 0.75 * line_px, theme.TEXT2, PROPOSED_DASHES)
    else:
        _stroke(painter, path, 0.75 * line_px, theme.TEXT)


def _paint_ring(painter: QPainter, at: QPointF, line_px: float) -> None:
    path = QPainterPath()
    path.addEllipse(at, RING * line_px, RING * line_px)
    _stroke(painter, path, line_px, theme.ACCENT)


def _paint_number(
    painter: QPainter, number: str, at: QPointF, other: QPointF, line_px: float
) -> None:
    """Beyond the first end, away from the other one."""
    size = max(NUMBER_PX, NUMBER_GAP * line_px)
    away = at - other
    length = max((away.x() ** 2 + away.y() ** 2) ** 0.5, 1.0)
    middle = at + away / length * (NUMBER_GAP * line_px)
    font = theme.font(size, QFont.Weight.DemiBold)
    text = QPainterPath()
    text.addText(0, 0, font, number)
    box = text.boundingRect()
    text.translate(middle - box.center())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_casing(), CASING_PX * 1.6))
    painter.drawPath(text)
    painter.fillPath(text, theme.colour(theme.TEXT))


def _stroke(
    painter: QPainter,
    path: QPainterPath,
    width: float,
    colour: str,
    dashes: Sequence[float] = (),
) -> None:
    """A black casing, then the line."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_casing(), width + CASING_PX))
    painter.drawPath(path)
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes:
        pen.setDashPattern(list(dashes))
    painter.setPen(pen)
    painter.drawPath(path)


def _casing() -> QColor:
    casing = QColor(0, 0, 0)
    casing.setAlphaF(casing_opacity())
    return casing
