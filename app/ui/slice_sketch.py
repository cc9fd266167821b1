"""Where the slice lies: a baby in a few lines, and on it the cut of the view. For patients."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from app.ui import theme
from app.ui.looks import colour_of
from inference.anatomy import View

WIDE, HIGH = 100.0, 60.0  # the sketch's own units: the baby lies on its back, head at the left
LINE, CUT_LINE = 1.1, 1.9
BODY = (
    *((8, 25), (9, 12), (20, 9), (29, 13)),  # crown to forehead
    *((31, 15), (33, 16), (35, 15)),  # nose
    *((36, 17), (37, 18), (37, 20)),  # chin
    *((40, 22), (44, 17), (52, 17)),  # chest
    *((60, 17), (64, 20), (70, 21)),  # tummy
    *((74, 16), (76, 8), (82, 7)),  # thigh, up to the knee
    *((87, 7), (88, 14), (86, 20)),  # knee, and down the shin
    *((88, 21), (95, 21), (97, 25)),  # foot
    *((98, 29), (90, 30), (84, 30)),
    *((78, 34), (72, 42), (62, 44)),  # bottom
    *((52, 46), (42, 41), (34, 39)),  # back
    *((28, 42), (9, 42), (8, 25)),  # neck, back of the head
)
ARM = ((43, 26), (47, 32), (54, 31), (56, 26), (57, 22), (53, 20), (49, 21))
CUTS = {  # of the views that cut across, from one point to another
    "head": ((24, 4), (13, 47)),
    "thorax": ((48, 10), (46, 48)),
    "abdomen": ((62, 11), (60, 51)),
}
NECK = QRectF(6, 6, 38, 39)  # the slice lies in the paper: what of the baby it shows
SPINE = ((33, 37), (42, 38), (52, 42), (64, 40))
LIMBS = (((44, 28), (55, 30)), ((72, 26), (81, 10)))


def paint_sketch(painter: QPainter, box: QRectF, view: View | None) -> None:
    """The baby in the middle of the box, with the cut of the view; none without a view."""
    scale = min(box.width() / WIDE, box.height() / HIGH)
    corner = box.center() - QPointF(WIDE, HIGH) * (scale / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(QTransform(scale, 0, 0, scale, corner.x(), corner.y()), True)
    painter.setPen(_pen(theme.TEXT2, LINE))
    painter.setBrush(QColor(theme.PANEL))
    painter.drawPath(_curves(BODY))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_curves(ARM))
    if view is not None:
        _paint_cut(painter, view)
    painter.restore()


def _paint_cut(painter: QPainter, view: View) -> None:
    known = next(s for s in view.essential if s.shown_to_patient)
    painter.setPen(_pen(colour_of(known), CUT_LINE))
    if view.id in CUTS:
        start, end = CUTS[view.id]
        painter.drawLine(QPointF(*start), QPointF(*end))
    elif view.id == "neck":
        painter.drawRoundedRect(NECK, 4, 4)
    elif view.id == "spine":
        painter.drawPath(_curves(SPINE))
    else:
        for start, end in LIMBS:
            painter.drawLine(QPointF(*start), QPointF(*end))


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


@cache
def _curves(points: tuple[tuple[float, float], ...]) -> QPainterPath:
    """From the first point on, three points to each curve."""
    path = QPainterPath(QPointF(*points[0]))
    for i in range(1, len(points), 3):
        path.cubicTo(*(QPointF(*point) for point in points[i : i + 3]))
    return path
